import { useWords } from '../i18n';
import { Button } from '../ui/parts';
import { DAYS, useDayName, type Day } from '../identity/days';
import { Wrong } from './ConditionEditor';
import type { Schedule } from './types';

const FIRST: Schedule = { at: ['09:00'] };

/** At which times of the clock a scheduled rule looks. */
export function ScheduleEditor({ value, errors, onChange }: { value: Schedule | null; errors: ReadonlyMap<string, string>; onChange: (value: Schedule) => void }) {
  const { t } = useWords();
  const schedule = value ?? FIRST;
  const { at, every_minutes: minutes, ...rest } = schedule;
  return (
    <fieldset className="stack plain-set">
      <legend className="hidden-text">{t('schedule.title')}</legend>
      <div className="field inline">
        <label htmlFor="schedule-kind">{t('schedule.kind')}</label>
        <select id="schedule-kind" className="input" value={at ? 'at' : 'every'} onChange={(event) => onChange(event.target.value === 'at' ? { ...rest, at: ['09:00'] } : { ...rest, every_minutes: 60 })}>
          <option value="at">{t('schedule.kind.at')}</option>
          <option value="every">{t('schedule.kind.every')}</option>
        </select>
      </div>
      {at ? (
        <Times times={at} errors={errors} onChange={(times) => onChange({ ...rest, at: times })} />
      ) : (
        <div className="field inline">
          <label htmlFor="schedule-minutes">{t('schedule.minutes')}</label>
          <input id="schedule-minutes" className="input" type="number" min={5} max={1440} step={1} value={minutes ?? ''} onChange={(event) => onChange({ ...rest, every_minutes: Math.trunc(Number(event.target.value)) })} />
        </div>
      )}
      <Wrong text={errors.get('schedule.every_minutes')} />
      <Days days={schedule.days} onChange={(days) => onChange(days.length === DAYS.length ? without(schedule, 'days') : { ...schedule, days })} />
      <Wrong text={errors.get('schedule.days')} />
      <Zone zone={schedule.time_zone} onChange={(zone) => onChange(zone ? { ...schedule, time_zone: zone } : without(schedule, 'time_zone'))} />
      <label className="row">
        <input type="checkbox" checked={schedule.within_business_hours !== false} onChange={(event) => onChange({ ...schedule, within_business_hours: event.target.checked })} /> {t('schedule.hours')}
      </label>
      <p className="soft">{t('schedule.about')}</p>
      <Wrong text={errors.get('schedule')} />
    </fieldset>
  );
}

function Times({ times, errors, onChange }: { times: readonly string[]; errors: ReadonlyMap<string, string>; onChange: (times: string[]) => void }) {
  const { t } = useWords();
  return (
    <>
      <div className="row wrap" role="group" aria-label={t('schedule.times')}>
        {times.map((time, index) => (
          <span key={index} className="row">
            <input className="input narrow" type="time" required aria-label={t('schedule.time', { n: index + 1 })} value={time} onChange={(event) => onChange(times.map((one, other) => (other === index ? event.target.value : one)))} />
            {times.length > 1 && <Button look="quiet" small icon="close" label={t('schedule.time.remove', { n: index + 1 })} onClick={() => onChange(times.filter((_, other) => other !== index))} />}
          </span>
        ))}
        <Button small icon="plus" onClick={() => onChange([...times, '12:00'])}>{t('schedule.time.add')}</Button>
      </div>
      {times.map((_, index) => (
        <Wrong key={index} text={errors.get(`schedule.at[${index}]`)} />
      ))}
    </>
  );
}

function Days({ days, onChange }: { days: readonly Day[] | undefined; onChange: (days: Day[]) => void }) {
  const { t } = useWords();
  const name = useDayName('short');
  const chosen = days ?? DAYS;
  return (
    <div className="row wrap" role="group" aria-label={t('schedule.days')}>
      {DAYS.map((day) => (
        <label key={day} className="row">
          <input type="checkbox" checked={chosen.includes(day)} onChange={(event) => onChange(DAYS.filter((one) => (one === day ? event.target.checked : chosen.includes(one))))} /> {name(day)}
        </label>
      ))}
    </div>
  );
}

function Zone({ zone, onChange }: { zone: string | undefined; onChange: (zone: string) => void }) {
  const { t } = useWords();
  return (
    <div className="field inline">
      <label htmlFor="schedule-zone">{t('hours.zone')}</label>
      <select id="schedule-zone" className="input" value={zone ?? ''} onChange={(event) => onChange(event.target.value)}>
        <option value="">{t('schedule.zone.own')}</option>
        {['UTC', ...Intl.supportedValuesOf('timeZone').filter((one) => one !== 'UTC')].map((one) => (
          <option key={one} value={one}>{one}</option>
        ))}
      </select>
    </div>
  );
}

function without(schedule: Schedule, key: keyof Schedule): Schedule {
  return Object.fromEntries(Object.entries(schedule).filter(([name]) => name !== key));
}
