import { Link, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import type { ChannelAccount, ChannelType } from '../api/types';
import { useWords } from '../i18n';
import { useMay } from '../identity/session';
import { channelIcon, Icon } from '../ui/Icon';
import { Empty, Failure, Spinner } from '../ui/parts';
import { ConnectionChip, ConnectionProblem } from './ConnectionChip';
import { useChannelAccounts, useChannelTypes } from './queries';

export function ChannelsPage() {
  const { t } = useWords();
  const [archived, setArchived] = useState(false);
  const accounts = useChannelAccounts(archived);
  const types = useChannelTypes().data;
  const mayChange = useMay('channels:write');
  const { oauth } = useSearch({ from: '/settings/channels' });
  return (
    <>
      <div className="row wrap settings-head">
        <div className="grow">
          <h1>{t('channels.title')}</h1>
          <p className="soft">{t('channels.about')}</p>
        </div>
        {mayChange && (
          <Link to="/settings/channels/new" className="button primary">
            <Icon name="plus" /> {t('channels.add')}
          </Link>
        )}
      </div>
      {oauth && (
        <p className="notice danger" role="alert">
          <Icon name="alert" />
          {t(`consent.${oauth}`)}
        </p>
      )}
      <div className="row tabs" role="group" aria-label={t('channels.which')}>
        <button type="button" aria-pressed={!archived} onClick={() => setArchived(false)}>
          {t('channels.live')}
        </button>
        <button type="button" aria-pressed={archived} onClick={() => setArchived(true)}>
          {t('channels.archived')}
        </button>
      </div>
      {accounts.isPending && <Spinner />}
      {accounts.isError && <Failure error={accounts.error} retry={() => void accounts.refetch()} />}
      {accounts.data?.length === 0 && (
        <Empty icon="channel" title={t(archived ? 'channels.archived.none' : 'channels.none')}>
          {!archived && <p>{t('channels.none.hint')}</p>}
        </Empty>
      )}
      <ul className="channel-cards">
        {accounts.data?.map((account) => (
          <li key={account.id}>
            <ChannelCard account={account} type={types?.find((type) => type.type === account.type)} />
          </li>
        ))}
      </ul>
    </>
  );
}

function ChannelCard({ account, type }: { account: ChannelAccount; type: ChannelType | undefined }) {
  const { t, age, dateTime } = useWords();
  return (
    <article className="channel-card">
      <div className="row">
        <span className="channel-mark">
          <Icon name={channelIcon(account.type)} />
        </span>
        <div className="grow">
          <h2 className="cut">
            <Link to="/settings/channels/$accountId" params={{ accountId: account.id }} search={{}} className="card-link">
              {account.name}
            </Link>
          </h2>
          <p className="soft">{type?.label ?? account.type}</p>
        </div>
        <ConnectionChip account={account} />
      </div>
      {account.is_active && !account.archived_at && <ConnectionProblem connection={account.connection} />}
      <p className="soft row wrap channel-times">
        <span>{account.last_inbound_at ? t('channel.lastin', { age: age(account.last_inbound_at) }) : t('channel.neverin')}</span>
        {account.last_outbound_at && <span>{t('channel.lastout', { age: age(account.last_outbound_at) })}</span>}
        {account.connection.expires_at && <span>{t('channel.expires', { time: dateTime(account.connection.expires_at) })}</span>}
      </p>
    </article>
  );
}
