/**
 * What the loader on the host page and the frame say to each other by postMessage. Both check origin and source exactly; the
 * visitor's conversation itself never crosses over, only what the page may know (counts, and the event of a new message).
 */
const MARK = 'tributary-widget';

export interface PageVisit {
  url: string;
  title: string;
  referrer: string;
}

/** Who the host page says is visiting; proven by a hash or a JWT, or a mere claim. */
export interface Identity {
  external_id?: string;
  identifier_hash?: string;
  jwt?: string;
  email?: string;
  name?: string;
  phone?: string;
  custom?: Record<string, string | number | boolean>;
}

export type ToFrame =
  | {
      t: 'start';
      visitorToken: string | null;
      locale: string | null;
      page: PageVisit | null;
      identity: Identity | null;
      attributes: Record<string, unknown> | null;
      open: boolean;
    }
  | { t: 'open' }
  | { t: 'close' }
  | { t: 'identify'; identity: Identity }
  | { t: 'attributes'; attributes: Record<string, unknown> }
  | { t: 'page'; page: PageVisit }
  | { t: 'reset' };

export type ToHost =
  | { t: 'hello' }
  | { t: 'ready' }
  | { t: 'token'; visitorToken: string; days: number }
  | { t: 'forget' }
  | { t: 'unread'; count: number }
  | { t: 'message'; conversationId: string; author: string; text: string }
  | { t: 'identified'; verified: boolean; error: string | null }
  | { t: 'close' }
  | { t: 'unavailable' };

interface Envelope<T> {
  mark: typeof MARK;
  body: T;
}

export function envelope<T>(body: T): Envelope<T> {
  return { mark: MARK, body };
}

/** The message inside, or null where it is somebody else's: the page may hold many frames that talk. */
export function opened<T extends { t: string }>(
  event: MessageEvent,
  source: MessageEventSource | null,
  origin: string,
): T | null {
  if (source === null || event.source !== source || event.origin !== origin) {
    return null;
  }
  const data = event.data as Partial<Envelope<T>> | null;
  if (typeof data !== 'object' || data === null || data.mark !== MARK) {
    return null;
  }
  return typeof data.body?.t === 'string' ? data.body : null;
}
