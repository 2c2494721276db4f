import type { VNode } from 'preact';
import { useChat } from '../context';
import type { Action } from '../types';

/** What a message offers: a press comes back as an answer, a link opens beside the page. */
export function Actions({ messageId, actions }: { messageId: string; actions: Action[] }): VNode {
  const chat = useChat();
  return (
    <div class="replies">
      {actions.map((action) =>
        action.url !== null ? (
          <a key={action.id} class="quiet" href={action.url} target="_blank" rel="noopener noreferrer" dir="auto">
            {action.label}
          </a>
        ) : (
          <button
            key={action.id}
            type="button"
            class="quiet"
            dir="auto"
            onClick={() => chat.send({ type: 'postback', text: action.label, postback: { source_message_id: messageId, id: action.id } })}
          >
            {action.label}
          </button>
        ),
      )}
    </div>
  );
}
