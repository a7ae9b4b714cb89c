import { createContext, useContext, useSyncExternalStore } from 'react';

/** The time now, in milliseconds; what it is taken from can be replaced. */
export interface Clock {
  readonly now: () => number;
  readonly subscribe: (heard: () => void) => () => void;
}

/** How often "3 min ago" is looked at again. */
const TICK_MS = 10_000;
/** What comes onto the page is told by a clock that is no older, ms: it may tell of what was done just now. */
export const FRESH_MS = 1_000;

/** One timer for every time on the page, and none while the page is hidden. */
function pageClock(): Clock {
  const listeners = new Set<() => void>();
  let seen = Date.now();
  let timer: ReturnType<typeof setInterval> | undefined;
  const tick = () => {
    if (document.hidden) return;
    seen = Date.now();
    for (const heard of listeners) heard();
  };
  return {
    now: () => seen,
    subscribe: (heard) => {
      listeners.add(heard);
      if (Date.now() - seen > FRESH_MS) seen = Date.now();
      if (!timer) {
        timer = setInterval(tick, TICK_MS);
        document.addEventListener('visibilitychange', tick);
      }
      return () => {
        listeners.delete(heard);
        if (listeners.size > 0) return;
        clearInterval(timer);
        timer = undefined;
        document.removeEventListener('visibilitychange', tick);
      };
    },
  };
}

const CurrentClock = createContext<Clock>(pageClock());

/** Gives another clock to all that is inside: a standing one for pictures and tests. */
export const ClockProvider = CurrentClock.Provider;

export function useNow(): number {
  const { now, subscribe } = useContext(CurrentClock);
  return useSyncExternalStore(subscribe, now);
}

const CurrentZone = createContext<string | undefined>(undefined);

/** Gives the time zone that times are told in; the browser's where none is given. */
export const ZoneProvider = CurrentZone.Provider;

export const useZone = (): string => useContext(CurrentZone) ?? browserZone();

let known: string | undefined;
/** Asked once: asking takes longer than drawing what is told in it. */
const browserZone = (): string => {
  known ??= Intl.DateTimeFormat().resolvedOptions().timeZone;
  return known;
};
