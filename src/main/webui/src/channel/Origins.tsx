import type { ChannelAccount } from '../api/types';
import { useWords } from '../i18n';
import { Failure } from '../ui/parts';
import { useOrigins } from './queries';

/** Where the widget was really loaded: whether the snippet is in place, and which websites are not allowed to show it. */
export function Origins({ account }: { account: ChannelAccount }) {
  const { t, dateTime } = useWords();
  const origins = useOrigins(account.id);
  return (
    <section className="panel stack" aria-labelledby="origins-title">
      <h2 id="origins-title">{t('origins.title')}</h2>
      {origins.isError && <Failure error={origins.error} retry={() => void origins.refetch()} />}
      {origins.data?.length === 0 && <p className="soft">{t('origins.none')}</p>}
      {origins.data && origins.data.length > 0 && (
        <ul className="stack">
          {origins.data.map((origin) => (
            <li key={origin.origin} className="row wrap">
              <span className="grow mono" dir="ltr">
                {origin.origin}
              </span>
              <span className={`chip ${origin.is_allowed ? 'success' : 'warning'}`}>{t(origin.is_allowed ? 'origins.allowed' : 'origins.refused')}</span>
              <span className="soft">{t('origins.seen', { time: dateTime(origin.last_seen_at) })}</span>
            </li>
          ))}
        </ul>
      )}
      {origins.data?.some((origin) => !origin.is_allowed) && <p className="soft">{t('origins.refused.hint')}</p>}
    </section>
  );
}
