import { useEffect, useMemo, useRef, useState } from 'react';
import type { LiveFeed, LiveSnapshot } from '../../api/live.ts';
import { type FeedFilter, type FeedRow, narrowed, rowMaker } from './rows.ts';

export interface FeedRows {
  /** What is shown: while it is paused, what was there, with answers that came since. */
  readonly rows: readonly FeedRow[];
  /** How many came since it was paused, of those the filter lets through. */
  readonly fresh: number;
  /** Whether there is anything at all, filter or not. */
  readonly isEmpty: boolean;
  readonly isPaused: boolean;
  readonly setPaused: (isPaused: boolean) => void;
  readonly find: (key: string) => FeedRow | undefined;
}

/** The rows of a feed: all of them as they come, or those of a moment for who reads. */
export function useFeedRows({ entries, gaps }: LiveSnapshot, filter: FeedFilter): FeedRows {
  const [make] = useState(rowMaker);
  const all = useMemo(() => make(entries, gaps), [make, entries, gaps]);
  const latest = useRef(all);
  latest.current = all;
  const [held, setHeld] = useState<readonly FeedRow[] | null>(null);
  const byKey = useMemo(() => (held ? new Map(all.map((row) => [row.key, row])) : null), [held, all]);
  const heldKeys = useMemo(() => (held ? new Set(held.map(({ key }) => key)) : null), [held]);
  const rows = useMemo(
    () => narrowed(held && byKey ? held.map((row) => byKey.get(row.key) ?? row) : all, filter),
    [held, byKey, all, filter],
  );
  const fresh = useMemo(
    () => (heldKeys ? narrowed(all, filter).filter(({ key }) => !heldKeys.has(key)).length : 0),
    [heldKeys, all, filter],
  );
  return {
    rows,
    fresh,
    isEmpty: all.length === 0,
    isPaused: held !== null,
    setPaused: useMemo(
      () => (isPaused: boolean) => setHeld((before) => (isPaused ? (before ?? latest.current) : null)),
      [],
    ),
    find: (key) => all.find((row) => row.key === key) ?? held?.find((row) => row.key === key),
  };
}

/** More than so many in that time, ms, are no longer read aloud. */
const MOST_ALOUD = 6;
const WITHIN_MS = 2_000;

/** Whether so little happens that each of it can be read aloud. */
export function useCalm(feed: LiveFeed): boolean {
  const [isCalm, setCalm] = useState(false);
  useEffect(() => {
    let recent = 0;
    const timers = new Set<ReturnType<typeof setTimeout>>();
    const later = (run: () => void) => {
      const timer = setTimeout(() => {
        timers.delete(timer);
        run();
      }, WITHIN_MS);
      timers.add(timer);
    };
    // What was there before is no news.
    later(() => setCalm(recent <= MOST_ALOUD));
    const end = feed.hear(({ length }) => {
      recent += length;
      if (recent > MOST_ALOUD) setCalm(false);
      later(() => {
        recent -= length;
        setCalm(recent <= MOST_ALOUD);
      });
    });
    return () => {
      end();
      for (const timer of timers) clearTimeout(timer);
    };
  }, [feed]);
  return isCalm;
}
