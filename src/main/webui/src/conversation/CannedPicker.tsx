import { useEffect, useState } from 'react';
import { post } from '../api/http';
import type { CannedResponse } from '../api/types';
import { useCannedResponses } from '../automation/queries';
import { useWords } from '../i18n';
import { tellFailure } from '../ui/toasts';

const SHOWN = 8;

/** The responses whose code begins as the text does after its slash; none where the text is no code. */
function useMatching(text: string): CannedResponse[] {
  const typed = /^\/([a-z0-9_-]*)$/.exec(text)?.[1];
  const all = useCannedResponses().data;
  return typed === undefined ? [] : (all ?? []).filter((one) => one.short_code.startsWith(typed)).slice(0, SHOWN);
}

/** What the keys do while the list is open: arrows choose, Enter and Tab insert; says whether it took the key. */
export function useCannedPicker(conversationId: string, text: string, onInsert: (text: string) => void) {
  const matching = useMatching(text);
  const [chosen, setChosen] = useState(0);
  useEffect(() => setChosen(0), [text]);
  const insert = (response: CannedResponse) => {
    post<{ text: string }>(`/canned_responses/${response.id}/text`, { conversation_id: conversationId }).then((filled) => onInsert(filled.text), tellFailure);
  };
  const takesKey = (key: string): boolean => {
    const response = matching[chosen];
    if (!response) return false;
    if (key === 'Enter' || key === 'Tab') insert(response);
    else if (key === 'ArrowDown') setChosen((chosen + 1) % matching.length);
    else if (key === 'ArrowUp') setChosen((chosen + matching.length - 1) % matching.length);
    else return false;
    return true;
  };
  return { matching, chosen, insert, takesKey };
}

export function CannedPicker({ matching, chosen, onPick }: { matching: readonly CannedResponse[]; chosen: number; onPick: (response: CannedResponse) => void }) {
  const { t } = useWords();
  if (matching.length === 0) return null;
  return (
    <ul className="canned-picker menu" role="listbox" aria-label={t('canned.pick')}>
      {matching.map((response, index) => (
        <li key={response.id} role="option" aria-selected={index === chosen}>
          <button type="button" className="menu-item" tabIndex={-1} data-highlighted={index === chosen ? '' : undefined} onMouseDown={(event) => event.preventDefault()} onClick={() => onPick(response)}>
            <strong className="mono">/{response.short_code}</strong> <span className="cut soft" dir="auto">{response.text}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}
