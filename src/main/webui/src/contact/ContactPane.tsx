import { Link } from '@tanstack/react-router';
import type { Contact, Conversation } from '../api/types';
import { useWords } from '../i18n';
import { ConversationTickets } from '../conversation/ConversationTickets';
import { useMay } from '../identity/session';
import { channelIcon, Icon, type IconName } from '../ui/Icon';
import { Avatar, Button, Failure, Spinner } from '../ui/parts';
import { Attributes } from './Attributes';
import { EditInPlace } from './EditInPlace';
import { useChangeContact, useContact, useContactConversations } from './queries';

/** Who is this: names, where they can be reached, what is known, what was said before. */
export function ContactPane({ conversation, onClose }: { conversation: Conversation; onClose: () => void }) {
  const { t } = useWords();
  const contact = useContact(conversation.contact.id);
  return (
    <aside className="contact-pane" aria-label={t('contact.label')}>
      <div className="row contact-head">
        <h2 className="grow">{t('contact.label')}</h2>
        <Button look="quiet" small icon="close" label={t('close')} className="contact-close" onClick={onClose} />
      </div>
      {contact.isPending && <Spinner />}
      {contact.isError && <Failure error={contact.error} retry={() => void contact.refetch()} />}
      {contact.data && <Card contact={contact.data} key={contact.data.id} />}
      <ConversationTickets conversation={conversation} key={conversation.id} />
      <Earlier contactId={conversation.contact.id} currentId={conversation.id} />
    </aside>
  );
}

function Card({ contact }: { contact: Contact }) {
  const { t, dateTime } = useWords();
  const mayEdit = useMay('contacts:write');
  const { mutate } = useChangeContact(contact.id);
  return (
    <>
      <div className="contact-card">
        <Avatar name={contact.name} url={contact.avatar_url} size={64} />
        <EditInPlace label={t('contact.name')} value={contact.name} required disabled={!mayEdit} onSave={(name) => mutate({ name })} strong />
      </div>
      {contact.possibly_same.map((other) => (
        <p key={other.id} className="notice">
          <Icon name="users" />
          <span>
            {t('contact.same')}{' '}
            {other.conversation_id ? (
              <Link to="/inbox/$conversationId" params={{ conversationId: other.conversation_id }} search={(search) => search}>
                <bdi>{other.name}</bdi>
              </Link>
            ) : (
              <bdi>{other.name}</bdi>
            )}
          </span>
        </p>
      ))}
      <dl className="facts">
        <dt>{t('contact.email')}</dt>
        <dd>
          <EditInPlace label={t('contact.email')} value={contact.email ?? ''} disabled={!mayEdit} onSave={(email) => mutate({ email: email || null })} />
          {contact.mail_refusal && <p className="notice warning">{t(`contact.refusal.${contact.mail_refusal.reason}`, { at: dateTime(contact.mail_refusal.refused_at) })}</p>}
        </dd>
        <dt>{t('contact.phone')}</dt>
        <dd dir="ltr">
          <EditInPlace label={t('contact.phone')} value={contact.phone ?? ''} disabled={!mayEdit} onSave={(phone) => mutate({ phone: phone || null })} />
        </dd>
        <dt>{t('contact.since')}</dt>
        <dd>{dateTime(contact.created_at)}</dd>
      </dl>
      {contact.crm && (
        <section>
          <h3>{t('contact.crm')}</h3>
          <p className="row">
            <span className="chip info">{contact.crm.kind}</span>
            {contact.crm.url ? (
              <a href={contact.crm.url} target="_blank" rel="noopener noreferrer">
                {contact.crm.name}
              </a>
            ) : (
              contact.crm.name
            )}
          </p>
        </section>
      )}
      {contact.identities.length > 0 && (
        <section>
          <h3>{t('contact.identities')}</h3>
          <ul className="identities">
            {contact.identities.map((identity) => (
              <li key={`${identity.kind}${identity.channel_type ?? ''}${identity.value}`} className="row">
                <Icon name={identityIcon(identity)} size={16} />
                <span className="grow">
                  {identity.display_name && <bdi className="identity-name">{identity.display_name}</bdi>}
                  {/* a visitor's own is no address: nobody can write to it or look it up */}
                  {!identity.value.startsWith('widget:') && (
                    <span className="soft identity-value" dir="ltr">
                      {identity.value}
                    </span>
                  )}
                  {identity.unreachable_reason && <span className="chip warning">{t(`contact.unreachable.${identity.unreachable_reason}`)}</span>}
                </span>
              </li>
            ))}
          </ul>
        </section>
      )}
      <Attributes attributes={contact.attributes} disabled={!mayEdit} onChange={(attributes) => mutate({ attributes })} />
    </>
  );
}

function Earlier({ contactId, currentId }: { contactId: string; currentId: string }) {
  const { t, age } = useWords();
  const all = useContactConversations(contactId);
  const others = all.data?.filter((one) => one.id !== currentId) ?? [];
  return (
    <section>
      <h3>{t('contact.earlier')}</h3>
      {all.isError && <Failure error={all.error} retry={() => void all.refetch()} />}
      {all.isSuccess && others.length === 0 && <p className="soft">{t('contact.earlier.none')}</p>}
      <ul className="earlier">
        {others.map((one) => (
          <li key={one.id}>
            <Link to="/inbox/$conversationId" params={{ conversationId: one.id }} search={(search) => search} className="row">
              <Icon name={channelIcon(one.channel_type)} size={16} />
              <span className="grow cut" dir="auto">
                {one.last_message?.preview || one.subject || `#${one.number}`}
              </span>
              <span className={`chip status-${one.status}`}>{t(`status.${one.status}`)}</span>
              <time className="soft" dateTime={one.activity_at}>
                {age(one.activity_at)}
              </time>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** A number or an address that many channels share has none of theirs. */
function identityIcon({ kind, channel_type }: Contact['identities'][number]): IconName {
  if (channel_type) return channelIcon(channel_type);
  return kind === 'phone' ? 'phone' : 'mail';
}
