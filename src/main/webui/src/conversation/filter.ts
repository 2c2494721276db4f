import type { Conversation, Priority, Status } from '../api/types';

export type View = 'mine' | 'unassigned' | 'all' | 'team';

/** Which conversations the list shows. It is the URL's search part: a link opens the same view. */
export interface Filter {
  view?: View;
  team?: string;
  /** Comma-separated; absent means open, `any` means all. */
  status?: string;
  priority?: string;
  type?: string;
  account?: string;
  tag?: string;
  q?: string;
}

const NAMES = ['view', 'team', 'status', 'priority', 'type', 'account', 'tag', 'q'] as const;

/** Reads the URL's search part; what is no filter is dropped. */
export function readFilter(search: Record<string, unknown>): Filter {
  const filter: Record<string, string> = {};
  for (const name of NAMES) {
    const value = search[name];
    if (typeof value === 'string' && value !== '') filter[name] = value;
    else if (typeof value === 'number') filter[name] = String(value);
  }
  return filter;
}

export const list = (value: string | undefined): string[] => value?.split(',').filter(Boolean) ?? [];

export function statuses(filter: Filter): Status[] {
  if (filter.status === 'any') return [];
  return filter.status ? (list(filter.status) as Status[]) : ['open'];
}

/** As the API asks for it. */
export function parameters(filter: Filter): Record<string, string | readonly string[] | undefined> {
  const view = filter.view ?? 'all';
  return {
    status: statuses(filter),
    priority: list(filter.priority),
    channel_type: list(filter.type),
    channel_account_id: list(filter.account),
    tag: list(filter.tag),
    assignee_id: view === 'mine' ? 'me' : view === 'unassigned' ? 'none' : undefined,
    team_id: view === 'team' ? filter.team : undefined,
    q: filter.q,
  };
}

/** Whether a changed conversation is to be in the list; what a text search finds only the server knows. */
export function belongs(conversation: Conversation, filter: Filter, userId: string): boolean | 'unknown' {
  const allows = (wanted: readonly string[], value: string) => wanted.length === 0 || wanted.includes(value);
  const view = filter.view ?? 'all';
  if (view === 'mine' && conversation.assignee?.id !== userId) return false;
  if (view === 'unassigned' && conversation.assignee !== null) return false;
  if (view === 'team' && conversation.team?.id !== filter.team) return false;
  if (!allows(statuses(filter), conversation.status)) return false;
  if (!allows(list(filter.priority) as Priority[], conversation.priority)) return false;
  if (!allows(list(filter.type), conversation.channel_type)) return false;
  if (!allows(list(filter.account), conversation.channel_account_id)) return false;
  const tags = list(filter.tag);
  if (tags.length > 0 && !tags.some((tag) => conversation.tags.includes(tag))) return false;
  return filter.q ? 'unknown' : true;
}
