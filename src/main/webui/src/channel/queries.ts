import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { get, patch, post, query, remove } from '../api/http';
import { keys } from '../api/keys';
import type { ChannelAccount, ChannelType, Connection, JournalEvent, Page, SettingValues, Statistics } from '../api/types';

const DAY = 86_400_000;

export const useChannelTypes = () => useQuery({ queryKey: keys.channelTypes, queryFn: ({ signal }) => get<Page<ChannelType>>('/channel_types', signal), staleTime: Infinity, select: (page) => page.items });

export function useChannelAccounts(archived: boolean) {
  return useQuery({
    queryKey: keys.channelAccounts(archived),
    queryFn: ({ signal }) => get<Page<ChannelAccount>>(`/channel_accounts${query({ is_archived: archived, limit: 200 })}`, signal),
    staleTime: 30_000,
    select: (page) => page.items,
  });
}

export const useChannelAccount = (id: string) => useQuery({ queryKey: keys.channelAccount(id), queryFn: ({ signal }) => get<ChannelAccount>(`/channel_accounts/${id}`, signal) });

export interface NewAccount {
  name: string;
  type: string;
  settings: SettingValues;
  is_active: boolean;
}

export type AccountChange = Partial<Pick<ChannelAccount, 'name' | 'is_active' | 'settings'>>;

export const useCreateAccount = () => useAccountMutation((account: NewAccount) => post<ChannelAccount>('/channel_accounts', account));
export const useChangeAccount = (id: string) => useAccountMutation((change: AccountChange) => patch<ChannelAccount>(`/channel_accounts/${id}`, change));
export const useRotateWebhookKey = (id: string) => useAccountMutation(() => post<ChannelAccount>(`/channel_accounts/${id}/webhook_key`));
export const useTestAccount = (id: string) => useAccountMutation(() => post<{ connection: Connection }>(`/channel_accounts/${id}/test`));
export const useEndAccount = (id: string) => useAccountMutation((how: 'archive' | 'purge') => remove(`/channel_accounts/${id}${how === 'purge' ? '?purge=true' : ''}`));
export const useTestSettings = () => useMutation({ mutationFn: (trial: { type: string; settings: SettingValues }) => post<{ connection: Connection }>('/channel_accounts/test', trial) });

function useAccountMutation<Wanted, Answer>(act: (wanted: Wanted) => Promise<Answer>) {
  const client = useQueryClient();
  return useMutation({ mutationFn: act, onSuccess: () => client.invalidateQueries({ queryKey: keys.channels }) });
}

export function useJournal(accountId: string, outcome: string) {
  return useInfiniteQuery({
    queryKey: keys.journal(accountId, outcome),
    queryFn: ({ pageParam, signal }) => get<Page<JournalEvent>>(`/channel_accounts/${accountId}/journal${query({ outcome, cursor: pageParam, limit: 30 })}`, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
  });
}

export function useReplay(accountId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => post<JournalEvent>(`/journal/${id}/replay`),
    onSuccess: () => client.invalidateQueries({ queryKey: ['journal', accountId] }),
  });
}

export function useStatistics(accountId: string, days: number) {
  return useQuery({
    queryKey: keys.statistics(accountId, days),
    queryFn: ({ signal }) => {
      const from = new Date(Date.now() - days * DAY).toISOString();
      return get<Statistics>(`/channel_accounts/${accountId}/statistics${query({ from, to: new Date().toISOString(), interval: days <= 2 ? 'hour' : 'day' })}`, signal);
    },
  });
}
