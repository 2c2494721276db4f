import { Link, Outlet, useMatchRoute, useSearch } from '@tanstack/react-router';
import { useEffect } from 'react';
import { Bell } from '../conversation/Bell';
import { Views } from '../conversation/Views';
import type { Filter } from '../conversation/filter';
import { useCounts } from '../conversation/queries';
import { useWords } from '../i18n';
import { ProfileMenu } from '../identity/ProfileMenu';
import { useForgetSession, useMay, useSessionQuery } from '../identity/session';
import { SignIn } from '../identity/SignIn';
import { LinkBanner } from '../realtime/LinkBanner';
import { Live } from '../realtime/live';
import { Icon } from '../ui/Icon';
import { Failure, Spinner } from '../ui/parts';
import { Toasts } from '../ui/toasts';
import './shell.css';

/** Asks who is here. Signing in keeps the address, so that a link to a conversation leads there. */
export function Shell() {
  const session = useSessionQuery();
  const forget = useForgetSession();
  if (session.isPending) return <Spinner />;
  if (session.isError) {
    return (
      <main className="centred">
        <Failure error={session.error} retry={() => void session.refetch()} />
      </main>
    );
  }
  if (!session.data) return <SignIn />;
  return (
    <Live userId={session.data.user.id} onSignedOut={forget}>
      <div className="shell">
        <SideBar />
        <div className="page">
          <LinkBanner />
          <Outlet />
        </div>
      </div>
      <Toasts />
    </Live>
  );
}

function SideBar() {
  const { t } = useWords();
  const filter: Filter = useSearch({ strict: false });
  const inSettings = Boolean(useMatchRoute()({ to: '/settings', fuzzy: true }));
  const seesChannels = useMay('channels:read');
  useTitle();
  return (
    <div className="side-bar">
      <Link to="/inbox" search={{}} className="row brand">
        <img src="/favicon.svg" alt="" width="26" height="26" />
        <span className="side-word">Tributary</span>
      </Link>
      <Views filter={inSettings ? { view: 'team' } : filter} />
      <span className="grow" />
      <Bell />
      {seesChannels && (
        <Link to="/settings/channels" className={inSettings ? 'view active' : 'view'}>
          <Icon name="cog" />
          <span className="grow cut">{t('nav.settings')}</span>
        </Link>
      )}
      <ProfileMenu />
    </div>
  );
}

/** The tab says how many conversations wait with something unread. */
function useTitle(): void {
  const counts = useCounts().data;
  const unread = counts?.reduce((sum, row) => sum + row.unread, 0) ?? 0;
  useEffect(() => {
    document.title = unread > 0 ? `(${unread}) Tributary` : 'Tributary';
  }, [unread]);
}
