import type * as z from 'zod';

/** Why Kick, or the way to it, did not give what was asked for; a caller finds the words. */
export type KickRefusal =
  /** No HTTP answer within 8 s. */
  | 'unreachable'
  /** Client id or secret are not those of the app. */
  | 'client'
  /** The code or refresh token is spent, too old, or another app's: only a new consent helps. */
  | 'grant'
  /** The access token is not good (any more). */
  | 'token'
  /** The token lacks a scope, or rights in that channel. */
  | 'scope'
  | 'not-found'
  | 'limited'
  /** Any other 4xx: something in the request is wrong. */
  | 'invalid'
  /** 5xx, or an answer that is none. */
  | 'upstream';

export type KickAnswer<T> =
  | { readonly ok: true; readonly value: T }
  | {
      readonly ok: false;
      readonly reason: KickRefusal;
      readonly status?: number;
      /** Kick's own words, where it has any: at most 200 characters. */
      readonly detail?: string;
    };

export type KickFailure = Extract<KickAnswer<never>, { readonly ok: false }>;

const TIMEOUT_MS = 8_000;
const MAX_DETAIL = 200;

/** Asks Kick's API or its OAuth server, and reads the answer by a schema; 204 is read as null. */
export async function ask<Schema extends z.ZodType>(
  fetcher: typeof fetch,
  url: string,
  init: RequestInit,
  schema: Schema,
): Promise<KickAnswer<z.output<Schema>>> {
  let response: Response;
  let text: string;
  try {
    // Secrets and tokens do not follow redirects.
    response = await fetcher(url, { ...init, redirect: 'manual', signal: AbortSignal.timeout(TIMEOUT_MS) });
    text = await response.text();
  } catch {
    return { ok: false, reason: 'unreachable' };
  }
  const json = parseJson(text);
  if (!response.ok) return refusalOf(response.status, json);
  const parsed = schema.safeParse(json);
  return parsed.success
    ? { ok: true, value: parsed.data }
    : { ok: false, reason: 'upstream', status: response.status, detail: 'an answer that is none' };
}

export const bearer = (token: string): Record<string, string> => ({
  authorization: `Bearer ${token}`,
  accept: 'application/json',
});

const REASON_OF_ERROR: Readonly<Record<string, KickRefusal>> = {
  invalid_grant: 'grant',
  invalid_client: 'client',
  unauthorized_client: 'client',
};
const REASON_OF_STATUS: Readonly<Record<number, KickRefusal>> = {
  401: 'token',
  403: 'scope',
  404: 'not-found',
  429: 'limited',
};

/** OAuth errors are `{error, error_description}` (RFC 6749 §5.2), the API's `{data, message}` where data may say why. */
function refusalOf(status: number, json: unknown): KickFailure {
  const said = (typeof json === 'object' && json !== null ? json : {}) as Readonly<Record<string, unknown>>;
  const error = typeof said.error === 'string' ? said.error : '';
  const reason =
    (Object.hasOwn(REASON_OF_ERROR, error) ? REASON_OF_ERROR[error] : REASON_OF_STATUS[status]) ??
    (status >= 400 && status < 500 ? 'invalid' : 'upstream');
  const detail = [said.error_description, said.data, said.message, said.error].find(
    (words) => typeof words === 'string' && words !== '',
  ) as string | undefined;
  return { ok: false, reason, status, ...(detail ? { detail: detail.slice(0, MAX_DETAIL) } : {}) };
}

function parseJson(text: string): unknown {
  if (text === '') return null;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
