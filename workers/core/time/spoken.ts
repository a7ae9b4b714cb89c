import { isZone } from '../templates/time/zones.ts';
import type { Language } from '../words.ts';
import { speak } from '../words.ts';
import type { Telling } from './describe.ts';
import { describeOnce, describeRecurrence } from './describe.ts';
import type { Recurrence } from './recurrence.ts';
import { takeOnce } from './spoken/once.ts';
import { Reader, word } from './spoken/reader.ts';
import { takeRecurring } from './spoken/recurring.ts';
import type { SpokenReason } from './spoken/words.ts';
import { SPOKEN_WORDS } from './spoken/words.ts';

export type { Telling } from './describe.ts';
export { fromNow } from './describe.ts';
export type { SpokenReason } from './spoken/words.ts';

/** When something is: once, ms since epoch, or again and again. */
export type When =
  | { readonly kind: 'once'; readonly at: number }
  | { readonly kind: 'recurring'; readonly recurrence: Recurrence };

export type SpokenTime =
  | {
      readonly ok: true;
      readonly when: When;
      /** What stood behind the time, without the little word that joins the two. */
      readonly rest: string;
    }
  | { readonly ok: false; readonly reason: SpokenReason; readonly message: string };

/**
 * Takes the time off the front of what somebody typed, in English or German: `in 5m to drink`, `morgen um 18 uhr`,
 * `every monday 9am until 2026-12-31`, `2026-12-24T18:00+01:00`. What does not begin with a time is refused, and so is what can
 * be read in two ways. A time of day alone is the next one, a day alone is its morning at nine. Never throws.
 * @param now ms since epoch
 * @param zone IANA, where no other one is named
 * @param language of the message, and of weekdays that have two letters
 */
export function parseWhen(
  text: string,
  { now, zone, language }: { readonly now: number; readonly zone: string; readonly language: Language },
): SpokenTime {
  const reader = new Reader(text, language);
  const spoken = { now, zone, language };
  const say = speak(SPOKEN_WORDS, language);
  if (reader.isAtEnd) return { ok: false, reason: 'empty', message: say('empty') };
  if (!isZone(zone)) return { ok: false, reason: 'bad-zone', message: say('bad-zone', { typed: zone }) };
  const recurrence = takeRecurring(reader, spoken);
  const at = recurrence || reader.refusal ? null : takeOnce(reader, spoken);
  if (reader.refusal) {
    const { reason, values } = reader.refusal;
    return { ok: false, reason, message: say(reason, values) };
  }
  const rest = withoutLittleWord(reader.rest);
  if (recurrence) return { ok: true, when: { kind: 'recurring', recurrence }, rest };
  if (at !== null) return { ok: true, when: { kind: 'once', at }, rest };
  return { ok: false, reason: 'not-a-time', message: say('not-a-time', { typed: shown(text) }) };
}

/**
 * A time in words, as it is said back: `tomorrow at 18:00 (Fri 27 Nov, Europe/Berlin), in 1 d 5 h`, `every Monday at 09:00`; for
 * `fromNow` alone, see there.
 */
export const describe = (when: When, telling: Telling): string =>
  when.kind === 'once' ? describeOnce(when.at, telling) : describeRecurrence(when.recurrence, telling);

const DASH = /^[,:;–—-]\s+/u;
const LITTLE_WORD = word('to|that|about|daran,?\\s+dass|dass|daß|zu');

function withoutLittleWord(rest: string): string {
  const text = rest.replace(DASH, '');
  LITTLE_WORD.lastIndex = 0;
  return LITTLE_WORD.test(text) ? text.slice(LITTLE_WORD.lastIndex).trim() : text;
}

/** What was typed, short enough to be said back. */
function shown(text: string): string {
  const letters = [...text.trim().replace(/\s+/g, ' ')];
  return letters.length > 40 ? `${letters.slice(0, 40).join('')}…` : letters.join('');
}
