import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useWords } from '../i18n';
import { Button, Failure } from '../ui/parts';
import { Reasons } from './Reasons';
import { useDryRun } from './queries';
import type { Action, DryRunLine, Foreseen, RuleDraft } from './types';
import { useActionLine } from './words';

const CHOICES = [20, 100, 500] as const;

/** The rule as it stands on the page, on past messages. Nothing happens to them. */
export function DryRun({ draft, ruleId }: { draft: RuleDraft; ruleId: string | null }) {
  const { t } = useWords();
  const [last, setLast] = useState<number>(100);
  const run = useDryRun();
  const report = run.data;
  return (
    <section className="panel stack" aria-label={t('dryrun.title')}>
      <h2>{t('dryrun.title')}</h2>
      <p className="soft">{t('dryrun.about')}</p>
      <div className="row wrap">
        <div className="field inline">
          <label htmlFor="dryrun-last">{t('dryrun.last')}</label>
          <select id="dryrun-last" className="input" value={last} onChange={(event) => setLast(Number(event.target.value))}>
            {CHOICES.map((one) => (
              <option key={one} value={one}>{one}</option>
            ))}
          </select>
        </div>
        <Button icon="eye" disabled={run.isPending} onClick={() => run.mutate({ draft, id: ruleId, last })}>{t('dryrun.run')}</Button>
      </div>
      {run.error && <Failure error={run.error} />}
      {report && (
        <div role="status">
          <strong>{t('dryrun.result', { matched: report.matched, n: report.tried })}</strong>
          {ruleId && <p className="soft">{t('dryrun.difference', { saved: report.saved_matched, n: report.differing })}</p>}
        </div>
      )}
      {report && (
        <ul className="dry-run">
          {report.items.map((line) => (
            <Line key={line.message.id} line={line} />
          ))}
        </ul>
      )}
    </section>
  );
}

function Line({ line }: { line: DryRunLine }) {
  const { t, dateTime } = useWords();
  const { message, edited } = line;
  return (
    <li className={`dry-run-line${edited.matched ? ' matched' : ''}`}>
      <div className="row wrap">
        <span className={`chip ${edited.matched ? 'success' : ''}`}>{t(edited.matched ? 'trace.matched' : 'trace.not_matched')}</span>
        {line.differs && <span className="chip warning">{t(edited.matched === line.saved?.matched ? 'dryrun.otherwise' : edited.matched ? 'dryrun.new' : 'dryrun.nolonger')}</span>}
        <Link to="/inbox/$conversationId" params={{ conversationId: message.conversation_id }} search={{}}>
          <bdi>{message.contact_name}</bdi>
        </Link>
        <time className="soft" dateTime={message.created_at}>{dateTime(message.created_at)}</time>
      </div>
      <p className="cut" dir="auto">{message.text}</p>
      <Reasons decisive={edited.decisive} />
      <Deeds label={t('dryrun.would')} actions={line.actions} />
      {line.differs && <Deeds label={t('dryrun.saved')} actions={line.saved_actions} />}
    </li>
  );
}

/** What would be done; what would change nothing is told as such. */
function Deeds({ label, actions }: { label: string; actions: readonly Foreseen[] }) {
  const { t } = useWords();
  const told = useActionLine();
  if (actions.length === 0) return null;
  return (
    <div className="soft deeds">
      {label}
      <ul>
        {actions.map(({ settings, done }, index) => (
          <li key={index} dir="auto">
            {told(settings as Action)} {done && <span className="chip">{t('dryrun.sameasnow')}</span>}
          </li>
        ))}
      </ul>
    </div>
  );
}
