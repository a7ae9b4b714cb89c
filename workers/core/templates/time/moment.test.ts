import { describe, expect, it } from 'vitest';
import { formatMoment } from './moment.ts';

const at = (iso: string) => Date.parse(iso);

describe('a format of moment.js', () => {
  it.each([
    ['MMMM Do YYYY, h:mm:ss a z [GMT]Z', 'December 8th 2015, 10:05:04 am EST GMT-05:00'],
    ['M Mo MM MMM MMMM', '12 12th 12 Dec December'],
    ['Q Qo', '4 4th'],
    ['D Do DD DDD DDDo DDDD', '8 8th 08 342 342nd 342'],
    ['d do dd ddd dddd e E', '2 2nd Tu Tue Tuesday 2 2'],
    ['w wo ww W Wo WW', '50 50th 50 50 50th 50'],
    ['YY YYYY YYYYYY Y gg gggg GG GGGG', '15 2015 +002015 2015 15 2015 15 2015'],
    ['A a H HH h hh k kk', 'AM am 10 10 10 10 10 10'],
    ['m mm s ss S SS SSS', '5 05 4 04 0 06 067'],
    ['z zz Z ZZ', 'EST EST -05:00 -0500'],
    ['X x', '1449587104 1449587104067'],
    ['LT | LTS | L | l', '10:05 AM | 10:05:04 AM | 12/08/2015 | 12/8/2015'],
    ['LL | ll | LLL | lll', 'December 8, 2015 | Dec 8, 2015 | December 8, 2015 10:05 AM | Dec 8, 2015 10:05 AM'],
    ['LLLL | llll', 'Tuesday, December 8, 2015 10:05 AM | Tue, Dec 8, 2015 10:05 AM'],
    ['[dddd] [] :-)', 'dddd  :-)'],
    ['[', '['],
  ])('%s', (format, words) => {
    expect(formatMoment(at('2015-12-08T15:05:04.067Z'), 'America/New_York', format)).toBe(words);
  });

  it.each([
    ['2023-01-01T00:00:00Z', 'GGGG-[W]WW gggg-ww DDDD', '2022-W52 2023-01 001'],
    ['2021-01-02T00:00:00Z', 'GGGG-[W]WW gggg-ww', '2020-W53 2021-01'],
    ['2024-12-30T00:00:00Z', 'GGGG-[W]WW gggg-ww DDDD', '2025-W01 2025-01 365'],
    ['2020-12-31T00:00:00Z', 'GGGG-[W]WW gggg-ww DDDD', '2020-W53 2021-01 366'],
    ['2026-10-20T00:30:00Z', 'HH k h a', '00 24 12 am'],
    ['2026-10-20T12:30:00Z', 'H h A', '12 12 PM'],
  ])('%s in %s', (iso, format, words) => {
    expect(formatMoment(at(iso), 'UTC', format)).toBe(words);
  });

  it('counts ordinals as English does', () => {
    const days = Array.from({ length: 31 }, (_, i) => formatMoment(Date.UTC(2026, 0, i + 1), 'UTC', 'Do'));
    expect(days.filter((day) => !day.endsWith('th'))).toEqual(['1st', '2nd', '3rd', '21st', '22nd', '23rd', '31st']);
  });
});
