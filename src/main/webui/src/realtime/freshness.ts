import type { Query, QueryClient } from '@tanstack/react-query';

const REMEMBERED = 1_000;

/** When the socket last told of a message or conversation, by its id. */
const told = new Map<string, number>();

export function tellOf(id: string): void {
  told.delete(id);
  told.set(id, performance.now());
  const oldest = told.keys().next();
  if (told.size > REMEMBERED && !oldest.done) told.delete(oldest.value);
}

/** Whether an answer to what was asked then may be older than what the socket has told of this thing. */
export function isOutrun(id: string, askedAt: number): boolean {
  return (told.get(id) ?? -Infinity) >= askedAt;
}

/**
 * A page that was on its way while something in it changed may be older than the change, which it would overwrite: it is fetched once
 * more when it has arrived.
 */
export class Fetches {
  private readonly outrun = new Set<string>();

  constructor(private readonly client: QueryClient) {}

  /** @returns what ends the watch */
  watch(): () => void {
    return this.client.getQueryCache().subscribe(({ type, query }) => {
      if (type === 'updated' && query.state.fetchStatus === 'idle' && this.outrun.delete(query.queryHash)) {
        void this.client.invalidateQueries({ queryKey: query.queryKey, exact: true });
      }
    });
  }

  /** Something of these queries has changed. */
  changed(...queryKeys: (readonly unknown[])[]): void {
    const isOnItsWay = (query: Query) => query.state.fetchStatus === 'fetching';
    for (const queryKey of queryKeys) {
      for (const query of this.client.getQueryCache().findAll({ queryKey, predicate: isOnItsWay })) this.outrun.add(query.queryHash);
    }
  }
}
