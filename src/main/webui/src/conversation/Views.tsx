import { Link } from '@tanstack/react-router';
import { useMemo } from 'react';
import type { ConversationCount } from '../api/types';
import { useWords } from '../i18n';
import { useSession, useTeams } from '../identity/session';
import { Icon, type IconName } from '../ui/Icon';
import { statuses, type Filter, type View } from './filter';
import { useCounts } from './queries';

/** The views with how many conversations each holds under the chosen statuses. */
export function Views({ filter }: { filter: Filter }) {
  const { t } = useWords();
  const { user } = useSession();
  const teams = useTeams().data ?? [];
  const counts = useCounts().data;
  const sum = useMemo(() => summing(counts ?? [], filter), [counts, filter]);
  const current = filter.view ?? 'all';
  return (
    <nav aria-label={t('views.label')} className="views">
      <ViewLink icon="user" label={t('views.mine')} view="mine" active={current === 'mine'} count={sum((row) => row.assignee_id === user.id)} />
      <ViewLink icon="inbox" label={t('views.unassigned')} view="unassigned" active={current === 'unassigned'} count={sum((row) => row.assignee_id === null)} />
      <ViewLink icon="users" label={t('views.all')} view="all" active={current === 'all'} count={sum(() => true)} />
      {teams.length > 0 && <h2 className="views-heading">{t('views.teams')}</h2>}
      {teams.map((team) => (
        <ViewLink key={team.id} icon="flag" label={team.name} view="team" team={team.id} active={current === 'team' && filter.team === team.id} count={sum((row) => row.team_id === team.id)} />
      ))}
    </nav>
  );
}

function ViewLink({ icon, label, view, team, active, count }: { icon: IconName; label: string; view: View; team?: string; active: boolean; count: number }) {
  const { number } = useWords();
  return (
    <Link to="/inbox" search={(search) => ({ ...search, view, team })} className={active ? 'view active' : 'view'} aria-current={active ? 'page' : undefined}>
      <Icon name={icon} />
      <span className="grow cut">{label}</span>
      <span className="view-count">{number(count)}</span>
    </Link>
  );
}

function summing(counts: readonly ConversationCount[], filter: Filter) {
  const wanted = statuses(filter);
  const counted = counts.filter((row) => wanted.length === 0 || wanted.includes(row.status));
  return (isOf: (row: ConversationCount) => boolean) => counted.filter(isOf).reduce((sum, row) => sum + row.count, 0);
}
