import { describe, expect, it } from 'vitest';
import { differences, merge, withValueAt } from './merge.ts';

const base = { name: 'Ice', prefix: '!', limits: { command: null as null | { count: number } }, off: ['raid'] };

describe('two who change settings at once', () => {
  it('both keep what they alone touched', () => {
    const mine = { ...base, name: 'Shelf' };
    const theirs = { ...base, prefix: '?', limits: { command: { count: 5 } } };
    expect(merge(base, mine, theirs, null)).toEqual({
      value: { name: 'Shelf', prefix: '?', limits: { command: { count: 5 } }, off: ['raid'] },
      collisions: [],
    });
  });

  it('are told where they changed the same thing otherwise, and mine stands until somebody decides', () => {
    const { value, collisions } = merge(base, { ...base, name: 'Mine' }, { ...base, name: 'Theirs' }, null);
    expect(value.name).toBe('Mine');
    expect(collisions).toEqual([{ place: ['name'], mine: 'Mine', theirs: 'Theirs' }]);
  });

  it('are not told of what is the same, nor of what one sent oneself', () => {
    const same = { ...base, off: ['raid', 'tip'] };
    expect(merge(base, same, { ...same }, null).collisions).toEqual([]);
    const typedOn = { ...base, name: 'Shelf of' };
    const sent = { ...base, name: 'Shelf' };
    expect(merge(base, typedOn, sent, sent)).toEqual({ value: typedOn, collisions: [] });
  });

  it('take lists as one thing', () => {
    const places = differences(base, { ...base, off: [], limits: { command: { count: 3 } } });
    expect(places).toEqual([['limits', 'command'], ['off']]);
  });
});

describe('a value at a place', () => {
  it('is put there without changing what was given, and left out where it is undefined', () => {
    const next = withValueAt({ texts: { tip: 'Thanks' } }, ['texts', 'raid'], 'Hello');
    expect(next).toEqual({ texts: { tip: 'Thanks', raid: 'Hello' } });
    expect(withValueAt(next, ['texts', 'tip'], undefined)).toEqual({ texts: { raid: 'Hello' } });
  });
});
