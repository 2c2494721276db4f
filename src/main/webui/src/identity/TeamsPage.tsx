import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { patch, post } from '../api/http';
import { keys } from '../api/keys';
import type { Team } from '../api/types';
import { useWords } from '../i18n';
import { Collection, useRemoval } from '../ui/collection';
import { Button, Dialog, Failure } from '../ui/parts';
import { useMay, useTeams, useUsers } from './session';

export function TeamsPage() {
  const { t } = useWords();
  const teams = useTeams();
  const mayChange = useMay('teams:write');
  const [edited, setEdited] = useState<Team | 'new' | null>(null);
  const removal = useRemoval<Team>('/teams', keys.teams, (team) => {
    const title = t('teams.delete', { name: team.name });
    return { title, text: t('teams.delete.about'), action: title };
  });
  return (
    <>
      <Collection
        title={t('teams.title')}
        about={t('teams.about')}
        action={mayChange && <Button look="primary" icon="plus" onClick={() => setEdited('new')}>{t('teams.add')}</Button>}
        loading={teams}
        none={{ icon: 'users', title: t('teams.none'), hint: t('teams.none.hint') }}
        row={(team) => (
          <li key={team.id} className="panel row collection-row">
            <h2 className="grow cut">{team.name}</h2>
            <span className="soft">{t('teams.count', { n: team.member_ids.length })}</span>
            {mayChange && <Button look="quiet" small icon="cog" label={t('teams.edit', { name: team.name })} onClick={() => setEdited(team)} />}
            {mayChange && <Button look="quiet" small icon="trash" label={t('teams.delete', { name: team.name })} onClick={() => removal.ask(team)} />}
          </li>
        )}
      />
      {edited && <Editor team={edited === 'new' ? null : edited} onClose={() => setEdited(null)} />}
      {removal.question}
    </>
  );
}

function Editor({ team, onClose }: { team: Team | null; onClose: () => void }) {
  const { t } = useWords();
  const client = useQueryClient();
  const users = (useUsers().data ?? []).filter((user) => user.is_active);
  const [name, setName] = useState(team?.name ?? '');
  const [members, setMembers] = useState<readonly string[]>(team?.member_ids ?? []);
  const save = useMutation({
    mutationFn: () => (team ? patch(`/teams/${team.id}`, { name, member_ids: members }) : post('/teams', { name, member_ids: members })),
    onSuccess: () => {
      onClose();
      return client.invalidateQueries({ queryKey: keys.teams });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate();
  };
  return (
    <Dialog title={team ? t('teams.edit', { name: team.name }) : t('teams.add')} onClose={onClose}>
      <form className="stack" onSubmit={submit}>
        {save.error && <Failure error={save.error} />}
        <div className="field">
          <label htmlFor="team-name">{t('teams.name')}</label>
          <input id="team-name" className="input" required maxLength={100} value={name} onChange={(event) => setName(event.target.value)} />
        </div>
        <fieldset className="stack">
          <legend>{t('teams.members')}</legend>
          {users.map((user) => (
            <label key={user.id} className="row">
              <input type="checkbox" checked={members.includes(user.id)} onChange={(event) => setMembers(event.target.checked ? [...members, user.id] : members.filter((one) => one !== user.id))} /> {user.name}
            </label>
          ))}
        </fieldset>
        <div className="dialog-actions">
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button type="submit" look="primary" disabled={save.isPending}>{t('save')}</Button>
        </div>
      </form>
    </Dialog>
  );
}
