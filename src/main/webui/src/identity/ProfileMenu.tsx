import { useMutation } from '@tanstack/react-query';
import { DropdownMenu } from 'radix-ui';
import { useState } from 'react';
import { put, request } from '../api/http';
import type { PresenceState } from '../api/types';
import { LANGUAGES, useWords } from '../i18n';
import { useFacts, setPresence } from '../realtime/facts';
import { Icon } from '../ui/Icon';
import { MenuBody } from '../ui/Menu';
import { Avatar } from '../ui/parts';
import { useTheme, type Theme } from '../ui/theme';
import { tellFailure } from '../ui/toasts';
import { PasswordDialog } from './PasswordDialog';
import { SignatureDialog } from './SignatureDialog';
import { useForgetSession, useSession } from './session';

const PRESENCES: readonly PresenceState[] = ['online', 'away', 'offline'];
const THEMES: readonly Theme[] = ['system', 'light', 'dark'];

export function ProfileMenu() {
  const { t, language, setLanguage } = useWords();
  const { user, organization } = useSession();
  const forget = useForgetSession();
  const [theme, setTheme] = useTheme();
  const [changingPassword, setChangingPassword] = useState(false);
  const [changingSignature, setChangingSignature] = useState(false);
  const presence = useFacts((facts) => facts.presence[user.id]) ?? 'online';
  const choosePresence = useMutation({
    mutationFn: (state: PresenceState) => put('/session/presence', { state }),
    onSuccess: (_, state) => setPresence(user.id, state),
    onError: tellFailure,
  });
  const signOut = useMutation({
    mutationFn: (path: '/session' | '/sessions') => request<{ sign_out_url: string } | undefined>('DELETE', path),
    onSuccess: (further) => {
      forget();
      // Who came through the identity provider is signed out there too, or the next click would bring them back.
      if (further) window.location.assign(further.sign_out_url);
    },
    onError: tellFailure,
  });
  return (
    <>
      <DropdownMenu.Root modal={false}>
        <DropdownMenu.Trigger className="profile" aria-label={t('profile.menu', { name: user.name })}>
          <Avatar name={user.name} url={user.avatar_url} size={30} />
          <span className="grow cut profile-name">
            {user.name}
            <small className="soft cut">{organization.name}</small>
          </span>
          <span className={`bell-dot ${presence}`} />
        </DropdownMenu.Trigger>
        <MenuBody label={t('profile.menu', { name: user.name })} side="top">
          <div className="menu-label">{user.email}</div>
          <div className="menu-line" />
          <Radio label={t('profile.presence')} value={presence} values={PRESENCES.map((value) => [value, t(`presence.${value}`)])} onPick={(value) => choosePresence.mutate(value)} />
          <Radio label={t('profile.theme')} value={theme} values={THEMES.map((value) => [value, t(`theme.${value}`)])} onPick={setTheme} />
          <Radio label={t('profile.language')} value={language} values={LANGUAGES.map(({ code, name }) => [code, name])} onPick={setLanguage} />
          <div className="menu-line" />
          <Act label={t('signature.own')} onPick={() => setChangingSignature(true)} />
          <Act label={t('profile.password')} onPick={() => setChangingPassword(true)} />
          <Act label={t('profile.signout')} onPick={() => signOut.mutate('/session')} />
          <Act label={t('profile.signout.everywhere')} onPick={() => signOut.mutate('/sessions')} />
        </MenuBody>
      </DropdownMenu.Root>
      {changingSignature && <SignatureDialog onClose={() => setChangingSignature(false)} />}
      {changingPassword && <PasswordDialog onClose={() => setChangingPassword(false)} />}
    </>
  );
}

function Act({ label, onPick }: { label: string; onPick: () => void }) {
  return (
    <DropdownMenu.Item className="menu-item" onSelect={onPick}>
      {label}
    </DropdownMenu.Item>
  );
}

function Radio<T extends string>({ label, value, values, onPick }: { label: string; value: T; values: readonly (readonly [T, string])[]; onPick: (value: T) => void }) {
  return (
    <DropdownMenu.RadioGroup value={value} onValueChange={(next) => onPick(next as T)} aria-label={label}>
      <DropdownMenu.Label className="menu-label">{label}</DropdownMenu.Label>
      {values.map(([one, name]) => (
        <DropdownMenu.RadioItem key={one} value={one} className="menu-item" onSelect={(event) => event.preventDefault()}>
          {name}
          <DropdownMenu.ItemIndicator className="menu-check">
            <Icon name="check" size={16} />
          </DropdownMenu.ItemIndicator>
        </DropdownMenu.RadioItem>
      ))}
    </DropdownMenu.RadioGroup>
  );
}
