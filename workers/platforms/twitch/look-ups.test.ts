import { describe, expect, it } from 'vitest';
import { answering } from '../../../tests/support/calls.ts';
import type { CallResult } from '../call.ts';
import { twitchLookUps } from './look-ups.ts';

const NOW = 1_791_100_000_000;
const PIA = { id: '2000011', login: 'pia_penguin', display_name: 'Pia_Penguin', type: '', broadcaster_type: '' };

function lookUpsFor(answer: Response | CallResult) {
  let now = NOW;
  const { call, seen } = answering(answer);
  const clock = () => now;
  const lookUps = twitchLookUps({ apiUrl: 'https://api.example/helix', clientId: 'client-1', call, clock });
  return { ...lookUps, seen, wait: (ms: number) => (now += ms) };
}
const users = (...data: object[]) => lookUpsFor(Response.json({ data }));

describe('finding somebody on Twitch', () => {
  it('asks for the login, in small letters and without the @', async () => {
    const { findAccount, seen } = users(PIA);
    expect(await findAccount('1000001', ' @Pia_Penguin ')).toEqual({
      account: '2000011',
      login: 'pia_penguin',
      displayName: 'Pia_Penguin',
    });
    expect(seen[0]?.url).toBe('https://api.example/helix/users?login=pia_penguin');
    expect(seen[0]?.headers.get('authorization')).toBe('Bearer token-1');
    expect(seen[0]?.headers.get('client-id')).toBe('client-1');
  });

  it('finds nobody where Twitch lists nobody', async () => {
    expect(await users().findAccount('1000001', 'pia')).toBeNull();
  });

  it.each(['', '@', 'ピア', 'pia penguin', 'pia&id=1', 'x'.repeat(26), 'pia-penguin', '@@pia'])(
    'does not ask for %j, which is no login',
    async (name) => {
      const { findAccount, seen } = users(PIA);
      expect(await findAccount('1000001', name)).toBeNull();
      expect(seen).toEqual([]);
    },
  );

  it('names by the login whom no name is shown of', async () => {
    expect(await users({ ...PIA, display_name: '' }).findAccount('1000001', 'pia_penguin')).toMatchObject({
      displayName: 'pia_penguin',
    });
  });

  it('fails where Twitch does, without the name', async () => {
    for (const status of [400, 401, 500, 503]) {
      const { findAccount } = lookUpsFor(Response.json({ message: 'no pia_penguin' }, { status }));
      await expect(findAccount('1000001', 'pia_penguin')).rejects.toMatchObject({
        code: 'UPSTREAM',
        message: `Twitch did not answer a look-up: HTTP ${status}`,
      });
    }
  });
});

describe('whether a channel on Twitch is on the air', () => {
  const streams = (...data: object[]) => lookUpsFor(Response.json({ data, pagination: {} }));

  it('is what Get Streams lists', async () => {
    const { lookUpLive, seen } = streams({ id: '1', user_id: '1000001', type: 'live' });
    expect(await lookUpLive('1000001')).toBe(true);
    expect(seen[0]?.url).toBe('https://api.example/helix/streams?user_id=1000001');
    expect(await streams().lookUpLive('1000001')).toBe(false);
    expect(await streams({ id: '1', user_id: '1000009', type: 'live' }).lookUpLive('1000001')).toBe(false);
  });

  it('is not known where Twitch does not say', async () => {
    await expect(lookUpsFor(new Response('{}', { status: 500 })).lookUpLive('1000001')).rejects.toThrow('HTTP 500');
    await expect(lookUpsFor(Response.json({})).lookUpLive('1000001')).rejects.toThrow('an answer that is none');
  });
});

describe('Helix’s points', () => {
  const headers = (remaining: number) => ({
    'ratelimit-remaining': String(remaining),
    'ratelimit-reset': String(NOW / 1000 + 9),
  });

  it('hold every look-up until they are back, once none is left or one was refused', async () => {
    for (const answer of [
      Response.json({ data: [] }, { headers: headers(0) }),
      Response.json({}, { status: 429, headers: headers(5) }),
    ]) {
      const { findAccount, lookUpLive, seen, wait } = lookUpsFor(answer);
      await findAccount('1000001', 'pia').catch(() => null);
      wait(8_999);
      await expect(lookUpLive('1000001')).rejects.toThrow('rate limited');
      expect(seen).toHaveLength(1);
      wait(1);
      await lookUpLive('1000001').catch(() => null);
      expect(seen).toHaveLength(2);
    }
  });

  it('hold nothing while there are some', async () => {
    const { findAccount, seen } = lookUpsFor(Response.json({ data: [] }, { headers: headers(1) }));
    await findAccount('1000001', 'pia');
    await findAccount('1000001', 'mo');
    expect(seen).toHaveLength(2);
  });
});
