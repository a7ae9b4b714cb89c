import type { MiddlewareHandler } from 'hono';
import * as z from 'zod';
import type { ApiEnv } from '../core/api.ts';
import { concat } from '../core/bytes.ts';
import { WaddleError } from '../core/errors.ts';
import { verifyWebhook } from '../core/standard-webhooks.ts';
import { replyFrom } from '../router/http-module-answer.ts';
import type { Promised } from '../router/http-module-later.ts';
import { findPromise, keepLaterAnswer } from '../router/http-module-later.ts';
import type { Services } from '../router/services.ts';
import { type ApiLimits, networkOf } from './limits.ts';
import { setStanding } from './standing.ts';

/** Largest answer, bytes, as of those that come at once. */
const MAX_BODY = 64 * 1024;

const envelope = z.object({
  sessionId: z.uuid(),
  response: z.object({ ephemeral: z.boolean().nullish() }).loose(),
});
type LaterAnswer = z.infer<typeof envelope>;

/** Whether a request proves itself by a module's signature: it shows no key, which would go first. */
const isSigned = (headers: Headers): boolean =>
  headers.has('webhook-signature') && !headers.has('x-service-key') && !headers.has('authorization');

/**
 * `POST /router/responses` by an HTTP module, which promised an answer (202) and signs it as what it was sent is signed: its
 * secret opens the one place where that answer goes, and nothing else. Requests without a signature go on to those who have a
 * key.
 */
export function moduleAnswers(services: Services, limits: ApiLimits): MiddlewareHandler<ApiEnv> {
  return async function takeModuleAnswer(c, next) {
    const { headers } = c.req.raw;
    if (!isSigned(headers)) return next();
    const address = networkOf(headers.get('cf-connecting-ip'));
    const standing = await limits.callFrom(address);
    if (standing) setStanding(c, standing);
    const body = await smallBody(c.req.raw);
    const given = answerIn(body);
    const promised = await findPromise(services, given.sessionId);
    if (!promised) {
      await limits.badCredentialFrom(address);
      throw noPromise(given.sessionId);
    }
    await authenticate(services, limits, promised, { headers, body, address });
    requireOpen(services, promised);
    const said = replyFrom(given.response);
    if (!said.ok) throw new WaddleError('INVALID', `json.response.${said.problem}`);
    if (said.reply.text === '')
      throw new WaddleError('INVALID', 'json.response: says nothing. Send a text, media, a ticker or a form.');
    const reply = given.response.ephemeral ? { ...said.reply, ephemeral: true } : said.reply;
    if (!(await keepLaterAnswer(services, promised, reply))) throw answeredBefore(given.sessionId);
    return c.json({ sessionId: given.sessionId }, 201);
  };
}

/** The raw bytes, for they are what is signed. @throws TOO_LARGE as soon as there are too many of them */
async function smallBody({ body }: Request): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body ?? []) {
    size += chunk.length;
    if (size > MAX_BODY)
      throw new WaddleError(
        'TOO_LARGE',
        `An answer has at most ${MAX_BODY / 1024} kB. Say it shorter, chat is no book.`,
      );
    chunks.push(chunk);
  }
  return concat(...chunks);
}

/** @throws INVALID for what does not even say which answer it is */
function answerIn(body: Uint8Array): LaterAnswer {
  try {
    return envelope.parse(JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: false }).decode(body)));
  } catch {
    throw new WaddleError(
      'INVALID',
      'Send JSON as {"sessionId": "…", "response": {"text": "…"}}, with the sessionId that came with the invocation.',
    );
  }
}

/** @throws UNAUTHENTICATED where it is not signed with the secret of the module that promised; that counts as a wrong key */
async function authenticate(
  { clock }: Pick<Services, 'clock'>,
  limits: ApiLimits,
  { module: { secret, name } }: Promised,
  { headers, body, address }: { readonly headers: Headers; readonly body: Uint8Array; readonly address: string },
): Promise<void> {
  if (secret === null)
    throw new WaddleError(
      'UNAVAILABLE',
      `The secret of "${name}" was kept with a key that this deployment no longer has. Make another secret for it.`,
    );
  if ((await verifyWebhook(secret, headers, body, clock())) !== null) return;
  await limits.badCredentialFrom(address);
  throw new WaddleError(
    'UNAUTHENTICATED',
    'That is not signed with the module’s secret, over these very bytes and within five minutes. Sign webhook-id, webhook-timestamp and the body as docs/modules.md shows.',
  );
}

/** @throws NOT_FOUND, CONFLICT */
function requireOpen({ clock }: Pick<Services, 'clock'>, promised: Promised): void {
  if (promised.expiresAt <= clock()) throw noPromise(promised.sessionId);
  if (promised.answered) throw answeredBefore(promised.sessionId);
  if (!promised.module.enabled)
    throw new WaddleError(
      'CONFLICT',
      `The module "${promised.module.name}" was switched off. Its answer is not taken.`,
    );
}

const noPromise = (id: string): WaddleError =>
  new WaddleError(
    'NOT_FOUND',
    `No answer ${id} is waited for: it was never promised, its module is gone, or it came more than an hour later. A promise counts once 202 was received; where that may be a moment ago, send it again in a second.`,
  );

const answeredBefore = (id: string): WaddleError =>
  new WaddleError('CONFLICT', `The answer ${id} was given already. One is all that was promised: send no other.`);
