import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { get, patch } from '../api/http';
import { keys } from '../api/keys';
import { useWords } from '../i18n';
import { Button, Failure, Spinner } from '../ui/parts';
import { tell } from '../ui/toasts';
import { useSession } from './session';
import './hours.css';

const DAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;
type Day = (typeof DAYS)[number];

interface Period {
  from: string;
  to: string;
}

interface Holiday {
  date: string;
  name: string;
}

type Hours = Partial<Record<Day, Period[]>> & { holidays?: Holiday[] };

interface Organization {
  id: string;
  time_zone: string;
  business_hours: Hours;
}

const USUAL: Period = { from: '09:00', to: '17:00' };
/** The first Monday of an epoch week, to name days from. */
const MONDAY = Date.UTC(1970, 0, 5);
const DAY_LENGTH = 86_400_000;

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
  const { t, language } = useWords();
  const name = (index: number) => new Intl.DateTimeFormat(language, { weekday: 'long', timeZone: 'UTC' }).format(MONDAY + index * DAY_LENGTH);
  const put = (day: Day, periods: Period[]) => onChange({ ...hours, [day]: periods });
  return (
    <div className="hours">
      {DAYS.map((day, index) => {
        const period = hours[day]?.[0];
        return (
          <div key={day} style={{ display: 'contents' }}>
            <label className="row">
              <input type="checkbox" aria-label={t('hours.open', { day: name(index) })} checked={Boolean(period)} onChange={(event) => put(day, event.target.checked ? [USUAL] : [])} /> {name(index)}
            </label>
            {period ? (
              <div className="row wrap">
                <input className="input" type="time" required aria-label={t('hours.from', { day: name(index) })} value={period.from} onChange={(event) => put(day, [{ ...period, from: event.target.value }, ...(hours[day]?.slice(1) ?? [])])} />
                <span aria-hidden="true">–</span>
                <input className="input" type="time" required aria-label={t('hours.to', { day: name(index) })} value={period.to} onChange={(event) => put(day, [{ ...period, to: event.target.value }, ...(hours[day]?.slice(1) ?? [])])} />
              </div>
            ) : (
              <span className="soft">{t('hours.closed')}</span>
            )}
          </div>
        );
      })}
    </div>
  );
}

function Holidays({ days, onChange }: { days: readonly Holiday[]; onChange: (days: Holiday[]) => void }) {
  const { t } = useWords();
  const put = (index: number, day: Holiday) => onChange(days.map((one, other) => (other === index ? day : one)));
  return (
    <>
      {days.map((day, index) => (
        <div key={index} className="row wrap">
          <input className="input" type="date" required aria-label={t('hours.holiday.date')} value={day.date} onChange={(event) => put(index, { ...day, date: event.target.value })} />
          <input className="input" dir="auto" aria-label={t('hours.holiday.name')} value={day.name} onChange={(event) => put(index, { ...day, name: event.target.value })} />
          <Button look="quiet" small icon="close" label={t('hours.holiday.remove')} onClick={() => onChange(days.filter((_, other) => other !== index))} />
        </div>
      ))}
      <div>
        <Button small icon="plus" onClick={() => onChange([...days, { date: '', name: '' }])}>{t('hours.holiday.add')}</Button>
      </div>
    </>
  );
}
