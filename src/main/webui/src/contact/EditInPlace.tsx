import { useState, type KeyboardEvent } from 'react';
import { useWords } from '../i18n';

/** A text that becomes a field when it is clicked. Enter or leaving saves, Escape takes it back. */
export function EditInPlace({ label, value, onSave, required = false, disabled = false, strong = false }: { label: string; value: string; onSave: (value: string) => void; required?: boolean; disabled?: boolean; strong?: boolean }) {
  const { t } = useWords();
  const [text, setText] = useState<string | null>(null);
  const finish = () => {
    const wanted = text?.trim() ?? value;
    setText(null);
    if (wanted !== value && (wanted !== '' || !required)) onSave(wanted);
  };
  const key = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key === 'Enter') finish();
    if (event.key === 'Escape') setText(null);
  };
  if (text !== null) {
    // eslint-disable-next-line jsx-a11y/no-autofocus -- the person asked for this field by pressing the text in its place
    return <input className="input" aria-label={label} value={text} autoFocus onChange={(event) => setText(event.target.value)} onBlur={finish} onKeyDown={key} />;
  }
  if (disabled) return <span className={strong ? 'in-place strong' : 'in-place'}>{value || '–'}</span>;
  return (
    <button type="button" className={strong ? 'in-place strong' : 'in-place'} aria-label={t('contact.edit', { name: label, value })} onClick={() => setText(value)}>
      <bdi>{value || <span className="soft">{t('contact.add')}</span>}</bdi>
    </button>
  );
}
