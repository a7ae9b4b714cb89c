import { DurableObject } from 'cloudflare:workers';
import type {
  ChannelSettings,
  ChannelSnapshot,
  CommunityFacts,
  HandlerEntry,
} from '../workers/core/channel-settings.ts';
import type { CommandEntry, CommandRule } from '../workers/core/commands.ts';
import type { ChatEvent } from '../workers/core/events.ts';
import { keyOf } from '../workers/core/events.ts';
import { fault } from '../workers/core/faults.ts';
import type { ChannelHealth, EventNote, SendNote } from '../workers/core/health.ts';
import { HealthRings } from '../workers/core/health.ts';
import type { InvocationId } from '../workers/core/ids.ts';
import { invocationId } from '../workers/core/ids.ts';
import type { Admission, Admitted, Invocation, RefusalReason } from '../workers/core/invocation.ts';
import { MAX_COMMAND_AGE_MS, withEvent } from '../workers/core/invocation.ts';
import type { Level } from '../workers/core/levels.ts';
import { atLeast, highest } from '../workers/core/levels.ts';
import type { ReadBack } from '../workers/core/platforms.ts';
import type { FoundCommand } from '../workers/core/registry.ts';
import { Registry } from '../workers/core/registry.ts';
import type { Ring } from '../workers/core/windows.ts';
import { giveBack, hasRoom, nextAllowed, take } from '../workers/core/windows.ts';
import { AdmissionLog, type AdmittedEntry, SEEN_FOR_MS } from './admission-log.ts';
import { Twins } from './twins.ts';

export interface ChannelBindings {
  readonly INVOCATIONS: Queue<Invocation>;
}

export interface AdmitOptions {
  /** The caller's set of built-in commands; another than the settings' own asks for fresh settings. */
  readonly build: string;
  /** True for interactions, whose commands the caller runs itself. */
  readonly inline: boolean;
}

/** A line of the bot's own that the platform showed us: the proof that it was posted. */
interface Echo {
  readonly text: string;
  readonly replyTo: string | undefined;
  readonly at: number;
}

interface Reservation {
  readonly entry: AdmittedEntry;
  readonly undo: () => void;
}

export interface Refusal {
  readonly at: number;
  readonly reason: RefusalReason;
  readonly account: string;
  readonly command: string;
}

/** An unlinked channel is asked about again after this, ms. */
const UNLINKED_FOR_MS = 30_000;
/** How long a looked-up level counts, ms. */
const FACT_FOR_MS = 10 * 60_000;
const PRUNE_EVERY_MS = 10 * 60_000;
const REFUSALS_KEPT = 200;
/** What stands before the kind where an entry is of an event; no command has a blank before its name. */
const EVENT = 'on ';
const ECHOES_KEPT = 50;
/** How long echoes outlive the object's memory once somebody asked for it, ms. */
const EXPECT_ECHOES_FOR_MS = 2 * 60_000;
/** How stale a Channel's health may be after it slept, ms: a row a minute is all it costs. */
const HEALTH_KEPT_EVERY_MS = 60_000;
const MAX_AGE_MS: Partial<Record<ChatEvent['platform'], number>> = { kick: 5 * 60_000 };

/**
 * Decides, for one channel, which messages become commands and which events go to modules: once, in time, by the right people, at the right pace.
 * It decides and does not wait: the one thing it awaits is the queue's acceptance, and nothing is stored before that.
 */
export class Channel extends DurableObject<ChannelBindings> {
  readonly #log: AdmissionLog;
  readonly #seen = new Map<InvocationId, AdmittedEntry>();
  readonly #pending = new Map<InvocationId, Promise<Admission>>();
  readonly #unwritten: AdmittedEntry[] = [];
  #writing: Promise<void> | undefined;
  readonly #cooldowns = new Map<string, number>();
  readonly #rings = new Map<string, Ring>();
  readonly #facts = new Map<string, { readonly level: Level; readonly until: number }>();
  readonly #refusals: Refusal[] = [];
  readonly #echoes: Echo[] = [];
  readonly #twins = new Twins();
  readonly #health: HealthRings;
  #healthKeptAt = 0;
  #latestEventAt = 0;
  #echoesExpectedUntil = 0;
  #restored = false;
  #prunedAt = 0;
  #settings: ChannelSettings | undefined;
  #registry = new Registry([]);
  #unlinkedUntil = 0;

