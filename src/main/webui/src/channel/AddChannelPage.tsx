import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useState, type FormEvent } from 'react';
import { ProblemError } from '../api/http';
import type { ChannelAccount, ChannelType, TestOutcome } from '../api/types';
import { useWords } from '../i18n';
import { channelIcon, Icon } from '../ui/Icon';
import { Button, Failure, Spinner } from '../ui/parts';
import { ConnectionProblem, TestButtons, TestResult } from './ConnectionChip';
import { NewCredentials, WebhookAddress } from './WebhookAddress';
import { LinkPhone } from './LinkPhone';
import { useChangeAccount, useChannelAccount, useChannelTypes, useCreateAccount, useStartConsent, useTestSettings } from './queries';
import { editable, formValues, neededForConsent, settingValues } from './settings';
import { SettingsFields } from './SettingsFields';

/** Three steps: which channel, its settings (tested before they are saved), what remains to be done at the provider. */
export function AddChannelPage() {
  const { t } = useWords();
  const types = useChannelTypes();
  const chosen = useSearch({ from: '/settings/channels/new' }).type;
  const [made, setMade] = useState<ChannelAccount | null>(null);
  const type = types.data?.find((one) => one.type === chosen);
  const step = made ? 3 : type ? 2 : 1;
  return (
    <>
      <div className="settings-head">
        <Link to="/settings/channels" className="row back-link">
          <Icon name="back" flip size={16} /> {t('channels.title')}
        </Link>
        <h1>{t('add.title')}</h1>
        <p className="soft">{t('add.step', { n: step, of: 3 })}</p>
      </div>
      {types.isPending && <Spinner />}
      {types.isError && <Failure error={types.error} retry={() => void types.refetch()} />}
      {types.data && step === 1 && <TypePicker types={types.data} />}
      {type && step === 2 && <SettingsStep key={type.type} type={type} onMade={setMade} />}
      {type && made && <DoneStep type={type} account={made} />}
    </>
  );
}

function TypePicker({ types }: { types: readonly ChannelType[] }) {
  const { t } = useWords();
  return (
    <ul className="type-cards" aria-label={t('add.choose')}>
      {types.map((type) => (
        <li key={type.type}>
          <Link to="/settings/channels/new" search={{ type: type.type }} className="type-card">
            <span className="channel-mark">
              <Icon name={channelIcon(type.type)} />
            </span>
            <strong>{type.label}</strong>
            <span className="soft">{t('add.sends', { kinds: type.sends.map((kind) => word(kind)).join(', ') })}</span>
          </Link>
        </li>
      ))}
    </ul>
  );

  function word(kind: string): string {
    return KNOWN_KINDS.has(kind) ? t(`kind.${kind as 'text'}`) : kind;
  }
}

const KNOWN_KINDS = new Set(['text', 'image', 'video', 'audio', 'file', 'sticker', 'location', 'contact', 'poll', 'postback', 'template']);

