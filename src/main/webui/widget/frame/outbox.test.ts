import { describe, expect, it } from 'vitest';
import { ApiError } from './api';
import { Outbox, type Written } from './outbox';

function storage(): { getItem(key: string): string | null; setItem(key: string, value: string): void } {
  const kept = new Map<string, string>();
  return { getItem: (key) => kept.get(key) ?? null, setItem: (key, value) => void kept.set(key, value) };
}

function text(id: string, startId: string | null = null): Written {
  return { draft: { client_id: id, type: 'text', text: id }, conversationId: startId === null ? 'c1' : null, startId, prechat: null };
}

describe('the outbox', () => {
  it('sends what found no answer again under the same client_id, after 1, 2, 5 and 10 seconds', async () => {
    const pauses: number[] = [];
    const sent: string[] = [];
    const outbox = new Outbox(
      'wch',
      storage(),
      (item) => {
        sent.push(item.draft.client_id);
        return sent.length < 5 ? Promise.reject(new ApiError(0, 'offline', null, null)) : Promise.resolve();
      },
      () => undefined,
      (millis) => {
        pauses.push(millis);
        return Promise.resolve();
      },
    );
    outbox.add(text('m1'));
    await expect.poll(() => outbox.list()).toEqual([]);
    expect(sent).toEqual(['m1', 'm1', 'm1', 'm1', 'm1']);
    expect(pauses).toEqual([1_000, 2_000, 5_000, 10_000]);
  });

  it('gives up after that and waits for a tap', async () => {
    let online = false;
    const outbox = new Outbox(
      'wch',
      storage(),
      () => (online ? Promise.resolve() : Promise.reject(new ApiError(503, 'http_503', null, null))),
      () => undefined,
      () => Promise.resolve(),
    );
    outbox.add(text('m1'));
    await expect.poll(() => outbox.list()[0]?.state).toBe('failed');
    online = true;
    outbox.retry('m1');
    await expect.poll(() => outbox.list()).toEqual([]);
  });

  it('keeps which answers of a form the service named as wrong', async () => {
    const problem = { status: 400, title: 'The request is not valid', code: 'form_invalid', errors: [{ field: 'email', message: 'is not an e-mail address' }] };
    const outbox = new Outbox(
      'wch',
      storage(),
      () => Promise.reject(new ApiError(400, 'form_invalid', null, problem)),
      () => undefined,
    );
    outbox.add(text('m1'));
    await expect.poll(() => outbox.list()[0]?.state).toBe('failed');
    expect(outbox.list()[0]?.wrong).toEqual(['email']);
  });

  it('does not repeat what the service refused', async () => {
    let calls = 0;
    const outbox = new Outbox(
      'wch',
      storage(),
      () => {
        calls++;
        return Promise.reject(new ApiError(400, 'text_too_long', null, null));
      },
      () => undefined,
      () => Promise.resolve(),
    );
    outbox.add(text('m1'));
    await expect.poll(() => outbox.list()[0]?.error).toBe('text_too_long');
    expect(calls).toBe(1);
  });

  it('keeps the order of writing and sends one at a time', async () => {
    const running: string[] = [];
    const order: string[] = [];
    const outbox = new Outbox(
      'wch',
      storage(),
      async (item) => {
        running.push(item.draft.client_id);
        expect(running).toHaveLength(1);
        await Promise.resolve();
        running.pop();
        order.push(item.draft.client_id);
      },
      () => undefined,
    );
    ['m1', 'm2', 'm3'].forEach((id) => outbox.add(text(id)));
    await expect.poll(() => order).toEqual(['m1', 'm2', 'm3']);
  });

  it('sends after a reload what was written before it', async () => {
    const kept = storage();
    const before = new Outbox('wch', kept, () => new Promise(() => undefined), () => undefined);
    before.add(text('m1'));
    const sent: string[] = [];
    const after = new Outbox('wch', kept, async (item) => void sent.push(item.draft.client_id), () => undefined);
    await after.work();
    expect(sent).toEqual(['m1']);
  });

  it('puts messages written before the conversation existed into it', async () => {
    const into: (string | null)[] = [];
    const outbox: Outbox = new Outbox(
      'wch',
      storage(),
      async (item) => {
        into.push(item.conversationId);
        await Promise.resolve();
        if (item.conversationId === null) {
          outbox.adopt(item.startId!, 'c9');
        }
      },
      () => undefined,
    );
    outbox.add(text('m1', 's1'));
    outbox.add(text('m2', 's1'));
    await expect.poll(() => into).toEqual([null, 'c9']);
  });
});
