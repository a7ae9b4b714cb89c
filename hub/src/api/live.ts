import type { FeedEntry } from '@waddlebot/core/feed.ts';
import { ApiError } from './errors.ts';
import { type LiveSurroundings, pageSurroundings } from './live-surroundings.ts';

/** An entry with its number in the feed. */
export type LiveEntry = FeedEntry & { readonly seq: number };

/** `lost` only once it is worth a word: a socket that comes back at once was never away. */
export type LiveStatus = 'connecting' | 'open' | 'lost' | 'refused';

/** A stretch of time of which something was missed that nobody kept. Times are ms since epoch. */
export interface LiveGap {
  readonly id: string;
  /** The entry (its id) that it comes after. */
  readonly after: string;
  readonly from: number;
  readonly to: number;
}

export interface LiveSnapshot {
  readonly status: LiveStatus;
  /** Oldest first, at most `MOST_ENTRIES`. */
  readonly entries: readonly LiveEntry[];
  /** Where something is missing between them. */
  readonly gaps: readonly LiveGap[];
  /** When the connection was lost, ms since epoch; null while it is there. */
  readonly lostAt: number | null;
}

type Frame =
  | { readonly type: 'hello'; readonly epoch: string; readonly seq: number; readonly gap: boolean }
  | { readonly type: 'entries'; readonly entries: readonly LiveEntry[] }
  | { readonly type: 'error'; readonly message: string };

/** What a page keeps in memory of a feed. */
export const MOST_ENTRIES = 1_000;
/** A connection that says nothing for so long is asked whether it is there, and given up after that much again, ms. */
const QUIET_MS = 20_000;
const ANSWER_WITHIN_MS = 8_000;
const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 15_000;
/** A connection that held for so long was a good one, ms: the next try comes soon again. */
const STEADY_MS = 5_000;
/** Shorter breaks are not shown, ms. */
const SHOWN_AFTER_MS = 1_500;
/** What a page was shown is younger than this where it hears of changes so soon, ms. */
const IN_STEP_WITHIN_MS = 1_500;
/** Pages in the background draw nothing; what comes meanwhile is taken together, ms. */
const HIDDEN_FLUSH_MS = 1_000;
/** Another page comes within a moment, and finds the socket open, ms. */
const LINGERS_MS = 1_000;
/**
 * A number is left out where isolates may have stopped telling, and where an entry was not for whoever looks. The first takes a
 * while, ms.
 */
const HOLE_MS = 30_000;

/**
 * A community's socket, one for all parts of the page: connects again by itself and catches up on what it missed. Entries that
 * come within one frame are told together, so that a busy chat costs one drawing for each frame.
 */
export class LiveFeed {
  readonly #community: string;
  readonly #around: LiveSurroundings;
  readonly #listeners = new Set<() => void>();
  readonly #hearers = new Set<(entries: readonly LiveEntry[]) => void>();
  readonly #behind = new Set<() => void>();
  readonly #ids = new Set<string>();
  #snapshot: LiveSnapshot = { status: 'connecting', entries: [], gaps: [], lostAt: null };
  #position: { readonly epoch: string; readonly after: number } | null = null;
  #last: LiveEntry | null = null;
  #socket: WebSocket | null = null;
  #beganAt = 0;
  #openedAt = 0;
  #heardAt = 0;
  /** Grows with each try: one that was overtaken gives way. */
  #attempt = 0;
  #pending: LiveEntry[] = [];
  #pendingGaps: LiveGap[] = [];
  #gapCount = 0;
  #flushing = false;
  #tries = 0;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #shown: ReturnType<typeof setTimeout> | undefined;
  #quiet: ReturnType<typeof setTimeout> | undefined;
  #users = 0;
  #ending: ReturnType<typeof setTimeout> | undefined;
  #leave: (() => void) | null = null;

  constructor(community: string, around: LiveSurroundings = pageSurroundings) {
    this.#community = community;
    this.#around = around;
  }

  readonly snapshot = (): LiveSnapshot => this.#snapshot;

