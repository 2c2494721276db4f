import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useMemo, useRef } from 'react';
import { useChannelAccounts } from '../channel/queries';
import { useWords } from '../i18n';
import { Empty, Failure } from '../ui/parts';
import { ConversationRow } from './ConversationRow';
import type { Filter } from './filter';
import { useConversationList } from './queries';

const ROW_HEIGHT = 86;
const FETCH_AHEAD = 10;

/** A row for each conversation, of which only those in sight are drawn; further pages are fetched as they come near. */
export function ConversationList({ filter, selectedId }: { filter: Filter; selectedId: string | undefined }) {
  const { t } = useWords();
  const list = useConversationList(filter);
  const accounts = useChannelAccounts(false).data;
  const names = useMemo(() => new Map(accounts?.map((account) => [account.id, account.name])), [accounts]);
  const rows = useMemo(() => list.data?.pages.flatMap((page) => page.items) ?? [], [list.data]);
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    getItemKey: (index) => rows[index]?.id ?? index,
    overscan: 6,
  });
  const shown = virtual.getVirtualItems();
  const lastShown = shown.at(-1)?.index ?? 0;
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = list;
  useEffect(() => {
    if (hasNextPage && !isFetchingNextPage && lastShown >= rows.length - FETCH_AHEAD) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage, lastShown, rows.length]);

  const selectedIndex = rows.findIndex((row) => row.id === selectedId);
  useEffect(() => {
    if (selectedIndex >= 0) virtual.scrollToIndex(selectedIndex, { align: 'auto' });
    // Follow the selection, not each change of the list.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [selectedId]);

  if (list.isPending) return <Bones />;
  if (list.isError) {
    return (
      <div className="list-problem">
        <Failure error={list.error} retry={() => void list.refetch()} />
      </div>
    );
  }
  if (rows.length === 0) return <NothingHere filter={filter} />;
  return (
    <div className="conversation-list" ref={scroller} aria-busy={list.isPlaceholderData}>
      <ul style={{ height: virtual.getTotalSize(), position: 'relative' }} aria-label={t('list.label')}>
        {shown.map((item) => {
          const row = rows[item.index];
          return (
            row && (
              <li key={item.key} style={{ position: 'absolute', insetInline: 0, height: item.size, transform: `translateY(${item.start}px)` }} aria-posinset={item.index + 1} aria-setsize={hasNextPage ? -1 : rows.length}>
                <ConversationRow conversation={row} accountName={names.get(row.channel_account_id)} selected={row.id === selectedId} position={item.index} />
              </li>
            )
          );
        })}
      </ul>
    </div>
  );
}

function NothingHere({ filter }: { filter: Filter }) {
  const { t } = useWords();
  const narrowed = Boolean(filter.q || filter.priority || filter.type || filter.account || filter.tag || (filter.status && filter.status !== 'any'));
  if (narrowed) {
    return (
      <Empty icon="search" title={t('list.nothing.found')}>
        <p>{t('list.nothing.found.hint')}</p>
      </Empty>
    );
  }
  return (
    <Empty icon="inbox" title={t('list.empty')}>
      <p>{t('list.empty.hint')}</p>
    </Empty>
  );
}

function Bones() {
  const { t } = useWords();
  return (
    <div role="status" className="bones">
      <span className="hidden-text">{t('loading')}</span>
      {Array.from({ length: 7 }, (_, index) => (
        <div key={index} className="row">
          <div className="bone" style={{ width: 40, height: 40, borderRadius: '50%' }} />
          <div className="grow stack">
            <div className="bone" style={{ height: 12, width: '55%' }} />
            <div className="bone" style={{ height: 10, width: '85%' }} />
          </div>
        </div>
      ))}
    </div>
  );
}
