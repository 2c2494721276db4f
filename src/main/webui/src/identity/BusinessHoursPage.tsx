import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { get, patch } from '../api/http';
import { keys } from '../api/keys';
import type { Organization as Workspace } from '../api/types';
import { useWords } from '../i18n';
import { Button, Failure, Spinner } from '../ui/parts';
import { tell } from '../ui/toasts';
import { DAYS, useDayName, type Day } from './days';
import { useSession } from './session';
import './hours.css';

interface Period {
  from: string;
  to: string;
}

interface Holiday {
  date: string;
  name: string;
}

type Hours = Partial<Record<Day, Period[]>> & { holidays?: Holiday[] };

/** The service keeps the hours as they are written here. */
type Organization = Omit<Workspace, 'business_hours'> & { business_hours: Hours };

const USUAL: Period = { from: '09:00', to: '17:00' };
const AFTER_A_BREAK: Period = { from: '18:00', to: '20:00' };

export function BusinessHoursPage() {
  const { t } = useWords();
  const { organization } = useSession();
  const found = useQuery({ queryKey: keys.organization(organization.id), queryFn: ({ signal }) => get<Organization>(`/organizations/${organization.id}`, signal) });
  return (
    <>
      <div className="settings-head">
        <h1>{t('hours.title')}</h1>
        <p className="soft">{t('hours.about')}</p>
      </div>
      {found.isPending && <Spinner />}
      {found.isError && <Failure error={found.error} retry={() => void found.refetch()} />}
      {found.data && <Form organization={found.data} />}
    </>
  );
}

function Form({ organization }: { organization: Organization }) {
  const { t } = useWords();
  const client = useQueryClient();
  const [zone, setZone] = useState(organization.time_zone);
  const [hours, setHours] = useState<Hours>(organization.business_hours);
  const save = useMutation({
    mutationFn: () => patch<Organization>(`/organizations/${organization.id}`, { time_zone: zone, business_hours: hours }),
    onSuccess: (saved) => {
      client.setQueryData(keys.organization(organization.id), saved);
      tell(t('saved'));
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate();
  };
  return (
    <form className="stack" onSubmit={submit}>
      {save.error && <Failure error={save.error} />}
      <section className="panel stack">
        <div className="field">
          <label htmlFor="hours-zone">{t('hours.zone')}</label>
          <select id="hours-zone" className="input" value={zone} onChange={(event) => setZone(event.target.value)}>
            {[...new Set(['UTC', zone, ...Intl.supportedValuesOf('timeZone')])].map((one) => (
              <option key={one} value={one}>{one}</option>
            ))}
          </select>
        </div>
      </section>
      <section className="panel stack">
        <h2>{t('hours.week')}</h2>
        <Week hours={hours} onChange={setHours} />
      </section>
      <section className="panel stack">
        <h2>{t('hours.holidays')}</h2>
        <Holidays days={hours.holidays ?? []} onChange={(holidays) => setHours({ ...hours, holidays })} />
      </section>
      <div>
        <Button type="submit" look="primary" disabled={save.isPending}>{t('save')}</Button>
      </div>
    </form>
  );
}

function Week({ hours, onChange }: { hours: Hours; onChange: (hours: Hours) => void }) {
  const { t } = useWords();
  const name = useDayName('long');
  const put = (day: Day, periods: Period[]) => onChange({ ...hours, [day]: periods });
  return (
    <div className="hours">
      {DAYS.map((day) => {
        const periods = hours[day] ?? [];
        return (
          <div key={day} style={{ display: 'contents' }}>
            <label className="row">
              <input type="checkbox" aria-label={t('hours.open', { day: name(day) })} checked={periods.length > 0} onChange={(event) => put(day, event.target.checked ? [USUAL] : [])} /> {name(day)}
            </label>
            {periods.length > 0 ? <Periods day={name(day)} periods={periods} onChange={(next) => put(day, next)} /> : <span className="soft">{t('hours.closed')}</span>}
          </div>
        );
      })}
    </div>
  );
}

/** When a day is open; with a break it is more than once. */
function Periods({ day, periods, onChange }: { day: string; periods: readonly Period[]; onChange: (periods: Period[]) => void }) {
  const { t } = useWords();
  const put = (index: number, part: Partial<Period>) => onChange(periods.map((one, other) => (other === index ? { ...one, ...part } : one)));
  const named = (key: 'hours.from' | 'hours.to', index: number) => (index === 0 ? t(key, { day }) : `${t(key, { day })} (${index + 1})`);
  return (
    <div className="row wrap">
      {periods.map((period, index) => (
        <span key={index} className="row">
          <input className="input" type="time" required aria-label={named('hours.from', index)} value={period.from} onChange={(event) => put(index, { from: event.target.value })} />
          <span aria-hidden="true">–</span>
          <input className="input" type="time" required aria-label={named('hours.to', index)} value={period.to === '24:00' ? '00:00' : period.to} onChange={(event) => put(index, { to: event.target.value === '00:00' ? '24:00' : event.target.value })} />
          {periods.length > 1 && <Button look="quiet" small icon="close" label={t('hours.period.remove', { day, n: index + 1 })} onClick={() => onChange(periods.filter((_, other) => other !== index))} />}
        </span>
      ))}
      <Button look="quiet" small icon="plus" label={t('hours.period.add', { day })} onClick={() => onChange([...periods, AFTER_A_BREAK])} />
    </div>
  );
}

function Holidays({ days, onChange }: { days: readonly Holiday[]; onChange: (days: Holiday[]) => void }) {
  const { t } = useWords();
  const put = (index: number, day: Holiday) => onChange(days.map((one, other) => (other === index ? day : one)));
  return (
    <>
      {days.map((day, index) => (
        <div key={index} className="row wrap holiday">
          <input className="input" type="date" required aria-label={t('hours.holiday.date')} value={day.date} onChange={(event) => put(index, { ...day, date: event.target.value })} />
          <input className="input grow" dir="auto" placeholder={t('hours.holiday.name')} aria-label={t('hours.holiday.name')} value={day.name} onChange={(event) => put(index, { ...day, name: event.target.value })} />
          <Button look="quiet" small icon="close" label={t('hours.holiday.remove')} onClick={() => onChange(days.filter((_, other) => other !== index))} />
        </div>
      ))}
      <div>
        <Button small icon="plus" onClick={() => onChange([...days, { date: '', name: '' }])}>{t('hours.holiday.add')}</Button>
      </div>
    </>
  );
}
