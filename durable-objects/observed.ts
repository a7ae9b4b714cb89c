import type { LineFlushes } from '../workers/core/activity.ts';
import { CountRing, type KeptCounts } from '../workers/core/count-ring.ts';
import {
  type LineDays,
  type ObservedLine,
  RECENT_FOR_MS,
  RECENT_LINES,
  RECENT_TEXT,
} from '../workers/core/observation.ts';
import { GRIDS } from '../workers/core/pulse.ts';

/** Lines that may be lost when the object dies; whoever brought them keeps them until they are written. */
const WORTH_A_ROW = 3;
/** In a busy channel a row is written so often at most, ms, unless so many lines wait for it. */
const WRITTEN_EVERY_MS = 9_000;
const WAITING_AT_MOST = 500;
/** Ids that are known again: those of ten minutes, and at least so many, of which so many outlive the object's memory. */
const IDS_FOR_MS = 10 * 60_000;
const IDS_KEPT = 2_000;
/** Postgres is told of so many lines together, not more often than this and not later than that, ms. */
const TOLD_TOGETHER = 64;
const TOLD_EVERY_MS = 60_000;
const TOLD_WITHIN_MS = 6 * 3600_000;

/** While the queue takes nothing, so many flushes wait for it; what comes later is counted together. */
const UNSURE_AT_MOST = 20;

interface Flush {
  readonly number: number;
  readonly days: LineDays;
}

/** All that is kept, in one row. */
interface Kept {
  /** Lines that were ever counted here. */
  total: number;
  /** Lines that are in no flush yet. */
  days: Record<string, Record<string, number>>;
  /** When the first of them came, and when Postgres was last told, ms since epoch. */
  since: number;
  toldAt: number;
  /** Flushes that the queue is not known to have, oldest first. */
  unsure: Flush[];
  /** The last number that was given. */
  number: number;
  ids: string[];
  recent: ObservedLine[];
  /** What `total` was when a timer last spoke. */
  timers: Record<string, number>;
  /** Until when guests of a raid are arriving, ms since epoch. */
  raidUntil: number;
  /** The room of the broadcast that is on, where each has one of its own (YouTube). */
  room?: string | undefined;
  /** Lines of the last day and of the last hour; absent in what an older build stored. */
  rings?: { readonly fives: KeptCounts; readonly minutes: KeptCounts };
}

/**
 * What a Channel observes of chat: how much people write, and their last lines. Every line counts once, by its id.
 *
 * A row costs more than everything else about a line, so not each is written at once: `add` says whether all that was brought is
 * on disk, and whoever brought it brings again what is not. An object that dies forgets only what somebody else still has.
 */
export class Observed {
  readonly #sql: SqlStorage;
  readonly #kept: Kept;
  /** By id, when the line came, oldest first. */
  readonly #ids = new Map<string, number>();
  #fives: CountRing;
  #minutes: CountRing;
  #unwritten = 0;
  #writtenAt = 0;
  #sending = false;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
    sql.exec('CREATE TABLE IF NOT EXISTS observed (id INTEGER PRIMARY KEY CHECK (id = 1), value TEXT NOT NULL)');
    const row = sql.exec<{ value: string }>('SELECT value FROM observed').toArray()[0];
    this.#kept = row
      ? (JSON.parse(row.value) as Kept)
      : {
          total: 0,
          days: {},
          since: 0,
          toldAt: 0,
          unsure: [],
          number: 0,
          ids: [],
          recent: [],
          timers: {},
          raidUntil: 0,
        };
    for (const id of this.#kept.ids) this.#ids.set(id, 0);
    this.#fives = new CountRing(GRIDS.fives, this.#kept.rings?.fives);
    this.#minutes = new CountRing(GRIDS.minutes, this.#kept.rings?.minutes);
  }

