import { Dialog as RadixDialog } from 'radix-ui';
import type { ButtonHTMLAttributes, CSSProperties, ReactNode } from 'react';
import { ProblemError } from '../api/http';
import { useWords } from '../i18n';
import { Icon, type IconName } from './Icon';

type Look = 'primary' | 'danger' | 'quiet' | 'plain';

export function Button({ look = 'plain', small = false, icon, label, children, className = '', ...rest }: ButtonHTMLAttributes<HTMLButtonElement> & { look?: Look; small?: boolean; icon?: IconName; label?: string }) {
  const names = ['button', look, small && 'small', !children && 'icon-only', className].filter(Boolean).join(' ');
  return (
    <button type="button" className={names} aria-label={children ? undefined : label} title={children ? undefined : label} {...rest}>
      {icon && <Icon name={icon} />}
      {children}
    </button>
  );
}

export function Avatar({ name, url, size = 36 }: { name: string; url?: string | null | undefined; size?: number }) {
  const initials = name.split(/\s+/).slice(0, 2).map((word) => [...word][0] ?? '').join('');
  const style = { '--avatar': `${size}px`, '--hue': String(hue(name)) } as CSSProperties;
  return (
    <span className="avatar" style={style} aria-hidden="true">
      {url ? <img src={url} alt="" loading="lazy" /> : initials}
    </span>
  );
}

export function Spinner() {
  const { t } = useWords();
  return (
    <div className="centred" role="status">
      <div className="spinner" />
      <span className="hidden-text">{t('loading')}</span>
    </div>
  );
}

export function Empty({ icon, title, children }: { icon: IconName; title: string; children?: ReactNode }) {
  return (
    <div className="empty">
      <Icon name={icon} />
      <h2>{title}</h2>
      {children}
    </div>
  );
}

/** What went wrong, what to do about it, and a way to try again. */
export function Failure({ error, retry }: { error: unknown; retry?: (() => void) | undefined }) {
  const { t } = useWords();
  const words = useProblemWords()(error);
  return (
    <div className="notice danger" role="alert">
      <Icon name="alert" />
      <div className="grow">
        <strong dir="auto">{words.title}</strong>
        {words.hint && <p dir="auto">{words.hint}</p>}
        {retry && !isGone(error) && (
          <button type="button" className="link" onClick={retry}>
            {t('retry')}
          </button>
        )}
      </div>
    </div>
  );
}

/** Nothing is there: asking again does not bring it back. */
function isGone(error: unknown): boolean {
  return error instanceof ProblemError && error.status === 404;
}

/** The server's words where it has any; ours where it was not reached. */
export function useProblemWords(): (error: unknown) => { title: string; hint: string | undefined } {
  const { t } = useWords();
  return (error) => {
    if (!(error instanceof ProblemError)) return { title: t('problem.unknown'), hint: undefined };
    if (error.status === 0) return { title: t('problem.unreachable'), hint: t('problem.unreachable.hint') };
    const fields = error.problem.errors?.map((one) => `${one.field}: ${one.message}`).join('; ');
    return { title: fields || error.problem.detail || error.problem.title, hint: error.problem.hint };
  };
}

export function Dialog({ title, onClose, children, actions, wide = false, description }: { title: string; onClose: () => void; children?: ReactNode; actions?: ReactNode; wide?: boolean; description?: string }) {
  const { t } = useWords();
  return (
    <RadixDialog.Root open onOpenChange={(open) => !open && onClose()}>
      <RadixDialog.Portal>
        <RadixDialog.Overlay className="veil" />
        <RadixDialog.Content className={wide ? 'dialog wide' : 'dialog'} {...(description ? {} : { 'aria-describedby': undefined })}>
          <div className="row">
            <RadixDialog.Title className="grow">{title}</RadixDialog.Title>
            <RadixDialog.Close asChild>
              <Button look="quiet" small icon="close" label={t('close')} />
            </RadixDialog.Close>
          </div>
          {description && <RadixDialog.Description className="soft">{description}</RadixDialog.Description>}
          {children}
          {actions && <div className="dialog-actions">{actions}</div>}
        </RadixDialog.Content>
      </RadixDialog.Portal>
    </RadixDialog.Root>
  );
}

/** Asks before something that cannot be taken back. */
export function Confirm({ title, text, action, busy, onConfirm, onClose, children }: { title: string; text: string; action: string; busy: boolean; onConfirm: () => void; onClose: () => void; children?: ReactNode }) {
  const { t } = useWords();
  const actions = (
    <>
      <Button onClick={onClose}>{t('cancel')}</Button>
      <Button look="danger" disabled={busy} onClick={onConfirm}>
        {action}
      </Button>
    </>
  );
  return (
    <Dialog title={title} description={text} onClose={onClose} actions={actions}>
      {children}
    </Dialog>
  );
}

function hue(text: string): number {
  let sum = 0;
  for (const letter of text) sum = (sum * 31 + (letter.codePointAt(0) ?? 0)) % 360;
  return sum;
}
