import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { patch, post, ProblemError } from '../api/http';
import { keys } from '../api/keys';
import type { CannedResponse } from '../api/types';
import { useCannedResponses } from '../automation/queries';
import { useWords } from '../i18n';
import { useMay, useTeams } from '../identity/session';
import { Collection, useRemoval } from '../ui/collection';
import { Button, Dialog, Failure } from '../ui/parts';

export function CannedResponsesPage() {
  const { t } = useWords();
  const responses = useCannedResponses();
  const mayChange = useMay('canned_responses:write');
  const teams = useTeams().data ?? [];
  const [edited, setEdited] = useState<CannedResponse | 'new' | null>(null);
  const removal = useRemoval<CannedResponse>('/canned_responses', keys.cannedResponses, (response) => {
    const title = t('canned.delete', { name: response.short_code });
    return { title, text: response.text, action: title };
  });
  return (
    <>
      <Collection
        title={t('canned.title')}
        about={t('canned.about')}
        action={mayChange && <Button look="primary" icon="plus" onClick={() => setEdited('new')}>{t('canned.add')}</Button>}
        loading={responses}
        none={{ icon: 'chat', title: t('canned.none'), hint: t('canned.none.hint') }}
        row={(response) => (
          <li key={response.id} className="panel row collection-row">
            <div className="grow">
              <h2 className="mono">/{response.short_code}</h2>
              <p className="cut" dir="auto">{response.text}</p>
            </div>
            <span className="soft">{teams.find((team) => team.id === response.team_id)?.name ?? t('canned.everybody')}</span>
            {mayChange && <Button look="quiet" small icon="cog" label={t('canned.edit', { name: response.short_code })} onClick={() => setEdited(response)} />}
            {mayChange && <Button look="quiet" small icon="trash" label={t('canned.delete', { name: response.short_code })} onClick={() => removal.ask(response)} />}
          </li>
        )}
      />
      {edited && <Editor response={edited === 'new' ? null : edited} onClose={() => setEdited(null)} />}
      {removal.question}
    </>
  );
}

function Editor({ response, onClose }: { response: CannedResponse | null; onClose: () => void }) {
  const { t } = useWords();
  const client = useQueryClient();
  const teams = useTeams().data ?? [];
  const [code, setCode] = useState(response?.short_code ?? '');
  const [text, setText] = useState(response?.text ?? '');
  const [team, setTeam] = useState(response?.team_id ?? '');
  const save = useMutation({
    mutationFn: () => {
      const wanted = { short_code: code.trim(), text, team_id: team || null };
      return response ? patch(`/canned_responses/${response.id}`, wanted) : post('/canned_responses', wanted);
    },
    onSuccess: () => {
      onClose();
      return client.invalidateQueries({ queryKey: keys.cannedResponses });
    },
  });
  const wrong = (field: string) => (save.error instanceof ProblemError ? save.error.fieldError(field) : undefined);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate();
  };
  return (
    <Dialog title={response ? t('canned.edit', { name: response.short_code }) : t('canned.add')} onClose={onClose}>
      <form className="stack" onSubmit={submit}>
        {save.error && !wrong('short_code') && !wrong('text') && <Failure error={save.error} />}
        <div className="field">
          <label htmlFor="canned-code">{t('canned.code')}</label>
          <input id="canned-code" className="input" dir="ltr" required value={code} onChange={(event) => setCode(event.target.value)} />
          {wrong('short_code') && <span className="wrong">{wrong('short_code')}</span>}
        </div>
        <div className="field">
          <label htmlFor="canned-text">{t('canned.text')}</label>
          <textarea id="canned-text" className="input" rows={6} dir="auto" required value={text} onChange={(event) => setText(event.target.value)} />
          {wrong('text') && <span className="wrong">{wrong('text')}</span>}
          <p className="soft merge-fields">{t('rule.merge', { names: '{{contact.first_name}} {{contact.name}} {{conversation.number}} {{organization.name}} {{agent.name}}' })}</p>
        </div>
        <div className="field">
          <label htmlFor="canned-team">{t('canned.team')}</label>
          <select id="canned-team" className="input" value={team} onChange={(event) => setTeam(event.target.value)}>
            <option value="">{t('canned.everybody')}</option>
            {teams.map((one) => (
              <option key={one.id} value={one.id}>{one.name}</option>
            ))}
          </select>
        </div>
        <div className="dialog-actions">
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button type="submit" look="primary" disabled={save.isPending}>{t('save')}</Button>
        </div>
      </form>
    </Dialog>
  );
}
