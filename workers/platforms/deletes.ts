import { printDuration } from '../core/durations.ts';
import type { DeleteAnswer, DeleteRefusalReason } from '../core/platforms.ts';
import type { CallResult } from './call.ts';
import type { Answered } from './owner.ts';

export type DeleteRefusal = Extract<DeleteAnswer, { readonly ok: false }>;

interface Words {
  /** The platform as people call it. */
  readonly title: string;
  /** For people: how the account that deletes is made to agree to it. */
  readonly agree: string;
}

/** How long a refusal stands that only people can change: a scope, a role, ms. */
const STANDS_MS = 60_000;

export const GONE: DeleteAnswer = { ok: true };

export const refusal = (reason: DeleteRefusalReason, message: string, retryAfterMs?: number): DeleteRefusal => ({
  ok: false,
  reason,
  message,
  ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
});

/** For an id that can be no message's: it goes into no address. */
export const noSuchMessage = (title: string): DeleteRefusal =>
  refusal('not-found', `${title} has no such message, so there is nothing to delete.`);

export const notAgreed = ({ title, agree }: Words): DeleteRefusal =>
  refusal('scope', `The account that WaddleBot deletes with on ${title} has not agreed to that. ${agree}`);

export const limited = (title: string, retryAfterMs: number): DeleteRefusal =>
  refusal(
    'limited',
    `${title} deletes no more messages for now. Try again in ${printDuration(Math.ceil(retryAfterMs / 1_000))}.`,
    retryAfterMs,
  );

/** A 5xx, a redirect, or no answer at all: nobody knows what came of it. */
export const unanswered = (title: string): DeleteRefusal =>
  refusal(
    'upstream',
    `${title} did not answer properly, so the message may still be there. To try again does no harm.`,
  );

/** Something of WaddleBot's own was away, and no call was made. */
export const notAsked = (title: string): DeleteRefusal =>
  refusal('upstream', `WaddleBot could not ask ${title} just now, so the message is still there. Try again soon.`);

/** A call that came to no HTTP answer. */
export function uncalled({ title, agree }: Words, { outcome }: Exclude<CallResult, Answered>): DeleteRefusal {
  return outcome.outcome === 'unclear' ? unanswered(title) : tokenless({ title, agree }, outcome.retryAfterMs);
}

/** @param retryAfterMs absent where the token was refused and cannot be renewed. */
export const tokenless = ({ title, agree }: Words, retryAfterMs: number | undefined): DeleteRefusal =>
  retryAfterMs === undefined
    ? refusal('scope', `${title} no longer takes the token that WaddleBot deletes with. ${agree}`)
    : refusal(
        'upstream',
        `WaddleBot had no token for ${title} just now, so the message is still there. If that stays so: ${agree}`,
        retryAfterMs,
      );

/** A refusal in words, with as much of its time left, ms. */
type Saying = (leftMs: number) => DeleteRefusal;

/**
 * Refusals that would be the same again for a while. A raid of spam asks for many deletions at once, and to ask in vain costs:
 * Discord shuts an address out after 10,000 refusals, YouTube takes units, a token that is refused is renewed for nothing.
 */
export class StandingRefusals {
  readonly #clock: () => number;
  readonly #held = new Map<string, { readonly until: number; readonly say: Saying }>();

  constructor(clock: () => number) {
    this.#clock = clock;
  }

  /** The refusal that stands under any of the keys. */
  find(...keys: readonly string[]): DeleteRefusal | undefined {
    const now = this.#clock();
    for (const [key, { until }] of this.#held) if (until <= now) this.#held.delete(key);
    const [standing] = keys.flatMap((key) => this.#held.get(key) ?? []);
    return standing?.say(standing.until - now);
  }

  /** Lets a refusal stand for a while, ms, and gives it. */
  hold(key: string, forMs: number, say: Saying): DeleteRefusal {
    this.#held.set(key, { until: this.#clock() + forMs, say });
    return say(forMs);
  }

  /** The same for what only people can change; a platform that could not be asked is asked again. */
  holdUntilChanged(key: string, refused: DeleteRefusal): DeleteRefusal {
    return refused.reason === 'upstream' ? refused : this.hold(key, STANDS_MS, () => refused);
  }
}
