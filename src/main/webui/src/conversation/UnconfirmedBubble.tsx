import { useWords } from '../i18n';
import { Icon } from '../ui/Icon';
import { Button, useProblemWords } from '../ui/parts';
import { Text } from './MessageContent';
import { discard, type Unconfirmed } from './outbox';

/** A message on its way to the service; or one that did not get there, with what to do. */
export function UnconfirmedBubble({ unconfirmed, onResend }: { unconfirmed: Unconfirmed; onResend: () => void }) {
  const { t, time } = useWords();
  const words = useProblemWords();
  const { message, error, fileNames } = unconfirmed;
  const problem = error === null ? null : words(error);
  return (
    <article className={`message ${message.private ? 'note' : 'outbound'} continues${problem ? ' failed' : ''}`} aria-label={t('message.unconfirmed')}>
      <div className="message-avatar" />
      <div className="message-body">
        <div className="row message-line">
          <div className="bubble">
            {fileNames.map((name) => (
              <p key={name} className="row">
                <Icon name="file" size={16} /> {name}
              </p>
            ))}
            {message.text && <Text text={message.text} />}
            {message.location && <Text text={message.location.title ?? `${message.location.latitude}, ${message.location.longitude}`} />}
            {message.contacts?.map((one) => <Text key={one.name} text={one.name} />)}
            {message.poll && <Text text={message.poll.question} />}
            {message.carousel?.map((one) => <Text key={one.title} text={one.title} />)}
            {message.form && <Text text={message.form.title} />}
            {message.template && <Text text={message.template.name} />}
            <p className="message-foot soft">
              {time(unconfirmed.writtenAt)}
              <span className="delivery">
                <Icon name={problem ? 'alert' : 'clock'} size={14} />
                {problem ? t('message.unsent') : t('delivery.sending')}
              </span>
            </p>
          </div>
        </div>
        {problem && (
          <div className="failed-send" role="alert">
            <Icon name="alert" size={16} />
            <div className="grow">
              <strong>{problem.title}</strong>
              {problem.hint && <p className="soft">{problem.hint}</p>}
            </div>
            <Button small look="quiet" onClick={() => discard(message.client_id)}>
              {t('message.discard')}
            </Button>
            <Button small icon="refresh" onClick={onResend}>
              {t('retry')}
            </Button>
          </div>
        )}
      </div>
    </article>
  );
}
