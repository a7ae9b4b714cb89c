import { utf8 } from '../workers/core/bytes.ts';
import type { FeedEntry } from '../workers/core/feed.ts';

/** An entry with its place in the feed: numbers grow, and none is used twice. */
export type NumberedEntry = FeedEntry & { readonly seq: number };

/** Where somebody stopped listening. */
export interface FeedPosition {
  /** The last number heard. */
  readonly after: number;
  /** Whose number that is; null: not said, which will do for 0, the beginning. */
  readonly epoch: string | null;
  /** Of what followed, so many of the latest are enough; undefined: all of it. */
  readonly last?: number;
}

export interface CatchUp {
  readonly epoch: string;
  /** What follows comes after this number. */
  readonly seq: number;
  /** Whether something between the position and what follows is not here. */
  readonly gap: boolean;
  readonly entries: readonly NumberedEntry[];
}

/** The ring: so many rows, each of so many bytes of JSON, which is 8 MB. */
const ROWS = 128;
const ROW_BYTES = 64 * 1024;
/** A row takes no more after this, ms, so that it is old as a whole. */
const ROW_FOR_MS = 3600_000;
/** An entry is here no longer than this, ms. */
const KEPT_FOR_MS = 24 * 3600_000;
/** Longer texts are cut, in UTF-16 units: a feed is read in passing, and Slack's messages have up to 40,000. */
const LONGEST_TEXT = 2_000;

interface Numbering {
  readonly epoch: string;
  /** The last number that was given, as of when this was stored; rows may have higher ones. */
  readonly seq: number;
  /** Who heard no further than before this number may have missed what nobody told. */
  readonly brokenAt: number;
}

interface Row {
  readonly number: number;
  /** When it was begun, ms since epoch. */
  readonly begun: number;
  readonly first: number;
  readonly ids: string[];
  /** JSON of each entry; only of the last row, which is written on. */
  json: string[];
  /** Of all of it, in UTF-8; of the last row. */
  bytes: number;
  isWritten: boolean;
}

interface Held {
  readonly epoch: string;
  seq: number;
  brokenAt: number;
  /** Oldest first. */
  readonly rows: Row[];
  readonly ids: Set<string>;
}

const NUMBERING = 'feed';
/** A bracket: the other one stands for the comma that the last entry does not have. */
const EMPTY_ROW_BYTES = 1;

/**
 * The latest entries of a community's feed. What is published together is one row written: it goes on the last row while
 * that has room, and a new row takes the place of the oldest. A second storage, after a loss, has another epoch, so that
 * nobody takes its numbers for those of the first.
 */
export class FeedRing {
  readonly #storage: DurableObjectStorage;
  #held: Held | undefined;

  constructor(storage: DurableObjectStorage) {
    this.#storage = storage;
  }

  /** When the oldest entries are to be forgotten, ms since epoch; null: there are none. */
  get forgetAt(): number | null {
    const [oldest] = this.#restored().rows;
    return oldest ? oldest.begun + KEPT_FOR_MS : null;
  }

