import { equalSecret, hmacSha256, utf8 } from '../core/bytes.ts';
import { WaddleError } from '../core/errors.ts';
import { toBase64Url } from '../core/random.ts';
import { cookieIn } from './cookies.ts';

/** The header that pages' scripts send the token in, and the field that forms do. */
const CSRF_HEADER = 'x-csrf-token';
export const CSRF_FIELD = '_csrf';

const SAFE = ['GET', 'HEAD', 'OPTIONS'];

/**
 * The form token of a session (or, before anybody is signed in, of a browser): nobody else can make it, and it is of no use
 * with another's cookie.
 * @param bound the session's id, or `browser:` and the browser's cookie
 */
export const csrfToken = async (sessionSecret: string, bound: string): Promise<string> =>
  toBase64Url(new Uint8Array(await hmacSha256(sessionSecret, utf8(`csrf\n${bound}`))));

const refusal = (): WaddleError =>
  new WaddleError(
    'FORBIDDEN',
    'This did not come from a page of this WaddleBot, or the page is too old. Reload it and try again.',
  );

/** Whether a browser says that another site sent this. Absent headers are an old browser's, and left to the token. */
function isForeign({ headers, url }: Request, publicUrl: string): boolean {
  const site = headers.get('sec-fetch-site');
  if (site !== null && site !== 'same-origin' && site !== 'none') return true;
  const origin = headers.get('origin');
  // Pages that send no referrer have their forms sent with `Origin: null` (Fetch, "serializing a request origin"); so do
  // frames of strangers, which only Sec-Fetch-Site tells apart.
  if (origin === 'null') return site !== 'same-origin';
  return origin !== null && origin !== new URL(publicUrl).origin && origin !== new URL(url).origin;
}

/**
 * Lets a writing request of a browser through where it came from a page of ours: by Sec-Fetch-Site and Origin, and by the
 * token, sent both in its cookie and in the header or field, and bound to the session.
 * @throws FORBIDDEN; `onMismatch` counts it
 */
export async function requireOwnPage(
  request: Request,
  options: {
    readonly sessionSecret: string;
    readonly publicUrl: string;
    readonly bound: string;
    /** What the form sent, where it is one. */
    readonly field?: string | undefined;
    readonly onMismatch: () => Promise<void>;
  },
): Promise<void> {
  if (SAFE.includes(request.method)) return;
  const { sessionSecret, publicUrl, bound, field, onMismatch } = options;
  const sent = request.headers.get(CSRF_HEADER) ?? field ?? '';
  const kept = cookieIn(request.headers, 'csrf', publicUrl) ?? '';
  const expected = await csrfToken(sessionSecret, bound);
  const [isSent, isKept] = await Promise.all([equalSecret(sent, expected), equalSecret(kept, expected)]);
  if (isSent && isKept && !isForeign(request, publicUrl)) return;
  await onMismatch();
  throw refusal();
}

/** What a browser sends that it is told by nobody else, as a form has it. */
export const fieldOf = (form: Readonly<Record<string, unknown>>): string | undefined =>
  typeof form[CSRF_FIELD] === 'string' ? form[CSRF_FIELD] : undefined;
