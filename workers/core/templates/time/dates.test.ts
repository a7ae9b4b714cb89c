import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cases } from '../../../../tests/fuzz/cases.ts';
import { parseWhen } from './dates.ts';

/** Tuesday, 14:34:56 in Berlin. */
const NOW = Date.UTC(2026, 9, 20, 12, 34, 56);
const iso = (at: number) => new Date(at).toISOString();

describe('a date as people write it', () => {
  it.each([
    ['Dec 25 2026 12:00:00 AM EST', '2026-12-25T05:00:00.000Z'],
    ['12 25 2026 12:00:00 PM EST', '2026-12-25T17:00:00.000Z'],
    ['12/25/2026 5pm', '2026-12-25T16:00:00.000Z'],
    ['2030-01-01 00:00:00', '2029-12-31T23:00:00.000Z'],
    ['2030-01-01T00:00:00Z', '2030-01-01T00:00:00.000Z'],
    ['2026-09-20T19:00:00-03:00', '2026-09-20T22:00:00.000Z'],
    ['1st Jan 2030', '2029-12-31T23:00:00.000Z'],
    ['January 1st, 2030 at 14:00', '2030-01-01T13:00:00.000Z'],
    ['Friday, 1 Jan 2027 02:00:00PM GMT-0400', '2027-01-01T18:00:00.000Z'],
    ['1 July 2027 18:00 Europe/London', '2027-07-01T17:00:00.000Z'],
    ['July 4', '2027-07-03T22:00:00.000Z'],
    ['Oct 21 9:30 p.m. UTC', '2026-10-21T21:30:00.000Z'],
    // Two o'clock does not exist on that night in New York: an hour later.
    ['Mar 14 2027 2:30 AM America/New_York', '2027-03-14T07:30:00.000Z'],
    // Half past one exists twice: the first.
    ['Nov 7 2027 1:30 AM America/New_York', '2027-11-07T05:30:00.000Z'],
  ])('%s', (typed, at) => {
    const when = parseWhen(typed, NOW, 'Europe/Berlin');
    expect(when?.is === 'moment' && iso(when.at)).toBe(at);
  });

  it('is a time of every day where no day is named', () => {
    const when = parseWhen('5:00:00 PM EST', NOW, 'Europe/Berlin');
    expect(when?.is === 'daily' && [iso(when.last), iso(when.next)]).toEqual([
      '2026-10-19T22:00:00.000Z',
      '2026-10-20T22:00:00.000Z',
    ]);
    const here = parseWhen('8:00', NOW, 'Europe/Berlin');
    expect(here?.is === 'daily' && iso(here.next)).toBe('2026-10-21T06:00:00.000Z');
  });

  it.each([
    '',
    'soon',
    '13 PM',
    '25:00',
    '12:60',
    'Feb 30 2027',
    '2027',
    '5',
    'Dec 2026',
    '5:00 6:00',
    'EST',
    '12:00 EST PST',
    '1 2 3',
    '0:30 pm',
  ])('%j is none', (typed) => {
    expect(parseWhen(typed, NOW, 'Europe/Berlin')).toBeNull();
  });

  it('is never more than a finite moment, whatever is typed', () => {
    const pieces = fc.constantFrom(
      '12',
      '25',
      '2026',
      '99',
      'Dec',
      '1st',
      '5:00',
      '23:59:59',
      'AM',
      'pm',
      'EST',
      '+14:00',
      'Europe/Paris',
      ' ',
      ',',
      '-',
      '/',
      'T',
      'Z',
      'at',
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 10 }), fc.string({ maxLength: 20 }), (parts, rest) => {
        for (const typed of [parts.join(' '), parts.join(''), rest]) {
          const when = parseWhen(typed, NOW, 'Europe/Berlin');
          if (when?.is === 'moment') expect(Number.isFinite(when.at)).toBe(true);
          if (when?.is === 'daily') expect(when.last <= NOW && NOW < when.next).toBe(true);
        }
      }),
      { numRuns: cases(2_000) },
    );
  });
});
