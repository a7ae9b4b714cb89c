import type { AuthorizationServer, CustomFetchOptions } from 'oauth4webapi';
import type { Platform } from '../../core/ids.ts';
import { SignInFailure } from './failure.ts';
import type { Provider } from './provider.ts';

/** A platform that has not answered after this long is down, ms. */
const TIMEOUT_MS = 5_000;
/** No answer of theirs is longer, characters; JWKS are the longest. */
const LONGEST_ANSWER = 64 * 1024;

type BoundedFetch = (
  url: string,
  init: CustomFetchOptions<'GET' | 'POST', URLSearchParams | undefined>,
) => Promise<Response>;

/** Their answers, in time and of a size; a token endpoint's in the form that the library reads. */
export function boundedFetch({ platform, mend }: Provider, as: AuthorizationServer): BoundedFetch {
  return async (url, { method, headers, body }) => {
    const answer = await answered(platform, url, { method, headers, body: body ?? null });
    if (!mend || url !== as.token_endpoint) return rebuilt(answer.status, answer.text);
    const mended = mend(answer.status, objectIn(answer.text));
    return rebuilt(mended.status, JSON.stringify(mended.body));
  };
}

const rebuilt = (status: number, text: string): Response =>
  new Response(status === 204 || status === 304 ? null : text, {
    status,
    headers: { 'content-type': 'application/json' },
  });

function objectIn(text: string): Readonly<Record<string, unknown>> {
  try {
    const json: unknown = JSON.parse(text);
    return typeof json === 'object' && json !== null ? (json as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

/** @throws SignInFailure `down` for no answer, a 429 and a 5xx; `garbage` for one that is too long */
async function answered(
  platform: Platform,
  url: string,
  init: RequestInit,
): Promise<{ readonly status: number; readonly text: string }> {
  let response: Response;
  let text: string;
  try {
    response = await fetch(url, { ...init, redirect: 'manual', signal: AbortSignal.timeout(TIMEOUT_MS) });
    text = await response.text();
  } catch {
    throw new SignInFailure('down', platform);
  }
  if (response.status === 429 || response.status >= 500) throw new SignInFailure('down', platform);
  if (text.length > LONGEST_ANSWER) throw new SignInFailure('garbage', platform);
  return { status: response.status, text };
}

/** Reads the platform's API with somebody's token. */
export const reader =
  ({ platform }: Provider, token: string) =>
  async (url: string, headers: Readonly<Record<string, string>> = {}): Promise<unknown> => {
    const { status, text } = await answered(platform, url, {
      headers: { authorization: `Bearer ${token}`, accept: 'application/json', ...headers },
    });
    if (status === 401 || status === 403) throw new SignInFailure('scope', platform);
    if (status !== 200) throw new SignInFailure('garbage', platform);
    return objectIn(text);
  };

/** Ends a token by a method that takes the token itself. */
export const endToken = (platform: Platform, url: string, token: string): Promise<unknown> =>
  answered(platform, url, { method: 'POST', headers: { authorization: `Bearer ${token}` } });
