import { DurableObject } from 'cloudflare:workers';
import type { Activity, LineFlushes, UsageDays, UsageFlushes } from '../workers/core/activity.ts';
import { type AliasFault, expandAlias, fillPlaceholders } from '../workers/core/aliases.ts';
import type { ChannelSettings, ChannelSnapshot } from '../workers/core/channel-settings.ts';
import type { CommandEntry } from '../workers/core/commands.ts';
import { asksForLive, unmetCondition } from '../workers/core/conditions.ts';
import { describeError } from '../workers/core/errors.ts';
import type { ChatEvent, EventKind } from '../workers/core/events.ts';
import { isEcho, keyOf } from '../workers/core/events.ts';
import { fault } from '../workers/core/faults.ts';
import type { ChannelHealth, EventNote, SendNote } from '../workers/core/health.ts';
import { HealthRings } from '../workers/core/health.ts';
import type { CommunityId, InvocationId } from '../workers/core/ids.ts';
import { invocationId } from '../workers/core/ids.ts';
import type { Admission, Admitted, FailedTry, Invocation, RefusalReason } from '../workers/core/invocation.ts';
import { MAX_COMMAND_AGE_MS, withEvent } from '../workers/core/invocation.ts';
import { type KeywordEntry, keywordKey } from '../workers/core/keywords.ts';
import type { Level } from '../workers/core/levels.ts';
import { atLeast, highest } from '../workers/core/levels.ts';
import { consoleLog } from '../workers/core/log.ts';
import type { LineDays, ObservedLine } from '../workers/core/observation.ts';
import { RECENT_FOR_MS } from '../workers/core/observation.ts';
import type { ReadBack } from '../workers/core/platforms.ts';
import { type AnswerCounts, type ChannelPulse, mergeAnswers, noAnswers } from '../workers/core/pulse.ts';
import { ownRefusal } from '../workers/core/refusals.ts';
import type { FoundCommand } from '../workers/core/registry.ts';
import { Registry } from '../workers/core/registry.ts';
import {
  isSimulated,
  type SimulatedAdmission,
  type SimulatedCooldown,
  type SimulatedTimer,
} from '../workers/core/simulation.ts';
import type { Span } from '../workers/core/spans.ts';
import type { TimerDue, TimerVerdict } from '../workers/core/timers.ts';
import { unitOf } from '../workers/core/weights.ts';
import { AdmissionLog, type AdmittedEntry, EVENT, SEEN_FOR_MS } from './admission-log.ts';
import { AliasCounts } from './alias-counts.ts';
import { claimOf, isWellUsed, mostOf, nameOf, pathOf, startedBy, waitsOf, webhookWindow } from './claims.ts';
import { type Echo, Echoes } from './echoes.ts';
import { FailedTries } from './failed-tries.ts';
import { admittedFor, asLink, invocationFor, keywordInvocation, noticeFor, timerInvocation } from './invocations.ts';
import { Limits } from './limits.ts';
import { answersInline, commandLine, dayIn, hasStreams, kindOf, moduleLine } from './lines.ts';
import { Listening } from './listening.ts';
import { LiveState } from './live-state.ts';
import { Observed } from './observed.ts';
import { pulseOf } from './pulse.ts';
import { type Refusal, Refusals } from './refusals.ts';
import { Twins } from './twins.ts';
import { Usage } from './usage.ts';

export interface ChannelBindings {
  readonly INVOCATIONS: Queue<Invocation>;
  readonly ACTIVITY: Queue<Activity>;
}

export interface AdmitOptions {
  /** The caller's set of built-in commands; another than the settings' own asks for fresh settings. */
  readonly build: string;
  /** True for interactions, whose commands the caller runs itself. */
  readonly inline: boolean;
  /** Ids of the events that have a place in the limit their community's channels share, or go without. */
  readonly placed: readonly string[];
  /** By the event's id: the rule (its id) that matched its line. */
  readonly keywords: Readonly<Record<string, string>>;
  /** The name of the rules that the caller has. */
  readonly has?: string;
  /** What the caller has to tell of answers in this channel. */
  readonly answers?: AnswerCounts;
  /** Only for what is tried out: whether the channel counts as live, whatever it is. */
  readonly live?: boolean;
}

