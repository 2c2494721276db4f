import type { Author, Conversation, Message, Named, PresenceState } from '../api/types';

/** What the service says over the socket. */
export type ServerFrame =
  | { t: 'joined'; seq: number; resync: boolean; presence?: PresenceFact[]; viewing?: ViewingFact[] }
  | ChangeFrame
  | { t: 'typing'; conversation_id: string; author: Author; state: 'on' | 'off' }
  | ({ t: 'viewing' } & ViewingFact)
  | ({ t: 'presence' } & PresenceFact)
  | { t: 'pong' }
  | { t: 'error'; code: string };

export interface ChangeFrame {
  t: 'change';
  seq: number;
  kind: string;
  conversation: Conversation | null;
  message: Message | null;
  id: string;
}

interface PresenceFact {
  user_id: string;
  state: PresenceState;
}

interface ViewingFact {
  conversation_id: string;
  users: Named[];
}

/** What we say. */
export type ClientFrame =
  | { t: 'join'; after: number | null }
  | { t: 'typing'; conversation_id: string; state: 'on' | 'off' }
  | { t: 'viewing'; conversation_id: string | null }
  | { t: 'presence'; state: 'online' | 'away' }
  | { t: 'ping' };