  readonly subscribe = (tell: () => void): (() => void) => {
    this.#listeners.add(tell);
    this.#begin();
    return () => {
      if (this.#listeners.delete(tell)) this.#end();
    };
  };

  /** Tells each batch of entries once, as they come. @returns ends it */
  hear(tell: (entries: readonly LiveEntry[]) => void): () => void {
    this.#hearers.add(tell);
    this.#begin();
    return () => {
      if (this.#hearers.delete(tell)) this.#end();
    };
  }

  /**
   * Tells where something may have changed of which nothing was heard: before the connection stood, or while it was lost.
   * Changes are kept for nobody who does not listen. @returns ends it
   */
  whenBehind(tell: () => void): () => void {
    this.#behind.add(tell);
    return () => void this.#behind.delete(tell);
  }

  /** Forgets what is shown; what comes next follows. */
  clear(): void {
    this.#ids.clear();
    this.#set({ entries: [], gaps: [] });
  }

  /** Waits no longer: whoever asks for it, or comes back to the network or to the tab. */
  readonly retry = (): void => {
    if (this.#around.isHidden() || this.#snapshot.status === 'refused' || this.#users === 0) return;
    if (this.#socket) {
      // A machine that slept does not know yet that its connection is gone.
      if (this.#around.now() - this.#heardAt > ANSWER_WITHIN_MS) this.#ask(this.#socket);
      return;
    }
    clearTimeout(this.#retry);
    void this.#connect();
  };

  #begin(): void {
    clearTimeout(this.#ending);
    if (this.#users++ > 0 || this.#leave) return;
    this.#beganAt = this.#around.now();
    this.#leave = this.#around.watch({ back: this.retry, away: this.#cut });
    void this.#connect();
  }

  #end(): void {
    this.#users--;
    if (this.#users > 0) return;
    this.#ending = setTimeout(() => {
      this.#leave?.();
      this.#leave = null;
      this.#attempt++;
      for (const timer of [this.#retry, this.#shown, this.#quiet]) clearTimeout(timer);
      this.#shown = undefined;
      const socket = this.#socket;
      this.#socket = null;
      socket?.close();
      this.#set({ status: 'connecting', lostAt: null });
    }, LINGERS_MS);
  }

  /** The browser says that there is no network: what is open is dead, whatever it seems. */
  readonly #cut = (): void => {
    const socket = this.#socket;
    if (!socket) return;
    this.#socket = null;
    socket.close();
    this.#lost();
  };

  async #connect(): Promise<void> {
    clearTimeout(this.#retry);
    const attempt = ++this.#attempt;
    let ticket: string;
    try {
      ticket = await this.#around.ticket(this.#community);
    } catch (error) {
      if (attempt !== this.#attempt) return;
      // No right to listen: asking again changes nothing.
      if (error instanceof ApiError && (error.status === 403 || error.status === 404)) this.#set({ status: 'refused' });
      else this.#lost();
      return;
    }
    if (attempt !== this.#attempt) return;
    // The first time what is kept of the day, then what was missed; of both no more than is shown.
    const query = new URLSearchParams({
      community: this.#community,
      ticket,
      after: String(this.#position?.after ?? 0),
      last: String(MOST_ENTRIES),
    });
    if (this.#position) query.set('epoch', this.#position.epoch);
    const socket = this.#around.open(query);
    this.#socket = socket;
    this.#listenForQuiet(socket);
    socket.addEventListener('message', ({ data }) => this.#take(socket, String(data)));
    socket.addEventListener('close', () => {
      if (this.#socket !== socket) return;
      this.#socket = null;
      this.#lost();
    });
  }

  #take(socket: WebSocket, data: string): void {
    if (this.#socket !== socket) return;
    this.#listenForQuiet(socket);
    if (data === 'pong') return;
    const frame = JSON.parse(data) as Frame;
    if (frame.type === 'hello') this.#greeted(frame);
    if (frame.type === 'entries') this.#told(frame.entries);
  }

  #greeted({ epoch, seq, gap }: Extract<Frame, { type: 'hello' }>): void {
    const now = this.#around.now();
    if (gap && this.#position) this.#miss(this.#snapshot.lostAt ?? this.#last?.at ?? now, now);
    const isBehind = this.#position !== null || now - this.#beganAt > IN_STEP_WITHIN_MS;
    this.#position = { epoch, after: seq };
    this.#openedAt = now;
    clearTimeout(this.#shown);
    this.#shown = undefined;
    this.#set({ status: 'open', lostAt: null });
    if (isBehind) for (const tell of this.#behind) tell();
  }

  #told(entries: readonly LiveEntry[]): void {
    for (const entry of entries) {
      const { epoch = '', after = entry.seq - 1 } = this.#position ?? {};
      this.#position = { epoch, after: entry.seq };
      // Another storage may tell again what was told before.
      if (this.#ids.has(entry.id)) continue;
      const isHole = entry.seq > after + 1 && this.#last !== null && entry.at - this.#last.at > HOLE_MS;
      if (isHole && this.#last) this.#miss(this.#last.at, entry.at);
      this.#ids.add(entry.id);
      this.#last = entry;
      this.#pending.push(entry);
    }
    if (this.#pending.length > 0) this.#flushSoon();
  }

  /** Something is missing after what came last; nothing came yet: then nothing is known to be missing. */
  #miss(from: number, to: number): void {
    if (!this.#last) return;
    const { id: after } = this.#last;
    const all = [...this.#snapshot.gaps, ...this.#pendingGaps];
    // What is told of one place twice is one gap.
    const known = all.find((gap) => gap.after === after);
    const gap = known ? { ...known, to } : { id: `gap ${++this.#gapCount}`, after, from, to };
    this.#pendingGaps = [...this.#pendingGaps.filter(({ id }) => id !== gap.id), gap];
    this.#flushSoon();
  }

  #flushSoon(): void {
    if (this.#flushing) return;
    this.#flushing = true;
    const flush = () => this.#flush();
    if (this.#around.isHidden()) setTimeout(flush, HIDDEN_FLUSH_MS);
    else this.#around.nextFrame(flush);
  }

  #flush(): void {
    this.#flushing = false;
    const fresh = this.#pending;
    const told = this.#pendingGaps;
    const gaps = [...this.#snapshot.gaps.filter(({ id }) => !told.some((gap) => gap.id === id)), ...told];
    this.#pending = [];
    this.#pendingGaps = [];
    const all = [...this.#snapshot.entries, ...fresh];
    for (const { id } of all.slice(0, -MOST_ENTRIES)) this.#ids.delete(id);
    this.#set({
      entries: all.slice(-MOST_ENTRIES),
      gaps: gaps.length === 0 ? this.#snapshot.gaps : gaps.filter(({ after }) => this.#ids.has(after)),
    });
    if (fresh.length > 0) for (const hear of this.#hearers) hear(fresh);
  }

  #listenForQuiet(socket: WebSocket): void {
    this.#heardAt = this.#around.now();
    clearTimeout(this.#quiet);
    this.#quiet = setTimeout(() => this.#ask(socket), QUIET_MS);
  }

  /** Asks whether somebody is there. */
  #ask(socket: WebSocket): void {
    if (this.#socket !== socket) return;
    clearTimeout(this.#quiet);
    if (socket.readyState === OPEN) socket.send('ping');
    this.#quiet = setTimeout(() => {
      if (this.#socket === socket) this.#cut();
    }, ANSWER_WITHIN_MS);
  }

  #lost(): void {
    clearTimeout(this.#quiet);
    const now = this.#around.now();
    this.#set({ lostAt: this.#snapshot.lostAt ?? now });
    this.#shown ??= setTimeout(() => this.#set({ status: 'lost' }), SHOWN_AFTER_MS);
    if (this.#users === 0) return;
    if (this.#openedAt > 0 && now - this.#openedAt > STEADY_MS) this.#tries = 0;
    this.#openedAt = 0;
    const wait = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** this.#tries++);
    clearTimeout(this.#retry);
    // Half of it by chance: after a deploy not everybody comes at once.
    this.#retry = setTimeout(() => void this.#connect(), wait / 2 + (this.#around.random() * wait) / 2);
  }

  #set(changed: Partial<LiveSnapshot>): void {
    this.#snapshot = { ...this.#snapshot, ...changed };
    for (const tell of this.#listeners) tell();
  }
}

/** `WebSocket.OPEN`, which only browsers know by that name. */
const OPEN = 1;

const feeds = new Map<string, LiveFeed>();

/** The one feed of a community (its slug). */
export function liveFeedOf(community: string): LiveFeed {
  const known = feeds.get(community);
  if (known) return known;
  const made = new LiveFeed(community);
  feeds.set(community, made);
  return made;
}
