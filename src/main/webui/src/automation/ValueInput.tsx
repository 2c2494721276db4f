import { useChannelAccounts, useChannelTypes } from '../channel/queries';
import { useWords } from '../i18n';
import { useTags, useTeams, useUsers } from '../identity/session';
import type { FieldInfo } from './types';
import { useRuleWords } from './words';

interface Option {
  value: string;
  label: string;
}

/** What a field is compared with: typed, or chosen where it can only be one of some. */
export function ValueInput({ field, many, value, onChange }: { field: FieldInfo; many: boolean; value: unknown; onChange: (value: unknown) => void }) {
  const { t } = useWords();
  const options = useOptions(field);
  const label = t('rule.value');
  // Also while the list is on its way. A tag that nobody has used yet can only be typed.
  const isChosen = options.length > 0 || (Boolean(field.refers_to) && field.refers_to !== 'tag');
  if (field.type === 'boolean') {
    return (
      <select className="input" aria-label={label} value={String(value === true)} onChange={(event) => onChange(event.target.value === 'true')}>
        <option value="true">{t('rule.yes')}</option>
        <option value="false">{t('rule.no')}</option>
      </select>
    );
  }
  if (field.type === 'number') {
    return <input className="input" type="number" step="1" aria-label={label} value={typeof value === 'number' ? value : ''} onChange={(event) => onChange(event.target.value === '' ? null : Math.trunc(Number(event.target.value)))} />;
  }
  if (many) {
    const chosen = Array.isArray(value) ? value.map(String) : [];
    return isChosen ? (
      <select className="input" multiple aria-label={label} value={chosen} onChange={(event) => onChange(Array.from(event.target.selectedOptions, (one) => one.value))}>
        <Options options={options} />
      </select>
    ) : (
      <input className="input" aria-label={label} placeholder={t('rule.commas')} value={chosen.join(', ')} onChange={(event) => onChange(event.target.value.split(',').map((one) => one.trim()).filter(Boolean))} />
    );
  }
  const text = typeof value === 'string' ? value : '';
  return isChosen ? (
    <select className="input" aria-label={label} value={text} onChange={(event) => onChange(event.target.value)}>
      <option value="" disabled>{t('rule.choose')}</option>
      <Options options={options} />
    </select>
  ) : (
    <input className="input" aria-label={label} dir="auto" value={text} onChange={(event) => onChange(event.target.value)} />
  );
}

export function Options({ options }: { options: readonly Option[] }) {
  return options.map((one) => (
    <option key={one.value} value={one.value}>
      {one.label}
    </option>
  ));
}

function useOptions(field: FieldInfo): Option[] {
  const words = useRuleWords();
  const accounts = useChannelAccounts(false).data ?? [];
  const types = useChannelTypes().data ?? [];
  const users = useUsers().data ?? [];
  const teams = useTeams().data ?? [];
  const tags = useTags().data ?? [];
  switch (field.refers_to) {
    case 'channel_account':
      return accounts.map((one) => ({ value: one.id, label: one.name }));
    case 'channel_type':
      return types.map((one) => ({ value: one.type, label: one.label }));
    case 'user':
      return users.filter((one) => one.is_active).map((one) => ({ value: one.id, label: one.name }));
    case 'team':
      return teams.map((one) => ({ value: one.id, label: one.name }));
    case 'tag':
      return tags.map((one) => ({ value: one.name, label: one.name }));
    default:
      return field.choices.map((one) => ({ value: one, label: words.choice(one) }));
  }
}
