import { useState } from 'react';
import type { Conversation } from '../api/types';
import { useWords } from '../i18n';
import { useMay } from '../identity/session';
import { Icon } from '../ui/Icon';
import { Button, Failure } from '../ui/parts';
import { TicketDialog } from './TicketDialog';
import { useConversationTickets } from './tickets';

/** The tickets of one conversation, and where an agent opens another. */
export function ConversationTickets({ conversation }: { conversation: Conversation }) {
  const { t } = useWords();
  const [adding, setAdding] = useState(false);
  const tickets = useConversationTickets(conversation.id);
  const may = useMay('tickets:write');
  return (
    <section>
      <h3>{t('tickets.title')}</h3>
      {tickets.isError && <Failure error={tickets.error} retry={() => void tickets.refetch()} />}
      {tickets.data && tickets.data.length > 0 && (
        <ul className="conversation-tickets" aria-label={t('tickets.title')}>
          {tickets.data.map((ticket) => (
            <li key={ticket.id} className="row">
              <Icon name="flag" size={16} />
              <span className="grow cut" dir="auto">
                <span className="soft">#{ticket.number}</span> {ticket.subject}
              </span>
              <span className={`chip status-${ticket.status}`}>{t(`status.${ticket.status}`)}</span>
            </li>
          ))}
        </ul>
      )}
      {may && (
        <Button small icon="plus" onClick={() => setAdding(true)}>{t('tickets.add')}</Button>
      )}
      {adding && <TicketDialog conversation={conversation} onClose={() => setAdding(false)} />}
    </section>
  );
}
