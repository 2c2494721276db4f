import { useWords } from '../i18n';
import { useMay } from '../identity/session';
import { Icon } from '../ui/Icon';
import { Button, Failure, Spinner } from '../ui/parts';
import { ConsentLog } from './Consent';
import { useExamine, useHealth } from './queries';

const ICONS = { ok: 'check', warning: 'info', error: 'alert' } as const;

/** What was looked at, how it is, and what to do about it. */
export function HealthTab({ accountId }: { accountId: string }) {
  const { t, dateTime } = useWords();
  const health = useHealth(accountId);
  const examine = useExamine(accountId);
  const mayReadAudit = useMay('audit:read');
  const mayExamine = useMay('channels:write');
  if (health.isPending) return <Spinner />;
  if (health.isError) return <Failure error={health.error} retry={() => void health.refetch()} />;
  return (
    <section aria-label={t('channel.tab.health')}>
      <div className="row">
        <p className="grow soft">{health.data.checked_at ? t('health.checked', { time: dateTime(health.data.checked_at) }) : t('health.never')}</p>
        {mayExamine && <Button icon="refresh" disabled={examine.isPending} onClick={() => examine.mutate(undefined)}>{t('health.examine')}</Button>}
      </div>
      {examine.isError && <Failure error={examine.error} />}
      <ul className="health">
        {health.data.checks.map((check) => (
          <li key={check.code} className={check.grade}>
            <Icon name={ICONS[check.grade]} size={18} />
            <div>
              <strong>{t(`health.grade.${check.grade}`)}</strong> {check.detail}
              {check.hint && <p className="soft">{check.hint}</p>}
            </div>
          </li>
        ))}
      </ul>
      {mayReadAudit && <ConsentLog accountId={accountId} />}
    </section>
  );
}
