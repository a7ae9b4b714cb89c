import { describe, expect, it } from 'vitest';
import { ageInFossabotWords, inFossabotWords, inNightbotWords, inStreamElementsWords } from './lengths.ts';

const at = (iso: string) => Date.parse(iso);
const [MINUTE, HOUR, DAY] = [60_000, 3_600_000, 86_400_000];

describe('how long something is', () => {
  it.each([
    [DAY + 3 * HOUR + 20 * MINUTE + 30_000, '1 day 3 hours 20 minutes 30 seconds'],
    [400 * DAY, '400 days'],
    [61_000, '1 minute 1 second'],
    [999, '0 seconds'],
  ])('in Nightbot’s words: %i ms', (ms, words) => {
    expect(inNightbotWords(ms)).toBe(words);
  });

  it.each([
    ['2026-01-01T00:00:00Z', '2026-01-01T02:30:10Z', '2 hours 30 mins'],
    ['2026-01-01T00:00:00Z', '2026-01-02T04:00:00Z', '1 day 4 hours'],
    ['2026-01-01T00:00:00Z', '2026-01-01T00:27:16Z', '27 mins 16 secs'],
    ['2026-01-01T00:00:00Z', '2026-01-01T01:00:01Z', '1 hour'],
    ['2024-02-29T00:00:00Z', '2026-03-01T00:00:00Z', '2 years'],
    ['2026-01-01T00:00:00Z', '2026-01-01T00:00:00Z', '0 secs'],
  ])('in StreamElements’ words: from %s to %s', (from, to, words) => {
    expect(inStreamElementsWords(at(from), at(to))).toBe(words);
  });

  it.each([
    ['2022-01-17T14:46:00Z', '2030-01-01T00:00:00Z', '7 years, 11 months, 14 days and 9 hours'],
    ['2022-01-01T00:00:00Z', '2022-01-18T13:15:40Z', '17 days, 13 hours and 15 minutes'],
    ['2022-01-01T00:00:00Z', '2022-01-01T00:05:40Z', '5 minutes and 40 seconds'],
    ['2022-01-31T00:00:00Z', '2022-02-28T00:00:00Z', '1 month'],
    ['2022-01-31T12:00:00Z', '2022-02-28T11:00:00Z', '27 days and 23 hours'],
    ['2022-01-01T00:00:00Z', '2022-01-01T00:00:00Z', '0 seconds'],
  ])('in Fossabot’s words: from %s to %s', (from, to, words) => {
    expect(inFossabotWords(at(from), at(to))).toBe(words);
  });

  it('is days at least where it is an account’s age', () => {
    expect(ageInFossabotWords(at('2023-08-19T03:00:00Z'), at('2026-10-20T12:00:00Z'))).toBe(
      '3 years, 2 months and 1 day',
    );
    expect(ageInFossabotWords(at('2026-10-20T03:00:00Z'), at('2026-10-20T12:00:00Z'))).toBe('9 hours');
  });
});
