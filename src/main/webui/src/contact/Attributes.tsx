import { useState, type FormEvent } from 'react';
import { useWords } from '../i18n';
import { Button } from '../ui/parts';
import { EditInPlace } from './EditInPlace';

/** What is known of a contact, by name; values are edited where they stand. */
export function Attributes({ attributes, disabled, onChange }: { attributes: Record<string, unknown>; disabled: boolean; onChange: (attributes: Record<string, unknown>) => void }) {
  const { t } = useWords();
  const [adding, setAdding] = useState(false);
  const entries = Object.entries(attributes).filter(([, value]) => value !== null);
  return (
    <section>
      <h3>{t('contact.attributes')}</h3>
      <dl className="facts">
        {entries.map(([name, value]) => (
          <Entry key={name} name={name} value={value} disabled={disabled} onSave={(text) => onChange({ ...attributes, [name]: text === '' ? null : text })} />
        ))}
      </dl>
      {entries.length === 0 && !adding && <p className="soft">{t('contact.attributes.none')}</p>}
      {!disabled &&
        (adding ? (
          <AttributeForm
            onAdd={(name, value) => {
              onChange({ ...attributes, [name]: value });
              setAdding(false);
            }}
            onCancel={() => setAdding(false)}
          />
        ) : (
          <Button small icon="plus" onClick={() => setAdding(true)}>
            {t('contact.attributes.add')}
          </Button>
        ))}
    </section>
  );
}

function Entry({ name, value, disabled, onSave }: { name: string; value: unknown; disabled: boolean; onSave: (value: string) => void }) {
  const structured = typeof value === 'object';
  return (
    <>
      <dt dir="auto">{name}</dt>
      <dd dir="auto">{structured ? <code>{JSON.stringify(value)}</code> : <EditInPlace label={name} value={String(value)} disabled={disabled} onSave={onSave} />}</dd>
    </>
  );
}

function AttributeForm({ onAdd, onCancel }: { onAdd: (name: string, value: string) => void; onCancel: () => void }) {
  const { t } = useWords();
  const [name, setName] = useState('');
  const [value, setValue] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (name.trim() && value.trim()) onAdd(name.trim(), value.trim());
  };
  return (
    <form className="stack" onSubmit={submit}>
      <input className="input" value={name} maxLength={60} required placeholder={t('contact.attribute.name')} aria-label={t('contact.attribute.name')} onChange={(event) => setName(event.target.value)} />
      <input className="input" value={value} maxLength={1000} required placeholder={t('contact.attribute.value')} aria-label={t('contact.attribute.value')} onChange={(event) => setValue(event.target.value)} />
      <div className="row">
        <Button type="submit" small look="primary">
          {t('save')}
        </Button>
        <Button small onClick={onCancel}>
          {t('cancel')}
        </Button>
      </div>
    </form>
  );
}
