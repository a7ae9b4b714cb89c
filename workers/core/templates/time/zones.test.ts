import { describe, expect, it } from 'vitest';
import { abbreviation, isZone, momentOf, offsetAt, offsetNamed, wallTime, zoneNamed } from './zones.ts';

const SUMMER = Date.UTC(2026, 6, 1, 12);
const WINTER = Date.UTC(2026, 0, 1, 12);

describe('a zone', () => {
  it.each([
    'Africa/Abidjan',
    'America/Argentina/ComodRivadavia',
    'America/Port-au-Prince',
    'Asia/Calcutta',
    'Asia/Ujung_Pandang',
    'Australia/ACT',
    'Brazil/East',
    'CET',
    'CST6CDT',
    'Canada/Eastern',
    'Cuba',
    'EET',
    'EST',
    'EST5EDT',
    'Eire',
    'Etc/GMT+12',
    'Etc/GMT-14',
    'GB',
    'GMT',
    'GMT+0',
    'HST',
    'Hongkong',
    'MET',
    'MST7MDT',
    'NZ-CHAT',
    'PRC',
    'PST8PDT',
    'ROK',
    'UCT',
    'US/Eastern',
    'US/Samoa',
    'UTC',
    'W-SU',
    'WET',
    'Zulu',
    'europe/berlin',
  ])('goes by the name %s, as in Nightbot’s list', (name) => {
    expect(isZone(name)).toBe(true);
  });

  it.each(['PST', 'IST', 'lol', '', 'Middle/Earth', '+05:00', 'GMT+2', '../etc', 'constructor'])(
    'does not go by %j in the database',
    (name) => {
      expect(isZone(name)).toBe(false);
    },
  );

  it('goes by the names that people use as well', () => {
    expect(zoneNamed('pst')).toBe('America/Los_Angeles');
    expect(zoneNamed('GMT+2')).toBe('+02:00');
    expect(zoneNamed('-05:30')).toBe('-05:30');
    expect(zoneNamed('US/Eastern')).toBe('US/Eastern');
    expect(zoneNamed('lol')).toBeNull();
    expect(zoneNamed('constructor')).toBeNull();
  });

  it('shows its own clock', () => {
    expect(wallTime(SUMMER, 'Asia/Kathmandu')).toMatchObject({ hour: 17, minute: 45 });
    expect(wallTime(Date.UTC(2026, 0, 1), 'UTC')).toMatchObject({ year: 2026, month: 1, day: 1, hour: 0 });
    expect(offsetAt(SUMMER, 'America/St_Johns')).toBe(-150);
    expect(offsetAt(SUMMER, '+05:30')).toBe(330);
  });

  it.each([
    ['America/New_York', 'EST', 'EDT'],
    ['Europe/Berlin', 'CET', 'CEST'],
    ['Europe/London', 'GMT', 'BST'],
    ['Australia/Sydney', 'AEDT', 'AEST'],
    ['Asia/Kolkata', 'IST', 'IST'],
    ['Asia/Tokyo', 'JST', 'JST'],
    ['America/Sao_Paulo', 'GMT-3', 'GMT-3'],
    ['UTC', 'UTC', 'UTC'],
  ])('%s is called %s in January and %s in July', (zone, winter, summer) => {
    expect([abbreviation(WINTER, zone), abbreviation(SUMMER, zone)]).toEqual([winter, summer]);
  });

  it('finds the moment of a wall clock back, in every hour of a year', () => {
    for (const zone of ['Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Pacific/Apia']) {
      for (let at = Date.UTC(2026, 0, 1); at < Date.UTC(2027, 0, 1); at += 7 * 3_600_000) {
        const wall = wallTime(at, zone);
        // Where a clock shows a time twice, the first is meant.
        expect(wallTime(momentOf(wall, zone), zone)).toEqual(wall);
      }
    }
  });

  it.each([
    ['EST', -300],
    ['edt', -240],
    ['GMT-0400', -240],
    ['UTC+5:30', 330],
    ['Z', 0],
    ['+14', 840],
  ])('%s is %i minutes from UTC', (name, minutes) => {
    expect(offsetNamed(name)).toBe(minutes);
  });

  it.each(['+15:00', 'GMT', 'abc', '+1:99', '5'])('%s', (name) => {
    expect(offsetNamed(name)).toBe(name === 'GMT' ? 0 : null);
  });
});
