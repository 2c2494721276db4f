import { useWords } from '../i18n';
import { Dialog, Failure, Spinner } from '../ui/parts';
import { Reasons } from './Reasons';
import { useTrace } from './queries';
import type { Trace } from './types';
import { useRuleWords, useTold } from './words';
import './automation.css';

/** Which rules looked at a message or a conversation, why each matched or not, and what became of each action. */
export function RuleTrace({ about, id, onClose }: { about: 'messages' | 'conversations'; id: string; onClose: () => void }) {
  const { t } = useWords();
  const traces = useTrace(about, id);
  return (
    <Dialog title={t(about === 'messages' ? 'trace.title' : 'trace.title.here')} wide onClose={onClose}>
      {traces.isPending && <Spinner />}
      {traces.isError && <Failure error={traces.error} retry={() => void traces.refetch()} />}
      {traces.data?.length === 0 && <p className="soft">{t('trace.none')}</p>}
      <div className="stack traces">
        {traces.data?.map((trace) => (
          <OneLook key={trace.id} trace={trace} />
        ))}
      </div>
    </Dialog>
  );
}

function OneLook({ trace }: { trace: Trace }) {
  const { t, dateTime } = useWords();
  const words = useRuleWords();
  const told = useTold();
  return (
    <section className="stack" aria-label={words.event(trace.event)}>
      <h3 className="row">
        <span className="grow">{words.event(trace.event)}</span>
        <time className="soft" dateTime={trace.created_at}>{dateTime(trace.created_at)}</time>
      </h3>
      {trace.depth > 0 && <p className="soft">{t('trace.depth', { n: trace.depth })}</p>}
      {trace.halted && <p className="notice warning">{t(`trace.halted.${trace.halted}`)}</p>}
      <ol className="trace-rules">
        {trace.rules.map((rule) => (
          <li key={rule.rule_id} className={`trace-rule ${rule.outcome}`}>
            <p className="row">
              <strong className="grow cut">{rule.name}</strong>
              <span className={`chip ${rule.outcome === 'matched' ? 'success' : ''}`}>{t(`trace.${rule.outcome}`)}</span>
            </p>
            <Reasons decisive={rule.decisive} />
            <ul className="trace-actions">
              {rule.actions.map((action, index) => (
                <li key={index} className="row">
                  <span className={`chip ${action.outcome === 'failed' ? 'danger' : action.outcome === 'done' ? 'success' : 'info'}`}>{t(`trace.action.${action.outcome}`)}</span>
                  <span>
                    <strong>{words.action(action.type)}</strong> <span className="soft" dir="auto">{told(action)}</span>
                  </span>
                </li>
              ))}
            </ul>
            {rule.stopped && <p className="soft">{t('trace.stopped')}</p>}
          </li>
        ))}
      </ol>
      {trace.other_rules > 0 && <p className="soft">{t('trace.others', { n: trace.other_rules })}</p>}
    </section>
  );
}
