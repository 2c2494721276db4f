import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState, type FormEvent } from 'react';
import { get, patch, post, query } from '../api/http';
import { keys } from '../api/keys';
import type { Page, Priority, Status } from '../api/types';
import { useWords } from '../i18n';
import { useUsers } from '../identity/session';
import { Collection } from '../ui/collection';
import { Button, Dialog, Failure } from '../ui/parts';
import { tellFailure } from '../ui/toasts';

interface Ticket {
  id: string;
  number: number;
  subject: string;
  status: Status;
  priority: Priority;
  assignee_id: string | null;
  conversation_id: string | null;
  created_by: string;
  created_at: string;
}

type TicketChange = Partial<Pick<Ticket, 'status' | 'priority' | 'assignee_id'>>;

const STATUSES: readonly Status[] = ['open', 'pending', 'resolved', 'closed'];
const PRIORITIES: readonly Priority[] = ['low', 'normal', 'high', 'urgent'];

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
      {adding && <NewTicket onClose={() => setAdding(false)} />}
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

function NewTicket({ onClose }: { onClose: () => void }) {
  const { t } = useWords();
  const client = useQueryClient();
  const [subject, setSubject] = useState('');
  const create = useMutation({
    mutationFn: () => post<Ticket>('/tickets', { subject }),
    onSuccess: () => {
      onClose();
      return client.invalidateQueries({ queryKey: ['tickets'] });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    create.mutate();
  };
  return (
    <Dialog title={t('tickets.add')} onClose={onClose}>
      <form className="stack" onSubmit={submit}>
        {create.error && <Failure error={create.error} />}
        <div className="field">
          <label htmlFor="ticket-subject">{t('tickets.subject')}</label>
          <input id="ticket-subject" className="input" dir="auto" required maxLength={300} value={subject} onChange={(event) => setSubject(event.target.value)} />
        </div>
        <div className="dialog-actions">
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button type="submit" look="primary" disabled={create.isPending}>{t('save')}</Button>
        </div>
      </form>
    </Dialog>
  );
}
