import { createRootRoute, createRoute, createRouter, lazyRouteComponent, Navigate, redirect } from '@tanstack/react-router';
import { InboxPage } from '../conversation/InboxPage';
import { readFilter, type Filter } from '../conversation/filter';
import type { ConsentWord } from '../channel/Consent';
import { NotFound } from './NotFound';
import { Shell } from './Shell';

const root = createRootRoute({ component: Shell, notFoundComponent: NotFound });

const start = createRoute({ getParentRoute: () => root, path: '/', component: () => <Navigate to="/inbox" search={{}} replace /> });

const inbox = createRoute({
  getParentRoute: () => root,
  path: '/inbox',
  component: InboxPage,
  validateSearch: (search: Record<string, unknown>): Filter => readFilter(search),
});
const conversation = createRoute({ getParentRoute: () => inbox, path: '$conversationId' });

const settings = createRoute({ getParentRoute: () => root, path: '/settings', component: lazyRouteComponent(() => import('../channel/SettingsLayout'), 'SettingsLayout') });
const settingsStart = createRoute({ getParentRoute: () => settings, path: '/', beforeLoad: () => redirect({ to: '/settings/channels', throw: true }) });
const channels = createRoute({ getParentRoute: () => settings, path: 'channels', component: lazyRouteComponent(() => import('../channel/ChannelsPage'), 'ChannelsPage'), validateSearch: (search: Record<string, unknown>): { oauth?: 'unknown' | 'signed_out' } => (search.oauth === 'unknown' || search.oauth === 'signed_out' ? { oauth: search.oauth } : {}) });
const newChannel = createRoute({ getParentRoute: () => settings, path: 'channels/new', component: lazyRouteComponent(() => import('../channel/AddChannelPage'), 'AddChannelPage'), validateSearch: (search: Record<string, unknown>): { type?: string } => (typeof search.type === 'string' ? { type: search.type } : {}) });

export type ChannelTab = 'settings' | 'health' | 'journal' | 'deliveries' | 'statistics';
const channel = createRoute({
  getParentRoute: () => settings,
  path: 'channels/$accountId',
  component: lazyRouteComponent(() => import('../channel/ChannelPage'), 'ChannelPage'),
  validateSearch: (search: Record<string, unknown>): { tab?: ChannelTab; outcome?: string; oauth?: ConsentWord } => ({
    ...(search.tab === 'health' || search.tab === 'journal' || search.tab === 'deliveries' || search.tab === 'statistics' || search.tab === 'settings' ? { tab: search.tab } : {}),
    ...(search.oauth === 'choose' || search.oauth === 'connected' || search.oauth === 'failed' ? { oauth: search.oauth } : {}),
    ...(typeof search.outcome === 'string' ? { outcome: search.outcome } : {}),
  }),
});

const rules = createRoute({ getParentRoute: () => settings, path: 'automation', component: lazyRouteComponent(() => import('../automation/RulesPage'), 'RulesPage') });
const newRule = createRoute({ getParentRoute: () => settings, path: 'automation/new', component: lazyRouteComponent(() => import('../automation/RulePage'), 'RulePage') });
const rule = createRoute({ getParentRoute: () => settings, path: 'automation/$ruleId', component: lazyRouteComponent(() => import('../automation/RulePage'), 'RulePage') });
const cannedResponses = createRoute({ getParentRoute: () => settings, path: 'canned-responses', component: lazyRouteComponent(() => import('../conversation/CannedResponsesPage'), 'CannedResponsesPage') });
const tickets = createRoute({ getParentRoute: () => settings, path: 'tickets', component: lazyRouteComponent(() => import('../conversation/TicketsPage'), 'TicketsPage') });
const businessHours = createRoute({ getParentRoute: () => settings, path: 'business-hours', component: lazyRouteComponent(() => import('../identity/BusinessHoursPage'), 'BusinessHoursPage') });
const teams = createRoute({ getParentRoute: () => settings, path: 'teams', component: lazyRouteComponent(() => import('../identity/TeamsPage'), 'TeamsPage') });

const tree = root.addChildren([start, inbox.addChildren([conversation]), settings.addChildren([settingsStart, channels, newChannel, channel, newRule, rule, rules, cannedResponses, tickets, businessHours, teams])]);

export const router = createRouter({
  routeTree: tree,
  defaultPreload: 'intent',
  // Values are plain words and comma-separated lists: a link stays readable.
  parseSearch: (text) => Object.fromEntries(new URLSearchParams(text)),
  stringifySearch: (search) => {
    const entries = Object.entries(search).filter((entry): entry is [string, string] => typeof entry[1] === 'string' && entry[1] !== '');
    const text = new URLSearchParams(entries).toString().replaceAll('%2C', ',');
    return text ? `?${text}` : '';
  },
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
