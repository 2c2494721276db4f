import { Link } from '@tanstack/react-router';
import { useEffect, useState, type ReactNode } from 'react';
import type { Message } from '../api/types';
import { ContactPane } from '../contact/ContactPane';
import { useWords } from '../i18n';
import { useSession } from '../identity/session';
import { useFacts } from '../realtime/facts';
import { useSay } from '../realtime/live';
import { Icon } from '../ui/Icon';
import { Failure, Spinner } from '../ui/parts';
import { Composer } from './Composer';
import { ConversationHeader, type OpenMenu } from './ConversationHeader';
import { useConversation, useMessages } from './queries';
import { Thread } from './Thread';

interface Pane {
  id: string;
  menu: OpenMenu;
  onMenu: (menu: OpenMenu) => void;
  contactShown: boolean;
  onContact: () => void;
  splitter: ReactNode;
}

export function ConversationPane({ id, menu, onMenu, contactShown, onContact, splitter }: Pane) {
  const { t } = useWords();
  const conversation = useConversation(id);
  const newest = useMessages(id).data?.pages[0]?.items[0];
  const [replyTo, setReplyTo] = useState<Message | null>(null);
  useSayViewing(id);
  if (conversation.isPending) {
    return (
      <section className="thread-pane">
        <Spinner />
      </section>
    );
  }
  if (!conversation.data) {
    return (
      <section className="thread-pane padded">
        <Failure error={conversation.error} retry={() => void conversation.refetch()} />
        <Link to="/inbox" search={(search) => search} className="link">
          {t('header.back')}
        </Link>
      </section>
    );
  }
  return (
    <>
      <section className="thread-pane">
        <ConversationHeader conversation={conversation.data} menu={menu} onMenu={onMenu} onContact={onContact} />
        <Viewers id={id} />
        <Thread conversation={conversation.data} onReply={setReplyTo} />
        <Composer conversation={conversation.data} replyTo={replyTo} onReplied={() => setReplyTo(null)} newestSeen={newest} />
      </section>
      {contactShown && (
        <>
          {splitter}
          <ContactPane conversation={conversation.data} onClose={onContact} />
        </>
      )}
    </>
  );
}

function Viewers({ id }: { id: string }) {
  const { t } = useWords();
  const me = useSession().user.id;
  const viewing = useFacts((facts) => facts.viewing[id]);
  const others = viewing?.filter((user) => user.id !== me) ?? [];
  if (others.length === 0) return null;
  return (
    <p className="viewers soft row" role="status">
      <Icon name="eye" size={16} />
      {t('thread.viewing', { n: others.length, names: others.map((user) => user.name).join(', ') })}
    </p>
  );
}

function useSayViewing(id: string): void {
  const say = useSay();
  useEffect(() => {
    const tellIt = () => say({ t: 'viewing', conversation_id: document.visibilityState === 'visible' ? id : null });
    tellIt();
    document.addEventListener('visibilitychange', tellIt);
    return () => {
      document.removeEventListener('visibilitychange', tellIt);
      say({ t: 'viewing', conversation_id: null });
    };
  }, [say, id]);
}
