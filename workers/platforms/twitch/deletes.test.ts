import { describe, expect, it } from 'vitest';
import { answering } from '../../../tests/support/calls.ts';
import type { CallResult, CallUpstream } from '../call.ts';
import { twitchDeletes } from './deletes.ts';

const NOW = 1_791_100_000_000;
const CHANNEL = '1000001';
const ID = 'abc-123-def';

function deletesWith(answer: Response | CallResult, asBot?: () => Promise<CallUpstream | null>) {
  let now = NOW;
  const { call, seen } = answering(answer);
  const { deleteMessage } = twitchDeletes({
    apiUrl: 'https://api.example/helix',
    clientId: 'client-1',
    botUserId: '1000002',
    asBot: asBot ?? (async () => call),
    clock: () => now,
  });
  return {
    seen,
    wait: (ms: number) => (now += ms),
    take: (id = ID, channel = CHANNEL) => deleteMessage(channel, channel, id),
  };
}
const said = (status: number, message: string, headers: Record<string, string> = {}) =>
  deletesWith(Response.json({ error: 'No', status, message }, { status, headers }));

describe('deleting on Twitch', () => {
  it('is asked of the channel, by the moderator that the bot is', async () => {
    const { take, seen } = deletesWith(new Response(null, { status: 204 }));
    expect(await take('a&b=c')).toEqual({ ok: true });
    const [call] = seen;
    expect(call?.url).toBe(
      'https://api.example/helix/moderation/chat?broadcaster_id=1000001&moderator_id=1000002&message_id=a%26b%3Dc',
    );
    expect(call?.headers.get('authorization')).toBe('Bearer token-1');
    expect(call?.headers.get('client-id')).toBe('client-1');
  });

  it('is never asked without an id, which would clear the chat', async () => {
    const { take, seen } = deletesWith(new Response(null, { status: 204 }));
    expect(await take('')).toMatchObject({ ok: false, reason: 'not-found' });
    expect(seen).toEqual([]);
  });

  it('is done where the message is gone already, but not where it is only too old', async () => {
    expect(await said(404, 'The ID in message_id was not found.').take()).toEqual({ ok: true });
    expect(await said(404, 'The specified message was created more than 6 hours ago.').take()).toEqual({
      ok: false,
      reason: 'forbidden',
      message: 'Twitch deletes no message that is older than six hours.',
    });
  });

  it('is not for messages of the broadcaster and of moderators, one by one', async () => {
    const { take, seen } = said(400, 'You cannot delete messages from another moderator Fossabot.');
    const no = {
      ok: false,
      reason: 'forbidden',
      message: 'Twitch lets no moderator delete messages of the broadcaster or of another moderator.',
    };
    expect([await take(), await take('another')]).toEqual([no, no]);
    expect(seen).toHaveLength(2);
    expect(await said(400, 'The parameter\n"broadcaster_id" was malformed.').take()).toEqual({
      ok: false,
      reason: 'forbidden',
      message: 'Twitch says no: The parameter "broadcaster_id" was malformed.',
    });
  });

  it('says how the bot becomes a moderator, and leaves that channel alone for a minute', async () => {
    const { take, seen, wait } = said(403, "You don't have permission to perform that action.");
    expect(await take()).toMatchObject({ reason: 'forbidden', message: expect.stringContaining('Paste /mod') });
    expect(await take('another')).toMatchObject({ reason: 'forbidden' });
    expect(seen).toHaveLength(1);
    await take(ID, '1000003');
    expect(seen).toHaveLength(2);
    wait(60_000);
    await take();
    expect(seen).toHaveLength(3);
  });

  it('says how the bot’s account agrees, and renews no token for nothing', async () => {
    const connect = {
      ok: false,
      reason: 'scope',
      message: expect.stringContaining('npm run connect twitch -- --as bot'),
    };
    const { take, seen } = said(401, 'Missing scope: moderator:manage:chat_messages');
    expect([await take(), await take(ID, '1000003')]).toEqual([connect, connect]);
    expect(seen).toHaveLength(1);
    let asked = 0;
    const unconnected = deletesWith(new Response(null), async () => {
      asked++;
      return null;
    });
    expect([await unconnected.take(), await unconnected.take()]).toEqual([connect, connect]);
    expect(asked).toBe(1);
    const refused = { outcome: 'refused', reason: 'token refused, and no new one to be had' } as const;
    expect(await deletesWith({ ok: false, outcome: refused }).take()).toEqual(connect);
  });

  it('waits for the end of a rate limit', async () => {
    const { take, seen, wait } = said(429, 'Too Many Requests', { 'ratelimit-reset': String(NOW / 1000 + 9) });
    expect(await take()).toMatchObject({ ok: false, reason: 'limited', retryAfterMs: 9_000 });
    wait(4_000);
    expect(await take(ID, '1000003')).toMatchObject({ reason: 'limited', retryAfterMs: 5_000 });
    expect(seen).toHaveLength(1);
    wait(5_000);
    await take();
    expect(seen).toHaveLength(2);
  });

  it.each([
    ['a server error', new Response('{}', { status: 503 })],
    ['a redirect', new Response(null, { status: 302 })],
    ['no answer', { ok: false, outcome: { outcome: 'unclear', reason: 'TimeoutError' } } as const],
  ])('may have been done after %s', async (_, answer) => {
    expect(await deletesWith(answer).take()).toMatchObject({
      ok: false,
      reason: 'upstream',
      message: expect.stringContaining('may still be there'),
    });
  });

  it('was not done where no token could be had just now', async () => {
    const still = { ok: false, reason: 'upstream', message: expect.stringContaining('is still there') };
    const away = deletesWith(new Response(null), () => Promise.reject(new Error('the database is away')));
    expect([await away.take(), await away.take()]).toEqual([still, still]);
    const none = { outcome: 'refused', reason: 'no token', retryAfterMs: 5_000 } as const;
    expect(await deletesWith({ ok: false, outcome: none }).take()).toEqual({ ...still, retryAfterMs: 5_000 });
  });
});
