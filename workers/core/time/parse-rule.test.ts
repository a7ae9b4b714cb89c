import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cases } from '../../../tests/fuzz/cases.ts';
import { hostileRules, recurrences } from './recurrence.arbitraries.ts';
import { parseRule, printRule } from './recurrence.ts';

/** As it is kept. */
function kept(text: string): string {
  const read = parseRule(text);
  if (!read.ok) throw new Error(read.message);
  return printRule(read.rule);
}

describe('a rule', () => {
  it.each([
    ['FREQ=WEEKLY;BYDAY=MO', 'FREQ=WEEKLY;BYDAY=MO'],
    ['RRULE:FREQ=WEEKLY;BYDAY=MO', 'FREQ=WEEKLY;BYDAY=MO'],
    ['rrule:freq=weekly;byday=we,mo', 'FREQ=WEEKLY;BYDAY=MO,WE'],
    ['FREQ=DAILY;INTERVAL=1;WKST=MO;', 'FREQ=DAILY'],
    ['COUNT=3;FREQ=DAILY', 'FREQ=DAILY;COUNT=3'],
    ['FREQ=MONTHLY;BYMONTHDAY=-1,15,15,+1', 'FREQ=MONTHLY;BYMONTHDAY=-1,1,15'],
    ['FREQ=MONTHLY;BYDAY=+2MO,-1FR', 'FREQ=MONTHLY;BYDAY=-1FR,2MO'],
    ['FREQ=DAILY;UNTIL=20261231', 'FREQ=DAILY;UNTIL=20261231'],
    ['FREQ=DAILY;UNTIL=20261231T180000', 'FREQ=DAILY;UNTIL=20261231T180000'],
    ['FREQ=DAILY;UNTIL=2026-12-31T18:00:00Z', 'FREQ=DAILY;UNTIL=20261231T180000Z'],
    ['FREQ=YEARLY;WKST=SU;BYWEEKNO=1,-1;BYDAY=MO', 'FREQ=YEARLY;WKST=SU;BYDAY=MO;BYWEEKNO=-1,1'],
    ['FREQ=DAILY;BYHOUR=9,18;BYMINUTE=0;BYSECOND=60', 'FREQ=DAILY;BYHOUR=9,18;BYMINUTE=0;BYSECOND=59'],
    ['FREQ=WEEKLY;BYDAY=MO,\r\n TU', 'FREQ=WEEKLY;BYDAY=MO,TU'],
  ])('%j is kept as %s', (text, rule) => {
    expect(kept(text)).toBe(rule);
    expect(kept(rule)).toBe(rule);
  });

  it('may bring its first day and its exceptions, as a calendar has them', () => {
    const text = [
      'DTSTART;TZID=America/New_York:20261201T090000',
      'RRULE:FREQ=DAILY;COUNT=5',
      'EXDATE;TZID=America/New_York:20261202T090000,20261203T090000',
      'EXDATE;TZID=Europe/Berlin:20261204T150000',
      'EXDATE;VALUE=DATE:20261205',
    ];
    for (const separator of ['\r\n', '\n', ' '])
      expect(parseRule(text.join(separator))).toMatchObject({
        ok: true,
        start: { wall: '2026-12-01T09:00:00', zone: 'America/New_York' },
        exdates: ['2026-12-02T09:00:00', '2026-12-03T09:00:00', '2026-12-04T14:00:00Z', '2026-12-05'],
      });
    expect(parseRule('DTSTART:20261201T090000Z RRULE:FREQ=DAILY')).toMatchObject({
      start: { wall: '2026-12-01T09:00:00', zone: 'UTC' },
    });
    expect(parseRule('DTSTART;VALUE=DATE:20261201 RRULE:FREQ=DAILY')).toMatchObject({
      start: { wall: '2026-12-01T00:00:00', zone: null },
    });
  });

  it.each([
    ['', /no rule/],
    [';;', /no rule/],
    ['hello', /"hello" is no part/],
    ['FREQ', /"FREQ" is no part/],
    ['FREQ=', /no part/],
    ['FREQ=SOMETIMES', /"SOMETIMES"/],
    ['INTERVAL=2', /needs FREQ/],
    ['FREQ=SECONDLY', /once a minute/],
    ['FREQ=SECONDLY;INTERVAL=3600', /once a minute/],
    ['FREQ=MINUTELY;BYSECOND=0,30', /once a minute/],
    ['FREQ=DAILY;BYSECOND=1,2', /once a minute/],
    ['FREQ=DAILY;FREQ=DAILY', /FREQ is there twice/],
    ['FREQ=DAILY;BYEASTER=0', /BYEASTER/],
    ['FREQ=DAILY;RSCALE=CHINESE', /RSCALE/],
    ['FREQ=DAILY;INTERVAL=0', /INTERVAL/],
    ['FREQ=DAILY;INTERVAL=-1', /INTERVAL/],
    ['FREQ=DAILY;INTERVAL=1.5', /INTERVAL/],
    ['FREQ=YEARLY;INTERVAL=101', /1 to 100 /],
    ['FREQ=MINUTELY;INTERVAL=99999999999', /INTERVAL/],
    ['FREQ=DAILY;COUNT=0', /COUNT/],
    ['FREQ=DAILY;COUNT=1000001', /COUNT/],
    ['FREQ=DAILY;COUNT=3;UNTIL=20261231', /cannot be used together/],
    ['FREQ=DAILY;UNTIL=20260230', /UNTIL/],
    ['FREQ=DAILY;UNTIL=tomorrow', /UNTIL/],
    ['FREQ=DAILY;UNTIL=99991231', /UNTIL/],
    ['FREQ=DAILY;WKST=XX', /WKST/],
    ['FREQ=WEEKLY;BYDAY=XX', /BYDAY/],
    ['FREQ=MONTHLY;BYDAY=0MO', /BYDAY/],
    ['FREQ=MONTHLY;BYDAY=54MO', /BYDAY/],
    ['FREQ=MONTHLY;BYDAY=-MO', /BYDAY/],
    ['FREQ=WEEKLY;BYDAY=2MO', /2MO/],
    ['FREQ=YEARLY;BYWEEKNO=20;BYDAY=1MO', /1MO/],
    ['FREQ=YEARLY;BYMONTH=13', /BYMONTH/],
    ['FREQ=YEARLY;BYMONTH=-1', /BYMONTH/],
    ['FREQ=MONTHLY;BYMONTHDAY=0', /BYMONTHDAY/],
    ['FREQ=MONTHLY;BYMONTHDAY=32', /BYMONTHDAY/],
    ['FREQ=YEARLY;BYYEARDAY=367', /BYYEARDAY/],
    ['FREQ=YEARLY;BYWEEKNO=54', /BYWEEKNO/],
    ['FREQ=DAILY;BYHOUR=24', /BYHOUR/],
    ['FREQ=DAILY;BYMINUTE=60', /BYMINUTE/],
    ['FREQ=DAILY;BYSECOND=61', /BYSECOND/],
    ['FREQ=MONTHLY;BYDAY=MO;BYSETPOS=0', /BYSETPOS/],
    ['FREQ=MONTHLY;BYSETPOS=1', /BYSETPOS/],
    ['FREQ=MONTHLY;BYWEEKNO=3', /BYWEEKNO cannot be used with FREQ=MONTHLY/],
    ['FREQ=DAILY;BYYEARDAY=3', /BYYEARDAY cannot be used with FREQ=DAILY/],
    ['FREQ=WEEKLY;BYMONTHDAY=3', /BYMONTHDAY cannot be used with FREQ=WEEKLY/],
    ['FREQ=DAILY FREQ=DAILY', /two of RRULE/],
    ['EXRULE:FREQ=DAILY', /"EXRULE"/],
    ['RDATE:20261201 RRULE:FREQ=DAILY', /"RDATE"/],
    ['DTSTART:yesterday RRULE:FREQ=DAILY', /DTSTART/],
    ['DTSTART;TZID=Middle/Earth:20261201T090000 RRULE:FREQ=DAILY', /Middle\/Earth/],
    ['RRULE:FREQ=DAILY EXDATE:soon', /exception "soon"/],
    ['DTSTART:20261201T090000', /no rule/],
    [`FREQ=YEARLY;BYYEARDAY=${'1,'.repeat(600)}1`, /1000 are the most/],
  ])('%j is refused in words', (text, words) => {
    expect(parseRule(text)).toMatchObject({ ok: false, message: expect.stringMatching(words) });
    expect(parseRule(text, 'de')).toMatchObject({ ok: false, message: expect.stringMatching(/^[^{}]+[.]$/) });
  });

  it.each([
    'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30',
    'FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30,31',
    'FREQ=DAILY;BYMONTH=4,6,9,11;BYMONTHDAY=31',
    'FREQ=MINUTELY;BYMONTH=2;BYMONTHDAY=30',
    'FREQ=MINUTELY;BYMONTH=1;BYYEARDAY=366;BYHOUR=3',
    'FREQ=YEARLY;BYMONTH=1;BYYEARDAY=60',
    'FREQ=YEARLY;BYWEEKNO=1;BYMONTH=6',
    'FREQ=MONTHLY;BYDAY=6MO',
    'FREQ=MONTHLY;BYDAY=MO;BYSETPOS=6',
    'FREQ=MONTHLY;BYDAY=MO;BYSETPOS=-6',
    'FREQ=DAILY;BYHOUR=9;BYSETPOS=2',
    'FREQ=HOURLY;BYMINUTE=0,30;BYSETPOS=3',
    'FREQ=MINUTELY;BYHOUR=9;BYSETPOS=-2',
    'FREQ=WEEKLY;BYDAY=MO;BYSETPOS=2',
  ])('%s never occurs', (text) => {
    expect(parseRule(text)).toMatchObject({ ok: false, message: expect.stringMatching(/never occurs/) });
  });

  it.each([
    'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29;BYDAY=MO',
    'FREQ=MINUTELY;BYYEARDAY=366;BYHOUR=3',
    'FREQ=MONTHLY;BYDAY=5MO',
    'FREQ=MONTHLY;BYDAY=MO;BYSETPOS=5',
    'FREQ=YEARLY;BYDAY=53MO',
    'FREQ=YEARLY;BYWEEKNO=53;BYDAY=SU',
    'FREQ=HOURLY;BYMINUTE=0,30;BYSETPOS=2',
  ])('%s does occur, seldom as it may', (text) => {
    expect(parseRule(text).ok).toBe(true);
  });

  it('of any text never throws', () => {
    const pieces = fc.constantFrom(
      'FREQ=',
      'DAILY',
      ';',
      'BYDAY=',
      'MO',
      ',',
      '-1',
      'RRULE:',
      'DTSTART',
      ';TZID=',
      ':',
      '\n ',
      'UNTIL=',
      '2026',
      'COUNT=',
      '=',
    );
    const texts = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 500 }),
      fc.array(fc.oneof(pieces, fc.string({ maxLength: 3 })), { maxLength: 60 }).map((all) => all.join('')),
      hostileRules,
    );
    fc.assert(
      fc.property(texts, (text) => {
        const read = parseRule(text);
        if (!read.ok) expect(read.message).not.toBe('');
      }),
      { numRuns: cases(10_000) },
    );
  });

  it('is read back as it was kept', () => {
    fc.assert(
      fc.property(recurrences, ({ rule }) => {
        const read = parseRule(rule);
        if (!read.ok) return;
        const again = parseRule(printRule(read.rule));
        expect(again).toEqual(read);
      }),
      { numRuns: cases(2_000) },
    );
  });
});
