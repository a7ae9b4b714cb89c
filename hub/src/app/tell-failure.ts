import { ApiError } from '../api/errors.ts';
import { toast } from '../design/toast.tsx';
import { app } from '../words/app.ts';
import { kit } from '../words/kit.ts';
import { chosenLanguage } from './preferences.ts';

/** Tells of a failure that no part of the page shows where it happened. */
export function tellFailure(error: unknown): void {
  if (error instanceof ApiError && error.status === 401) return;
  const words = app[chosenLanguage()];
  if (!(error instanceof ApiError))
    toast({ tone: 'danger', title: words.failedTitle, description: words.crashedAdvice });
  else if (error.status === 0)
    toast({ key: 'offline', tone: 'danger', title: words.failedTitle, description: words.offline });
  else {
    const request = error.requestId ? ` (${kit[chosenLanguage()].reference} ${error.requestId})` : '';
    toast({ tone: 'danger', title: words.failedTitle, description: `${error.message}${request}` });
  }
}
