import { useEffect, useMemo, useRef } from 'react';
import { useSay } from '../realtime/live';

const REPEAT = 3_000;
const IDLE = 5_000;

/** Tells the others, and through the channel the customer, that somebody writes; at most every few seconds. */
export function useTypingSignal(conversationId: string): { type: () => void; stop: () => void } {
  const say = useSay();
  const saidAt = useRef(0);
  const idle = useRef<number | undefined>(undefined);
  const signal = useMemo(() => {
    const stop = () => {
      window.clearTimeout(idle.current);
      if (saidAt.current > 0) say({ t: 'typing', conversation_id: conversationId, state: 'off' });
      saidAt.current = 0;
    };
    const type = () => {
      if (Date.now() - saidAt.current > REPEAT) {
        saidAt.current = Date.now();
        say({ t: 'typing', conversation_id: conversationId, state: 'on' });
      }
      window.clearTimeout(idle.current);
      idle.current = window.setTimeout(stop, IDLE);
    };
    return { type, stop };
  }, [say, conversationId]);
  useEffect(() => signal.stop, [signal]);
  return signal;
}
