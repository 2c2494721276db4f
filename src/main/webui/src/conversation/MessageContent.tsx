import { Fragment, type ReactNode } from 'react';
import type { AskedForm, Message, MessageContent as Content } from '../api/types';
import { useWords } from '../i18n';
import { Icon } from '../ui/Icon';
import { AttachmentView } from './AttachmentView';
import { MailContent } from './MailContent';

/** A message's content by its kind. A kind that this switch does not know does not compile. */
export function MessageContent({ message, newest }: { message: Message; newest: boolean }) {
  if (message.content?.mail) return <MailContent message={message} mail={message.content.mail} newest={newest} />;
  const { attachments } = message;
  return (
    <>
      {attachments.map((attachment) => (
        <AttachmentView key={attachment.id} attachment={attachment} conversationId={message.conversation_id} sticker={message.kind === 'sticker'} />
      ))}
      {message.content?.answers ? <Answers answers={message.content.answers} /> : <Body message={message} />}
      <Buttons content={message.content} />
      {message.content?.carousel && <Carousel slides={message.content.carousel} />}
      {message.content?.form && <SentForm form={message.content.form} />}
    </>
  );
}

function Body({ message }: { message: Message }): ReactNode {
  const { t } = useWords();
  const { text, kind } = message;
  const content = message.content ?? {};
  switch (kind) {
    case 'text':
    case 'image':
    case 'video':
    case 'audio':
    case 'file':
    case 'template':
      return text && <Text text={text} />;
    case 'sticker':
      return message.attachments.length === 0 && <p className="sticker">{content.emoji ?? text}</p>;
    case 'location':
      return <Location content={content} />;
    case 'contact':
      return <Contacts content={content} text={text} />;
    case 'poll':
      return <Poll content={content} text={text} />;
    case 'postback':
      return (
        <p className="postback row">
          <Icon name="buttons" size={16} />
          <span dir="auto">{content.label ?? text}</span>
        </p>
      );
    case 'unsupported':
      return (
        <p className="unsupported soft">
          <Icon name="info" size={16} /> {text || t('kind.unsupported')}
        </p>
      );
  }
}

const URL_IN_TEXT = /(https?:\/\/[^\s<>"]*[^\s<>".,;:!?)\]])/g;

/** Plain text with its links; nothing in it is ever read as HTML. */
export function Text({ text }: { text: string }) {
  return (
    <p className="message-text" dir="auto">
      {text.split(URL_IN_TEXT).map((part, index) =>
        index % 2 === 1 ? (
          <a key={index} href={part} target="_blank" rel="noopener noreferrer">
            {part}
          </a>
        ) : (
          <Fragment key={index}>{part}</Fragment>
        ),
      )}
    </p>
  );
}

function Carousel({ slides }: { slides: NonNullable<Content['carousel']> }) {
  return (
    <ul className="carousel">
      {slides.map((slide, index) => (
        <li key={index} className="card">
          {slide.image_url && <img src={slide.image_url} alt="" loading="lazy" referrerPolicy="no-referrer" />}
          <strong dir="auto">{slide.title}</strong>
          {slide.text && <p dir="auto">{slide.text}</p>}
          {slide.buttons?.map((button) => (
            <span key={button.id} className="chip">
              {button.title}
            </span>
          ))}
        </li>
      ))}
    </ul>
  );
}

/** The questions that were asked. */
function SentForm({ form }: { form: AskedForm }) {
  const { t } = useWords();
  return (
    <div className="card">
      <strong dir="auto">{form.title}</strong>
      <ul className="poll">
        {form.fields.map((field) => (
          <li key={field.key} className="row">
            <span className="grow" dir="auto">{field.label}</span>
            <span className="soft">{t(`ask.kind.${field.type}`)}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}

function Answers({ answers }: { answers: NonNullable<Content['answers']> }) {
  const { t } = useWords();
  return (
    <table className="answers">
      <tbody>
        {answers.map((answer, index) => (
          <tr key={answer.key ?? index}>
            <th scope="row" dir="auto">{answer.label}</th>
            <td dir="auto">{typeof answer.value === 'boolean' ? t(answer.value ? 'rule.yes' : 'rule.no') : answer.value}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Location({ content }: { content: Content }) {
  const { t } = useWords();
  const place = `${content.latitude ?? ''},${content.longitude ?? ''}`;
  return (
    <a className="card row" href={`https://www.openstreetmap.org/?mlat=${content.latitude}&mlon=${content.longitude}#map=16/${content.latitude}/${content.longitude}`} target="_blank" rel="noopener noreferrer">
      <Icon name="pin" />
      <span className="grow">
        <strong dir="auto">{content.title ?? t('kind.location')}</strong>
        <br />
        <span dir="auto">{content.address ?? place}</span>
      </span>
    </a>
  );
}

function Contacts({ content, text }: { content: Content; text: string | null }) {
  if (!content.contacts?.length) return text && <Text text={text} />;
  return content.contacts.map((contact, index) => (
    <div key={index} className="card row">
      <Icon name="user" />
      <div className="grow">
        <strong dir="auto">{contact.name}</strong>
        {contact.phones?.map((phone) => (
          <p key={phone}>
            <a href={`tel:${phone}`} dir="ltr">
              {phone}
            </a>
          </p>
        ))}
        {contact.emails?.map((email) => (
          <p key={email}>
            <a href={`mailto:${email}`}>{email}</a>
          </p>
        ))}
      </div>
    </div>
  ));
}

function Poll({ content, text }: { content: Content; text: string | null }) {
  const { number } = useWords();
  if (!content.options) return text && <Text text={text} />;
  return (
    <div className="card">
      <strong dir="auto">{content.question}</strong>
      <ul className="poll">
        {content.options.map((option) => (
          <li key={option.text} className="row">
            <span className="grow" dir="auto">
              {option.text}
            </span>
            <span className="soft">{number(option.votes ?? 0)}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}

function Buttons({ content }: { content: Content | null }) {
  const { t } = useWords();
  if (!content?.buttons?.length) return null;
  return (
    <ul className="shown-buttons" aria-label={t('message.buttons')}>
      {content.buttons.map((button) => (
        <li key={button.id} className="chip">
          {button.title}
        </li>
      ))}
    </ul>
  );
}
