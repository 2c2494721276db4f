import type { VNode } from 'preact';
import { useWords } from '../context';
import type { Message } from '../types';
import { Actions } from './actions';

/** Cards side by side; what does not fit is scrolled to, by touch, wheel or arrow keys. */
export function Cards({ message }: { message: Message }): VNode {
  const { words } = useWords();
  return (
    <div class="cards" role="group" aria-label={words.cards} tabIndex={0}>
      {message.cards.map((card, index) => (
        <section key={index} class="card" aria-label={card.title}>
          {card.image_url !== null && <img src={card.image_url} alt="" loading="lazy" referrerpolicy="no-referrer" />}
          <h3 dir="auto">{card.title}</h3>
          {card.text !== null && <p dir="auto">{card.text}</p>}
          {card.actions.length > 0 && <Actions messageId={message.id} actions={card.actions} />}
        </section>
      ))}
    </div>
  );
}
