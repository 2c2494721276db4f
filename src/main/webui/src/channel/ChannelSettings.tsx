import { useNavigate } from '@tanstack/react-router';
import { useState, type FormEvent } from 'react';
import { ProblemError } from '../api/http';
import type { ChannelAccount, ChannelType } from '../api/types';
import { useWords } from '../i18n';
import { useMay } from '../identity/session';
import { Button, Confirm, Failure } from '../ui/parts';
import { tell, tellFailure } from '../ui/toasts';
import { SetupSteps } from './AddChannelPage';
import { ConnectionProblem, TestButtons, TestResult } from './ConnectionChip';
import { LinkPhone } from './LinkPhone';
import { ConsentButtons } from './Consent';
import { NewCredentials, WebhookAddress } from './WebhookAddress';
import { Keys } from './Keys';
import { Origins } from './Origins';
import { Refill } from './Refill';
import { useChangeAccount, useEndAccount, useRotateWebhookKey, useTestAccount } from './queries';
import { editable, formValues, settingValues, withoutConsented } from './settings';
import { SettingsFields } from './SettingsFields';

type Question = 'archive' | 'purge' | 'rotate' | null;

export function ChannelSettings({ account, type }: { account: ChannelAccount; type: ChannelType }) {
  const { t, dateTime } = useWords();
  const mayChange = useMay('channels:write');
  const [question, setQuestion] = useState<Question>(null);
  const test = useTestAccount(account.id);
  const change = useChangeAccount(account.id);
  const live = !account.archived_at;
  return (
    <div className="two-columns">
      <div className="stack">
        <section className="panel stack">
          <h2>{t('channel.connection')}</h2>
          {account.is_active && live && !test.data && <ConnectionProblem connection={account.connection} />}
          {test.data && <TestResult outcome={test.data} />}
          {test.error && <Failure error={test.error} />}
          {type.connect === 'qr' && account.is_active && mayChange && live && <LinkPhone account={account} />}
          {account.connection.checked_at && <p className="soft">{t('channel.checked', { time: dateTime(account.connection.checked_at) })}</p>}
          <NewCredentials type={type} account={account} />
          <WebhookAddress account={account}>
            {mayChange && live && (
              <button type="button" className="link rotate" onClick={() => setQuestion('rotate')}>
                {t('channel.rotate')}
              </button>
            )}
          </WebhookAddress>
          {mayChange && live && <ConsentButtons account={account} type={type} />}
          {mayChange && live && (
            <div className="row wrap">
              <TestButtons type={type} running={test.isPending ? (test.variables ? 'round_trip' : 'sign_in') : null} onTest={test.mutate} />
              <Button disabled={change.isPending} onClick={() => change.mutate({ is_active: !account.is_active }, { onError: tellFailure })}>
                {t(account.is_active ? 'channel.deactivate' : 'channel.activate')}
              </Button>
            </div>
          )}
        </section>
        {mayChange && live && <Keys account={account} type={type} />}
        {type.type === 'WEB_WIDGET' && live && <Origins account={account} />}
        {type.connect === 'mailbox' && account.is_active && mayChange && live && <Refill account={account} />}
        {mayChange && live && <EditForm account={account} type={type} />}
        {mayChange && (
          <section className="panel stack">
            <h2>{t(live ? 'channel.archive' : 'channel.purge')}</h2>
            <p className="soft">{t(live ? 'channel.archive.about' : 'channel.purge.about')}</p>
            <div>
              <Button look="danger" onClick={() => setQuestion(live ? 'archive' : 'purge')}>
                {t(live ? 'channel.archive' : 'channel.purge')}
              </Button>
            </div>
          </section>
        )}
      </div>
      <SetupSteps type={type} />
      <Questions account={account} question={question} onClose={() => setQuestion(null)} />
    </div>
  );
}

function EditForm({ account, type }: { account: ChannelAccount; type: ChannelType }) {
  const { t } = useWords();
  const [name, setName] = useState(account.name);
  const [values, setValues] = useState(() => formValues(type, account.settings));
  const change = useChangeAccount(account.id);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    change.mutate({ name: name.trim(), settings: settingValues(type, values, account.settings) }, { onSuccess: () => tell(t('saved')) });
  };
  const nameWrong = change.error instanceof ProblemError ? change.error.fieldError('name') : undefined;
  return (
    <form className="panel stack" onSubmit={submit}>
      <h2>{t('channel.tab.settings')}</h2>
      <div className="field">
        <label htmlFor="channel-name">{t('channel.name')}</label>
        <input id="channel-name" className="input" required maxLength={200} value={name} aria-invalid={Boolean(nameWrong)} onChange={(event) => setName(event.target.value)} />
        {nameWrong && <span className="wrong">{nameWrong}</span>}
      </div>
      <SettingsFields type={type} fields={account.is_active ? editable(type) : withoutConsented(type)} values={values} error={change.error} onChange={setValues} />
      {change.error && <Failure error={change.error} />}
      <div>
        <Button type="submit" look="primary" disabled={change.isPending}>
          {t('save')}
        </Button>
      </div>
    </form>
  );
}

function Questions({ account, question, onClose }: { account: ChannelAccount; question: Question; onClose: () => void }) {
  const { t } = useWords();
  const navigate = useNavigate();
  const end = useEndAccount(account.id);
  const rotate = useRotateWebhookKey(account.id);
  const leave = () => void navigate({ to: '/settings/channels' });
  switch (question) {
    case null:
      return null;
    case 'rotate':
      return (
        <Confirm title={t('channel.rotate')} text={t('channel.rotate.about')} action={t('channel.rotate')} busy={rotate.isPending} onClose={onClose} onConfirm={() => rotate.mutate(undefined, { onSuccess: onClose })}>
          {rotate.error && <Failure error={rotate.error} />}
        </Confirm>
      );
    case 'archive':
      return (
        <Confirm title={t('channel.archive.title', { name: account.name })} text={t('channel.archive.about')} action={t('channel.archive')} busy={end.isPending} onClose={onClose} onConfirm={() => end.mutate('archive', { onSuccess: leave })}>
          {end.error && <Failure error={end.error} />}
        </Confirm>
      );
    case 'purge':
      return <PurgeQuestion account={account} busy={end.isPending} error={end.error} onClose={onClose} onConfirm={() => end.mutate('purge', { onSuccess: leave })} />;
  }
}

/** Purging cannot be taken back, so that its name has to be typed. */
function PurgeQuestion({ account, busy, error, onClose, onConfirm }: { account: ChannelAccount; busy: boolean; error: unknown; onClose: () => void; onConfirm: () => void }) {
  const { t } = useWords();
  const [typed, setTyped] = useState('');
  return (
    <Confirm title={t('channel.purge.title', { name: account.name })} text={t('channel.purge.about')} action={t('channel.purge')} busy={busy || typed !== account.name} onClose={onClose} onConfirm={onConfirm}>
      <div className="field">
        <label htmlFor="purge-name">{t('channel.purge.type', { name: account.name })}</label>
        <input id="purge-name" className="input" value={typed} onChange={(event) => setTyped(event.target.value)} />
      </div>
      {error ? <Failure error={error} /> : null}
    </Confirm>
  );
}
