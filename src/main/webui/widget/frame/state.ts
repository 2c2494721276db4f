import type { Locale } from '../shared/locale';
import type { Pending } from './outbox';
import type { Config, Contact, Conversation, Message } from './types';

type Screen = 'loading' | 'chat' | 'list' | 'unavailable' | 'sign_in' | 'blocked';

export interface State {
  screen: Screen;
  locale: Locale;
  config: Config | null;
  contact: Contact | null;
  conversations: Conversation[];
  /** The conversation on the screen; null is one that begins with the next message. */
  current: string | null;
  messages: Record<string, Message[]>;
  older: Record<string, string | null>;
  pending: readonly Pending[];
  prechatDone: boolean;
  typing: { conversationId: string; name: string } | null;
  connected: boolean;
  open: boolean;
  muted: boolean;
  notice: string | null;
}

export function initialState(locale: Locale, muted: boolean): State {
  return {
    screen: 'loading',
    locale,
    config: null,
    contact: null,
    conversations: [],
    current: null,
    messages: {},
    older: {},
    pending: [],
    prechatDone: false,
    typing: null,
    connected: true,
    open: false,
    muted,
    notice: null,
  };
}

/** Where the visitor goes on: the newest conversation that still takes an answer. */
export function resumable(conversations: Conversation[]): string | null {
  return conversations.find((conversation) => conversation.can_reply)?.id ?? null;
}

export function conversationOf(state: State): Conversation | null {
  return state.conversations.find((conversation) => conversation.id === state.current) ?? null;
}

/** Puts messages at their place; a message that is known by its id or by the visitor's client_id is replaced. */
export function merge(known: Message[], news: Message[]): Message[] {
  const replaced = new Set(news.flatMap((message) => [message.id, message.client_id ?? message.id]));
  const kept = known.filter((message) => !replaced.has(message.id) && !replaced.has(message.client_id ?? message.id));
  return [...kept, ...news].sort((a, b) => a.created_at.localeCompare(b.created_at) || a.id.localeCompare(b.id));
}

/** Whether the visitor has answered the form of this message, here or elsewhere. */
export function isAnswered(state: State, message: Message): boolean {
  return message.form?.answered === true || (state.messages[message.conversation_id] ?? []).some((one) => one.form_id === message.id);
}

/** The answers to a form that the service refused, with the questions to be answered anew; null where there are none, or where no question is at fault. */
export function refusedAnswers(state: State, message: Message): { item: Pending; fields: string[] } | null {
  const item = state.pending.find((one) => one.draft.form?.source_message_id === message.id);
  const fields = (message.form?.fields ?? []).map((field) => field.key).filter((key) => item?.state === 'failed' && item.wrong.includes(key));
  return item !== undefined && fields.length > 0 ? { item, fields } : null;
}

/** What waits below the conversation on the screen; refused answers stand in their form instead. */
export function pendingHere(state: State): readonly Pending[] {
  const messages = state.current === null ? [] : (state.messages[state.current] ?? []);
  const inForms = messages.map((message) => refusedAnswers(state, message)?.item);
  return state.pending.filter((item) => item.conversationId === state.current && !inForms.includes(item));
}

export function upsert(known: Conversation[], news: Conversation): Conversation[] {
  return [news, ...known.filter((conversation) => conversation.id !== news.id)].sort((a, b) =>
    b.updated_at.localeCompare(a.updated_at),
  );
}

export function unreadCount(state: State): number {
  return state.conversations.reduce((sum, conversation) => sum + conversation.unread_count, 0);
}
