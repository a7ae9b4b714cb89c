import { expect, it } from 'vitest';
import { timers } from '../../words/timers.ts';
import { cronInWords } from './cron-words.ts';

const en = (cron: string) => cronInWords(cron, timers.en, 'en');
const de = (cron: string) => cronInWords(cron, timers.de, 'de');

it.each([
  ['0 18 * * 5', 'at 18:00, on Friday', 'um 18:00, am Freitag'],
  ['*/10 * * * *', 'every 10 minutes', 'alle 10 Minuten'],
  ['* * * * *', 'every minute', 'jede Minute'],
  ['30 9,21 * * *', 'at 09:30 and 21:30, every day', 'um 09:30 und 21:30, jeden Tag'],
  ['15 * * * *', 'at minute 15 of every hour', 'zur Minute 15 jeder Stunde'],
  [
    '0 18-22 * * 1-5',
    'every hour from 18:00 to 22:00, on Monday to Friday',
    'jede Stunde von 18:00 bis 22:00, am Montag bis Freitag',
  ],
  [
    '*/20 18-21 * * sat,sun',
    'every 20 minutes from 18:00 to 21:59, on Saturday and Sunday',
    'alle 20 Minuten von 18:00 bis 21:59, am Samstag und Sonntag',
  ],
  ['0 12 1,15 * *', 'at 12:00, on day 1 and 15 of the month', 'um 12:00, am 1 und 15. des Monats'],
  ['0 12 13 * 5', 'at 12:00, on day 13 of the month and on Friday', 'um 12:00, am 13. des Monats und am Freitag'],
  [
    '0 0 L 12 *',
    'at 00:00, on the last day of the month, in December',
    'um 00:00, am letzten Tag des Monats, im Dezember',
  ],
  ['5 */3 * * *', 'every 3 hours at minute 5, every day', 'alle 3 Stunden zur Minute 5, jeden Tag'],
] as const)('says %s in words', (cron, english, german) => {
  expect(en(cron)).toBe(english);
  expect(de(cron)).toBe(german);
});

it('says nothing of what it does not understand', () => {
  expect(en('0 18 * *')).toBeNull();
  expect(en('0 18 * * 5#2')).toBeNull();
});
