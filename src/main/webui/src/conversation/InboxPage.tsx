import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useState, type CSSProperties } from 'react';
import { useWords } from '../i18n';
import { useMay } from '../identity/session';
import { Icon } from '../ui/Icon';
import { Button, Empty } from '../ui/parts';
import { keptWidth, Splitter } from '../ui/Splitter';
import { ConversationList } from './ConversationList';
import { ConversationPane } from './ConversationPane';
import { FilterBar } from './FilterBar';
import type { Filter } from './filter';
import { HelpDialog } from './HelpDialog';
import type { OpenMenu } from './ConversationHeader';
import { useInboxKeys } from './useInboxKeys';
import './inbox.css';

/** Views and list, the conversation, and who it is with; which of them is in the URL. */
export function InboxPage() {
  const { t } = useWords();
  const filter: Filter = useSearch({ strict: false });
  const { conversationId } = useParams({ strict: false });
  const navigate = useNavigate();
  const [listWidth, setListWidth] = useState(() => keptWidth('list', 360));
  const [contactWidth, setContactWidth] = useState(() => keptWidth('contact', 300));
  const [contactShown, setContactShown] = useState(() => window.innerWidth >= 1200);
  const [menu, setMenu] = useState<OpenMenu>(null);
  const [helping, setHelping] = useState(false);
  useInboxKeys({
    filter,
    selectedId: conversationId,
    onOpen: (id) => void navigate({ to: '/inbox/$conversationId', params: { conversationId: id }, search: (search: Filter) => search }),
    onMenu: setMenu,
    onHelp: () => setHelping(true),
  });
  const widths = { '--list-width': `${listWidth}px`, '--contact-width': `${contactWidth}px` } as CSSProperties;
  return (
    <main className={`inbox${conversationId ? ' has-conversation' : ''}`} style={widths}>
      <section className="list-pane" aria-label={t('list.label')}>
        <ListHead filter={filter} onHelp={() => setHelping(true)} />
        <FilterBar filter={filter} />
        <ConversationList filter={filter} selectedId={conversationId} />
      </section>
      <Splitter name="list" label={t('pane.list')} side="start" min={280} max={560} width={listWidth} onChange={setListWidth} />
      {conversationId ? (
        <ConversationPane key={conversationId} id={conversationId} menu={menu} onMenu={setMenu} contactShown={contactShown} onContact={() => setContactShown(!contactShown)} splitter={<Splitter name="contact" label={t('pane.contact')} side="end" min={240} max={480} width={contactWidth} onChange={setContactWidth} />} />
      ) : (
        <section className="thread-pane">
          <Empty icon="chat" title={t('thread.choose')}>
            <p>
              {t('thread.choose.hint')} <kbd>j</kbd> <kbd>k</kbd> <kbd>?</kbd>
            </p>
          </Empty>
        </section>
      )}
      {helping && <HelpDialog onClose={() => setHelping(false)} />}
    </main>
  );
}

function ListHead({ filter, onHelp }: { filter: Filter; onHelp: () => void }) {
  const { t } = useWords();
  const seesChannels = useMay('channels:read');
  return (
    <div className="row list-head">
      <h1 className="grow">{filter.view && filter.view !== 'team' ? t(`views.${filter.view}`) : t(filter.view === 'team' ? 'filter.team' : 'views.all')}</h1>
      <Button look="quiet" small icon="help" label={t('help.title')} onClick={onHelp} />
      {seesChannels && (
        <Link to="/settings/channels" className="button quiet small icon-only" aria-label={t('nav.settings')} title={t('nav.settings')}>
          <Icon name="cog" />
        </Link>
      )}
    </div>
  );
}
