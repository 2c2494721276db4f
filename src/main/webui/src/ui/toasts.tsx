import { useSyncExternalStore } from 'react';
import { useWords } from '../i18n';
import { Icon } from './Icon';
import { Button, useProblemWords } from './parts';

interface Toast {
  id: number;
  look: 'plain' | 'danger';
  text?: string;
  error?: unknown;
}

const STAYS = { plain: 4_000, danger: 10_000 };

let toasts: readonly Toast[] = [];
let lastId = 0;
const listeners = new Set<() => void>();

export const tell = (text: string): void => show({ look: 'plain', text });
export const tellFailure = (error: unknown): void => show({ look: 'danger', error });

function show(toast: Omit<Toast, 'id'>): void {
  const id = ++lastId;
  change([...toasts.slice(-3), { ...toast, id }]);
  window.setTimeout(() => dismiss(id), STAYS[toast.look]);
}

function dismiss(id: number): void {
  change(toasts.filter((toast) => toast.id !== id));
}

function change(next: readonly Toast[]): void {
  toasts = next;
  listeners.forEach((listener) => listener());
}

export function Toasts() {
  const { t } = useWords();
  const words = useProblemWords();
  const shown = useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => toasts,
  );
  return (
    <div className="toasts" role="status" aria-live="polite">
      {shown.map((toast) => {
        const problem = toast.error === undefined ? null : words(toast.error);
        return (
          <div key={toast.id} className={`toast ${toast.look}`}>
            <Icon name={toast.look === 'danger' ? 'alert' : 'check'} />
            <div className="grow">
              {problem?.title ?? toast.text}
              {problem?.hint && <p className="soft">{problem.hint}</p>}
            </div>
            <Button look="quiet" small icon="close" label={t('close')} onClick={() => dismiss(toast.id)} />
          </div>
        );
      })}
    </div>
  );
}
