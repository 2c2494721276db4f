import { useQuery } from '@tanstack/react-query';
import { get, query } from '../api/http';
import { keys } from '../api/keys';
import type { Page, Priority, Status } from '../api/types';

export interface Ticket {
  id: string;
  number: number;
  subject: string;
  description: string | null;
  status: Status;
  priority: Priority;
  assignee_id: string | null;
  conversation_id: string | null;
  created_by: string;
  created_at: string;
  /** The outside help desk that was told of it. */
  help_desk: { name: string; state: 'queued' | 'done' | 'failed'; detail: string | null } | null;
}

export function useConversationTickets(conversationId: string) {
  return useQuery({
    queryKey: keys.conversationTickets(conversationId),
    queryFn: ({ signal }) => get<Page<Ticket>>(`/tickets${query({ conversation_id: conversationId, limit: 20 })}`, signal),
    select: (page) => page.items,
  });
}
