import { type Context, Hono, type Next } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import type { ApiEnv } from '../core/api.ts';
import { WaddleError } from '../core/errors.ts';
import { countSecurity } from '../router/security-counts.ts';
import type { Services } from '../router/services.ts';
import { authenticate } from './auth.ts';
import { authOptions } from './auth-options.ts';
import { Call } from './context.ts';
import { etag } from './etag.ts';
import { moduleAnswers } from './module-answers.ts';
import { setStanding } from './standing.ts';

/** Largest body, bytes. */
const MAX_BODY = 256 * 1024;

/** NUL, as JSON writes it, and signs that turn the direction of what follows (Unicode: Bidirectional Algorithm). */
const UNSEEN = /\\u0000|[\u202a-\u202e\u2066-\u2069]|\\u(?:202[a-e]|206[6-9])/i;

/** Everything under /api/v1 before its routes: what may be stored, who calls and how often, and how much it may send. */
export function createFrame(services: Services): Hono<ApiEnv> {
  const options = authOptions(services);

  async function admit(c: Context, next: Next): Promise<void> {
    const authenticated = await authenticate(options, c.req.raw);
    const { standing } = authenticated;
    if (standing) setStanding(c, standing);
    const call = await Call.open(services, c.req, authenticated);
    c.set('api', call);
    await next();
    if (standing) setStanding(c, standing);
    if (call.replayed) c.header('Idempotency-Replayed', 'true');
  }

  /** Whoever keeps a text refuses or takes out what nobody would see in it; here it is counted. */
  async function countUnseen(c: Context, next: Next): Promise<void> {
    const hasBody = c.req.method !== 'GET' && c.req.method !== 'HEAD';
    if (hasBody && UNSEEN.test(await c.req.text()))
      services.behind(0, () => countSecurity(services, 'input-sanitised'));
    await next();
  }

  return new Hono<ApiEnv>()
    .use(etag)
    .post('/router/responses', moduleAnswers(services, options.limits))
    .use(admit)
    .use(
      bodyLimit({
        maxSize: MAX_BODY,
        onError: () => {
          throw new WaddleError('TOO_LARGE', `A body has at most ${MAX_BODY / 1024} kB. Send less at a time.`);
        },
      }),
    )
    .use(countUnseen);
}
