import type { CommandEntry } from './commands.ts';
import type { EventKind } from './events.ts';
import type { ChannelKey, CommunityId } from './ids.ts';
import type { KeywordEntry } from './keywords.ts';
import type { Level } from './levels.ts';
import type { TimersHere } from './timers.ts';
import type { Limit } from './windows.ts';
import type { Language, OwnWords } from './words.ts';

export interface CommunityFacts {
  readonly id: CommunityId;
  readonly slug: string;
  readonly name: string;
  readonly language: Language;
  /** IANA zone. */
  readonly zone: string;
}

/** A module that wants events of this channel, with the settings it has in the community. */
export interface HandlerEntry {
  readonly module: string;
  readonly kinds: readonly EventKind[];
  readonly effect: 'none' | 'database';
  readonly settings?: unknown;
}

/** Limits that a community may set; what is absent is as usual. */
export interface CommunityLimits {
  /** How often one person may use one command. */
  readonly command?: Limit;
  /** All commands of one channel together. */
  readonly channel?: Limit;
  /** All commands of all the community's channels together. */
  readonly community?: Limit;
  /** Replies of one room. */
  readonly reply?: Limit;
}

/** Leave for one account of this channel's platform to use one command, whatever its level. */
export interface Permit {
  readonly account: string;
  /** The command's id. */
  readonly command: string;
  /** ms since epoch. */
  readonly until: number;
}

/**
 * Everything a Channel needs to decide, handed to it by the Worker. `version` counts the community's changes and
 * `build` names the built-in commands; the newest version wins, and another build asks for a fresh snapshot.
 */
export interface ChannelSettings {
  readonly channel: ChannelKey;
  readonly version: number;
  readonly build: string;
  /** Null where the channel belongs to no community: then nothing is answered. */
  readonly community: CommunityFacts | null;
  /** The community it belongs to, where that is deleted: it comes to as much as none, and may come back. */
  readonly deleted?: CommunityId;
  /** Whether the bot has standing in the channel that buys a larger send budget (Twitch: moderator). */
  readonly privileged: boolean;
  /** The bot's own account on this platform, where the channel was connected with one: what it says is an echo. */
  readonly botAccount: string | null;
  readonly prefix: string;
  /** Whether a mistyped command is answered with a hint. */
  readonly unknownHint: boolean;
  /** How many replies a room takes in a window; what is above is not admitted. */
  readonly replyLimit: Limit;
  /** How often one person may use one command. */
  readonly commandLimit: Limit;
  /** How many commands the channel takes in a window, all people and commands together. */
  readonly channelLimit: Limit;
  /** The same over all of the community's channels; null where there is only this one. */
  readonly communityLimit: Limit | null;
  /** How much one incoming webhook may say. */
  readonly webhookLimit: Limit;
  /** Levels that hub roles raise accounts of this platform to. */
  readonly raised: Readonly<Record<string, Level>>;
  /** Accounts of this platform that are moderators for what editors edit, and for nothing else. */
  readonly editors: readonly string[];
  readonly permits: readonly Permit[];
  /** What is said in the community's own words. */
  readonly ownWords: OwnWords;
  readonly commands: readonly CommandEntry[];
  readonly handlers: readonly HandlerEntry[];
  /** Rules on any message, in the order in which they are tried. */
  readonly keywords: readonly KeywordEntry[];
  /** Whether timers speak here: `counting` ones ask how much people wrote. */
  readonly timers: TimersHere;
  /** Whether the last lines of chat are remembered. */
  readonly recentLines: boolean;
}

/** What the edge may decide alone, kept by an isolate for 30 s. */
export interface ChannelSnapshot {
  readonly version: number;
  readonly linked: boolean;
  readonly prefix: string;
  readonly botAccount: string | null;
  /** Kinds of events (`message`: plain ones) that something in this channel wants. */
  readonly wants: readonly EventKind[];
  readonly community: CommunityId | null;
  /** Whether people's lines are to be brought here together, to be counted. */
  readonly observes: boolean;
  /** Whether somebody watches the community's feed. */
  readonly watched: boolean;
  /** Whether HTTP modules answer to `#name`. */
  readonly modules: boolean;
  /** Rules on any message, under a name that changes with them; null where the asker has those of this name. */
  readonly keywords: { readonly name: string; readonly entries: readonly KeywordEntry[] | null };
  /** Whose commands are counted over several channels, and how many there may be. */
  readonly shared: { readonly community: CommunityId; readonly limit: Limit } | null;
}

export const DEFAULT_PREFIX = '!';
export const DEFAULT_REPLY_LIMIT: Limit = { count: 5, windowMs: 10_000 };
export const DEFAULT_COMMAND_LIMIT: Limit = { count: 60, windowMs: 60_000 };
export const DEFAULT_CHANNEL_LIMIT: Limit = { count: 300, windowMs: 60_000 };
export const DEFAULT_COMMUNITY_LIMIT: Limit = { count: 1_000, windowMs: 60_000 };
export const DEFAULT_WEBHOOK_LIMIT: Limit = { count: 30, windowMs: 60_000 };
