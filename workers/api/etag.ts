import type { Context, Next } from 'hono';
import { toHex } from '../core/bytes.ts';

/**
 * Gives what was read a weak ETag over its body, and answers 304 to who has that already. RFC 9110 §13.1.2: the comparison
 * is the weak one. A state that the route has named stands before it, for `If-Match`. Everything else is not to be stored by
 * anybody; nor are files, which are sent while they are made.
 */
export async function etag(c: Context, next: Next): Promise<void> {
  await next();
  const isRead = c.req.method === 'GET' || c.req.method === 'HEAD';
  const isJson = c.res.headers.get('content-type')?.startsWith('application/json') ?? false;
  if (!isRead || c.res.status !== 200 || !isJson) {
    c.header('Cache-Control', 'no-store');
    return;
  }
  const digest = await crypto.subtle.digest('SHA-256', await c.res.clone().arrayBuffer());
  const state = c.res.headers.get('etag')?.match(/^"([\w-]+)"$/)?.[1];
  const tag = `"${state === undefined ? '' : `${state}.`}${toHex(digest).slice(0, 32)}"`;
  c.header('ETag', `W/${tag}`);
  c.header('Cache-Control', 'private, no-cache');
  if (!namesTag(c.req.header('if-none-match'), tag)) return;
  const headers = new Headers(c.res.headers);
  headers.delete('Content-Type');
  headers.delete('Content-Length');
  c.res = undefined;
  c.res = new Response(null, { status: 304, headers });
}

/** Whether a request's `If-None-Match` names a tag (`"…"`), by the weak comparison. */
export const namesTag = (header: string | undefined, tag: string): boolean =>
  header !== undefined && (header.trim() === '*' || (header.match(/"[^"]*"/g)?.includes(tag) ?? false));
