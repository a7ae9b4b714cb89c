import type { AnswerBy, Person } from './events.ts';
import type { Platform } from './ids.ts';
import type { Level } from './levels.ts';
import type { RoomPort } from './rooms.ts';
import type { StreamPort } from './stream.ts';

/** What a platform said when a message was handed to it. */
export type SendOutcome =
  | { readonly outcome: 'sent'; readonly messageId: string; readonly holds?: readonly Hold[] }
  /** It said no: nothing was posted. With `retryAfterMs` it is worth another try. */
  | {
      readonly outcome: 'refused';
      readonly reason: string;
      readonly retryAfterMs?: number;
      readonly holds?: readonly Hold[];
    }
  /** Nobody knows whether it was posted: a timeout, a cut connection, a 5xx. */
  | { readonly outcome: 'unclear'; readonly reason: string };

/** The platform said that a window is used up: nobody sends by this key of the budget for a while. */
export interface Hold {
  readonly key: string;
  readonly forMs: number;
}

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
  /** The one account that the text may ping. */
  readonly pings?: string;
}

/**
 * Whether a message whose fate is unclear was posted after all; `repeatable`: nobody knows, but the platform takes the same
 * message again without showing it twice.
 */
export type ReadBack = 'posted' | 'not-posted' | 'repeatable' | 'unclear';

/** Who pays for a send, and the exact windows it has to fit in. */
export interface SendBudget {
  /** Name of the `Upstream` object that keeps the account's budget. */
  readonly upstream: string;
  readonly limits: readonly { readonly key: string; readonly count: number; readonly windowMs: number }[];
  /** Quota units a send costs, counted by the platform's day. */
  readonly units?: UnitBudget;
}

export interface UnitBudget {
  readonly cost: number;
  readonly perDay: number;
  /** When the platform's day ends, ms since epoch. */
  readonly resetAt: number;
}

/** An answer to an interaction, after its HTTP request has ended. */
export interface LateAnswer {
  readonly answer: AnswerBy;
  readonly message: OutgoingMessage;
  /** Which of the answer's messages this is; the first takes the place the deferral holds. */
  readonly part: number;
  /** How the deferral is shown; null where nothing was deferred. */
  readonly deferredAs: 'public' | 'ephemeral' | null;
}

/** What came of taking a message away. One that is gone already counts as ok. */
export type DeleteAnswer =
  | { readonly ok: true }
  | {
      readonly ok: false;
      readonly reason: DeleteRefusalReason;
      /** For people: what is wrong and what to do, such as which `npm run connect …` to run. */
      readonly message: string;
      /** When the same is worth another try, ms. */
      readonly retryAfterMs?: number;
    };

export type DeleteRefusalReason =
  /** The account that would do it has not agreed to that, or has taken it back. */
  | 'scope'
  /** The account may not delete there, or nobody may delete this message. */
  | 'forbidden'
  /** The platform knows no such place, or the id can be no message's. */
  | 'not-found'
  | 'limited'
  /** The platform could not be asked, or did not answer: to try again does no harm. */
  | 'upstream';

/** Calls to one platform's API. */
export interface PlatformClient {
  budget(message: OutgoingMessage): SendBudget;
  send(message: OutgoingMessage): Promise<SendOutcome>;
  /** Looks whether an unclear message is there. `since` is when it was sent, ms since epoch. */
  readBack(message: OutgoingMessage, since: number): Promise<ReadBack>;
  /** The same for an answer to an interaction; absent: never known. */
  readBackAnswer?(late: LateAnswer, since: number): Promise<ReadBack>;
  /** Answers an interaction after its HTTP request has ended; such answers have budgets of their own. */
  respond(late: LateAnswer): Promise<SendOutcome>;
  /** The level the platform gives an account where its events do not carry it; null where they always do. */
  lookUpLevel(channel: string, account: string): Promise<Level | null>;
  /**
   * Who goes by a name (login, handle, what chat shows) where the channel is, in any case of its letters and with or without
   * an @ in front. Null where nobody does, where several do, or where the platform cannot be asked by name.
   * @throws WaddleError `UPSTREAM` when the platform did not answer; it says neither the name nor a token.
   */
  findAccount(channel: string, name: string): Promise<Person | null>;
  /**
   * Whether the channel is on the air now; null where a platform has no streams, or asking costs more than it is worth.
   * @throws WaddleError `UPSTREAM` when the platform did not answer.
   */
  lookUpLive(channel: string): Promise<boolean | null>;
  /**
   * Whether a room is in the channel; absent where the bot's right in a channel ends with it, so that no other's can be named.
   * @throws WaddleError `UPSTREAM` when the platform did not answer.
   */
  ownsRoom?(channel: string, room: string): Promise<boolean>;
  /** What people choose a room from; absent where the channel is the only room. */
  readonly rooms?: RoomPort;
  /**
   * Takes somebody's message out of a room, by the platform's own id of it. Absent where a platform lets a bot delete only
   * what it said itself. Never throws.
   */
  deleteMessage?(channel: string, room: string, messageId: string): Promise<DeleteAnswer>;
  /** What can be known of streams and done to them; absent where the platform has none. */
  readonly stream?: StreamPort;
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
  /** What pings an account, as markup; `@` and the name where it is absent. */
  readonly mention?: (account: string) => string;
  /** Length in the platform's unit; code points where it is absent. */
  readonly measure?: (piece: string) => number;
  /** How long after an unclear send its trace can be looked for, ms. */
  readonly readBackDelayMs: number;
}
