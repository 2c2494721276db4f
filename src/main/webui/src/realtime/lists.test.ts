import { QueryClient } from '@tanstack/react-query';
import { describe, expect, it } from 'vitest';
import { keys } from '../api/keys';
import type { Conversation, Message, Page } from '../api/types';
import { applyChange, withConversation } from './changes';
import type { ChangeFrame } from './protocol';

const conversation = (id: string, minute: number) =>
  ({ id, status: 'open', priority: 'normal', channel_type: 'TELEGRAM', tags: [], assignee: null, contact: { id: 'p1', name: 'Ada' }, activity_at: `2026-01-01T10:${String(minute).padStart(2, '0')}:00Z` }) as unknown as Conversation;
const pages = (...lists: Conversation[][]) => ({ pages: lists.map((items, index) => ({ items, next_cursor: index === lists.length - 1 ? null : 'more' })), pageParams: lists.map(() => null) });
const ids = (known: { pages: Page<Conversation>[] }) => known.pages.map((page) => page.items.map((item) => item.id));

describe('a changed conversation in a loaded list', () => {
  it('moves to where its activity says, across pages', () => {
    const known = pages([conversation('a', 50), conversation('b', 40)], [conversation('c', 30), conversation('d', 20)]);
    expect(ids(withConversation(known, conversation('d', 45), true))).toEqual([['a', 'd', 'b'], ['c']]);
  });

  it('comes in at the top when it is new, and leaves when it no longer belongs', () => {
    const known = pages([conversation('a', 50)]);
    expect(ids(withConversation(known, conversation('n', 55), true))).toEqual([['n', 'a']]);
    expect(ids(withConversation(known, conversation('a', 55), false))).toEqual([[]]);
  });

  it('goes to the end only where the end is loaded', () => {
    const whole = pages([conversation('a', 50)]);
    expect(ids(withConversation(whole, conversation('z', 1), true))).toEqual([['a', 'z']]);
    const part = { pages: [{ items: [conversation('a', 50)], next_cursor: 'more' }], pageParams: [null] };
    expect(ids(withConversation(part, conversation('z', 1), true))).toEqual([['a']]);
  });
});

describe('what is gone', () => {
  const frame = (kind: string, id: string, about: Partial<ChangeFrame> = {}) => ({ t: 'change', seq: 1, kind, id, conversation: null, message: null, ...about }) as ChangeFrame;

  it('leaves the thread, the lists and the cache', () => {
    const client = new QueryClient();
    client.setQueryData(keys.messages('c1'), { pages: [{ items: [{ id: 'm1' }, { id: 'm2' }] as Message[], next_cursor: null }], pageParams: [null] });
    client.setQueryData(keys.conversationList({}), pages([conversation('c1', 5), conversation('c2', 4)]));
    client.setQueryData(keys.contact('p1'), { id: 'p1' });

    applyChange(client, frame('message.removed', 'm1', { conversation: conversation('c1', 5) }), 'u1');
    applyChange(client, frame('conversation.deleted', 'c2'), 'u1');
    applyChange(client, frame('contact.deleted', 'p1'), 'u1');

    expect(client.getQueryData<{ pages: Page<Message>[] }>(keys.messages('c1'))?.pages[0]?.items.map((one) => one.id)).toEqual(['m2']);
    expect(ids(client.getQueryData<{ pages: Page<Conversation>[] }>(keys.conversationList({})) ?? { pages: [] })).toEqual([['c1']]);
    expect(client.getQueryData(keys.contact('p1'))).toBeUndefined();
  });
});
