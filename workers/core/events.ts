import type { ChannelKey, Platform } from './ids.ts';
import { channelKey } from './ids.ts';
import type { Level } from './levels.ts';

/** Every kind of event a platform can bring. The set is closed: a handler for a kind that does not exist does not compile. */
export const EVENT_KINDS = [
  'message',
  'command',
  'component',
  'modal',
  'autocomplete',
  'follow',
  'subscribe',
  'resubscribe',
  'gift',
  'cheer',
  'tip',
  'raid',
  'redemption',
  'stream.online',
  'stream.offline',
  'stream.update',
  'video.published',
  'video.deleted',
  'member.join',
  'member.leave',
  'reaction',
  'message.deleted',
  'ban',
  'timeout',
  'unban',
  'shoutout',
  'installation.revoked',
  'shard.disabled',
  'webhook',
  'timer',
  'reminder',
] as const;
export type EventKind = (typeof EVENT_KINDS)[number];

/** One user of the platform. */
export interface Person {
  /** The platform's user id; a login is only an attribute. */
  readonly account: string;
  readonly login: string;
  readonly displayName: string;
}

/** Who did what an event tells of. */
export interface Author extends Person {
  readonly level: Level;
  readonly badges: readonly string[];
}

/** The author of what nobody in particular did, or somebody who would not be named. */
export const NOBODY: Author = { account: '', login: '', displayName: '', level: 'everyone', badges: [] };

/** How an event wants to be answered: by a call to the platform's API, in or after its HTTP response, or not at all. */
export type AnswerBy =
  | { readonly by: 'api' }
  | { readonly by: 'slack-response-url'; readonly url: string }
  /** The token is good for 15 minutes and for this interaction only. */
  | { readonly by: 'discord-interaction'; readonly applicationId: string; readonly id: string; readonly token: string }
  /** Kept in a session, for the program that brought the event to read. */
  | { readonly by: 'session'; readonly sessionId: string }
  | { readonly by: 'none' };

/** What a subscription costs and gives: Twitch's tiers 1 to 3, Prime, or one without tiers (Kick, YouTube: its level's name). */
export type Tier = '1' | '2' | '3' | 'prime' | 'member';

