import type { Context, MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { describeError } from '../core/errors.ts';
import type { Road } from '../core/road.ts';

/** No platform sends a chat event larger than this, bytes. */
const MAX_BODY_BYTES = 1024 * 1024;

/** 413 above 1 MiB, counted as it is read where no length is given. */
export const webhookBodyLimit: MiddlewareHandler = bodyLimit({
  maxSize: MAX_BODY_BYTES,
  onError: (c) => c.text(`This webhook takes at most ${MAX_BODY_BYTES} bytes.`, 413),
});

/** One answer for every reason not to trust a request: an attacker learns nothing from it. */
export const unauthenticated = (c: Context): Response =>
  c.text('The signature of this request is missing, wrong or too old.', 401);

export async function rawBody(c: Context): Promise<Uint8Array> {
  return new Uint8Array(await c.req.arrayBuffer());
}

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: false });

/** The text of a body, or null where it is not UTF-8. */
export function decodeUtf8(body: Uint8Array): string | null {
  try {
    return decoder.decode(body);
  } catch {
    return null;
  }
}

export function decodeJson(body: Uint8Array): unknown {
  const text = decodeUtf8(body);
  if (text === null) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The verifier's word, with everything it may stumble over taken as a no. */
export async function orNot<T>(verification: Promise<T>): Promise<T | null> {
  try {
    return await verification;
  } catch {
    return null;
  }
}

/** 503 where an event could not be decided, so that the platform sends it again. */
export function sendAgain(c: Context, road: Road, error: unknown, correlationId: string): Response {
  road.report('webhook.undecided', { path: c.req.path, error: describeError(error), correlationId });
  c.header('retry-after', '1');
  return c.text('This event could not be taken. Send it again.', 503);
}
