import { useWords } from '../i18n';
import { Icon } from '../ui/Icon';
import type { Decisive } from './types';
import { useRuleNames, useRuleWords } from './words';

/** The conditions that decided, with what was there. */
export function Reasons({ decisive }: { decisive: readonly Decisive[] }) {
  const { t } = useWords();
  const words = useRuleWords();
  const name = useRuleNames();
  return (
    <ul className="reasons">
      {decisive.map((one) => (
        <li key={one.path} className="row soft">
          <Icon name={one.held ? 'check' : 'close'} size={14} />
          <span>
            {words.field(one.field)} {words.operator(one.operator)} {one.expected === null ? '' : <bdi>“{name(one.expected)}”</bdi>} · {t('trace.seen')} <bdi>“{shortened(name(one.seen))}”</bdi>
          </span>
        </li>
      ))}
    </ul>
  );
}

const shortened = (text: string): string => (text.length > 120 ? `${text.slice(0, 119)}…` : text);
