import type { HTMLAttributes } from 'react';
import { ProblemError } from '../api/http';
import type { ChannelType, SettingField } from '../api/types';
import { useWords } from '../i18n';
import { KeptRichText } from '../ui/RichText';
import { editable, jsonSlip, type FormValues } from './settings';

/** The fields that a channel type declares, each with what the service says is wrong with it. */
export function SettingsFields({ type, fields = editable(type), values, error, onChange }: { type: ChannelType; fields?: readonly SettingField[]; values: FormValues; error: unknown; onChange: (values: FormValues) => void }) {
  const problem = error instanceof ProblemError ? error : null;
  return fields.map((field) => (
    <Field key={field.name} field={field} value={values[field.name] ?? ''} wrong={problem?.fieldError(field.name)} onChange={(value) => onChange({ ...values, [field.name]: value })} />
  ));
}

interface FieldProps {
  field: SettingField;
  value: string | boolean;
  wrong: string | undefined;
  onChange: (value: string | boolean) => void;
}

function Field({ field, value, wrong: refused, onChange }: FieldProps) {
  const { t } = useWords();
  const slip = field.type === 'json' ? jsonSlip(String(value)) : undefined;
  const wrong = slip ? t('form.nojson', { words: slip }) : refused;
  const id = `setting-${field.name}`;
  const described = [field.help && `${id}-help`, wrong && `${id}-wrong`].filter(Boolean).join(' ');
  return (
    <div className="field">
      {field.type === 'flag' ? (
        <label htmlFor={id} className="row">
          <input id={id} type="checkbox" checked={value === true} aria-describedby={described} onChange={(event) => onChange(event.target.checked)} />
          {field.label}
        </label>
      ) : (
        <>
          <label htmlFor={id}>
            {field.label}
            {!field.required && <span className="soft"> · {t('form.optional')}</span>}
          </label>
          <Entry field={field} value={String(value)} onChange={onChange} common={{ id, 'aria-invalid': Boolean(wrong), ...(described ? { 'aria-describedby': described } : {}) }} />
        </>
      )}
      {field.help && (
        <span id={`${id}-help`} className="help" dir="auto">
          {field.help}
          {field.type === 'list' && ` ${t('form.oneperline')}`}
        </span>
      )}
      {wrong && (
        <span id={`${id}-wrong`} className="wrong" dir="auto">
          {wrong}
        </span>
      )}
    </div>
  );
}

function Entry({ field, value, onChange, common }: { field: SettingField; value: string; onChange: (value: string) => void; common: HTMLAttributes<HTMLElement> & { id: string } }) {
  const { t } = useWords();
  switch (field.type) {
    case 'choice':
      return (
        <select className="input" value={value} onChange={(event) => onChange(event.target.value)} {...common}>
          {!field.required && <option value="">{t('form.nochoice')}</option>}
          {field.choices.map((choice) => (
            <option key={choice} value={choice}>
              {choice}
            </option>
          ))}
        </select>
      );
    case 'json':
      return <textarea ref={(entry) => entry?.setCustomValidity(jsonSlip(value) ?? '')} className="input mono" rows={5} dir="ltr" spellCheck={false} value={value} onChange={(event) => onChange(event.target.value)} {...common} />;
    case 'rich_text':
      return <KeptRichText id={common.id} html={value} label={field.label} onChange={onChange} />;
    case 'long_text':
    case 'list':
      return <textarea className="input" rows={3} dir="auto" spellCheck={field.type === 'long_text'} value={value} onChange={(event) => onChange(event.target.value)} {...common} />;
    case 'text':
    case 'url':
    case 'number':
    case 'flag':
      return <input className="input" type="text" dir="auto" autoComplete="off" spellCheck={false} required={field.required} inputMode={field.type === 'number' ? 'numeric' : field.type === 'url' ? 'url' : 'text'} value={value} onChange={(event) => onChange(event.target.value)} {...common} />;
  }
}
