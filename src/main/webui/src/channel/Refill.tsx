import { useState, type FormEvent } from 'react';
import type { ChannelAccount } from '../api/types';
import { useWords } from '../i18n';
import { Button, Failure } from '../ui/parts';
import { useRefill, useStartRefill } from './queries';

const today = () => new Date().toISOString().slice(0, 10);

/** Days of a mailbox whose missing mails are fetched. */
export function Refill({ account }: { account: ChannelAccount }) {
  const { t } = useWords();
  const [from, setFrom] = useState(today);
  const [to, setTo] = useState(today);
  const latest = useRefill(account.id);
  const start = useStartRefill(account.id);
  const running = Boolean(latest.data && !latest.data.ended_at);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    start.mutate({ from, to });
  };
  return (
    <form className="panel stack" onSubmit={submit}>
      <h2>{t('refill.title')}</h2>
      <p className="soft">{t('refill.about')}</p>
      <div className="row wrap">
        <label className="field">
          <span>{t('refill.from')}</span>
          <input className="input" type="date" required max={to} value={from} onChange={(event) => setFrom(event.target.value)} />
        </label>
        <label className="field">
          <span>{t('refill.to')}</span>
          <input className="input" type="date" required min={from} value={to} onChange={(event) => setTo(event.target.value)} />
        </label>
      </div>
      {start.error && <Failure error={start.error} />}
      {latest.data && (
        <p className="soft" role="status">
          {running ? t('refill.running') : t('refill.done', { from: latest.data.from, to: latest.data.to, count: latest.data.found ?? 0 })}
        </p>
      )}
      <div>
        <Button type="submit" disabled={running || start.isPending}>
          {t('refill.start')}
        </Button>
      </div>
    </form>
  );
}
