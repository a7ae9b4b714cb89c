import { DurableObject } from 'cloudflare:workers';
import type { UsageDays, UsageFlushes } from '../workers/core/activity.ts';
import { type AliasFault, expandAlias } from '../workers/core/aliases.ts';
import type {
  ChannelSettings,
  ChannelSnapshot,
  CommunityFacts,
  HandlerEntry,
} from '../workers/core/channel-settings.ts';
import type { CommandEntry } from '../workers/core/commands.ts';
import { asksForLive, unmetCondition } from '../workers/core/conditions.ts';
import type { ChatEvent, EventKind } from '../workers/core/events.ts';
import { EVENT_KINDS, isEcho, keyOf } from '../workers/core/events.ts';
import { fault } from '../workers/core/faults.ts';
import type { ChannelHealth, EventNote, SendNote } from '../workers/core/health.ts';
import { HealthRings } from '../workers/core/health.ts';
import type { InvocationId } from '../workers/core/ids.ts';
import { invocationId } from '../workers/core/ids.ts';
import type { Admission, Admitted, FailedTry, Invocation, Notice, RefusalReason } from '../workers/core/invocation.ts';
import { MAX_COMMAND_AGE_MS, withEvent } from '../workers/core/invocation.ts';
import type { Level } from '../workers/core/levels.ts';
import { atLeast, highest } from '../workers/core/levels.ts';
import { parseOptions, takeOptions } from '../workers/core/options.ts';
import type { ReadBack } from '../workers/core/platforms.ts';
import { ownRefusal } from '../workers/core/refusals.ts';
import type { FoundCommand } from '../workers/core/registry.ts';
import { Registry } from '../workers/core/registry.ts';
import { chooseReply, unitOf } from '../workers/core/weights.ts';
import { AdmissionLog, type AdmittedEntry, EVENT, SEEN_FOR_MS } from './admission-log.ts';
import { AliasCounts } from './alias-counts.ts';
import { type Echo, Echoes } from './echoes.ts';
import { FailedTries } from './failed-tries.ts';
import { type Claim, Limits } from './limits.ts';
import { LiveState } from './live-state.ts';
import { type Refusal, Refusals } from './refusals.ts';
import { Twins } from './twins.ts';
import { Usage } from './usage.ts';

export interface ChannelBindings {
  readonly INVOCATIONS: Queue<Invocation>;
  readonly ACTIVITY: Queue<UsageFlushes>;
}

export interface AdmitOptions {
  /** The caller's set of built-in commands; another than the settings' own asks for fresh settings. */
  readonly build: string;
  /** True for interactions, whose commands the caller runs itself. */
  readonly inline: boolean;
  /** Ids of the events that have a place in the limit their community's channels share, or go without. */
  readonly placed: readonly string[];
}

/** What was decided on each event, null where it could not be decided; and what the edge may know for 30 s. */
export interface AdmittedTogether {
  readonly admissions: readonly (Admission | null)[];
  readonly snapshot: ChannelSnapshot | null;
}

/** Of `ChannelSettings`; counted up whenever a field is added that a Channel goes by. */
const SHAPE = 2;
/** Settings as they are stored. */
interface Kept {
  readonly shape: number;
  readonly settings: ChannelSettings;
}

