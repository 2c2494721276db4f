import { ApiError } from './api';
import type { Draft } from './types';

export type Pending = {
  draft: Draft;
  /** Null: it opens a new conversation, with these answers to the pre-chat form. */
  conversationId: string | null;
  startId: string | null;
  prechat: Record<string, unknown> | null;
  createdAt: string;
  state: 'sending' | 'failed';
  error: string | null;
  /** What the service named as wrong: fields of the form that this answers. */
  wrong: readonly string[];
};

/** What a message says of itself when it is put in; the outbox knows the rest. */
export type Written = Omit<Pending, 'state' | 'error' | 'wrong' | 'createdAt'>;

interface Slot {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
}

const PAUSES = [1_000, 2_000, 5_000, 10_000];

/**
 * What the visitor wrote and the service has not yet confirmed, in the order of writing, kept over a reload. One message leaves at
 * a time; one that found no answer is sent again under the same client_id after 1, 2, 5 and 10 seconds and then waits for a tap.
 */
export class Outbox {
  private items: Pending[];
  private working = false;
  private readonly key: string;

  constructor(
    channel: string,
    private readonly storage: Slot,
    private readonly send: (item: Pending) => Promise<void>,
    private readonly changed: (items: readonly Pending[]) => void,
    private readonly pause: (millis: number) => Promise<void> = (millis) => new Promise((done) => setTimeout(done, millis)),
  ) {
    this.key = `tributary-outbox-${channel}`;
    this.items = this.restore();
  }

  list(): readonly Pending[] {
    return this.items;
  }

  add(item: Written): void {
    this.items = [...this.items, { ...item, createdAt: new Date().toISOString(), state: 'sending', error: null, wrong: [] }];
    this.store();
    void this.work();
  }

  /** A tap on a message that was not sent. */
  retry(clientId: string): void {
    this.patch(clientId, { state: 'sending', error: null });
    void this.work();
  }

  /** New answers to the pre-chat form, for what it held up. */
  answer(prechat: Record<string, unknown>): void {
    this.items = this.items.map((item) =>
      item.error === 'prechat_invalid' ? { ...item, prechat, state: 'sending' as const, error: null } : item,
    );
    this.store();
    void this.work();
  }

  discard(clientId: string): void {
    this.items = this.items.filter((item) => item.draft.client_id !== clientId);
    this.store();
  }

  clear(): void {
    this.items = [];
    this.store();
  }

  /** Everything that waited for the first message's conversation goes there. */
  adopt(startId: string, conversationId: string): void {
    this.items = this.items.map((item) => (item.startId === startId ? { ...item, conversationId } : item));
    this.store();
  }

  async work(): Promise<void> {
    if (this.working) {
      return;
    }
    this.working = true;
    try {
      for (let next = this.next(); next !== undefined; next = this.next()) {
        await this.deliver(next.draft.client_id);
      }
    } finally {
      this.working = false;
    }
  }

  private async deliver(clientId: string): Promise<void> {
    for (let attempt = 0; ; attempt++) {
      const item = this.items.find((one) => one.draft.client_id === clientId);
      if (item === undefined) {
        return;
      }
      try {
        await this.send(item);
        return this.discard(clientId);
      } catch (error) {
        const refusal = error instanceof ApiError ? error : new ApiError(0, 'offline', null, null);
        const pause = PAUSES[attempt];
        if (!refusal.passing || pause === undefined) {
          return this.patch(clientId, { state: 'failed', error: refusal.code, wrong: refusal.problem?.errors?.map((one) => one.field) ?? [] });
        }
        await this.pause(Math.max(pause, (refusal.retryAfter ?? 0) * 1_000));
      }
    }
  }

  private next(): Pending | undefined {
    return this.items.find((item) => item.state === 'sending');
  }

  private patch(clientId: string, change: Partial<Pending>): void {
    this.items = this.items.map((item) => (item.draft.client_id === clientId ? { ...item, ...change } : item));
    this.store();
  }

  private store(): void {
    try {
      this.storage.setItem(this.key, JSON.stringify(this.items));
    } catch {
      // a browser that forbids storage keeps the outbox in memory alone
    }
    this.changed(this.items);
  }

  private restore(): Pending[] {
    try {
      const kept = JSON.parse(this.storage.getItem(this.key) ?? '[]') as (Omit<Pending, 'wrong'> & Partial<Pending>)[];
      return kept.map((item) => ({ ...item, wrong: item.wrong ?? [] }));
    } catch {
      return [];
    }
  }
}
