import type { Context } from 'hono';
import { concat } from '../core/bytes.ts';
import { describeError } from '../core/errors.ts';
import type { Road } from '../core/road.ts';

/** No platform sends a chat event larger than this, bytes. */
const MAX_BODY_BYTES = 1024 * 1024;

/** One answer for every reason not to trust a request: an attacker learns nothing from it. */
export const unauthenticated = (c: Context): Response =>
  c.text('The signature of this request is missing, wrong or too old.', 401);

/**
 * The raw bytes of a request, or null where there are more than 1 MiB of them: told by the length it declares, or
 * counted as they come where it declares none. (hono/body-limit wraps every body in a stream, which costs a tenth of
 * what a plain message may.)
 */
export async function rawBody(c: Context): Promise<Uint8Array | null> {
  const declared = c.req.header('content-length');
  if (declared !== undefined) {
    if (!(Number(declared) <= MAX_BODY_BYTES)) return null;
    const body = new Uint8Array(await c.req.arrayBuffer());
    return body.length <= MAX_BODY_BYTES ? body : null;
  }
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of c.req.raw.body ?? []) {
    length += chunk.length;
    if (length > MAX_BODY_BYTES) return null;
    chunks.push(chunk);
  }
  return concat(...chunks);
}

export const tooLarge = (c: Context): Response => c.text(`This webhook takes at most ${MAX_BODY_BYTES} bytes.`, 413);

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