/** An unlinked channel is asked about again after this, ms. */
const UNLINKED_FOR_MS = 30_000;
/** How long a looked-up level counts, ms. */
const FACT_FOR_MS = 10 * 60_000;
const PRUNE_EVERY_MS = 10 * 60_000;
/** How stale a Channel's counts of health may be after it slept, ms; failures are kept at once, and the log tells when it was last spoken to. */
const HEALTH_KEPT_EVERY_MS = 3 * 3600_000;
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
  readonly #limits = new Limits();
  /** Waits that somebody was told of, so that they are told once: which, and until when. */
  readonly #told = new Map<string, number>();
  readonly #facts = new Map<string, { readonly level: Level; readonly until: number }>();
  readonly #refusals: Refusals;
  readonly #echoes: Echoes;
  readonly #twins = new Twins();
  readonly #health: HealthRings;
  readonly #live: LiveState;
  readonly #usage: Usage;
  readonly #tries: FailedTries;
  readonly #aliasCounts: AliasCounts;
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
    sql.exec('CREATE TABLE IF NOT EXISTS health (id INTEGER PRIMARY KEY CHECK (id = 1), value TEXT NOT NULL)');
    this.#log = new AdmissionLog(sql);
    this.#health = new HealthRings(sql.exec<{ value: string }>('SELECT value FROM health').toArray()[0]?.value);
    const { latest } = this.#log;
    if (latest) this.#health.heard(latest.at, kindOf(latest));
    this.#echoes = new Echoes(sql);
    this.#live = new LiveState(sql);
    this.#refusals = new Refusals(sql);
    this.#usage = new Usage(sql, this.#log);
    this.#tries = new FailedTries(sql);
    this.#aliasCounts = new AliasCounts(sql);
    const row = sql.exec<{ value: string }>('SELECT value FROM settings').toArray()[0];
    // What an older build kept may lack what this one goes by: then the Worker hands in what is there now.
    const kept = row ? (JSON.parse(row.value) as Kept) : undefined;
    if (kept?.shape === SHAPE) this.#use(kept.settings);
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
      wants: [...new Set([...settings.handlers.flatMap(({ kinds }) => kinds), ...this.#wantedForLive()])],
      shared:
        settings.community && settings.communityLimit
          ? { community: settings.community.id, limit: settings.communityLimit }
          : null,
    };
  }

  /** What became of answers in this channel. */
  noteSends(notes: readonly SendNote[], now: number): void {
    for (const note of notes) this.#health.send(note);
    if (notes.some(({ status }) => status !== 'sent')) this.#health.keptAt = 0;
    this.#keepHealth(now);
  }

  health(): ChannelHealth {
    const reasons: Partial<Record<RefusalReason, number>> = {};
    for (const { reason } of this.#refusals.all) reasons[reason] = (reasons[reason] ?? 0) + 1;
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
    this.ctx.storage.sql.exec(
      'INSERT OR REPLACE INTO settings (id, value) VALUES (1, ?)',
      JSON.stringify({ shape: SHAPE, settings } satisfies Kept),
    );
  }

  commands(): readonly CommandEntry[] {
    return this.#settings?.commands ?? [];
  }

  refusals(): readonly Refusal[] {
    return this.#refusals.all;
  }

  /** Uses of commands that Postgres was not told of yet, by day and command. */
  untoldUses(): UsageDays {
    return this.#usage.untold();
  }

  /** Notes why work of this channel failed; `name` is its queue and the invocation's id. */
  noteTry(name: string, failed: FailedTry): void {
    this.#tries.note(name, failed);
  }

  tries(name: string): readonly FailedTry[] {
    return this.#tries.of(name);
  }

  /** Notes what a look-up brought; null, where it cannot be told, counts as not live for as long. */
  learnLive(live: boolean | null, now: number): void {
    this.#live.lookedUp(live ?? false, now);
  }

  /** Notes a refusal that was decided before the event came here. */
  noteRefusal(account: string, reason: RefusalReason, now: number): void {
    this.#refusals.add({ at: now, reason, account, command: '' });
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
   * them is what keeps a busy channel cheap. What the edge may know comes along, so that whoever asks for a command need
   * not ask for that.
   */
  async admitAll(events: readonly ChatEvent[], options: AdmitOptions, now: number): Promise<AdmittedTogether> {
    const admissions = await Promise.all(events.map((event) => this.admit(event, options, now).catch(() => null)));
    return { admissions, snapshot: this.snapshot(options.build, now) };
  }

  /** Gives back what a command consumed that finally failed; a second call changes nothing. */
  giveBackCooldown(id: InvocationId, now: number): void {
    this.#restore(now);
    const entry = this.#seen.get(id);
    if (!entry || entry.givenBack) return;
    entry.givenBack = true;
    if (this.#settings) this.#limits.giveBack(claimOf(entry, this.#settings, { room: false }), entry.at);
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
    this.#echoes.add(line);
  }

  expectEchoes(now: number): void {
    this.#echoes.expect(now);
  }

  /** Whether a message sent at `since` was seen in chat. */
  echoed(message: { readonly text: string; readonly replyTo?: string }, since: number): ReadBack {
    const found = this.#echoes.readBack(message, since);
    // Where the bot's own account is not known, its lines come back as anybody's and prove nothing by their absence.
    return found === 'not-posted' && !this.#settings?.botAccount ? 'unclear' : found;
  }

  async #decide(id: InvocationId, event: ChatEvent, options: AdmitOptions, now: number): Promise<Admission> {
    this.#restore(now);
    // What a program brings tells nothing of what the platform has sent.
    if (event.via === undefined) this.#echoes.passed(event.at);
    if (this.#seen.has(id)) return { decision: 'duplicate' };
    const settings = this.#current(options.build, now);
    if (!settings) return { decision: 'unconfigured' };
    if (event.via === undefined) this.#noteEvent(event, now);
    if (event.kind === 'stream.online') this.#live.happened(true, event.at);
    if (event.kind === 'stream.offline') this.#live.happened(false, event.at);
    if (settings.community === null) return { decision: 'ignored' };
    if (isEcho(event, settings)) {
      const { text, replyTo, at } = event;
      this.echo({ text, replyTo, at });
      return { decision: 'ignored' };
    }
    const line = commandLine(event, settings.prefix);
    if (line === null) return this.#decideEvent(id, event, settings, now);

    const found =
      this.#registry.find(line, event.platform) ??
      // The hint is what help says of an unknown command; it is a command like any other, with help's own cooldown.
      (settings.unknownHint && !options.inline
        ? this.#registry.find(`help ${line.split(/\s/, 1)[0]}`, event.platform)
        : undefined);
    if (!found) return this.#refuse(event, settings, line.split(/\s/, 1)[0] ?? '', 'unknown-command', now);
    const asked = this.#asked(id, event, found, settings, options, now);
    return 'decision' in asked ? asked : this.#admitCommands(id, event, asked, settings, options, now);
  }

  /**
   * What a line asks for, or what keeps the person from it: an alias's own conditions first, and then those of everything it
   * stands for, as if they had typed that.
   */
  #asked(
    id: InvocationId,
    event: ChatEvent,
    found: FoundCommand,
    settings: ChannelSettings,
    options: AdmitOptions,
    now: number,
  ): Asked | Admission {
    const refused = this.#unmet(event, found, settings, options, now);
    if (refused) return refused;
    if (found.entry.kind !== 'alias') return { aliases: [], links: [found], counted: [] };
    const counted = new Set<string>();
    let choices = 0;
    const expanded = expandAlias(this.#registry, found, {
      platform: event.platform,
      prefix: settings.prefix,
      scope: {
        user: event.author.displayName,
        count: (alias) => {
          counted.add(alias);
          return this.#aliasCounts.of(alias) + 1;
        },
        date: () => dayIn(settings.community?.zone, event.at),
        random: () => unitOf(`${id} ${choices++}`),
      },
    });
    if (!expanded.ok) return this.#refuse(event, settings, expanded.name, FAULTS_OF_ALIASES[expanded.fault], now);
    const { aliases, links } = expanded;
    for (const each of [...aliases.slice(1), ...links]) {
      const unmet = this.#unmet(event, each, settings, options, now);
      if (unmet) return unmet;
    }
    return { aliases, links, counted: [...counted] };
  }

  /** What keeps the person from the command, apart from the pace. */
  #unmet(
    event: ChatEvent,
    found: FoundCommand,
    settings: ChannelSettings,
    { inline }: AdmitOptions,
    now: number,
  ): Admission | null {
    const isLive = this.#live.at(now);
    const { account } = event.author;
    const level = this.#levelOf(event, settings, now);
    const unmet = unmetCondition(found, { account, level, now, isLive, permits: settings.permits });
    const isLate = !inline && now - event.at > (MAX_AGE_MS[event.platform] ?? MAX_COMMAND_AGE_MS);
    const reason = isLate ? 'late' : unmet;
    if (reason === null) return null;
    const isKnown = (this.#facts.get(account)?.until ?? 0) > now;
    return this.#refuse(event, settings, nameOf(found), reason, now, {
      ...(reason === 'level' && isKnown ? { levelIsKnown: true } : {}),
      ...(reason === 'live' && isLive === null && asksForLive(found) ? { liveIsUnknown: true } : {}),
    });
  }

  /** Admits all that was asked for, or nothing. Each link of a chain counts, waits and is limited as itself. */
  async #admitCommands(
    id: InvocationId,
    event: ChatEvent,
    { aliases, links, counted }: Asked,
    settings: ChannelSettings,
    options: AdmitOptions,
    now: number,
  ): Promise<Admission> {
    if (settings.communityLimit && !options.placed.includes(event.id)) return { decision: 'unplaced' };
    const level = this.#levelOf(event, settings, now);
    const inline = options.inline && answersInline(event);
    const undos: (() => void)[] = [];
    const undoAll = () => {
      for (const undo of undos.splice(0).reverse()) undo();
    };
    const started = new Map<string, number>();
    const entries: AdmittedEntry[] = [];
    const invocations: Invocation[] = [];
    let answered: Admitted | undefined;
    for (const [n, found] of links.entries()) {
      const isInline = inline && n === 0;
      const asked = aliases.length > 0 ? asLink(event, n === 0) : event;
      // An alias waits with its first command.
      const waiting = n === 0 ? [...aliases, found] : [found];
      const waits = waiting.flatMap((each) => waitsOf(each, event.author.account, level));
      const isLonger = ([key, until]: readonly [string, number]) => until > (started.get(key) ?? 0);
      const entry: AdmittedEntry = {
        id: invocationId(keyOf(event), event.id, n),
        at: now,
        account: event.author.account,
        command: pathOf(found),
        room: asked.answer.by === 'api' ? event.room : null,
        cooldowns: isWellUsed(asked, found) ? startedBy(waits, now).filter(isLonger) : [],
        ...(n === 0 && aliases.length > 0 ? { aliases: aliases.map(pathOf) } : {}),
      };
      // What a chain itself started keeps none of its links waiting.
      const before = waits.filter(({ key }) => !started.has(key)).map(mostOf);
      const reserved = this.#limits.reserve({ ...claimOf(entry, settings), waits: before }, now);
      if (!reserved.free) {
        undoAll();
        const key = 'key' in reserved ? reserved.key : undefined;
        const owner =
          waiting.find((each) => waitsOf(each, event.author.account, level).some((wait) => wait.key === key)) ?? found;
        const retryAfterMs = reserved.until - now;
        const refused = this.#refuse(event, settings, nameOf(owner), reserved.reason, now, { retryAfterMs });
        if (inline || key === undefined) return refused;
        return (await this.#tellOfWait(id, event, owner, settings, [key, reserved.until], now)) ?? refused;
      }
      undos.push(reserved.undo);
      for (const [key, until] of entry.cooldowns) started.set(key, until);
      entries.push(entry);
      const admitted = admittedFor(entry.id, found, settings, level, now);
      if (isInline) answered = admitted;
      else invocations.push(withEvent(admitted, asked));
    }
    undos.push(this.#aliasCounts.take(counted));
    await this.#take(entries, invocations, undoAll);
    this.#aliasCounts.keep(counted);
    this.#tellUses(settings, now);
    if (answered) return { decision: 'inline', admitted: answered };
    await this.#crashPoint('admit:after-row');
    return { decision: 'queued', id };
  }

  /**
   * Says how long a wait is, where the command asks for it: once for each, or to each who asks alone. Null where nothing is
   * said.
   */
  async #tellOfWait(
    id: InvocationId,
    event: ChatEvent,
    found: FoundCommand,
    settings: ChannelSettings,
    wait: readonly [key: string, until: number],
    now: number,
  ): Promise<Admission | null> {
    const { notice = 'nothing' } = found.rule.cooldown;
    const [key, until] = wait;
    const isPrivate = notice === 'ephemeral';
    if (notice === 'nothing' || (isPrivate && event.platform !== 'slack')) return null;
    if (!isPrivate && this.#told.get(key) === until) return null;
    const entry: AdmittedEntry = {
      id,
      at: now,
      account: event.author.account,
      command: `${EVENT}cooldown`,
      room: event.room,
      cooldowns: [],
      ...(isPrivate ? {} : { told: wait }),
    };
    const reserved = this.#limits.reserve(claimOf(entry, settings), now);
    if (!reserved.free) return null;
    if (!isPrivate) this.#told.set(key, until);
    const undo = () => {
      if (!isPrivate) this.#told.delete(key);
      reserved.undo();
    };
    await this.#take(
      [entry],
      [noticeFor(id, event, found, settings, { reason: 'cooldown', retryAfterMs: until - now }, now)],
      undo,
    );
    return { decision: 'queued', id };
  }

  /** The queue first, then the rows: what the queue refuses was never there. */
  async #take(entries: readonly AdmittedEntry[], invocations: readonly Invocation[], undo: () => void): Promise<void> {
    try {
      if (invocations.length > 0) {
        await this.#crashPoint('admit:before-queue');
        await this.#crashPoint('queue:refuse');
        if (invocations.length === 1) await this.env.INVOCATIONS.send(invocations[0] as Invocation);
        else await this.env.INVOCATIONS.sendBatch(invocations.map((body) => ({ body })));
        await this.#crashPoint('admit:after-queue');
      }
      for (const entry of entries) this.#seen.set(entry.id, entry);
      await Promise.all(entries.map((entry) => this.#append(entry)));
    } catch (error) {
      for (const { id } of entries) this.#seen.delete(id);
      undo();
      throw error;
    }
  }

  /** Uses are told to Postgres behind the answer; what could not be told is told with the next. */
  #tellUses({ channel, community }: ChannelSettings, now: number): void {
    if (!community || !this.#usage.isDue(now)) return;
    const send = async (flushes: UsageFlushes['flushes']): Promise<void> => {
      await this.env.ACTIVITY.send({ v: 1, kind: 'usage', channel, community: community.id, flushes });
    };
    this.ctx.waitUntil(this.#usage.flush(send, now).catch(() => undefined));
  }

  /** Being live has to be known where a command asks for it. */
  #wantedForLive(): readonly EventKind[] {
    const { entries } = this.#registry;
    const asks = entries.some((entry) => [entry, ...Object.values(entry.subcommands)].some(({ live }) => live));
    return asks ? ['stream.online', 'stream.offline'] : [];
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
      ...(event.kind === 'webhook' ? { window: webhookWindow(event) } : {}),
      ...(twin ? { twin } : {}),
    };
    const first = twin && this.#twins.find(twin, now);
    if (twin && first) {
      this.#twins.add(id, twin, now, first);
      this.#seen.set(id, entry);
      await this.#append({ ...entry, first });
      return { decision: 'duplicate' };
    }
    const reserved = this.#limits.reserve(claimOf(entry, settings), now);
    if (!reserved.free) {
      const retryAfterMs = reserved.until - now;
      return this.#refuse(event, settings, entry.command, reserved.reason, now, { retryAfterMs });
    }
    if (twin) this.#twins.add(id, twin, now);
    const undo = () => {
      if (twin) this.#twins.remove(id, twin);
      reserved.undo();
    };
    const invocations = handlers.map((handler) => invocationFor(handler, event, settings, now));
    await this.#take([entry], invocations, undo);
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

  #refuse(
    event: ChatEvent,
    { prefix, community, ownWords }: ChannelSettings,
    command: string,
    reason: RefusalReason,
    now: number,
    more: { readonly retryAfterMs?: number; readonly levelIsKnown?: true; readonly liveIsUnknown?: true } = {},
  ): Admission {
    this.#refusals.add({ at: now, reason, account: event.author.account, command });
    const { language = 'en' } = community ?? {};
    const own = ownRefusal(reason, ownWords);
    const words = own === undefined ? { language } : { language, own };
    return { decision: 'refused', reason, command: prefix + command, ...words, ...more };
  }

  #levelOf(event: ChatEvent, { raised }: ChannelSettings, now: number): Level {
    const { account, level } = event.author;
    const fact = this.#facts.get(account);
    return highest(level, fact && fact.until > now ? fact.level : level, raised[account] ?? level);
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
      if (entry.told) this.#told.set(...entry.told);
      if (!entry.givenBack) this.#limits.restore(claimOf(entry, this.#settings), entry.at, now);
    }
  }

  #prune(now: number): void {
    this.#prunedAt = now;
    this.#limits.prune(now);
    for (const [key, until] of this.#told) if (until <= now) this.#told.delete(key);
    for (const [id, entry] of this.#seen) if (entry.at < now - SEEN_FOR_MS) this.#seen.delete(id);
    this.#twins.prune(now);
  }

  #noteEvent(note: EventNote, now: number): void {
    this.#health.event(note);
    this.#keepHealth(now);
  }

  #keepHealth(now: number): void {
    if (now - this.#health.keptAt < HEALTH_KEPT_EVERY_MS) return;
    this.#health.keptAt = now;
    this.ctx.storage.sql.exec('INSERT OR REPLACE INTO health (id, value) VALUES (1, ?)', this.#health.toString());
  }

  #crashPoint(name: Parameters<typeof fault>[0]): Promise<void> | undefined {
    if (!FAULTS) return undefined;
    return fault(name, name === 'queue:refuse' ? undefined : () => this.ctx.abort(name));
  }
}

