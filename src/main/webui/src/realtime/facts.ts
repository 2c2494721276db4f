import { useSyncExternalStore } from 'react';
import type { Author, Named, PresenceState } from '../api/types';
import type { LinkState } from './socket';

/** What is true for a moment only and is stored nowhere: who is here, who types, who looks at what. */
interface Facts {
  link: LinkState;
  presence: Readonly<Record<string, PresenceState>>;
  viewing: Readonly<Record<string, readonly Named[]>>;
  typing: Readonly<Record<string, Author>>;
}

const TYPING_LASTS = 6_000;

let facts: Facts = { link: 'connecting', presence: {}, viewing: {}, typing: {} };
const listeners = new Set<() => void>();
const expiries = new Map<string, number>();

export function setFacts(change: Partial<Facts>): void {
  facts = { ...facts, ...change };
  listeners.forEach((listener) => listener());
}

export function useFacts<T>(select: (facts: Facts) => T): T {
  return useSyncExternalStore(subscribe, () => select(facts));
}

export function setPresence(userId: string, state: PresenceState): void {
  setFacts({ presence: { ...facts.presence, [userId]: state } });
}

export function setViewing(conversationId: string, users: readonly Named[]): void {
  setFacts({ viewing: { ...facts.viewing, [conversationId]: users } });
}

/** Typing ends by itself when nobody says so: the one who typed may have lost the line. */
export function setTyping(conversationId: string, author: Author | null): void {
  window.clearTimeout(expiries.get(conversationId));
  const others = Object.fromEntries(Object.entries(facts.typing).filter(([id]) => id !== conversationId));
  setFacts({ typing: author ? { ...others, [conversationId]: author } : others });
  if (author) expiries.set(conversationId, window.setTimeout(() => setTyping(conversationId, null), TYPING_LASTS));
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
