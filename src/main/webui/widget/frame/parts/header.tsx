import type { VNode } from 'preact';
import { useChat, useChatState, useWords } from '../context';
import { conversationOf } from '../state';
import { Icon } from './icon';

export function Header({ close }: { close: () => void }): VNode {
  const chat = useChat();
  const state = useChatState();
  const { words } = useWords();
  const agent = conversationOf(state)?.agent ?? null;
  const inList = state.screen === 'list';
  const title = inList ? words.earlier : (agent?.name ?? state.config?.name ?? words.title);
  return (
    <header class="header">
      {inList && (
        <button type="button" aria-label={words.back} title={words.back} onClick={() => chat.show(state.current)}>
          <Icon name="back" />
        </button>
      )}
      {!inList && agent !== null && <Avatar name={agent.name} url={agent.avatar_url} />}
      <h1 dir="auto">{title}</h1>
      {!inList && state.conversations.length > 0 && (
        <button type="button" aria-label={words.earlier} title={words.earlier} onClick={() => chat.list()}>
          <Icon name="list" />
        </button>
      )}
      {state.config?.features.sound === true && (
        <button
          type="button"
          aria-pressed={state.muted}
          aria-label={words.mute}
          title={state.muted ? words.unmute : words.mute}
          onClick={() => chat.setMuted(!state.muted)}
        >
          <Icon name={state.muted ? 'muted' : 'sound'} />
        </button>
      )}
      <button type="button" aria-label={words.close} title={words.close} onClick={close}>
        <Icon name="close" />
      </button>
    </header>
  );
}

export function Avatar({ name, url }: { name: string; url: string | null }): VNode {
  return url === null ? (
    <span class="avatar" aria-hidden="true">
      {[...name.trim()][0]?.toUpperCase() ?? '?'}
    </span>
  ) : (
    <img class="avatar" src={url} alt="" width={32} height={32} />
  );
}
