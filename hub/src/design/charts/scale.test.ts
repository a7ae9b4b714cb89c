import { expect, it } from 'vitest';
import { apart, roundTop, timeTicks } from './scale.ts';

it('ends an axis at a round number', () => {
  expect([0, 3, 7, 41, 130, 999].map(roundTop)).toEqual([4, 4, 8, 50, 200, 1_000]);
});

it('sets ticks at round times of the zone, also of one that is half an hour off', () => {
  const from = Date.parse('2026-11-26T00:10:00Z');
  const to = Date.parse('2026-11-26T05:50:00Z');
  const told = (zone: string) => timeTicks(from, to, zone, 6).map((at) => new Date(at).toISOString().slice(11, 16));
  expect(told('Europe/Berlin')).toEqual(['01:00', '02:00', '03:00', '04:00', '05:00']);
  expect(told('Asia/Kolkata')).toEqual(['00:30', '01:30', '02:30', '03:30', '04:30', '05:30']);
});

it('keeps labels apart and in their order', () => {
  expect(apart([10, 12, 100], 16, 100)).toEqual([10, 26, 100]);
  expect(apart([98, 100], 16, 100)).toEqual([84, 100]);
});
