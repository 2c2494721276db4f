import { Link, Outlet } from '@tanstack/react-router';
import { useWords } from '../i18n';
import { useMay } from '../identity/session';
import './channel.css';

/** The pages of settings, those that the user may see. */
export function SettingsLayout() {
  const { t } = useWords();
  const seesRules = useMay('automation_rules:read');
  const changesWorkspace = useMay('organization:write');
  return (
    <main className="settings">
      <div className="settings-body">
        <nav className="row tabs" aria-label={t('settings.label')}>
          <Link to="/settings/channels">{t('settings.channels')}</Link>
          {seesRules && <Link to="/settings/automation">{t('settings.automation')}</Link>}
          <Link to="/settings/canned-responses">{t('settings.canned')}</Link>
          <Link to="/settings/tickets">{t('settings.tickets')}</Link>
          {changesWorkspace && <Link to="/settings/business-hours">{t('settings.hours')}</Link>}
          <Link to="/settings/teams">{t('settings.teams')}</Link>
        </nav>
        <Outlet />
      </div>
    </main>
  );
}
