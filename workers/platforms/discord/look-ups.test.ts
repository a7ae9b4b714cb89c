import { describe, expect, it } from 'vitest';
import { answering } from '../../../tests/support/calls.ts';
import type { CallResult } from '../call.ts';
import { discordLookUps } from './look-ups.ts';

const NOW = Date.UTC(2026, 9, 4, 12);
const GUILD = '2000000000000000001';

const member = (id: string, username: string, more: { nick?: string; global_name?: string } = {}) => ({
  user: { id, username, global_name: more.global_name ?? null, discriminator: '0' },
  nick: more.nick ?? null,
  roles: [],
});

function lookUpsFor(answer: Response | CallResult) {
  let now = NOW;
  const { call, seen } = answering(answer);
  const headers = { 'user-agent': 'DiscordBot (https://bot.example, 1)' };
  const lookUps = discordLookUps({ apiUrl: 'https://api.example/v10', headers, call, clock: () => now });
  return { ...lookUps, seen, wait: (ms: number) => (now += ms) };
}
const guildOf = (...members: object[]) => lookUpsFor(Response.json(members));
const accountOf = async (name: string, ...members: object[]) =>
  (await guildOf(...members).findAccount(GUILD, name))?.account ?? null;

describe('finding a member of a guild', () => {
  it('searches the guild as the bot', async () => {
    const { findAccount, seen } = guildOf(member('1', 'pia', { global_name: 'Pia P.', nick: 'Captain' }));
    expect(await findAccount(GUILD, '@Pia')).toEqual({ account: '1', login: 'pia', displayName: 'Captain' });
    expect(seen[0]?.url).toBe(`https://api.example/v10/guilds/${GUILD}/members/search?query=pia&limit=100`);
    expect(seen[0]?.headers.get('authorization')).toBe('Bot token-1');
    expect(seen[0]?.headers.get('user-agent')).toMatch(/^DiscordBot/);
  });

  it('takes who is called exactly so, not who only begins like that', async () => {
    expect(await accountOf('pia', member('1', 'piano'), member('2', 'pia_penguin'))).toBeNull();
    expect(await accountOf('pia', member('1', 'piano'), member('2', 'pia'))).toBe('2');
  });

  it('takes a username before what others like to be called', async () => {
    const impostors = [member('1', 'x1', { nick: 'Pia' }), member('2', 'x2', { global_name: 'pia' })];
    expect(await accountOf('PIA', ...impostors, member('3', 'pia'))).toBe('3');
  });

  it('takes a nickname or display name that only one has', async () => {
    expect(await accountOf('captain', member('1', 'x1', { nick: 'Captain' }), member('2', 'captain_2'))).toBe('1');
    expect(await accountOf('captain cook', member('1', 'x1', { global_name: 'Captain Cook' }))).toBe('1');
    const two = [member('1', 'x1', { nick: 'Captain' }), member('2', 'x2', { global_name: 'captain' })];
    expect(await accountOf('captain', ...two)).toBeNull();
  });

  it.each([
    ['no name', GUILD, '@'],
    ['a name that is too long', GUILD, 'x'.repeat(33)],
    ['a direct message', 'dm:1', 'pia'],
  ])('does not search for %s', async (_, channel, name) => {
    const { findAccount, seen } = guildOf(member('1', 'pia'));
    expect(await findAccount(channel, name)).toBeNull();
    expect(seen).toEqual([]);
  });

  it('finds nobody in a guild that is gone, and fails where Discord does', async () => {
    const refused = (status: number, json: object) => lookUpsFor(Response.json(json, { status }));
    expect(await refused(404, { code: 10_004, message: 'Unknown Guild' }).findAccount(GUILD, 'pia')).toBeNull();
    await expect(refused(403, { code: 50_001, message: 'no pia' }).findAccount(GUILD, 'pia')).rejects.toMatchObject({
      code: 'UPSTREAM',
      message: 'Discord did not answer a look-up: HTTP 403',
    });
  });
});

describe('Discord’s windows', () => {
  const limited = (json: object, headers = {}) => lookUpsFor(Response.json(json, { status: 429, headers }));

  it('are each guild’s own, as long as the answer says', async () => {
    for (const { findAccount, seen, wait } of [
      limited({ message: 'slow', retry_after: 1.5, global: false }),
      lookUpsFor(Response.json([], { headers: { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset-after': '1.500' } })),
    ]) {
      await findAccount(GUILD, 'pia').catch(() => null);
      wait(1_499);
      await expect(findAccount(GUILD, 'pia')).rejects.toThrow('rate limited');
      await findAccount('another', 'pia').catch(() => null);
      expect(seen).toHaveLength(2);
      wait(1);
      await findAccount(GUILD, 'pia').catch(() => null);
      expect(seen).toHaveLength(3);
    }
  });

  it.each([
    ['the bot’s own limit', limited({ message: 'slow', retry_after: 2, global: true }), 2_000],
    ['a block by Cloudflare', limited({}), 300_000],
    ['a refused token', lookUpsFor(Response.json({ message: '401' }, { status: 401 })), 60_000],
  ])('are all held by %s', async (_, { findAccount, seen, wait }, forMs) => {
    await expect(findAccount(GUILD, 'pia')).rejects.toThrow('HTTP');
    wait(forMs - 1);
    await expect(findAccount('another', 'pia')).rejects.toThrow('rate limited');
    expect(seen).toHaveLength(1);
    wait(1);
    await expect(findAccount('another', 'pia')).rejects.toThrow('HTTP');
  });
});

it('has no streams', async () => {
  const { lookUpLive, seen } = guildOf();
  expect(await lookUpLive(GUILD)).toBeNull();
  expect(seen).toEqual([]);
});