/** How something is tried out: by nobody else's settings than a made-up channel's, where there is no such channel. */
export interface SimulateOptions extends AdmitOptions {
  readonly settings?: ChannelSettings;
}

/** What an isolate is told that meets a channel anew, and whether the line that it brought along is on disk. */
export interface Met {
  readonly snapshot: ChannelSnapshot | null;
  readonly kept: boolean;
}

/** What was decided on each event, null where it could not be decided; and what the edge may know for 30 s. */
export interface AdmittedTogether {
  readonly admissions: readonly (Admission | null)[];
  readonly snapshot: ChannelSnapshot | null;
  /** Whether what was told of answers is on disk; what is not, the caller still has to tell. */
  readonly keptAnswers: boolean;
}

/** How a channel does and what it counted. */
export interface ChannelOverview {
  readonly health: ChannelHealth;
  readonly pulse: ChannelPulse;
}

/** Of `ChannelSettings`; counted up whenever a field is added that a Channel goes by. */
const SHAPE = 3;
/** Settings as they are stored. */
interface Kept {
  readonly shape: number;
  readonly settings: ChannelSettings;
  /** When they, or those before them, had lines counted; absent in what an older build stored. */
  readonly counted?: readonly Span[];
}

/** An unlinked channel is asked about again after this, ms. */
const UNLINKED_FOR_MS = 30_000;
/** How long a looked-up level counts, ms. */
const FACT_FOR_MS = 10 * 60_000;
const PRUNE_EVERY_MS = 10 * 60_000;
/** How stale a Channel's counts of health may be after it slept, ms; failures are kept at once, and the log tells when it was last spoken to. */
const HEALTH_KEPT_EVERY_MS = 3 * 3600_000;
/** How long timers stay silent after guests of a raid arrived, ms. */
const RAID_FOR_MS = 2 * 60_000;
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
  /** What was told of answers, and is to go with the next row of what is admitted. */
  readonly #toldAnswers: AnswerCounts[] = [];
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
  readonly #observed: Observed;
  readonly #listening: Listening;
  #hasAlarm = false;
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
    this.#observed = new Observed(sql);
    this.#listening = new Listening(sql);
    const row = sql.exec<{ value: string }>('SELECT value FROM settings').toArray()[0];
    // What an older build kept may lack what this one goes by: then the Worker hands in what is there now.
    const kept = row ? (JSON.parse(row.value) as Kept) : undefined;
    if (kept?.shape === SHAPE) this.#use(kept.settings);
    this.#listening.restore(kept?.counted);
  }

  /**
   * What the edge may know for 30 s; null while there are no settings of this build.
   * @param has the name of the keyword rules that the edge has
   */
  snapshot(build: string, now: number, has?: string): ChannelSnapshot | null {
    const settings = this.#current(build, now);
    if (!settings) return null;
    const { community, version, keywords } = settings;
    const name = keywords.length === 0 ? '' : `${community?.id}:${version}`;
    return {
      version,
      linked: community !== null,
      community: community?.id ?? null,
      prefix: settings.prefix,
      botAccount: settings.botAccount,
      wants: this.#wants(settings, now),
      observes: this.#observes(settings, now),
      watched: this.#isWatched(now),
      modules: settings.commands.some(({ kind }) => kind === 'http'),
      keywords: { name, entries: name === has ? null : keywords },
      shared:
        settings.community && settings.communityLimit
          ? { community: settings.community.id, limit: settings.communityLimit }
          : null,
    };
  }

  /**
   * What the edge may know of a channel that it meets anew.
   * @param note the event that made the edge ask, for it may never come here
   * @param lines people's lines, which are counted at once where that is wanted
   */
  meet(
    build: string,
    now: number,
    {
      note,
      lines,
      has,
    }: {
      readonly note?: EventNote | undefined;
      readonly lines: readonly ObservedLine[];
      readonly has?: string | undefined;
    },
  ): Met {
    if (note) this.#noteEvent(note, now);
    const snapshot = this.snapshot(build, now, has);
    return { snapshot, kept: lines.length === 0 || !snapshot || this.observe(lines, now) };
  }

  /**
   * Counts lines of people that were not counted before, and remembers them where the community likes.
   * @returns whether all of them are on disk; bring them again, with later ones, where they are not
   */
  observe(lines: readonly ObservedLine[], now: number): boolean {
    const settings = this.#settings;
    if (!settings || !this.#observes(settings, now)) return true;
    const persons = lines.filter(({ account }) => account !== settings.botAccount);
    const kept = this.#observed.add(persons, settings.recentLines, now);
    if (settings.community && this.#observed.isDue(now)) this.ctx.waitUntil(this.#tellLines(settings, now));
    // What is not on disk is forgotten by itself.
    if (kept && !this.#hasAlarm && this.#observed.hasTexts) {
      this.#hasAlarm = true;
      this.ctx.waitUntil(this.#wakeLater(now));
    }
    return kept;
  }

  /** The last lines of chat, oldest first, for the community that the channel belongs to; none for any other. */
  recentLines(community: CommunityId, now: number): readonly ObservedLine[] {
    return this.#settings?.community?.id === community ? this.#observed.recent(now) : [];
  }

  /** Forgets what these accounts (the platform's ids) wrote here. Asked again, it changes nothing. */
  forgetAuthors(accounts: readonly string[], now: number): void {
    this.#observed.forgetAuthors(accounts, now);
    this.#refusals.forgetAuthors(accounts);
  }

  /** Lines of people that Postgres was not told of yet, by day and account. */
  untoldLines(): LineDays {
    return this.#observed.untold();
  }

  /** Somebody watches the community's feed until then, ms since epoch; 0: nobody does any more. */
  watch(until: number, now: number): void {
    this.#listening.watch(until, now);
  }

  /** A day after texts were remembered they are forgotten, whether or not anybody has written since. */
  override async alarm(info?: AlarmInvocationInfo): Promise<void> {
    const now = info?.scheduledTime ?? Date.now();
    this.#hasAlarm = false;
    const settings = this.#settings;
    if (settings?.community) await this.#tellLines(settings, now);
    if (this.#observed.forgetTexts(now, 'old')) await this.#wakeLater(now);
  }

  /**
   * Decides whether a timer that is due speaks here, and has it speak when it is to.
   * @throws when the queue refuses; then nothing was consumed and it should be asked again.
   */
  async fire(build: string, due: TimerDue, now: number): Promise<TimerVerdict> {
    this.#restore(now);
    const settings = this.#current(build, now);
    if (!settings) return 'unconfigured';
    if (!settings.community) return 'unlinked';
    const planned = this.#planTimer(due, settings, undefined, now);
    if (typeof planned === 'string') return planned;
    await this.#take(planned, due.speakAt - now);
    this.#observed.spoke(due.timerId, now);
    return 'queued';
  }

  #planTimer(
    due: TimerDue,
    settings: ChannelSettings,
    assumed: boolean | undefined,
    now: number,
  ): Exclude<TimerVerdict, 'queued'> | Plan {
    const { channel } = settings;
    const id = invocationId(channel, `timer-${due.timerId}-${due.dueAt}`);
    if (this.#seen.has(id)) return 'duplicate';
    const isLive = due.live && hasStreams(channel) ? (assumed ?? this.#live.at(now)) : undefined;
    if (isLive === null) return 'live-unknown';
    if (isLive !== undefined && isLive !== (due.live === 'live')) return 'live';
    if (this.#observed.isRaided(now)) return 'raid';
    if (this.#observed.linesSince(due.timerId) < due.minLines) return 'few-lines';
    const isOnAirAlone = channel.startsWith('youtube:') && !isSimulated(due) && !assumed;
    const room = isOnAirAlone ? this.#observed.room : due.room;
    if (room === undefined) return 'live';
    const command = `${EVENT}timer`;
    const entry: AdmittedEntry = { id, at: now, account: '', command, room, cooldowns: [] };
    const reserved = this.#limits.reserve(claimOf(entry, settings), now);
    if (!reserved.free) return 'reply-limit';
    const invocation = timerInvocation(id, { ...due, room }, settings, this.#isWatched(now), now);
    return { admission: { decision: 'queued', id }, entries: [entry], invocations: [invocation], undo: reserved.undo };
  }

  /**
   * What became of answers in this channel.
   * @param answers how long commands waited for theirs: so many together that they are worth a row
   */
  noteSends(notes: readonly SendNote[], now: number, answers?: AnswerCounts): void {
    for (const note of notes) this.#health.send(note);
    if (answers) this.#health.addAnswers(answers, now);
    if (answers || notes.some(({ status }) => status !== 'sent')) this.#health.keptAt = 0;
    this.#keepHealth(now);
  }

  health(): ChannelHealth {
    const reasons: Partial<Record<RefusalReason, number>> = {};
    for (const { reason } of this.#refusals.all) reasons[reason] = (reasons[reason] ?? 0) + 1;
    return this.#health.report(reasons);
  }

  /**
   * How the channel does, and what it counted in the last 24 h.
   * @param since when it was linked, ms since epoch: what it counted for another community before is not told
   */
  overview(since: number, now: number): ChannelOverview {
    const settings = this.#settings;
    const sources = {
      entries: this.#restored ? this.#seen.values() : this.#log.load(now),
      refused: this.#refusals.hours,
      answers: this.#health.answers,
      lines: this.#observed.counts(now),
      covered: (from: number, to: number) => this.#listening.covered(from, to),
      counts: settings !== undefined && this.#observes(settings, now),
    };
    return { health: this.health(), pulse: pulseOf(sources, since, now) };
  }

  /** Takes settings unless newer ones of the same build are here already. */
  configure(settings: ChannelSettings, now: number): void {
    const held = this.#settings;
    // Another community (or none any more) has a count of its own.
    const comparable = held?.build === settings.build && belongsTo(held) === belongsTo(settings);
    if (held && comparable && held.version > settings.version) return;
    this.#use(settings);
    if (held && held.community?.id !== settings.community?.id) this.#forgetCounts(now);
    this.#listening.configured(counts(settings), now);
    if (!settings.recentLines || held?.community?.id !== settings.community?.id) this.#observed.forgetTexts(now, 'all');
    if (settings.community === null) {
      this.#unlinkedUntil = now + UNLINKED_FOR_MS;
      if (!held) return;
    }
    this.ctx.storage.sql.exec(
      'INSERT OR REPLACE INTO settings (id, value) VALUES (1, ?)',
      JSON.stringify({ shape: SHAPE, settings, counted: this.#listening.bySettings } satisfies Kept),
    );
  }

  /** What was counted was another community's. */
  #forgetCounts(now: number): void {
    this.#refusals.forgetCounts();
    this.#observed.forgetCounts(now);
    this.#health.forgetAnswers();
    this.#health.keptAt = 0;
    this.#keepHealth(now);
    this.#listening.forget(now);
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
    this.#refusals.add({ at: now, reason, account, command: '' }, true);
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
   * Decides on an event that somebody tries out as it would on a real one, and takes nothing of what it finds free: no place,
   * no cooldown, no count, no row, and nobody is told.
   */
  simulate(event: ChatEvent, { settings, ...options }: SimulateOptions, now: number): SimulatedAdmission {
    if (settings) this.#use(settings);
    this.#restore(now);
    const current = this.#current(options.build, now);
    if (!current) return asTried({ decision: 'unconfigured' }, event, now);
    if (current.community === null) return asTried({ decision: 'ignored' }, event, now);
    const id = invocationId(keyOf(event), event.id);
    const decided = this.#plan(id, event, current, options, now);
    if ('undo' in decided) decided.undo();
    return asTried(decided, event, now);
  }

  /** The same for a timer, as if it were due now. */
  simulateTimer(due: TimerDue, { settings, build, live }: SimulateOptions, now: number): SimulatedTimer {
    if (settings) this.#use(settings);
    this.#restore(now);
    const current = this.#current(build, now);
    if (!current) return { verdict: 'unconfigured', invocations: [] };
    if (current.community === null) return { verdict: 'unlinked', invocations: [] };
    const planned = this.#planTimer(due, current, live, now);
    if (typeof planned === 'string') return { verdict: planned, invocations: [] };
    planned.undo();
    return { verdict: 'queued', invocations: planned.invocations };
  }

  /**
   * Decides on events that came to one isolate together, each by itself: what fails, fails alone. One call for all of
   * them is what keeps a busy channel cheap. What the edge may know comes along, so that whoever asks for a command need
   * not ask for that.
   */
  async admitAll(events: readonly ChatEvent[], options: AdmitOptions, now: number): Promise<AdmittedTogether> {
    const decide = (event: ChatEvent): Promise<Admission | null> =>
      this.admit(event, options, now).catch((error: unknown) => {
        consoleLog('warn', 'channel.not-decided', { error: describeError(error) });
        return null;
      });
    const { answers } = options;
    if (answers) this.#toldAnswers.push(answers);
    const admissions = await Promise.all(events.map(decide));
    const untaken = answers ? this.#toldAnswers.indexOf(answers) : -1;
    if (untaken >= 0) this.#toldAnswers.splice(untaken, 1);
    return { admissions, snapshot: this.snapshot(options.build, now, options.has), keptAnswers: untaken < 0 };
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
    if (settings.timers !== 'none') this.#noteRoom(event, now);
    if (settings.community === null) return { decision: 'ignored' };
    if (isEcho(event, settings)) {
      const { text, replyTo, at } = event;
      this.echo({ text, replyTo, at });
      return { decision: 'ignored' };
    }
    if (event.kind === 'raid') this.#raided(event as ChatEvent<'raid'>, settings, now);
    if (event.kind === 'message.deleted')
      this.#observed.forget((event as ChatEvent<'message.deleted'>).data.messageId, now);
    const decided = this.#plan(id, event, settings, options, now);
    if (!('undo' in decided)) return decided;
    await this.#take(decided);
    decided.taken?.();
    if (decided.admission.decision === 'queued') await this.#crashPoint('admit:after-row');
    return decided.admission;
  }

  /** What an event comes to. What it takes is reserved, and can be given back as long as nothing else was decided. */
  #plan(
    id: InvocationId,
    event: ChatEvent,
    settings: ChannelSettings,
    options: AdmitOptions,
    now: number,
  ): Admission | Plan {
    const rule = settings.keywords.find((entry) => entry.id === options.keywords[event.id]);
    const hashed = moduleLine(event);
    const line = commandLine(event, settings.prefix);
    const module = hashed === null ? undefined : this.#registry.module(hashed, event.platform);
    if (line === null && !module)
      return rule
        ? this.#planKeyword(id, event, rule, settings, options, now)
        : this.#planEvent(id, event, settings, now);

    const found =
      module ??
      this.#registry.find(line ?? '', event.platform) ??
      // The hint is what help says of an unknown command; it is a command like any other, with help's own cooldown.
      (settings.unknownHint && !options.inline
        ? this.#registry.find(`help ${line?.split(/\s/, 1)[0]}`, event.platform)
        : undefined);
    if (!found && rule) return this.#planKeyword(id, event, rule, settings, options, now);
    if (!found) return this.#refuse(event, settings, line?.split(/\s/, 1)[0] ?? '', 'unknown-command', now);
    const asked = this.#asked(id, event, found, settings, options, now);
    return 'decision' in asked ? asked : this.#planCommands(id, event, asked, settings, options, now);
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
    { inline, live }: AdmitOptions,
    now: number,
  ): Admission | null {
    const isLive = live ?? this.#live.at(now);
    const { account } = event.author;
    const level = this.#levelOf(event, settings, now, found);
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
  #planCommands(
    id: InvocationId,
    event: ChatEvent,
    { aliases, links, counted }: Asked,
    settings: ChannelSettings,
    options: AdmitOptions,
    now: number,
  ): Admission | Plan {
    if (settings.communityLimit && !options.placed.includes(event.id)) return { decision: 'unplaced' };
    const levelFor = (each: FoundCommand) => this.#levelOf(event, settings, now, each);
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
      const waits = waiting.flatMap((each) => waitsOf(each, event.author.account, levelFor(each)));
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
          waiting.find((each) =>
            waitsOf(each, event.author.account, levelFor(each)).some((wait) => wait.key === key),
          ) ?? found;
        const retryAfterMs = reserved.until - now;
        const refused = this.#refuse(event, settings, nameOf(owner), reserved.reason, now, { retryAfterMs });
        if (inline || key === undefined) return refused;
        return this.#planNotice(id, event, owner, settings, [key, reserved.until], now) ?? refused;
      }
      undos.push(reserved.undo);
      for (const [key, until] of entry.cooldowns) started.set(key, until);
      entries.push(entry);
      const how = { level: levelFor(found), watched: this.#isWatched(now) };
      const admitted = admittedFor(entry.id, found, settings, how, now);
      if (isInline) answered = admitted;
      else invocations.push(withEvent(admitted, asked));
    }
    undos.push(this.#aliasCounts.take(counted));
    return {
      admission: answered ? { decision: 'inline', admitted: answered } : { decision: 'queued', id },
      entries,
      invocations,
      aliases,
      undo: undoAll,
      taken: () => {
        this.#aliasCounts.keep(counted);
        this.#tellUses(settings, now);
      },
    };
  }

  /** Does what a rule says of a line that it matched, once. */
  #planKeyword(
    id: InvocationId,
    event: ChatEvent,
    rule: KeywordEntry,
    settings: ChannelSettings,
    options: AdmitOptions,
    now: number,
  ): Admission | Plan {
    const { action } = rule;
    const name = `keyword ${rule.name}`;
    if (now - event.at > (MAX_AGE_MS[event.platform] ?? MAX_COMMAND_AGE_MS))
      return this.#refuse(event, settings, name, 'late', now);
    const level = this.#levelOf(event, settings, now);
    // Who keeps order may quote what is taken away from others.
    if (action.is === 'delete' && atLeast(level, 'moderator')) return { decision: 'ignored' };
    const found = this.#commandOf(rule, event, settings, id);
    if (found === 'unknown') return this.#refuse(event, settings, name, 'unknown-command', now);
    if (found) {
      const waiting = this.#limits.until(keywordKey(rule), now);
      if (waiting !== null)
        return this.#refuse(event, settings, name, 'cooldown', now, { retryAfterMs: waiting - now });
      const asked = this.#asked(id, event, found, settings, options, now);
      if ('decision' in asked) return asked;
      const planned = this.#planCommands(id, event, asked, settings, options, now);
      if (!('undo' in planned) || planned.admission.decision !== 'queued') return planned;
      const taken = () => {
        planned.taken?.();
        this.#limits.start(keywordKey(rule), now, now + rule.cooldown * 1000);
      };
      return { ...planned, taken };
    }
    const entry: AdmittedEntry = {
      id,
      at: now,
      account: event.author.account,
      command: `${EVENT}keyword`,
      room: action.is === 'delete' ? null : event.room,
      cooldowns: rule.cooldown > 0 ? [[keywordKey(rule), now + rule.cooldown * 1000]] : [],
    };
    const reserved = this.#limits.reserve(claimOf(entry, settings), now);
    if (!reserved.free) {
      const retryAfterMs = reserved.until - now;
      return this.#refuse(event, settings, name, reserved.reason, now, { retryAfterMs });
    }
    const told = level === event.author.level ? event : { ...event, author: { ...event.author, level } };
    const invocation = keywordInvocation(id, told, rule, settings, this.#isWatched(now), now);
    return { admission: { decision: 'queued', id }, entries: [entry], invocations: [invocation], undo: reserved.undo };
  }

  /** The command that a rule runs; null where it runs none. */
  #commandOf(
    { action }: KeywordEntry,
    event: ChatEvent,
    settings: ChannelSettings,
    id: InvocationId,
  ): FoundCommand | null | 'unknown' {
    if (action.is === 'module') {
      const entry = this.#registry.byId(action.module);
      return entry?.kind === 'http' ? { entry, rule: entry, rest: event.text } : 'unknown';
    }
    if (action.is !== 'run') return null;
    let choices = 0;
    const scope = {
      user: event.author.displayName,
      count: () => 0,
      date: () => dayIn(settings.community?.zone, event.at),
      random: () => unitOf(`${id} ${choices++}`),
    };
    const line = fillPlaceholders(action.line, event.text, '', scope);
    const typed = line.startsWith(settings.prefix) ? line.slice(settings.prefix.length) : line;
    return this.#registry.find(typed.trimStart(), event.platform) ?? 'unknown';
  }

  #raided({ at }: ChatEvent<'raid'>, { timers }: ChannelSettings, now: number): void {
    if (timers !== 'none') this.#observed.raid(at + RAID_FOR_MS, now);
  }

  /** A broadcast on YouTube has a chat of its own: that is where timers speak. */
  #noteRoom({ platform, kind, room, channel }: ChatEvent, now: number): void {
    if (platform !== 'youtube') return;
    if (kind === 'stream.offline') this.#observed.onAirIn(undefined, now);
    else if (room !== channel) this.#observed.onAirIn(room, now);
  }

  /** What is wanted of chat is wanted by somebody who counts it, tries rules on it, or looks. */
  #observes(settings: ChannelSettings, now: number): boolean {
    return settings.community !== null && (counts(settings) || this.#isWatched(now));
  }

  #isWatched(now: number): boolean {
    return this.#listening.isWatched(now);
  }

  #wants(settings: ChannelSettings, now: number): readonly EventKind[] {
    const { handlers, timers } = settings;
    return [
      ...new Set([
        ...handlers.flatMap(({ kinds }) => kinds),
        ...this.#wantedForLive(),
        ...(timers === 'none' ? [] : (['raid', 'stream.online', 'stream.offline'] as const)),
        ...(this.#observes(settings, now) && settings.recentLines ? (['message.deleted'] as const) : []),
      ]),
    ];
  }

  async #tellLines({ channel, community }: ChannelSettings, now: number): Promise<void> {
    if (!community) return;
    const send = async (flushes: LineFlushes['flushes']): Promise<void> => {
      if (flushes.length === 0) return;
      await this.#crashPoint('lines:before-queue');
      await this.env.ACTIVITY.send({ v: 1, kind: 'lines', channel, community: community.id, flushes });
      await this.#crashPoint('lines:after-queue');
    };
    await this.#observed.flush(send, now).catch(() => undefined);
  }

  async #wakeLater(now: number): Promise<void> {
    if ((await this.ctx.storage.getAlarm()) === null) await this.ctx.storage.setAlarm(now + RECENT_FOR_MS);
  }

  /**
   * Says how long a wait is, where the command asks for it: once for each, or to each who asks alone. Null where nothing is
   * said.
   */
  #planNotice(
    id: InvocationId,
    event: ChatEvent,
    found: FoundCommand,
    settings: ChannelSettings,
    wait: readonly [key: string, until: number],
    now: number,
  ): Plan | null {
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
    const told = noticeFor(id, event, found, settings, { reason: 'cooldown', retryAfterMs: until - now }, now);
    return { admission: { decision: 'queued', id }, entries: [entry], invocations: [told], undo };
  }

  /** The queue first, then the rows: what the queue refuses was never there. */
  async #take({ entries, invocations, undo }: Plan, delayMs = 0): Promise<void> {
    try {
      if (invocations.length > 0) {
        await this.#crashPoint('admit:before-queue');
        await this.#crashPoint('queue:refuse');
        const delaySeconds = Math.max(0, Math.round(delayMs / 1000));
        if (invocations.length === 1) await this.env.INVOCATIONS.send(invocations[0] as Invocation, { delaySeconds });
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
  #planEvent(id: InvocationId, event: ChatEvent, settings: ChannelSettings, now: number): Admission | Plan {
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
      const undo = () => this.#twins.remove(id, twin);
      return { admission: { decision: 'duplicate' }, entries: [{ ...entry, first }], invocations: [], undo };
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
    const invocations = handlers.map((handler) => invocationFor(handler, event, settings, this.#isWatched(now), now));
    return { admission: { decision: 'queued', id }, entries: [entry], invocations, undo };
  }

  /** What is admitted in one turn is written together: a row and a commit for all of it. */
  #append(entry: AdmittedEntry): Promise<void> {
    for (const told of this.#toldAnswers.splice(0)) {
      entry.answers ??= noAnswers();
      mergeAnswers(entry.answers, told, entry.at);
    }
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
    const isCommand = commandLine(event, prefix) !== null || moduleLine(event) !== null;
    if (event.via !== 'simulation')
      this.#refusals.add({ at: now, reason, account: event.author.account, command }, isCommand);
    const { language = 'en' } = community ?? {};
    const own = ownRefusal(reason, ownWords);
    const words = own === undefined ? { language } : { language, own };
    return { decision: 'refused', reason, command: prefix + command, ...words, ...more };
  }

  /** @param found the command that it is asked for, as some are raised for some commands alone */
  #levelOf(event: ChatEvent, { raised, editors }: ChannelSettings, now: number, found?: FoundCommand): Level {
    const { account, level } = event.author;
    const fact = this.#facts.get(account);
    const known = highest(level, fact && fact.until > now ? fact.level : level, raised[account] ?? level);
    // Absent in what an older build stored.
    return found?.entry.edited && editors?.includes(account) ? highest(known, 'moderator') : known;
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

/** Whether settings ask for people's lines to be counted, whoever watches. */
const counts = ({ community, timers, keywords, recentLines }: ChannelSettings): boolean =>
  community !== null && (timers === 'counting' || (keywords.length > 0 && recentLines));

/** The community whose changes the version counts, there or deleted. */
const belongsTo = ({ community, deleted }: ChannelSettings) => community?.id ?? deleted;

/** What an event comes to, before any of it is taken. */
interface Plan {
  readonly admission: Admission;
  readonly entries: readonly AdmittedEntry[];
  readonly invocations: readonly Invocation[];
  /** The aliases that led to it. */
  readonly aliases?: readonly FoundCommand[];
  /** Gives back what was reserved for it. */
  readonly undo: () => void;
  /** What follows when it was taken. */
  readonly taken?: () => void;
}

/** What would have gone on the queue, and been waited for afterwards. */
function asTried(decided: Admission | Plan, event: ChatEvent, now: number): SimulatedAdmission {
  if (!('undo' in decided)) return { admission: decided, invocations: [], aliases: [], cooldowns: [] };
  const { admission, invocations, aliases = [], entries } = decided;
  const inline = admission.decision === 'inline' ? [withEvent(admission.admitted, event)] : [];
  return {
    admission,
    invocations: [...inline, ...invocations],
    aliases: aliases.map(nameOf),
    cooldowns: entries.flatMap(({ command, cooldowns }) =>
      cooldowns.map(([key, until]) => ({
        command,
        of: key.slice(0, key.indexOf(':')) as SimulatedCooldown['of'],
        seconds: Math.ceil((until - now) / 1000),
      })),
    ),
  };
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
