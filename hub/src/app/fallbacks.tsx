import { useQueryErrorResetBoundary } from '@tanstack/react-query';
import { type ErrorComponentProps, Link, useRouter } from '@tanstack/react-router';
import { useEffect } from 'react';
import { ApiError } from '../api/errors.ts';
import { LinkButton } from '../design/button.tsx';
import { EmptyState } from '../design/empty-state.tsx';
import { ErrorState } from '../design/error-state.tsx';
import { PageHeadings } from '../design/heading.tsx';
import { app } from '../words/app.ts';
import { useWords } from '../words/use-words.ts';
import { useTitle } from './use-title.ts';

/** An address that leads nowhere. */
export function NotFoundPage() {
  const w = useWords(app);
  useTitle(w.notFoundTitle);
  return (
    <PageHeadings>
      <EmptyState
        mood="sleepy"
        title={w.notFoundTitle}
        action={
          <LinkButton asChild variant="primary">
            <Link to="/">{w.toHome}</Link>
          </LinkButton>
        }
      >
        {w.notFound}
      </EmptyState>
    </PageHeadings>
  );
}

/** A page that somebody's role does not open. */
export function NotYoursPage({ role }: { readonly role: string }) {
  const w = useWords(app);
  useTitle(w.notYoursTitle);
  return (
    <PageHeadings>
      <EmptyState
        mood="alert"
        title={w.notYoursTitle}
        action={
          <LinkButton asChild variant="primary">
            <Link to="/">{w.toHome}</Link>
          </LinkButton>
        }
      >
        {w.notYours(role)}
      </EmptyState>
    </PageHeadings>
  );
}

/** What failed in a page: the rest of the hub goes on. */
export function CrashPage({ error, reset }: ErrorComponentProps) {
  const w = useWords(app);
  const router = useRouter();
  const { reset: resetQueries } = useQueryErrorResetBoundary();
  useEffect(() => resetQueries(), [resetQueries]);
  const told = error instanceof ApiError ? error : null;
  return (
    <PageHeadings>
      <ErrorState
        title={told ? w.notLoadedTitle : w.crashedTitle}
        advice={told ? undefined : w.crashedAdvice}
        requestId={told?.requestId}
        onRetry={() => {
          reset();
          void router.invalidate();
        }}
      >
        {told ? (told.status === 0 ? w.offline : told.message) : w.crashed}
      </ErrorState>
    </PageHeadings>
  );
}
