import type { MessageButton } from '../api/types';
import { useWords } from '../i18n';
import { Button } from '../ui/parts';

/** Buttons below the message, as many as the channel allows. */
export function ButtonsEditor({ buttons, max, onChange }: { buttons: readonly MessageButton[]; max: number; onChange: (buttons: MessageButton[]) => void }) {
  const { t } = useWords();
  const rename = (id: string, title: string) => onChange(buttons.map((button) => (button.id === id ? { ...button, title } : button)));
  return (
    <div className="row wrap buttons-editor" role="group" aria-label={t('composer.buttons')}>
      {buttons.map((button, index) => (
        <span key={button.id} className="row">
          <input className="input" maxLength={200} value={button.title} placeholder={t('composer.button', { n: index + 1 })} aria-label={t('composer.button', { n: index + 1 })} onChange={(event) => rename(button.id, event.target.value)} />
          <Button look="quiet" small icon="close" label={t('composer.button.remove')} onClick={() => onChange(buttons.filter((one) => one.id !== button.id))} />
        </span>
      ))}
      {buttons.length < max && (
        <Button small icon="plus" onClick={() => onChange([...buttons, { id: crypto.randomUUID(), title: '' }])}>
          {t('composer.button.add')}
        </Button>
      )}
    </div>
  );
}
