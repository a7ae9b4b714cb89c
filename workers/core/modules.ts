import type { SQL } from 'drizzle-orm';
import type { NeonHttpDatabase } from 'drizzle-orm/neon-http';
import type { Hono } from 'hono';
import type * as z from 'zod';
import type { Actor } from './actors.ts';
import type { ApiEnv } from './api.ts';
import type { ArchiveHooks } from './archive.ts';
import type { ChannelSettings, CommunityFacts } from './channel-settings.ts';
import type { CommandOptions } from './command-options.ts';
import type { CommandEntry, CommandPartEntry, Cooldown } from './commands.ts';
import { NO_COOLDOWN } from './commands.ts';
import type { Author, ChatEvent, EventKind, Person } from './events.ts';
import type { HttpModulesDoor } from './http-modules.ts';
import type { AccountPlatform, ChannelKey, CommunityId, InvocationId, Platform } from './ids.ts';
import type { Invocation } from './invocation.ts';
import type { Job } from './jobs.ts';
import type { Level } from './levels.ts';
import type { Log } from './log.ts';
import type { ObservedLine } from './observation.ts';
import type { Options, OptionValues } from './options.ts';
import type { PageRead } from './pages.ts';
import type { PeopleDoor, PersonHooks } from './people.ts';
import type { DeleteAnswer } from './platforms.ts';
import type { Registry } from './registry.ts';
import type { Reply } from './replies.ts';
import type { StreamPort } from './stream.ts';
import type { Sources } from './templates/scope.ts';
import type { TimerDue, TimerTarget, TimerVerdict } from './timers.ts';
import type { Undos } from './undo.ts';
import type { InEachLanguage, Say, Words } from './words.ts';

/**
 * A change to the database that happens once per invocation, in the transaction that also records the invocation and
 * its delivery. `ctes` are named data-modifying queries, `outcome` one jsonb expression over them that says what
 * happened; a repeated run gets the first run's outcome and changes nothing.
 */
export interface Effect {
  readonly ctes: readonly SQL[];
  readonly outcome: SQL;
  /**
   * As whatever changes settings, it waits for its turn in the community before anything is read: what it counts or adds to is then still so when it writes. A
   * lock in the statement itself comes too late, for the statement reads what was there when it began.
   */
  readonly alone?: true;
  /** Statements of its own transaction that run before it, one after the other: it sees what each of them left. */
  readonly before?: readonly SQL[];
  /** False where nothing is ever said of it: then there is no delivery to wait for. */
  readonly says?: false;
  /** A boolean over the ctes: whether this changed what the community's Channels have to know. */
  readonly changesSettings?: SQL;
  /**
   * Assignments to the community's own row, made where settings changed: its version is counted in the same statement, which
   * writes a row only once.
   */
  readonly sets?: SQL;
  /** What the audit log keeps of it, if the ctes changed anything. */
  readonly audit?: Audit;
}

/** A line of the audit log: who (the actor) did what to which thing, and how that was before and after. */
export interface Audit {
  /** `command.edit`: area and verb. */
  readonly action: string;
  /** A boolean over the ctes: whether there is anything to write down. */
  readonly happened: SQL;
  /** Text: the thing, as `command:<id>`. */
  readonly target: SQL;
  /** jsonb, or null where it was not there before or is not there any more. */
  readonly before: SQL;
  readonly after: SQL;
  /** Where it happens to several things at once, each with a line of its own: a cte with a row each, counted by its `n` from 1, and how many there are at most. */
  readonly each?: { readonly of: SQL; readonly most: number };
}

