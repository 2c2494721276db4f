import { Link } from '@tanstack/react-router';
import { DropdownMenu } from 'radix-ui';
import { useState, type FormEvent } from 'react';
import { PRIORITIES, STATUSES, type Conversation, type ConversationChange } from '../api/types';
import { useChannelAccounts } from '../channel/queries';
import { useWords } from '../i18n';
import { useSession, useTags, useTeams, useUsers } from '../identity/session';
import { channelIcon, Icon } from '../ui/Icon';
import { PickMany, PickOne } from '../ui/Menu';
import { Avatar, Button } from '../ui/parts';
import { contactName } from './ConversationRow';
import { useChangeConversation } from './queries';
import { SnoozeMenu } from './SnoozeMenu';

export type OpenMenu = 'assignee' | 'snooze' | null;

export function ConversationHeader({ conversation, menu, onMenu, onContact }: { conversation: Conversation; menu: OpenMenu; onMenu: (menu: OpenMenu) => void; onContact: () => void }) {
  const { t } = useWords();
  const account = useChannelAccounts(false).data?.find((one) => one.id === conversation.channel_account_id);
  const mutation = useChangeConversation();
  const change = (wanted: ConversationChange, shown: Partial<Conversation>) => mutation.mutate({ id: conversation.id, change: wanted, shown });
  const { status, priority } = conversation;
  const statusChip = (
    <button type="button" className={`facet chosen status-${status}`} aria-label={t('header.status', { value: t(`status.${status}`) })}>
      {t(`status.${status}`)}
      <Icon name="down" size={14} />
    </button>
  );
  const priorityChip = (
    <button type="button" className={`facet priority-${priority}`} aria-label={t('header.priority', { value: t(`priority.${priority}`) })}>
      <Icon name="flag" size={14} />
      {t(`priority.${priority}`)}
    </button>
  );
  return (
    <header className="thread-header">
      <div className="row">
        <Link to="/inbox" search={(search) => search} className="button quiet icon-only back" aria-label={t('header.back')}>
          <Icon name="back" flip />
        </Link>
        <Avatar name={contactName(conversation)} url={conversation.contact.avatar_url} />
        <div className="grow">
          <h1 className="cut thread-title">
            <bdi>{contactName(conversation)}</bdi>
          </h1>
          <p className="soft cut row thread-account">
            <Icon name={channelIcon(conversation.channel_type)} size={14} />
            {account?.name ?? conversation.channel_type} · #{conversation.number}
          </p>
        </div>
        {status === 'resolved' || status === 'closed' ? (
          <Button icon="refresh" onClick={() => change({ status: 'open' }, { status: 'open' })}>
            {t('header.reopen')}
          </Button>
        ) : (
          <Button icon="check" look="primary" onClick={() => change({ status: 'resolved' }, { status: 'resolved' })}>
            {t('header.resolve')}
          </Button>
        )}
        <Button look="quiet" icon="info" label={t('header.contact')} className="contact-toggle" onClick={onContact} />
      </div>
      <div className="row wrap header-facets">
        {conversation.continues && (
          <Link to="/inbox/$conversationId" params={{ conversationId: conversation.continues.id }} search={(search) => search} className="facet">
            {t('header.continues', { number: String(conversation.continues.number) })}
          </Link>
        )}
        <PickOne label={t('filter.status')} trigger={statusChip} value={status} choices={STATUSES.map((value) => ({ value, label: t(`status.${value}`) }))} onPick={(value) => change({ status: value }, { status: value })} />
        <PickOne label={t('filter.priority')} trigger={priorityChip} value={priority} choices={PRIORITIES.map((value) => ({ value, label: t(`priority.${value}`) }))} onPick={(value) => change({ priority: value }, { priority: value })} />
        <AssigneePicker conversation={conversation} open={menu === 'assignee'} onOpenChange={(open) => onMenu(open ? 'assignee' : null)} change={change} />
        <TeamPicker conversation={conversation} change={change} />
        <TagPicker conversation={conversation} change={change} />
        <SnoozeMenu until={conversation.snoozed_until} open={menu === 'snooze'} onOpenChange={(open) => onMenu(open ? 'snooze' : null)} onPick={(until) => change({ snoozed_until: until }, { snoozed_until: until, ...(until ? { status: 'pending' as const } : {}) })} />
      </div>
    </header>
  );
}