function SettingsStep({ type, onMade }: { type: ChannelType; onMade: (account: ChannelAccount) => void }) {
  const { t } = useWords();
  const navigate = useNavigate();
  const [name, setName] = useState(type.label);
  const [values, setValues] = useState(() => formValues(type, {}));
  const test = useTestSettings();
  const create = useCreateAccount();
  const change = useChangeAccount(create.data?.id ?? '');
  const start = useStartConsent();
  const [byConsent, setByConsent] = useState(type.oauth.length > 0 && type.connect === 'oauth');
  const error = start.error ?? change.error ?? create.error ?? test.error;
  const nameWrong = error instanceof ProblemError ? error.fieldError('name') : undefined;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const pressed = (event.nativeEvent as SubmitEvent).submitter;
    if (byConsent) {
      consent((pressed instanceof HTMLButtonElement && pressed.value) || type.oauth[0]?.id || '');
      return;
    }
    test.reset();
    create.mutate({ name: name.trim(), type: type.type, settings: settingValues(type, values), is_active: true }, { onSuccess: onMade });
  };
  /** The account comes first, switched off: the consent completes it. Pressed again, it is the same account. */
  const consent = (offer: string) => {
    test.reset();
    const settings = settingValues(type, values, {}, neededForConsent(type));
    const go = (account: ChannelAccount) => start.mutate({ accountId: account.id, offer });
    if (create.data) change.mutate({ name: name.trim(), settings }, { onSuccess: go });
    else create.mutate({ name: name.trim(), type: type.type, settings, is_active: false }, { onSuccess: go });
  };
  const tryIt = (roundTrip: boolean) => {
    create.reset();
    const found = (outcome: TestOutcome) => setValues((now) => ({ ...now, ...formValues(type, { ...settingValues(type, now), ...outcome.settings }) }));
    test.mutate({ type: type.type, settings: settingValues(type, values), round_trip: roundTrip }, { onSuccess: found });
  };
  return (
    <div className="two-columns">
      <form className="stack panel" onSubmit={submit}>
        <div className="field">
          <label htmlFor="channel-name">{t('channel.name')}</label>
          <input id="channel-name" className="input" required maxLength={200} value={name} onChange={(event) => setName(event.target.value)} aria-describedby="channel-name-help" aria-invalid={Boolean(nameWrong)} />
          <span id="channel-name-help" className="help">
            {t('channel.name.help')}
          </span>
          {nameWrong && <span className="wrong">{nameWrong}</span>}
        </div>
        <SettingsFields type={type} fields={byConsent ? neededForConsent(type) : editable(type)} values={values} error={error} onChange={setValues} />
        {byConsent && type.oauth[0] && (
          <p className="help">
            {t('consent.redirect')} <code dir="ltr">{type.oauth[0].redirect_uri}</code>
          </p>
        )}
        {error && <Failure error={error} />}
        {test.data && <TestResult outcome={test.data} />}
        <div className="row wrap">
          {byConsent ? (
            type.oauth.map((offer) => (
              <Button key={offer.id} type="submit" value={offer.id} look="primary" icon="login" disabled={create.isPending || start.isPending}>
                {t('consent.connect', { name: offer.label })}
              </Button>
            ))
          ) : (
            <>
              <Button type="submit" look="primary" disabled={create.isPending}>
                {t('add.connect')}
              </Button>
              <TestButtons type={type} running={test.isPending ? (test.variables.round_trip ? 'round_trip' : 'sign_in') : null} onTest={tryIt} />
            </>
          )}
          {type.oauth.length > 0 && (
            <Button look="quiet" onClick={() => setByConsent(!byConsent)}>
              {byConsent ? t('consent.byhand') : t('consent.instead', { names: type.oauth.map((offer) => offer.label).join(', ') })}
            </Button>
          )}
          <Button look="quiet" onClick={() => void navigate({ to: '/settings/channels/new', search: {} })}>
            {t('add.other')}
          </Button>
        </div>
      </form>
      <SetupSteps type={type} />
    </div>
  );
}

export function SetupSteps({ type }: { type: ChannelType }) {
  const { t } = useWords();
  if (type.setup.length === 0) return null;
  return (
    <aside className="panel setup" aria-label={t('add.steps', { name: type.label })}>
      <h2>{t('add.steps', { name: type.label })}</h2>
      <ol>
        {type.setup.map((step) => (
          <li key={step} dir="auto">
            {step}
          </li>
        ))}
      </ol>
    </aside>
  );
}

function DoneStep({ type, account: made }: { type: ChannelType; account: ChannelAccount }) {
  const { t } = useWords();
  const account = { ...made, ...useChannelAccount(made.id).data, credentials: made.credentials };
  const connected = account.connection.state === 'connected';
  return (
    <div className="two-columns">
      <div className="stack panel">
        <h2 className="row">
          <Icon name={connected ? 'check' : 'info'} /> {t(connected ? 'add.done' : 'add.saved', { name: account.name })}
        </h2>
        {type.connect === 'qr' ? <LinkPhone account={account} open /> : <ConnectionProblem connection={account.connection} />}
        <NewCredentials type={type} account={account} />
        <WebhookAddress account={account} />
        <div className="row wrap">
          <Link to="/settings/channels/$accountId" params={{ accountId: account.id }} search={{}} className="button primary">
            {t('add.open')}
          </Link>
          <Link to="/settings/channels" className="button">
            {t('add.back')}
          </Link>
        </div>
      </div>
      <SetupSteps type={type} />
    </div>
  );
}
