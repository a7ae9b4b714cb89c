import type { CommandReply, CooldownNotice, ReplyStyle } from './command-options.ts';
import type { Platform } from './ids.ts';
import type { Level } from './levels.ts';
import type { Options } from './options.ts';
import { printOptions } from './options.ts';
import type { Dialect } from './templates/nodes.ts';
import type { InEachLanguage, Language } from './words.ts';

export interface Cooldown {
  /** Seconds before the same person may use it again in this channel. */
  readonly user: number;
  /** Seconds before anybody may use it again in this channel. */
  readonly channel: number;
  /** Seconds before anybody may use another command of the same group in this channel. */
  readonly group?: number;
  /** People of this level and up do not wait. */
  readonly exempt: Level;
  /** What somebody hears who has to wait; nothing where it is absent. */
  readonly notice?: CooldownNotice;
}

/** What the Channel must know to decide on a command; the same for built-in and custom ones. */
export interface CommandRule {
  readonly level: Level;
  readonly cooldown: Cooldown;
  /** `database`: it changes something, and does so exactly once per invocation. */
  readonly effect: 'none' | 'database';
  readonly visibility: 'public' | 'ephemeral';
}

/** What a command is for: ours in every language, or as people wrote it, in whichever they did. */
export type Summary = InEachLanguage | string;

export const summaryIn = (summary: Summary, language: Language): string =>
  typeof summary === 'string' ? summary : summary[language];

/** The same to programs and pages: `summary` in English where it is ours, and then `summaries` for who reads another language. */
export const toldSummary = (summary: Summary) =>
  typeof summary === 'string' ? { summary, summaries: null } : { summary: summary.en, summaries: summary };

export interface CommandUsage {
  readonly summary: Summary;
  readonly options: Options;
}

/** What stands between a command and its use besides level and cooldown; a part has its command's where it has none. */
export interface CommandConditions {
  /** Absent: on. */
  readonly enabled?: boolean;
  /** Only while the channel is live, or only while it is not. */
  readonly live?: 'live' | 'offline';
  /** Accounts of this channel's platform that may use it whatever their level, and those that may not. */
  readonly allow?: readonly string[];
  readonly deny?: readonly string[];
  /** ms since epoch. */
  readonly expiresAt?: number;
}

/** A command's part as the registry has it. */
export interface CommandPartEntry extends CommandRule, CommandUsage, CommandConditions {}

/** One line of a channel's registry. */
export interface CommandEntry extends CommandPartEntry {
  /**
   * What it stays known by through renames: the declared name of a built-in command, a custom one's row. Cooldowns, counts,
   * permits and overrides go by it.
   */
  readonly id: string;
  readonly name: string;
  readonly aliases: readonly string[];
  readonly kind: 'builtin' | 'custom' | 'alias' | 'http';
  readonly hidden: boolean;
  /** Whether editors of the hub are moderators for it. */
  readonly edited?: true;
  readonly platforms?: readonly Platform[];
  readonly group?: string;
  readonly category?: string;
  /** How the answer is shown; as the platform does by itself where it is absent. */
  readonly style?: ReplyStyle;
  readonly subcommands: Readonly<Record<string, CommandPartEntry>>;
  /** Whose rules its text follows; the native ones where it is absent. */
  readonly dialect?: Dialect;
  /** What a custom command says. */
  readonly replies?: readonly CommandReply[];
  /** What an alias stands for. */
  readonly expansion?: string;
  /** Of a command that an HTTP module answers: for how long an answer to the same arguments counts, s. */
  readonly cacheSeconds?: number;
}

export const NO_COOLDOWN: Cooldown = { user: 0, channel: 0, exempt: 'moderator' };

/** Longest command name, in code points. */
export const MAX_NAME = 40;

/**
 * The one form under which a command name is stored and looked up: NFKC, no prefix, case folded (up and then down, so
 * that a final sigma and an inner one are the same letter).
 */
export const normaliseName = (typed: string): string =>
  typed.trim().normalize('NFKC').toUpperCase().toLowerCase().normalize('NFKC');

const NAME = /^(?:[\p{L}\p{N}\p{Emoji_Presentation}_-]|\p{M}|\u200D|\uFE0F)+$/u;

/** Whether a (normalised) name can be typed as one word after the prefix. */
export const isCommandName = (name: string): boolean => NAME.test(name) && [...name].length <= MAX_NAME;

/** `!quote add <text…>` as it is shown in help. */
export function usageOf(prefix: string, entry: CommandEntry, subcommand?: string): string {
  const rule = subcommand === undefined ? entry : entry.subcommands[subcommand];
  const path = subcommand === undefined ? entry.name : `${entry.name} ${subcommand}`;
  const names = Object.keys(entry.subcommands);
  const options = rule ? printOptions(rule.options) : '';
  const choice = subcommand === undefined && names.length > 0 ? names.join('|') : '';
  return [`${prefix}${path}`, choice, options].filter(Boolean).join(' ');
}
