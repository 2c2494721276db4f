import { Popover } from 'radix-ui';
import { useWords } from '../i18n';
import { Button } from '../ui/parts';

const EMOJI = [...'😀😃😄😁😅😂🙂😉😊😍😘😎🤔😐😴😢😭😡👍👎👌🙏👏💪🤝👋✌🎉🎁🔥⭐✅❌❗❓⏰📦🚚💳🧾📎📷📞💬💡🔧❤💚💙☀☕🍕🌍'];

/** A small set for customer talk; everything else comes from the system's own picker. */
export function EmojiPicker({ onPick }: { onPick: (emoji: string) => void }) {
  const { t } = useWords();
  return (
    <Popover.Root>
      <Popover.Trigger asChild>
        <Button look="quiet" small icon="smile" label={t('composer.emoji')} />
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content className="menu emoji-grid" side="top" align="start" sideOffset={6} collisionPadding={8} aria-label={t('composer.emoji')}>
          {EMOJI.map((emoji) => (
            <Popover.Close key={emoji} className="emoji" onClick={() => onPick(emoji)}>
              {emoji}
            </Popover.Close>
          ))}
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}
