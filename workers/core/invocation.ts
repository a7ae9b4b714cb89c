import type { CommunityFacts } from './channel-settings.ts';
import type { ReplyStyle } from './command-options.ts';
import type { ChatEvent } from './events.ts';
import type { InvocationId } from './ids.ts';
import type { Level } from './levels.ts';
import type { Reply } from './replies.ts';
import type { Dialect } from './templates/nodes.ts';
import type { Language, OwnWords } from './words.ts';

/** Times of the steps of one command, ms since epoch, from the platform's clock to the platform's answer. */
export interface Trace {
  readonly at: number;
  readonly received: number;
  readonly admitted: number;
  executed?: number;
  committed?: number;
  claimed?: number;
  sent?: number;
}

/** One attempt that failed: when (ms since epoch), the how manieth, and why, in words safe to show. */
export interface FailedTry {
  readonly at: number;
  readonly attempt: number;
  readonly reason: string;
}

/** A command, or an event for one handler, that was admitted: what the queue carries and `execute` runs. */
export interface Invocation {
  readonly v: 1;
  readonly id: InvocationId;
  readonly event: ChatEvent;
  /** The registry's id of the command (a built-in one's declared name); for a handler, its module's name. */
  readonly command: string;
  readonly subcommand?: string;
  /** The name the command goes by here. */
  readonly name?: string;
  readonly style?: ReplyStyle;
  /** Set where the command is refused in words: what is told instead of running it. */
  readonly notice?: Notice;
  readonly prefix: string;
  /** What was typed after the command. */
  readonly args: string;
  /** Set where somebody watches the community's feed: what becomes of the answer is told there. */
  readonly watched?: true;
  /** A custom command's text as it was when the command was admitted. */
  readonly text?: string;
  /** Whose rules that text follows. */
  readonly dialect?: Dialect;
  /** Set where one of the community's HTTP modules (by its row's id) answers; for how long an answer counts, s. */
  readonly http?: { readonly module: string; readonly cacheSeconds: number };
  /** Set where it is known already what is answered: nothing runs, this is delivered. */
  readonly said?: Reply;
  /** Set for events: what runs is a module's handler of this kind of event, or one of its callbacks. */
  readonly handler?: { readonly module: string; readonly callback?: string };
  /** The handler's module's settings as they were when the event was admitted. */
  readonly moduleSettings?: unknown;
  /** What is said in the community's own words; absent where nothing is. */
  readonly ownWords?: OwnWords;
  readonly effect: 'none' | 'database';
  readonly visibility: 'public' | 'ephemeral';
  readonly community: CommunityFacts;
  /** Whether the bot has standing in the channel that buys a larger send budget. */
  readonly privileged: boolean;
  readonly admittedAt: number;
}

export type RefusalReason =
  | 'unlinked'
  | 'late'
  | 'unknown-command'
  | 'alias-loop'
  | 'alias-depth'
  | 'alias-length'
  | 'disabled'
  | 'expired'
  | 'live'
  | 'denied'
  | 'level'
  | 'cooldown'
  | 'command-limit'
  | 'channel-limit'
  | 'community-limit'
  | 'reply-limit'
  | 'webhook-limit';

/** What somebody is told whose command has to wait. */
export interface Notice {
  readonly reason: 'cooldown';
  readonly retryAfterMs: number;
}

/** What the Channel decided on one event. */
export type Admission =
  /** The Channel has no settings of this build: load them, hand them in with `configure`, ask again. */
  | { readonly decision: 'unconfigured' }
  | { readonly decision: 'ignored' }
  | { readonly decision: 'duplicate' }
  /** A command that needs a place in the limit its community's channels share, and came without: take one, ask again. */
  | { readonly decision: 'unplaced' }
  | {
      readonly decision: 'refused';
      readonly reason: RefusalReason;
      readonly retryAfterMs?: number;
      /** The command as it is called here, with the prefix, and the community's language: for words. */
      readonly command?: string;
      readonly language?: Language;
      /** Its own words for that, where it has some. */
      readonly own?: string;
      readonly levelIsKnown?: true;
      /** Whether the channel is live is not known yet: look it up, tell the Channel, ask again. */
      readonly liveIsUnknown?: true;
    }
  | { readonly decision: 'queued'; readonly id: InvocationId }
  /** For interactions: admitted, to be run by the caller, who has the event. */
  | { readonly decision: 'inline'; readonly admitted: Admitted };

/** An invocation without its event, with the level its actor turned out to have. */
export type Admitted = Omit<Invocation, 'event'> & { readonly level: Level };

/** An invocation's event is the one that came, its author at the level that was found. */
export function withEvent({ level, ...admitted }: Admitted, event: ChatEvent): Invocation {
  return {
    ...admitted,
    event: level === event.author.level ? event : { ...event, author: { ...event.author, level } },
  };
}

/** What the road comes to with an event: an interaction is ready to be run. */
export type Brought =
  | Exclude<Admission, { readonly decision: 'inline' | 'unplaced' }>
  | { readonly decision: 'inline'; readonly invocation: Invocation };

/** A command older than this on the platform's own clock is not answered any more, ms. */
export const MAX_COMMAND_AGE_MS = 60_000;
/** A chat reply that would leave later than this after admission is withheld, ms. */
export const MAX_REPLY_AGE_MS = 5 * 60_000;
/** The same for interactions, whose answer has a place waiting for it, ms. */
export const MAX_INTERACTION_AGE_MS = 14 * 60_000;
