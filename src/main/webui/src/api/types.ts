/** The shapes of the HTTP contract, as the service answers them. */

export type Status = 'open' | 'pending' | 'resolved' | 'closed';
export type Priority = 'low' | 'normal' | 'high' | 'urgent';
export type DeliveryStatus = 'queued' | 'sending' | 'sent' | 'delivered' | 'read' | 'failed';
export type Direction = 'inbound' | 'outbound' | 'note' | 'event';
export type PresenceState = 'online' | 'away' | 'offline';

export const STATUSES: readonly Status[] = ['open', 'pending', 'resolved', 'closed'];
export const PRIORITIES: readonly Priority[] = ['urgent', 'high', 'normal', 'low'];

/** What went wrong on a channel, and what a person can do about it. The server words both. */
export interface ChannelProblem {
  code: string;
  detail?: string | null;
  hint?: string | null;
}

/** RFC 9457, with our `code`, `hint` and field errors. */
export interface Problem {
  title: string;
  status: number;
  code: string;
  detail?: string;
  hint?: string;
  errors?: { field: string; message: string }[];
}

export interface Page<T> {
  items: T[];
  next_cursor: string | null;
}

export interface Person {
  id: string;
  name: string;
  avatar_url?: string | null;
}

export interface Named {
  id: string;
  name: string;
}

export interface Session {
  user: { id: string; name: string; email: string; role: 'owner' | 'admin' | 'agent'; avatar_url: string | null };
  organization: { id: string; name: string; locale: string; time_zone: string; channels_enabled: boolean; sends_mail: boolean };
  permissions: string[];
  csrf_token: string | null;
}

export interface SignInMethods {
  local: boolean;
  oidc: { label: string; url: string } | null;
}

export interface User extends Person {
  email: string;
  role: string;
  is_active: boolean;
  presence: PresenceState;
}

export interface Team extends Named {
  member_ids: string[];
}

export interface Tag extends Named {
  color: string;
}

export interface Conversation {
  id: string;
  number: number;
  channel_account_id: string;
  channel_type: string;
  contact: Person;
  subject: string | null;
  group_name?: string | null;
  /** The earlier conversation of the thread, too old to be taken up again. */
  continues?: { id: string; number: number } | null;
  status: Status;
  snoozed_until: string | null;
  priority: Priority;
  assignee: Person | null;
  team: Named | null;
  tags: string[];
  unread_count: number;
  last_message: LastMessage | null;
  reply_window: { open: boolean; closes_at: string | null; people_only?: boolean } | null;
  activity_at: string;
  archived_at?: string | null;
  created_at: string;
  updated_at: string;
}

export interface LastMessage {
  id: string;
  preview: string | null;
  direction: Direction;
  created_at: string;
  delivery_status: DeliveryStatus | null;
}

export interface ConversationChange {
  status?: Status;
  priority?: Priority;
  assignee_id?: string | null;
  team_id?: string | null;
  snoozed_until?: string | null;
  tags?: string[];
}

/** How many conversations nobody, or this agent or team, has in one status. */
export interface ConversationCount {
  status: Status;
  assignee_id: string | null;
  team_id: string | null;
  count: number;
  unread: number;
}

export type MessageKind =
  | 'text'
  | 'image'
  | 'video'
  | 'audio'
  | 'file'
  | 'sticker'
  | 'location'
  | 'contact'
  | 'poll'
  | 'postback'
  | 'template'
  | 'unsupported';

export interface Author {
  type: 'contact' | 'user' | 'automation' | 'ai' | 'system';
  id: string | null;
  name: string | null;
}

export interface Attachment {
  id: string;
  kind: string;
  file_name: string | null;
  content_type: string | null;
  size: number | null;
  url: string;
  state: 'stored' | 'fetching' | 'failed';
  error: ChannelProblem | null;
  /** A picture that the message's HTML shows. */
  inline?: boolean;
}

export interface MailAddress {
  name: string;
  address: string;
}

export interface MailCopy {
  channel_account_id: string;
  conversation_id: string;
  number: number;
}

/** A mail's header. What we wrote has the recipients that were asked for. */
export interface MailHeader {
  subject?: string;
  from?: MailAddress;
  reply_to?: MailAddress[];
  to?: MailAddress[];
  cc?: MailAddress[];
  bcc?: MailAddress[];
  date?: string;
  automatic?: boolean;
  bulk?: boolean;
  /** Text and HTML leave out quotes and signature; the whole is a click away. */
  has_more?: boolean;
  new_participant?: boolean;
  /** By what it found its conversation; absent where it began one. */
  matched_by?: 'reply_token' | 'in_reply_to' | 'references' | 'subject_participants';
  forward?: boolean;
  /** What stood below a mail of ours. */
  signature?: { html: string; text: string };
  warnings?: ('dmarc_fail' | 'spam' | 'too_large' | 'damaged' | 'encrypted' | 'flood')[];
  receipts?: { recipient?: string; status: DeliveryStatus; at: string; note?: ChannelProblem }[];
}

