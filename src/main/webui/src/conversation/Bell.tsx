import { useNavigate } from '@tanstack/react-router';
import { Popover } from 'radix-ui';
import { useState } from 'react';
import { useWords } from '../i18n';
import { Icon } from '../ui/Icon';
import { Button, Empty, Failure, Spinner } from '../ui/parts';
import type { Notification } from '../api/types';
import { COUNTED, useNotifications, useReadNotifications, useUnreadNotifications } from './notifications';

/** What colleagues' rules, and channels that stopped, want one to see: a count, and behind it the list. */
export function Bell() {
  const { t, number } = useWords();
  const [open, setOpen] = useState(false);
  const unread = useUnreadNotifications().data ?? 0;
  const count = unread >= COUNTED ? `${number(COUNTED - 1)}+` : number(unread);
  return (
    <Popover.Root open={open} onOpenChange={setOpen}>
      <Popover.Trigger asChild>
        <button type="button" className="view bell" aria-label={unread > 0 ? t('notifications.unread', { n: unread }) : t('notifications.title')}>
          <Icon name="bell" />
          <span className="grow cut" aria-hidden="true">{t('notifications.title')}</span>
          {unread > 0 && <span className="bell-count" aria-hidden="true">{count}</span>}
        </button>
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content className="menu notifications" side="top" align="start" sideOffset={6} collisionPadding={8} aria-label={t('notifications.title')}>
          {open && <List unread={unread} onClose={() => setOpen(false)} />}
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}

function List({ unread, onClose }: { unread: number; onClose: () => void }) {
  const { t } = useWords();
  const pages = useNotifications(true);
  const read = useReadNotifications();
  const all = pages.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <>
      <div className="row notifications-head">
        <h2 className="grow">{t('notifications.title')}</h2>
        {unread > 0 && <Button small look="quiet" icon="check" disabled={read.isPending} onClick={() => read.mutate(null)}>{t('notifications.readall')}</Button>}
      </div>
      {pages.isPending && <Spinner />}
      {pages.isError && <Failure error={pages.error} retry={() => void pages.refetch()} />}
      {pages.data && all.length === 0 && (
        <Empty icon="bell" title={t('notifications.none')}>
          <p>{t('notifications.none.hint')}</p>
        </Empty>
      )}
      <ul className="notification-list">
        {all.map((one) => (
          <li key={one.id}>
            <Row notification={one} onOpen={() => {
              if (!one.read_at) read.mutate([one.id]);
              onClose();
            }} />
          </li>
        ))}
      </ul>
      {pages.hasNextPage && <Button small look="quiet" disabled={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>{t('notifications.more')}</Button>}
    </>
  );
}

function Row({ notification, onOpen }: { notification: Notification; onOpen: () => void }) {
  const { t, age, dateTime } = useWords();
  const navigate = useNavigate();
  const go = () => {
    onOpen();
    if (notification.conversation_id) void navigate({ to: '/inbox/$conversationId', params: { conversationId: notification.conversation_id }, search: {} });
    if (notification.channel_account_id) void navigate({ to: '/settings/channels/$accountId', params: { accountId: notification.channel_account_id }, search: {} });
  };
  return (
    <button type="button" className={notification.read_at ? 'notification' : 'notification unread'} onClick={go}>
      <span className="row">
        <strong className="grow cut" dir="auto">{notification.contact_name ?? notification.channel_account_name ?? notification.by_name}</strong>
        {!notification.read_at && <span className="hidden-text">{t('notifications.new')}</span>}
        <time className="soft" dateTime={notification.created_at} title={dateTime(notification.created_at)}>{age(notification.created_at)}</time>
      </span>
      <span className="notification-text" dir="auto">{notification.text}</span>
      <span className="soft cut">{notification.channel_account_id ? t('notifications.channel') : t('notifications.by', { name: notification.by_name })}</span>
    </button>
  );
}
