import { Link } from '@tanstack/react-router';
import { memo } from 'react';
import type { Conversation, DeliveryStatus } from '../api/types';
import { useWords, type MessageKey } from '../i18n';
import { channelIcon, Icon, type IconName } from '../ui/Icon';
import { Avatar } from '../ui/parts';

export const contactName = (conversation: Conversation): string => conversation.group_name || conversation.contact.name;

export const ConversationRow = memo(function ConversationRow({ conversation, accountName, selected, position }: { conversation: Conversation; accountName: string | undefined; selected: boolean; position: number }) {
  const { t, age, dateTime } = useWords();
  const { last_message: last, unread_count: unread, assignee } = conversation;
  const name = contactName(conversation);
  return (
    <Link to="/inbox/$conversationId" params={{ conversationId: conversation.id }} search={(search) => search} className={`conversation-row${selected ? ' selected' : ''}${unread ? ' unread' : ''}`} aria-current={selected ? 'true' : undefined} data-position={position}>
      <span className="row-avatar">
        <Avatar name={name} url={conversation.contact.avatar_url} size={40} />
        <span className="row-channel" title={accountName}>
          <Icon name={channelIcon(conversation.channel_type)} size={12} />
          <span className="hidden-text">{accountName ?? conversation.channel_type}</span>
        </span>
      </span>
      <span className="row-text">
        <span className="row">
          <bdi className="grow cut row-name">{name}</bdi>
          <time className="soft row-age" dateTime={conversation.activity_at} title={dateTime(conversation.activity_at)}>
            {age(conversation.activity_at)}
          </time>
        </span>
        <span className="row">
          <span className="grow cut row-preview" dir="auto">
            {last?.direction === 'outbound' && <Icon name={deliveryIcon(last.delivery_status)} size={14} />}
            {last?.direction === 'note' && <Icon name="note" size={14} />}
            {last?.preview || conversation.subject || t(last ? 'row.notext' : 'row.nothing')}
          </span>
          {unread > 0 && (
            <span className="badge">
              {unread}
              <span className="hidden-text"> {t('row.unread', { n: unread })}</span>
            </span>
          )}
        </span>
        <span className="row row-marks">
          <Marks conversation={conversation} />
          <span className="grow" />
          {assignee && (
            <span title={t('row.assigned', { name: assignee.name })}>
              <Avatar name={assignee.name} url={assignee.avatar_url} size={18} />
              <span className="hidden-text">{t('row.assigned', { name: assignee.name })}</span>
            </span>
          )}
        </span>
      </span>
    </Link>
  );
});

function Marks({ conversation }: { conversation: Conversation }) {
  const { t, dateTime } = useWords();
  const { priority, status, snoozed_until: snoozed } = conversation;
  return (
    <>
      <span className={`chip status-${status}`}>{t(`status.${status}`)}</span>
      {(priority === 'urgent' || priority === 'high') && <span className={`chip ${priority === 'urgent' ? 'danger' : 'warning'}`}>{t(`priority.${priority}`)}</span>}
      {priority === 'low' && <span className="chip">{t('priority.low')}</span>}
      {snoozed && (
        <span className="chip info" title={dateTime(snoozed)}>
          <Icon name="moon" size={12} /> {t('snoozed')}
        </span>
      )}
      {conversation.team && <span className="chip cut">{conversation.team.name}</span>}
      {conversation.tags.slice(0, 2).map((tag) => (
        <span key={tag} className="chip cut">
          #{tag}
        </span>
      ))}
    </>
  );
}

export function deliveryIcon(status: DeliveryStatus | null): IconName {
  switch (status) {
    case 'queued':
    case 'sending':
    case null:
      return 'clock';
    case 'sent':
      return 'check';
    case 'delivered':
    case 'read':
      return 'checks';
    case 'failed':
      return 'alert';
  }
}

export const deliveryWord = (status: DeliveryStatus): MessageKey => `delivery.${status}`;