/** How a message leaves as a mail; what is left out is as for an answer. */
export interface NewMail {
  subject?: string;
  to?: MailAddress[];
  cc?: MailAddress[];
  bcc?: MailAddress[];
  signature?: boolean;
  quote?: boolean;
  forward?: boolean;
}

export interface MessageButton {
  id: string;
  title: string;
  url?: string | null;
}

/** A card of a carousel. */
export interface Slide {
  title: string;
  text?: string;
  image_url?: string;
  buttons?: MessageButton[];
}

/** What the customer is asked for at once. */
export interface Form {
  title: string;
  fields: FormField[];
  submit_label?: string;
}

export type FormFieldType = 'text' | 'email' | 'phone' | 'select' | 'checkbox';

export interface FormField {
  key: string;
  type: FormFieldType;
  label: string;
  required?: boolean;
  max?: number;
  options?: string[];
}

/** What structured kinds say beside their text. */
export interface MessageContent {
  latitude?: number;
  longitude?: number;
  title?: string | null;
  address?: string | null;
  contacts?: { name?: string | null; phones?: string[]; emails?: string[] }[];
  question?: string;
  options?: { text: string; votes?: number | null }[];
  payload?: string;
  label?: string;
  emoji?: string;
  buttons?: MessageButton[];
  carousel?: Slide[];
  form?: Form;
  /** What a customer filled in; a ticked box is true. */
  answers?: { key: string | null; label: string; value: string | boolean }[];
  reason?: string;
  mail?: MailHeader;
}

export interface Message {
  id: string;
  conversation_id: string;
  direction: Direction;
  kind: MessageKind;
  text: string | null;
  html: string | null;
  content: MessageContent | null;
  attachments: Attachment[];
  /** The same mail as other mailboxes of ours received it. */
  copies?: MailCopy[];
  reply_to_id: string | null;
  author: Author;
  provider_message_id: string | null;
  delivery_status: DeliveryStatus | null;
  error: ChannelProblem | null;
  reactions: { emoji: string; author?: Author }[] | null;
  client_id: string | null;
  edited_at: string | null;
  deleted_at: string | null;
  created_at: string;
  sent_at: string | null;
  delivered_at: string | null;
  read_at: string | null;
}

export interface Health {
  grade: HealthGrade;
  checked_at: string | null;
  checks: HealthCheck[];
}

export interface HealthCheck {
  code: string;
  grade: HealthGrade;
  detail: string;
  hint: string | null;
}

export type HealthGrade = 'ok' | 'warning' | 'error';

export interface Template {
  name: string;
  language: string;
  status: string;
  category: string;
  header_media: 'image' | 'video' | 'file' | null;
  header_text: string | null;
  body: string;
  footer: string | null;
  variables: { key: string; example: string }[];
  buttons: string[];
}

export interface NewMessage {
  text?: string;
  html?: string;
  mail?: NewMail;
  template?: { name: string; language: string; values: Record<string, string> };
  attachments?: string[];
  reply_to_id?: string;
  buttons?: MessageButton[];
  location?: { latitude: number; longitude: number; title?: string; address?: string };
  poll?: { question: string; options: string[] };
  contacts?: { name: string; phones: string[]; emails: string[] }[];
  carousel?: Slide[];
  form?: Form;
  private?: boolean;
  client_id: string;
  seen_message_id?: string;
}

export interface Contact {
  id: string;
  name: string;
  email: string | null;
  phone: string | null;
  avatar_url: string | null;
  identities: { channel_type: string; value: string; display_name: string | null; unreachable_reason: 'blocked' | 'undeliverable' | 'unsubscribed' | null }[];
  crm: { kind: string; id: string; name: string; url: string | null } | null;
  attributes: Record<string, unknown>;
  /** Of whom a channel said that it is the same person. */
  possibly_same: { id: string; name: string; conversation_id: string | null }[];
  created_at: string;
}

export interface SettingField {
  name: string;
  label: string;
  type: 'text' | 'long_text' | 'rich_text' | 'url' | 'number' | 'flag' | 'choice' | 'list' | 'json';
  secret: boolean;
  required: boolean;
  format: string | null;
  choices: string[];
  help: string | null;
  default: unknown;
  /** Who fills it in: a person, the service itself, or what the provider told it. */
  source: 'admin' | 'generated' | 'learned';
  /** A key that the service makes, and makes anew when asked to. */
  replaceable: boolean;
  revocable: boolean;
}

