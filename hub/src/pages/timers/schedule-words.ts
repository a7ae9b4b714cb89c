import type { timers } from '../../words/timers.ts';
import type { Language } from '../../words/words.ts';
import { cronInWords } from './cron-words.ts';
import type { Schedule, Timer } from './queries.ts';

type TimerWords = (typeof timers)['en'];
const HOUR = 60;

/** When a timer is due, in words. */
export function scheduleInWords(schedule: Schedule, w: TimerWords, language: Language): string {
  if ('every' in schedule)
    return schedule.every % HOUR === 0 && schedule.every > 0
      ? w.everyHours(schedule.every / HOUR)
      : w.everyMinutes(schedule.every);
  return cronInWords(schedule.cron, w, language) ?? schedule.cron;
}

/** On what conditions it speaks then. */
export const conditionsInWords = (
  { minLines, live, jitter }: Pick<Timer, 'minLines' | 'live' | 'jitter'>,
  w: TimerWords,
): readonly string[] => [
  ...(minLines > 0 ? [w.ifLines(minLines)] : []),
  ...(live === null ? [] : [live === 'live' ? w.ifLive : w.ifOffline]),
  ...(jitter > 0 ? [w.upTo(jitter)] : []),
];