  /** Keeps entries and says which of them are new, with their numbers. @param now ms since epoch */
  append(entries: readonly FeedEntry[], now: number): readonly NumberedEntry[] {
    const held = this.#restored();
    const added: NumberedEntry[] = [];
    try {
      this.#storage.transactionSync(() => {
        for (const entry of entries) {
          const numbered = this.#add(held, entry, now);
          if (numbered) added.push(numbered);
        }
        this.#write(held.rows.at(-1));
      });
    } catch (error) {
      // What was to be written was not, so what is in memory is not true.
      this.#held = undefined;
      throw error;
    }
    return added;
  }

  /** What followed a position; from null on nothing did. @param now ms since epoch */
  since(position: FeedPosition | null, now: number): CatchUp {
    const held = this.#restored();
    const { epoch, seq, brokenAt } = held;
    if (position === null) return { epoch, seq, gap: false, entries: [] };
    const kept = held.rows.filter(({ begun }) => begun > now - KEPT_FOR_MS);
    const before = (kept[0]?.first ?? seq + 1) - 1;
    const isOurs = position.epoch === epoch || (position.epoch === null && position.after === 0);
    const after = isOurs ? position.after : 0;
    const from = kept.findLast(({ first }) => first <= after + 1) ?? kept[0];
    const latest = latestRow(kept, position.last);
    const missed = from ? this.#read(Math.max(from.number, latest)).filter((entry) => entry.seq > after) : [];
    const entries = position.last === undefined ? missed : missed.slice(-position.last);
    const isCut = position.last !== undefined && (entries[0]?.seq ?? 0) > Math.max(after, before) + 1;
    const gap = !isOurs || after > seq || after < brokenAt || after < before || isCut;
    return { epoch, seq: gap ? (entries[0]?.seq ?? seq + 1) - 1 : after, gap, entries };
  }

  /** From here on it is not sure that what was told before went on: a number is left out that nobody who was there has. */
  interrupt(): CatchUp {
    const held = this.#restored();
    held.seq++;
    held.brokenAt = held.seq;
    this.#number(held);
    return { epoch: held.epoch, seq: held.seq, gap: true, entries: [] };
  }

  /** Forgets what is old. @param now ms since epoch */
  forget(now: number): void {
    const held = this.#restored();
    let last: Row | undefined;
    while (held.rows[0] && held.rows[0].begun <= now - KEPT_FOR_MS) last = this.#dropOldest(held);
    if (!last) return;
    this.#storage.sql.exec('DELETE FROM feed WHERE number <= ?', last.number);
    this.#number(held);
  }

  /**
   * Takes what these accounts (`platform:id`) wrote and did out of what is kept, and what they were answered. Entries stay in their places,
   * without a name and a text, so that nobody who listens misses a number.
   */
  forgetAuthors(keys: ReadonlySet<string>): void {
    this.#restored();
    const rows = this.#storage.sql
      .exec<{ number: number; entries: string }>('SELECT number, entries FROM feed ORDER BY number')
      .toArray()
      .map(({ number, entries }) => ({ number, entries: JSON.parse(entries) as NumberedEntry[] }));
    const isTheirs = authoredBy(keys);
    // An answer's id begins with what it answers (`platform:channel:event`).
    const theirs = rows.flatMap(({ entries }) => entries.filter(isTheirs));
    const answered = theirs.flatMap((entry) =>
      entry.is === 'change' ? [] : [`${entry.channel}:${entry.id.slice(entry.channel.indexOf(':') + 1)}:`],
    );
    // What was done to them names them as well: by an account, or by the person that they were as they did something.
    const named = new Set([
      ...Array.from(keys, (key) => `account:${key}`),
      ...theirs.flatMap((entry) => (entry.is === 'change' && entry.by?.person ? [`person:${entry.by.person}`] : [])),
    ]);
    const isOfThem = (entry: NumberedEntry): boolean => entry.is === 'change' && named.has(entry.target);
    const isForgotten = (entry: NumberedEntry): boolean =>
      isTheirs(entry) ||
      isOfThem(entry) ||
      (entry.is === 'reply' && answered.some((start) => entry.id.startsWith(start)));
    this.#storage.transactionSync(() => {
      for (const { number, entries } of rows) {
        if (!entries.some(isForgotten)) continue;
        const left = entries.map((entry) => (isForgotten(entry) ? nameless(entry) : entry));
        this.#storage.sql.exec('UPDATE feed SET entries = ? WHERE number = ?', JSON.stringify(left), number);
      }
    });
    // What is in memory is read again from what is stored.
    this.#held = undefined;
  }

  #add(held: Held, entry: FeedEntry, now: number): NumberedEntry | null {
    if (held.ids.has(entry.id)) return null;
    // What is told again after a day was forgotten for a reason.
    if (entry.at <= now - KEPT_FOR_MS) return null;
    const numbered = { ...shortened(entry), seq: held.seq + 1 };
    const json = JSON.stringify(numbered);
    const bytes = utf8(json).length + 1;
    // No platform's message comes near that; what would not fit into a row is not worth one.
    if (EMPTY_ROW_BYTES + bytes > ROW_BYTES) return null;
    held.seq++;
    held.ids.add(entry.id);
    let row = held.rows.at(-1);
    if (!row || row.bytes + bytes > ROW_BYTES || now >= row.begun + ROW_FOR_MS) row = this.#begin(held, now);
    row.ids.push(entry.id);
    row.json.push(json);
    row.bytes += bytes;
    row.isWritten = false;
    return numbered;
  }

  #begin(held: Held, now: number): Row {
    const last = held.rows.at(-1);
    this.#write(last);
    if (last) last.json = [];
    if (held.rows.length >= ROWS) this.#dropOldest(held);
    const number = (last?.number ?? 0) + 1;
    const row = { number, begun: now, first: held.seq, ids: [], json: [], bytes: EMPTY_ROW_BYTES, isWritten: true };
    held.rows.push(row);
    return row;
  }

  #dropOldest(held: Held): Row | undefined {
    const row = held.rows.shift();
    for (const id of row?.ids ?? []) held.ids.delete(id);
    return row;
  }

  #write(row: Row | undefined): void {
    if (!row || row.isWritten) return;
    const { number, begun, json } = row;
    row.isWritten = true;
    this.#storage.sql.exec(
      'INSERT OR REPLACE INTO feed (slot, number, begun, entries) VALUES (?, ?, ?, ?)',
      number % ROWS,
      number,
      begun,
      `[${json.join()}]`,
    );
  }

  #number({ epoch, seq, brokenAt }: Held): void {
    this.#storage.kv.put<Numbering>(NUMBERING, { epoch, seq, brokenAt });
  }

  #read(number: number): NumberedEntry[] {
    return this.#storage.sql
      .exec<{ entries: string }>('SELECT entries FROM feed WHERE number >= ? ORDER BY number', number)
      .toArray()
      .flatMap(({ entries }) => JSON.parse(entries) as NumberedEntry[]);
  }

  /** Nothing is stored for a community whose feed nobody ever asked for. */
  #restored(): Held {
    this.#held ??= this.#restore();
    return this.#held;
  }

  #restore(): Held {
    this.#storage.sql.exec(
      'CREATE TABLE IF NOT EXISTS feed (slot INTEGER PRIMARY KEY, number INTEGER NOT NULL, begun INTEGER NOT NULL, entries TEXT NOT NULL)',
    );
    const numbering = this.#storage.kv.get<Numbering>(NUMBERING);
    const { epoch, seq, brokenAt } = numbering ?? { epoch: crypto.randomUUID(), seq: 0, brokenAt: 0 };
    const held: Held = { epoch, seq, brokenAt, rows: [], ids: new Set() };
    if (!numbering) this.#number(held);
    const stored = this.#storage.sql
      .exec<{ number: number; begun: number; entries: string }>(
        'SELECT number, begun, entries FROM feed ORDER BY number',
      )
      .toArray();
    for (const { number, begun, entries } of stored) {
      const parsed = JSON.parse(entries) as NumberedEntry[];
      const isLast = number === stored.at(-1)?.number;
      held.rows.push({
        number,
        begun,
        first: parsed[0]?.seq ?? 0,
        ids: parsed.map(({ id }) => id),
        json: isLast ? parsed.map((entry) => JSON.stringify(entry)) : [],
        bytes: isLast ? utf8(entries).length : 0,
        isWritten: true,
      });
      for (const { id } of parsed) held.ids.add(id);
      held.seq = Math.max(held.seq, parsed.at(-1)?.seq ?? 0);
    }
    return held;
  }
}

