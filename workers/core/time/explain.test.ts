import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cases } from '../../../tests/fuzz/cases.ts';
import { explain } from './explain.ts';
import { recurrences } from './recurrence.arbitraries.ts';
import type { Recurrence } from './recurrence.ts';
import { occurrences } from './recurrence.ts';

const NOW = Date.parse('2026-03-01T12:00:00Z');

function told(rule: string, language: 'en' | 'de' = 'en', more: Partial<Recurrence> = {}, now = NOW) {
  const recurrence = { wall: '2026-03-06T17:00:00', zone: 'Europe/Berlin', rule, exdates: [], ...more };
  const { words, notes } = explain(recurrence, {
    next: occurrences(recurrence, { fromMs: now, count: 10 }),
    now,
    language,
  });
  return { words, notes: notes.map((note) => note.words) };
}

describe('a series in words', () => {
  it.each([
    [
      'FREQ=WEEKLY;INTERVAL=2',
      'every 2 weeks on Friday at 17:00, Europe/Berlin',
      'alle 2 Wochen am Freitag um 17:00, Europe/Berlin',
    ],
    [
      'FREQ=WEEKLY;BYDAY=MO;COUNT=5',
      'every Monday at 17:00, Europe/Berlin, 5 times',
      'jeden Montag um 17:00, Europe/Berlin, 5-mal',
    ],
    [
      'FREQ=MONTHLY;BYDAY=-1FR;UNTIL=20261231',
      'every last Friday of the month at 17:00, Europe/Berlin, until 31 December 2026',
      'jeden letzten Freitag im Monat um 17:00, Europe/Berlin, bis 31. Dezember 2026',
    ],
    ['FREQ=HOURLY;INTERVAL=6', 'every 6 hours', 'alle 6 Stunden'],
    [
      'FREQ=DAILY;BYMONTH=6,7;BYDAY=SA,SU;BYHOUR=9,18',
      'every day, in June and July, on Saturday and Sunday, at 09:00 and 18:00, Europe/Berlin',
      'jeden Tag, im Juni und Juli, am Samstag und Sonntag, um 09:00 und 18:00, Europe/Berlin',
    ],
    [
      'FREQ=MONTHLY;BYDAY=MO,TU,WE;BYSETPOS=-1,1',
      'every month, on Monday, Tuesday and Wednesday, at 17:00, of these the last and 1st each time, Europe/Berlin',
      'jeden Monat, am Montag, Dienstag und Mittwoch, um 17:00, davon jeweils den letzten und 1., Europe/Berlin',
    ],
    [
      'FREQ=YEARLY;BYWEEKNO=20,-1;BYDAY=MO',
      'every year, in the last and 20th week of the year, on Monday, at 17:00, Europe/Berlin',
      'jedes Jahr, in der letzten und 20. Woche des Jahres, am Montag, um 17:00, Europe/Berlin',
    ],
    [
      'FREQ=YEARLY;BYYEARDAY=-2,111;BYDAY=2TU',
      'every year, on the second to last and 111th day of the year, on the 2nd Tuesday, at 17:00, Europe/Berlin',
      'jedes Jahr, am vorletzten und 111. Tag des Jahres, am 2. Dienstag, um 17:00, Europe/Berlin',
    ],
    [
      'FREQ=MONTHLY;BYMONTHDAY=-1,-3,1',
      'every month, on the 3rd to last, last day and 1st of the month, at 17:00, Europe/Berlin',
      'jeden Monat, am 3.-letzten, letzten Tag und 1. des Monats, um 17:00, Europe/Berlin',
    ],
    [
      'FREQ=HOURLY;BYHOUR=9,10;BYMINUTE=30',
      'every hour, while the clock shows 9 or 10 hours, at minute 30',
      'jede Stunde, solange die Uhr 9 oder 10 Uhr zeigt, zur Minute 30',
    ],
    [
      'FREQ=DAILY;BYHOUR=8,9,10,11;BYMINUTE=0,30',
      'every day, at 8 times of the day, Europe/Berlin',
      'jeden Tag, zu 8 Zeiten am Tag, Europe/Berlin',
    ],
  ])('tells %s', (rule, english, german) => {
    expect(told(rule).words).toBe(english);
    expect(told(rule, 'de').words).toBe(german);
  });

  it('tells what the clocks skip and show twice', () => {
    const night = { wall: '2026-03-28T02:30:00' };
    expect(told('FREQ=DAILY', 'en', night).notes).toEqual([
      'On 29 March 2026 the clocks skip 02:30: it comes at 03:30.',
    ]);
    expect(told('FREQ=DAILY', 'de', night).notes).toEqual([
      'Am 29. März 2026 überspringen die Uhren 02:30: sie kommt um 03:30.',
    ]);
    const autumn = Date.parse('2026-10-20T12:00:00Z');
    expect(told('FREQ=DAILY', 'en', night, autumn).notes).toEqual([
      'On 25 October 2026 the clocks show 02:30 twice: it comes the first time, and not again.',
    ]);
    expect(told('FREQ=DAILY', 'en', { wall: '2026-03-28T03:30:00' }).notes).toEqual([]);
  });

  it('tells of a gap where it meets a time behind it, and of half an hour on Lord Howe', () => {
    expect(told('FREQ=DAILY;BYHOUR=2,3;BYMINUTE=0', 'en', { wall: '2026-03-28T02:00:00' }).notes).toEqual([
      'On 29 March 2026 the clocks skip 02:00: it comes at 03:00.',
    ]);
    const howe = { wall: '2026-04-01T01:45:00', zone: 'Australia/Lord_Howe' };
    expect(told('FREQ=DAILY', 'en', howe).notes).toEqual([
      'On 5 April 2026 the clocks show 01:45 twice: it comes the first time, and not again.',
    ]);
  });

  it('tells of a day that a zone leaves out', () => {
    const apia = { wall: '2011-12-29T12:00:00', zone: 'Pacific/Apia' };
    expect(told('FREQ=DAILY', 'en', apia, Date.parse('2011-12-29T00:00:00Z')).notes).toEqual([
      'On 30 December 2011 the clocks skip 12:00: it comes at 12:00, 31 December 2011.',
    ]);
  });

  it('tells of months that are too short, of leap days and of hours that pass', () => {
    expect(told('FREQ=MONTHLY;BYMONTHDAY=31').notes).toEqual(['Months without a 31st are passed over.']);
    expect(told('FREQ=MONTHLY;BYMONTHDAY=30', 'de').notes).toEqual(['Monate ohne einen 30. werden übersprungen.']);
    expect(told('FREQ=MONTHLY;BYMONTHDAY=28,29,30,31;BYSETPOS=-1').notes).toEqual([]);
    expect(told('FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29').notes).toEqual(['It comes in leap years only.']);
    expect(told('FREQ=HOURLY;INTERVAL=12').notes).toHaveLength(1);
    expect(told('FREQ=HOURLY').notes).toEqual([]);
  });

  it('names what was left out of what is to come', () => {
    const exdates = ['2026-02-01', '2026-03-13T17:00:00', '20260320T160000Z'];
    expect(told('FREQ=WEEKLY', 'en', { exdates }).notes).toEqual([
      'Left out: 13 March 2026, 17:00 and 20 March 2026, 17:00.',
    ]);
    const days = Array.from({ length: 8 }, (_, i) => `2026-04-0${i + 1}`);
    expect(told('FREQ=DAILY', 'de', { exdates: days }).notes).toEqual([
      'Ausgelassen: 1. April 2026; 2. April 2026; 3. April 2026; 4. April 2026; 5. April 2026 und 3 weitere.',
    ]);
  });

  it('has words for whatever can be kept, in both languages', () => {
    fc.assert(
      fc.property(recurrences, fc.constantFrom('en' as const, 'de' as const), (recurrence, language) => {
        const next = occurrences(recurrence, { fromMs: NOW, count: 10 });
        const { words, notes } = explain(recurrence, { next, now: NOW, language });
        expect(words).not.toMatch(/undefined|NaN|FREQ|, ,|\s\s|,$/);
        for (const note of notes) expect(note.words).toMatch(/\.$/);
      }),
      { numRuns: cases(500) },
    );
  });
});
