import type { SendOutcome } from '../core/platforms.ts';

/** A platform that has not answered after this long may have acted all the same, ms. */
const TIMEOUT_MS = 5_000;

export type CallResult =
  | { readonly ok: true; readonly response: Response; readonly json: unknown }
  /** No HTTP answer was had, or no token for the call. */
  | { readonly ok: false; readonly outcome: Exclude<SendOutcome, { readonly outcome: 'sent' }> };

/** Calls an upstream with its account's token: once more with a fresh one on 401. */
export type CallUpstream = (url: string, request: (token: string) => RequestInit) => Promise<CallResult>;

export const unclear = (reason: string): { readonly outcome: 'unclear'; readonly reason: string } => ({
  outcome: 'unclear',
  reason,
});

export interface TokenSupply {
  /** @param stale the token that was refused. @throws when there is none to be had. */
  get(stale?: string): Promise<string>;
}

/**
 * @param isUnauthorised what the platform says instead of 401, where it has words of its own (Slack: `ok: false`).
 */
export function upstreamCaller(
  tokens: TokenSupply,
  fetcher: typeof fetch,
  isUnauthorised: (response: Response, json: unknown) => boolean = (response) => response.status === 401,
): CallUpstream {
  const once = async (url: string, init: RequestInit): Promise<CallResult> => {
    try {
      const response = await fetcher(url, { ...init, redirect: 'manual', signal: AbortSignal.timeout(TIMEOUT_MS) });
      // Read even when it is not wanted: an unread body holds one of the six connections.
      const text = await response.text();
      return { ok: true, response, json: parseJson(text) };
    } catch (error) {
      return { ok: false, outcome: unclear(error instanceof Error ? error.name : 'connection lost') };
    }
  };
  return async (url, request) => {
    let token: string;
    try {
      token = await tokens.get();
    } catch {
      return { ok: false, outcome: { outcome: 'refused', reason: 'no token', retryAfterMs: 5_000 } };
    }
    const first = await once(url, request(token));
    if (!first.ok || !isUnauthorised(first.response, first.json)) return first;
    try {
      token = await tokens.get(token);
    } catch {
      return { ok: false, outcome: { outcome: 'refused', reason: 'token refused, and no new one to be had' } };
    }
    return once(url, request(token));
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** What a status other than 2xx means: 429 comes back, other 4xx are final, 5xx tell nothing. */
export function classify(response: Response, retryAfterMs?: number): SendOutcome {
  const { status } = response;
  if (status === 429) return { outcome: 'refused', reason: 'rate limited', retryAfterMs: retryAfterMs ?? 1_000 };
  if (status >= 400 && status < 500) return { outcome: 'refused', reason: `HTTP ${status}` };
  return unclear(`HTTP ${status}`);
}
