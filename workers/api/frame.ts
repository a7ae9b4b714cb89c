import { type Context, Hono, type Next } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import type { ApiEnv } from '../core/api.ts';
import { describeError, WaddleError } from '../core/errors.ts';
import { findKey, noteUse } from '../router/keys.ts';
import type { Services } from '../router/services.ts';
import { type AuthOptions, authenticate } from './auth.ts';
import { Call } from './context.ts';
import { etag } from './etag.ts';
import { ApiLimits } from './limits.ts';
import { moduleAnswers } from './module-answers.ts';
import { setStanding } from './standing.ts';

/** Largest body, bytes. */
const MAX_BODY = 256 * 1024;

/** Everything under /api/v1 before its routes: what may be stored, who calls and how often, and how much it may send. */
export function createFrame(services: Services): Hono<ApiEnv> {
  const { bindings, settings, clock, log, db } = services;
  const limits = new ApiLimits({ limiter: (name) => bindings.RATE_LIMITER.getByName(name), clock, log });
  const options: AuthOptions = {
    serviceKey: settings.SERVICE_API_KEY,
    limits,
    clock,
    findKey: (key) => findKey(db, key),
    // A time that was not noted is no reason to refuse anybody.
    noteUse: (key) =>
      noteUse(db, key, clock()).catch((error: unknown) =>
        log('warn', 'api.use-not-noted', { error: describeError(error) }),
      ),
  };

  async function admit(c: Context, next: Next): Promise<void> {
    const authenticated = await authenticate(options, c.req.raw.headers);
    const { standing } = authenticated;
    if (standing) setStanding(c, standing);
    const call = await Call.open(services, c.req, authenticated);
    c.set('api', call);
    await next();
    if (standing) setStanding(c, standing);
    if (call.replayed) c.header('Idempotency-Replayed', 'true');
  }

  return new Hono<ApiEnv>()
    .use(etag)
    .post('/router/responses', moduleAnswers(services, limits))
    .use(admit)
    .use(
      bodyLimit({
        maxSize: MAX_BODY,
        onError: () => {
          throw new WaddleError('TOO_LARGE', `A body has at most ${MAX_BODY / 1024} kB. Send less at a time.`);
        },
      }),
    );
}
