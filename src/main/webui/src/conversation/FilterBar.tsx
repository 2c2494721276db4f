import { useNavigate } from '@tanstack/react-router';
import { useEffect, useState, type KeyboardEvent } from 'react';
import { PRIORITIES, STATUSES } from '../api/types';
import { useChannelAccounts, useChannelTypes } from '../channel/queries';
import { useWords } from '../i18n';
import { useTags } from '../identity/session';
import { channelIcon, Icon } from '../ui/Icon';
import { PickMany, type Choice } from '../ui/Menu';
import { Button } from '../ui/parts';
import { list, statuses, type Filter } from './filter';

const TYPING_PAUSE = 250;

export function FilterBar({ filter }: { filter: Filter }) {
  const { t } = useWords();
  const change = useChangeFilter();
  const types = useChannelTypes().data ?? [];
  const accounts = useChannelAccounts(false).data ?? [];
  const tags = useTags().data ?? [];
  const shownStatuses = statuses(filter);
  const usedTypes = types.filter((type) => accounts.some((account) => account.type === type.type));
  const setStatuses = (values: string[]) => {
    const all = values.length === 0 || values.length === STATUSES.length;
    change({ status: all ? 'any' : values.join() === 'open' ? undefined : values.join() });
  };
  return (
    <div className="filter-bar" role="search" aria-label={t('filter.label')}>
      <SearchBox filter={filter} />
      <div className="row wrap filters">
        <Facet name={t('filter.status')} choices={STATUSES.map((value) => ({ value, label: t(`status.${value}`) }))} values={shownStatuses} onChange={setStatuses} />
        <Facet name={t('filter.priority')} choices={PRIORITIES.map((value) => ({ value, label: t(`priority.${value}`) }))} values={list(filter.priority)} onChange={(values) => change({ priority: values.join() })} />
        {usedTypes.length > 1 && (
          <Facet name={t('filter.type')} choices={usedTypes.map(({ type, label }) => ({ value: type, label, mark: <Icon name={channelIcon(type)} /> }))} values={list(filter.type)} onChange={(values) => change({ type: values.join() })} />
        )}
        {accounts.length > 1 && (
          <Facet name={t('filter.account')} choices={accounts.map(({ id, name, type }) => ({ value: id, label: name, mark: <Icon name={channelIcon(type)} /> }))} values={list(filter.account)} onChange={(values) => change({ account: values.join() })} />
        )}
        {tags.length > 0 && <Facet name={t('filter.tag')} choices={tags.map(({ name }) => ({ value: name, label: name }))} values={list(filter.tag)} onChange={(values) => change({ tag: values.join() })} />}
      </div>
    </div>
  );
}

function SearchBox({ filter }: { filter: Filter }) {
  const { t } = useWords();
  const change = useChangeFilter();
  const [text, setText] = useState(filter.q ?? '');
  const [seen, setSeen] = useState(filter.q);
  if (seen !== filter.q) {
    setSeen(filter.q);
    setText(filter.q ?? '');
  }
  useEffect(() => {
    if (text.trim() === (filter.q ?? '')) return;
    const pause = window.setTimeout(() => change({ q: text.trim() }), TYPING_PAUSE);
    return () => window.clearTimeout(pause);
  }, [text, filter.q, change]);
  return (
    <div className="search-box">
      <Icon name="search" />
      <input id="inbox-search" className="input" type="search" placeholder={t('filter.search')} aria-label={t('filter.search')} value={text} onChange={(event) => setText(event.target.value)} onKeyDown={leaveOnEscape} />
    </div>
  );
}

/** Escape leaves the field; browsers would empty it as well, and with it the list that was looked for. */
function leaveOnEscape(event: KeyboardEvent<HTMLInputElement>): void {
  if (event.key !== 'Escape') return;
  event.preventDefault();
  event.currentTarget.blur();
}

function Facet({ name, choices, values, onChange }: { name: string; choices: readonly Choice<string>[]; values: readonly string[]; onChange: (values: string[]) => void }) {
  const { t } = useWords();
  const chosen = choices.filter((choice) => values.includes(choice.value)).map((choice) => choice.label);
  const trigger = (
    <button type="button" className={chosen.length > 0 ? 'facet chosen' : 'facet'}>
      <span className="cut">{chosen.length > 0 ? t('filter.chosen', { name, values: chosen.join(', ') }) : name}</span>
      <Icon name="down" size={14} />
    </button>
  );
  return (
    <span className="row facet-group">
      <PickMany trigger={trigger} label={name} choices={choices} values={values} onChange={onChange} />
      {chosen.length > 0 && <Button look="quiet" small icon="close" label={t('filter.clear', { name })} onClick={() => onChange([])} />}
    </span>
  );
}

function useChangeFilter(): (change: Partial<Filter>) => void {
  const navigate = useNavigate();
  const [change] = useState(() => (wanted: Partial<Filter>) => {
    const cleaned = Object.fromEntries(Object.entries(wanted).map(([name, value]) => [name, value || undefined]));
    void navigate({ to: '.', search: (search: Filter) => ({ ...search, ...cleaned }), replace: true });
  });
  return change;
}