/** What a verb may use, whichever door it was called through. Time and randomness come from here, never from the surroundings. */
export interface VerbCtx {
  readonly now: number;
  readonly random: () => number;
  readonly log: Log;
  readonly community: CommunityFacts;
  readonly prefix: string;
  /** Where this deployment is reached. */
  readonly publicUrl: string;
  /** Who does it, as the signature, the session or the key says. */
  readonly actor: Actor;
  /** The community's commands: in chat as the Channel holds them now, elsewhere as the database does. */
  registry(): Promise<Registry>;
  /**
   * Runs the verb's one effect; `Outcome` is the shape of its jsonb. The cte `member` holds the id of the actor's member,
   * made where it did not exist, and no row where the actor is no person.
   */
  effect<Outcome>(effect: Effect): Promise<Outcome>;
  /** Runs a named query that changes nothing. */
  read<T>(name: string, query: (db: NeonHttpDatabase<Record<string, unknown>>) => Promise<T>): Promise<T>;
  /** Every sentence that the modules say, by `module.key`, in the community's language. */
  sentences(): readonly { readonly key: string; readonly text: string }[];
  /** What the world tells a text that is only looked at: nothing is changed by it. */
  textSources(where: { readonly platform: Platform; readonly channel: string; readonly author: Author }): Sources;
  /** The last lines of chat in a channel of the community, oldest first; none where they are not remembered. */
  recentLines(channel: ChannelKey): Promise<readonly ObservedLine[]>;
  /**
   * Whether a room is in a channel that has many, as its platform says. That the channel is the community's is for the caller to know.
   * @throws WaddleError, with what to do, where the platform does not tell
   */
  ownsRoom(target: TimerTarget): Promise<boolean>;
  /** What of HTTP modules is no business of the database. */
  readonly httpModules: HttpModulesDoor;
  /** How often each command was used, by its id (with its subcommand). */
  uses(): Promise<ReadonlyMap<string, number>>;
  /** Says that work of this kind will be due, ms since epoch; to be called before the effect that makes it due. */
  agenda(kind: string, at: number): Promise<void>;
  /** Has work of this kind done at that time, ms since epoch, where the minute's cron would be late; to be called after the effect. */
  wake(kind: string, at: number): Promise<void>;
  /** Has one of a module's jobs done soon, for this community; to be called after the effect. It may be done more than once. */
  enqueue(job: Pick<Job, 'module' | 'name' | 'data'>): Promise<void>;
}

/** What a command may use besides. */
export interface Ctx extends VerbCtx {
  readonly say: Say;
  /** Names this run: a second run of the same invocation has the same. */
  readonly invocation: InvocationId;
  /** For handlers: the module's settings in this community, as its schema reads them. */
  readonly settings: unknown;
  /** Who is meant by a mention or a name that was typed, on the platform it was typed on; null where nobody is known by it. */
  findPerson(typed: string): Promise<Person | null>;
  /** The channel's broadcast on its platform, to see and to steer; null where the platform has none. */
  readonly stream: StreamPort | null;
  /** Who the actor is besides, and which accounts are theirs. */
  readonly people: PeopleDoor;
  /** Takes a line of chat away on its platform; `unsupported` for what is none, and where bots may not. Never throws. */
  deleteMessage(event: ChatEvent): Promise<DeleteAnswer | 'unsupported'>;
  /** Has one of the module's callbacks run for this event after a while, s; asked for twice, it may run twice. */
  callBack(name: string, afterSeconds: number): Promise<void>;
}

export interface CommandCall {
  readonly event: ChatEvent;
  readonly invocation: Invocation;
  readonly options: OptionValues;
}

