import type { InfiniteData, QueryClient } from '@tanstack/react-query';
import type { Conversation, Message, Page } from '../api/types';
import { keys } from '../api/keys';
import { belongs, type Filter } from '../conversation/filter';
import { isOutrun, tellOf } from './freshness';
import type { ChangeFrame } from './protocol';

type Pages<T> = InfiniteData<Page<T>, string | null>;

const COUNTS_AT_MOST_EVERY = 1_000;
let countsDue: number | undefined;

/** Writes what happened into the cache where its content is known, and marks as stale what has to be asked again. */
export function applyChange(client: QueryClient, change: ChangeFrame, userId: string): void {
  if (change.message) {
    tellOf(change.message.id);
    placeMessage(client, change.message);
  }
  if (change.conversation) {
    tellOf(change.conversation.id);
    placeConversation(client, change.conversation, userId);
  }
  removeWhatIsGone(client, change);
  const subject = change.kind.split('.')[0];
  if (subject === 'conversation' || subject === 'message') countSoon(client);
  if (subject === 'contact') {
    void client.invalidateQueries({ queryKey: keys.contact(change.id) });
    void client.invalidateQueries({ queryKey: keys.conversationLists });
  }
  if (subject === 'channel_account') void client.invalidateQueries({ queryKey: keys.channels });
  if (subject === 'team') void client.invalidateQueries({ queryKey: keys.teams });
  if (subject === 'user') void client.invalidateQueries({ queryKey: keys.users });
  if (subject === 'ticket') void client.invalidateQueries({ queryKey: ['tickets'] });
  if (subject === 'notification' && change.id === userId) void client.invalidateQueries({ queryKey: keys.notifications });
  if (subject === 'tag') void client.invalidateQueries({ queryKey: keys.tags });
}

/** What no longer is goes from everywhere: an echo that was a message of ours, a conversation, a contact with everything of theirs. */
function removeWhatIsGone(client: QueryClient, change: ChangeFrame): void {
  switch (change.kind) {
    case 'message.removed':
      if (change.conversation) client.setQueryData<Pages<Message>>(keys.messages(change.conversation.id), (known) => known && without(known, change.id));
      return;
    case 'conversation.deleted':
      client.setQueriesData<Pages<Conversation>>({ queryKey: keys.conversationLists }, (known) => known && without(known, change.id));
      void client.invalidateQueries({ queryKey: keys.conversation(change.id) });
      client.removeQueries({ queryKey: keys.messages(change.id) });
      return;
    case 'contact.deleted':
      client.removeQueries({ queryKey: keys.contact(change.id) });
      return;
  }
}

export function without<T extends { id: string }>(known: Pages<T>, id: string): Pages<T> {
  return { ...known, pages: known.pages.map((page) => ({ ...page, items: page.items.filter((item) => item.id !== id) })) };
}

/** What is wrong once this has happened, if it was asked for before. */
export function outdatedBy({ conversation, message }: ChangeFrame): (readonly unknown[])[] {
  return [
    ...(conversation ? [keys.conversationLists, keys.conversation(conversation.id)] : []),
    ...(message ? [keys.messages(message.conversation_id)] : []),
  ];
}

export function refetchEverything(client: QueryClient): void {
  void client.invalidateQueries({ predicate: (query) => query.queryKey[0] !== 'session' });
}

/** What a write was answered with, unless the socket has told more since: a message is "sent" before the answer "queued" is here. */
export function placeAnsweredMessage(client: QueryClient, message: Message, askedAt: number): void {
  if (!isOutrun(message.id, askedAt)) placeMessage(client, message);
}

export function placeAnsweredConversation(client: QueryClient, conversation: Conversation, userId: string, askedAt: number): void {
  if (!isOutrun(conversation.id, askedAt)) placeConversation(client, conversation, userId);
}

/** Replaces the message where it is shown, or puts it where its time says. */
function placeMessage(client: QueryClient, message: Message): void {
  client.setQueryData<Pages<Message>>(keys.messages(message.conversation_id), (known) => known && withMessage(known, message));
}

function withMessage(known: Pages<Message>, message: Message): Pages<Message> {
  const isKnown = known.pages.some((page) => page.items.some((item) => item.id === message.id));
  const pages = known.pages.map((page, index) => {
    if (isKnown) return { ...page, items: page.items.map((item) => (item.id === message.id ? message : item)) };
    return index === 0 ? { ...page, items: [message, ...page.items].sort(newestFirst) } : page;
  });
  return { ...known, pages };
}

export function placeConversation(client: QueryClient, conversation: Conversation, userId: string): void {
  client.setQueryData(keys.conversation(conversation.id), conversation);
  for (const [key, pages] of client.getQueriesData<Pages<Conversation>>({ queryKey: keys.conversationLists })) {
    if (!pages) continue;
    const filter = key[2] as Filter;
    const belonging = belongs(conversation, filter, userId);
    if (belonging === 'unknown') void client.invalidateQueries({ queryKey: key });
    else client.setQueryData(key, withConversation(pages, conversation, belonging));
  }
  void client.invalidateQueries({ queryKey: keys.contactConversations(conversation.contact.id) });
}

/** Takes the row out of where it was; puts it where its activity says, unless that lies beyond what is loaded. */
export function withConversation(known: Pages<Conversation>, conversation: Conversation, belonging: boolean): Pages<Conversation> {
  const pages = known.pages.map((page) => ({ ...page, items: page.items.filter((item) => item.id !== conversation.id) }));
  if (!belonging) return { ...known, pages };
  const isEarlier = (item: Conversation) => item.activity_at < conversation.activity_at;
  const home = pages.findIndex((page) => page.items.some(isEarlier));
  const last = pages.at(-1);
  if (home >= 0) {
    const page = pages[home];
    if (page) page.items.splice(page.items.findIndex(isEarlier), 0, conversation);
  } else if (last && last.next_cursor === null) {
    last.items.push(conversation);
  }
  return { ...known, pages };
}

function newestFirst(one: Message, other: Message): number {
  if (one.created_at !== other.created_at) return one.created_at < other.created_at ? 1 : -1;
  return one.id < other.id ? 1 : -1;
}

function countSoon(client: QueryClient): void {
  countsDue ??= window.setTimeout(() => {
    countsDue = undefined;
    void client.invalidateQueries({ queryKey: keys.counts });
  }, COUNTS_AT_MOST_EVERY);
}
