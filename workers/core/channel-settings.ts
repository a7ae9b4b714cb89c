import type { CommandEntry } from './commands.ts';
import type { EventKind } from './events.ts';
import type { ChannelKey, CommunityId } from './ids.ts';
import type { Limit } from './windows.ts';
import type { Language } from './words.ts';

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
  /** How much one incoming webhook may say. */
  readonly webhookLimit: Limit;
  readonly commands: readonly CommandEntry[];
  readonly handlers: readonly HandlerEntry[];
}

/** What the edge may decide alone, kept by an isolate for 30 s. */
export interface ChannelSnapshot {
  readonly version: number;
  readonly linked: boolean;
  readonly prefix: string;
  readonly botAccount: string | null;
  /** Kinds of events (`message`: plain ones) that something in this channel wants. */
  readonly wants: readonly EventKind[];
}

export const DEFAULT_PREFIX = '!';
export const DEFAULT_REPLY_LIMIT: Limit = { count: 5, windowMs: 10_000 };
export const DEFAULT_COMMAND_LIMIT: Limit = { count: 60, windowMs: 60_000 };
export const DEFAULT_WEBHOOK_LIMIT: Limit = { count: 30, windowMs: 60_000 };
