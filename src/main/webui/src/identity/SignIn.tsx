import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState, type FormEvent } from 'react';
import { get, post, ProblemError } from '../api/http';
import { keys } from '../api/keys';
import type { Session, SignInMethods } from '../api/types';
import { useWords } from '../i18n';
import { Icon } from '../ui/Icon';
import { Button, useProblemWords } from '../ui/parts';
import './sign-in.css';

export function SignIn() {
  const { t } = useWords();
  const methods = useQuery({ queryKey: keys.signInMethods, queryFn: ({ signal }) => get<SignInMethods>('/sign_in_methods', signal), staleTime: Infinity });
  const oidc = methods.data?.oidc;
  useEffect(() => {
    document.title = `${t('signin.title')} · Tributary`;
  }, [t]);
  return (
    <main className="sign-in">
      <div className="sign-in-card">
        <div className="row brand">
          <img src="/favicon.svg" alt="" width="32" height="32" />
          <span>Tributary</span>
        </div>
        <h1>{t('signin.title')}</h1>
        <ProviderProblem />
        {methods.data?.local !== false && <PasswordForm />}
        {oidc && (
          <a className="button" href={oidc.url}>
            {t('signin.with', { name: oidc.label })}
          </a>
        )}
      </div>
    </main>
  );
}

/** The identity provider sends the browser back here with the reason when it did not work out. */
function ProviderProblem() {
  const { t } = useWords();
  const told = new URLSearchParams(window.location.search);
  if (!told.has('problem') && !told.has('error')) return null;
  return (
    <div className="notice danger" role="alert">
      <Icon name="alert" />
      <div>{told.get('problem') === 'user_unknown' ? t('signin.unknown') : t('signin.provider.failed')}</div>
    </div>
  );
}

function PasswordForm() {
  const { t } = useWords();
  const client = useQueryClient();
  const words = useProblemWords();
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const wait = useCountdown();
  const signIn = useMutation({
    mutationFn: () => post<Session>('/session', { email, password }),
    onSuccess: (session) => client.setQueryData(keys.session, session),
    onError: (error) => {
      setPassword('');
      if (error instanceof ProblemError && error.status === 429) wait.start(error.retryAfterSeconds ?? 30);
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    signIn.mutate();
  };
  const refused = signIn.error instanceof ProblemError && signIn.error.problem.code === 'credentials_invalid';
  const problem = signIn.error && words(signIn.error);
  return (
    <form className="stack" onSubmit={submit}>
      {problem && (
        <div className="notice danger" role="alert" id="sign-in-problem">
          <Icon name="alert" />
          <div>
            {refused ? t('signin.refused') : problem.title}
            {wait.left > 0 ? <p>{t('signin.wait', { n: wait.left })}</p> : problem.hint && !refused && <p>{problem.hint}</p>}
          </div>
        </div>
      )}
      <div className="field">
        <label htmlFor="email">{t('signin.email')}</label>
        <input id="email" className="input" type="text" inputMode="email" autoComplete="username" required value={email} onChange={(event) => setEmail(event.target.value)} aria-invalid={refused} />
      </div>
      <div className="field">
        <label htmlFor="password">{t('signin.password')}</label>
        <input id="password" className="input" type="password" autoComplete="current-password" required value={password} onChange={(event) => setPassword(event.target.value)} aria-invalid={refused} />
      </div>
      <Button type="submit" look="primary" disabled={signIn.isPending || wait.left > 0}>
        {t('signin.action')}
      </Button>
    </form>
  );
}

function useCountdown(): { left: number; start: (seconds: number) => void } {
  const [left, setLeft] = useState(0);
  useEffect(() => {
    if (left <= 0) return;
    const tick = window.setTimeout(() => setLeft(left - 1), 1_000);
    return () => window.clearTimeout(tick);
  }, [left]);
  return { left, start: setLeft };
}
