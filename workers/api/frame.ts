import { type Context, Hono, type Next } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { except } from 'hono/combine';
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

/** Largest body, kB; whole files of other bots come in one. */
const MAX_BODY = 256;
const MAX_FILE = 4_096;
const TAKES_FILES = /^\/api\/v1\/imports\//;

const limited = (kilobytes: number) =>
  bodyLimit({
    maxSize: kilobytes * 1024,
    onError: () => {
      throw new WaddleError('TOO_LARGE', `A body has at most ${kilobytes} kB. Send less at a time.`);
    },
  });
const limits = { usual: limited(MAX_BODY), files: limited(MAX_FILE) };

/** Largest body at a path, kB. */
export const largestBody = (path: string): number => (TAKES_FILES.test(path) ? MAX_FILE : MAX_BODY);

function limitBody(c: Context, next: Next) {
  return (largestBody(c.req.path) === MAX_FILE ? limits.files : limits.usual)(c, next);
}

/** NUL, as JSON writes it, and signs that turn the direction of what follows (Unicode: Bidirectional Algorithm). */
const UNSEEN = /\\u0000|[\u202a-\u202e\u2066-\u2069]|\\u(?:202[a-e]|206[6-9])/i;

/** An archive of a community is read as it comes, and counted there. */
const isFile = (c: Context): boolean => c.req.method === 'POST' && c.req.path.endsWith('/communities/import');

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
    .use(except(isFile, limitBody, countUnseen));
}
