import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { get, patch, query } from '../api/http';
import { keys } from '../api/keys';
import { PRIORITIES, STATUSES, type Page, type Priority, type Status, type Ticket } from '../api/types';
import { useWords } from '../i18n';
import { useUsers } from '../identity/session';
import { Collection } from '../ui/collection';
import { Button } from '../ui/parts';
import { tellFailure } from '../ui/toasts';
import { TicketDialog } from './TicketDialog';

type TicketChange = Partial<Pick<Ticket, 'status' | 'priority' | 'assignee_id'>>;

export function TicketsPage() {
  const { t } = useWords();
  const [status, setStatus] = useState<Status | ''>('open');
  const [adding, setAdding] = useState(false);
  const tickets = useInfiniteQuery({
    queryKey: keys.tickets(status),
    queryFn: ({ pageParam, signal }) => get<Page<Ticket>>(`/tickets${query({ status, cursor: pageParam, limit: 50 })}`, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    select: (all) => all.pages.flatMap((page) => page.items),
  });
  const filter = (
    <div className="field inline">
      <label htmlFor="ticket-filter">{t('filter.status')}</label>
      <select id="ticket-filter" className="input" value={status} onChange={(event) => setStatus(event.target.value as Status | '')}>
        <option value="">{t('tickets.any')}</option>
        {STATUSES.map((one) => (
          <option key={one} value={one}>{t(`status.${one}`)}</option>
        ))}
      </select>
    </div>
  );
  return (
    <>
      <Collection
        title={t('tickets.title')}
        about={t('tickets.about')}
        action={<Button look="primary" icon="plus" onClick={() => setAdding(true)}>{t('tickets.add')}</Button>}
        above={filter}
        loading={tickets}
        none={{ icon: 'flag', title: t('tickets.none'), hint: t('tickets.none.hint') }}
        row={(ticket) => <Row key={ticket.id} ticket={ticket} />}
      />
      {tickets.hasNextPage && <Button onClick={() => void tickets.fetchNextPage()}>{t('more')}</Button>}
      {adding && <TicketDialog onClose={() => setAdding(false)} />}
    </>
  );
}

function Row({ ticket }: { ticket: Ticket }) {
  const { t, age } = useWords();
  const client = useQueryClient();
  const users = useUsers().data ?? [];
  const { mutate } = useMutation({
    mutationFn: (change: TicketChange) => patch<Ticket>(`/tickets/${ticket.id}`, change),
    onError: tellFailure,
    onSettled: () => client.invalidateQueries({ queryKey: ['tickets'] }),
  });
  return (
    <li className="panel row wrap collection-row">
      <div className="grow">
        <h2 className="cut" dir="auto">
          <span className="soft">#{ticket.number}</span> {ticket.subject}
        </h2>
        <p className="soft">
          {t('tickets.by', { name: ticket.created_by })} · <time dateTime={ticket.created_at}>{age(ticket.created_at)}</time>
          {ticket.conversation_id && (
            <>
              {' · '}
              <Link to="/inbox/$conversationId" params={{ conversationId: ticket.conversation_id }} search={{}}>
                {t('tickets.conversation')}
              </Link>
            </>
          )}
        </p>
        {ticket.description && <p className="cut" dir="auto">{ticket.description}</p>}
        {ticket.help_desk && <DeskLine desk={ticket.help_desk} />}
      </div>
      <select className="input" aria-label={t('tickets.statusof', { n: ticket.number })} value={ticket.status} onChange={(event) => mutate({ status: event.target.value as Status })}>
        {STATUSES.map((one) => (
          <option key={one} value={one}>{t(`status.${one}`)}</option>
        ))}
      </select>
      <select className="input" aria-label={t('tickets.priorityof', { n: ticket.number })} value={ticket.priority} onChange={(event) => mutate({ priority: event.target.value as Priority })}>
        {PRIORITIES.map((one) => (
          <option key={one} value={one}>{t(`priority.${one}`)}</option>
        ))}
      </select>
      <select className="input" aria-label={t('tickets.assigneeof', { n: ticket.number })} value={ticket.assignee_id ?? ''} onChange={(event) => mutate({ assignee_id: event.target.value || null })}>
        <option value="">{t('header.nobody')}</option>
        {users.map((user) => (
          <option key={user.id} value={user.id}>{user.name}</option>
        ))}
      </select>
    </li>
  );
}

/** Whether the outside help desk knows of it, and if not, why. */
function DeskLine({ desk }: { desk: NonNullable<Ticket['help_desk']> }) {
  const { t } = useWords();
  return (
    <p className={desk.state === 'failed' ? 'notice error' : 'soft'}>
      {t(`tickets.desk.${desk.state}`, { desk: desk.name })}
      {desk.state === 'failed' && desk.detail && <span dir="auto"> {desk.detail}</span>}
    </p>
  );
}
