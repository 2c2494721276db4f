import type { Message } from '../api/types';
import { TraceButton } from '../automation/TraceButton';
import { useWords, type MessageKey } from '../i18n';
import { en } from '../i18n/en';

/** What happened to the conversation, and where a rule did it the way to why. */
export function EventLine({ message }: { message: Message }) {
  const { time } = useWords();
  const line = useEventWords();
  return (
    <p className="event-line soft">
      <span dir="auto">{line(message)}</span> <time dateTime={message.created_at}>{time(message.created_at)}</time>
      {message.author.type === 'automation' && <TraceButton about="conversations" id={message.conversation_id} />}
    </p>
  );
}

/** In the reader's language where the event is known, in the server's words where it is newer than this page. */
function useEventWords(): (message: Message) => string {
  const { t, dateTime } = useWords();
  const known = (key: string): key is MessageKey => key in en;
  const word = (value: unknown): string => {
    if (Array.isArray(value)) return value.map(String).join(t('list.comma'));
    const choice = `rule.choice.${String(value)}`;
    return known(choice) ? t(choice) : String(value ?? '');
  };
  return ({ text, author, content }) => {
    const { event, ...said } = { ...content } as { event?: string } & Record<string, unknown>;
    const by = author.name ?? t(`author.${author.type}`);
    const tags = [said.added, said.removed].map((names) => Array.isArray(names) && names.length > 0);
    const key = event === 'tags_changed' ? `line.tags_${tags.map((some) => (some ? 'y' : 'n')).join('')}` : event === 'assigned' && said.id === author.id ? 'line.taken' : `line.${event ?? ''}`;
    if (!known(key)) return text ?? '';
    const values = Object.entries(said).map(([name, value]) => [name, name === 'until' ? dateTime(String(value)) : ['to', 'from', 'added', 'removed'].includes(name) ? word(value) : String(value ?? '')]);
    return t(key, { by, ...(Object.fromEntries(values) as Record<string, string>) });
  };
}
