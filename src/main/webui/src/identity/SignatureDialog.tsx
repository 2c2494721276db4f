import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { get, ProblemError, put } from '../api/http';
import { keys } from '../api/keys';
import type { Signature } from '../api/types';
import { useWords } from '../i18n';
import { Button, Dialog, Failure, Spinner } from '../ui/parts';
import { KeptRichText } from '../ui/RichText';
import { tell } from '../ui/toasts';
import { useSession } from './session';

/** What stands below the mails of whoever is signed in. */
export function SignatureDialog({ onClose }: { onClose: () => void }) {
  const { t } = useWords();
  const client = useQueryClient();
  const path = `/users/${useSession().user.id}/signature`;
  const kept = useQuery({ queryKey: keys.ownSignature, queryFn: () => get<Signature>(path), gcTime: 0 });
  const [html, setHtml] = useState<string | null>(null);
  const save = useMutation({
    mutationFn: () => put<Signature>(path, { html: html ?? kept.data?.html ?? '' }),
    onSuccess: () => {
      tell(t('signature.saved'));
      onClose();
      return client.invalidateQueries({ queryKey: keys.signatures });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate();
  };
  const wrong = save.error instanceof ProblemError ? save.error.fieldError('html') : undefined;
  return (
    <Dialog title={t('signature.own')} description={t('signature.about')} onClose={onClose}>
      <form className="stack" onSubmit={submit}>
        {save.error && !wrong && <Failure error={save.error} />}
        {kept.error && <Failure error={kept.error} />}
        {kept.isPending && <Spinner />}
        {kept.data && <KeptRichText id="own-signature" html={kept.data.html} label={t('signature.title')} onChange={setHtml} />}
        {wrong && <span className="wrong">{wrong}</span>}
        <p className="soft merge-fields">{t('rule.merge', { names: '{{agent.name}} {{channel.name}} {{organization.name}}' })}</p>
        <div className="dialog-actions">
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button type="submit" look="primary" disabled={save.isPending || !kept.data}>
            {t('save')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