/** The number of the row from which on there are at least so many entries. */
function latestRow(rows: readonly Row[], least: number | undefined): number {
  if (least === undefined) return 0;
  let count = 0;
  for (const { number, ids } of rows.toReversed()) {
    count += ids.length;
    if (count >= least) return number;
  }
  return 0;
}

/** An entry with its text cut where that is very long, between two characters. */
function shortened(entry: FeedEntry): FeedEntry {
  if (!('text' in entry) || entry.text.length <= LONGEST_TEXT) return entry;
  const cut = entry.text.slice(0, LONGEST_TEXT - 1).replace(/[\ud800-\udbff]$/, '');
  return { ...entry, text: `${cut}…` };
}

const NOBODY_NAMED = { account: '', displayName: '' };

const authoredBy =
  (keys: ReadonlySet<string>) =>
  (entry: NumberedEntry): boolean => {
    if (entry.is === 'change') return entry.by !== null && keys.has(entry.by.account);
    if (!('author' in entry) || entry.author === null) return false;
    return keys.has(`${entry.channel.slice(0, entry.channel.indexOf(':'))}:${entry.author.account}`);
  };

/** An entry of which is left that it was. */
function nameless(entry: NumberedEntry): NumberedEntry {
  switch (entry.is) {
    case 'change':
      return { ...entry, target: entry.target.slice(0, entry.target.indexOf(':')), by: null };
    case 'event':
      return { ...entry, author: null };
    case 'reply':
      return { ...entry, text: '' };
    case 'notice':
      return entry;
    default:
      return { ...entry, author: NOBODY_NAMED, text: '' };
  }
}
