import { describe, expect, it } from 'vitest';
import { answering } from '../../../tests/support/calls.ts';
import type { CallResult } from '../call.ts';
import type { KickVoice } from './client.ts';
import { kickDeletes } from './deletes.ts';

const NOW = Date.UTC(2026, 9, 4, 12);
const CHANNEL = '3000001';
const ID = '73c109e3-d4c9-4963-a062-701c39d79a46';

function deletesWith(answer: Response | CallResult, type: KickVoice['type'] = 'user') {
  let now = NOW;
  const asked: string[] = [];
  const { call, seen } = answering(answer);
  const { deleteMessage } = kickDeletes({
    apiUrl: 'https://api.example',
    voiceIn: async (channel) => {
      asked.push(channel);
      return { type, call };
    },
    clock: () => now,
  });
  return {
    seen,
    asked,
    wait: (ms: number) => (now += ms),
    take: (id = ID, channel = CHANNEL) => deleteMessage(channel, channel, id),
  };
}
const said = (status: number, headers: Record<string, string> = {}, type?: KickVoice['type']) =>
  deletesWith(Response.json({ data: {}, message: 'No' }, { status, headers }), type);

describe('deleting on Kick', () => {
  it('is asked by whoever speaks in the channel', async () => {
    const { take, seen, asked } = deletesWith(new Response(null, { status: 204 }));
    expect(await take()).toEqual({ ok: true });
    expect(asked).toEqual([CHANNEL]);
    expect(seen[0]?.url).toBe(`https://api.example/public/v1/chat/${ID}`);
    expect(seen[0]?.headers.get('authorization')).toBe('Bearer token-1');
  });

  it('is done where the message is gone already', async () => {
    expect(await said(404).take()).toEqual({ ok: true });
  });

  it.each(['', '..', '.', '../moderation/bans', 'a?b', 'a b', 'x'.repeat(101)])(
    'puts no id into the address that is none: “%s”',
    async (id) => {
      const { take, seen } = deletesWith(new Response(null, { status: 204 }));
      expect(await take(id)).toMatchObject({ ok: false, reason: 'not-found' });
      expect(seen).toEqual([]);
    },
  );

  it('says what the bot or the channel has to do where Kick does not let it', async () => {
    expect(await said(403).take()).toMatchObject({
      ok: false,
      reason: 'forbidden',
      message: expect.stringMatching(/Paste \/mod .*`npm run connect kick -- --as bot`/),
    });
    expect(await said(403, {}, 'bot').take()).toMatchObject({
      message: expect.stringMatching(/`npm run connect kick`/),
    });
    expect(await said(400).take()).toEqual({ ok: false, reason: 'forbidden', message: 'Kick says no: HTTP 400' });
  });

  it('says how the account agrees again, and renews no token for nothing', async () => {
    const refused = { outcome: 'refused', reason: 'token refused, and no new one to be had' } as const;
    for (const { take, seen, wait } of [said(401), deletesWith({ ok: false, outcome: refused })]) {
      const no = { ok: false, reason: 'scope', message: expect.stringContaining('npm run connect kick -- --as bot') };
      expect([await take(), await take()]).toEqual([no, no]);
      expect(seen).toHaveLength(1);
      wait(60_000);
      await take();
      expect(seen).toHaveLength(2);
    }
  });

  it('waits as long as Kick says, in every channel', async () => {
    const { take, seen, wait } = said(429, { 'retry-after': '7' });
    expect(await take()).toMatchObject({ ok: false, reason: 'limited', retryAfterMs: 7_000 });
    wait(6_000);
    expect(await take(ID, '3000009')).toMatchObject({ reason: 'limited', retryAfterMs: 1_000 });
    expect(seen).toHaveLength(1);
    wait(1_000);
    await take();
    expect(seen).toHaveLength(2);
  });

  it('never throws, and says whether the message may be gone', async () => {
    const timeout = { outcome: 'unclear', reason: 'TimeoutError' } as const;
    for (const answer of [new Response('{}', { status: 500 }), { ok: false, outcome: timeout } as const])
      expect(await deletesWith(answer).take()).toMatchObject({
        reason: 'upstream',
        message: expect.stringContaining('may still be there'),
      });
    const { deleteMessage } = kickDeletes({
      apiUrl: 'https://api.example',
      voiceIn: () => Promise.reject(new Error('the database is away')),
      clock: () => NOW,
    });
    expect(await deleteMessage(CHANNEL, CHANNEL, ID)).toMatchObject({
      reason: 'upstream',
      message: expect.stringContaining('is still there'),
    });
  });
});
