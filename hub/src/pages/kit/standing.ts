import type { Clock } from '../../design/clock.ts';

/** When the kit is: always then, so that two pictures of it differ only in what was changed. */
export const OPENED = Date.parse('2026-11-26T13:02:11Z');

export const standingClock: Clock = { now: () => OPENED, subscribe: () => () => undefined };
