import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { keys } from '../api/keys';
import type { ChannelAccount, ChannelType } from '../api/types';
import { useWords } from '../i18n';
import { Icon } from '../ui/Icon';
import { Button, Failure, Spinner } from '../ui/parts';
import { tell } from '../ui/toasts';
import { useConsentAttempt, useConsentLog, usePickConsented, useStartConsent } from './queries';

/** Where the provider's window led: a word that our service put into the address. */
export type ConsentWord = 'choose' | 'connected' | 'failed';

/** One button for each way of consenting: to connect a channel, or to authorise it again as it is. */
export function ConsentButtons({ type, account }: { type: ChannelType; account: ChannelAccount }) {
  const { t } = useWords();
  const start = useStartConsent();
  if (type.oauth.length === 0) return null;
  const offers = account.authorized_by ? type.oauth.filter((offer) => offer.id === account.authorized_by) : type.oauth;
  const stopped = account.connection.state === 'disconnected';
  return (
    <>
      {start.error && <Failure error={start.error} />}
      <div className="row wrap">
        {offers.map((offer) => (
          <Button key={offer.id} icon="login" look={stopped || !account.is_active ? 'primary' : 'plain'} disabled={start.isPending} onClick={() => start.mutate({ accountId: account.id, offer: offer.id })}>
            {t(account.authorized_by ? 'consent.again' : 'consent.connect', { name: offer.label })}
          </Button>
        ))}
      </div>
    </>
  );
}

/** What came of the consent that the browser has just come back from. */
export function ConsentOutcome({ account, word }: { account: ChannelAccount; word: ConsentWord }) {
  const { t } = useWords();
  const navigate = useNavigate();
  const client = useQueryClient();
  const attempt = useConsentAttempt(account.id);
  const done = word === 'connected' || attempt.data?.state === 'connected';
  const told = useRef(false);
  useEffect(() => {
    if (!done || told.current) return;
    told.current = true;
    // What the form below shows has to be what the consent filled in.
    void client.invalidateQueries({ queryKey: keys.channels }).then(() => {
      // A consent may be good and the connection not: then the page says what is wrong.
      if (!client.getQueryData<ChannelAccount>(keys.channelAccount(account.id))?.connection.problem) tell(t('consent.done'));
      void navigate({ to: '/settings/channels/$accountId', params: { accountId: account.id }, search: {}, replace: true });
    });
  }, [done, account.id, client, navigate, t]);
  if (done) return null;
  if (attempt.isPending) return <Spinner />;
  if (attempt.isError) return <Failure error={attempt.error} retry={() => void attempt.refetch()} />;
  const { problem, state } = attempt.data;
  if (problem) {
    return (
      <div className="notice danger" role="alert">
        <Icon name="alert" />
        <div className="grow">
          <strong>{problem.detail}</strong>
          {problem.hint && <p>{problem.hint}</p>}
        </div>
      </div>
    );
  }
  return state === 'choosing' ? <Choices account={account} /> : null;
}

function Choices({ account }: { account: ChannelAccount }) {
  const { t } = useWords();
  const attempt = useConsentAttempt(account.id).data;
  const pick = usePickConsented(account.id);
  const [chosen, setChosen] = useState('');
  return (
    <section className="panel stack" aria-labelledby="consent-choices">
      <h2 id="consent-choices">{t('consent.choose')}</h2>
      <fieldset className="choices">
        <legend className="hidden-text">{t('consent.choose')}</legend>
        {attempt?.items.map((item) => (
          <label key={item.id} className={item.is_selectable ? 'choice' : 'choice off'}>
            <input type="radio" name="consent-choice" value={item.id} disabled={!item.is_selectable} checked={chosen === item.id} onChange={() => setChosen(item.id)} />
            <span className="grow">
              <strong dir="auto">{item.label}</strong>
              {item.detail && (
                <span className="soft" dir="auto">
                  {' '}
                  {item.detail}
                </span>
              )}
              {item.obstacle && <span className="help">{item.obstacle}</span>}
            </span>
          </label>
        ))}
      </fieldset>
      {pick.error && <Failure error={pick.error} />}
      <div>
        <Button look="primary" disabled={!chosen || pick.isPending} onClick={() => pick.mutate(chosen)}>
          {t('add.connect')}
        </Button>
      </div>
    </section>
  );
}

/** Each consent and refresh of this account, newest first. */
export function ConsentLog({ accountId }: { accountId: string }) {
  const { t, dateTime } = useWords();
  const log = useConsentLog(accountId).data;
  if (!log || log.length === 0) return null;
  return (
    <section className="stack" aria-labelledby="consent-log">
      <h2 id="consent-log">{t('consent.log')}</h2>
      <ul className="health">
        {log.map((entry) => (
          <li key={entry.id}>
            <div>
              <strong>{KNOWN.has(entry.action) ? t(`consent.log.${entry.action.replace('channel_account.oauth_', '') as 'started'}`) : entry.action}</strong>{' '}
              <span className="soft">
                {dateTime(entry.created_at)} · {entry.actor.name}
              </span>
              {typeof entry.detail.detail === 'string' && (
                <p className="soft" dir="auto">
                  {entry.detail.detail}
                </p>
              )}
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}

const KNOWN = new Set(['started', 'connected', 'failed', 'refreshed', 'refresh_failed'].map((word) => `channel_account.oauth_${word}`));
