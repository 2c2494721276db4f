import type { HealthCheck } from '../api/types';
import { useWords } from '../i18n';
import { Icon } from '../ui/Icon';

const ICONS = { ok: 'check', warning: 'info', error: 'alert' } as const;

/** What was looked at, how it is, and what to do about it. */
export function Checks({ checks }: { checks: readonly HealthCheck[] }) {
  const { t } = useWords();
  return (
    <ul className="health">
      {checks.map((check) => (
        <li key={check.code} className={check.grade}>
          <Icon name={ICONS[check.grade]} size={18} />
          <div>
            <strong>{t(`health.grade.${check.grade}`)}</strong> {check.detail}
            {check.hint && <p className="soft">{check.hint}</p>}
          </div>
        </li>
      ))}
    </ul>
  );
}
