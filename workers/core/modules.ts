import type { SQL } from 'drizzle-orm';
import type { ChannelSettings, CommunityFacts } from './channel-settings.ts';
import type { CommandEntry, Cooldown } from './commands.ts';
import { NO_COOLDOWN } from './commands.ts';
import type { ChatEvent } from './events.ts';
import type { Platform } from './ids.ts';
import type { Invocation } from './invocation.ts';
import type { Level } from './levels.ts';
import type { Log } from './log.ts';
import type { Options, OptionValues } from './options.ts';
import type { Registry } from './registry.ts';
import type { Reply } from './replies.ts';
import type { Say, Words } from './words.ts';

/**
 * A change to the database that happens once per invocation, in the transaction that also records the invocation and
 * its delivery. `ctes` are named data-modifying queries, `outcome` one jsonb expression over them that says what
 * happened; a repeated run gets the first run's outcome and changes nothing.
 */
export interface Effect {
  readonly ctes: readonly SQL[];
  readonly outcome: SQL;
  /** A boolean over the ctes: whether this changed what the community's Channels have to know. */
  readonly changesSettings?: SQL;
}

/** What a command may use. Time and randomness come from here, never from the surroundings. */
export interface Ctx {
  readonly now: number;
  readonly random: () => number;
  readonly log: Log;
  readonly community: CommunityFacts;
  readonly say: Say;
  readonly prefix: string;
  /** The channel's commands as its Channel holds them now. */
  registry(): Promise<Registry>;
  /**
   * Runs the command's one effect; `Outcome` is the shape of its jsonb. Only for commands that declare
   * `effect: 'database'`. The cte `member` holds the id of the actor's member, made where it did not exist.
   */
  effect<Outcome>(effect: Effect): Promise<Outcome>;
}

export interface CommandCall {
  readonly event: ChatEvent;
  readonly invocation: Invocation;
  readonly options: OptionValues;
}

interface CommandPart {
  readonly summary: string;
  readonly options?: Options;
  readonly level?: Level;
  readonly cooldown?: Cooldown;
  readonly effect?: 'none' | 'database';
  readonly visibility?: 'public' | 'ephemeral';
  readonly run: (call: CommandCall, ctx: Ctx) => Promise<Reply>;
}

/** A command as a module declares it; a subcommand has its own level, cooldown, options and effect. */
export interface Command extends CommandPart {
  readonly name: string;
  readonly aliases?: readonly string[];
  readonly hidden?: boolean;
  readonly platforms?: readonly Platform[];
  readonly subcommands?: Readonly<Record<string, CommandPart>>;
}

/** A capability: one folder under `workers/modules/`, declared in its `index.ts`. */
export interface Module {
  readonly name: string;
  readonly title: string;
  readonly commands: readonly Command[];
  readonly words: Words;
}

export const defineModule = (module: Module): Module => module;

const ruleOf = (part: CommandPart, inherited?: CommandPart) => ({
  summary: part.summary,
  options: part.options ?? {},
  level: part.level ?? inherited?.level ?? ('everyone' as const),
  cooldown: part.cooldown ?? inherited?.cooldown ?? NO_COOLDOWN,
  effect: part.effect ?? ('none' as const),
  visibility: part.visibility ?? inherited?.visibility ?? ('public' as const),
});

/** The registry's line for a declared command. */
export function entryOf(command: Command): CommandEntry {
  return {
    ...ruleOf(command),
    name: command.name,
    aliases: command.aliases ?? [],
    kind: 'builtin',
    hidden: command.hidden ?? false,
    ...(command.platforms ? { platforms: command.platforms } : {}),
    subcommands: Object.fromEntries(
      Object.entries(command.subcommands ?? {}).map(([name, part]) => [name, ruleOf(part, command)]),
    ),
  };
}

/** Names a set of built-in commands: a Channel that was configured by another build asks for its settings again. */
export function buildOf(entries: readonly CommandEntry[]): ChannelSettings['build'] {
  let hash = 0x811c9dc5;
  for (const char of JSON.stringify(entries)) hash = Math.imul(hash ^ (char.codePointAt(0) as number), 0x01000193);
  return (hash >>> 0).toString(36);
}
