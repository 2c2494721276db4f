import type { Conversation, MailAddress, Message, NewMail } from '../api/types';

export type MailMode = 'reply' | 'all' | 'forward';

/** What a person edits before a mail leaves; recipients as they are typed. */
export interface MailForm {
  mode: MailMode;
  to: string;
  cc: string;
  bcc: string;
  subject: string;
  /** Whether the signature stands below it. */
  signed: boolean;
}

const PREFIX = /^\s*(?:(?:re|aw|fwd?|wg|sv|antw)\s*:\s*)+/i;
const ADDRESS = /^[^\s<>()[\],;:"@]+@[^\s<>()[\],;:"@]+$/;

/** The mail that an answer without a choice answers: the customer's last, or ours where they never wrote. */
export function lastMail(messages: readonly Message[]): Message | undefined {
  const mails = messages.filter((message) => message.content?.mail);
  return mails.find((message) => message.direction === 'inbound') ?? mails[0];
}

export function mailForm(mode: MailMode, conversation: Conversation, answered: Message | undefined): MailForm {
  const bare = (conversation.subject ?? '').replace(PREFIX, '');
  if (mode === 'forward') return { mode, to: '', cc: '', bcc: '', subject: `Fwd: ${bare}`, signed: true };
  const to = answeredBy(answered);
  const others = mode === 'all' ? everybodyElse(answered, to) : [];
  return { mode, to: written(to), cc: written(others), bcc: '', subject: answered ? `Re: ${bare}` : bare, signed: true };
}

/** What the service cannot know by itself. */
export function newMail(form: MailForm): NewMail {
  const mail: NewMail = { to: addresses(form.to), cc: addresses(form.cc), bcc: addresses(form.bcc) };
  if (form.subject.trim()) mail.subject = form.subject.trim();
  if (form.mode === 'forward') mail.forward = true;
  if (!form.signed) mail.signature = false;
  return mail;
}

/** Whether every recipient is an address, and a forwarded mail has one. */
export function isComplete(form: MailForm): boolean {
  const all = [form.to, form.cc, form.bcc].flatMap(addresses);
  return all.every((one) => ADDRESS.test(one.address)) && (form.mode !== 'forward' || addresses(form.to).length > 0);
}

/** `Anna <anna@example.com>, boss@example.com` */
export function addresses(typed: string): MailAddress[] {
  return typed
    .split(/[,;]/)
    .map((one) => one.trim())
    .filter((one) => one !== '')
    .map((one) => {
      const named = /^(.*)<([^<>]*)>$/.exec(one);
      return named ? { name: (named[1] ?? '').replaceAll('"', '').trim(), address: (named[2] ?? '').trim() } : { name: '', address: one };
    });
}

function written(all: readonly MailAddress[]): string {
  return all.map((one) => (one.name ? `${one.name.replaceAll(/[,;"<>]/g, '')} <${one.address}>` : one.address)).join(', ');
}

function answeredBy(message: Message | undefined): MailAddress[] {
  const mail = message?.content?.mail;
  if (!mail) return [];
  if (message.direction === 'outbound') return mail.to ?? [];
  return mail.reply_to?.length ? mail.reply_to : mail.from ? [mail.from] : [];
}

function everybodyElse(message: Message | undefined, to: readonly MailAddress[]): MailAddress[] {
  const mail = message?.content?.mail;
  const seen = new Set(to.map((one) => one.address));
  return [...(mail?.from && message?.direction === 'inbound' ? [mail.from] : []), ...(mail?.to ?? []), ...(mail?.cc ?? [])].filter((one) => {
    if (seen.has(one.address)) return false;
    seen.add(one.address);
    return true;
  });
}
