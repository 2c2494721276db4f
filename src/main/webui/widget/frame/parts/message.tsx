import type { VNode } from 'preact';
import { useChat, useChatState, useWords } from '../context';
import type { Pending } from '../outbox';
import { linked, rich } from '../text';
import { clock, fileSize } from '../time';
import type { Attachment, Message } from '../types';
import { Actions } from './actions';
import { Cards } from './cards';
import { FormCard } from './form';
import { Avatar } from './header';
import { Icon } from './icon';

export function MessageBubble({ message, isLast }: { message: Message; isLast: boolean }): VNode {
  const { locale } = useChatState();
  const { words } = useWords();
  const mine = message.author.kind === 'visitor';
  const author = mine ? words.you : (message.author.name ?? words.support);
  return (
    <article class={`message ${mine ? 'mine' : 'theirs'}`} aria-label={author}>
      {!mine && <Avatar name={author} url={message.author.avatar_url} />}
      <div class="body">
        <p class="byline">
          <span class={mine ? 'hidden' : ''} dir="auto">{author}</span> <time dateTime={message.created_at}>{clock(locale, message.created_at)}</time>
          {message.edited && <span> · {words.edited}</span>}
        </p>
        <Content message={message} />
        {!mine && isLast && <QuickReplies message={message} />}
        {mine && message.status !== null && isLast && (
          <p class="state">{message.status === 'read' ? words.seen : words.sent}</p>
        )}
      </div>
    </article>
  );
}

function Content({ message }: { message: Message }): VNode {
  const { words } = useWords();
  if (message.deleted) {
    return <p class="bubble gone">{words.deleted}</p>;
  }
  return (
    <>
      {message.attachments.map((attachment) => (
        <File key={attachment.id} attachment={attachment} />
      ))}
      {message.html !== null ? (
        <div class="bubble rich" dir="auto">{rich(message.html)}</div>
      ) : message.text !== null && message.text !== '' ? (
        <p class="bubble" dir="auto">{linked(message.text)}</p>
      ) : (
        message.attachments.length + message.cards.length === 0 && message.form === null && <p class="bubble gone">{words.unsupported}</p>
      )}
      {message.cards.length > 0 && <Cards message={message} />}
      {message.form !== null && <FormCard message={message} form={message.form} />}
    </>
  );
}

function File({ attachment }: { attachment: Attachment }): VNode | null {
  const { locale } = useChatState();
  const { say } = useWords();
  const { url, file_name: name, kind } = attachment;
  if (url === null) {
    return <p class="bubble gone" dir="auto">{name}</p>;
  }
  switch (kind) {
    case 'image':
    case 'sticker':
      return (
        <a class="picture" href={url} target="_blank" rel="noopener">
          <img src={url} alt={say('image', { name })} loading="lazy" />
        </a>
      );
    case 'video':
      return <video class="picture" src={url} controls preload="metadata" aria-label={name} />;
    case 'audio':
      return <audio src={url} controls preload="metadata" aria-label={name} />;
    case 'file':
      return (
        <a class="bubble file" href={url} target="_blank" rel="noopener" download={name} aria-label={say('download', { name })}>
          <Icon name="file" />
          <span dir="auto">{name}</span>
          {attachment.size !== null && <small>{fileSize(locale, attachment.size)}</small>}
        </a>
      );
  }
}

function QuickReplies({ message }: { message: Message }): VNode | null {
  return message.actions.length === 0 || message.deleted ? null : <Actions messageId={message.id} actions={message.actions} />;
}

export function PendingBubble({ item }: { item: Pending }): VNode {
  const chat = useChat();
  const { words } = useWords();
  const { text, client_id: id, attachments } = item.draft;
  return (
    <article class="message mine" aria-label={words.you}>
      <div class="body">
        {attachments?.map((file) => (
          <p key={file.upload_id} class="bubble file" dir="auto">
            <Icon name="file" />
            <span>{file.name}</span>
          </p>
        ))}
        {text !== null && text !== '' && <p class="bubble" dir="auto">{linked(text)}</p>}
        {item.state === 'sending' ? (
          <p class="state">{words.sending}</p>
        ) : (
          <p class="state error" role="alert">
            {item.error === 'rate_limited' ? words.tooFast : words.notSent}{' '}
            <button type="button" class="link" onClick={() => chat.retry(id)}>
              {words.retry}
            </button>{' '}
            <button type="button" class="link" onClick={() => chat.discard(id)}>
              {words.discard}
            </button>
          </p>
        )}
      </div>
    </article>
  );
}
