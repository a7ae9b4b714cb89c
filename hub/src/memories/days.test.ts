import { describe, expect, it } from 'vitest';
import { dayIn, movedToDay } from './days.ts';

describe('movedToDay', () => {
  it('keeps the time of day', () => {
    const at = Date.parse('2026-11-26T22:30:00Z');
    expect(dayIn(at, 'Pacific/Auckland')).toBe('2026-11-27');
    expect(new Date(movedToDay(at, '2026-11-20', 'Pacific/Auckland') ?? 0).toISOString()).toBe(
      '2026-11-19T22:30:00.000Z',
    );
  });

  it('stays on the day that was meant where the clocks were changed in between', () => {
    for (const time of ['23:30', '00:30']) {
      const at = Date.parse(`2026-07-10T${time}:00+02:00`);
      const moved = movedToDay(at, '2026-12-10', 'Europe/Berlin') ?? 0;
      expect(dayIn(moved, 'Europe/Berlin')).toBe('2026-12-10');
    }
  });

  it('knows no day that is none', () => expect(movedToDay(0, '2026-13-45', 'UTC')).toBeNull());
});