  constructor(ctx: DurableObjectState, env: ChannelBindings) {
    super(ctx, env);
    const sql = ctx.storage.sql;
    sql.exec('CREATE TABLE IF NOT EXISTS settings (id INTEGER PRIMARY KEY CHECK (id = 1), value TEXT NOT NULL)');
    sql.exec('CREATE TABLE IF NOT EXISTS claims (id TEXT PRIMARY KEY, expires INTEGER NOT NULL) WITHOUT ROWID');
    sql.exec('CREATE TABLE IF NOT EXISTS echoes (id INTEGER PRIMARY KEY CHECK (id = 1), value TEXT NOT NULL)');
    sql.exec('CREATE TABLE IF NOT EXISTS health (id INTEGER PRIMARY KEY CHECK (id = 1), value TEXT NOT NULL)');
    this.#log = new AdmissionLog(sql);
    this.#health = new HealthRings(sql.exec<{ value: string }>('SELECT value FROM health').toArray()[0]?.value);
    this.#loadEchoes();
    const row = sql.exec<{ value: string }>('SELECT value FROM settings').toArray()[0];
    if (row) this.#use(JSON.parse(row.value) as ChannelSettings);
  }

  /**
   * What the edge may know for 30 s; null while there are no settings of this build.
   * @param note the event that made the edge ask, for it may never come here
   */
  snapshot(build: string, now: number, note?: EventNote): ChannelSnapshot | null {
    if (note) this.#noteEvent(note, now);
    const settings = this.#current(build, now);
    if (!settings) return null;
    return {
      version: settings.version,
      linked: settings.community !== null,
      prefix: settings.prefix,
      botAccount: settings.botAccount,
      wants: [...new Set(settings.handlers.flatMap(({ kinds }) => kinds))],
    };
  }

  /** What became of answers in this channel. */
  noteSends(notes: readonly SendNote[], now: number): void {
    for (const note of notes) this.#health.send(note);
    this.#keepHealth(now);
  }

