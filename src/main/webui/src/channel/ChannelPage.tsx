import { Link, useParams, useSearch } from '@tanstack/react-router';
import type { ChannelTab } from '../app/router';
import type { ChannelAccount, ChannelType } from '../api/types';
import { useWords } from '../i18n';
import { useMay } from '../identity/session';
import { channelIcon, Icon } from '../ui/Icon';
import { Failure, Spinner } from '../ui/parts';
import { ChannelSettings } from './ChannelSettings';
import { ConnectionChip } from './ConnectionChip';
import { ConsentOutcome } from './Consent';
import { Deliveries } from './Deliveries';
import { HealthTab } from './HealthTab';
import { Journal } from './Journal';
import { useChannelAccount, useChannelTypes } from './queries';
import { StatisticsTab } from './StatisticsTab';

export function ChannelPage() {
  const { t } = useWords();
  const { accountId } = useParams({ from: '/settings/channels/$accountId' });
  const { tab = 'settings', oauth } = useSearch({ from: '/settings/channels/$accountId' });
  const account = useChannelAccount(accountId);
  const type = useChannelTypes().data?.find((one) => one.type === account.data?.type);
  const mayChange = useMay('channels:write');
  const mayReadWebhooks = useMay('webhooks:read');
  const may = { settings: true, health: true, journal: useMay('journal:read'), deliveries: mayReadWebhooks && type?.type === 'API', statistics: useMay('statistics:read') };
  const tabs = (['settings', 'health', 'journal', 'deliveries', 'statistics'] as const).filter((one) => may[one]);
  return (
    <>
      <div className="settings-head">
        <Link to="/settings/channels" className="row back-link">
          <Icon name="back" flip size={16} /> {t('channels.title')}
        </Link>
        {account.data && (
          <div className="row wrap">
            <span className="channel-mark">
              <Icon name={channelIcon(account.data.type)} />
            </span>
            <h1>{account.data.name}</h1>
            <ConnectionChip account={account.data} />
          </div>
        )}
      </div>
      {account.isPending && <Spinner />}
      {account.isError && <Failure error={account.error} retry={() => void account.refetch()} />}
      {account.data && type && (
        <>
          {oauth && mayChange && <ConsentOutcome account={account.data} word={oauth} />}
          <nav className="row tabs" aria-label={account.data.name}>
            {tabs.map((one) => (
              <Link key={one} to="/settings/channels/$accountId" params={{ accountId }} search={{ tab: one }} aria-current={one === tab ? 'page' : undefined}>
                {t(`channel.tab.${one}`)}
              </Link>
            ))}
          </nav>
          <Tab key={oauth ?? ''} tab={tab} account={account.data} type={type} />
        </>
      )}
    </>
  );
}

function Tab({ tab, account, type }: { tab: ChannelTab; account: ChannelAccount; type: ChannelType }) {
  switch (tab) {
    case 'settings':
      return <ChannelSettings key={account.id} account={account} type={type} />;
    case 'health':
      return <HealthTab accountId={account.id} />;
    case 'journal':
      return <Journal accountId={account.id} />;
    case 'deliveries':
      return <Deliveries accountId={account.id} />;
    case 'statistics':
      return <StatisticsTab accountId={account.id} />;
  }
}
