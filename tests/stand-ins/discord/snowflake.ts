// Discord: API reference, snowflakes: milliseconds since the first second of 2015, then 22 bits of worker and counter.
const EPOCH_MS = 1_420_070_400_000;
const COUNTER = 0xfffn;

/** Ids that grow, and whose time can be read. */
export class Snowflakes {
  #last = 0n;
  #past = 0n;
  #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** A fresh id of this moment, or of an earlier one for what happened then. */
  next(at = this.#now()): string {
    const start = BigInt(Math.trunc(at) - EPOCH_MS) << 22n;
    if (at < this.#now()) return String(start + (++this.#past & COUNTER));
    this.#last = start > this.#last ? start : this.#last + 1n;
    return String(this.#last);
  }
}

/** Milliseconds since the epoch. */
export function snowflakeTime(id: string): number {
  return Number(BigInt(id) >> 22n) + EPOCH_MS;
}

/** Discord: Gateway, sharding formula; direct messages belong to shard 0. */
export function shardOf(guildId: string | undefined, shards: number): number {
  return guildId === undefined ? 0 : Number((BigInt(guildId) >> 22n) % BigInt(shards));
}
