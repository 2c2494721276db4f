import { describe, expect, it } from 'vitest';
import type { Pending } from './outbox';
import { initialState, merge, pendingHere, refusedAnswers, resumable, type State } from './state';
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

  describe('of a form whose answers were refused', () => {
    const asked: Message = {
      ...message('m1', '2026-01-01T10:00:00Z'),
      form: { title: 'Your return', fields: [{ key: 'email', type: 'email', label: 'E-mail', required: true, max: 254, options: [] }], submit_label: null, answered: false },
    };
    const waiting = (change: Partial<Pending>): State => ({
      ...initialState('en', false),
      current: 'c1',
      messages: { c1: [asked] },
      pending: [
        {
          draft: { client_id: 'x', type: 'form', text: 'E-mail: a@b.c', form: { source_message_id: 'm1', values: { email: 'a@b.c' } } },
          conversationId: 'c1',
          startId: null,
          prechat: null,
          createdAt: '2026-01-01T10:01:00Z',
          state: 'failed',
          error: 'form_invalid',
          wrong: ['email'],
          ...change,
        },
      ],
    });

    it('shows the question again with what was wrong, and no message that was not sent', () => {
      const state = waiting({});
      expect(refusedAnswers(state, asked)?.fields).toEqual(['email']);
      expect(pendingHere(state)).toEqual([]);
    });

    it('shows the message while it is on its way, and where none of the questions is at fault', () => {
      for (const state of [waiting({ state: 'sending', wrong: [] }), waiting({ error: 'offline', wrong: [] }), waiting({ wrong: ['form.source_message_id'] })]) {
        expect(refusedAnswers(state, asked)).toBeNull();
        expect(pendingHere(state)).toHaveLength(1);
      }
    });
  });
});
