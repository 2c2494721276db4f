import { Fragment, type VNode } from 'preact';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { useChat, useChatState, useWords } from '../context';
import { conversationOf, pendingHere } from '../state';
import { day } from '../time';
import { MessageBubble, PendingBubble } from './message';
import { Survey } from './survey';
import { Transcript } from './transcript';

/** How far from the end still counts as being there. */
const NEAR_PIXELS = 60;

export function MessageList(): VNode {
  const chat = useChat();
  const state = useChatState();
  const { words, say } = useWords();
  const list = useRef<HTMLDivElement>(null);
  const atEnd = useRef(true);
  const messages = state.current === null ? [] : (state.messages[state.current] ?? []);
  const pending = pendingHere(state);
  const older = state.current === null ? null : (state.older[state.current] ?? null);
  const typing = state.typing?.conversationId === state.current && state.current !== null ? state.typing : null;
  const conversation = conversationOf(state);
  const status = conversation?.status;

  useLayoutEffect(() => {
    if (atEnd.current && list.current !== null) {
      list.current.scrollTop = list.current.scrollHeight;
    }
  });
  useEffect(() => {
    const read = (): void => {
      if (state.open && atEnd.current && document.visibilityState === 'visible') {
        void chat.markRead();
      }
    };
    read();
    document.addEventListener('visibilitychange', read);
    return () => document.removeEventListener('visibilitychange', read);
  }, [chat, state.open, state.current, messages]);
  const onScroll = (): void => {
    const box = list.current;
    if (box !== null) {
      const wasAtEnd = atEnd.current;
      atEnd.current = box.scrollHeight - box.scrollTop - box.clientHeight < NEAR_PIXELS;
      if (!wasAtEnd && atEnd.current && state.open) {
        void chat.markRead();
      }
    }
  };

  return (
    <div class="scroll messages" ref={list} onScroll={onScroll} role="log" aria-live="polite" aria-label={words.messages} tabIndex={0}>
      {older !== null && state.current !== null && (
        <button type="button" class="quiet" onClick={() => void chat.loadMessages(state.current!, older)}>
          {words.loadOlder}
        </button>
      )}
      {messages.length === 0 && pending.length === 0 && (
        <p class="greeting" dir="auto">{state.config?.greeting ?? words.empty}</p>
      )}
      {messages.map((message, index) => {
        const date = day(state.locale, words, message.created_at);
        const before = messages[index - 1];
        const isNewDay = before === undefined || day(state.locale, words, before.created_at) !== date;
        return (
          <Fragment key={message.client_id ?? message.id}>
            {isNewDay && <p class="day">{date}</p>}
            <MessageBubble message={message} isLast={index === messages.length - 1} />
          </Fragment>
        );
      })}
      {pending.map((item) => (
        <PendingBubble key={item.draft.client_id} item={item} />
      ))}
      {typing !== null && (
        <p class="typing">
          <span class="dots" aria-hidden="true">
            <i />
            <i />
            <i />
          </span>
          {say('typing', { name: typing.name === '' ? words.support : typing.name })}
        </p>
      )}
      {status === 'resolved' && <p class="day">{words.resolved}</p>}
      {conversation !== null && conversation.survey !== null && <Survey key={conversation.survey.id} conversation={conversation} survey={conversation.survey} />}
      {status === 'closed' && <p class="day">{words.closed}</p>}
      {conversation !== null && (status === 'resolved' || status === 'closed') && <Transcript key={conversation.id} conversation={conversation.id} />}
      {state.notice !== null && (
        <p class="error" role="alert">
          {state.notice === 'rate_limited' ? words.tooFast : words.failed}
        </p>
      )}
    </div>
  );
}
