import { Outlet } from '@tanstack/react-router';
import './channel.css';

export function SettingsLayout() {
  return (
    <main className="settings">
      <div className="settings-body">
        <Outlet />
      </div>
    </main>
  );
}
