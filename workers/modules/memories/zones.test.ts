import { describe, expect, it } from 'vitest';
import { isZone } from '../../core/templates/time/zones.ts';
import { findZone } from './zones.ts';

describe('a time zone', () => {
  it.each([
    ['Europe/Berlin', 'Europe/Berlin'],
    ['europe/berlin', 'Europe/Berlin'],
    ['AMERICA/NEW_YORK', 'America/New_York'],
    ['america/new york', 'America/New_York'],
    ['america/port-au-prince', 'America/Port-au-Prince'],
    ['asia/kolkata', 'Asia/Kolkata'],
    ['Asia/Calcutta', 'Asia/Kolkata'],
    ['europe/kiev', 'Europe/Kyiv'],
    ['us/pacific', 'US/Pacific'],
    ['utc', 'UTC'],
    ['GMT', 'UTC'],
    ['Berlin', 'Europe/Berlin'],
    ['new york', 'America/New_York'],
    ['München', 'Europe/Berlin'],
    ['zurich', 'Europe/Zurich'],
    ['Wien', 'Europe/Vienna'],
    ['São Paulo', 'America/Sao_Paulo'],
    ['san francisco', 'America/Los_Angeles'],
    ['mumbai', 'Asia/Kolkata'],
    ['est', 'America/New_York'],
    ['CET', 'Europe/Berlin'],
    ['MEZ', 'Europe/Berlin'],
    ['pt', 'America/Los_Angeles'],
    ['JST', 'Asia/Tokyo'],
    ['UTC+2', 'Etc/GMT-2'],
    ['GMT-5', 'Etc/GMT+5'],
    ['+00:00', 'UTC'],
  ])('is found by %s', (typed, zone) => {
    expect(findZone(typed)).toEqual({ is: 'zone', zone });
    expect(isZone(zone)).toBe(true);
  });

  it.each([
    ['CST', 'America/Chicago'],
    ['ist', 'Asia/Kolkata'],
    ['BST', 'Europe/London'],
  ])('is asked for where %s stands for several, the likeliest first', (typed, first) => {
    const found = findZone(typed);
    expect(found).toEqual({ is: 'several', zones: expect.arrayContaining([first]) });
    expect(found.is === 'several' && found.zones[0]).toBe(first);
    expect(found.is === 'several' && found.zones.every(isZone)).toBe(true);
  });

  it.each([
    '',
    ' ',
    'nowhere',
    'Europe/Atlantis',
    'UTC+5:30',
    '+15:00',
    '__proto__',
    'constructor',
    'x'.repeat(500),
    '🐧',
  ])('is not found by %j', (typed) => expect(findZone(typed)).toEqual({ is: 'unknown' }));
});
