import type { VNode } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { textOn } from '../shared/color';
import { useChat, useChatState, useWords } from './context';
import { Banner } from './parts/banner';
import { Composer } from './parts/composer';
import { Conversations } from './parts/conversations';
import { Header } from './parts/header';
import { MessageList } from './parts/message-list';
import { Prechat } from './parts/prechat';
import { conversationOf, type State } from './state';

export function App({ close }: { close: () => void }): VNode {
  const state = useChatState();
  const panel = useRef<HTMLElement>(null);
  useTheme(state);
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.key === 'Escape' && !event.defaultPrevented) {
        close();
      }
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, [close]);
  useEffect(() => {
    if (state.open) {
      const first = panel.current?.querySelector<HTMLElement>('[data-autofocus]') ?? panel.current;
      first?.focus();
    }
  }, [state.open, state.screen]);
  return (
    <main class="widget" ref={panel} tabIndex={-1}>
      <Header close={close} />
      <Body />
    </main>
  );
}

function Body(): VNode {
  const state = useChatState();
  const { words } = useWords();
  switch (state.screen) {
    case 'loading':
      return <p class="center" role="status">{words.loading}</p>;
    case 'unavailable':
      return <Refusal text={words.unavailable} retry />;
    case 'sign_in':
      return <Refusal text={words.signInFirst} />;
    case 'blocked':
      return <Refusal text={words.blocked} />;
    case 'list':
      return <Conversations />;
    case 'chat':
      return asksFirst(state) ? <Prechat /> : <Thread />;
  }
}

function Refusal({ text, retry = false }: { text: string; retry?: boolean }): VNode {
  const chat = useChat();
  const { words } = useWords();
  return (
    <div class="center">
      <p role="alert">{text}</p>
      {retry && (
        <button type="button" class="quiet" onClick={() => void chat.start()}>
          {words.retry}
        </button>
      )}
    </div>
  );
}

function Thread(): VNode {
  return (
    <>
      <Banner />
      <MessageList />
      <Composer />
    </>
  );
}

/** The form comes before a conversation of somebody we do not know, and only once a visit. */
function asksFirst(state: State): boolean {
  const form = state.config?.prechat;
  const isHeldUp = state.pending.every((item) => item.error === 'prechat_invalid');
  return form?.enabled === true && form.fields.length > 0 && !state.prechatDone && conversationOf(state) === null && isHeldUp;
}

function useTheme({ config, locale }: State): void {
  useEffect(() => {
    if (config !== null) {
      const root = document.documentElement;
      root.dataset.theme = config.theme;
      root.style.setProperty('--primary', config.colors.primary);
      root.style.setProperty('--on-primary', textOn(config.colors.primary));
    }
  }, [config, locale]);
}
