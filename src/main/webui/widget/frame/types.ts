import type { components } from '../../src/api/openapi';

/** The widget protocol as the service speaks it (`/api/widget/v1`). What its shapes are made of is the service's to say: see `openapi.ts`. */
type Schemas = components['schemas'];

export type Config = Schemas['PublicConfig'];
/** A session that begins: only then are its tokens told. */
export type Session = Schemas['VisitorSession'] & { session_token: string; visitor_token: string };
export type Contact = Schemas['VisitorContact'];
export type Conversation = Schemas['VisitorConversation'];
export type Message = Schemas['VisitorMessage'];
export type Author = Schemas['VisitorAuthor'];
export type Attachment = Schemas['File'];
/** A quick reply, or a link where it has a URL. */
export type Action = Schemas['Action'];
export type Card = Schemas['Card'];
export type Form = Schemas['VisitorForm'];
/** A question of the pre-chat form, or of a form in the conversation. */
export type FormField = Schemas['FormField'];
export type Problem = Schemas['Problem'];
/** What the visitor sends; the same `client_id` again is the same message. */
export type Draft = Omit<Schemas['VisitorDraft'], 'form'> & { text: string | null; form?: { source_message_id: string; values: Answers } };

export type Answers = Record<string, string | boolean>;

/** What the socket says, of which the service's description knows the parts alone. */
export type ServerFrame =
  | { t: 'joined'; event_id: string; missed: ServerFrame[]; resync: boolean }
  | { t: 'message'; event_id: string; conversation_id: string; message: Message }
  | { t: 'status'; event_id: string; message_id: string; conversation_id: string; client_id: string | null; status: 'read' }
  | { t: 'conversation'; event_id: string; conversation_id: string; conversation: Conversation }
  | { t: 'typing'; conversation_id: string; state: 'on' | 'off'; author: Author }
  | { t: 'error'; code: string }
  | { t: 'pong' };
