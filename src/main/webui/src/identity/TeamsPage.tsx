import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { patch, post, remove } from '../api/http';
import { keys } from '../api/keys';
import type { Team } from '../api/types';
import { useWords } from '../i18n';
import { Button, Confirm, Dialog, Empty, Failure, Spinner } from '../ui/parts';
import { tellFailure } from '../ui/toasts';
import { useMay, useTeams, useUsers } from './session';
import '../automation/automation.css';

export function TeamsPage() {
  const { t } = useWords();
  const teams = useTeams();
  const client = useQueryClient();
  const mayChange = useMay('teams:write');
  const [edited, setEdited] = useState<Team | 'new' | null>(null);
  const [doomed, setDoomed] = useState<Team | null>(null);
  const drop = useMutation({
    mutationFn: (id: string) => remove(`/teams/${id}`),
    onError: tellFailure,
    onSettled: () => {
      setDoomed(null);
      return client.invalidateQueries({ queryKey: keys.teams });
    },
  });
  return (
    <>
      <div className="row wrap settings-head">
        <div className="grow">
          <h1>{t('teams.title')}</h1>
          <p className="soft">{t('teams.about')}</p>
        </div>
        {mayChange && <Button look="primary" icon="plus" onClick={() => setEdited('new')}>{t('teams.add')}</Button>}
      </div>
      {teams.isPending && <Spinner />}
      {teams.isError && <Failure error={teams.error} retry={() => void teams.refetch()} />}
      {teams.data?.length === 0 && (
        <Empty icon="users" title={t('teams.none')}>
          <p>{t('teams.none.hint')}</p>
        </Empty>
      )}
      <ul className="rule-list" aria-label={t('teams.title')}>
        {teams.data?.map((team) => (
          <li key={team.id} className="panel row rule-row">
            <h2 className="grow cut">{team.name}</h2>
            <span className="soft">{t('teams.count', { n: team.member_ids.length })}</span>
            {mayChange && <Button look="quiet" small icon="cog" label={t('teams.edit', { name: team.name })} onClick={() => setEdited(team)} />}
            {mayChange && <Button look="quiet" small icon="trash" label={t('teams.delete', { name: team.name })} onClick={() => setDoomed(team)} />}
          </li>
        ))}
      </ul>
      {edited && <Editor team={edited === 'new' ? null : edited} onClose={() => setEdited(null)} />}
      {doomed && <Confirm title={t('teams.delete', { name: doomed.name })} text={t('teams.delete.about')} action={t('teams.delete', { name: doomed.name })} busy={drop.isPending} onClose={() => setDoomed(null)} onConfirm={() => drop.mutate(doomed.id)} />}
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
