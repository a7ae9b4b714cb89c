import * as z from 'zod';
import type { CallResult } from '../call.ts';
import { quotaDayEnds } from './quota.ts';

const envelope = z.object({
  error: z.object({ errors: z.array(z.object({ reason: z.string().min(1).max(100) })).min(1) }),
});

/** Why a call came to nothing, in few enough words that each caller can say what it means there. */
export type Failure =
  /** The project's units of the day are used up, or too much was asked at once: the same works later. */
  | { readonly why: 'quota' | 'rate'; readonly reason: string; readonly afterMs: number }
  /** YouTube said no, by a reason of its own (`liveChatEnded`, `forbidden` …) or by status alone. */
  | { readonly why: 'refused'; readonly reason: string; readonly status: number }
  /** No token to call with. */
  | { readonly why: 'token'; readonly reason: string; readonly afterMs: number | undefined }
  /** No answer, a 5xx, or one that is none: the call may have worked. */
  | { readonly why: 'unclear'; readonly reason: string };

export type Called = { readonly ok: true; readonly json: unknown } | ({ readonly ok: false } & Failure);

const QUOTA = ['quotaExceeded', 'dailyLimitExceeded', 'dailyLimitExceededUnreg'];
const RATE = ['rateLimitExceeded', 'userRateLimitExceeded', 'userRequestsExceedRateLimit'];
const RATE_WAIT_MS = 5_000;

/** Reads Google's answer: the reason is in the body, and 403 is said to a used-up quota and to a closed chat alike. */
export function readCall(result: CallResult, now: number): Called {
  if (!result.ok) {
    const { outcome } = result;
    return outcome.outcome === 'refused'
      ? { ok: false, why: 'token', reason: outcome.reason, afterMs: outcome.retryAfterMs }
      : { ok: false, why: 'unclear', reason: outcome.reason };
  }
  const { response, json } = result;
  if (response.ok) return { ok: true, json };
  const { status } = response;
  const reason = reasonIn(json) ?? `HTTP ${status}`;
  if (QUOTA.includes(reason)) return { ok: false, why: 'quota', reason, afterMs: quotaDayEnds(now) - now };
  if (RATE.includes(reason) || status === 429)
    return { ok: false, why: 'rate', reason, afterMs: retryAfterMs(response) };
  if (status >= 400 && status < 500) return { ok: false, why: 'refused', reason, status };
  return { ok: false, why: 'unclear', reason };
}

const reasonIn = (json: unknown): string | undefined => envelope.safeParse(json).data?.error.errors[0]?.reason;

/** What is said to a token without the scope: with 403, unlike one that has ended. */
export const LACKS_SCOPE = 'insufficientPermissions';

/** Whether another token may help: a new consent can have brought one with the scope that this one lacks. */
export const isYoutubeUnauthorised = ({ status }: Response, json: unknown): boolean =>
  status === 401 || (status === 403 && reasonIn(json) === LACKS_SCOPE);

function retryAfterMs(response: Response): number {
  const seconds = Number(response.headers.get('retry-after'));
  return Number.isFinite(seconds) && seconds > 0 && seconds <= 3_600 ? seconds * 1_000 : RATE_WAIT_MS;
}
