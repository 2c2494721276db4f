import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { useState, type FormEvent } from 'react';
import { useWords } from '../i18n';
import { Icon } from '../ui/Icon';
import { Button, Empty, Failure, Spinner } from '../ui/parts';
import { tell } from '../ui/toasts';
import { ActionEditor } from './ActionEditor';
import { ConditionEditor, Wrong } from './ConditionEditor';
import { DryRun } from './DryRun';
import { ScheduleEditor } from './ScheduleEditor';
import { useCatalog, useRuleErrors, useRules, useSaveRule } from './queries';
import type { Catalog, Rule, RuleDraft } from './types';
import { useRuleWords } from './words';
import './automation.css';

const NEW: RuleDraft = { name: '', event: 'message.received', is_active: true, stop: false, conditions: { all: [{ field: 'channel_type', operator: 'equals', value: '' }] }, actions: [{ type: 'add_tags' }], schedule: null };

const SCHEDULE = 'schedule';

/** Makes a rule, or changes one. */
export function RulePage() {
  const { t } = useWords();
  const { ruleId } = useParams({ strict: false });
  const rules = useRules();
  const catalog = useCatalog();
  const rule = ruleId ? rules.data?.find((one) => one.id === ruleId) : undefined;
  return (
    <>
      <Link to="/settings/automation" className="row back-link">
        <Icon name="back" flip size={16} /> {t('rules.title')}
      </Link>
      {(catalog.isPending || (ruleId && rules.isPending)) && <Spinner />}
      {catalog.isError && <Failure error={catalog.error} retry={() => void catalog.refetch()} />}
      {rules.isError && <Failure error={rules.error} retry={() => void rules.refetch()} />}
      {ruleId && rules.data && !rule && <Empty icon="bolt" title={t('rule.gone')} />}
      {catalog.data && (!ruleId || rule) && <Builder key={ruleId ?? 'new'} rule={rule ?? null} catalog={catalog.data} />}
    </>
  );
}

function Builder({ rule, catalog }: { rule: Rule | null; catalog: Catalog }) {
  const { t } = useWords();
  const words = useRuleWords();
  const navigate = useNavigate();
  const [draft, setDraft] = useState<RuleDraft>(() => (rule ? draftOf(rule) : NEW));
  const [touched, setTouched] = useState(Boolean(rule));
  const live = useRuleErrors(draft);
  const errors: ReadonlyMap<string, string> = touched ? live : new Map<string, string>();
  const save = useSaveRule(rule?.id ?? null);
  const change = (part: Partial<RuleDraft>) => {
    setTouched(true);
    setDraft({ ...draft, ...part });
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTouched(true);
    save.mutate(draft, {
      onSuccess: () => {
        tell(t('saved'));
        void navigate({ to: '/settings/automation' });
      },
    });
  };
  return (
    <>
      <h1>{rule ? rule.name : t('rules.add')}</h1>
      <form className="stack" onSubmit={submit}>
        {save.error && <Failure error={save.error} />}
        <section className="panel stack">
          <div className="field">
            <label htmlFor="rule-name">{t('rule.name')}</label>
            <input id="rule-name" className="input" required maxLength={200} value={draft.name} onChange={(event) => change({ name: event.target.value })} />
          </div>
          <div className="field">
            <label htmlFor="rule-event">{t('rule.event')}</label>
            <select id="rule-event" className="input" value={draft.event} onChange={(event) => change({ event: event.target.value, schedule: event.target.value === SCHEDULE ? (draft.schedule ?? { at: ['09:00'] }) : null })}>
              {catalog.events.map((one) => (
                <option key={one} value={one}>{words.event(one)}</option>
              ))}
            </select>
            <Wrong text={errors.get('event')} />
          </div>
          {draft.event === SCHEDULE && <ScheduleEditor value={draft.schedule} errors={errors} onChange={(schedule) => change({ schedule })} />}
        </section>
        <section className="panel stack">
          <h2>{t('rule.conditions')}</h2>
          <ConditionEditor value={draft.conditions} path="conditions" catalog={catalog} errors={errors} onChange={(conditions) => change({ conditions })} />
        </section>
        <section className="panel stack">
          <h2>{t('rule.actions')}</h2>
          <ActionEditor actions={draft.actions} catalog={catalog} errors={errors} onChange={(actions) => change({ actions })} />
          <label className="row">
            <input type="checkbox" checked={draft.stop} onChange={(event) => change({ stop: event.target.checked })} /> {t('rule.stop')}
          </label>
          <label className="row">
            <input type="checkbox" checked={draft.is_active} onChange={(event) => change({ is_active: event.target.checked })} /> {t('rule.active')}
          </label>
        </section>
        <div className="row">
          <Button type="submit" look="primary" disabled={save.isPending}>{t('save')}</Button>
        </div>
      </form>
      <DryRun draft={draft} ruleId={rule?.id ?? null} />
    </>
  );
}

function draftOf(rule: Rule): RuleDraft {
  return { name: rule.name, event: rule.event, is_active: rule.is_active, stop: rule.stop, conditions: rule.conditions, actions: rule.actions, schedule: rule.schedule };
}
