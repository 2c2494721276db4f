import type { components } from './openapi';

/** The shapes of the HTTP contract, under the names that the inbox gives them. What they are made of is the service's to say: see `openapi.ts`. */
type Schemas = components['schemas'];

export type Conversation = Schemas['ConversationView'];
export type ConversationChange = Schemas['ConversationChange'];
export type ConversationCount = Schemas['Count'];
export type LastMessage = Schemas['LastMessage'];
export type Message = Schemas['MessageView'];
export type MessageContent = Schemas['MessageContent'];
export type NewMessage = Schemas['MessageRequest'] & { client_id: string };
export type NewMail = Schemas['MailRequest'];
export type Attachment = Schemas['AttachmentView'];
export type Author = Schemas['Author'];
export type MailHeader = Schemas['MailHeader'];
export type MailAddress = Schemas['MailAddress'];
export type MailCopy = Schemas['CopyView'];
export type MessageButton = Schemas['ButtonRequest'];
export type Slide = Schemas['SlideRequest'];
export type Form = Omit<Schemas['FormRequest'], 'fields'> & { fields: FormField[] };
export type FormField = Schemas['FieldRequest'] & { type: FormFieldType };
export type FormFieldType = Schemas['FormFieldType'];
export type AskedForm = Schemas['SentForm'];
export type CannedResponse = Schemas['CannedResponse'];
export type Notification = Schemas['Notification'];
export type Tag = Schemas['TagView'];
export type Ticket = Schemas['Ticket'];

export type Contact = Schemas['ContactView'];

/** What all rules share. */
export type AutomationSettings = Schemas['SettingsView'];

export type Session = Schemas['SessionView'];
export type SignInMethods = Schemas['SignInMethods'];
export type User = Schemas['UserView'];
export type Team = Schemas['TeamView'];
export type Organization = Schemas['OrganizationView'];
export type AuditEntry = Schemas['Entry'];
export type Signature = Schemas['OwnSignature'];

export type ChannelType = Schemas['ChannelTypeView'];
export type SettingField = Schemas['Field'];
export type ConsentAttempt = Schemas['Choices'];
export type ChannelAccount = Schemas['AccountView'];
export type SettingValues = ChannelAccount['settings'];
export type Connection = Schemas['State'];
export type TestOutcome = Schemas['Tested'];
export type ConnectionState = Schemas['ConnectionState'];
export type Health = Schemas['HealthView'];
export type HealthCheck = Schemas['CheckView'];
export type QrCode = Schemas['QrView'];
export type Template = Schemas['TemplateView'];
export type MailboxRefill = Schemas['MailboxRefill'];
export type Origin = Schemas['OriginView'];
export type JournalEvent = Schemas['JournalView'];
export type JournalOutcome = Schemas['EventResultOutcome'];
export type WebhookSubscription = Schemas['SubscriptionView'];
export type WebhookDelivery = Schemas['DeliveryView'];
export type Statistics = Schemas['Report'];
export type Figures = Schemas['Counts'];

export type Status = Conversation['status'];
export type Priority = Conversation['priority'];
export type Direction = Message['direction'];
export type MessageKind = Schemas['ContentKind'];
export type DeliveryStatus = Schemas['DeliveryStatus'];
export type DeliveryState = WebhookDelivery['state'];
export type PresenceState = Schemas['PresenceState'];
export type Person = Schemas['Person'];
export type Named = Schemas['Named'];

/** What went wrong on a channel, and what a person can do about it. The server words both. */
export type ChannelProblem = Schemas['ChannelProblem'];

/** RFC 9457, with our `code`, `hint` and field errors. */
export type Problem = Schemas['Problem'];

/** Every list is answered so. */
export type Page<T> = Omit<Schemas['PageConversationView'], 'items'> & { items: T[] };

export const STATUSES: readonly Status[] = ['open', 'pending', 'resolved', 'closed'];
export const PRIORITIES: readonly Priority[] = ['urgent', 'high', 'normal', 'low'];
export const JOURNAL_OUTCOMES: readonly JournalOutcome[] = ['pending', 'applied', 'duplicate', 'ignored', 'failed', 'rejected'];
