import { useQuery } from '@tanstack/react-query';
import { get, query } from '../api/http';
import { keys } from '../api/keys';
import type { Page, Ticket } from '../api/types';

export function useConversationTickets(conversationId: string) {
  return useQuery({
    queryKey: keys.conversationTickets(conversationId),
    queryFn: ({ signal }) => get<Page<Ticket>>(`/tickets${query({ conversation_id: conversationId, limit: 20 })}`, signal),
    select: (page) => page.items,
  });
}
