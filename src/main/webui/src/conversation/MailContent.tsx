import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { get, text as getText } from '../api/http';
import type { MailAddress, MailCopy, MailHeader, Message } from '../api/types';
import { useChannelAccounts } from '../channel/queries';
import { useWords } from '../i18n';
import { Button } from '../ui/parts';
import { AttachmentView } from './AttachmentView';
import { MailFrame } from './MailFrame';
import { Text } from './MessageContent';

const FOLDED = 140;

/** A mail: what was newly written, with the rest, the header and the source on demand. */
export function MailContent({ message, mail, newest }: { message: Message; mail: MailHeader; newest: boolean }) {
  const { t } = useWords();
  const [open, setOpen] = useState(newest);
  const [whole, setWhole] = useState(false);
  const [details, setDetails] = useState(false);
  const full = useQuery({ queryKey: ['message-full', message.id], queryFn: () => get<{ text: string | null; html: string | null }>(`/messages/${message.id}/full`), enabled: whole });
  const shown = whole && full.data ? full.data : message;
  const files = message.attachments.filter((one) => !one.inline && !shown.html?.includes(one.url));
  if (!open) {
    return (
      <button type="button" className="mail-folded" onClick={() => setOpen(true)} aria-expanded="false">
        <strong dir="auto">{mail.subject}</strong> <span dir="auto">{(message.text ?? '').slice(0, FOLDED)}</span>
        {message.attachments.length > 0 && <span className="soft"> · {t('mail.files', { n: message.attachments.length })}</span>}
      </button>
    );
  }
  return (
    <div className="mail">
      <p className="mail-head soft" dir="auto">
        {mail.subject && <strong>{mail.subject}</strong>}
        {mail.cc?.length ? <span> · {t('mail.cc', { names: names(mail.cc) })}</span> : null}
      </p>
      <Marks mail={mail} />
      {message.copies && message.copies.length > 0 && <Copies copies={message.copies} />}
      {shown.html ? <MailFrame html={shown.html} title={mail.subject ?? t('mail.body')} /> : shown.text && <Text text={shown.text} />}
      {mail.signature && (
        <div className="mail-sent-signature">
          <MailFrame html={mail.signature.html} title={t('signature.title')} />
        </div>
      )}
      {files.map((attachment) => (
        <AttachmentView key={attachment.id} attachment={attachment} conversationId={message.conversation_id} sticker={false} />
      ))}
      <div className="row mail-acts">
        {!newest && (
          <Button look="quiet" small onClick={() => setOpen(false)}>
            {t('mail.fold')}
          </Button>
        )}
        {mail.has_more && (
          <Button look="quiet" small onClick={() => setWhole(!whole)}>
            {t(whole ? 'mail.less' : 'mail.more')}
          </Button>
        )}
        <Button look="quiet" small onClick={() => setDetails(!details)}>
          {t(details ? 'mail.nodetails' : 'mail.details')}
        </Button>
      </div>
      {details && <Details message={message} mail={mail} />}
    </div>
  );
}

/** The same mail in other mailboxes, where somebody else may be answering it. */
function Copies({ copies }: { copies: readonly MailCopy[] }) {
  const { t } = useWords();
  const accounts = useChannelAccounts(false).data;
  return (
    <p className="row wrap soft">
      {copies.map((copy) => (
        <Link key={copy.conversation_id} to="/inbox/$conversationId" params={{ conversationId: copy.conversation_id }} search={(search) => search}>
          {t('mail.copy', { account: accounts?.find((one) => one.id === copy.channel_account_id)?.name ?? '', number: String(copy.number) })}
        </Link>
      ))}
    </p>
  );
}

function Marks({ mail }: { mail: MailHeader }) {
  const { t } = useWords();
  const marks = [...(mail.automatic ? ['automatic' as const] : []), ...(mail.bulk ? ['bulk' as const] : []), ...(mail.new_participant ? ['new_participant' as const] : []), ...(mail.warnings ?? [])];
  const notes = mail.receipts?.flatMap((one) => (one.note ? [{ ...one.note, recipient: one.recipient }] : [])) ?? [];
  return (
    <>
      {marks.length > 0 && (
        <p className="row mail-marks">
          {marks.map((mark) => (
            <span key={mark} className="chip warning">
              {t(`mail.mark.${mark}`)}
            </span>
          ))}
        </p>
      )}
      {notes.map((note, index) => (
        <p key={index} className="soft" dir="auto" title={note.detail ?? undefined}>
          {note.recipient ? `${note.recipient}: ${note.hint}` : note.hint}
        </p>
      ))}
    </>
  );
}

function Details({ message, mail }: { message: Message; mail: MailHeader }) {
  const { t, dateTime } = useWords();
  const [source, setSource] = useState(false);
  const raw = useQuery({ queryKey: ['message-source', message.id], queryFn: () => getText(`/messages/${message.id}/source`), enabled: source });
  const lines: [string, string | null | undefined][] = [
    [t('mail.from'), mail.from && names([mail.from])],
    [t('mail.to'), mail.to && names(mail.to)],
    [t('mail.cc.label'), mail.cc && names(mail.cc)],
    [t('mail.bcc.label'), mail.bcc && names(mail.bcc)],
    [t('mail.date'), mail.date && dateTime(mail.date)],
    [t('mail.id'), message.provider_message_id ?? undefined],
    [t('mail.matched'), mail.matched_by && t(`mail.matched.${mail.matched_by}`)],
  ];
  return (
    <div className="mail-details">
      <dl>
        {lines.map(([label, value]) =>
          value ? (
            <div key={label}>
              <dt className="soft">{label}</dt>
              <dd dir="auto">{value}</dd>
            </div>
          ) : null,
        )}
      </dl>
      {message.direction === 'inbound' && !source && (
        <Button look="quiet" small onClick={() => setSource(true)}>
          {t('mail.source')}
        </Button>
      )}
      {raw.isError && <p className="soft">{t('mail.source.gone')}</p>}
      {raw.data && (
        <textarea className="mail-source" dir="ltr" readOnly rows={16} aria-label={t('mail.source')} value={raw.data} />
      )}
    </div>
  );
}

export function names(addresses: readonly MailAddress[]): string {
  return addresses.map((one) => (one.name ? `${one.name} <${one.address}>` : one.address)).join(', ');
}
