import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { Direction } from 'radix-ui';
import { StrictMode, type ReactNode } from 'react';
import { createRoot } from 'react-dom/client';
import { connectHttp, ProblemError } from './api/http';
import { keys } from './api/keys';
import type { Session } from './api/types';
import { router } from './app/router';
import { I18n, useWords } from './i18n';
import { forgetSession } from './identity/session';
import './ui/tokens.css';
import './ui/base.css';
import { applyTheme } from './ui/theme';

const client = new QueryClient({
  defaultOptions: {
    queries: {
      // The socket says what changed; a fetch is for what was not there yet.
      staleTime: 60_000,
      refetchOnWindowFocus: false,
      retry: (failures, error) => failures < 2 && error instanceof ProblemError && (error.status === 0 || error.status >= 500),
    },
  },
});

connectHttp({
  csrfToken: () => client.getQueryData<Session | null>(keys.session)?.csrf_token ?? null,
  onSignedOut: () => forgetSession(client),
});
applyTheme();

function Directed({ children }: { children: ReactNode }) {
  const { language } = useWords();
  return <Direction.Provider dir={language === 'ar' ? 'rtl' : 'ltr'}>{children}</Direction.Provider>;
}

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');
createRoot(root).render(
  <StrictMode>
    <I18n>
      <Directed>
        <QueryClientProvider client={client}>
          <RouterProvider router={router} />
        </QueryClientProvider>
      </Directed>
    </I18n>
  </StrictMode>,
);
