import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { ProblemError, put } from '../api/http';
import { keys } from '../api/keys';
import { useWords } from '../i18n';
import { Button, Dialog, Failure } from '../ui/parts';
import { tell } from '../ui/toasts';

export function PasswordDialog({ onClose }: { onClose: () => void }) {
  const { t } = useWords();
  const client = useQueryClient();
  const [current, setCurrent] = useState('');
  const [next, setNext] = useState('');
  const change = useMutation({
    mutationFn: () => put('/session/password', { current_password: current, new_password: next }),
    onSuccess: () => {
      tell(t('password.changed'));
      void client.invalidateQueries({ queryKey: keys.session });
      onClose();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    change.mutate();
  };
  const wrong = change.error instanceof ProblemError ? change.error.fieldError('new_password') : undefined;
  return (
    <Dialog title={t('profile.password')} description={t('password.help')} onClose={onClose}>
      <form className="stack" onSubmit={submit}>
        {change.error && !wrong && <Failure error={change.error} />}
        <div className="field">
          <label htmlFor="current-password">{t('password.current')}</label>
          <input id="current-password" className="input" type="password" autoComplete="current-password" required value={current} onChange={(event) => setCurrent(event.target.value)} />
        </div>
        <div className="field">
          <label htmlFor="new-password">{t('password.new')}</label>
          <input id="new-password" className="input" type="password" autoComplete="new-password" required value={next} onChange={(event) => setNext(event.target.value)} aria-invalid={Boolean(wrong)} aria-describedby={wrong ? 'new-password-wrong' : undefined} />
          {wrong && (
            <span id="new-password-wrong" className="wrong">
              {wrong}
            </span>
          )}
        </div>
        <div className="dialog-actions">
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button type="submit" look="primary" disabled={change.isPending}>
            {t('save')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
