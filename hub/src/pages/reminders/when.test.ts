import { describe, expect, it } from 'vitest';
import { askedOf, type Choice, choiceOf, clockIn, freshWhen, inWay, rruleOf, ruleTextOf, whenOf } from './when.ts';

const NOW = Date.parse('2026-11-26T12:34:00Z');
const FRESH = freshWhen('Europe/Berlin', NOW);
const chosen = (more: Partial<Choice>): Choice => ({ ...FRESH.choice, date: '2026-11-27', time: '17:00', ...more });

describe('what is chosen', () => {
  it.each([
    [{ repeat: 'hours', every: 6 }, 'FREQ=HOURLY;INTERVAL=6'],
    [{ repeat: 'days', ends: 'after', times: 3 }, 'FREQ=DAILY;COUNT=3'],
    [{ repeat: 'weeks', every: 2 }, 'FREQ=WEEKLY;INTERVAL=2;BYDAY=FR'],
    [{ repeat: 'weeks', weekdays: ['SU', 'MO'] }, 'FREQ=WEEKLY;BYDAY=MO,SU'],
    [{ repeat: 'months' }, 'FREQ=MONTHLY;BYMONTHDAY=27'],
    [{ repeat: 'months', monthly: 'weekday' }, 'FREQ=MONTHLY;BYDAY=4FR'],
    [{ repeat: 'months', monthly: 'weekday', date: '2026-11-30' }, 'FREQ=MONTHLY;BYDAY=-1MO'],
    [{ repeat: 'years', ends: 'on', last: '2030-12-31' }, 'FREQ=YEARLY;UNTIL=20301231'],
  ] as const)('comes to a rule: %j', (more, rule) => {
    const choice = chosen(more);
    expect(rruleOf(choice)).toBe(rule);
    const back = choiceOf({ wall: `${choice.date}T17:00:00`, zone: 'Europe/Berlin', rule, exdates: [] }, choice);
    expect(back && rruleOf(back)).toBe(rule);
  });

  it('is asked as one moment where it comes once, and with its first day where it comes again', () => {
    const when = { ...FRESH, way: 'choice' as const };
    expect(askedOf({ ...when, choice: chosen({}) })).toEqual({ at: '2026-11-27T17:00:00', timezone: 'Europe/Berlin' });
    expect(askedOf({ ...when, choice: chosen({ repeat: 'days' }) })).toEqual({
      rrule: 'FREQ=DAILY',
      start: '2026-11-27T17:00:00',
      timezone: 'Europe/Berlin',
    });
    expect(askedOf({ ...when, choice: chosen({ date: '' }) })).toBeNull();
    expect(askedOf({ ...FRESH, phrase: ' ' })).toBeNull();
    expect(askedOf({ ...FRESH, way: 'rule', rule: 'FREQ=DAILY' })).toEqual({
      rrule: 'FREQ=DAILY',
      timezone: 'Europe/Berlin',
    });
  });

  it.each([
    'FREQ=DAILY;BYHOUR=9,18',
    'FREQ=MONTHLY;BYMONTHDAY=1,15',
    'FREQ=MONTHLY;BYMONTHDAY=28,29,30,31;BYSETPOS=-1',
    'FREQ=WEEKLY;BYDAY=MO;BYMONTH=6',
    'FREQ=DAILY;UNTIL=20261231T180000Z',
    'FREQ=MINUTELY',
    'FREQ=YEARLY;BYDAY=1MO',
  ])('does not hold %s, and stays a rule', (rule) => {
    const recurrence = { wall: '2026-11-27T17:00:00', zone: 'Europe/Berlin', rule, exdates: [] };
    expect(choiceOf(recurrence, FRESH.choice)).toBeNull();
    expect(whenOf({ recurrence, nextAt: null, timezone: 'Europe/Berlin' }, NOW).way).toBe('rule');
  });

  it('holds what is said by the first day alone', () => {
    const recurrence = { wall: '2026-11-27T17:00:00', zone: 'UTC', rule: 'FREQ=WEEKLY', exdates: [] };
    expect(whenOf({ recurrence, nextAt: null, timezone: 'UTC' }, NOW)).toMatchObject({
      way: 'choice',
      choice: { repeat: 'weeks', date: '2026-11-27', time: '17:00' },
    });
  });
});

describe('a rule as calendars write it', () => {
  it('has its first day and all that was left out', () => {
    const recurrence = {
      wall: '2026-11-27T17:00:00',
      zone: 'Europe/Berlin',
      rule: 'FREQ=WEEKLY',
      exdates: ['2026-12-04T16:00:00Z', '2026-12-11T17:00:00', '2026-12-18'],
    };
    expect(ruleTextOf(recurrence).split('\n')).toEqual([
      'DTSTART;TZID=Europe/Berlin:20261127T170000',
      'RRULE:FREQ=WEEKLY',
      'EXDATE:20261204T160000Z',
      'EXDATE;TZID=Europe/Berlin:20261211T170000',
      'EXDATE;VALUE=DATE:20261218',
    ]);
    expect(whenOf({ recurrence, nextAt: null, timezone: 'UTC' }, NOW)).toMatchObject({
      way: 'rule',
      zone: 'Europe/Berlin',
    });
  });
});

describe('a time said in another way', () => {
  it('is what was understood', () => {
    const once = { recurrence: null, next: ['2026-12-24T17:00:00Z'] };
    expect(inWay(FRESH, 'choice', once).choice).toMatchObject({ repeat: 'once', date: '2026-12-24', time: '18:00' });
    const series = {
      recurrence: { wall: '2026-11-30T09:00:00', zone: 'Europe/Berlin', rule: 'FREQ=WEEKLY;BYDAY=MO', exdates: [] },
      next: [],
    };
    expect(inWay(FRESH, 'choice', series).choice).toMatchObject({ repeat: 'weeks', weekdays: ['MO'], time: '09:00' });
    expect(inWay(FRESH, 'rule', series).rule).toContain('RRULE:FREQ=WEEKLY;BYDAY=MO');
    expect(inWay(FRESH, 'choice', null)).toEqual({ ...FRESH, way: 'choice' });
  });

  it('begins tomorrow at this hour, by the clocks of the zone', () => {
    expect(FRESH.choice).toMatchObject({ date: '2026-11-27', time: '13:00' });
    expect(clockIn('America/New_York', NOW)).toEqual({ date: '2026-11-26', time: '07:34' });
    expect(whenOf({ recurrence: null, nextAt: '2026-12-24T17:00:00Z', timezone: 'Europe/Berlin' }, NOW)).toMatchObject({
      way: 'choice',
      choice: { repeat: 'once', date: '2026-12-24', time: '18:00' },
    });
  });
});