/** What a line asks for: the commands of a chain, and the aliases that led to them. */
interface Asked {
  readonly aliases: readonly FoundCommand[];
  readonly links: readonly FoundCommand[];
  /** Ids of aliases that say how often they were used. */
  readonly counted: readonly string[];
}

const FAULTS_OF_ALIASES = {
  unknown: 'unknown-command',
  loop: 'alias-loop',
  deep: 'alias-depth',
  long: 'alias-length',
} as const satisfies Record<AliasFault, RefusalReason>;

/** `2026-11-26`, in a zone. */
const dayIn = (zone = 'UTC', at: number): string =>
  new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short' }).format(at);

/**
 * The event as a command has it that an alias stands for: options that a platform brought by name are the alias's, and only
 * one command can be the answer of a request; what follows is said in the room.
 */
function asLink(event: ChatEvent, isFirst: boolean): ChatEvent {
  const answer: ChatEvent['answer'] = event.kind === 'command' && !isFirst ? { by: 'api' } : event.answer;
  if (event.kind !== 'command') return { ...event, answer };
  const { options: _, ...data } = event.data as ChatEvent<'command'>['data'];
  return { ...event, answer, data } as ChatEvent;
}

/** A command that was admitted, without its event. */
function admittedFor(
  id: InvocationId,
  { entry, subcommand, rule, rest }: FoundCommand,
  settings: ChannelSettings,
  level: Level,
  now: number,
): Admitted {
  return {
    v: 1,
    id,
    command: entry.id,
    ...(subcommand === undefined ? {} : { subcommand }),
    name: entry.name,
    prefix: settings.prefix,
    args: rest,
    ...(entry.replies ? { text: chooseReply(entry.replies, id) } : {}),
    ...(entry.dialect ? { dialect: entry.dialect } : {}),
    ...(entry.style ? { style: entry.style } : {}),
    effect: rule.effect,
    visibility: entry.style === 'ephemeral' ? 'ephemeral' : rule.visibility,
    community: settings.community as CommunityFacts,
    ...wordsOf(settings),
    privileged: settings.privileged,
    admittedAt: now,
    level,
  };
}

