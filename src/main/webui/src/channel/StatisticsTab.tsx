import { useState } from 'react';
import type { Figures, Statistics } from '../api/types';
import { useWords, type MessageKey } from '../i18n';
import { Failure, Spinner } from '../ui/parts';
import { Bars } from './Bars';
import { useStatistics } from './queries';

const PERIODS = [2, 7, 30, 90];
type Counted = Exclude<keyof Figures, 'first_response_seconds'>;
const CHARTS: readonly { figure: Counted; title: MessageKey }[] = [
  { figure: 'messages_received', title: 'statistics.received' },
  { figure: 'messages_sent', title: 'statistics.sent' },
  { figure: 'messages_failed', title: 'statistics.failed' },
  { figure: 'conversations', title: 'statistics.conversations' },
];

export function StatisticsTab({ accountId }: { accountId: string }) {
  const { t } = useWords();
  const [days, setDays] = useState(7);
  const statistics = useStatistics(accountId, days);
  return (
    <section className="stack">
      <div className="row tabs" role="group" aria-label={t('statistics.period')}>
        {PERIODS.map((period) => (
          <button key={period} type="button" aria-pressed={period === days} onClick={() => setDays(period)}>
            {t('statistics.days', { n: period })}
          </button>
        ))}
      </div>
      {statistics.isPending && <Spinner />}
      {statistics.isError && <Failure error={statistics.error} retry={() => void statistics.refetch()} />}
      {statistics.data && <Numbers statistics={statistics.data} hourly={days <= 2} />}
    </section>
  );
}

function Numbers({ statistics, hourly }: { statistics: Statistics; hourly: boolean }) {
  const { t, number, duration, dateTime, day } = useWords();
  const { totals, series } = statistics;
  const response = totals.first_response_seconds;
  const asTime = (seconds: number | null) => (seconds === null ? '–' : duration(seconds));
  return (
    <>
      <dl className="figures">
        {CHARTS.map(({ figure, title }) => (
          <div key={figure} className="panel">
            <dt className="soft">{t(title)}</dt>
            <dd className="figure">{number(totals[figure])}</dd>
          </div>
        ))}
        <div className="panel">
          <dt className="soft">{t('statistics.response')}</dt>
          <dd className="figure">{asTime(response.median)}</dd>
          <dd className="soft">{t('statistics.response.more', { p90: asTime(response.p90), average: asTime(response.average) })}</dd>
        </div>
      </dl>
      <div className="charts">
        {CHARTS.map(({ figure, title }) => (
          <Bars key={figure} title={t(title)} danger={figure === 'messages_failed'} points={series.map((point) => ({ label: hourly ? dateTime(point.at) : day(point.at), value: point[figure] }))} />
        ))}
      </div>
    </>
  );
}
