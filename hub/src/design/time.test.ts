import { expect, it } from 'vitest';
import { kit } from '../words/kit.ts';
import { durationText, exactTime, relativeTime } from './time.tsx';

const NOW = Date.parse('2026-11-26T13:02:11Z');
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

const told = (apart: number, language: 'en' | 'de' = 'en') =>
  relativeTime(NOW + apart, NOW, 'Europe/Berlin', language, kit[language]);

it('tells how long ago in the unit that people would use', () => {
  expect([-5_000, -3 * MINUTE, -2 * HOUR, -26 * HOUR, -3 * 24 * HOUR].map((apart) => told(apart))).toEqual([
    'just now',
    '3 min ago',
    '2 h ago',
    '1 day ago',
    '3 days ago',
  ]);
  // A clock that is a second old tells of what was done since.
  expect([900, 20_000, 125 * MINUTE].map((apart) => told(apart))).toEqual(['just now', 'in a moment', 'in 2 h']);
});

it('says it in German as well', () => {
  expect([-3 * MINUTE, -3 * 24 * HOUR, 2 * 24 * HOUR].map((apart) => told(apart, 'de'))).toEqual([
    'vor 3 Min.',
    'vor 3 Tagen',
    'in 2 Tagen',
  ]);
});

it('never says 60 minutes or 24 hours', () => {
  expect([told(-59.7 * MINUTE), told(-23.8 * HOUR)]).toEqual(['1 h ago', '1 day ago']);
});

it('tells the date of what is a week away, in the zone', () => {
  expect(told(-10 * 24 * HOUR)).toBe('16 Nov');
  expect(told(-400 * 24 * HOUR)).toBe('22 Oct 2025');
});

it('names the zone of the exact time', () => {
  expect(exactTime(NOW, 'Europe/Berlin', 'en')).toMatch(/26 Nov 2026.*14:02:11.*\(Europe\/Berlin\)$/);
});

it('tells durations in their two largest parts', () => {
  expect(
    [320, 48_000, 125 * MINUTE, 49 * HOUR, 60 * MINUTE, HOUR + 5_000].map((ms) => durationText(ms, kit.en)),
  ).toEqual(['320 ms', '48 s', '2 h 5 min', '2 days 1 h', '1 h', '1 h']);
});
