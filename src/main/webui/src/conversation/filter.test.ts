import { describe, expect, it } from 'vitest';
import type { Conversation } from '../api/types';
import { belongs } from './filter';

const conversation = (change: Partial<Conversation> = {}) =>
  ({ id: 'c1', status: 'open', priority: 'normal', channel_type: 'TELEGRAM', channel_account_id: 'a1', assignee: null, team: null, tags: ['vip'], ...change }) as Conversation;

describe('whether a changed conversation belongs in a list', () => {
  it('is open conversations where nothing is asked for', () => {
    expect(belongs(conversation(), {}, 'u1')).toBe(true);
    expect(belongs(conversation({ status: 'resolved' }), {}, 'u1')).toBe(false);
    expect(belongs(conversation({ status: 'resolved' }), { status: 'any' }, 'u1')).toBe(true);
  });

  it('follows assignee and team', () => {
    const mine = conversation({ assignee: { id: 'u1', name: 'Lena', avatar_url: null } });
    expect(belongs(mine, { view: 'mine' }, 'u1')).toBe(true);
    expect(belongs(mine, { view: 'mine' }, 'u2')).toBe(false);
    expect(belongs(mine, { view: 'unassigned' }, 'u1')).toBe(false);
    expect(belongs(conversation({ team: { id: 't1', name: 'Sales' } }), { view: 'team', team: 't1' }, 'u1')).toBe(true);
    expect(belongs(conversation(), { view: 'team', team: 't1' }, 'u1')).toBe(false);
  });

  it('takes any of several values of a filter, and all filters together', () => {
    expect(belongs(conversation(), { type: 'API,TELEGRAM', priority: 'normal,high', tag: 'new,vip', account: 'a1' }, 'u1')).toBe(true);
    expect(belongs(conversation(), { type: 'API', tag: 'vip' }, 'u1')).toBe(false);
    expect(belongs(conversation(), { tag: 'new' }, 'u1')).toBe(false);
  });

  it('leaves a text search to the service, except where another filter decides', () => {
    expect(belongs(conversation(), { q: 'jacket' }, 'u1')).toBe('unknown');
    expect(belongs(conversation({ status: 'closed' }), { q: 'jacket' }, 'u1')).toBe(false);
  });
});
