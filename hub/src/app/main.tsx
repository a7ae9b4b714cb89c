import '../design/design.css';
import { MutationCache, QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { setNonce } from 'get-nonce';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { whenSignedOut } from '../api/client.ts';
import { isPassing } from '../api/errors.ts';
import { whenPostFails } from '../api/post.ts';
import { LanguageProvider } from './language.tsx';
import { createHubRouter } from './router.tsx';
import { tellFailure } from './tell-failure.ts';

// Libraries that put styles in while they run ask for this (`hubPolicy`).
const nonce = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce;
if (nonce) setNonce(nonce);

whenSignedOut(() => {
  const here = location.pathname + location.search;
  location.assign(`/auth/sign-in?to=${encodeURIComponent(here)}`);
});

whenPostFails(tellFailure);

const client = new QueryClient({
  queryCache: new QueryCache({
    // What was shown stays; that it is not fresh is said.
    onError: (error, query) => {
      if (query.state.data !== undefined) tellFailure(error);
    },
  }),
  mutationCache: new MutationCache({
    onError: (error, _, __, mutation) => {
      if (!mutation.options.onError) tellFailure(error);
    },
  }),
  defaultOptions: {
    queries: {
      retry: (failures, error) => failures < 2 && isPassing(error),
      staleTime: 10_000,
    },
    mutations: { retry: false },
  },
});
const router = createHubRouter(client);

createRoot(document.getElementById('root') as HTMLElement).render(
  <StrictMode>
    <LanguageProvider>
      <QueryClientProvider client={client}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </LanguageProvider>
  </StrictMode>,
);
