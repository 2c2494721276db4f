import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { useChat, useChatState, useWords } from '../context';

/** What was said, as a mail to the address that the visitor told. */
export function Transcript({ conversation }: { conversation: string }): VNode | null {
  const chat = useChat();
  const { config, contact } = useChatState();
  const { words, say } = useWords();
  const [step, setStep] = useState<'offered' | 'sending' | 'sent'>('offered');
  const email = contact?.email ?? null;
  if (config?.features.transcript !== true || email === null) {
    return null;
  }
  if (step === 'sent') {
    return <p class="day" role="status">{say('transcriptSent', { email })}</p>;
  }
  const send = async (): Promise<void> => {
    setStep('sending');
    setStep((await chat.mailTranscript(conversation)) ? 'sent' : 'offered');
  };
  return (
    <button type="button" class="quiet" disabled={step === 'sending'} onClick={() => void send()}>
      {words.transcript}
    </button>
  );
}
