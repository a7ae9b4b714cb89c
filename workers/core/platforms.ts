import type { Platform } from './ids.ts';
import type { Level } from './levels.ts';

/** What a platform said when a message was handed to it. */
export type SendOutcome =
  | { readonly outcome: 'sent'; readonly messageId: string }
  /** It said no: nothing was posted. With `retryAfterMs` it is worth another try. */
  | { readonly outcome: 'refused'; readonly reason: string; readonly retryAfterMs?: number }
  /** Nobody knows whether it was posted: a timeout, a cut connection, a 5xx. */
  | { readonly outcome: 'unclear'; readonly reason: string };

export interface OutgoingMessage {
  /** Id of the delivery (and of its part), carried along where the platform lets us find it again. */
  readonly deliveryId: string;
  /** The platform's own channel id. */
  readonly channel: string;
  /** Whether the bot has standing there that buys a larger send budget. */
  readonly privileged: boolean;
  readonly room: string;
  readonly text: string;
  /** The message this one answers. */
  readonly replyTo?: string;
  /** Only for this account's eyes, where the platform has that. */
  readonly onlyFor?: string;
}

/** Whether a message whose fate is unclear was posted after all. */
export type ReadBack = 'posted' | 'not-posted' | 'unclear';

/** Who pays for a send, and the exact windows it has to fit in. */
export interface SendBudget {
  /** Name of the `Upstream` object that keeps the account's budget. */
  readonly upstream: string;
  readonly limits: readonly { readonly key: string; readonly count: number; readonly windowMs: number }[];
}

/** Calls to one platform's API. */
export interface PlatformClient {
  budget(message: OutgoingMessage): SendBudget;
  send(message: OutgoingMessage): Promise<SendOutcome>;
  /** Looks whether an unclear message is there. `since` is when it was sent, ms since epoch. */
  readBack(message: OutgoingMessage, since: number): Promise<ReadBack>;
  /** Answers an interaction after its HTTP request has ended; such answers have budgets of their own. */
  respond(url: string, message: OutgoingMessage): Promise<SendOutcome>;
  /** The level the platform gives an account where its events do not carry it; null where they always do. */
  lookUpLevel(channel: string, account: string): Promise<Level | null>;
}

export interface TextLimits {
  /** Longest message in code points. */
  readonly length: number;
  /** False where the platform shows one line only. */
  readonly multiline: boolean;
  /** How many messages one answer may become; what is above is cut with an ellipsis, chat is not a book. */
  readonly parts: number;
}

/** What the road needs to know of a platform besides its webhook and its client. */
export interface PlatformTraits {
  readonly name: Platform;
  readonly title: string;
  readonly limits: TextLimits;
  /** Makes people's text harmless in this platform's markup (mass mentions, links, entities). */
  readonly escape: (text: string) => string;
  /** How long after an unclear send its trace can be looked for, ms. */
  readonly readBackDelayMs: number;
}
