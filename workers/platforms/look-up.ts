import type * as z from 'zod';
import { WaddleError } from '../core/errors.ts';
import type { Hold } from '../core/platforms.ts';
import type { CallResult, CallUpstream } from './call.ts';

/** An answer as its platform means it. `holds` are windows that are used up, told by a good answer or by a refusal. */
export type Answer = { readonly holds?: readonly Hold[] } & (
  | { readonly is: 'found'; readonly json: unknown }
  /** The platform knows nothing of what was asked for. */
  | { readonly is: 'none' }
  /** In words that hold neither a token nor anybody's text: `HTTP 503`, `quotaExceeded`. */
  | { readonly is: 'failed'; readonly reason: string }
);

export interface Question<Shape extends z.ZodType> {
  readonly url: string;
  readonly request: (token: string) => RequestInit;
  readonly shape: Shape;
  /** Names the window that the platform counts the question in. */
  readonly window: string;
}

/** Asks one question; null where the platform knows nothing of it. @throws WaddleError `UPSTREAM` when it did not answer. */
export type LookUp = <Shape extends z.ZodType>(question: Question<Shape>) => Promise<z.output<Shape> | null>;

export interface LookUpOptions {
  /** The platform as people call it. */
  readonly title: string;
  readonly call: CallUpstream;
  readonly clock: () => number;
  readonly read: (result: CallResult, window: string) => Answer;
}

/** The window that everything asked of a platform is in, besides its own. */
export const EVERYTHING = 'global';

/**
 * Questions to one platform's API. Nobody waits for a window to open, as a message does: a look-up fails at once while this
 * isolate knows that the platform would refuse it, and refused requests make platforms close for longer.
 */
export function createLookUp({ title, call, clock, read }: LookUpOptions): LookUp {
  /** Until when each window is held, ms since epoch. */
  const held = new Map<string, number>();
  return async ({ url, request, shape, window }) => {
    const now = clock();
    for (const [key, until] of held) if (until <= now) held.delete(key);
    const until = Math.max(held.get(EVERYTHING) ?? 0, held.get(window) ?? 0);
    if (until > now) throw unanswered(title, 'rate limited', until - now);
    const answer = read(await call(url, request), window);
    for (const { key, forMs } of answer.holds ?? []) held.set(key, clock() + forMs);
    if (answer.is === 'none') return null;
    if (answer.is === 'failed')
      throw unanswered(title, answer.reason, answer.holds?.length ? longestOf(answer.holds) : undefined);
    const parsed = shape.safeParse(answer.json);
    if (!parsed.success) throw unanswered(title, 'an answer that is none');
    return parsed.data;
  };
}

const longestOf = (holds: readonly Hold[]): number => Math.max(...holds.map(({ forMs }) => forMs));

/** A look-up that came to nothing. */
export class Unanswered extends WaddleError {
  readonly reason: string;
  /** How long the platform wants to be left alone, ms; absent where it did not say. */
  readonly retryAfterMs: number | undefined;
  constructor(title: string, reason: string, retryAfterMs?: number) {
    super('UPSTREAM', `${title} did not answer a look-up: ${reason}`);
    this.reason = reason;
    this.retryAfterMs = retryAfterMs;
  }
}

export const unanswered = (title: string, reason: string, retryAfterMs?: number): Unanswered =>
  new Unanswered(title, reason, retryAfterMs);

/** The usual reading of an answer, by its status; `holdsOf` reads what it says of windows. */
export const byStatus =
  (holdsOf: (response: Response, json: unknown, window: string) => readonly Hold[]) =>
  (result: CallResult, window: string): Answer => {
    if (!result.ok) return { is: 'failed', reason: result.outcome.reason };
    const { response, json } = result;
    const holds = holdsOf(response, json, window);
    if (response.ok) return { is: 'found', json, holds };
    if (response.status === 404) return { is: 'none', holds };
    return { is: 'failed', reason: `HTTP ${response.status}`, holds };
  };
