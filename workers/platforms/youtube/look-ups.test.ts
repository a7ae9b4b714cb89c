import { describe, expect, it } from 'vitest';
import quotaExceeded from '../../../tests/samples/youtube/error.quotaExceeded.json';
import { answering } from '../../../tests/support/calls.ts';
import type { UnitBudget } from '../../core/platforms.ts';
import type { CallResult } from '../call.ts';
import { youtubeLookUps } from './look-ups.ts';

/** Five in the morning in California. */
const NOW = Date.parse('2026-10-04T12:00:00Z');
const UNTIL_MIDNIGHT = 19 * 3_600_000;
const CHANNEL = 'UCdemo0000000000000000000';
const PIA = { id: 'UCpia00000000000000000000', snippet: { title: 'Pia the Penguin', customUrl: '@piapenguin' } };

function lookUpsFor(answer: Response | CallResult, spend = async (_: UnitBudget) => true) {
  let now = NOW;
  const paid: UnitBudget[] = [];
  const { call, seen } = answering(answer);
  const lookUps = youtubeLookUps({
    apiUrl: 'https://api.example/youtube/v3',
    unitsPerDay: 10_000,
    spend: (units) => {
      paid.push(units);
      return spend(units);
    },
    call,
    clock: () => now,
  });
  return { ...lookUps, seen, paid, wait: (ms: number) => (now += ms) };
}
const channels = (...items: object[]) => lookUpsFor(Response.json({ kind: 'youtube#channelListResponse', items }));
const refusal = (reason: string, status: number) =>
  Response.json({ error: { code: status, errors: [{ domain: 'd', reason, message: 'No.' }] } }, { status });

describe('finding somebody on YouTube', () => {
  it('asks for the handle, and pays a unit for it', async () => {
    const { findAccount, seen, paid } = channels(PIA);
    expect(await findAccount(CHANNEL, '@PiaPenguin')).toEqual({
      account: 'UCpia00000000000000000000',
      login: 'piapenguin',
      displayName: 'Pia the Penguin',
    });
    expect(seen[0]?.url).toBe('https://api.example/youtube/v3/channels?part=snippet&forHandle=%40piapenguin');
    expect(seen[0]?.headers.get('authorization')).toBe('Bearer token-1');
    expect(paid).toEqual([{ cost: 1, perDay: 10_000, resetAt: NOW + UNTIL_MIDNIGHT }]);
  });

  it('names by the handle whom YouTube shows without a handle or title', async () => {
    for (const snippet of [{ title: '' }, { title: '', customUrl: '@' }])
      expect(await channels({ ...PIA, snippet }).findAccount(CHANNEL, '@Pia.P')).toEqual({
        account: PIA.id,
        login: 'pia.p',
        displayName: 'pia.p',
      });
  });

  it('finds nobody where there are no items, listed or not', async () => {
    expect(await channels().findAccount(CHANNEL, '@pia')).toBeNull();
    expect(await lookUpsFor(Response.json({ pageInfo: { totalResults: 0 } })).findAccount(CHANNEL, '@pia')).toBeNull();
  });

  it.each(['', '@', '@pi', 'Pia the Penguin', 'x'.repeat(31), 'pia&mine=true'])(
    'neither asks nor pays for %j, which is no handle',
    async (name) => {
      const { findAccount, seen, paid } = channels(PIA);
      expect(await findAccount(CHANNEL, name)).toBeNull();
      expect([seen, paid]).toEqual([[], []]);
    },
  );

  it('takes handles in other letters for what they are', async () => {
    const { findAccount, seen } = channels();
    await findAccount(CHANNEL, '@ピアペンギン');
    expect(new URL(seen[0]?.url ?? '').searchParams.get('forHandle')).toBe('@ピアペンギン');
  });

  it('does not ask when the day’s units are used up, or nobody can tell', async () => {
    for (const spend of [async () => false, () => Promise.reject(new Error('object died'))]) {
      const { findAccount, seen } = lookUpsFor(Response.json({ items: [PIA] }), spend);
      await expect(findAccount(CHANNEL, '@pia')).rejects.toMatchObject({
        code: 'UPSTREAM',
        message: 'YouTube did not answer a look-up: the units of the day are used up',
      });
      expect(seen).toEqual([]);
    }
  });

  it('leaves YouTube alone until midnight in California when YouTube itself says so', async () => {
    const { findAccount, seen, paid, wait } = lookUpsFor(Response.json(quotaExceeded, { status: 403 }));
    await expect(findAccount(CHANNEL, '@pia')).rejects.toThrow('quotaExceeded');
    wait(UNTIL_MIDNIGHT - 1);
    await expect(findAccount(CHANNEL, '@pia')).rejects.toThrow('rate limited');
    expect([seen.length, paid.length]).toEqual([1, 1]);
    wait(1);
    await expect(findAccount(CHANNEL, '@pia')).rejects.toThrow('quotaExceeded');
  });

  it.each([
    ['forbidden', refusal('forbidden', 403)],
    ['backendError', refusal('backendError', 503)],
    ['an answer that is none', Response.json({ items: [{}] })],
    ['no token', { ok: false, outcome: { outcome: 'refused', reason: 'no token', retryAfterMs: 5_000 } } as const],
    ['TimeoutError', { ok: false, outcome: { outcome: 'unclear', reason: 'TimeoutError' } } as const],
  ])('fails where YouTube does: %s', async (reason, answer) => {
    await expect(lookUpsFor(answer).findAccount(CHANNEL, '@pia')).rejects.toMatchObject({
      code: 'UPSTREAM',
      message: `YouTube did not answer a look-up: ${reason}`,
    });
  });
});

it('leaves it to LiveChat what is on the air', async () => {
  const { lookUpLive, seen, paid } = channels();
  expect(await lookUpLive(CHANNEL)).toBeNull();
  expect([seen, paid]).toEqual([[], []]);
});
