import type { VNode } from 'preact';
import { useId, useState } from 'preact/hooks';
import { useChat, useWords } from '../context';
import type { Conversation } from '../types';

const RATINGS = [1, 2, 3, 4, 5] as const;
const FACES = ['😞', '🙁', '😐', '🙂', '😀'] as const;

/** Asks how it was, and afterwards why; the answer can be changed for as long as it is asked. */
export function Survey({ conversation, survey }: { conversation: Conversation; survey: NonNullable<Conversation['survey']> }): VNode {
  const chat = useChat();
  const { words, say } = useWords();
  const [comment, setComment] = useState(survey.comment ?? '');
  const [told, setTold] = useState(survey.comment !== null);
  const id = useId();
  const submit = (event: Event): void => {
    event.preventDefault();
    setTold(true);
    void chat.rate(conversation, survey.rating ?? 0, comment.trim());
  };
  return (
    <section class="survey" aria-label={words.survey}>
      <p>{words.survey}</p>
      <div class="replies" role="group" aria-label={words.survey}>
        {RATINGS.map((rating) => (
          <button
            key={rating}
            type="button"
            class="quiet face"
            aria-pressed={survey.rating === rating}
            aria-label={say('rating', { n: String(rating) })}
            onClick={() => void chat.rate(conversation, rating, comment.trim())}
          >
            {FACES[rating - 1]}
          </button>
        ))}
      </div>
      {survey.rating !== null && !told && (
        <form class="inline" onSubmit={submit}>
          <label for={id}>{words.surveyWhy}</label>
          <textarea id={id} rows={2} maxLength={2000} dir="auto" value={comment} onInput={(event) => setComment(event.currentTarget.value)} />
          <button type="submit" class="primary">
            {words.save}
          </button>
        </form>
      )}
      {survey.rating !== null && told && <p role="status">{words.surveyThanks}</p>}
    </section>
  );
}
