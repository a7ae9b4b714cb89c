import { type CacheOptions, TtlCache } from '../core/cache.ts';
import type { Category, Profile, StreamState, StreamStats, Who } from '../core/stream.ts';

const STREAMS_FOR_MS = 30_000;
const FACTS_FOR_MS = 600_000;
/** How long a verb knows better than the platform what it has set, ms: the old is told for a while (KickDevDocs#205). */
const CHANGES_FOR_MS = 60_000;
const STREAMS_KEPT = 2_000;
const FACTS_KEPT = 5_000;

type Change = Partial<Pick<StreamState, 'title' | 'category' | 'categoryId'>>;
type FollowedAt = number | null | 'unknown';

/** What an isolate need not ask one platform of its streams every time. */
export class StreamCache {
  readonly #clock: () => number;
  readonly #streams: TtlCache<string, StreamState | null>;
  readonly #profiles: TtlCache<string, Profile | null>;
  readonly #follows: TtlCache<string, FollowedAt>;
  readonly #categories: TtlCache<string, readonly Category[]>;
  readonly #changes = new Map<string, { readonly change: Change; readonly until: number }>();

  constructor(clock: () => number) {
    const facts: CacheOptions = { ttlMs: FACTS_FOR_MS, maxEntries: FACTS_KEPT, clock };
    this.#clock = clock;
    this.#streams = new TtlCache({ ttlMs: STREAMS_FOR_MS, maxEntries: STREAMS_KEPT, clock });
    this.#profiles = new TtlCache(facts);
    this.#follows = new TtlCache(facts);
    this.#categories = new TtlCache(facts);
  }

  streamOf(channel: string, load: () => Promise<StreamState | null>): Promise<StreamState | null> {
    return this.#streams.get(channel, async () => {
      const state = await load();
      const changed = this.#changes.get(channel);
      return state && changed && changed.until > this.#clock() ? { ...state, ...changed.change } : state;
    });
  }

  profileOf(who: Who, load: () => Promise<Profile | null>): Promise<Profile | null> {
    return this.#profiles.get('account' in who ? `account ${who.account}` : `login ${who.login.toLowerCase()}`, load);
  }

  /** Only dates are kept: who does not follow may do so the next moment, and would not be told so for ten minutes. */
  async followedAt(channel: string, account: string, load: () => Promise<FollowedAt>): Promise<FollowedAt> {
    const key = `${channel} ${account}`;
    const at = await this.#follows.get(key, load);
    if (typeof at !== 'number') this.#follows.delete(key);
    return at;
  }

  searchCategories(text: string, load: () => Promise<readonly Category[]>): Promise<readonly Category[]> {
    return this.#categories.get(text.toLowerCase(), load);
  }

  /** A verb has changed what the channel shows. */
  changed(channel: string, change: Change): void {
    const now = this.#clock();
    const before = this.#changes.get(channel);
    for (const [key, { until }] of this.#changes) if (until <= now) this.#changes.delete(key);
    const kept = before && before.until > now ? before.change : {};
    this.#changes.set(channel, { change: { ...kept, ...change }, until: now + CHANGES_FOR_MS });
    this.#streams.delete(channel);
  }

  stats(): StreamStats {
    return {
      streams: this.#streams.stats(),
      profiles: this.#profiles.stats(),
      follows: this.#follows.stats(),
      categories: this.#categories.stats(),
    };
  }
}
