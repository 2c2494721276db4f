import { createContext } from 'preact';
import { useContext, useEffect, useState } from 'preact/hooks';
import { direction } from '../shared/locale';
import type { Chat } from './chat';
import type { State } from './state';
import { fill, WORDS, type Words } from './words';

export const ChatContext = createContext<Chat | null>(null);

export function useChat(): Chat {
  const chat = useContext(ChatContext);
  if (chat === null) {
    throw new Error('rendered outside of the chat');
  }
  return chat;
}

/** The chat's state; the part is drawn again when it changes. */
export function useChatState(): State {
  const chat = useChat();
  const [state, setState] = useState(chat.state);
  useEffect(() => chat.subscribe(() => setState(chat.state)), [chat]);
  return state;
}

export function useWords(): { words: Words; say: (key: keyof Words, values: Record<string, string | number>) => string } {
  const { locale } = useChatState();
  const words = WORDS[locale];
  return { words, say: (key, values) => fill(words[key], values) };
}

export function applyLocale(locale: State['locale']): void {
  document.documentElement.lang = locale;
  document.documentElement.dir = direction(locale);
}
