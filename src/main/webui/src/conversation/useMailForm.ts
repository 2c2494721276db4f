import { useState } from 'react';
import type { Conversation, Message, NewMail } from '../api/types';
import { isComplete, lastMail, mailForm, newMail, type MailForm, type MailMode } from './mail';
import { useMessages } from './queries';

interface MailComposing {
  /** Null where no mail is written. */
  form: MailForm | null;
  answered: Message | undefined;
  complete: boolean;
  change: (change: Partial<MailForm>) => void;
  choose: (mode: MailMode) => void;
  reset: () => void;
  outgoing: () => NewMail;
}

/** Recipients and subject follow the mail that is answered until a person changes them. */
export function useMailForm(conversation: Conversation, replyTo: Message | null, isMail: boolean): MailComposing {
  const pages = useMessages(conversation.id).data?.pages;
  const answered = replyTo?.content?.mail ? replyTo : lastMail(pages?.flatMap((page) => page.items) ?? []);
  const [mode, setMode] = useState<MailMode>('reply');
  const [changes, setChanges] = useState<Partial<MailForm>>({});
  const form = isMail ? { ...mailForm(mode, conversation, answered), ...changes } : null;
  return {
    form,
    answered,
    complete: form === null || isComplete(form),
    change: (change) => setChanges((before) => ({ ...before, ...change })),
    choose: (wanted) => {
      setMode(wanted);
      setChanges({});
    },
    reset: () => {
      setMode('reply');
      setChanges({});
    },
    outgoing: () => newMail(form ?? mailForm(mode, conversation, answered)),
  };
}
