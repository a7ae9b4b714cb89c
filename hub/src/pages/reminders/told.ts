import { dateFormat } from '../../design/time.tsx';
import type { Language } from '../../words/words.ts';
import { clockIn } from './when.ts';

/** Today, tomorrow, or which day, by the clocks of a zone. */
export function dayOf(
  at: number,
  now: number,
  zone: string,
  language: Language,
  words: { readonly today: string; readonly tomorrow: string },
): string {
  const { date } = clockIn(zone, at);
  if (date === clockIn(zone, now).date) return words.today;
  if (date === clockIn(zone, now + 24 * 3600_000).date) return words.tomorrow;
  return dateFormat(language, { timeZone: zone, weekday: 'short', day: 'numeric', month: 'short' }).format(at);
}

/** "Fri, 27 Nov 2026, 17:00". */
export const dateIn = (at: string, zone: string, language: Language): string =>
  dateFormat(language, {
    timeZone: zone,
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
  }).format(Date.parse(at));