/** A community's own words go along where there are any. */
const wordsOf = ({ ownWords }: ChannelSettings): Pick<Invocation, 'ownWords'> =>
  Object.keys(ownWords).length > 0 ? { ownWords } : {};

/** What kind of event an entry was. */
const kindOf = ({ command }: AdmittedEntry): EventKind => {
  const kind = EVENT_KINDS.find((known) => command === `${EVENT}${known}`);
  return kind ?? 'message';
};

/** What a command goes by in counts and limits: its id, with the subcommand. */
const pathOf = ({ entry, subcommand }: FoundCommand): string =>
  subcommand === undefined ? entry.id : `${entry.id} ${subcommand}`;

/** What a command goes by among people. */
const nameOf = ({ entry, subcommand }: FoundCommand): string =>
  subcommand === undefined ? entry.name : `${entry.name} ${subcommand}`;

/** Whether an admitted command is run by whoever brought it. */
const answersInline = ({ kind, answer }: ChatEvent): boolean => kind === 'command' || answer.by === 'session';

const webhookWindow = (event: ChatEvent): string => `webhook:${(event.data as ChatEvent<'webhook'>['data']).webhookId}`;

/** What an entry takes of the channel's limits; it is the same before it is admitted and after the object slept. */
function claimOf(
  { account, command, room, cooldowns, window }: AdmittedEntry,
  { commandLimit, channelLimit, replyLimit, webhookLimit }: ChannelSettings,
  of: { readonly room: boolean } = { room: true },
): Claim<RefusalReason> {
  const isCommand = !command.startsWith(EVENT);
  return {
    cooldowns,
    windows: [
      ...(isCommand
        ? ([
            { key: `command:${account}:${command}`, limit: commandLimit, reason: 'command-limit' },
            { key: 'channel', limit: channelLimit, reason: 'channel-limit' },
          ] as const)
        : []),
      ...(window === undefined ? [] : ([{ key: window, limit: webhookLimit, reason: 'webhook-limit' }] as const)),
      // An interaction's answer appears in its own place and floods no room.
      ...(room === null || !of.room
        ? []
        : ([{ key: `room:${room}`, limit: replyLimit, reason: 'reply-limit' }] as const)),
    ],
  };
}

