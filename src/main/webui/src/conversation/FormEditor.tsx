import { useState } from 'react';
import type { Form, FormField, FormFieldType } from '../api/types';
import { useWords } from '../i18n';
import { Button } from '../ui/parts';
import { blankField, keyFor } from './forms';

const TYPES: readonly FormFieldType[] = ['text', 'email', 'phone', 'select', 'checkbox'];

/** A form's questions, as they will be asked. */
export function FormEditor({ form, max, onChange }: { form: Form; max: number; onChange: (form: Form) => void }) {
  const { t } = useWords();
  const put = (index: number, change: Partial<FormField>) => onChange({ ...form, fields: form.fields.map((one, other) => (other === index ? { ...one, ...change } : one)) });
  const swap = (index: number) => {
    const fields = [...form.fields];
    const [moved] = fields.splice(index, 1);
    if (moved) fields.splice(index - 1, 0, moved);
    onChange({ ...form, fields });
  };
  return (
    <div className="stack">
      <label className="field">
        <span>{t('extra.title')}</span>
        <input className="input" dir="auto" required maxLength={200} value={form.title} onChange={(event) => onChange({ ...form, title: event.target.value })} />
        <span className="help">{t('ask.merge', { field: '{{contact.first_name|there}}' })}</span>
      </label>
      {form.fields.map((field, index) => (
        <fieldset key={index} className="stack panel">
          <legend>{t('ask.question', { n: index + 1 })}</legend>
          <div className="row wrap">
            <label className="field grow">
              <span>{t('ask.label')}</span>
              <input className="input" dir="auto" required maxLength={200} value={field.label} onChange={(event) => put(index, { label: event.target.value, key: keyFor(event.target.value, form.fields, index) })} />
            </label>
            <label className="field">
              <span>{t('ask.kind')}</span>
              <select className="input" value={field.type} onChange={(event) => put(index, { type: event.target.value as FormFieldType, options: [] })}>
                {TYPES.map((type) => (
                  <option key={type} value={type}>
                    {t(`ask.kind.${type}`)}
                  </option>
                ))}
              </select>
            </label>
          </div>
          {field.type === 'select' && (
            <Options key={field.key} options={field.options ?? []} onChange={(options) => put(index, { options })} />
          )}
          <div className="row">
            <label className="row grow">
              <input type="checkbox" checked={field.required ?? false} onChange={(event) => put(index, { required: event.target.checked })} />
              {t('ask.required')}
            </label>
            {index > 0 && <Button look="quiet" small icon="up" label={t('ask.question.up')} onClick={() => swap(index)} />}
            {form.fields.length > 1 && <Button look="quiet" small icon="close" label={t('ask.question.remove')} onClick={() => onChange({ ...form, fields: form.fields.filter((_, other) => other !== index) })} />}
          </div>
        </fieldset>
      ))}
      {form.fields.length < max && (
        <div>
          <Button small icon="plus" onClick={() => onChange({ ...form, fields: [...form.fields, blankField(form.fields)] })}>
            {t('ask.question.add')}
          </Button>
        </div>
      )}
      <label className="field">
        <span>
          {t('ask.submit')} <span className="soft">({t('form.optional')})</span>
        </span>
        <input className="input" dir="auto" maxLength={80} value={form.submit_label ?? ''} onChange={(event) => onChange({ ...form, submit_label: event.target.value })} />
      </label>
    </div>
  );
}

/** One a line; what is being written may have blank lines, what is handed on has none. */
function Options({ options, onChange }: { options: readonly string[]; onChange: (options: string[]) => void }) {
  const { t } = useWords();
  const [lines, setLines] = useState(options.join('\n'));
  const change = (text: string) => {
    setLines(text);
    onChange([...new Set(text.split('\n').map((line) => line.trim()).filter(Boolean))]);
  };
  return (
    <label className="field">
      <span>{t('extra.options')}</span>
      <textarea className="input" dir="auto" rows={3} required value={lines} onChange={(event) => change(event.target.value)} />
      <span className="help">{t('ask.options.help')}</span>
    </label>
  );
}
