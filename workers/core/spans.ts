/** A stretch of time, ms since epoch; null: it goes on. */
export type Span = readonly [from: number, to: number | null];

/** What ended longer ago is forgotten, ms, and of the rest so many are kept. */
const KEPT_FOR_MS = 24 * 3600_000;
const KEPT = 100;

const endOf = ([, to]: Span): number => to ?? Number.POSITIVE_INFINITY;

/** From now on it is so; until then, where that is known. One that goes on already is made longer. */
export function begin(spans: readonly Span[], now: number, until: number | null): readonly Span[] {
  const kept = spans.filter((span) => endOf(span) > now - KEPT_FOR_MS).slice(-KEPT + 1);
  const last = kept.at(-1);
  if (!last || endOf(last) < now) return [...kept, [now, until]];
  const to = until === null || last[1] === null ? null : Math.max(until, last[1]);
  return [...kept.slice(0, -1), [last[0], to]];
}

/** From now on it is not so any more. */
export function end(spans: readonly Span[], now: number): readonly Span[] {
  const last = spans.at(-1);
  return last && endOf(last) > now ? [...spans.slice(0, -1), [last[0], now]] : spans;
}

/** How much of the time between two moments lies in some of the spans, ms. */
export function coveredBy(spans: readonly Span[], from: number, to: number): number {
  let covered = 0;
  let reached = from;
  for (const span of spans.toSorted(([one], [other]) => one - other)) {
    const begins = Math.max(reached, span[0]);
    const ends = Math.min(to, endOf(span));
    if (ends <= begins) continue;
    covered += ends - begins;
    reached = ends;
  }
  return covered;
}
