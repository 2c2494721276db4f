import { useWords } from '../i18n';
import { useMay } from '../identity/session';
import { Button, Failure, Spinner } from '../ui/parts';
import { Checks } from './Checks';
import { ConsentLog } from './Consent';
import { useExamine, useHealth } from './queries';

/** How the account is, from what is known and from what the provider says now. */
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
      <Checks checks={health.data.checks} />
      {mayReadAudit && <ConsentLog accountId={accountId} />}
    </section>
  );
}
