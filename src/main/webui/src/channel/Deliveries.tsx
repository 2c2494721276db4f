import { useState } from 'react';
import type { DeliveryState, WebhookDelivery, WebhookSubscription } from '../api/types';
import { useWords } from '../i18n';
import { useMay, useSession } from '../identity/session';
import { Icon } from '../ui/Icon';
import { Button, Empty, Failure, Spinner } from '../ui/parts';
import { tellFailure } from '../ui/toasts';
import { useDeliveries, useEnableReceiver, useReceiver, useReplayDelivery } from './queries';

const LOOKS: Record<DeliveryState, string> = { pending: 'info', sending: 'info', delivered: 'success', failed: 'danger' };

/** What was posted to the system on the other side, how it answered, and a way to post it again. */
export function Deliveries({ accountId }: { accountId: string }) {
  const receiver = useReceiver(accountId);
  if (receiver.isPending) return <Spinner />;
  if (receiver.isError) return <Failure error={receiver.error} retry={() => void receiver.refetch()} />;
  return receiver.data ? <Log receiver={receiver.data} /> : null;
}

function Log({ receiver }: { receiver: WebhookSubscription }) {
  const { t } = useWords();
  const log = useDeliveries(receiver.id);
  const enable = useEnableReceiver(receiver.id);
  const mayWrite = useMay('webhooks:write');
  const sendsMail = useSession().organization.sends_mail;
  const deliveries = log.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <section className="stack">
      {receiver.disabled && (
        <div className="notice danger" role="alert">
          <Icon name="alert" />
          <strong className="grow">{receiver.disabled.hint}</strong>
          {mayWrite && (
            <Button small disabled={enable.isPending} onClick={() => enable.mutate(undefined, { onError: tellFailure })}>
              {t('deliveries.enable')}
            </Button>
          )}
        </div>
      )}
      <div className="row">
        <p className="soft grow">{t(sendsMail ? 'deliveries.mailed' : 'deliveries.unmailed')}</p>
        <Button icon="refresh" onClick={() => void log.refetch()}>
          {t('refresh')}
        </Button>
      </div>
      {log.isPending && <Spinner />}
      {log.isError && <Failure error={log.error} retry={() => void log.refetch()} />}
      {log.isSuccess && deliveries.length === 0 && <Empty icon="inbox" title={t('deliveries.empty')} />}
      <ul className="journal">
        {deliveries.map((delivery) => (
          <Entry key={delivery.id} delivery={delivery} receiver={receiver} mayReplay={mayWrite && receiver.is_active} />
        ))}
      </ul>
      {log.hasNextPage && (
        <Button disabled={log.isFetchingNextPage} onClick={() => void log.fetchNextPage()}>
          {t('more')}
        </Button>
      )}
    </section>
  );
}

function Entry({ delivery, receiver, mayReplay }: { delivery: WebhookDelivery; receiver: WebhookSubscription; mayReplay: boolean }) {
  const { t, dateTime } = useWords();
  const [open, setOpen] = useState(false);
  const replay = useReplayDelivery(receiver.id);
  const isOver = delivery.state === 'delivered' || delivery.state === 'failed';
  return (
    <li className="panel journal-entry">
      <div className="row wrap">
        <button type="button" className="link" aria-expanded={open} onClick={() => setOpen(!open)}>
          <time dateTime={delivery.created_at}>{dateTime(delivery.created_at)}</time>
        </button>
        <span className={`chip ${LOOKS[delivery.state]}`}>{t(`deliveries.${delivery.state}`)}</span>
        <span className="soft grow" dir="ltr">
          {delivery.event}
          {delivery.last_code && ` · ${delivery.last_code}`}
        </span>
        <span className="soft">{t('deliveries.attempts', { n: delivery.attempts })}</span>
        {mayReplay && isOver && (
          <Button small icon="refresh" disabled={replay.isPending} onClick={() => replay.mutate(delivery.id, { onError: tellFailure })}>
            {t('journal.replay')}
          </Button>
        )}
      </div>
      {open && (
        // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls has to be reachable by keyboard
        <pre dir="ltr" tabIndex={0} aria-label={t('journal.payload')}>
          {JSON.stringify(JSON.parse(delivery.body), null, 2)}
        </pre>
      )}
    </li>
  );
}
