import type { VNode } from 'preact';
import { useChat, useChatState, useWords } from '../context';
import { FieldForm } from './field-form';

export function Prechat(): VNode {
  const chat = useChat();
  const { config } = useChatState();
  const { words } = useWords();
  return (
    <FieldForm id="prechat" className="scroll" fields={config?.prechat.fields ?? []} submitLabel={words.prechatStart} autofocus submit={(answers) => chat.finishPrechat(answers)}>
      {config?.greeting && <p class="greeting" dir="auto">{config.greeting}</p>}
      <h2>{words.prechatTitle}</h2>
    </FieldForm>
  );
}
