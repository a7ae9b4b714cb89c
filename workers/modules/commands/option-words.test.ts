import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cases } from '../../../tests/fuzz/cases.ts';
import { commandOptions } from '../../core/command-options.ts';
import { OPTION_NAMES, printOptionWords, readOptions } from './option-words.ts';

const NOW = Date.parse('2026-11-26T12:00:00Z');
const read = (typed: string) => {
  const options = readOptions(typed, NOW);
  return options.ok ? options.patch : options;
};

describe('options as they are typed', () => {
  it.each([
    ['enabled=off', { enabled: false }],
    ['level=VIP', { level: 'vip' }],
    ['cooldown=30s usercooldown=5m groupcooldown=10', { cooldown: { channel: 30, user: 300, group: 10 } }],
    ['exempt=subscriber notice=once', { cooldown: { exempt: 'subscriber', notice: 'once' } }],
    ['group=Games category=fun', { group: 'games', category: 'fun' }],
    ['platforms=twitch,Kick', { platforms: ['twitch', 'kick'] }],
    ['platforms=all', { platforms: null }],
    ['live=offline', { live: 'offline' }],
    ['live=any', { live: null }],
    ['hidden=on', { hidden: true }],
    ['style=mention', { style: 'mention' }],
    ['name=Wave', { name: 'wave' }],
    ['expires=2h onexpiry=delete', { expiresAt: '2026-11-26T14:00:00.000Z', onExpiry: 'delete' }],
    ['expires=2026-12-24T18:00+01:00', { expiresAt: '2026-12-24T17:00:00.000Z' }],
    ['expires=never', { expiresAt: null }],
    ['level=- cooldown=default', { level: null, cooldown: { channel: null } }],
    ['cooldown=5 cooldown=6', { cooldown: { channel: 6 } }],
    ['', {}],
  ])('%s', (typed, patch) => {
    expect(read(typed)).toEqual(patch);
  });

  it('that do not exist are named', () => {
    expect(read('colour=red')).toEqual({ ok: false, reason: 'unknown-option', option: 'colour' });
    expect(read('constructor=1')).toMatchObject({ reason: 'unknown-option' });
  });

  it.each([
    'level=king',
    'cooldown=-1',
    'cooldown=2d',
    'enabled',
    'platforms=myspace',
    'expires=soon',
    'style=',
    'name=a.b',
  ])('%s is told with what it could be', (typed) => {
    expect(read(typed)).toMatchObject({ ok: false, reason: 'bad-value', values: expect.stringMatching(/./) });
  });

  it('never come to anything that the schema would not take, whatever is typed', () => {
    const word = fc.oneof(
      fc.string(),
      fc.tuple(fc.constantFrom(...OPTION_NAMES.split(', ')), fc.string()).map(([key, value]) => `${key}=${value}`),
    );
    fc.assert(
      fc.property(fc.array(word, { maxLength: 6 }), (words) => {
        const options = readOptions(words.join(' '), NOW);
        if (!options.ok) return true;
        const set = JSON.parse(JSON.stringify(options.patch, (_, value) => (value === null ? undefined : value)));
        return commandOptions.safeParse(set).success;
      }),
      { numRuns: cases(10_000) },
    );
  });

  it('are printed as they would be typed', () => {
    const typed = 'enabled=off level=vip cooldown=30 usercooldown=60 group=fun platforms=twitch live=live style=say';
    const options = readOptions(typed, NOW);
    if (!options.ok) throw new Error('not read');
    expect(printOptionWords(commandOptions.parse(options.patch), NOW)).toBe(typed);
  });
});
