import { Popover } from 'radix-ui';
import type { Message } from '../api/types';
import { useWords } from '../i18n';
import { Button } from '../ui/parts';
import { useReact } from './queries';

const EMOJI = ['👍', '❤️', '😆', '😮', '😢', '🙏'];

/** The customer sees one reaction of ours; giving the same one again takes it back. */
export function ReactButton({ message }: { message: Message }) {
  const { t } = useWords();
  const react = useReact();
  const given = message.reactions?.find((one) => one.author?.type === 'user')?.emoji;
  return (
    <Popover.Root>
      <Popover.Trigger asChild>
        <Button look="quiet" small icon="smile" label={t('message.react')} className="message-act" disabled={react.isPending} />
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content className="menu row" side="top" sideOffset={6} collisionPadding={8} aria-label={t('message.react')}>
          {EMOJI.map((emoji) => (
            <Popover.Close key={emoji} className="emoji" aria-pressed={emoji === given} onClick={() => react.mutate({ message, emoji: emoji === given ? null : emoji })}>
              {emoji}
            </Popover.Close>
          ))}
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}