/** Words instead of the command, for somebody who has to wait. */
function noticeFor(
  id: InvocationId,
  event: ChatEvent,
  { entry, rule }: FoundCommand,
  settings: ChannelSettings,
  notice: Notice,
  now: number,
): Invocation {
  return {
    v: 1,
    id,
    event,
    command: entry.id,
    name: entry.name,
    notice,
    prefix: settings.prefix,
    args: '',
    effect: 'none',
    visibility: rule.cooldown.notice === 'ephemeral' ? 'ephemeral' : 'public',
    community: settings.community as CommunityFacts,
    ...wordsOf(settings),
    privileged: settings.privileged,
    admittedAt: now,
  };
}

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
    ...wordsOf(settings),
    privileged: settings.privileged,
    admittedAt: now,
  };
}

/** A cooldown that a command waits for and starts. */
interface Wait {
  readonly key: string;
  /** 0: it starts none of these. */
  readonly seconds: number;
  readonly isOfGroup: boolean;
}

/** What a command waits for: its own cooldowns, as far as it has any, and its group's in any case. */
function waitsOf(found: FoundCommand, account: string, level: Level): readonly Wait[] {
  const { entry, rule } = found;
  const { user, channel, group = 0, exempt } = rule.cooldown;
  if (atLeast(level, exempt)) return [];
  const command = pathOf(found);
  const waits = [
    { key: `user:${account}:${command}`, seconds: user, isOfGroup: false },
    { key: `channel:${command}`, seconds: channel, isOfGroup: false },
    { key: `group:${entry.group ?? command}`, seconds: group, isOfGroup: entry.group !== undefined },
  ];
  return waits.filter(({ seconds, isOfGroup }) => seconds > 0 || isOfGroup);
}

/** Each once, and as long as the longest: an alias and what it stands for may be of one group. */
const startedBy = (waits: readonly Wait[], now: number): AdmittedEntry['cooldowns'] => {
  const shortestFirst = waits.filter(({ seconds }) => seconds > 0).toSorted((a, b) => a.seconds - b.seconds);
  return [...new Map(shortestFirst.map(({ key, seconds }) => [key, now + seconds * 1000]))];
};

/** A wait that was made shorter is so for who waits already; a group's is as long as the command says that started it. */
const mostOf = ({ key, seconds, isOfGroup }: Wait): readonly [key: string, mostMs: number | null] => [
  key,
  isOfGroup ? null : seconds * 1000,
];

/** Whether a use is more than a wrong one, which is answered with how it goes. */
function isWellUsed(event: ChatEvent, { rule, rest }: FoundCommand): boolean {
  const named = event.kind === 'command' ? (event.data as ChatEvent<'command'>['data']).options : undefined;
  return (named && rest === '' ? takeOptions(rule.options, named) : parseOptions(rule.options, rest)).ok;
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
