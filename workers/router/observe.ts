import { describeError } from '../core/errors.ts';
import type { ChatEvent } from '../core/events.ts';
import { keyOf } from '../core/events.ts';
import type { ChannelKey } from '../core/ids.ts';
import type { ObservedLine } from '../core/observation.ts';
import type { Behind, Services } from './services.ts';
import { channelStub } from './services.ts';

/** Lines of one call. */
const MOST_TOGETHER = 100;
/** How long lines gather, ms: while somebody watches, and else. */
const WATCHED_FOR_MS = 250;
const GATHERED_FOR_MS = 10_000;
/** A request that was to bring lines may have been cut off; after so long the next one does it, ms. */
const OVERDUE_AFTER_MS = 1_000;
/** Lines of a channel that wait at most: what is more is lost, oldest first. */
const MOST_WAITING = 500;
const CHANNELS_KEPT = 5_000;

/** Lines of one channel on their way. */
interface Waiting {
  /** Not brought yet. */
  lines: ObservedLine[];
  /** Brought, and not known to be on disk. */
  unkept: ObservedLine[];
  /** When they are to be brought, ms since epoch; null where nothing is. */
  dueAt: number | null;
}

/** A line as it is observed. */
const observedLine = ({ id, author, room, text, at }: ChatEvent): ObservedLine => ({
  id,
  account: author.account,
  displayName: author.displayName,
  room,
  text,
  at,
});

/**
 * What this isolate has heard of chat and not brought to the Channels yet. Lines go together, for a call each would be half the
 * price of a message; an isolate that dies loses those of its last seconds.
 */
export class Observer {
  readonly #services: Pick<Services, 'bindings' | 'clock' | 'log'>;
  readonly #behind: Behind;
  readonly #waiting = new Map<ChannelKey, Waiting>();

  constructor(services: Pick<Services, 'bindings' | 'clock' | 'log' | 'behind'>) {
    this.#services = services;
    this.#behind = services.behind;
  }

  /** Takes a line along, to be brought soon. */
  add(event: ChatEvent, isWatched: boolean): void {
    const key = keyOf(event);
    const waiting = this.#of(key);
    waiting.lines.push(observedLine(event));
    const now = this.#services.clock();
    const withinMs = isWatched ? WATCHED_FOR_MS : GATHERED_FOR_MS;
    const isOverdue = waiting.dueAt !== null && now > waiting.dueAt + OVERDUE_AFTER_MS;
    if (waiting.lines.length >= MOST_TOGETHER || isOverdue) this.#bringSoon(key, waiting, 0, now);
    else if (waiting.dueAt === null || waiting.dueAt > now + withinMs) this.#bringSoon(key, waiting, withinMs, now);
  }

  /** Lines to bring along with a question to their Channel: this one, and what was brought before and is not on disk. */
  bringAlong(event: ChatEvent): readonly ObservedLine[] {
    const waiting = this.#waiting.get(keyOf(event));
    return [...(waiting?.unkept.splice(0) ?? []), observedLine(event)];
  }

  /** Lines were brought, and are not on disk yet, or nobody knows: they go along with the next ones. */
  unkept(key: ChannelKey, lines: readonly ObservedLine[]): void {
    const waiting = this.#of(key);
    waiting.unkept = [...lines, ...waiting.unkept].slice(-MOST_WAITING);
  }

  #bringSoon(key: ChannelKey, waiting: Waiting, afterMs: number, now: number): void {
    waiting.dueAt = now + afterMs;
    this.#behind(afterMs, () => this.#bring(key, waiting));
  }

  async #bring(key: ChannelKey, waiting: Waiting): Promise<void> {
    if (waiting.lines.length === 0) return;
    const lines = [...waiting.unkept, ...waiting.lines.splice(0)];
    waiting.unkept = [];
    waiting.dueAt = null;
    try {
      const kept = await channelStub(this.#services, key).observe(lines, this.#services.clock());
      if (!kept) this.unkept(key, lines);
    } catch (error) {
      // It may have counted them all the same: it knows them again by their ids.
      this.unkept(key, lines);
      this.#services.log('warn', 'observation.not-brought', { lines: lines.length, error: describeError(error) });
    }
  }

  #of(key: ChannelKey): Waiting {
    let waiting = this.#waiting.get(key);
    if (!waiting) {
      if (this.#waiting.size >= CHANNELS_KEPT) this.#forgetOne();
      waiting = { lines: [], unkept: [], dueAt: null };
      this.#waiting.set(key, waiting);
    }
    return waiting;
  }

  /** Forgets the channel that was met first and has nothing to bring; the first of all where each has. */
  #forgetOne(): void {
    const [first] = this.#waiting.keys();
    const idle = this.#waiting.entries().find(([, { lines, unkept }]) => lines.length + unkept.length === 0);
    this.#waiting.delete((idle?.[0] ?? first) as ChannelKey);
  }
}
