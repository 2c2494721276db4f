import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { get, patch, post, query, remove } from '../api/http';
import { keys } from '../api/keys';
import type { AuditEntry, ChannelAccount, ChannelType, ConsentAttempt, Health, JournalEvent, MailboxRefill, Origin, Page, QrCode, SettingValues, Statistics, Template, TestOutcome, WebhookDelivery, WebhookSubscription } from '../api/types';

const DAY = 86_400_000;
const REFILL_POLL = 2_000;

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
export const useReplaceKey = (id: string) => useAccountMutation((field: string) => post<ChannelAccount>(`/channel_accounts/${id}/credentials/${field}`));
export const useRevokeKey = (id: string) => useAccountMutation((field: string) => remove(`/channel_accounts/${id}/credentials/${field}`));
export const useTestAccount = (id: string) => useAccountMutation((roundTrip: boolean) => post<TestOutcome>(`/channel_accounts/${id}/test${roundTrip ? '?round_trip=true' : ''}`));
export const useUnlink = (id: string) => useAccountMutation(() => remove(`/channel_accounts/${id}/qr`));
export const useEndAccount = (id: string) => useAccountMutation((how: 'archive' | 'purge') => remove(`/channel_accounts/${id}${how === 'purge' ? '?purge=true' : ''}`));
export const useTestSettings = () => useMutation({ mutationFn: (trial: { type: string; settings: SettingValues; round_trip: boolean }) => post<TestOutcome>('/channel_accounts/test', trial) });

function useAccountMutation<Wanted, Answer>(act: (wanted: Wanted) => Promise<Answer>) {
  const client = useQueryClient();
  return useMutation({ mutationFn: act, onSuccess: () => client.invalidateQueries({ queryKey: keys.channels }) });
}

/** Leaves the page for the provider's. */
export const useStartConsent = () =>
  useMutation({
    mutationFn: ({ accountId, offer }: { accountId: string; offer: string }) => post<{ authorize_url: string }>(`/channel_accounts/${accountId}/oauth${query({ offer })}`),
    onSuccess: ({ authorize_url }) => window.location.assign(authorize_url),
  });

export const useConsentAttempt = (accountId: string) =>
  useQuery({ queryKey: keys.consent(accountId), queryFn: ({ signal }) => get<ConsentAttempt>(`/channel_accounts/${accountId}/oauth/choices`, signal), staleTime: 0 });

export const usePickConsented = (accountId: string) => useAccountMutation((id: string) => post<ChannelAccount>(`/channel_accounts/${accountId}/oauth/choices`, { id }));

export const useConsentLog = (accountId: string) =>
  useQuery({
    queryKey: keys.consentLog(accountId),
    queryFn: ({ signal }) => get<Page<AuditEntry>>(`/audit_entries${query({ target_type: 'channel_account', target_id: accountId, limit: 100 })}`, signal),
    select: (page) => page.items.filter((entry) => entry.action.startsWith('channel_account.oauth_')).slice(0, 20),
  });

export const useOrigins = (id: string) => useQuery({ queryKey: keys.origins(id), queryFn: ({ signal }) => get<Page<Origin>>(`/channel_accounts/${id}/origins`, signal), select: (page) => page.items });

/** The other side of a channel that is told of events; there once the channel was made. */
export const useReceiver = (accountId: string) =>
  useQuery({ queryKey: keys.receiver(accountId), queryFn: ({ signal }) => get<Page<WebhookSubscription>>(`/webhook_subscriptions${query({ channel_account_id: accountId })}`, signal), select: (page) => page.items[0] ?? null });

export const useDeliveries = (receiverId: string) =>
  useInfiniteQuery({
    queryKey: keys.deliveries(receiverId),
    queryFn: ({ pageParam, signal }) => get<Page<WebhookDelivery>>(`/webhook_subscriptions/${receiverId}/deliveries${query({ cursor: pageParam, limit: 30 })}`, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
  });

export function useEnableReceiver(receiverId: string) {
  const client = useQueryClient();
  return useMutation({ mutationFn: () => post<WebhookSubscription>(`/webhook_subscriptions/${receiverId}/enable`), onSuccess: () => client.invalidateQueries({ queryKey: keys.channels }) });
}

export function useReplayDelivery(receiverId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => post<WebhookDelivery>(`/webhook_subscriptions/${receiverId}/deliveries/${id}/replay`),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.deliveries(receiverId) }),
  });
}

const QR_POLL = 4_000;

/** The code that links a phone, anew every few seconds until one is linked. */
export function useQr(accountId: string) {
  const client = useQueryClient();
  return useQuery({
    queryKey: keys.qr(accountId),
    queryFn: async ({ signal }) => {
      const code = await get<QrCode>(`/channel_accounts/${accountId}/qr`, signal);
      if (code.state === 'connected') void client.invalidateQueries({ queryKey: keys.channels });
      return code;
    },
    gcTime: 0,
    refetchInterval: (asked) => (asked.state.data?.state === 'connected' || asked.state.error ? false : QR_POLL),
  });
}

export const useRefill = (accountId: string) =>
  useQuery({
    queryKey: keys.refill(accountId),
    queryFn: ({ signal }) => get<Page<MailboxRefill>>(`/channel_accounts/${accountId}/refills`, signal),
    refetchInterval: (asked) => (asked.state.data?.items.some((refill) => !refill.ended_at) ? REFILL_POLL : false),
    select: (page) => page.items[0],
  });

export function useStartRefill(accountId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (days: { from: string; to: string }) => post<MailboxRefill>(`/channel_accounts/${accountId}/refills`, days),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.refill(accountId) }),
  });
}

export const useHealth = (accountId: string) => useQuery({ queryKey: keys.health(accountId), queryFn: ({ signal }) => get<Health>(`/channel_accounts/${accountId}/health`, signal) });
export const useExamine = (accountId: string) => useAccountMutation(() => post<Health>(`/channel_accounts/${accountId}/health`));

export function useTemplates(accountId: string) {
  return useQuery({
    queryKey: keys.templates(accountId),
    queryFn: ({ signal }) => get<Page<Template>>(`/channel_accounts/${accountId}/templates`, signal),
    staleTime: 60_000,
    select: (page) => page.items,
  });
}

export function useSyncTemplates(accountId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => post<Page<Template>>(`/channel_accounts/${accountId}/templates/sync`),
    onSuccess: (page) => client.setQueryData(keys.templates(accountId), page),
  });
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
