import { describe, expect, it } from 'vitest';
import { merge, resumable } from './state';
import type { Conversation, Message } from './types';

function message(id: string, at: string, clientId: string | null = null): Message {
  return {
    id,
    conversation_id: 'c1',
    client_id: clientId,
    author: { kind: 'visitor', name: null, avatar_url: null },
    type: 'text',
    text: id,
    html: null,
    attachments: [],
    actions: [],
    cards: [],
    form: null,
    form_id: null,
    reply_to: null,
    status: 'sent',
    edited: false,
    deleted: false,
    read: true,
    created_at: at,
  };
}

function conversation(id: string, canReply: boolean): Conversation {
  return { id, status: 'open', can_reply: canReply, unread_count: 0, preview: null, agent: null, survey: null, created_at: '1', updated_at: '1' };
}

describe('the state of the chat', () => {
  it('shows a message once that arrives as an answer and as an event', () => {
    const answered = merge([], [message('m1', '2026-01-01T10:00:00Z', 'x')]);
    expect(merge(answered, [message('m1', '2026-01-01T10:00:00Z', 'x')])).toHaveLength(1);
  });

  it('puts a late message at its place', () => {
    const known = [message('m1', '2026-01-01T10:00:00Z'), message('m3', '2026-01-01T10:02:00Z')];
    expect(merge(known, [message('m2', '2026-01-01T10:01:00Z')]).map(({ id }) => id)).toEqual(['m1', 'm2', 'm3']);
  });

  it('resumes the newest conversation that takes an answer', () => {
    expect(resumable([conversation('closed', false), conversation('open', true), conversation('older', true)])).toBe('open');
    expect(resumable([conversation('closed', false)])).toBeNull();
  });
});
