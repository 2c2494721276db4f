import type { VNode } from 'preact';
import { useId, useState } from 'preact/hooks';
import { useChat, useChatState, useWords } from '../context';
import { moment } from '../time';
import { fill } from '../words';

/** What stands above the messages: a lost line, and that nobody is there, with a way to leave an address. */
export function Banner(): VNode | null {
  const state = useChatState();
  const { words, say } = useWords();
  const hours = state.config?.business_hours;
  const away = state.config !== null && (hours?.open_now === false || !state.config.agents_online);
  if (!state.connected) {
    return <p class="banner warn" role="status">{words.reconnecting}</p>;
  }
  if (!away) {
    return null;
  }
  const opensAt = hours?.open_now === false ? (hours.opens_at ?? null) : null;
  return (
    <div class="banner">
      <p>{opensAt === null ? words.away : say('awayUntil', { when: moment(state.locale, opensAt) })}</p>
      <EmailForm />
    </div>
  );
}

function EmailForm(): VNode | null {
  const chat = useChat();
  const { contact } = useChatState();
  const { words } = useWords();
  const [email, setEmail] = useState('');
  const [error, setError] = useState<string | null>(null);
  const [saved, setSaved] = useState(false);
  const id = useId();
  if (saved) {
    return <p role="status">{fill(words.emailSaved, { email: contact?.email ?? email })}</p>;
  }
  if (contact === null || contact.email !== null) {
    return null;
  }
  const submit = (event: Event): void => {
    event.preventDefault();
    chat.saveEmail(email).then(
      () => setSaved(true),
      () => setError(words.emailInvalid),
    );
  };
  return (
    <form class="inline" onSubmit={submit} noValidate>
      <label for={id}>{words.emailWanted}</label>
      <div class="row">
        <input
          id={id}
          type="email"
          dir="ltr"
          autocomplete="email"
          placeholder={words.email}
          value={email}
          aria-invalid={error !== null}
          aria-describedby={error === null ? undefined : `${id}-error`}
          onInput={(event) => setEmail(event.currentTarget.value)}
        />
        <button type="submit" class="primary">
          {words.save}
        </button>
      </div>
      {error !== null && (
        <p class="error" id={`${id}-error`} role="alert">
          {error}
        </p>
      )}
    </form>
  );
}
