import { describe, expect, it } from 'vitest';
import { httpEntry } from './http-module-entry.ts';

const row = { id: 'm1', name: 'weather', summary: 'Tells the weather.', options: {}, enabled: true, cacheSeconds: 60 };

describe('a module in the registry', () => {
  it('is a command that anybody may use every 3 s, without a database', () => {
    expect(httpEntry(row)).toEqual({
      id: 'm1',
      name: 'weather',
      aliases: [],
      kind: 'http',
      hidden: false,
      summary: 'Tells the weather.',
      options: {},
      level: 'everyone',
      cooldown: { user: 3, channel: 0, exempt: 'moderator' },
      effect: 'none',
      visibility: 'public',
      subcommands: {},
      cacheSeconds: 60,
    });
  });

  it('has what is set on it', () => {
    const options = {
      level: 'vip',
      cooldown: { user: 0, channel: 5 },
      category: 'fun',
      platforms: ['twitch'],
      live: 'live',
      hidden: true,
    } as const;
    expect(httpEntry({ ...row, options: { ...options, platforms: ['twitch'] } })).toMatchObject({
      ...options,
      cooldown: { user: 0, channel: 5, exempt: 'moderator' },
    });
  });

  it('that is off says so', () => {
    expect(httpEntry({ ...row, enabled: false }).enabled).toBe(false);
    expect(httpEntry({ ...row, options: { enabled: false } }).enabled).toBe(false);
    expect(httpEntry(row).enabled).toBeUndefined();
  });
});
