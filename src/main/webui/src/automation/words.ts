import { useWords, type MessageKey } from '../i18n';
import { en } from '../i18n/en';
import { useTeams, useUsers } from '../identity/session';
import { useChannelAccounts } from '../channel/queries';

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
    choice: (name: string) => word('rule.choice', name),
  };
}

/** Names for the ids that rules refer to. */
export function useRuleNames(): (value: unknown) => string {
  const { t } = useWords();
  const { choice } = useRuleWords();
  const named = [...(useUsers().data ?? []), ...(useTeams().data ?? []), ...(useChannelAccounts(false).data ?? [])];
  const one = (value: unknown): string => {
    if (value === null || value === undefined || value === '') return t('rule.nothing');
    if (typeof value === 'boolean') return t(value ? 'rule.yes' : 'rule.no');
    const text = typeof value === 'string' || typeof value === 'number' ? String(value) : JSON.stringify(value);
    return named.find((thing) => thing.id === text)?.name ?? choice(text);
  };
  return (value) => (Array.isArray(value) ? (value.length === 0 ? t('rule.nothing') : value.map(one).join(', ')) : one(value));
}
