import { lazy, Suspense, useState } from 'react';
import { useWords } from '../i18n';
import { Button } from '../ui/parts';

const RuleTrace = lazy(() => import('./RuleTrace').then((module) => ({ default: module.RuleTrace })));

/** Opens what rules did about a message, or about everything in a conversation that no message set off. */
export function TraceButton({ about, id }: { about: 'messages' | 'conversations'; id: string }) {
  const { t } = useWords();
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button look="quiet" small icon="bolt" label={t(about === 'messages' ? 'trace.open' : 'trace.open.here')} className="message-act" onClick={() => setOpen(true)} />
      {open && (
        <Suspense>
          <RuleTrace about={about} id={id} onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  );
}
