import { describe, expect, it } from 'vitest';
import { answering } from '../../../tests/support/calls.ts';
import type { CallResult } from '../call.ts';
import { kickLookUps } from './look-ups.ts';

const NOW = Date.UTC(2026, 9, 4, 12);
const ok = (data: unknown) => Response.json({ data, message: 'OK' });
const channel = (id: number, slug: string, is_live = false) => ({
  broadcaster_user_id: id,
  slug,
  stream: { is_live, start_time: '0001-01-01T00:00:00Z' },
  stream_title: '',
});
const user = (user_id: number, name: string) => ({ user_id, name, email: '', profile_picture: '' });

function lookUpsFor(answer: Response | CallResult | ((url: string) => Response)) {
  let now = NOW;
  const { call, seen } = answering(answer);
  const lookUps = kickLookUps({ apiUrl: 'https://api.example', asApp: call, clock: () => now });
  return { ...lookUps, seen, wait: (ms: number) => (now += ms) };
}
/** Kick as it knows these channels and users. */
const kick = (channels: object[], users: object[]) =>
  lookUpsFor((url) => ok(url.includes('/users') ? users : channels));

describe('finding somebody on Kick', () => {
  it('asks for the channel by its slug, and then whose it is', async () => {
    const { findAccount, seen } = kick([channel(3000011, 'pia-penguin')], [user(3000011, 'Pia_Penguin')]);
    expect(await findAccount('3000001', '@PIA_penguin')).toEqual({
      account: '3000011',
      login: 'Pia_Penguin',
      displayName: 'Pia_Penguin',
    });
    expect(seen.map(({ url }) => url)).toEqual([
      'https://api.example/public/v1/channels?slug=pia_penguin&slug=pia-penguin',
      'https://api.example/public/v1/users?id=3000011',
    ]);
    expect(seen[0]?.headers.get('authorization')).toBe('Bearer token-1');
  });

  it('takes a slug for its channel’s user', async () => {
    const { findAccount, seen } = kick([channel(3000011, 'pia-penguin')], [user(3000011, 'Pia_Penguin')]);
    expect(await findAccount('3000001', 'pia-penguin')).toMatchObject({ account: '3000011' });
    expect(seen[0]?.url).toBe('https://api.example/public/v1/channels?slug=pia-penguin');
  });

  it('takes the one with the name where two share the slugs it could have', async () => {
    const channels = [channel(1, 'pala-okey'), channel(2, 'pala_okey')];
    const byName = kick(channels, [user(1, 'Pala_Okey'), user(2, 'pala-other')]);
    expect(await byName.findAccount('3000001', 'pala_okey')).toMatchObject({ account: '1' });
    const bySlug = kick(channels, [user(1, 'someone'), user(2, 'renamed')]);
    expect(await bySlug.findAccount('3000001', 'pala_okey')).toMatchObject({ account: '2', login: 'renamed' });
  });

  it('finds nobody where there is no such channel, or it is another’s', async () => {
    const nobody = kick([], []);
    expect(await nobody.findAccount('3000001', 'pia')).toBeNull();
    expect(nobody.seen).toHaveLength(1);
    expect(await lookUpsFor(new Response('{}', { status: 404 })).findAccount('3000001', 'pia')).toBeNull();
    const another = kick([channel(3000011, 'pia-penguin')], [user(3000011, 'pia.penguin')]);
    expect(await another.findAccount('3000001', 'pia_penguin')).toBeNull();
  });

  it.each(['', '@', 'pia penguin', 'x'.repeat(26), 'pia&slug=mo', 'пия'])('does not ask for %j', async (name) => {
    const { findAccount, seen } = kick([channel(3000011, 'pia')], [user(3000011, 'pia')]);
    expect(await findAccount('3000001', name)).toBeNull();
    expect(seen).toEqual([]);
  });

  it('fails where Kick does, without the name', async () => {
    for (const status of [400, 401, 403, 500]) {
      const { findAccount } = lookUpsFor(Response.json({ data: 'no pia', message: 'pia' }, { status }));
      await expect(findAccount('3000001', 'pia')).rejects.toMatchObject({
        code: 'UPSTREAM',
        message: `Kick did not answer a look-up: HTTP ${status}`,
      });
    }
  });

  it('leaves Kick alone as long as it says', async () => {
    const { findAccount, lookUpLive, seen, wait } = lookUpsFor(
      Response.json({}, { status: 429, headers: { 'retry-after': '7' } }),
    );
    await expect(findAccount('3000001', 'pia')).rejects.toThrow('HTTP 429');
    wait(6_999);
    await expect(lookUpLive('3000001')).rejects.toThrow('rate limited');
    expect(seen).toHaveLength(1);
    wait(1);
    await expect(lookUpLive('3000001')).rejects.toThrow('HTTP 429');
  });
});

describe('whether a channel on Kick is on the air', () => {
  it('is what its channel says', async () => {
    const { lookUpLive, seen } = lookUpsFor(ok([channel(3000001, 'waddle-demo', true)]));
    expect(await lookUpLive('3000001')).toBe(true);
    expect(seen[0]?.url).toBe('https://api.example/public/v1/channels?broadcaster_user_id=3000001');
    expect(await lookUpsFor(ok([channel(3000001, 'waddle-demo')])).lookUpLive('3000001')).toBe(false);
    const without = { ...channel(3000001, 'waddle-demo'), stream: null };
    expect(await lookUpsFor(ok([without])).lookUpLive('3000001')).toBe(false);
  });

  it('is not known of a channel that is not there, nor where Kick does not say', async () => {
    expect(await lookUpsFor(ok([])).lookUpLive('3000001')).toBeNull();
    await expect(lookUpsFor(ok({})).lookUpLive('3000001')).rejects.toThrow('an answer that is none');
  });
});
