import { memo } from 'react';
import { TraceButton } from '../automation/TraceButton';
import type { Message } from '../api/types';
import { useWords } from '../i18n';
import { Icon } from '../ui/Icon';
import { Avatar, Button } from '../ui/parts';
import { deliveryIcon, deliveryWord } from './ConversationRow';
import { MessageContent } from './MessageContent';
import { useRetryMessage } from './queries';
import { ReactButton } from './ReactButton';


export const MessageBubble = memo(function MessageBubble({ message, quoted, continues, newest, reacts, onReply }: { message: Message; quoted: Message | undefined; continues: boolean; newest: boolean; reacts: boolean; onReply: (message: Message) => void }) {
  const { t, time, dateTime } = useWords();
  const { direction, author } = message;
  const name = author.name ?? t(`author.${author.type}`);
  const failed = message.delivery_status === 'failed';
  return (
    <article className={`message ${direction}${continues ? ' continues' : ''}${failed ? ' failed' : ''}`} aria-label={t('message.by', { name, time: time(message.created_at) })}>
      <div className="message-avatar">{!continues && <Avatar name={name} size={28} />}</div>
      <div className="message-body">
        {!continues && (
          <p className="message-author soft">
            {direction === 'note' && <Icon name="note" size={14} />}
            <bdi>{name}</bdi>
            {direction === 'note' && <span className="chip warning">{t('message.note')}</span>}
          </p>
        )}
        <div className="row message-line">
          <div className="bubble">
            {message.reply_to_id && !message.content?.mail && <Quote quoted={quoted} />}
            {message.deleted_at ? <p className="soft deleted">{t('message.deleted')}</p> : <MessageContent message={message} newest={newest} />}
            <p className="message-foot soft">
              {message.edited_at && !message.deleted_at && <span title={dateTime(message.edited_at)}>{t('message.edited')} · </span>}
              <time dateTime={message.created_at} title={dateTime(message.created_at)}>
                {time(message.created_at)}
              </time>
              {direction === 'outbound' && <Delivery message={message} />}
            </p>
          </div>
          {!message.deleted_at && direction !== 'note' && <Button look="quiet" small icon="reply" label={t('message.reply')} className="message-act" onClick={() => onReply(message)} />}
          {reacts && !message.deleted_at && direction !== 'note' && message.provider_message_id && <ReactButton message={message} />}
          {direction === 'inbound' && <TraceButton about="messages" id={message.id} />}
        </div>
        <Reactions message={message} />
        {failed && <FailedSend message={message} />}
        {message.delivery_status === 'queued' && message.error && (
          <p className="soft" role="status">
            {message.error.hint}
          </p>
        )}
      </div>
    </article>
  );
});

function Delivery({ message }: { message: Message }) {
  const { t, dateTime } = useWords();
  const status = message.delivery_status ?? 'queued';
  const at = message.read_at ?? message.delivered_at ?? message.sent_at;
  return (
    <span className={`delivery ${status}`} title={at ? dateTime(at) : undefined}>
      <Icon name={deliveryIcon(status)} size={14} />
      {t(deliveryWord(status))}
    </span>
  );
}

/** The provider's words, the hint, and the way to try again. */
function FailedSend({ message }: { message: Message }) {
  const { t } = useWords();
  const retry = useRetryMessage();
  return (
    <div className="failed-send" role="group" aria-label={t('delivery.failed')}>
      <Icon name="alert" size={16} />
      <div className="grow">
        <strong>{message.error?.hint ?? t('message.failed')}</strong>
        {message.error?.detail && (
          <p className="soft" dir="auto">
            {message.error.detail}
          </p>
        )}
      </div>
      <Button small icon="refresh" disabled={retry.isPending} onClick={() => retry.mutate(message)}>
        {t('retry')}
      </Button>
    </div>
  );
}

function Quote({ quoted }: { quoted: Message | undefined }) {
  const { t } = useWords();
  return (
    <blockquote className="quote" dir="auto">
      {quoted?.author.name && <strong>{quoted.author.name}</strong>}
      <span className="quote-text">{quoted ? quoted.text || t(`kind.${quoted.kind}`) : t('message.quoted.earlier')}</span>
    </blockquote>
  );
}

function Reactions({ message }: { message: Message }) {
  const { t } = useWords();
  if (!message.reactions?.length) return null;
  const byEmoji = grouped(message.reactions);
  return (
    <ul className="reactions" aria-label={t('message.reactions')}>
      {[...byEmoji].map(([emoji, given]) => (
        <li key={emoji} className="chip" title={given.map((one) => one.author?.name).filter(Boolean).join(', ')}>
          {emoji} {given.length > 1 && given.length}
        </li>
      ))}
    </ul>
  );
}

function grouped<T extends { emoji: string }>(reactions: readonly T[]): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const one of reactions) groups.set(one.emoji, [...(groups.get(one.emoji) ?? []), one]);
  return groups;
}
