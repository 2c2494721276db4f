import type { ReactNode } from 'react';
import type { ChannelAccount, ChannelType } from '../api/types';
import { useWords } from '../i18n';
import { Icon } from '../ui/Icon';
import { Button } from '../ui/parts';
import { tell } from '../ui/toasts';

/** Where the provider is to deliver; absent where nothing comes in by webhook. Only an address that is a secret can be made anew, by what stands below it. */
export function WebhookAddress({ account, children }: { account: ChannelAccount; children?: ReactNode }) {
  const { t } = useWords();
  if (!account.webhook_url) return null;
  const secret = new URL(account.webhook_url).pathname.startsWith('/webhooks/');
  if (account.type === 'WEB_WIDGET') return <Snippet account={account} address={account.webhook_url} />;
  return (
    <div className="field">
      <label htmlFor="webhook-url">{t(secret ? 'channel.webhook' : 'channel.inbound')}</label>
      <CopyField id="webhook-url" value={account.webhook_url} />
      <span className="help">{t(secret ? 'channel.webhook.help' : 'channel.inbound.help')}</span>
      {secret && children}
    </div>
  );
}

/** The one line that puts the chat on a website. */
function Snippet({ account, address }: { account: ChannelAccount; address: string }) {
  const { t } = useWords();
  const script = new URL('/widget.js', address).href;
  return (
    <div className="field">
      <label htmlFor="snippet">{t('channel.snippet')}</label>
      <CopyField id="snippet" value={`<script src="${script}" data-channel="${String(account.settings.channel_key)}" async></script>`} />
      <span className="help">{t('channel.snippet.help')}</span>
    </div>
  );
}

/** Keys that were made just now. They are shown this once. */
export function NewCredentials({ type, account }: { type: ChannelType; account: ChannelAccount }) {
  const { t } = useWords();
  const made = Object.entries(account.credentials ?? {});
  if (made.length === 0) return null;
  return (
    <div className="notice warning">
      <Icon name="info" />
      <div className="grow stack">
        <strong>{t('channel.credentials')}</strong>
        {made.map(([name, value]) => (
          <div key={name} className="field">
            <label htmlFor={`credential-${name}`}>{type.settings.find((field) => field.name === name)?.label ?? name}</label>
            <CopyField id={`credential-${name}`} value={value} />
          </div>
        ))}
      </div>
    </div>
  );
}

function CopyField({ id, value }: { id: string; value: string }) {
  const { t } = useWords();
  const copy = async () => {
    await navigator.clipboard.writeText(value);
    tell(t('copied'));
  };
  return (
    <span className="row">
      <input id={id} className="input mono" readOnly dir="ltr" value={value} onFocus={(event) => event.target.select()} />
      <Button icon="copy" label={t('copy')} onClick={() => void copy()} />
    </span>
  );
}
