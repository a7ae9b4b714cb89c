import type { Invocation } from '../core/invocation.ts';
import type { Reply } from '../core/replies.ts';

/**
 * What the `deliveries` queue carries. The row in Postgres is the truth; these only say "look again".
 * `reply` is the exception: an answer without an effect has no row and travels in the message itself.
 */
export type Wakeup =
  | {
      readonly v: 1;
      readonly kind: 'delivery';
      readonly id: string;
      /** Set where a person had it tried again: it is late only from then on, ms since epoch. */
      readonly replayedAt?: number;
    }
  | {
      readonly v: 1;
      readonly kind: 'reply';
      readonly invocation: Invocation;
      readonly reply: Reply;
      readonly tries: number;
      readonly from: number;
      readonly unclearSince?: number;
    }
  /** Work of this kind is due before the minute's cron looks for it. */
  | { readonly v: 1; readonly kind: 'due'; readonly work: string }
  /** The safety net of an interaction that was deferred and has no row. */
  | { readonly v: 1; readonly kind: 'run'; readonly invocation: Invocation };
