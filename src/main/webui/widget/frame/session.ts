import type { Identity, PageVisit } from '../shared/protocol';
import { Api, ApiError } from './api';
import type { Contact, Conversation, Session } from './types';

interface Kept {
  sessionToken: string;
  visitorToken: string;
}

export interface Entered {
  contact: Contact;
  conversations: Conversation[];
  eventId: string;
}

/**
 * The visitor's session. One start at a time, however often it is asked for; kept for the tab, so that walking through a site is one
 * session and not one a page.
 */
export class SessionKeeper {
  private token: string | null = null;
  private entering: Promise<Entered> | null = null;
  private wsUrl = '';
  readonly api = new Api(() => this.token);

  constructor(
    private readonly channel: string,
    private visitorToken: string | null,
    private readonly facts: () => { identity: Identity | null; locale: string; page: PageVisit | null },
    private readonly tokenChanged: (token: string, days: number) => void,
  ) {
    this.token = this.restore();
  }

  get sessionToken(): string | null {
    return this.token;
  }

  get socketUrl(): string {
    return this.wsUrl;
  }

  enter(): Promise<Entered> {
    this.entering ??= this.resumeOrStart().finally(() => {
      this.entering = null;
    });
    return this.entering;
  }

  /** Runs a call; a session that ended in the meantime is started anew and the call made once more. */
  async with<T>(call: (api: Api) => Promise<T>): Promise<T> {
    try {
      return await call(this.api);
    } catch (error) {
      if (!(error instanceof ApiError) || error.code !== 'session_expired') {
        throw error;
      }
      this.drop();
      await this.enter();
      return call(this.api);
    }
  }

  replaceVisitorToken(token: string, days: number): void {
    this.visitorToken = token;
    this.keep();
    this.tokenChanged(token, days);
  }

  /** The next `enter` starts a session from the visitor's token. */
  drop(): void {
    this.token = null;
    sessionStorageOf().removeItem(this.key);
  }

  forget(): void {
    this.drop();
    this.visitorToken = null;
  }

  private async resumeOrStart(): Promise<Entered> {
    if (this.token !== null) {
      try {
        await this.identifyKnown();
        const known = await this.api.currentSession();
        this.wsUrl = known.ws_url;
        return { contact: known.contact, conversations: known.conversations, eventId: known.event_id };
      } catch (error) {
        if (!(error instanceof ApiError) || error.code !== 'session_expired') {
          throw error;
        }
      }
    }
    this.drop();
    return this.begin();
  }

  /** A session that began before the page said who is visiting: what was written in it comes along. */
  private async identifyKnown(): Promise<void> {
    const { identity } = this.facts();
    if (identity !== null) {
      const answer = await this.api.identify(identity);
      if (answer.visitor_token !== null) {
        this.replaceVisitorToken(answer.visitor_token, answer.visitor_days);
      }
    }
  }

  private async begin(): Promise<Entered> {
    const { identity, locale, page } = this.facts();
    const session: Session = await this.api.createSession({
      channel_key: this.channel,
      visitor_token: this.visitorToken,
      identity,
      locale,
      timezone: Intl.DateTimeFormat().resolvedOptions().timeZone,
      page,
    });
    this.token = session.session_token;
    this.wsUrl = session.ws_url;
    this.replaceVisitorToken(session.visitor_token, session.visitor_days);
    return { contact: session.contact, conversations: session.conversations, eventId: session.event_id };
  }

  private get key(): string {
    return `tributary-session-${this.channel}`;
  }

  private keep(): void {
    if (this.token !== null && this.visitorToken !== null) {
      const kept: Kept = { sessionToken: this.token, visitorToken: this.visitorToken };
      sessionStorageOf().setItem(this.key, JSON.stringify(kept));
    }
  }

  /** Only for the visitor whose token the page still has: another one means another visitor. */
  private restore(): string | null {
    try {
      const kept = JSON.parse(sessionStorageOf().getItem(this.key) ?? 'null') as Kept | null;
      return kept !== null && kept.visitorToken === this.visitorToken ? kept.sessionToken : null;
    } catch {
      return null;
    }
  }
}

const nowhere = new Map<string, string>();

/** The frame's storage, partitioned by the host page's site; memory where the browser forbids it. */
export function sessionStorageOf(): Pick<Storage, 'getItem' | 'setItem' | 'removeItem'> {
  try {
    return window.sessionStorage;
  } catch {
    return {
      getItem: (key) => nowhere.get(key) ?? null,
      setItem: (key, value) => void nowhere.set(key, value),
      removeItem: (key) => void nowhere.delete(key),
    };
  }
}
