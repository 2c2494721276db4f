import { useCallback, useState } from 'react';

const PREFIX = 'tributary.draft.';

export interface Draft {
  text: string;
  /** The same with its formatting, where the channel has such. */
  html?: string;
  isNote: boolean;
}

/** What somebody began to write to a conversation; it survives a reload on this device. */
export function useDraft(conversationId: string): [Draft, (change: Partial<Draft>) => void] {
  const [draft, setDraft] = useState<Draft>(() => stored(conversationId));
  const change = useCallback(
    (wanted: Partial<Draft>) =>
      setDraft((before) => {
        const next = { ...before, ...wanted };
        if (next.text === '') localStorage.removeItem(PREFIX + conversationId);
        else localStorage.setItem(PREFIX + conversationId, JSON.stringify(next));
        return next;
      }),
    [conversationId],
  );
  return [draft, change];
}

function stored(conversationId: string): Draft {
  const text = localStorage.getItem(PREFIX + conversationId);
  return text ? { ...(JSON.parse(text) as Draft), html: '' } : { text: '', isNote: false };
}
