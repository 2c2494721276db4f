import type { Identity, PageVisit } from '../shared/protocol';
import type { Contact, Config, Conversation, Draft, Message, Problem, ServerFrame, Session } from './types';

const BASE = '/api/widget/v1';

/** A refusal of the service, or no answer at all (`offline`). */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    readonly retryAfter: number | null,
    readonly problem: Problem | null,
  ) {
    super(code);
  }

  /** Whether the same call may work later. */
  get passing(): boolean {
    return this.status === 0 || this.status === 429 || this.status >= 500;
  }
}

export interface Page<T> {
  items: T[];
  next_cursor: string | null;
}

export class Api {
  constructor(private readonly token: () => string | null) {}

  config(channel: string, locale: string): Promise<Config> {
    return this.call('GET', `/channels/${encodeURIComponent(channel)}/config?locale=${locale}`);
  }

  createSession(body: {
    channel_key: string;
    visitor_token: string | null;
    identity: Identity | null;
    locale: string;
    timezone: string;
    page: PageVisit | null;
  }): Promise<Session> {
    return this.call('POST', '/sessions', body);
  }

  currentSession(): Promise<Omit<Session, 'session_token' | 'visitor_token'>> {
    return this.call('GET', '/sessions/current');
  }

  identify(identity: Identity): Promise<{ contact: Contact; verified: boolean; visitor_token: string | null; visitor_days: number }> {
    return this.call('POST', '/sessions/identify', { identity });
  }

  describe(contact: { name?: string; email?: string; phone?: string; consent?: boolean; attributes?: Record<string, unknown> }): Promise<{
    contact: Contact;
  }> {
    return this.call('POST', '/sessions/contact', contact);
  }

  endSession(): Promise<void> {
    return this.call('DELETE', '/sessions/current');
  }

  conversations(): Promise<Page<Conversation>> {
    return this.call('GET', '/conversations');
  }

  messages(conversation: string, before: string | null): Promise<Page<Message>> {
    const older = before === null ? '' : `&before=${encodeURIComponent(before)}`;
    return this.call('GET', `/conversations/${conversation}/messages?limit=50${older}`);
  }

  start(
    clientId: string,
    prechat: Record<string, unknown> | null,
    message: Draft,
    page: PageVisit | null,
  ): Promise<{ conversation: Conversation; message: Message }> {
    return this.call('POST', '/conversations', { client_id: clientId, prechat, message, page });
  }

  send(conversation: string, message: Draft, page: PageVisit | null): Promise<Message> {
    return this.call('POST', `/conversations/${conversation}/messages`, { ...message, page });
  }

  async upload(file: File): Promise<string> {
    const form = new FormData();
    form.append('file', file, file.name);
    return (await this.call<{ upload_id: string }>('POST', '/uploads', form)).upload_id;
  }

  read(conversation: string, upTo: string): Promise<void> {
    return this.call('POST', `/conversations/${conversation}/read`, { up_to_message_id: upTo });
  }

  rate(conversation: string, survey: string, rating: number, comment: string): Promise<void> {
    return this.call('POST', `/conversations/${conversation}/survey`, { survey_id: survey, rating, comment });
  }

  transcript(conversation: string): Promise<void> {
    return this.call('POST', `/conversations/${conversation}/transcript`);
  }

  typing(conversation: string, on: boolean): Promise<void> {
    return this.call('POST', `/conversations/${conversation}/typing`, { state: on ? 'on' : 'off' });
  }

  events(after: string): Promise<{ event_id: string; resync: boolean; items: ServerFrame[] }> {
    return this.call('GET', `/events?after=${encodeURIComponent(after)}&wait=25`);
  }

  private async call<T>(method: string, path: string, body?: unknown): Promise<T> {
    const headers: Record<string, string> = {};
    const token = this.token();
    if (token !== null) {
      headers.Authorization = `Bearer ${token}`;
    }
    const isForm = body instanceof FormData;
    if (body !== undefined && !isForm) {
      headers['Content-Type'] = 'application/json';
    }
    let response: Response;
    try {
      const content = body === undefined ? null : isForm ? body : JSON.stringify(body);
      response = await fetch(BASE + path, { method, headers, body: content, credentials: 'omit', cache: 'no-store' });
    } catch {
      throw new ApiError(0, 'offline', null, null);
    }
    if (!response.ok) {
      throw await refusal(response);
    }
    const isEmpty = response.status === 204 || response.status === 202;
    return (isEmpty ? undefined : await response.json()) as T;
  }
}

async function refusal(response: Response): Promise<ApiError> {
  let problem: Problem | null = null;
  try {
    problem = (await response.json()) as Problem;
  } catch {
    // a proxy answered in our place
  }
  const retryAfter = Number(response.headers.get('Retry-After'));
  return new ApiError(response.status, problem?.code ?? `http_${response.status}`, retryAfter > 0 ? retryAfter : null, problem);
}
