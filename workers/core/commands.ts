import type { Platform } from './ids.ts';
import type { Level } from './levels.ts';
import type { Options } from './options.ts';
import { printOptions } from './options.ts';

export interface Cooldown {
  /** Seconds before the same person may use it again in this channel. */
  readonly user: number;
  /** Seconds before anybody may use it again in this channel. */
  readonly channel: number;
  /** People of this level and up do not wait. */
  readonly exempt: Level;
}

/** What the Channel must know to decide on a command; the same for built-in and custom ones. */
export interface CommandRule {
  readonly level: Level;
  readonly cooldown: Cooldown;
  /** `database`: it changes something, and does so exactly once per invocation. */
  readonly effect: 'none' | 'database';
  readonly visibility: 'public' | 'ephemeral';
}

export interface CommandUsage {
  readonly summary: string;
  readonly options: Options;
}

/** One line of a channel's registry. */
export interface CommandEntry extends CommandRule, CommandUsage {
  readonly name: string;
  readonly aliases: readonly string[];
  readonly kind: 'builtin' | 'custom';
  readonly hidden: boolean;
  readonly platforms?: readonly Platform[];
  readonly subcommands: Readonly<Record<string, CommandRule & CommandUsage>>;
  /** A custom command's text. */
  readonly text?: string;
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
