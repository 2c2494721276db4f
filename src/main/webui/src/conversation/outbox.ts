import { useMemo, useSyncExternalStore } from 'react';
import type { QueryClient } from '@tanstack/react-query';
import { post, ProblemError } from '../api/http';
import type { Message, NewMessage } from '../api/types';
import { placeAnsweredMessage } from '../realtime/changes';

/** A message that this browser has and the service has not confirmed. */
export interface Unconfirmed {
  conversationId: string;
  message: NewMessage;
  fileNames: string[];
  writtenAt: string;
  /** Null while it is on its way. */
  error: unknown;
}

const PAUSES = [1_000, 2_000, 5_000];
const KEPT = 'tributary.outbox';

let outbox: readonly Unconfirmed[] = kept();
const listeners = new Set<() => void>();

/**
 * Shows the message at once and sends it. Its `client_id` makes a second attempt harmless: the service answers with the first
 * one, so that a lost answer is simply asked for again.
 */
export async function send(client: QueryClient, conversationId: string, message: NewMessage, fileNames: string[] = []): Promise<void> {
  const unconfirmed: Unconfirmed = { conversationId, message, fileNames, writtenAt: new Date().toISOString(), error: null };
  change([...outbox.filter((one) => one.message.client_id !== message.client_id), unconfirmed]);
  const askedAt = performance.now();
  try {
    const sent = await withPatience(() => post<Message>(`/conversations/${conversationId}/messages`, message));
    placeAnsweredMessage(client, sent, askedAt);
    discard(message.client_id);
  } catch (error) {
    change(outbox.map((one) => (one.message.client_id === message.client_id ? { ...one, error } : one)));
  }
}

export function discard(clientId: string): void {
  change(outbox.filter((one) => one.message.client_id !== clientId));
}

export function useUnconfirmed(conversationId: string): readonly Unconfirmed[] {
  const all = useSyncExternalStore(subscribe, () => outbox);
  return useMemo(() => all.filter((one) => one.conversationId === conversationId), [all, conversationId]);
}

async function withPatience<T>(attempt: () => Promise<T>): Promise<T> {
  for (const pause of PAUSES) {
    try {
      return await attempt();
    } catch (error) {
      const worthRepeating = error instanceof ProblemError && (error.status === 0 || error.status >= 500);
      if (!worthRepeating) throw error;
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
  }
  return attempt();
}

function change(next: readonly Unconfirmed[]): void {
  outbox = next;
  sessionStorage.setItem(KEPT, JSON.stringify(next));
  listeners.forEach((listener) => listener());
}

/** After a reload nobody knows how the request ended, so each waits for a person to say "again". */
function kept(): Unconfirmed[] {
  const stored = JSON.parse(sessionStorage.getItem(KEPT) ?? '[]') as Unconfirmed[];
  return stored.map((one) => ({ ...one, error: new ProblemError({ title: '', status: 0, code: 'unconfirmed' }) }));
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
