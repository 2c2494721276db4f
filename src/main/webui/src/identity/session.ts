import { useQuery, useQueryClient, type QueryClient } from '@tanstack/react-query';
import { get, ProblemError } from '../api/http';
import { keys } from '../api/keys';
import type { Page, Session, Tag, Team, User } from '../api/types';

/** Null when nobody is signed in. */
export function useSessionQuery() {
  return useQuery({ queryKey: keys.session, queryFn: ({ signal }) => readSession(signal), staleTime: Infinity });
}

/** For what is only shown to somebody who is signed in. */
export function useSession(): Session {
  const session = useSessionQuery().data;
  if (!session) throw new Error('shown although nobody is signed in');
  return session;
}

export function useMay(permission: string): boolean {
  return useSession().permissions.includes(permission);
}

/** Forgets everything that the last user saw. */
export function forgetSession(client: QueryClient): void {
  client.setQueryData(keys.session, null);
  client.removeQueries({ predicate: (query) => query.queryKey[0] !== 'session' && query.queryKey[0] !== 'sign_in_methods' });
}

export function useForgetSession(): () => void {
  const client = useQueryClient();
  return () => forgetSession(client);
}

const RARELY_CHANGES = 60_000;

export const useUsers = () => useQuery({ queryKey: keys.users, queryFn: ({ signal }) => get<Page<User>>('/users?limit=200', signal), staleTime: RARELY_CHANGES, select: items });
export const useTeams = () => useQuery({ queryKey: keys.teams, queryFn: ({ signal }) => get<Page<Team>>('/teams?limit=200', signal), staleTime: RARELY_CHANGES, select: items });
export const useTags = () => useQuery({ queryKey: keys.tags, queryFn: ({ signal }) => get<Page<Tag>>('/tags?limit=200', signal), staleTime: RARELY_CHANGES, select: items });

function items<T>(page: Page<T>): T[] {
  return page.items;
}

async function readSession(signal: AbortSignal): Promise<Session | null> {
  try {
    return await get<Session>('/session', signal);
  } catch (error) {
    if (error instanceof ProblemError && error.status === 401) return null;
    throw error;
  }
}
