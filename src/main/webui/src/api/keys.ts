import type { Filter } from '../conversation/filter';

/** The names of what is in the cache. */
export const keys = {
  session: ['session'] as const,
  signInMethods: ['sign_in_methods'] as const,
  conversationLists: ['conversations', 'list'] as const,
  conversationList: (filter: Filter) => ['conversations', 'list', filter] as const,
  counts: ['conversations', 'counts'] as const,
  conversation: (id: string) => ['conversation', id] as const,
  messages: (conversationId: string) => ['messages', conversationId] as const,
  contact: (id: string) => ['contact', id] as const,
  contactConversations: (id: string) => ['contact', id, 'conversations'] as const,
  channels: ['channels'] as const,
  channelTypes: ['channel_types'] as const,
  channelAccounts: (archived: boolean) => ['channels', 'list', archived] as const,
  channelAccount: (id: string) => ['channels', 'one', id] as const,
  journal: (accountId: string, outcome: string) => ['journal', accountId, outcome] as const,
  statistics: (accountId: string, days: number) => ['statistics', accountId, days] as const,
  users: ['users'] as const,
  teams: ['teams'] as const,
  tags: ['tags'] as const,
};
