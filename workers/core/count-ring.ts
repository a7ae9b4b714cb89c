/** Buckets of time: how wide each is, and how many are kept. They are aligned to the epoch, so that those of many rings add up. */
export interface Grid {
  readonly widthMs: number;
  readonly size: number;
}

/** When the first bucket begins of those that end with the one `now` is in, ms since epoch. */
export const startOf = ({ widthMs, size }: Grid, now: number): number =>
  (Math.floor(now / widthMs) - size + 1) * widthMs;

/** A ring as it is stored: the number of its newest bucket, and the counts up to that, oldest first. */
export interface KeptCounts {
  readonly newest: number;
  readonly counts: readonly number[];
}

/** Counts by time, in a fixed number of buckets: each new one takes the place of the oldest. */
export class CountRing {
  readonly #grid: Grid;
  /** By the bucket's number modulo the size. */
  readonly #counts: number[];
  #newest = 0;

  constructor(grid: Grid, kept?: KeptCounts) {
    this.#grid = grid;
    this.#counts = new Array<number>(grid.size).fill(0);
    if (!kept) return;
    this.#newest = kept.newest;
    kept.counts.forEach((count, i) => {
      this.#put(kept.newest - kept.counts.length + 1 + i, count);
    });
  }

  /** @param at ms since epoch, no later than now; what is older than the ring is counted no more */
  add(at: number, count = 1): void {
    const { widthMs, size } = this.#grid;
    const bucket = Math.floor(at / widthMs);
    // Buckets that were passed over were empty.
    for (let next = Math.max(this.#newest, bucket - size) + 1; next <= bucket; next++) this.#put(next, 0);
    this.#newest = Math.max(this.#newest, bucket);
    if (bucket > this.#newest - size) this.#put(bucket, this.#of(bucket) + count);
  }

  /** The counts of all buckets up to the one that `now` is in, oldest first. */
  upTo(now: number): number[] {
    const { widthMs, size } = this.#grid;
    const last = Math.floor(now / widthMs);
    return Array.from({ length: size }, (_, i) => this.#of(last - size + 1 + i));
  }

  toJSON(): KeptCounts {
    return { newest: this.#newest, counts: this.upTo(this.#newest * this.#grid.widthMs) };
  }

  #of(bucket: number): number {
    const isHere = bucket <= this.#newest && bucket > this.#newest - this.#grid.size && bucket >= 0;
    return isHere ? (this.#counts[bucket % this.#grid.size] ?? 0) : 0;
  }

  #put(bucket: number, count: number): void {
    if (bucket >= 0) this.#counts[bucket % this.#grid.size] = count;
  }
}
