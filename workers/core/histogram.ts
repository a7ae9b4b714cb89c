/** Durations by size: how many fell into each class, by the class's number. Two of them are merged by adding. */
export type Histogram = Record<number, number>;

/** Each class is so much wider than the one before. */
const GROWTH = 1.1;
const LOG_GROWTH = Math.log(GROWTH);
/** What takes an hour or longer is told as an hour. */
const LAST_CLASS = Math.ceil(Math.log(3_600_000) / LOG_GROWTH);

/** How far a quantile may be from the duration it stands for, as a share of that; up to a millisecond all are one. */
export const WORST_ERROR = (GROWTH - 1) / (GROWTH + 1);

/** The class of a duration: 0 up to 1 ms, then from 1.1^(n-1) up to 1.1^n. */
const classOf = (ms: number): number =>
  ms <= 1 ? 0 : Math.min(LAST_CLASS, Math.ceil(Math.log(ms) / LOG_GROWTH - 1e-9));

/** The duration that is nearest, in proportion, to all of a class. */
const middleOf = (number: number): number => (number === 0 ? 1 : (2 * GROWTH ** number) / (GROWTH + 1));

export function addDuration(histogram: Histogram, ms: number): void {
  const number = classOf(ms);
  histogram[number] = (histogram[number] ?? 0) + 1;
}

export function mergeHistogram(into: Histogram, other: Readonly<Histogram>): void {
  for (const [number, count] of Object.entries(other)) into[Number(number)] = (into[Number(number)] ?? 0) + count;
}

export const countIn = (histogram: Readonly<Histogram>): number =>
  Object.values(histogram).reduce((sum, count) => sum + count, 0);

/**
 * The duration that so many of all are not longer than, ms, by the nearest rank; null where there are none.
 * @param share from 0 to 1: 0.99 for p99
 */
export function quantile(histogram: Readonly<Histogram>, share: number): number | null {
  let left = Math.max(1, Math.ceil(share * countIn(histogram)));
  // Whole numbers are an object's keys in their order.
  for (const [number, count] of Object.entries(histogram)) {
    left -= count;
    if (left <= 0) return middleOf(Number(number));
  }
  return null;
}
