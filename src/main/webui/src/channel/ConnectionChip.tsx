import type { ChannelAccount, Connection, ConnectionState } from '../api/types';
import { useWords } from '../i18n';
import { Icon } from '../ui/Icon';

const LOOKS: Record<ConnectionState, string> = { connected: 'success', connecting: 'info', disconnected: 'warning', failed: 'danger' };

/** Enabled and connected are two things; a channel that is switched off says so first. */
export function ConnectionChip({ account }: { account: ChannelAccount }) {
  const { t } = useWords();
  if (account.archived_at) return <span className="chip">{t('channel.archived')}</span>;
  if (!account.is_active) return <span className="chip">{t('channel.inactive')}</span>;
  return <span className={`chip ${LOOKS[account.connection.state]}`}>{t(`connection.${account.connection.state}`)}</span>;
}

export function ConnectionProblem({ connection }: { connection: Connection }) {
  const { problem } = connection;
  if (!problem) return null;
  return (
    <div className="notice danger" role="alert">
      <Icon name="alert" />
      <div className="grow">
        <strong>{problem.hint ?? problem.detail}</strong>
        {problem.hint && problem.detail && (
          <p className="soft" dir="auto">
            {problem.detail}
          </p>
        )}
      </div>
    </div>
  );
}

/** How a test ended. */
export function TestResult({ connection }: { connection: Connection }) {
  const { t } = useWords();
  if (connection.state !== 'connected') return connection.problem ? <ConnectionProblem connection={connection} /> : <p className="soft">{t(`connection.${connection.state}`)}</p>;
  return (
    <p className="notice success" role="status">
      <Icon name="check" />
      {t('channel.test.good')}
    </p>
  );
}
