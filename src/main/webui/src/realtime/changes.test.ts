import { QueryClient } from '@tanstack/react-query';
import { describe, expect, it, vi } from 'vitest';
import { keys } from '../api/keys';
import type { Message, Page } from '../api/types';
import { applyChange, placeAnsweredMessage } from './changes';
import { Fetches } from './freshness';
import type { ChangeFrame } from './protocol';

type Pages = { pages: Page<Message>[]; pageParams: null[] };

const message = (id: string, deliveryStatus: string) =>
  ({ id, conversation_id: 'c1', delivery_status: deliveryStatus, created_at: '2026-01-01T10:00:00Z' }) as Message;
const told = (one: Message) => ({ t: 'change', seq: 1, kind: 'message.updated', id: one.id, conversation: null, message: one }) as ChangeFrame;
const thread = (...items: Message[]): Pages => ({ pages: [{ items, next_cursor: null }], pageParams: [null] });
const shown = (client: QueryClient) => client.getQueryData<Pages>(keys.messages('c1'))?.pages[0]?.items.map((one) => [one.id, one.delivery_status]);

describe('an answer to a write', () => {
  it('is shown where the socket has said nothing', () => {
    const client = new QueryClient();
    client.setQueryData(keys.messages('c1'), thread());
    placeAnsweredMessage(client, message('m1', 'queued'), performance.now());
    expect(shown(client)).toEqual([['m1', 'queued']]);
  });

  it('never takes back what the socket has told since it was asked for', () => {
    const client = new QueryClient();
    client.setQueryData(keys.messages('c1'), thread());
    const askedAt = performance.now();
    applyChange(client, told(message('m2', 'sent')), 'u1');
    placeAnsweredMessage(client, message('m2', 'queued'), askedAt);
    expect(shown(client)).toEqual([['m2', 'sent']]);
  });

  it('counts again once it was asked for later', () => {
    const client = new QueryClient();
    client.setQueryData(keys.messages('c1'), thread());
    applyChange(client, told(message('m3', 'failed')), 'u1');
    placeAnsweredMessage(client, message('m3', 'queued'), performance.now() + 1);
    expect(shown(client)).toEqual([['m3', 'queued']]);
  });
});

describe('a page that was on its way while something in it changed', () => {
  it('is fetched once more, and once only', async () => {
    const client = new QueryClient();
    const fetches = new Fetches(client);
    const end = fetches.watch();
    let deliver: (pages: Pages) => void = () => undefined;
    const queryFn = vi.fn(() => new Promise<Pages>((resolve) => (deliver = resolve)));
    void client.prefetchQuery({ queryKey: keys.messages('c1'), queryFn });
    await vi.waitFor(() => expect(queryFn).toHaveBeenCalledTimes(1));

    fetches.changed(keys.messages('c1'));
    fetches.changed(keys.messages('c1'));
    deliver(thread(message('m4', 'queued')));

    await vi.waitFor(() => expect(client.getQueryState(keys.messages('c1'))?.isInvalidated).toBe(true));
    fetches.changed(keys.messages('c2'));
    expect(queryFn).toHaveBeenCalledTimes(1);
    end();
  });
});
