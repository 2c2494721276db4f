import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { get, post } from '../api/http';
import { keys } from '../api/keys';
import type { Notification, Page } from '../api/types';
import { tellFailure } from '../ui/toasts';

/** The server counts no further. */
export const COUNTED = 100;

export const useUnreadNotifications = () => useQuery({ queryKey: keys.unreadNotifications, queryFn: ({ signal }) => get<{ count: number }>('/notifications/unread', signal), select: (unread) => unread.count });

export const useNotifications = (open: boolean) =>
  useInfiniteQuery({
    queryKey: keys.notificationList,
    queryFn: ({ pageParam, signal }) => get<Page<Notification>>(`/notifications?limit=20${pageParam ? `&cursor=${encodeURIComponent(pageParam)}` : ''}`, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    enabled: open,
  });

/** Those that are named, or all of them. */
export function useReadNotifications() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (ids: string[] | null) => post('/notifications/read', ids ? { ids } : {}),
    onError: tellFailure,
    onSettled: () => client.invalidateQueries({ queryKey: keys.notifications }),
  });
}
