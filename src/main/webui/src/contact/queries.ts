import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { get, patch } from '../api/http';
import { keys } from '../api/keys';
import type { Contact, Conversation, Page } from '../api/types';
import { tellFailure } from '../ui/toasts';

export const useContact = (id: string) => useQuery({ queryKey: keys.contact(id), queryFn: ({ signal }) => get<Contact>(`/contacts/${id}`, signal) });

export function useContactConversations(id: string) {
  return useQuery({
    queryKey: keys.contactConversations(id),
    queryFn: ({ signal }) => get<Page<Conversation>>(`/contacts/${id}/conversations?limit=20`, signal),
    select: (page) => page.items,
  });
}

export type ContactChange = Partial<Pick<Contact, 'name' | 'email' | 'phone' | 'attributes'>>;

export function useChangeContact(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (change: ContactChange) => patch<Contact>(`/contacts/${id}`, change),
    onSuccess: (contact) => {
      client.setQueryData(keys.contact(id), contact);
      void client.invalidateQueries({ queryKey: keys.conversationLists });
      void client.invalidateQueries({ queryKey: ['conversation'] });
    },
    onError: tellFailure,
  });
}
