import { useQueryClient } from '@tanstack/react-query';
import { Fragment, useEffect, useLayoutEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import type { Conversation, Message } from '../api/types';
import { useChannelTypes } from '../channel/queries';
import { useWords } from '../i18n';
import { useFacts } from '../realtime/facts';
import { Empty, Failure, Spinner } from '../ui/parts';
import { EventLine } from './EventLine';
import { MessageBubble } from './MessageBubble';
import { send, useUnconfirmed, type Unconfirmed } from './outbox';
import { useMarkRead, useMessages } from './queries';
import { UnconfirmedBubble } from './UnconfirmedBubble';

const NEAR = 120;
const SAME_BREATH = 5 * 60_000;

/** What was said, oldest first, kept at the newest unless somebody scrolled away from it. */
export function Thread({ conversation, onReply }: { conversation: Conversation; onReply: (message: Message) => void }) {
  const { t } = useWords();
  const client = useQueryClient();
  const thread = useMessages(conversation.id);
  const messages = useMemo(() => thread.data?.pages.flatMap((page) => page.items).reverse() ?? [], [thread.data]);
  const unconfirmed = useUnconfirmed(conversation.id).filter((one) => !messages.some((message) => message.client_id === one.message.client_id));
  const unreadFrom = useUnreadLine(conversation, messages);
  useReadMark(conversation);
  const reacts = useChannelTypes().data?.find((one) => one.type === conversation.channel_type)?.reacts ?? false;
  const scroller = useScrolling(messages, unconfirmed, thread.hasNextPage && !thread.isFetchingNextPage, () => void thread.fetchNextPage());

  if (thread.isPending) return <Spinner />;
  if (thread.isError && messages.length === 0) return <Failure error={thread.error} retry={() => void thread.refetch()} />;
  const resend = (one: Unconfirmed) => void send(client, conversation.id, one.message, one.fileNames);
  return (
    <div className="thread" ref={scroller} role="log" aria-label={t('thread.label')} tabIndex={0}>
      {thread.hasNextPage && <p className="older soft">{t('thread.older')}</p>}
      {messages.length === 0 && unconfirmed.length === 0 && <Empty icon="chat" title={t('thread.empty')} />}
      {messages.map((message, index) => (
        <Fragment key={message.id}>
          <Separators message={message} before={messages[index - 1]} unreadFrom={unreadFrom} />
          <Entry message={message} before={messages[index - 1]} messages={messages} reacts={reacts} onReply={onReply} />
        </Fragment>
      ))}
      {unconfirmed.map((one) => (
        <UnconfirmedBubble key={one.message.client_id} unconfirmed={one} onResend={() => resend(one)} />
      ))}
      <Typing conversationId={conversation.id} />
    </div>
  );
}

function Entry({ message, before, messages, reacts, onReply }: { message: Message; before: Message | undefined; messages: readonly Message[]; reacts: boolean; onReply: (message: Message) => void }): ReactNode {
  if (message.direction === 'event') return <EventLine message={message} />;
  const quoted = message.reply_to_id ? messages.find((one) => one.id === message.reply_to_id) : undefined;
  return <MessageBubble message={message} quoted={quoted} continues={continues(message, before)} newest={message.id === messages.at(-1)?.id} reacts={reacts} onReply={onReply} />;
}

function Separators({ message, before, unreadFrom }: { message: Message; before: Message | undefined; unreadFrom: string | null }) {
  const { t, day } = useWords();
  const newDay = !before || new Date(before.created_at).toDateString() !== new Date(message.created_at).toDateString();
  return (
    <>
      {newDay && (
        <div className="day">
          <span>{day(message.created_at)}</span>
        </div>
      )}
      {message.id === unreadFrom && (
        <div className="unread-line">
          <span>{t('thread.unread')}</span>
        </div>
      )}
    </>
  );
}

function Typing({ conversationId }: { conversationId: string }) {
  const { t } = useWords();
  const author = useFacts((facts) => facts.typing[conversationId]);
  return (
    <p className="typing soft" aria-live="polite">
      {author && (
        <>
          <span className="dots" aria-hidden="true">
            <i />
            <i />
            <i />
          </span>
          {t('thread.typing', { name: author.name ?? '' })}
        </>
      )}
    </p>
  );
}

/** Where reading stopped when the conversation was opened: it stays there while it is open. */
function useUnreadLine(conversation: Conversation, messages: readonly Message[]): string | null {
  const [unreadAtOpening] = useState(conversation.unread_count);
  const [from, setFrom] = useState<string | null | undefined>(undefined);
  if (from === undefined && messages.length > 0) {
    const inbound = messages.filter((message) => message.direction === 'inbound');
    setFrom(unreadAtOpening > 0 ? (inbound.at(-unreadAtOpening)?.id ?? inbound[0]?.id ?? null) : null);
  }
  return from ?? null;
}

/** Read means: open, and the page is looked at. */
function useReadMark(conversation: Conversation): void {
  const { mutate } = useMarkRead();
  const { id, unread_count: unread } = conversation;
  useEffect(() => {
    const mark = () => {
      if (unread > 0 && document.visibilityState === 'visible') mutate(id);
    };
    mark();
    document.addEventListener('visibilitychange', mark);
    return () => document.removeEventListener('visibilitychange', mark);
  }, [id, unread, mutate]);
}

/** Stays at the bottom as messages come; keeps its place as older ones are put on top. */
function useScrolling(messages: readonly Message[], unconfirmed: readonly Unconfirmed[], mayLoadOlder: boolean, loadOlder: () => void) {
  const [element, setElement] = useState<HTMLDivElement | null>(null);
  const atBottom = useRef(true);
  const before = useRef({ oldest: '', height: 0 });
  const oldest = messages[0]?.id ?? '';

  useLayoutEffect(() => {
    if (!element) return;
    const grownAbove = before.current.oldest !== '' && before.current.oldest !== oldest;
    if (atBottom.current) element.scrollTop = element.scrollHeight;
    else if (grownAbove) element.scrollTop += element.scrollHeight - before.current.height;
    before.current = { oldest, height: element.scrollHeight };
  }, [element, messages, unconfirmed.length, oldest]);

  useEffect(() => {
    if (!element) return;
    const scrolled = () => {
      atBottom.current = element.scrollHeight - element.scrollTop - element.clientHeight < NEAR;
      if (element.scrollTop < NEAR && mayLoadOlder) loadOlder();
    };
    // Pictures grow when they have come, the composer grows while somebody writes.
    const resized = new ResizeObserver(() => {
      if (atBottom.current) element.scrollTop = element.scrollHeight;
    });
    element.addEventListener('scroll', scrolled, { passive: true });
    resized.observe(element);
    Array.from(element.children).forEach((child) => resized.observe(child));
    return () => {
      element.removeEventListener('scroll', scrolled);
      resized.disconnect();
    };
  }, [element, messages, mayLoadOlder, loadOlder]);
  return setElement;
}

function continues(message: Message, before: Message | undefined): boolean {
  if (!before || before.direction !== message.direction) return false;
  const sameAuthor = before.author.type === message.author.type && before.author.id === message.author.id;
  return sameAuthor && Date.parse(message.created_at) - Date.parse(before.created_at) < SAME_BREATH;
}
