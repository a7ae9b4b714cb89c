import type { TimerSchedule } from '../../core/timers.ts';
import { MAX_EVERY } from '../timers/schedule.ts';
import { MAX_LINES } from '../timers/state.ts';
import { type Reason, reason } from './lines.ts';

/** Whole minutes of an interval, never more often than there. */
export function everyMinutes(minutes: number): {
  readonly schedule: TimerSchedule;
  readonly reasons: readonly Reason[];
} {
  if (!(minutes > 0)) return { schedule: { every: 1 }, reasons: [reason('interval-short', { minutes, now: 1 })] };
  if (minutes > MAX_EVERY)
    return { schedule: { every: MAX_EVERY }, reasons: [reason('interval-long', { minutes, now: MAX_EVERY })] };
  const every = Math.max(1, Math.ceil(minutes));
  if (every === minutes) return { schedule: { every }, reasons: [] };
  return {
    schedule: { every },
    reasons: [reason(minutes < 1 ? 'interval-short' : 'interval-rounded', { minutes, now: every })],
  };
}

/** Lines of chat that a timer waits for: in the last five minutes there, since it last spoke here. */
export function minLinesOf(given: number | undefined): {
  readonly minLines: number;
  readonly reasons: readonly Reason[];
} {
  const lines = Math.max(0, Math.ceil(given ?? 0));
  if (lines === 0) return { minLines: 0, reasons: [] };
  if (lines > MAX_LINES) return { minLines: MAX_LINES, reasons: [reason('lines-cut', { lines, now: MAX_LINES })] };
  return { minLines: lines, reasons: [reason('lines-since', { lines })] };
}