  /**
   * Counts lines that were not counted before.
   * @param remembers whether their texts are kept for a day
   * @returns whether everything that was brought is on disk
   */
  add(lines: readonly ObservedLine[], remembers: boolean, now: number): boolean {
    const kept = this.#kept;
    for (const line of lines) {
      if (this.#ids.has(line.id)) continue;
      this.#ids.set(line.id, now);
      const day = new Date(now).toISOString().slice(0, 10);
      kept.days[day] ??= {};
      const counts = kept.days[day];
      counts[line.account] = (counts[line.account] ?? 0) + 1;
      // Lines come together, some time after they were written.
      for (const ring of [this.#fives, this.#minutes]) ring.add(Math.min(line.at, now));
      if (kept.since === 0) kept.since = now;
      kept.total++;
      this.#unwritten++;
      if (remembers) kept.recent.push({ ...line, text: line.text.slice(0, RECENT_TEXT) });
    }
    kept.recent.splice(0, kept.recent.length - RECENT_LINES);
    this.#forgetIds(now);
    const isTime = now - this.#writtenAt >= WRITTEN_EVERY_MS || this.#unwritten >= WAITING_AT_MOST;
    if (this.#unwritten >= WORTH_A_ROW && isTime) this.#write(now);
    return this.#unwritten === 0;
  }

  /** How many lines there were, by the bucket. */
  counts(now: number): { readonly fives: readonly number[]; readonly minutes: readonly number[] } {
    return { fives: this.#fives.upTo(now), minutes: this.#minutes.upTo(now) };
  }

  forgetCounts(now: number): void {
    this.#fives = new CountRing(GRIDS.fives);
    this.#minutes = new CountRing(GRIDS.minutes);
    this.#write(now);
  }

  /** The last lines, oldest first. */
  recent(now: number): readonly ObservedLine[] {
    return this.#kept.recent.filter(({ at }) => at > now - RECENT_FOR_MS);
  }

  /** Forgets a line's text that the platform no longer shows. */
  forget(id: string, now: number): void {
    const at = this.#kept.recent.findIndex((line) => line.id === id);
    if (at < 0) return;
    this.#kept.recent.splice(at, 1);
    this.#write(now);
  }

  /** Forgets what these accounts (the platform's ids) wrote, and how much that Postgres was not told of yet. */
  forgetAuthors(accounts: readonly string[], now: number): void {
    const kept = this.#kept;
    const without = (days: LineDays): Record<string, Record<string, number>> =>
      Object.fromEntries(
        Object.entries(days).map(([day, counts]) => [
          day,
          Object.fromEntries(Object.entries(counts).filter(([account]) => !accounts.includes(account))),
        ]),
      );
    kept.recent = kept.recent.filter(({ account }) => !accounts.includes(account));
    kept.days = without(kept.days);
    kept.unsure = kept.unsure.map(({ number, days }) => ({ number, days: without(days) }));
    this.#write(now);
  }

  /** Forgets texts: all of them, or those whose time is over. @returns whether any are left */
  forgetTexts(now: number, which: 'all' | 'old'): boolean {
    const left = which === 'all' ? [] : this.recent(now);
    if (left.length < this.#kept.recent.length) {
      this.#kept.recent = [...left];
      this.#write(now);
    }
    return left.length > 0;
  }

  get hasTexts(): boolean {
    return this.#kept.recent.length > 0;
  }

  /** Lines since a timer last spoke here; all there ever were where it never did. */
  linesSince(timer: string): number {
    return this.#kept.total - (this.#kept.timers[timer] ?? 0);
  }

  /** A timer speaks now. */
  spoke(timer: string, now: number): void {
    // Timers that are gone are forgotten with those that spoke longest ago.
    const { [timer]: _, ...others } = this.#kept.timers;
    const entries = [...Object.entries(others), [timer, this.#kept.total] as const];
    this.#kept.timers = Object.fromEntries(entries.slice(-200));
    this.#write(now);
  }

  raid(until: number, now: number): void {
    this.#kept.raidUntil = Math.max(this.#kept.raidUntil, until);
    this.#write(now);
  }

  /** A broadcast began in a room of its own, or the last one ended. */
  onAirIn(room: string | undefined, now: number): void {
    if (this.#kept.room === room) return;
    this.#kept.room = room;
    this.#write(now);
  }

  get room(): string | undefined {
    return this.#kept.room;
  }

  isRaided(now: number): boolean {
    return this.#kept.raidUntil > now;
  }

  /** Lines that Postgres was not told of yet. */
  untold(): LineDays {
    return this.#kept.days;
  }

  isDue(now: number): boolean {
    const { since, toldAt, days } = this.#kept;
    if (this.#sending || since === 0) return false;
    if (now - since >= TOLD_WITHIN_MS) return true;
    return now - toldAt >= TOLD_EVERY_MS && linesIn(days) >= TOLD_TOGETHER;
  }

  /**
   * Tells what is untold by `send`, with what nobody knows to have been told. Its number is on disk before it leaves, so that
   * one that leaves again is the same and adds nothing.
   */
  async flush(send: (flushes: LineFlushes['flushes']) => Promise<void>, now: number): Promise<void> {
    const kept = this.#kept;
    this.#sending = true;
    try {
      if (kept.since !== 0 && kept.unsure.length < UNSURE_AT_MOST) {
        // Numbers go on from the clock, so that a Channel that lost its storage does not repeat old ones.
        kept.number = Math.max(now, kept.number + 1);
        kept.unsure = [...kept.unsure, { number: kept.number, days: kept.days }];
        kept.days = {};
        kept.since = 0;
        kept.toldAt = now;
      }
      this.#write(now);
      const sent = kept.unsure;
      await send(sent);
      // That the queue has them is known to memory; after a death they leave once more.
      kept.unsure = kept.unsure.filter((flush) => !sent.includes(flush));
    } finally {
      this.#sending = false;
    }
  }

  #forgetIds(now: number): void {
    for (const [id, at] of this.#ids) {
      if (this.#ids.size <= IDS_KEPT || at > now - IDS_FOR_MS) return;
      this.#ids.delete(id);
    }
  }

  #write(now: number): void {
    this.#kept.ids = [...this.#ids.keys()].slice(-IDS_KEPT);
    this.#kept.rings = { fives: this.#fives.toJSON(), minutes: this.#minutes.toJSON() };
    this.#sql.exec('INSERT OR REPLACE INTO observed (id, value) VALUES (1, ?)', JSON.stringify(this.#kept));
    this.#unwritten = 0;
    this.#writtenAt = now;
  }
}

const linesIn = (days: LineDays): number =>
  Object.values(days)
    .flatMap((counts) => Object.values(counts))
    .reduce((sum, lines) => sum + lines, 0);
