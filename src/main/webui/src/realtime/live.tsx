import { useQueryClient } from '@tanstack/react-query';
import { createContext, useContext, useEffect, useMemo, useRef, type ReactNode } from 'react';
import { applyChange, outdatedBy, refetchEverything } from './changes';
import { setFacts, setPresence, setTyping, setViewing } from './facts';
import { Fetches } from './freshness';
import type { ClientFrame, ServerFrame } from './protocol';
import { LiveSocket } from './socket';

type Say = (frame: ClientFrame) => boolean;
const Context = createContext<Say>(() => false);

/** Keeps the query cache true to what happens, for as long as somebody is signed in. */
export function Live({ userId, onSignedOut, children }: { userId: string; onSignedOut: () => void; children: ReactNode }) {
  const client = useQueryClient();
  const live = useRef<LiveSocket | null>(null);
  const signedOut = useRef(onSignedOut);
  useEffect(() => {
    signedOut.current = onSignedOut;
  });

  useEffect(() => {
    const fetches = new Fetches(client);
    const hear = (frame: ServerFrame) => {
      switch (frame.t) {
        case 'joined':
          setFacts({
            presence: Object.fromEntries((frame.presence ?? []).map((fact) => [fact.user_id, fact.state])),
            viewing: Object.fromEntries((frame.viewing ?? []).map((fact) => [fact.conversation_id, fact.users])),
          });
          if (frame.resync) {
            socket.restartFrom(frame.seq);
            refetchEverything(client);
          }
          return;
        case 'change':
          fetches.changed(...outdatedBy(frame));
          return applyChange(client, frame, userId);
        case 'typing':
          return setTyping(frame.conversation_id, frame.state === 'on' ? frame.author : null);
        case 'viewing':
          return setViewing(frame.conversation_id, frame.users);
        case 'presence':
          return setPresence(frame.user_id, frame.state);
        case 'pong':
        case 'error':
          return;
      }
    };
    const socket = new LiveSocket({
      onFrame: hear,
      onState: (link) => setFacts({ link }),
      onSignedOut: () => signedOut.current(),
      onPoll: () => refetchEverything(client),
    });
    live.current = socket;
    const endWatch = fetches.watch();
    socket.start();
    return () => {
      socket.stop();
      endWatch();
    };
  }, [client, userId]);

  const say = useMemo<Say>(() => (frame) => live.current?.send(frame) ?? false, []);
  return <Context value={say}>{children}</Context>;
}

export function useSay(): Say {
  return useContext(Context);
}
