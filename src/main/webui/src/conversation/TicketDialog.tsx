import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { post } from '../api/http';
import { PRIORITIES, type Conversation, type Priority, type Ticket } from '../api/types';
import { useWords } from '../i18n';
import { useUsers } from '../identity/session';
import { Button, Dialog, Failure } from '../ui/parts';
import { tell } from '../ui/toasts';

/** Opens a ticket, for a conversation or for none. */
export function TicketDialog({ conversation, onClose }: { conversation?: Conversation; onClose: () => void }) {
  const { t } = useWords();
  const client = useQueryClient();
  const users = (useUsers().data ?? []).filter((user) => user.is_active);
  const [subject, setSubject] = useState(conversation?.subject ?? '');
  const [description, setDescription] = useState('');
  const [priority, setPriority] = useState<Priority>(conversation?.priority ?? 'normal');
  const [assigneeId, setAssigneeId] = useState(conversation?.assignee?.id ?? '');
  const create = useMutation({
    mutationFn: () => post<Ticket>('/tickets', { subject, description: description.trim() || null, priority, assignee_id: assigneeId || null, conversation_id: conversation?.id ?? null }),
    onSuccess: (ticket) => {
      onClose();
      tell(t(ticket.help_desk ? 'tickets.opened.desk' : 'tickets.opened', { n: ticket.number, desk: ticket.help_desk?.name ?? '' }));
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
        <div className="field">
          <label htmlFor="ticket-description">{t('tickets.description')}</label>
          <textarea id="ticket-description" className="input" dir="auto" rows={4} maxLength={20_000} value={description} onChange={(event) => setDescription(event.target.value)} />
        </div>
        <div className="row wrap">
          <div className="field grow">
            <label htmlFor="ticket-priority">{t('filter.priority')}</label>
            <select id="ticket-priority" className="input" value={priority} onChange={(event) => setPriority(event.target.value as Priority)}>
              {PRIORITIES.map((one) => (
                <option key={one} value={one}>{t(`priority.${one}`)}</option>
              ))}
            </select>
          </div>
          <div className="field grow">
            <label htmlFor="ticket-assignee">{t('header.assign')}</label>
            <select id="ticket-assignee" className="input" value={assigneeId} onChange={(event) => setAssigneeId(event.target.value)}>
              <option value="">{t('header.nobody')}</option>
              {users.map((user) => (
                <option key={user.id} value={user.id}>{user.name}</option>
              ))}
            </select>
          </div>
        </div>
        <div className="dialog-actions">
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button type="submit" look="primary" disabled={create.isPending}>{t('save')}</Button>
        </div>
      </form>
    </Dialog>
  );
}
