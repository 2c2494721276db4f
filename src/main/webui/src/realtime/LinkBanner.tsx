import { useEffect, useState } from 'react';
import { useWords } from '../i18n';
import { Icon } from '../ui/Icon';
import { useFacts } from './facts';

const PATIENCE = 1_500;

/** Says when what is on the screen may be old; a hiccup that mends itself is not worth a word. */
export function LinkBanner() {
  const { t } = useWords();
  const link = useFacts((facts) => facts.link);
  const troubled = link === 'lost' || link === 'polling';
  const [shown, setShown] = useState(false);
  if (!troubled && shown) setShown(false);
  useEffect(() => {
    if (!troubled) return;
    const patience = window.setTimeout(() => setShown(true), PATIENCE);
    return () => window.clearTimeout(patience);
  }, [troubled]);
  return (
    <div role="status" aria-live="polite" data-link={link}>
      {shown && (
        <p className="link-banner row">
          <Icon name="alert" size={16} />
          {t(link === 'polling' ? 'link.polling' : 'link.lost')}
        </p>
      )}
    </div>
  );
}
