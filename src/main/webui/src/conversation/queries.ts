import { keepPreviousData, useInfiniteQuery, useMutation, useQuery, useQueryClient, type InfiniteData } from '@tanstack/react-query';
import { get, patch, post, put, query, remove } from '../api/http';
import { keys } from '../api/keys';
import type { Conversation, ConversationChange, ConversationCount, Message, Page } from '../api/types';
import { useSession } from '../identity/session';
import { placeAnsweredConversation, placeAnsweredMessage, placeConversation } from '../realtime/changes';
import { tellFailure } from '../ui/toasts';
import { parameters, type Filter } from './filter';

const ROWS = 50;
const MESSAGES = 40;

export function useConversationList(filter: Filter) {
  return useInfiniteQuery({
    queryKey: keys.conversationList(filter),
    queryFn: ({ pageParam, signal }) => get<Page<Conversation>>(`/conversations${query({ ...parameters(filter), limit: ROWS, cursor: pageParam })}`, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    placeholderData: keepPreviousData,
  });
}

export const useCounts = () => useQuery({ queryKey: keys.counts, queryFn: ({ signal }) => get<Page<ConversationCount>>('/conversations/counts', signal), select: (page) => page.items });

/** Starts from the row of the list, if it is there, so that opening one shows its header at once. */
export function useConversation(id: string) {
  const client = useQueryClient();
  return useQuery<Conversation>({
    queryKey: keys.conversation(id),
    queryFn: ({ signal }) => get<Conversation>(`/conversations/${id}`, signal),
    placeholderData: () => {
      const lists = client.getQueriesData<InfiniteData<Page<Conversation>>>({ queryKey: keys.conversationLists });
      return lists.flatMap(([, pages]) => pages?.pages.flatMap((page) => page.items) ?? []).find((row) => row.id === id);
    },
  });
}

export function useMessages(conversationId: string) {
  return useInfiniteQuery({
    queryKey: keys.messages(conversationId),
    queryFn: ({ pageParam, signal }) => get<Page<Message>>(`/conversations/${conversationId}/messages${query({ limit: MESSAGES, cursor: pageParam })}`, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
  });
}

/** What the change will look like; the server's answer replaces it, a refusal takes it back. */
interface Wish {
  id: string;
  change: ConversationChange;
  shown: Partial<Conversation>;
}

export function useChangeConversation() {
  const client = useQueryClient();
  const { user } = useSession();
  return useMutation({
    mutationFn: ({ id, change }: Wish) => patch<Conversation>(`/conversations/${id}`, change),
    onMutate: ({ id, shown }) => {
      const before = findConversation(client, id);
      if (before) placeConversation(client, { ...before, ...shown }, user.id);
      return { before, askedAt: performance.now() };
    },
    onSuccess: (conversation, _, { askedAt }) => placeAnsweredConversation(client, conversation, user.id, askedAt),
    onError: (error, _, asked) => {
      if (asked?.before) placeAnsweredConversation(client, asked.before, user.id, asked.askedAt);
      tellFailure(error);
    },
    onSettled: () => client.invalidateQueries({ queryKey: keys.counts }),
  });
}

export function useMarkRead() {
  const client = useQueryClient();
  const { user } = useSession();
  return useMutation({
    mutationFn: (id: string) => post<Conversation>(`/conversations/${id}/read`),
    onMutate: () => ({ askedAt: performance.now() }),
    onSuccess: (conversation, _, { askedAt }) => {
      placeAnsweredConversation(client, conversation, user.id, askedAt);
      void client.invalidateQueries({ queryKey: keys.counts });
    },
  });
}

export function useRetryMessage() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (message: Message) => post<Message>(`/messages/${message.id}/retry`),
    onMutate: () => ({ askedAt: performance.now() }),
    onSuccess: (message, _, { askedAt }) => placeAnsweredMessage(client, message, askedAt),
    onError: tellFailure,
  });
}

/** Reacts to a message; null takes the reaction back. */
export function useReact() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async ({ message, emoji }: { message: Message; emoji: string | null }) => {
      if (emoji !== null) return put<Message>(`/messages/${message.id}/reaction`, { emoji });
      await remove(`/messages/${message.id}/reaction`);
      return get<Message>(`/messages/${message.id}`);
    },
    onMutate: () => ({ askedAt: performance.now() }),
    onSuccess: (message, _, { askedAt }) => placeAnsweredMessage(client, message, askedAt),
    onError: tellFailure,
  });
}

export function useFetchAttachment(conversationId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => post(`/attachments/${id}/fetch`),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.messages(conversationId) }),
    onError: tellFailure,
  });
}

function findConversation(client: ReturnType<typeof useQueryClient>, id: string): Conversation | undefined {
  const lists = client.getQueriesData<InfiniteData<Page<Conversation>>>({ queryKey: keys.conversationLists });
  const rows = lists.flatMap(([, pages]) => pages?.pages.flatMap((page) => page.items) ?? []);
  return client.getQueryData<Conversation>(keys.conversation(id)) ?? rows.find((row) => row.id === id);
}
