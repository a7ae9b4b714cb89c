import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { momentAt, resolver, segmentFrom } from '../../../workers/core/time/offsets.ts';

const FROM = Date.UTC(2007, 0, 1);
const TO = Date.UTC(2027, 0, 1);
const QUARTER = 15 * 60_000;

/** Every change of a zone's clocks, ms since epoch. */
function changesOf(zone: string, from = FROM): number[] {
  const changes: number[] = [];
  let at = Temporal.Instant.fromEpochMilliseconds(from).toZonedDateTimeISO(zone);
  for (;;) {
    const next = at.getTimeZoneTransition('next');
    if (!next || next.epochMilliseconds > TO) return changes;
    changes.push(next.epochMilliseconds);
    at = next;
  }
}

/** By Temporal's "compatible": past a gap as far as it is long, of two the first. */
const momentOf = (wall: number, zone: string): number =>
  Temporal.PlainDateTime.from(new Date(wall).toISOString().slice(0, 19)).toZonedDateTime(zone).epochMilliseconds;

/** The wall times around a change, on either side of what it skips or shows twice. */
function wallsAround(change: number, zone: string): number[] {
  const offset = Temporal.Instant.fromEpochMilliseconds(change - 1).toZonedDateTimeISO(zone).offsetNanoseconds / 1e6;
  const edge = change + offset;
  return [-100, -5, -4, -2, -1, 0, 1, 3, 4, 5, 96].map((n) => edge + n * QUARTER + (n % 2) * 1000);
}

describe('the moment of a wall time is the one that Temporal finds', () => {
  const zones = Intl.supportedValuesOf('timeZone');

  it.each(['Africa', 'America', 'Antarctica', 'Asia', 'Atlantic', 'Australia', 'Europe', 'Indian', 'Pacific'])(
    'around every change of the clocks in %s',
    (area) => {
      const wrong: string[] = [];
      let count = 0;
      for (const zone of zones.filter((name) => name.startsWith(`${area}/`))) {
        const resolve = resolver(zone);
        for (const wall of changesOf(zone).flatMap((change) => wallsAround(change, zone))) {
          const expected = momentOf(wall, zone);
          if (momentAt(wall, zone) !== expected || resolve(wall).at !== expected)
            wrong.push(`${new Date(wall).toISOString()} ${zone}`);
          count++;
        }
      }
      expect(wrong).toEqual([]);
      expect(count).toBeGreaterThan(15);
    },
  );

  it('and no change is passed over where segments are looked for', () => {
    const since = Date.UTC(1999, 0, 1);
    for (const zone of [
      'Europe/Berlin',
      'America/Recife',
      'Africa/Casablanca',
      'Africa/Cairo',
      'Asia/Tehran',
      'Pacific/Apia',
      'UTC',
    ]) {
      const found: number[] = [];
      for (let { to } = segmentFrom(since, zone); to < TO; { to } = segmentFrom(to, zone)) found.push(to);
      expect(changesOf(zone, since).filter((change) => !found.includes(change))).toEqual([]);
    }
  });
});
