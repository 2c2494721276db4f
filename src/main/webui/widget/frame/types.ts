/** The widget protocol as the service speaks it (`/api/widget/v1`). */
export interface Config {
  channel_key: string;
  name: string;
  locale: string | null;
  colors: { primary: string; on_primary: string };
  theme: 'light' | 'dark' | 'auto';
  greeting: string | null;
  prechat: { enabled: boolean; fields: FormField[] };
  features: { attachments: boolean; emoji: boolean; sound: boolean; transcript: boolean };
  limits: { text_chars: number; file_bytes: number; file_types: string[] };
  identity: { required: boolean };
  business_hours: { open_now: boolean; opens_at: string | null };
  agents_online: boolean;
  offline: { mode: 'leave_message' | 'form_email_required' | 'hidden' };
}

/** A question of the pre-chat form, or of a form in the conversation. */
export interface FormField {
  key: string;
  type: 'text' | 'email' | 'phone' | 'select' | 'checkbox';
  label: string;
  required: boolean;
  max: number;
  options?: string[];
}

export interface Contact {
  id: string;
  name: string | null;
  email: string | null;
  verified: boolean;
}

export interface Session {
  session_token: string;
  visitor_token: string;
  visitor_days: number;
  expires_in: number;
  contact: Contact;
  conversations: Conversation[];
  ws_url: string;
  event_id: string;
}

export interface Conversation {
  id: string;
  status: 'open' | 'pending' | 'resolved' | 'closed';
  can_reply: boolean;
  unread_count: number;
  preview: string | null;
  agent: { name: string; avatar_url: string | null } | null;
  /** Asked once it is resolved, where the channel asks. */
  survey: { id: string; rating: number | null; comment: string | null } | null;
  created_at: string;
  updated_at: string;
}

export interface Author {
  kind: 'visitor' | 'agent' | 'bot' | 'system';
  name: string | null;
  avatar_url: string | null;
}

export interface Attachment {
  id: string;
  kind: 'image' | 'video' | 'audio' | 'file' | 'sticker';
  file_name: string;
  content_type: string;
  size: number | null;
  url: string | null;
}

export interface Message {
  id: string;
  conversation_id: string;
  client_id: string | null;
  author: Author;
  type: string;
  text: string | null;
  html: string | null;
  attachments: Attachment[];
  actions: Action[];
  cards: Card[];
  form: Form | null;
  /** Of the visitor's own message: the form that it answers. */
  form_id: string | null;
  reply_to: string | null;
  /** Of the visitor's own message: `read` once an agent opened it. */
  status: 'sent' | 'read' | null;
  edited: boolean;
  deleted: boolean;
  read: boolean;
  created_at: string;
}

/** A quick reply, or a link where it has a URL. */
export interface Action {
  id: string;
  label: string;
  url: string | null;
}

export interface Card {
  title: string;
  text: string | null;
  image_url: string | null;
  actions: Action[];
}

export interface Form {
  title: string;
  fields: FormField[];
  submit_label: string | null;
  answered: boolean;
}

export type Answers = Record<string, string | boolean>;

/** What the visitor sends; the same `client_id` again is the same message. */
export interface Draft {
  client_id: string;
  type: 'text' | 'attachment' | 'postback' | 'form';
  text: string | null;
  attachments?: { upload_id: string; name: string }[];
  postback?: { source_message_id: string; id: string };
  form?: { source_message_id: string; values: Answers };
  reply_to?: string | null;
}

export type ServerFrame =
  | { t: 'joined'; event_id: string; missed: ServerFrame[]; resync: boolean }
  | { t: 'message'; event_id: string; conversation_id: string; message: Message }
  | { t: 'status'; event_id: string; message_id: string; conversation_id: string; client_id: string | null; status: 'read' }
  | { t: 'conversation'; event_id: string; conversation_id: string; conversation: Conversation }
  | { t: 'typing'; conversation_id: string; state: 'on' | 'off'; author: Author }
  | { t: 'error'; code: string }
  | { t: 'pong' };

export interface Problem {
  code: string;
  detail?: string;
  errors?: { field: string; message: string }[];
}
