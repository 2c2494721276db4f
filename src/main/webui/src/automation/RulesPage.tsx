import { Link } from '@tanstack/react-router';
import { useState, type KeyboardEvent } from 'react';
import { keys } from '../api/keys';
import { useWords } from '../i18n';
import { useMay } from '../identity/session';
import { Icon } from '../ui/Icon';
import { Collection, useRemoval } from '../ui/collection';
import { Button } from '../ui/parts';
import { useOrderRules, useRecursions, useRules, useSwitchRule } from './queries';
import { SharedSettings } from './SharedSettings';
import type { Rule } from './types';
import { useRuleWords } from './words';
import './automation.css';

/** The rules in the order in which they are tried; dragged, or moved with the arrow keys on the grip. */
export function RulesPage() {
  const { t } = useWords();
  const rules = useRules();
  const mayChange = useMay('automation_rules:write');
  const [dragged, setDragged] = useState<string | null>(null);
  const [over, setOver] = useState<number | null>(null);
  const from = rules.data?.findIndex((one) => one.id === dragged) ?? -1;
  const drop = () => {
    setDragged(null);
    setOver(null);
  };
  const move = useMove(rules.data ?? []);
  const removal = useRemoval<Rule>('/automation_rules', keys.rules, (rule) => ({
    title: t('rules.delete', { name: rule.name }),
    text: t('rules.delete.about'),
    action: t('rules.delete.action'),
  }));
  const key = (event: KeyboardEvent, index: number) => {
    const step = event.key === 'ArrowUp' ? -1 : event.key === 'ArrowDown' ? 1 : 0;
    if (step === 0) return;
    event.preventDefault();
    move(index, index + step);
  };
  return (
    <>
      <Collection
        title={t('rules.title')}
        about={t('rules.about')}
        action={
          mayChange && (
            <Link to="/settings/automation/new" className="button primary">
              <Icon name="plus" /> {t('rules.add')}
            </Link>
          )
        }
        above={<InCircles />}
        loading={rules}
        none={{ icon: 'bolt', title: t('rules.none'), hint: t('rules.none.hint') }}
        ordered
        row={(rule, index) => (
          <li
            key={rule.id}
            className={`panel row collection-row${rule.is_active ? '' : ' off'}${rule.id === dragged ? ' dragged' : ''}${from >= 0 && over === index && from !== index ? ` over${from < index ? ' below' : ''}` : ''}`}
            onDragOver={(event) => {
              event.preventDefault();
              setOver(index);
            }}
            onDrop={(event) => {
              event.preventDefault();
              move(from, index);
              drop();
            }}
          >
            {mayChange && (
              // Not a button: there are browsers in which a button cannot be dragged.
              <span
                role="button"
                tabIndex={0}
                className="button quiet small icon-only grip"
                draggable
                aria-label={t('rules.move', { name: rule.name, n: index + 1 })}
                title={t('rules.move.help')}
                onKeyDown={(event) => key(event, index)}
                onDragStart={(event) => {
                  event.dataTransfer.setData('text/plain', rule.name);
                  event.dataTransfer.effectAllowed = 'move';
                  const row = event.currentTarget.closest('li');
                  if (row) event.dataTransfer.setDragImage(row, 0, 0);
                  setDragged(rule.id);
                }}
                onDragEnd={drop}
              >
                <Icon name="grip" />
              </span>
            )}
            <span className="soft rule-number">{index + 1}</span>
            <RuleSummary rule={rule} />
            {mayChange && <RuleSwitch rule={rule} />}
            {mayChange && <Button look="quiet" small icon="trash" label={t('rules.delete', { name: rule.name })} onClick={() => removal.ask(rule)} />}
          </li>
        )}
      />
      {mayChange && <SharedSettings />}
      {removal.question}
    </>
  );
}

/** Brings a rule to another place. */
function useMove(rules: readonly Rule[]) {
  const order = useOrderRules();
  return (from: number, to: number) => {
    if (from === to || from < 0 || to < 0 || to >= rules.length) return;
    const next = [...rules];
    const [rule] = next.splice(from, 1);
    if (!rule) return;
    next.splice(to, 0, rule);
    order.mutate(next);
  };
}

/** Rules that set each other off, with a conversation in which they did. */
function InCircles() {
  const { t, dateTime } = useWords();
  const latest = useRecursions().data?.[0];
  if (!latest) return null;
  return (
    <div className="notice warning" role="status">
      <Icon name="alert" />
      <div className="grow">
        <strong>{t('rules.circle', { names: latest.rules.join(', ') })}</strong>
        <p>
          <Link to="/inbox/$conversationId" params={{ conversationId: latest.conversation_id }} search={{}}>
            {t('rules.circle.last', { time: dateTime(latest.at) })}
          </Link>
        </p>
      </div>
    </div>
  );
}

function RuleSummary({ rule }: { rule: Rule }) {
  const { t } = useWords();
  const words = useRuleWords();
  return (
    <div className="grow">
      <h2 className="cut">
        <Link to="/settings/automation/$ruleId" params={{ ruleId: rule.id }}>
          {rule.name}
        </Link>
      </h2>
      <p className="soft cut">
        {words.event(rule.event)} → {rule.actions.map((action) => words.action(action.type)).join(', ')}
        {rule.stop && ` · ${t('rule.stops')}`}
      </p>
    </div>
  );
}

function RuleSwitch({ rule }: { rule: Rule }) {
  const { t } = useWords();
  const { mutate, isPending } = useSwitchRule();
  return (
    <Button small disabled={isPending} aria-pressed={rule.is_active} onClick={() => mutate(rule)}>
      {t(rule.is_active ? 'rule.on' : 'rule.off')}
    </Button>
  );
}
