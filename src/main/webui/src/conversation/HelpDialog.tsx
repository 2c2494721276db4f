import { useWords, type MessageKey } from '../i18n';
import { Dialog } from '../ui/parts';

const KEYS: readonly [keys: string[], what: MessageKey][] = [
  [['j', 'k'], 'help.move'],
  [['Enter'], 'help.open'],
  [['r'], 'help.reply'],
  [['e'], 'help.resolve'],
  [['a'], 'help.assign'],
  [['s'], 'help.snooze'],
  [['/'], 'help.search'],
  [['Esc'], 'help.leave'],
  [['?'], 'help.help'],
];

export function HelpDialog({ onClose }: { onClose: () => void }) {
  const { t } = useWords();
  return (
    <Dialog title={t('help.title')} onClose={onClose}>
      <dl className="shortcuts">
        {KEYS.map(([keys, what]) => (
          <div key={what} className="row">
            <dt>
              {keys.map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dt>
            <dd>{t(what)}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
