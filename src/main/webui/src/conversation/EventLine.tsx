import type { Message } from '../api/types';
import { useWords } from '../i18n';

/** What happened to the conversation, in the server's words. */
export function EventLine({ message }: { message: Message }) {
  const { time } = useWords();
  return (
    <p className="event-line soft">
      <span dir="auto">{message.text}</span> <time dateTime={message.created_at}>{time(message.created_at)}</time>
    </p>
  );
}
