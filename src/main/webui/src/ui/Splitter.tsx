import { useRef, type KeyboardEvent, type PointerEvent } from 'react';

const STEP = 16;

/** The line between two panes: dragged, or moved with the arrow keys. The width is kept on this device. */
export function Splitter({ name, label, side, min, max, width, onChange }: { name: string; label: string; side: 'start' | 'end'; min: number; max: number; width: number; onChange: (width: number) => void }) {
  const from = useRef<{ x: number; width: number } | null>(null);
  const grows = () => (side === 'start' ? 1 : -1) * (document.documentElement.dir === 'rtl' ? -1 : 1);
  const change = (next: number) => {
    const bounded = Math.round(Math.min(max, Math.max(min, next)));
    localStorage.setItem(stored(name), String(bounded));
    onChange(bounded);
  };
  const press = (event: PointerEvent<HTMLDivElement>) => {
    event.currentTarget.setPointerCapture(event.pointerId);
    from.current = { x: event.clientX, width };
  };
  const drag = (event: PointerEvent) => {
    if (from.current) change(from.current.width + (event.clientX - from.current.x) * grows());
  };
  const key = (event: KeyboardEvent) => {
    const way = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (way !== 0) change(width + way * STEP * grows());
  };
  return (
    // eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- a separator that moves is a widget (ARIA "window splitter")
    <div
      className="splitter"
      role="separator"
      aria-orientation="vertical"
      aria-label={label}
      aria-valuenow={width}
      aria-valuemin={min}
      aria-valuemax={max}
      // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- see above
      tabIndex={0}
      onPointerDown={press}
      onPointerMove={drag}
      onPointerUp={() => (from.current = null)}
      onKeyDown={key}
    />
  );
}

export function keptWidth(name: string, otherwise: number): number {
  const width = Number(localStorage.getItem(stored(name)));
  return width > 0 ? width : otherwise;
}

const stored = (name: string): string => `tributary.width.${name}`;
