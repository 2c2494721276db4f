import { useId } from 'react';
import { useWords } from '../i18n';
import type { Form } from '../api/types';
import { FormEditor } from '../conversation/FormEditor';
import { blankForm, MOST_QUESTIONS } from '../conversation/forms';
import { useTags, useTeams, useUsers } from '../identity/session';
import { Button } from '../ui/parts';
import { Wrong } from './ConditionEditor';
import { useCannedResponses } from './queries';
import type { Action, Catalog, SettingInfo } from './types';
import { Options } from './ValueInput';
import { useRuleWords } from './words';

/** What the rule does, in order. */
export function ActionEditor({ actions, catalog, errors, onChange }: { actions: readonly Action[]; catalog: Catalog; errors: ReadonlyMap<string, string>; onChange: (actions: Action[]) => void }) {
  const { t } = useWords();
  const words = useRuleWords();
  const put = (index: number, action: Action) => onChange(actions.map((one, other) => (other === index ? action : one)));
  const swap = (index: number, other: number) => {
    const next = [...actions];
    const [moved] = next.splice(index, 1);
    if (moved) next.splice(other, 0, moved);
    onChange(next);
  };
  return (
    <div className="stack">
      <ol className="action-list">
        {actions.map((action, index) => (
          <li key={index} className="action">
            <div className="row wrap">
              <select className="input" aria-label={t('rule.action')} value={action.type} onChange={(event) => put(index, { type: event.target.value })}>
                {catalog.actions.map((one) => (
                  <option key={one.type} value={one.type}>{words.action(one.type)}</option>
                ))}
              </select>
              <span className="grow" />
              {index > 0 && <Button look="quiet" small icon="up" label={t('rule.action.up')} onClick={() => swap(index, index - 1)} />}
              <Button look="quiet" small icon="close" label={t('rule.action.remove')} onClick={() => onChange(actions.filter((_, other) => other !== index))} />
            </div>
            <Wrong text={errors.get(`actions[${index}].type`)} />
            {catalog.actions.find((one) => one.type === action.type)?.settings.map((setting) => (
              <SettingInput key={setting.name} setting={setting} value={action[setting.name]} error={settingError(errors, `actions[${index}].${setting.name}`)} mergeFields={catalog.merge_fields} onChange={(value) => put(index, withSetting(action, setting.name, value))} />
            ))}
          </li>
        ))}
      </ol>
      <Wrong text={errors.get('actions')} />
      <div>
        <Button small icon="plus" onClick={() => onChange([...actions, { type: 'add_tags' }])}>{t('rule.action.add')}</Button>
      </div>
    </div>
  );
}

function SettingInput({ setting, value, error, mergeFields, onChange }: { setting: SettingInfo; value: unknown; error: string | undefined; mergeFields: readonly string[]; onChange: (value: unknown) => void }) {
  const { t } = useWords();
  const words = useRuleWords();
  const id = useId();
  const { type } = setting;
  if (type === 'form') {
    return (
      <fieldset className="stack panel">
        <legend>{words.setting(setting.name)}</legend>
        <FormEditor form={isForm(value) ? value : blankForm()} max={MOST_QUESTIONS} onChange={onChange} />
        <Wrong text={error} />
      </fieldset>
    );
  }
  return (
    <div className="field">
      <label htmlFor={id}>
        {words.setting(setting.name)} {!setting.required && <span className="soft">({t('form.optional')})</span>}
      </label>
      <Control id={id} setting={{ ...setting, type }} value={value} onChange={onChange} />
      {setting.type === 'long_text' && setting.name === 'text' && <p className="soft merge-fields">{t('rule.merge', { names: mergeFields.map((name) => `{{${name}}}`).join(' ') })}</p>}
      {words.help(setting.name) && <p className="soft">{words.help(setting.name)}</p>}
      <Wrong text={error} />
    </div>
  );
}

function Control({ id, setting, value, onChange }: { id: string; setting: SettingInfo & { type: Exclude<SettingInfo['type'], 'form'> }; value: unknown; onChange: (value: unknown) => void }) {
  const { t } = useWords();
  const words = useRuleWords();
  const users = (useUsers().data ?? []).filter((user) => user.is_active).map((user) => ({ value: user.id, label: user.name }));
  const teams = (useTeams().data ?? []).map((team) => ({ value: team.id, label: team.name }));
  const responses = (useCannedResponses().data ?? []).map((response) => ({ value: response.id, label: `/${response.short_code}` }));
  const tags = useTags().data ?? [];
  const text = typeof value === 'string' ? value : '';
  const list = Array.isArray(value) ? value.map(String) : [];
  const picked = (options: { value: string; label: string }[]) => (
    <select id={id} className="input" value={text} onChange={(event) => onChange(event.target.value || undefined)}>
      <option value="">{t('rule.choose')}</option>
      <Options options={options} />
    </select>
  );
  switch (setting.type) {
    case 'long_text':
      return <textarea id={id} className="input" rows={3} dir="auto" value={text} onChange={(event) => onChange(event.target.value || undefined)} />;
    case 'text':
      return <input id={id} className="input" dir="auto" value={text} onChange={(event) => onChange(event.target.value || undefined)} />;
    case 'url':
      return <input id={id} className="input" type="url" dir="ltr" placeholder="https://" value={text} onChange={(event) => onChange(event.target.value || undefined)} />;
    case 'number':
      return <input id={id} className="input" type="number" min={1} step={1} value={typeof value === 'number' ? value : ''} onChange={(event) => onChange(event.target.value === '' ? undefined : Math.trunc(Number(event.target.value)))} />;
    case 'choice':
      return picked(setting.choices.map((one) => ({ value: one, label: words.choice(one) })));
    case 'user':
      return picked(users);
    case 'team':
      return picked(teams);
    case 'canned_response':
      return picked(responses);
    case 'users':
      return (
        <select id={id} className="input" multiple value={list} onChange={(event) => onChange(Array.from(event.target.selectedOptions, (one) => one.value))}>
          <Options options={users} />
        </select>
      );
    case 'tags':
      return (
        <>
          <input id={id} className="input" list={`${id}-tags`} placeholder={t('rule.commas')} defaultValue={list.join(', ')} onChange={(event) => onChange(event.target.value.split(',').map((one) => one.trim()).filter(Boolean))} />
          <datalist id={`${id}-tags`}>
            <Options options={tags.map((tag) => ({ value: tag.name, label: tag.name }))} />
          </datalist>
        </>
      );
  }
}

const isForm = (value: unknown): value is Form => typeof value === 'object' && value !== null && 'fields' in value;

function withSetting(action: Action, name: string, value: unknown): Action {
  const settings = Object.entries({ ...action, [name]: value }).filter(([, one]) => one !== undefined);
  return { ...Object.fromEntries(settings), type: action.type };
}

function settingError(errors: ReadonlyMap<string, string>, path: string): string | undefined {
  return errors.get(path) ?? [...errors].find(([field]) => field.startsWith(`${path}[`) || field.startsWith(`${path}.`))?.[1];
}
