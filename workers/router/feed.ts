import { describeError } from '../core/errors.ts';
import type { FeedEntry } from '../core/feed.ts';
import type { ChannelKey, CommunityId } from '../core/ids.ts';
import type { Log } from '../core/log.ts';
import { within } from '../core/within.ts';

/** How long entries gather, ms, and how many are published together. */
const GATHERED_FOR_MS = 250;
const MOST_TOGETHER = 100;
/** A timer ends with the request that set it: what should have been published so long ago is, with the next entry, ms. */
const OVERDUE_AFTER_MS = 1_000;
/** A Community that takes longer counts as one that does not answer, ms. */
const PUBLISHED_WITHIN_MS = 5_000;
/** What a request does behind its answer is cut off after 30 s: the next one goes on after this, ms. */
const HANDED_OVER_AFTER_MS = 10_000;
/** Entries of a community that wait at most: what is more is lost, oldest first. */
const MOST_WAITING = 2_000;

/** The part of a Community that is asked here. */
interface Publishing {
  publish(entries: readonly FeedEntry[], now: number): Promise<{ readonly open: boolean }>;
}

export interface FeedPublisherOptions {
  readonly community: (id: CommunityId) => Publishing;
  /** Lets some work outlive the request that asks for it. */
  readonly waitUntil: (work: Promise<unknown>) => void;
  /** Told of channels that something was said of which nobody listens to any more. */
  readonly unheard: (channels: ReadonlySet<ChannelKey>) => Promise<void>;
  readonly log: Log;
  readonly clock: () => number;
}

/** Entries of one community on their way. Times are ms since epoch. */
interface Waiting {
  readonly entries: FeedEntry[];
  lost: number;
  /** When the timer goes off; null: none is set. */
  dueAt: number | null;
  /** Whether their time came while others were being published. */
  isDue: boolean;
  /** Until when the one who publishes is believed to live; 0: nobody does. */
  busyUntil: number;
}

/**
 * What this isolate has to tell communities' feeds. Entries are published together, as each time is a call and a row, one
 * batch after the other, so that they stay in order; at most once, as a feed is watched and not counted on.
 */
export class FeedPublisher {
  readonly #options: FeedPublisherOptions;
  readonly #waiting = new Map<CommunityId, Waiting>();

  constructor(options: FeedPublisherOptions) {
    this.#options = options;
  }

  /** Takes an entry along, to be published soon. Never throws. */
  add(community: CommunityId, entry: FeedEntry): void {
    const { clock, waitUntil } = this.#options;
    const waiting = this.#of(community);
    const now = clock();
    waiting.entries.push(entry);
    if (waiting.entries.length > MOST_WAITING) {
      waiting.entries.shift();
      waiting.lost++;
    }
    const isOverdue = waiting.dueAt !== null && now > waiting.dueAt + OVERDUE_AFTER_MS;
    if (isOverdue) waiting.dueAt = null;
    if (isOverdue || waiting.entries.length >= MOST_TOGETHER) {
      if (waiting.busyUntil > now) waiting.isDue = true;
      else waitUntil(this.#publish(community, waiting));
    } else if (waiting.dueAt === null) {
      waiting.dueAt = now + GATHERED_FOR_MS;
      waitUntil(this.#publishLater(community, waiting));
    }
  }

  async #publishLater(community: CommunityId, waiting: Waiting, handOverAt?: number): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, GATHERED_FOR_MS));
    waiting.dueAt = null;
    // Who publishes now takes these along.
    if (waiting.busyUntil > this.#options.clock()) waiting.isDue = true;
    else await this.#publish(community, waiting, handOverAt);
  }

  /** Publishes what waits, and goes on while a batch is full or its time has come. */
  async #publish(
    community: CommunityId,
    waiting: Waiting,
    handOverAt = this.#options.clock() + HANDED_OVER_AFTER_MS,
  ): Promise<void> {
    const { clock } = this.#options;
    do {
      const batch = waiting.entries.splice(0, MOST_TOGETHER);
      waiting.isDue = false;
      if (batch.length > 0) await this.#publishBatch(community, waiting, batch);
    } while ((waiting.isDue || waiting.entries.length >= MOST_TOGETHER) && clock() < handOverAt);
    waiting.busyUntil = 0;
    if (waiting.dueAt !== null) return;
    if (waiting.entries.length > 0) {
      if (clock() >= handOverAt) return;
      waiting.dueAt = clock() + GATHERED_FOR_MS;
      await this.#publishLater(community, waiting, handOverAt);
    } else if (this.#waiting.get(community) === waiting) this.#waiting.delete(community);
  }

  async #publishBatch(community: CommunityId, waiting: Waiting, batch: readonly FeedEntry[]): Promise<void> {
    const { clock, log } = this.#options;
    if (waiting.lost > 0) log('warn', 'feed.too-much', { lost: waiting.lost });
    waiting.lost = 0;
    const now = clock();
    waiting.busyUntil = now + PUBLISHED_WITHIN_MS + OVERDUE_AFTER_MS;
    try {
      const publishing = this.#options.community(community).publish(batch, now);
      const { open } = await within(PUBLISHED_WITHIN_MS, 'the community’s feed', publishing);
      if (!open) await this.#options.unheard(channelsOf(batch));
    } catch (error) {
      log('warn', 'feed.not-published', { entries: batch.length, error: describeError(error) });
    }
  }

  #of(community: CommunityId): Waiting {
    let waiting = this.#waiting.get(community);
    if (!waiting) {
      waiting = { entries: [], lost: 0, dueAt: null, isDue: false, busyUntil: 0 };
      this.#waiting.set(community, waiting);
    }
    return waiting;
  }
}

const channelsOf = (batch: readonly FeedEntry[]): ReadonlySet<ChannelKey> =>
  new Set(batch.flatMap((entry) => (entry.is === 'change' ? [] : [entry.channel])));
