import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { JOURNAL_OUTCOMES, type JournalEvent, type JournalOutcome } from '../api/types';
import { useWords } from '../i18n';
import { useMay } from '../identity/session';
import { Button, Empty, Failure, Spinner } from '../ui/parts';
import { tell, tellFailure } from '../ui/toasts';
import { useJournal, useReplay } from './queries';

const LOOKS: Record<JournalOutcome, string> = { pending: 'info', applied: 'success', duplicate: '', ignored: '', failed: 'danger', rejected: 'warning' };

/** What the provider delivered, as it was delivered, and what became of it. */
export function Journal({ accountId }: { accountId: string }) {
  const { t } = useWords();
  const { outcome = '' } = useSearch({ from: '/settings/channels/$accountId' });
  const navigate = useNavigate();
  const journal = useJournal(accountId, outcome);
  const events = journal.data?.pages.flatMap((page) => page.items) ?? [];
  const choose = (wanted: string) => void navigate({ to: '/settings/channels/$accountId', params: { accountId }, search: { tab: 'journal', ...(wanted ? { outcome: wanted } : {}) } });
  return (
    <section className="stack">
      <div className="row wrap">
        <div className="field inline grow">
          <label htmlFor="outcome">{t('journal.outcome')}</label>
          <select id="outcome" className="input" value={outcome} onChange={(event) => choose(event.target.value)}>
            <option value="">{t('journal.any')}</option>
            {JOURNAL_OUTCOMES.map((one) => (
              <option key={one} value={one}>
                {t(`outcome.${one}`)}
              </option>
            ))}
          </select>
        </div>
        <Button icon="refresh" onClick={() => void journal.refetch()}>
          {t('refresh')}
        </Button>
      </div>
      {journal.isPending && <Spinner />}
      {journal.isError && <Failure error={journal.error} retry={() => void journal.refetch()} />}
      {journal.isSuccess && events.length === 0 && (
        <Empty icon="inbox" title={t('journal.empty')}>
          <p>{t('journal.empty.hint')}</p>
        </Empty>
      )}
      <ul className="journal">
        {events.map((event) => (
          <Entry key={event.id} event={event} accountId={accountId} />
        ))}
      </ul>
      {journal.hasNextPage && (
        <Button disabled={journal.isFetchingNextPage} onClick={() => void journal.fetchNextPage()}>
          {t('more')}
        </Button>
      )}
    </section>
  );
}

function Entry({ event, accountId }: { event: JournalEvent; accountId: string }) {
  const { t, dateTime } = useWords();
  const [open, setOpen] = useState(false);
  const replay = useReplay(accountId);
  const mayReplay = useMay('journal:write') && (event.outcome === 'failed' || event.outcome === 'ignored');
  const again = () => replay.mutate(event.id, { onSuccess: (answer) => tell(t('journal.replayed', { outcome: t(`outcome.${answer.outcome}`) })), onError: tellFailure });
  return (
    <li className="panel journal-entry">
      <div className="row wrap">
        <button type="button" className="link" aria-expanded={open} onClick={() => setOpen(!open)}>
          <time dateTime={event.received_at}>{dateTime(event.received_at)}</time>
        </button>
        <span className={`chip ${LOOKS[event.outcome]}`}>{t(`outcome.${event.outcome}`)}</span>
        <span className="soft grow">
          {event.source}
          {event.reason && ` · ${event.reason}`}
        </span>
        {event.replayed_at && <span className="soft">{t('journal.replayedat', { time: dateTime(event.replayed_at) })}</span>}
        {mayReplay && (
          <Button small icon="refresh" disabled={replay.isPending} onClick={again}>
            {t('journal.replay')}
          </Button>
        )}
      </div>
      {event.problem && (
        <p className="wrong">
          {event.problem.detail} <span className="soft">{event.problem.hint}</span>
        </p>
      )}
      {open && (
        <>
          {Object.keys(event.headers).length > 0 && <Code label={t('journal.headers')} text={Object.entries(event.headers).map(([name, value]) => `${name}: ${String(value)}`).join('\n')} />}
          <Code label={t('journal.payload')} text={pretty(event.payload ?? '')} />
        </>
      )}
    </li>
  );
}

function Code({ label, text }: { label: string; text: string }) {
  return (
    <figure>
      <figcaption className="soft">{label}</figcaption>
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls has to be reachable by keyboard */}
      <pre dir="ltr" tabIndex={0} aria-label={label}>
        {text}
      </pre>
    </figure>
  );
}

function pretty(payload: string): string {
  try {
    return JSON.stringify(JSON.parse(payload), null, 2);
  } catch {
    return payload;
  }
}