interface CommandPart {
  readonly summary: InEachLanguage;
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

/** What work that is due may use: any community's effects, each in its own transaction. */
export interface DueCtx {
  readonly now: number;
  readonly log: Log;
  /** Runs a named query; all that it may change is who works at what, as leases do. */
  read: VerbCtx['read'];
  /** Runs one effect of WaddleBot's own in a community, and tells its Channels where settings changed. */
  effect<Outcome>(community: CommunityId, effect: Effect): Promise<Outcome>;
  /**
   * Has a channel's object decide whether a timer that is due speaks there, and say it when its time comes. Asked again about
   * the same occurrence, it is a `duplicate`.
   *
   * @throws where it could not be decided; then nothing is said.
   */
  fire(channel: ChannelKey, due: TimerDue): Promise<TimerVerdict>;
  /** Has deliveries (their rows' ids) looked at, each at its time, ms since epoch; to be called when they are committed. */
  deliver(deliveries: readonly { readonly id: string; readonly at: number }[]): Promise<void>;
  /** As `VerbCtx` has it. */
  agenda(kind: string, at: number): Promise<void>;
  /** The communities whose feed somebody watches, as far as that is known: one call. Never throws. */
  watched(): Promise<{ has(community: CommunityId): boolean }>;
}

/** One user of one platform, by the platform's own id. */
export interface AccountRef {
  readonly platform: AccountPlatform;
  readonly account: string;
}

/** What a job may use. */
export interface JobCtx extends DueCtx {
  readonly community: CommunityId;
  /** What a page of the public internet says of itself. */
  readPage(url: string): Promise<PageRead>;
  /** Has the community's objects forget what these accounts wrote: the feed's last entries, and channels' last lines. */
  forgetAuthors(accounts: readonly AccountRef[]): Promise<void>;
}

/** Work that falls due at times that verbs announced with `agenda`. */
export interface DueWork {
  /** Unique; what `agenda` is told. */
  readonly name: string;
  /** Does what is due and tells when the next is, ms since epoch, or null where nothing is known to come. Run again, it changes nothing. */
  readonly run: (ctx: DueCtx) => Promise<number | null>;
  /** Rows that are due at `now` (ms since epoch), as a query: people are told how many wait. */
  readonly waiting: (now: number) => SQL;
}

/** A capability: one folder under `workers/modules/`, declared in its `index.ts`. */
export interface Module {
  readonly name: string;
  readonly title: string;
  readonly commands: readonly Command[];
  /** Its settings per community; what was stored is read by this, so every field has a default. */
  readonly settings?: z.ZodObject;
  /** They have rules that no schema tells, and doors of their own: the settings page leaves them out. */
  readonly settingsApart?: true;
  /** What it does with events. All handlers of a module have its `eventEffect`. */
  readonly on?: { readonly [K in EventKind]?: EventHandler<K> };
  readonly eventEffect?: 'none' | 'database';
  /** Which kinds it wants under these settings; all it has handlers for where this is absent. */
  readonly wants?: (settings: unknown) => readonly EventKind[];
  /** What `ctx.callBack` can have run. */
  readonly callbacks?: Readonly<Record<string, EventHandler>>;
  /** What the minute's cron does of it, when it is due. */
  readonly schedule?: readonly DueWork[];
  /** Work behind its verbs; what throws is tried again. */
  readonly jobs?: Readonly<Record<string, (data: unknown, ctx: JobCtx) => Promise<void>>>;
  /** What of people lives here, and how it is exported, erased, joined and parted again. */
  readonly person?: PersonHooks;
  /** Which of its lines in the audit log can be taken back, and how. Its settings are taken back without it. */
  readonly undo?: Undos;
  /** What of a community lives here, and how it moves to another installation. */
  readonly archive?: ArchiveHooks;
  /** Its part of the admin API, mounted under `/api/v1`. */
  readonly routes?: Hono<ApiEnv>;
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

type Overrides = ReadonlyMap<string, CommandOptions>;
const NO_OVERRIDES: Overrides = new Map();

/** A part as it was declared, with what the community set on it. */
function partWith(part: CommandPart, set: CommandOptions = {}): CommandPart {
  const { level = part.level, cooldown } = set;
  return {
    ...part,
    ...(level ? { level } : {}),
    ...(cooldown ? { cooldown: { ...NO_COOLDOWN, ...part.cooldown, ...cooldown } } : {}),
  };
}

const ruleOf = (part: CommandPart, inherited?: CommandPart) => ({
  summary: part.summary,
  options: part.options ?? {},
  level: part.level ?? inherited?.level ?? ('everyone' as const),
  cooldown: part.cooldown ?? inherited?.cooldown ?? NO_COOLDOWN,
  effect: part.effect ?? ('none' as const),
  visibility: part.visibility ?? inherited?.visibility ?? ('public' as const),
});

/** What stands between a command and its use, as far as the community set anything. */
export const conditionsOf = (set: CommandOptions = {}): Partial<CommandPartEntry> => ({
  ...(set.enabled === false ? { enabled: false } : {}),
  ...(set.live ? { live: set.live } : {}),
  ...(set.allow?.length ? { allow: set.allow } : {}),
  ...(set.deny?.length ? { deny: set.deny } : {}),
  ...(set.expiresAt ? { expiresAt: Date.parse(set.expiresAt) } : {}),
});

/** What the registry knows of a command as a whole, as far as the community set anything. */
export const placeOf = (set: CommandOptions = {}) => ({
  ...(set.group ? { group: set.group } : {}),
  ...(set.category ? { category: set.category } : {}),
  ...(set.style ? { style: set.style } : {}),
  ...(set.dialect ? { dialect: set.dialect } : {}),
});

/**
 * The registry's line for a declared command, with what the community set on it (by path: `quote`, `quote add`). What is set
 * on the whole goes for every part that declares nothing of its own.
 */
export function entryOf(command: Command, overrides: Overrides = NO_OVERRIDES): CommandEntry {
  const set = overrides.get(command.name);
  const whole = partWith(command, set);
  const platforms = set?.platforms ?? command.platforms;
  return {
    ...ruleOf(whole),
    ...conditionsOf(set),
    ...placeOf(set),
    id: command.name,
    name: set?.name ?? command.name,
    aliases: command.aliases ?? [],
    kind: 'builtin',
    hidden: set?.hidden ?? command.hidden ?? false,
    ...(platforms ? { platforms } : {}),
    subcommands: Object.fromEntries(
      Object.entries(command.subcommands ?? {}).map(([name, part]) => {
        const own = overrides.get(`${command.name} ${name}`);
        return [name, { ...ruleOf(partWith(part, own), whole), ...conditionsOf(own) }];
      }),
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
