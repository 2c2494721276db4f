import type { ChannelAccount, ChannelType, Connection, ConnectionState, TestOutcome } from '../api/types';
import { useWords } from '../i18n';
import { Icon } from '../ui/Icon';
import { Button } from '../ui/parts';
import { Checks } from './Checks';

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
export function TestResult({ outcome: { connection, checks } }: { outcome: TestOutcome }) {
  const { t } = useWords();
  if (connection.state !== 'connected') return connection.problem ? <ConnectionProblem connection={connection} /> : <p className="soft">{t(`connection.${connection.state}`)}</p>;
  return (
    <>
      <p className="notice success" role="status">
        <Icon name="check" />
        {t('channel.test.good')}
      </p>
      {checks.length > 0 && <Checks checks={checks} />}
    </>
  );
}

/** The sign-in alone, or with something sent to ourselves where the channel can. */
export function TestButtons({ type, running, onTest }: { type: ChannelType; running: 'sign_in' | 'round_trip' | null; onTest: (roundTrip: boolean) => void }) {
  const { t } = useWords();
  return (
    <>
      <Button icon="check" disabled={running !== null} onClick={() => onTest(false)}>
        {running === 'sign_in' ? t('channel.testing') : t('channel.test')}
      </Button>
      {type.round_trip && (
        <Button icon="send" disabled={running !== null} title={t('channel.test.mail.about')} onClick={() => onTest(true)}>
          {running === 'round_trip' ? t('channel.testing.mail') : t('channel.test.mail')}
        </Button>
      )}
    </>
  );
}
