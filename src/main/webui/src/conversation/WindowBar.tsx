import { useEffect, useState } from 'react';
import type { Conversation } from '../api/types';
import { useWords } from '../i18n';
import { Icon } from '../ui/Icon';
import { Button } from '../ui/parts';

const MINUTE = 60_000;
const HOUR = 60;

/** How long free text can still be sent, and the way out when it cannot. */
export function WindowBar({ conversation, onTemplate }: { conversation: Conversation; onTemplate: (() => void) | undefined }) {
  const { t, dateTime } = useWords();
  const closesAt = conversation.reply_window?.closes_at ?? null;
  const minutes = useMinutesUntil(closesAt);
  if (!conversation.reply_window) return null;
  if (!conversation.reply_window.open || minutes === 0) {
    return (
      <p className="composer-hint" role="status">
        <Icon name="clock" size={16} /> <span className="grow">{t('composer.windowclosed')}</span>
        {onTemplate && <Button small look="primary" onClick={onTemplate}>{t('template.action')}</Button>}
      </p>
    );
  }
  if (minutes === null || closesAt === null) return null;
  const left = minutes >= HOUR ? t('composer.hoursleft', { n: Math.floor(minutes / HOUR) }) : t('composer.minutesleft', { n: minutes });
  return (
    <p className={minutes < HOUR ? 'composer-hint' : 'composer-hint soft'} title={dateTime(closesAt)}>
      <Icon name="clock" size={16} /> {left}
      {conversation.reply_window.people_only && ` · ${t('composer.peopleonly')}`}
    </p>
  );
}

function useMinutesUntil(at: string | null): number | null {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = window.setInterval(() => setNow(Date.now()), MINUTE / 4);
    return () => window.clearInterval(timer);
  }, []);
  return at === null ? null : Math.max(0, Math.ceil((Date.parse(at) - now) / MINUTE));
}