/** Typed facts per kind: what the event says besides who, where, when and `text` (the person's own words). */
export interface EventData {
  readonly message: {
    /** Bits cheered along with it; the cheer is an event of its own. */
    readonly bits?: number;
    /** The custom reward it was written for; the redemption is an event of its own. */
    readonly rewardId?: string;
    /** Whether it speaks to the bot. */
    readonly addressed?: boolean;
  };
  readonly command: {
    /** The slash command as it was typed or chosen. */
    readonly trigger: string;
    /** Arguments by name, where the platform parsed them. */
    readonly options?: Readonly<Record<string, string>>;
    /** What the command of a context menu was used on. */
    readonly target?: { readonly type: 'user' | 'message'; readonly id: string; readonly text?: string };
  };
  readonly component: {
    readonly customId: string;
    readonly values: readonly string[];
    /** The message it hangs on. */
    readonly messageId?: string;
  };
  readonly modal: { readonly customId: string; readonly fields: Readonly<Record<string, string>> };
  readonly autocomplete: {
    /** Command (and subcommand) whose option is being typed. */
    readonly command: string;
    readonly option: string;
    readonly typed: string;
  };
  readonly follow: Readonly<Record<never, never>>;
  /** A first subscription somebody pays for; renewals are `resubscribe`, given ones `gift`. */
  readonly subscribe: { readonly tier: Tier };
  readonly resubscribe: {
    readonly tier: Tier;
    /** All months together, and those without a gap where they are shown. */
    readonly months: number;
    readonly streak?: number;
  };
  /** The author gave `count` subscriptions away; `recipients` as far as the platform names them. */
  readonly gift: {
    readonly tier: Tier;
    readonly count: number;
    /** All the author ever gave here. */
    readonly total?: number;
    readonly recipients: readonly Person[];
    readonly anonymous: boolean;
  };
  /** The platform's own coins: Twitch's bits, Kick's kicks. */
  readonly cheer: { readonly amount: number; readonly unit: 'bits' | 'kicks'; readonly anonymous: boolean };
  /** Real money: YouTube's Super Chat and Super Sticker. Amounts are millionths of the currency (ISO 4217). */
  readonly tip: { readonly amountMicros: number; readonly currency: string; readonly shown: string };
  /** The author came with their viewers. */
  readonly raid: { readonly viewers: number };
  readonly redemption: {
    readonly redemptionId: string;
    readonly reward: { readonly id: string; readonly title: string; readonly cost: number };
    readonly status: 'pending' | 'fulfilled' | 'canceled' | 'unknown';
  };
  readonly 'stream.online': {
    readonly streamId?: string;
    readonly title?: string;
    /** ms since epoch. */
    readonly startedAt: number;
  };
  readonly 'stream.offline': { readonly streamId?: string };
  readonly 'stream.update': { readonly title?: string; readonly category?: string; readonly language?: string };
  readonly 'video.published': {
    readonly videoId: string;
    readonly title: string;
    readonly url: string;
    /** ms since epoch. */
    readonly publishedAt: number;
    readonly updatedAt: number;
    /** Title or description changed; the video itself was there before. */
    readonly edited: boolean;
  };
  readonly 'video.deleted': { readonly videoId: string };
  readonly 'member.join': Readonly<Record<never, never>>;
  readonly 'member.leave': Readonly<Record<never, never>>;
  readonly reaction: { readonly messageId: string; readonly emoji: string; readonly added: boolean };
  /** `target` wrote it, as far as the platform says. */
  readonly 'message.deleted': { readonly messageId: string; readonly target?: Person };
  /** The author (a moderator, `NOBODY` where it is not told) banned `target`. */
  readonly ban: { readonly target: Person; readonly reason: string };
  readonly timeout: {
    readonly target: Person;
    readonly reason: string;
    /** ms since epoch. */
    readonly until: number;
  };
  readonly unban: { readonly target: Person };
  readonly shoutout: {
    readonly direction: 'sent' | 'received';
    /** The other channel. */
    readonly target: Person;
    readonly viewers: number;
    /** When the next one may be given, ms since epoch. */
    readonly nextAt?: number;
  };
  readonly 'installation.revoked': { readonly reason: string };
  readonly 'shard.disabled': { readonly conduitId: string; readonly shardId: string; readonly status: string };
  /** Somebody's own program knocked at `/webhooks/in`. */
  readonly webhook: {
    readonly webhookId: string;
    readonly name: string;
    /** What is to be said: the payload's own text, or the webhook's template filled in. */
    readonly say: string;
  };
  /** A timer of the community was due: nobody brought it but WaddleBot's own clock. */
  readonly timer: { readonly timerId: string; readonly name: string };
  /** Something that somebody wanted to be reminded of was due. */
  readonly reminder: { readonly reminderId: string; readonly number: number };
}

export interface ChatEvent<K extends EventKind = EventKind> {
  /** The business key of the fact, so that copies under other delivery ids are the same event. */
  readonly id: string;
  readonly platform: Platform;
  /** The platform's own id of the channel, guild or workspace. */
  readonly channel: string;
  /** Where it was said and is answered: a text channel, a conversation, a thread (`C1/1583636399.000700` on Slack). */
  readonly room: string;
  readonly kind: K;
  readonly author: Author;
  readonly text: string;
  readonly attachments: readonly string[];
  /** Platform user ids mentioned in the text, in order. */
  readonly mentions: readonly string[];
  /** Id of the message this one answers. */
  readonly replyTo?: string;
  readonly data: EventData[K];
  /**
   * Set where one fact comes by several ways under several ids (a subscription as event and as chat notice, Kick's doubled
   * subscriptions): events with the same `key` from different `source`s within `withinMs` are the same fact, and the first
   * counts. Two from the same source are two facts.
   */
  readonly twin?: { readonly key: string; readonly source: string; readonly withinMs: number };
  /** The platform's own time of the event, ms since epoch. */
  readonly at: number;
  /** When the edge had it, ms since epoch. */
  readonly receivedAt: number;
  readonly correlationId: string;
  /** True when the platform says that it has sent this before. */
  readonly redelivered: boolean;
  readonly answer: AnswerBy;
  /**
   * Set where a program brought it by the admin API, or somebody tries something out: the platform knows no such message, so
   * nothing can be said under it, and it proves nothing of what the platform has sent.
   */
  readonly via?: 'program' | 'simulation';
}

export const keyOf = (event: Pick<ChatEvent, 'platform' | 'channel'>): ChannelKey =>
  channelKey(event.platform, event.channel);

/** A line of the bot's own account, which the platform sends back like anybody's: the proof that it was posted. */
export const isEcho = (event: ChatEvent, { botAccount }: { readonly botAccount: string | null }): boolean =>
  event.kind === 'message' && botAccount !== null && event.author.account === botAccount;
