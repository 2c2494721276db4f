import type { VNode } from 'preact';
import { useChat, useChatState, useWords } from '../context';
import { day } from '../time';

/** The visitor's conversations, the newest first; old ones can be read. */
export function Conversations(): VNode {
  const chat = useChat();
  const { conversations, locale } = useChatState();
  const { words, say } = useWords();
  return (
    <div class="scroll">
      {conversations.length === 0 && <p class="center">{words.noConversations}</p>}
      <ul class="conversations">
        {conversations.map((conversation) => (
          <li key={conversation.id}>
            <button type="button" onClick={() => chat.show(conversation.id)}>
              <strong dir="auto">{conversation.agent?.name ?? words.support}</strong>
              <time dateTime={conversation.updated_at}>{day(locale, words, conversation.updated_at)}</time>
              <span class="preview" dir="auto">
                {conversation.preview ?? say('conversationOf', { date: day(locale, words, conversation.created_at) })}
              </span>
              {conversation.unread_count > 0 && <span class="count">{say('unreadHere', { n: conversation.unread_count })}</span>}
            </button>
          </li>
        ))}
      </ul>
      <button type="button" class="primary wide" data-autofocus onClick={() => chat.show(null)}>
        {words.startNew}
      </button>
    </div>
  );
}
