import { useWords, type MessageKey } from '../i18n';
import { en } from '../i18n/en';
import { useTeams, useUsers } from '../identity/session';
import { useChannelAccounts, useChannelTypes } from '../channel/queries';
import { useCannedResponses } from './queries';
import type { Action, ActionTrace } from './types';

const known = (key: string): key is MessageKey => key in en;

/** What rules are made of, in the reader's words; a name that is newer than this page is shown as it is. */
export function useRuleWords() {
  const { t } = useWords();
  const word = (prefix: string, name: string): string => {
    const key = `${prefix}.${name}`;
    return known(key) ? t(key) : name.replaceAll('_', ' ');
  };
  return {
    event: (name: string) => word('rule.event', name),
    field: (name: string) => (name.includes('.') ? `${word('rule.field', name.slice(0, name.indexOf('.')))} ${name.slice(name.indexOf('.') + 1)}`.trim() : word('rule.field', name)),
    operator: (name: string) => word('rule.operator', name),
    action: (type: string) => word('rule.action', type),
    setting: (name: string) => word('rule.setting', name),
    /** What it is to know; undefined for most. */
    help: (name: string): string | undefined => (known(`rule.help.${name}`) ? t(`rule.help.${name}` as MessageKey) : undefined),
    choice: (name: string) => (known(`rule.choice.${name}`) ? word('rule.choice', name) : name),
  };
}

/** Names for the ids that rules refer to. */
export function useRuleNames(): (value: unknown) => string {
  const { t } = useWords();
  const { choice } = useRuleWords();
  const types = (useChannelTypes().data ?? []).map((one) => ({ id: one.type as string, name: one.label }));
  const responses = (useCannedResponses().data ?? []).map((one) => ({ id: one.id, name: `/${one.short_code}` }));
  const named = [...(useUsers().data ?? []), ...(useTeams().data ?? []), ...(useChannelAccounts(false).data ?? []), ...types, ...responses];
  const one = (value: unknown): string => {
    if (value === null || value === undefined || value === '') return t('rule.nothing');
    if (typeof value === 'object' && 'title' in value) return String(value.title);
    if (typeof value === 'boolean') return t(value ? 'rule.yes' : 'rule.no');
    const text = typeof value === 'string' || typeof value === 'number' ? String(value) : JSON.stringify(value);
    return named.find((thing) => thing.id === text)?.name ?? choice(text);
  };
  return (value) => (Array.isArray(value) ? (value.length === 0 ? t('rule.nothing') : value.map(one).join(', ')) : one(value));
}

/** What became of an action, in the reader's language; in the server's words where it says something newer than this page, or of its own. */
export function useTold(): (action: ActionTrace) => string {
  const { t, dateTime } = useWords();
  const name = useRuleNames();
  const value = (key: string, given: unknown) => (key === 'until' ? dateTime(String(given)) : ['status', 'priority'].includes(key) ? name(given) : Array.isArray(given) ? given.map(String).join(t('list.comma')) : String(given));
  return ({ told, detail }) => {
    const key = `rule.told.${told?.code ?? ''}`;
    if (!told || !known(key)) return detail;
    return t(key, Object.fromEntries(Object.entries(told.values).map(([one, given]) => [one, value(one, given)])));
  };
}

/** An action with its settings, as one line. */
export function useActionLine(): (action: Action) => string {
  const { t } = useWords();
  const words = useRuleWords();
  const name = useRuleNames();
  return ({ type, ...settings }) => {
    const told = Object.values(settings).map((value) => (Array.isArray(value) ? value.map((one) => name(one)).join(t('list.comma')) : name(value))).filter(Boolean);
    return told.length === 0 ? words.action(type) : `${words.action(type)}: ${told.join(' · ')}`;
  };
}