  health(): ChannelHealth {
    const reasons: Partial<Record<RefusalReason, number>> = {};
    for (const { reason } of this.#refusals) reasons[reason] = (reasons[reason] ?? 0) + 1;
    return this.#health.report(reasons);
  }

  /** Takes settings unless newer ones of the same build are here already. */
  configure(settings: ChannelSettings, now: number): void {
    const held = this.#settings;
    // Another community (or none any more) has a count of its own.
    const comparable = held?.build === settings.build && held.community?.id === settings.community?.id;
    if (held && comparable && held.version > settings.version) return;
    this.#use(settings);
    if (settings.community === null) {
      this.#unlinkedUntil = now + UNLINKED_FOR_MS;
      if (!held) return;
    }
    this.ctx.storage.sql.exec('INSERT OR REPLACE INTO settings (id, value) VALUES (1, ?)', JSON.stringify(settings));
  }

  commands(): readonly CommandEntry[] {
    return this.#settings?.commands ?? [];
  }

  refusals(): readonly Refusal[] {
    return this.#refusals;
  }

  /** Notes a level that a platform look-up brought. */
  learnLevel(account: string, level: Level, now: number): void {
    if (this.#facts.size > 10_000) this.#facts.clear();
    this.#facts.set(account, { level, until: now + FACT_FOR_MS });
  }

  /**
   * Decides on one event, once: copies that arrive meanwhile wait for the same outcome.
   * @throws when the queue refuses; then nothing was consumed and the platform should send again.
   */
  admit(event: ChatEvent, options: AdmitOptions, now: number): Promise<Admission> {
    const id = invocationId(keyOf(event), event.id);
    const pending = this.#pending.get(id);
    if (pending)
      return pending.then((first) =>
        first.decision === 'queued' || first.decision === 'inline' ? { decision: 'duplicate' } : first,
      );
    const admission = this.#decide(id, event, options, now).finally(() => this.#pending.delete(id));
    this.#pending.set(id, admission);
    return admission;
  }

  /**
   * Decides on events that came to one isolate together, each by itself: what fails, fails alone. One call for all of
   * them is what keeps a busy channel cheap.
   */
  admitAll(events: readonly ChatEvent[], options: AdmitOptions, now: number): Promise<readonly (Admission | null)[]> {
    return Promise.all(events.map((event) => this.admit(event, options, now).catch(() => null)));
  }

  /** Gives back what a command consumed that finally failed; a second call changes nothing. */
  giveBackCooldown(id: InvocationId, now: number): void {
    this.#restore(now);
    const entry = this.#seen.get(id);
    if (!entry || entry.givenBack) return;
    entry.givenBack = true;
    for (const [key, until] of entry.cooldowns) {
      if (this.#cooldowns.get(key) === until) this.#cooldowns.delete(key);
    }
    giveBack(this.#ring(commandRing(entry)), entry.at);
    this.#log.markGivenBack(id);
  }

  /** True for the first caller only, for 24 h: the claim of a reply that has no row in Postgres and is sent late. */
  claim(deliveryId: string, now: number): boolean {
    const sql = this.ctx.storage.sql;
    sql.exec('DELETE FROM claims WHERE expires <= ?', now);
    const { rowsWritten } = sql.exec(
      'INSERT OR IGNORE INTO claims (id, expires) VALUES (?, ?)',
      deliveryId,
      now + SEEN_FOR_MS,
    );
    return rowsWritten > 0;
  }

  /** The platform showed a line of the bot's own. */
  echo(line: Echo): void {
    this.#latestEventAt = Math.max(this.#latestEventAt, line.at);
    this.#echoes.push(line);
    if (this.#echoes.length > ECHOES_KEPT) this.#echoes.shift();
    if (this.#echoesExpectedUntil > line.at) this.#storeEchoes();
  }

  /** Somebody does not know whether a line was posted: what is seen of ours outlives this object's memory for a while. */
  expectEchoes(now: number): void {
    this.#echoesExpectedUntil = now + EXPECT_ECHOES_FOR_MS;
    this.#storeEchoes();
  }

  /**
   * Whether a message sent at `since` was seen in chat. Its absence proves something only when later events of this
   * channel have come through, because then its echo would have come, too.
   */
  echoed(message: { readonly text: string; readonly replyTo?: string }, since: number): ReadBack {
    const found = this.#echoes.some(
      (echo) =>
        echo.at >= since - 5_000 &&
        echo.text === message.text &&
        (message.replyTo === undefined || echo.replyTo === undefined || echo.replyTo === message.replyTo),
    );
    if (found) return 'posted';
    // Where the bot's own account is not known, its lines come back as anybody's and prove nothing by their absence.
    if (!this.#settings?.botAccount) return 'unclear';
    return this.#latestEventAt > since + 3_000 ? 'not-posted' : 'unclear';
  }

  async #decide(id: InvocationId, event: ChatEvent, options: AdmitOptions, now: number): Promise<Admission> {
    this.#restore(now);
    this.#latestEventAt = Math.max(this.#latestEventAt, event.at);
    if (this.#seen.has(id)) return { decision: 'duplicate' };
    const settings = this.#current(options.build, now);
    if (!settings) return { decision: 'unconfigured' };
    this.#noteEvent(event, now);
    const line = commandLine(event, settings.prefix);
    if (settings.community === null) return { decision: 'ignored' };
    if (line === null) return this.#decideEvent(id, event, settings, now);

    const found =
      this.#registry.find(line, event.platform) ??
      // The hint is what help says of an unknown command; it is a command like any other, with help's own cooldown.
      (settings.unknownHint && !options.inline
        ? this.#registry.find(`help ${line.split(/\s/, 1)[0]}`, event.platform)
        : undefined);
    if (!found) {
      return this.#refuse(event, line.split(/\s/, 1)[0] ?? '', 'unknown-command', now);
    }
    const command = pathOf(found);
    if (!options.inline && now - event.at > (MAX_AGE_MS[event.platform] ?? MAX_COMMAND_AGE_MS)) {
      return this.#refuse(event, command, 'late', now);
    }
    const level = this.#levelOf(event, now);
    if (!atLeast(level, found.rule.level)) {
      const isKnown = (this.#facts.get(event.author.account)?.until ?? 0) > now;
      return this.#refuse(event, command, 'level', now, isKnown ? { levelIsKnown: true } : {});
    }

    const reserved = this.#reserve(event, found, level, settings, id, now);
    if ('until' in reserved) {
      return this.#refuse(event, command, reserved.reason, now, { retryAfterMs: reserved.until - now });
    }
    const { entry, undo } = reserved;

    const admitted: Admitted = {
      v: 1,
      id,
      command: found.entry.name,
      ...(found.subcommand === undefined ? {} : { subcommand: found.subcommand }),
      prefix: settings.prefix,
      args: found.rest,
      ...(found.entry.text === undefined ? {} : { text: found.entry.text }),
      effect: found.rule.effect,
      visibility: found.rule.visibility,
      community: settings.community,
      privileged: settings.privileged,
      admittedAt: now,
      level,
    };
    const inline = options.inline && event.kind === 'command';
    try {
      if (!inline) {
        await this.#crashPoint('admit:before-queue');
        await this.#crashPoint('queue:refuse');
        await this.env.INVOCATIONS.send(withEvent(admitted, event));
        await this.#crashPoint('admit:after-queue');
      }
      this.#seen.set(id, entry);
      await this.#append(entry);
    } catch (error) {
      this.#seen.delete(id);
      undo();
      throw error;
    }
    if (inline) return { decision: 'inline', admitted };
    await this.#crashPoint('admit:after-row');
    return { decision: 'queued', id };
  }

  /** An event that is no command goes to every module that wants it, once, whichever way it comes by. */
  async #decideEvent(id: InvocationId, event: ChatEvent, settings: ChannelSettings, now: number): Promise<Admission> {
    const handlers = settings.handlers.filter(({ kinds }) => kinds.includes(event.kind));
    if (handlers.length === 0) return { decision: 'ignored' };
    const { twin } = event;
    const entry: AdmittedEntry = {
      id,
      at: now,
      account: event.author.account,
      command: `${EVENT}${event.kind}`,
      room: null,
      cooldowns: [],
      ...(event.kind === 'webhook' ? { window: webhookRing(event) } : {}),
      ...(twin ? { twin } : {}),
    };
    const first = twin && this.#twins.find(twin, now);
    if (twin && first) {
      this.#twins.add(id, twin, now, first);
      this.#seen.set(id, entry);
      await this.#append({ ...entry, first });
      return { decision: 'duplicate' };
    }
    const ring = entry.window === undefined ? null : this.#ring(entry.window);
    if (ring && !hasRoom(ring, settings.webhookLimit, now)) {
      const retryAfterMs = nextAllowed(ring, settings.webhookLimit, now) - now;
      return this.#refuse(event, entry.command, 'webhook-limit', now, { retryAfterMs });
    }
    if (ring) take(ring, settings.webhookLimit, now);
    if (twin) this.#twins.add(id, twin, now);
    try {
      await this.#crashPoint('admit:before-queue');
      await this.#crashPoint('queue:refuse');
      await this.env.INVOCATIONS.sendBatch(
        handlers.map((handler) => ({ body: invocationFor(handler, event, settings, now) })),
      );
      await this.#crashPoint('admit:after-queue');
      this.#seen.set(id, entry);
      await this.#append(entry);
    } catch (error) {
      this.#seen.delete(id);
      if (twin) this.#twins.remove(id, twin);
      if (ring) giveBack(ring, now);
      throw error;
    }
    await this.#crashPoint('admit:after-row');
    return { decision: 'queued', id };
  }

  /** What is admitted in one turn is written together: a row and a commit for all of it. */
  #append(entry: AdmittedEntry): Promise<void> {
    this.#unwritten.push(entry);
    this.#writing ??= Promise.resolve().then(() => {
      this.#writing = undefined;
      this.#log.append(this.#unwritten.splice(0));
    });
    return this.#writing;
  }

  /** Takes every limit of one command, or none: a refusal consumes nothing. */
  #reserve(
    event: ChatEvent,
    found: FoundCommand,
    level: Level,
    settings: ChannelSettings,
    id: InvocationId,
    now: number,
  ): Reservation | { readonly reason: RefusalReason; readonly until: number } {
    const command = pathOf(found);
    const { account } = event.author;
    const cooldowns = cooldownsOf(found.rule, command, account, level, now);
    for (const [key] of cooldowns) {
      const until = this.#cooldowns.get(key) ?? 0;
      if (until > now) return { reason: 'cooldown', until };
    }
    const entry: AdmittedEntry = {
      id,
      at: now,
      account,
      command,
      room: event.answer.by === 'api' ? event.room : null,
      cooldowns,
    };
    const windows = [
      { ring: this.#ring(commandRing(entry)), limit: settings.commandLimit, reason: 'command-limit' },
      // An interaction's answer appears in its own place and floods no room.
      ...(event.answer.by === 'api'
        ? [{ ring: this.#ring(roomRing(event.room)), limit: settings.replyLimit, reason: 'reply-limit' } as const]
        : []),
    ] as const;
    for (const { ring, limit, reason } of windows) {
      if (!hasRoom(ring, limit, now)) return { reason, until: nextAllowed(ring, limit, now) };
    }
    const before = cooldowns.map(([key, ours]) => ({ key, ours, until: this.#cooldowns.get(key) }));
    for (const [key, until] of cooldowns) this.#cooldowns.set(key, until);
    for (const { ring, limit } of windows) take(ring, limit, now);
    const undo = () => {
      for (const { key, ours, until } of before) {
        // A later command may have started the same cooldown meanwhile.
        if (this.#cooldowns.get(key) !== ours) continue;
        if (until === undefined) this.#cooldowns.delete(key);
        else this.#cooldowns.set(key, until);
      }
      for (const { ring } of windows) giveBack(ring, now);
    };
    return { entry, undo };
  }

  #refuse(
    event: ChatEvent,
    command: string,
    reason: RefusalReason,
    now: number,
    more: { readonly retryAfterMs?: number; readonly levelIsKnown?: true } = {},
  ): Admission {
    this.#refusals.push({ at: now, reason, account: event.author.account, command });
    if (this.#refusals.length > REFUSALS_KEPT) this.#refusals.shift();
    return { decision: 'refused', reason, ...more };
  }

  #levelOf(event: ChatEvent, now: number): Level {
    const fact = this.#facts.get(event.author.account);
    return fact && fact.until > now ? highest(event.author.level, fact.level) : event.author.level;
  }

  #current(build: string, now: number): ChannelSettings | null {
    const settings = this.#settings;
    if (!settings || settings.build !== build) return null;
    if (settings.community === null && now >= this.#unlinkedUntil) return null;
    return settings;
  }

  #use(settings: ChannelSettings): void {
    this.#settings = settings;
    this.#registry = new Registry(settings.commands);
  }

  /** Memory dies with ten idle seconds; what the log holds of limits and seen ids is taken up again. */
  #restore(now: number): void {
    if (!this.#settings) return;
    if (this.#restored) {
      if (now - this.#prunedAt > PRUNE_EVERY_MS) this.#prune(now);
      return;
    }
    this.#restored = true;
    this.#prunedAt = now;
    for (const entry of this.#log.load(now)) {
      this.#seen.set(entry.id, entry);
      if (entry.twin) this.#twins.add(entry.id, entry.twin, entry.at, entry.first);
      if (entry.window !== undefined && entry.at > now - this.#settings.webhookLimit.windowMs)
        take(this.#ring(entry.window), this.#settings.webhookLimit, entry.at);
      if (entry.givenBack) continue;
      for (const [key, until] of entry.cooldowns) {
        if (until > now) this.#cooldowns.set(key, until);
      }
      const settings = this.#settings;
      if (!entry.command.startsWith(EVENT) && entry.at > now - settings.commandLimit.windowMs)
        take(this.#ring(commandRing(entry)), settings.commandLimit, entry.at);
      if (entry.room !== null && entry.at > now - settings.replyLimit.windowMs)
        take(this.#ring(roomRing(entry.room)), settings.replyLimit, entry.at);
    }
  }

  #prune(now: number): void {
    this.#prunedAt = now;
    for (const [key, until] of this.#cooldowns) if (until <= now) this.#cooldowns.delete(key);
    const { commandLimit, replyLimit, webhookLimit } = this.#settings as ChannelSettings;
    const oldest = now - Math.max(commandLimit.windowMs, replyLimit.windowMs, webhookLimit.windowMs);
    for (const [key, ring] of this.#rings) if ((ring.at(-1) ?? 0) < oldest) this.#rings.delete(key);
    for (const [id, entry] of this.#seen) if (entry.at < now - SEEN_FOR_MS) this.#seen.delete(id);
    this.#twins.prune(now);
  }

  #noteEvent(note: EventNote, now: number): void {
    this.#health.event(note);
    this.#keepHealth(now);
  }

  #keepHealth(now: number): void {
    if (now - this.#healthKeptAt < HEALTH_KEPT_EVERY_MS) return;
    this.#healthKeptAt = now;
    this.ctx.storage.sql.exec('INSERT OR REPLACE INTO health (id, value) VALUES (1, ?)', this.#health.toString());
  }

  #storeEchoes(): void {
    const kept = { until: this.#echoesExpectedUntil, latestEventAt: this.#latestEventAt, echoes: this.#echoes };
    this.ctx.storage.sql.exec('INSERT OR REPLACE INTO echoes (id, value) VALUES (1, ?)', JSON.stringify(kept));
  }

  #loadEchoes(): void {
    const row = this.ctx.storage.sql.exec<{ value: string }>('SELECT value FROM echoes').toArray()[0];
    if (!row) return;
    const kept = JSON.parse(row.value) as {
      readonly until: number;
      readonly latestEventAt: number;
      readonly echoes: Echo[];
    };
    this.#echoesExpectedUntil = kept.until;
    this.#latestEventAt = kept.latestEventAt;
    this.#echoes.push(...kept.echoes);
  }

  #ring(key: string): Ring {
    let ring = this.#rings.get(key);
    if (!ring) {
      ring = [];
      this.#rings.set(key, ring);
    }
    return ring;
  }

  #crashPoint(name: Parameters<typeof fault>[0]): Promise<void> | undefined {
    if (!FAULTS) return undefined;
    return fault(name, name === 'queue:refuse' ? undefined : () => this.ctx.abort(name));
  }
}

const pathOf = (found: FoundCommand): string =>
  found.subcommand === undefined ? found.entry.name : `${found.entry.name} ${found.subcommand}`;

const commandRing = (entry: Pick<AdmittedEntry, 'account' | 'command'>): string =>
  `command:${entry.account}:${entry.command}`;
const webhookRing = (event: ChatEvent): string => `webhook:${(event.data as ChatEvent<'webhook'>['data']).webhookId}`;

/** An event for one handler. Its id names the module: it stays the same when other modules come and go. */
function invocationFor(handler: HandlerEntry, event: ChatEvent, settings: ChannelSettings, now: number): Invocation {
  return {
    v: 1,
    id: invocationId(keyOf(event), event.id, handler.module),
    event,
    command: handler.module,
    handler: { module: handler.module },
    ...(handler.settings === undefined ? {} : { moduleSettings: handler.settings }),
    prefix: settings.prefix,
    args: '',
    effect: handler.effect,
    visibility: event.answer.by === 'api' ? 'public' : 'ephemeral',
    community: settings.community as CommunityFacts,
    privileged: settings.privileged,
    admittedAt: now,
  };
}

const roomRing = (room: string): string => `room:${room}`;

function cooldownsOf(
  rule: CommandRule,
  command: string,
  account: string,
  level: Level,
  now: number,
): AdmittedEntry['cooldowns'] {
  const { user, channel, exempt } = rule.cooldown;
  if (atLeast(level, exempt)) return [];
  const cooldowns: (readonly [string, number])[] = [];
  if (user > 0) cooldowns.push([`user:${account}:${command}`, now + user * 1000]);
  if (channel > 0) cooldowns.push([`channel:${command}`, now + channel * 1000]);
  return cooldowns;
}

/** The line without its prefix, or null where the event asks nothing of the bot. */
function commandLine(event: ChatEvent, prefix: string): string | null {
  if (event.kind === 'command') {
    // People type the prefix after the slash command, too.
    const line = event.text.startsWith(prefix) ? event.text.slice(prefix.length) : event.text;
    return line || 'help';
  }
  if (event.kind !== 'message') return null;
  if (event.text.startsWith(prefix)) {
    const line = event.text.slice(prefix.length);
    return /^\S/.test(line) ? line : null;
  }
  const { addressed } = event.data as ChatEvent<'message'>['data'];
  return addressed && event.text !== '' ? event.text : null;
}
