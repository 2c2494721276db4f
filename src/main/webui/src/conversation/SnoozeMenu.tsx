import { useWords, type MessageKey } from '../i18n';
import { Icon } from '../ui/Icon';
import { PickOne } from '../ui/Menu';

const HOUR = 3_600_000;
const MORNING = 9;

const WAITS: readonly { name: MessageKey; until: () => Date }[] = [
  { name: 'snooze.hour', until: () => new Date(Date.now() + HOUR) },
  { name: 'snooze.threehours', until: () => new Date(Date.now() + 3 * HOUR) },
  { name: 'snooze.tomorrow', until: () => morning(1) },
  { name: 'snooze.nextweek', until: () => morning((8 - new Date().getDay()) % 7 || 7) },
];

export function SnoozeMenu({ until, open, onOpenChange, onPick }: { until: string | null; open: boolean; onOpenChange: (open: boolean) => void; onPick: (until: string | null) => void }) {
  const { t, dateTime } = useWords();
  const trigger = (
    <button type="button" className={until ? 'facet chosen' : 'facet'}>
      <Icon name="moon" size={14} />
      <span className="cut">{until ? t('snooze.until', { time: dateTime(until) }) : t('snooze.action')}</span>
    </button>
  );
  const waits = WAITS.map((wait) => ({ value: wait.name as string, label: t(wait.name) }));
  const choices = until ? [...waits, { value: 'wake', label: t('snooze.wake') }] : waits;
  const pick = (name: string) => onPick(WAITS.find((wait) => wait.name === name)?.until().toISOString() ?? null);
  return <PickOne<string> label={t('snooze.action')} trigger={trigger} value="" choices={choices} onPick={pick} open={open} onOpenChange={onOpenChange} />;
}

function morning(daysAhead: number): Date {
  const day = new Date();
  day.setDate(day.getDate() + daysAhead);
  day.setHours(MORNING, 0, 0, 0);
  return day;
}
