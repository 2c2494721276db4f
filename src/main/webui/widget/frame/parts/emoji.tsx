import type { VNode } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { useWords } from '../context';

const EMOJIS = [...new Intl.Segmenter().segment('😀😃😄😁😅😂🙂😉😊😍😘😜🤔😐😏😴😕😟😢😭😡😱👍👎👋👏🙏💪👌🤝❤️💔🎉✨🔥⭐✅❌⚠️❓💬📷📎📦🚚💳🛒⏰')].map(
  ({ segment }) => segment,
);

/** A small grid; arrows move, Enter picks, Escape leaves. */
export function EmojiPicker({ pick, leave }: { pick: (emoji: string) => void; leave: () => void }): VNode {
  const { words } = useWords();
  const grid = useRef<HTMLDivElement>(null);
  useEffect(() => grid.current?.querySelector('button')?.focus(), []);
  const onKey = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') {
      event.preventDefault();
      return leave();
    }
    const buttons = [...(grid.current?.querySelectorAll('button') ?? [])];
    const columns = getComputedStyle(grid.current!).gridTemplateColumns.split(' ').length;
    const forward = document.documentElement.dir === 'rtl' ? -1 : 1;
    const steps: Record<string, number> = { ArrowRight: forward, ArrowLeft: -forward, ArrowDown: columns, ArrowUp: -columns };
    const step = steps[event.key];
    if (step !== undefined) {
      event.preventDefault();
      buttons[buttons.indexOf(document.activeElement as HTMLButtonElement) + step]?.focus();
    }
  };
  return (
    <div class="emojis" ref={grid} role="group" aria-label={words.emojiSearch} onKeyDown={onKey}>
      {EMOJIS.map((emoji, index) => (
        <button key={emoji} type="button" tabIndex={index === 0 ? 0 : -1} onClick={() => pick(emoji)}>
          {emoji}
        </button>
      ))}
    </div>
  );
}
