import type { Context } from 'hono';
import { html } from 'hono/html';
import { toldError } from '../api/errors.ts';
import { describeError, ERROR_STATUS, Limited } from '../core/errors.ts';
import type { Log } from '../core/log.ts';
import type { AuthEnv } from './frame.ts';
import { page } from './page.ts';
import { HOME } from './sign-in/return-path.ts';

const TITLES: Readonly<Record<number, string>> = {
  401: 'Please sign in',
  403: 'That is not possible',
  404: 'Nothing here',
  409: 'That does not fit',
  429: 'Slow down a little',
};

/** Answers a failure as a page that says what to do; whoever asks for JSON gets the API's envelope. */
export function answerPageError(error: Error, c: Context<AuthEnv>, log: Log): Response | Promise<Response> {
  const told = toldError(error);
  const status = ERROR_STATUS[told.code];
  const requestId = c.get('requestId');
  if (told.code === 'INTERNAL') log('error', 'auth.failed', { error: describeError(error), requestId });
  if (told instanceof Limited) c.header('Retry-After', String(Math.max(1, Math.ceil(told.retryAfterMs / 1000))));
  c.header('Cache-Control', 'no-store');
  if (c.req.header('accept')?.includes('application/json'))
    return c.json({ error: { code: told.code, message: told.message, requestId } }, status);
  const body = html`<p class="told bad" role="alert">${told.message}</p>
${status === 401 ? html`<a class="button" href="/auth/sign-in">Sign in</a>` : html`<a class="button other" href="${HOME}">Back to the hub</a>`}
<p class="soft">Request ${requestId}</p>`;
  return page(
    c,
    { title: TITLES[status] ?? (status >= 500 ? 'Something went wrong' : 'Please look again'), body },
    status,
  );
}