/** A way to connect by consent at the provider. */
export interface ConsentOffer {
  id: string;
  label: string;
  /** Settings to fill in before. */
  needs: string[];
  /** Settings that the consent fills in. */
  fills: string[];
  /** What has to be registered with the provider's app. */
  redirect_uri: string;
}

export interface ConsentChoice {
  id: string;
  label: string;
  detail: string;
  is_selectable: boolean;
  obstacle: string | null;
}

export interface ConsentAttempt {
  state: 'started' | 'redeeming' | 'choosing' | 'connected' | 'failed';
  offer: string;
  expires_at: string;
  problem: ChannelProblem | null;
  items: ConsentChoice[];
}

export interface AuditEntry {
  id: string;
  actor: { type: string; id: string | null; name: string };
  action: string;
  detail: Record<string, unknown>;
  created_at: string;
}

export interface ChannelType {
  type: string;
  label: string;
  category: string;
  connect: string;
  oauth: ConsentOffer[];
  receives: string[];
  sends: string[];
  reports: string[];
  settings: SettingField[];
  setup: string[];
  reply_window_hours: number | null;
  /** Whether we can react to a message. */
  reacts?: boolean;
  /** Whether its test can send something to ourselves. */
  round_trip?: boolean;
  /** Cards of a carousel; 0 where there are none. */
  max_slides?: number;
  /** Questions of a form; 0 where there are no forms. */
  max_form_fields?: number;
  limits: {
    text_length: number;
    caption_length: number;
    max_attachments: number;
    attachments: Record<string, { max_bytes: number; content_types: string[] }>;
    max_buttons: number;
  };
}

/** Days of a mailbox that are fetched again. */
export interface MailboxRefill {
  id: string;
  from: string;
  to: string;
  found: number | null;
  created_at: string;
  ended_at: string | null;
}

export type ConnectionState = 'connected' | 'disconnected' | 'connecting' | 'failed';

export interface Connection {
  state: ConnectionState;
  checked_at: string | null;
  expires_at: string | null;
  problem: ChannelProblem | null;
}

/** What a test found; settings that it found out are kept already, where the account is. */
export interface TestOutcome {
  connection: Connection;
  checks: HealthCheck[];
  settings: SettingValues;
}

/** How the linking of a phone stands; the code is a data URL. */
export interface QrCode {
  state: 'needs_qr' | 'connecting' | 'connected' | 'failed';
  qr: string | null;
  pairing_code: string | null;
  expires_at: string | null;
  problem: ChannelProblem | null;
}

export type SettingValues = Record<string, unknown>;

export interface ChannelAccount {
  id: string;
  name: string;
  type: string;
  settings: SettingValues;
  is_active: boolean;
  reopen_days?: number;
  connection: Connection;
  /** The offer that it was connected by; null where its credentials were entered. */
  authorized_by?: string | null;
  webhook_url: string | null;
  last_inbound_at: string | null;
  last_outbound_at: string | null;
  archived_at: string | null;
  created_at: string;
  /** Keys that were made just now, whole, this once. */
  credentials?: Record<string, string>;
}

/** A website that loaded the widget, or was refused to. */
export interface Origin {
  origin: string;
  is_allowed: boolean;
  last_seen_at: string;
}

export type JournalOutcome = 'pending' | 'applied' | 'duplicate' | 'ignored' | 'failed' | 'rejected';
export const JOURNAL_OUTCOMES: readonly JournalOutcome[] = ['pending', 'applied', 'duplicate', 'ignored', 'failed', 'rejected'];

export interface JournalEvent {
  id: string;
  received_at: string;
  source: string;
  outcome: JournalOutcome;
  reason: string | null;
  problem: ChannelProblem | null;
  event_count: number | null;
  headers: Record<string, unknown>;
  payload: string | null;
  message_ids: string[];
  attempts: number;
  replayed_at: string | null;
}

/** Who is told of events: here, the other side of a channel. */
export interface WebhookSubscription {
  id: string;
  is_active: boolean;
  disabled: { reason: string; at: string; hint: string } | null;
}

export type DeliveryState = 'pending' | 'sending' | 'delivered' | 'failed';

/** One event for one receiver, and how far it got. */
export interface WebhookDelivery {
  id: string;
  event: string;
  state: DeliveryState;
  attempts: number;
  last_status: number | null;
  last_code: string | null;
  next_attempt_at: string | null;
  created_at: string;
  body: string;
}

export interface Figures {
  messages_received: number;
  messages_sent: number;
  messages_failed: number;
  conversations: number;
  first_response_seconds: { median: number | null; p90: number | null; average: number | null };
}

export interface Statistics {
  totals: Figures;
  series: (Figures & { at: string })[];
}
