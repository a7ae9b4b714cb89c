import { describe, expect, it } from 'vitest';
import type { ListedCommand } from './queries.ts';
import { isNarrowed, rowsOf, sortAfter, wordsUsed } from './rows.ts';

const command = (name: string, more: Partial<ListedCommand> = {}): ListedCommand => ({
  id: name,
  name,
  kind: 'custom',
  aliases: [],
  hidden: false,
  platforms: null,
  group: null,
  category: null,
  style: null,
  dialect: 'native',
  replies: [{ text: `Says ${name}`, weight: 1 }],
  expansion: null,
  subcommands: {},
  summary: '',
  summaries: null,
  usage: '',
  level: 'everyone',
  cooldown: { user: 0, channel: 0, group: 0, exempt: 'moderator', notice: 'nothing' },
  enabled: true,
  live: null,
  allow: [],
  deny: [],
  expiresAt: null,
  uses: 0,
  ...more,
});
const names = (...of: Parameters<typeof rowsOf>) => rowsOf(...of).map(({ name }) => name);

const none = {
  q: undefined,
  kind: undefined,
  group: undefined,
  category: undefined,
  platform: undefined,
  level: undefined,
  on: undefined,
  sort: undefined,
};
const all = [
  command('roll', { kind: 'builtin', uses: 9, aliases: ['dice'], replies: null }),
  command('hug', { uses: 3, group: 'fun', platforms: ['twitch'], enabled: false }),
  command('ban', { uses: 3, level: 'moderator', category: 'safety' }),
];

describe('the rows of commands', () => {
  it('are those that hold what was typed, in their name, other names or texts', () => {
    expect(names(all, { ...none, q: 'HUG' })).toEqual(['hug']);
    expect(names(all, { ...none, q: 'dice' })).toEqual(['roll']);
    expect(names(all, { ...none, q: 'says ban' })).toEqual(['ban']);
  });

  it('are narrowed by each filter, and by several together', () => {
    expect(names(all, { ...none, kind: 'builtin' })).toEqual(['roll']);
    expect(names(all, { ...none, group: 'fun' })).toEqual(['hug']);
    expect(names(all, { ...none, category: 'safety' })).toEqual(['ban']);
    expect(names(all, { ...none, platform: 'discord' })).toEqual(['ban', 'roll']);
    expect(names(all, { ...none, level: 'moderator' })).toEqual(['ban']);
    expect(names(all, { ...none, on: 'off', kind: 'custom' })).toEqual(['hug']);
    expect(isNarrowed({ ...none, sort: '-uses' })).toBe(false);
    expect(isNarrowed({ ...none, on: 'on' })).toBe(true);
  });

  it('stand in the order that was asked for, equals by name', () => {
    expect(names(all, none)).toEqual(['ban', 'hug', 'roll']);
    expect(names(all, { ...none, sort: '-uses' })).toEqual(['roll', 'ban', 'hug']);
    expect(names(all, { ...none, sort: 'kind' })).toEqual(['roll', 'ban', 'hug']);
    expect(names(all, { ...none, sort: '-level' })).toEqual(['ban', 'hug', 'roll']);
  });

  it('turn around with a second press, numbers from the most', () => {
    expect(sortAfter('name', undefined)).toBe('-name');
    expect(sortAfter('name', '-name')).toBeUndefined();
    expect(sortAfter('uses', undefined)).toBe('-uses');
    expect(sortAfter('uses', '-uses')).toBe('uses');
  });

  it('tell which groups there are', () => {
    expect(wordsUsed(all, 'group')).toEqual(['fun']);
  });
});