type Change = (wanted: ConversationChange, shown: Partial<Conversation>) => void;

function AssigneePicker({ conversation, open, onOpenChange, change }: { conversation: Conversation; open: boolean; onOpenChange: (open: boolean) => void; change: Change }) {
  const { t } = useWords();
  const me = useSession().user;
  const users = (useUsers().data ?? []).filter((user) => user.is_active);
  const sorted = [...users].sort((one, other) => Number(other.id === me.id) - Number(one.id === me.id) || one.name.localeCompare(other.name));
  const nobody = { value: null, label: t('header.nobody') };
  const choices = [nobody, ...sorted.map((user) => ({ value: user.id, label: user.id === me.id ? t('header.me', { name: user.name }) : user.name, mark: <Avatar name={user.name} url={user.avatar_url} size={22} /> }))];
  const { assignee } = conversation;
  const trigger = (
    <button type="button" className="facet" aria-label={t('header.assignee', { value: assignee?.name ?? t('header.nobody') })}>
      {assignee ? <Avatar name={assignee.name} url={assignee.avatar_url} size={18} /> : <Icon name="user" size={14} />}
      <span className="cut">{assignee?.name ?? t('header.assign')}</span>
    </button>
  );
  const pick = (id: string | null) => change({ assignee_id: id }, { assignee: users.find((user) => user.id === id) ?? null });
  return <PickOne<string | null> label={t('header.assign')} trigger={trigger} value={assignee?.id ?? null} choices={choices} onPick={pick} open={open} onOpenChange={onOpenChange} />;
}

function TeamPicker({ conversation, change }: { conversation: Conversation; change: Change }) {
  const { t } = useWords();
  const teams = useTeams().data ?? [];
  if (teams.length === 0) return null;
  const trigger = (
    <button type="button" className="facet" aria-label={t('header.team', { value: conversation.team?.name ?? t('header.noteam') })}>
      <Icon name="users" size={14} />
      <span className="cut">{conversation.team?.name ?? t('header.noteam')}</span>
    </button>
  );
  const choices = [{ value: null, label: t('header.noteam') }, ...teams.map((team) => ({ value: team.id, label: team.name }))];
  return <PickOne<string | null> label={t('filter.team')} trigger={trigger} value={conversation.team?.id ?? null} choices={choices} onPick={(id) => change({ team_id: id }, { team: teams.find((team) => team.id === id) ?? null })} />;
}

function TagPicker({ conversation, change }: { conversation: Conversation; change: Change }) {
  const { t } = useWords();
  const known = useTags().data ?? [];
  const [name, setName] = useState('');
  const { tags } = conversation;
  const set = (next: string[]) => change({ tags: next }, { tags: next });
  const names = [...new Set([...known.map((tag) => tag.name), ...tags])].sort((one, other) => one.localeCompare(other));
  const add = (event: FormEvent) => {
    event.preventDefault();
    const wanted = name.trim();
    if (wanted && !tags.includes(wanted)) set([...tags, wanted]);
    setName('');
  };
  const trigger = (
    <button type="button" className="facet" aria-label={t('header.tags', { values: tags.join(', ') || t('header.notags') })}>
      <Icon name="tag" size={14} />
      <span className="cut">{tags.length > 0 ? tags.join(', ') : t('header.tag')}</span>
    </button>
  );
  const footer = (
    <>
      {names.length > 0 && <DropdownMenu.Separator className="menu-line" />}
      <form onSubmit={add} className="row tag-form">
        <input className="input" maxLength={60} value={name} placeholder={t('header.newtag')} aria-label={t('header.newtag')} onChange={(event) => setName(event.target.value)} onKeyDown={(event) => event.key !== 'Escape' && event.stopPropagation()} />
        <Button type="submit" small icon="plus" label={t('header.addtag')} />
      </form>
    </>
  );
  return <PickMany label={t('header.tag')} trigger={trigger} choices={names.map((value) => ({ value, label: value }))} values={tags} onChange={set} footer={footer} />;
}
