import type { VNode } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { useChat, useChatState, useWords } from '../context';
import { isAnswered, refusedAnswers } from '../state';
import type { Answers, Form, FormField, Message } from '../types';
import { FieldForm } from './field-form';

/** A form in the conversation: filled in once, and then only its title is left above the answers. */
export function FormCard({ message, form }: { message: Message; form: Form }): VNode {
  const chat = useChat();
  const state = useChatState();
  const { words } = useWords();
  const conversation = state.conversations.find((one) => one.id === message.conversation_id);
  const refused = refusedAnswers(state, message);
  const isSending = refused === null && state.pending.some((item) => item.draft.form?.source_message_id === message.id);
  const isDone = isSending || isAnswered(state, message);
  const [sent, setSent] = useState(false);
  const thanks = useRef<HTMLParagraphElement>(null);
  // the button that had the focus is gone
  useEffect(() => {
    if (sent && isDone) thanks.current?.focus();
  }, [sent, isDone]);
  const send = (values: Answers): void => {
    if (refused !== null) chat.discard(refused.item.draft.client_id);
    chat.send({ type: 'form', text: lines(form.fields, values), form: { source_message_id: message.id, values } });
    setSent(true);
  };
  return (
    <section class="card wide" aria-label={form.title}>
      <h3 dir="auto">{form.title}</h3>
      {isDone ? (
        <p class="state" role="status" ref={thanks} tabIndex={-1}>{words.formDone}</p>
      ) : conversation?.can_reply === true ? (
        <FieldForm
          key={refused?.item.draft.client_id}
          id={message.id}
          fields={form.fields}
          submitLabel={form.submit_label ?? words.send}
          given={refused?.item.draft.form?.values}
          refused={refused?.fields}
          submit={send}
        />
      ) : (
        <p class="state">{words.closed}</p>
      )}
    </section>
  );
}

/** As the service will write them: shown until it did. */
function lines(fields: FormField[], values: Answers): string {
  return fields
    .flatMap(({ key, label }) => {
      const value = values[key];
      return value === undefined || value === '' ? [] : [`${label}: ${value === true ? '✓' : value === false ? '✗' : value.trim()}`];
    })
    .join('\n');
}
