import { describe, expect, it } from 'vitest';
import { platformsReserving } from './reserved.ts';

describe('words that platforms keep for themselves', () => {
  it('are known by platform', () => {
    expect(platformsReserving('me')).toEqual(['twitch', 'discord', 'slack']);
    expect(platformsReserving('hug')).toEqual([]);
    expect(platformsReserving('constructor')).toEqual([]);
  });
});
