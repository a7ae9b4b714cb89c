import type { SQL } from 'drizzle-orm';
import type * as z from 'zod';
import type { ChannelSettings, CommunityFacts } from './channel-settings.ts';
import type { CommandEntry, Cooldown } from './commands.ts';
import { NO_COOLDOWN } from './commands.ts';
import type { ChatEvent, EventKind } from './events.ts';
import type { InvocationId, Platform } from './ids.ts';
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
  /** False where nothing is ever said of it: then there is no delivery to wait for. */
  readonly says?: false;
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
  /** Names this run: a second run of the same invocation has the same. */
  readonly invocation: InvocationId;
  /** For handlers: the module's settings in this community, as its schema reads them. */
  readonly settings: unknown;
  /** The channel's commands as its Channel holds them now. */
  registry(): Promise<Registry>;
  /**
   * Runs the command's one effect; `Outcome` is the shape of its jsonb. Only for commands that declare
   * `effect: 'database'`. The cte `member` holds the id of the actor's member, made where it did not exist.
   */
  effect<Outcome>(effect: Effect): Promise<Outcome>;
  /** Has one of the module's callbacks run for this event after a while, s; asked for twice, it may run twice. */
  callBack(name: string, afterSeconds: number): Promise<void>;
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

/**
 * What a module does with an event: at most one effect, and words for the room or none. It runs once per event, however
 * often the platform sends it.
 */
export type EventHandler<K extends EventKind = EventKind> = (event: ChatEvent<K>, ctx: Ctx) => Promise<Reply | null>;

/** A capability: one folder under `workers/modules/`, declared in its `index.ts`. */
export interface Module {
  readonly name: string;
  readonly title: string;
  readonly commands: readonly Command[];
  /** Its settings per community; what was stored is read by this, so every field has a default. */
  readonly settings?: z.ZodType;
  /** What it does with events. All handlers of a module have its `eventEffect`. */
  readonly on?: { readonly [K in EventKind]?: EventHandler<K> };
  readonly eventEffect?: 'none' | 'database';
  /** Which kinds it wants under these settings; all it has handlers for where this is absent. */
  readonly wants?: (settings: unknown) => readonly EventKind[];
  /** What `ctx.callBack` can have run. */
  readonly callbacks?: Readonly<Record<string, EventHandler>>;
  readonly words: Words;
}

export const defineModule = (module: Module): Module => module;

/**
 * A module's settings as its schema reads what was stored: what an older or newer build stored and this one cannot read
 * counts as not set.
 */
export function settingsFor(module: Module, stored: unknown): unknown {
  if (!module.settings) return undefined;
  const read = module.settings.safeParse(stored ?? {});
  return read.success ? read.data : module.settings.parse({});
}

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

/**
 * Names a set of built-in commands and handlers: a Channel that was configured by another build asks for its settings
 * again.
 */
export function buildOf(entries: readonly CommandEntry[], modules: readonly Module[]): ChannelSettings['build'] {
  const handlers = modules.map(({ name, on = {}, eventEffect }) => [name, Object.keys(on), eventEffect]);
  let hash = 0x811c9dc5;
  for (const char of JSON.stringify([entries, handlers]))
    hash = Math.imul(hash ^ (char.codePointAt(0) as number), 0x01000193);
  return (hash >>> 0).toString(36);
}
