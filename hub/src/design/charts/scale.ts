import type { Language } from '../../words/words.ts';
import { dateFormat } from '../time.tsx';

/** The eight data colours, in the order they are given out. */
const COLOURS = 8;
export const dataColour = (index: number): string => `var(--data-${(index % COLOURS) + 1})`;

/** The least round number that is not below the largest value: 1, 2, 2.5 or 5 times a power of ten. */
export function roundTop(largest: number): number {
  if (!(largest > 0)) return 4;
  const power = 10 ** Math.floor(Math.log10(largest));
  const top = [1, 2, 2.5, 4, 5, 8, 10].find((step) => step * power >= largest) ?? 10;
  return Math.max(top * power, 4);
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const STEPS = [1, 2, 5, 10, 15, 30]
  .map((n) => n * MINUTE)
  .concat(
    [1, 2, 3, 6, 12].map((n) => n * HOUR),
    [1, 2, 7, 14, 28].map((n) => n * DAY),
  );

/** How far a zone's clocks are from UTC at a time. */
function offsetOf(at: number, zone: string): number {
  const parts = new Intl.DateTimeFormat('en-GB', { timeZone: zone, timeZoneName: 'longOffset' }).formatToParts(at);
  const name = parts.find((part) => part.type === 'timeZoneName')?.value ?? '';
  const [, sign, hours = '0', minutes = '0'] = /GMT([+-])(\d\d):(\d\d)/.exec(name) ?? [];
  return (sign === '-' ? -1 : 1) * (Number(hours) * HOUR + Number(minutes) * MINUTE);
}

/** Round times of a zone between two times, at most `most` of them. */
export function timeTicks(from: number, to: number, zone: string, most: number): readonly number[] {
  const step = STEPS.find((length) => (to - from) / length <= most) ?? 28 * DAY;
  const offset = offsetOf(from, zone);
  const first = Math.ceil((from + offset) / step) * step - offset;
  const count = Math.max(0, Math.floor((to - first) / step) + 1);
  return Array.from({ length: count }, (_, n) => first + n * step);
}

/** A tick in as few signs as its span needs: "14:00", or "26 Nov" where days are shown. */
export const tickText = (at: number, span: number, zone: string, language: Language): string =>
  dateFormat(language, {
    timeZone: zone,
    ...(span > 2 * DAY ? { day: 'numeric', month: 'short' } : { hour: '2-digit', minute: '2-digit' }),
  }).format(at);

/** Heights for labels that would overlap: as near to where they belong as the least distance lets them be. */
export function apart(wanted: readonly number[], least: number, bottom: number): readonly number[] {
  const order = wanted.map((at, index) => ({ at, index })).sort((a, b) => a.at - b.at);
  for (const [place, label] of order.entries()) {
    const above = order[place - 1];
    if (above) label.at = Math.max(label.at, above.at + least);
  }
  for (const [place, label] of [...order.entries()].toReversed()) {
    const below = order[place + 1];
    label.at = Math.min(label.at, below ? below.at - least : bottom);
  }
  return order.toSorted((a, b) => a.index - b.index).map((label) => label.at);
}
