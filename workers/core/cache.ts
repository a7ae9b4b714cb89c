import { SingleFlight } from './single-flight.ts';

export interface CacheOptions {
  /** How long a value counts, ms from when it was asked for. */
  readonly ttlMs: number;
  /** The most values that are kept: above that, the one that was used least recently goes. */
  readonly maxEntries: number;
  /** ms since epoch. */
  readonly clock: () => number;
}

export interface CacheStats {
  /** Answered from what is held. */
  readonly hits: number;
  /** Had to wait, whether for a load of their own or for another's. */
  readonly misses: number;
  /** What is held; a value whose time is over counts until it is asked for or pushed out. */
  readonly entries: number;
  /** Hits among all that was asked, 0 to 1; 0 before anything was. */
  readonly hitRatio: number;
}

interface Entry<V> {
  readonly value: V;
  readonly version: number;
  readonly until: number;
}

/** A load under way; one that is no longer its key's flight is too old to be kept. */
interface Flight {
  readonly version: number;
}

/**
 * Values that are dear to load and may be a little old. That there is nothing is a value like any other (`null`); that a load
 * failed is not, and the next who asks tries again. It holds the memory of one isolate: another one's `delete` does not
 * reach it, so a value is never sure to be younger than its time to live unless the caller knows a version.
 */
export class TtlCache<K, V> {
  readonly #options: CacheOptions;
  /** From the least recently used to the most. */
  readonly #entries = new Map<K, Entry<V>>();
  readonly #flights = new Map<K, Flight>();
  readonly #loads = new SingleFlight<Flight, V>();
  #hits = 0;
  #misses = 0;

  constructor(options: CacheOptions) {
    this.#options = options;
  }

  /**
   * The value of a key, loaded by the first who asks for it.
   * @param version the newest version the caller knows of: what was loaded under an older one is loaded again.
   * @throws what the load throws.
   */
  async get(key: K, load: () => Promise<V>, version = 0): Promise<V> {
    const held = this.#fresh(key);
    if (held && held.version >= version) {
      this.#hits++;
      return held.value;
    }
    this.#misses++;
    const flight = this.#flightFor(key, version);
    return this.#loads.run(flight, () => this.#load(key, flight, load));
  }

  /** Keeps a value that came by another way, as if it had been loaded now under this version. */
  put(key: K, value: V, version = 0): void {
    this.#flights.delete(key);
    this.#keep(key, { value, version, until: this.#options.clock() + this.#options.ttlMs });
  }

  /** Forgets a key; what is being loaded for it is given to those who wait, and not kept. */
  delete(key: K): void {
    this.#entries.delete(key);
    this.#flights.delete(key);
  }

  /** Forgets what matches. Whether something that is being loaded would match shows only later, so none of that is kept. */
  deleteWhere(matches: (key: K, value: V) => boolean): void {
    for (const [key, { value }] of this.#entries) if (matches(key, value)) this.#entries.delete(key);
    this.#flights.clear();
  }

  clear(): void {
    this.#entries.clear();
    this.#flights.clear();
  }

  stats(): CacheStats {
    const asked = this.#hits + this.#misses;
    return {
      hits: this.#hits,
      misses: this.#misses,
      entries: this.#entries.size,
      hitRatio: asked === 0 ? 0 : this.#hits / asked,
    };
  }

  /** What is held of a key and still counts, used just now. */
  #fresh(key: K): Entry<V> | undefined {
    const held = this.#entries.get(key);
    if (!held) return undefined;
    this.#entries.delete(key);
    if (held.until <= this.#options.clock()) return undefined;
    this.#entries.set(key, held);
    return held;
  }

  /** The load under way if it began with no older version in mind than this one; else a new one takes its place. */
  #flightFor(key: K, version: number): Flight {
    const under = this.#flights.get(key);
    if (under && under.version >= version) return under;
    const flight = { version };
    this.#flights.set(key, flight);
    return flight;
  }

  async #load(key: K, flight: Flight, load: () => Promise<V>): Promise<V> {
    const until = this.#options.clock() + this.#options.ttlMs;
    try {
      const value = await load();
      // Forgotten or asked for anew meanwhile, it may be what was before the change.
      if (this.#flights.get(key) === flight) this.#keep(key, { value, version: flight.version, until });
      return value;
    } finally {
      if (this.#flights.get(key) === flight) this.#flights.delete(key);
    }
  }

  #keep(key: K, entry: Entry<V>): void {
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    if (this.#entries.size <= this.#options.maxEntries) return;
    const [leastRecent] = this.#entries.keys();
    this.#entries.delete(leastRecent as K);
  }
}
