import type { Answer } from '../routes.ts';

/** A good answer of Kick's API: `{data, message: "OK"}`. */
export const ok = (data: unknown): Answer => ({ json: { data, message: 'OK' } });

const MESSAGES: Record<number, string> = {
  400: 'Bad request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not found',
  429: 'Too many requests',
  500: 'Internal server error',
};

/** A refusal: `{data, message}`, where `data` is `{}` or says why (KickDevDocs#140, #253). */
export function kickError(status: number, reason?: string, retryAfter?: number): Answer {
  const headers = retryAfter === undefined ? undefined : { 'Retry-After': String(retryAfter) };
  return { status, headers, json: { data: reason ?? {}, message: MESSAGES[status] ?? 'Error' } };
}
