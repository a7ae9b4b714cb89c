import { describe, expect, it } from 'vitest';
import { answering } from '../../../tests/support/calls.ts';
import type { CallResult } from '../call.ts';
import { createTwitchClient } from './client.ts';

const NOW = 1_791_100_000_000;
const message = { deliveryId: 'd#0', channel: '1000001', privileged: false, room: '1000001', text: 'Pong!' };

function clientFor(answer: Response | CallResult) {
  const { call, seen } = answering(answer);
  const client = createTwitchClient({
    apiUrl: 'https://api.example/helix',
    clientId: 'client-1',
    botUserId: '1000002',
    clock: () => NOW,
    call,
    echoed: async (asked, since) => (asked.text === 'Pong!' && since === 5 ? 'posted' : 'unclear'),
  });
  return { client, seen };
}
const sendWith = (answer: Response | CallResult) => clientFor(answer).client.send(message);
const answered = (sent: object, status = 200) =>
  Response.json({ data: [{ message_id: 'm1', is_sent: true, ...sent }] }, { status });

describe('sending to Twitch', () => {
  it('says what is to be said, to whom, and as whom', async () => {
    const { client, seen } = clientFor(answered({}));
    expect(await client.send({ ...message, replyTo: 'parent-1' })).toEqual({ outcome: 'sent', messageId: 'm1' });
    const [call] = seen;
    expect(call?.url).toBe('https://api.example/helix/chat/messages');
    expect(call?.headers.get('authorization')).toBe('Bearer token-1');
    expect(call?.headers.get('client-id')).toBe('client-1');
    expect(JSON.parse(call?.body ?? '')).toEqual({
      broadcaster_id: '1000001',
      sender_id: '1000002',
      message: 'Pong!',
      reply_parent_message_id: 'parent-1',
    });
  });

  it('answers nobody where there is nobody to answer', async () => {
    const { client, seen } = clientFor(answered({}));
    await client.send(message);
    expect(JSON.parse(seen[0]?.body ?? '')).not.toHaveProperty('reply_parent_message_id');
  });

  it('does not take HTTP 200 for sent', async () => {
    expect(
      await sendWith(
        answered({ message_id: '', is_sent: false, drop_reason: { code: 'msg_rejected', message: 'held back' } }),
      ),
    ).toEqual({ outcome: 'refused', reason: 'dropped: msg_rejected' });
    expect(await sendWith(answered({ is_sent: false, drop_reason: null }))).toEqual({
      outcome: 'refused',
      reason: 'dropped: unknown',
    });
  });

  it.each(['msg_duplicate', 'msg_ratelimit', 'rate_limited'])(
    'tries again later what was dropped as %s',
    async (code) => {
      expect(await sendWith(answered({ is_sent: false, drop_reason: { code } }))).toEqual({
        outcome: 'refused',
        reason: `dropped: ${code}`,
        retryAfterMs: 30_000,
      });
    },
  );

  it('waits for the end of a rate limit, if that is near', async () => {
    const limited = (reset: string) =>
      sendWith(new Response('{}', { status: 429, headers: { 'ratelimit-reset': reset } }));
    expect(await limited(String(NOW / 1000 + 9))).toMatchObject({ outcome: 'refused', retryAfterMs: 9_000 });
    for (const reset of ['soon', '', '0', String(NOW / 1000 - 1), String(NOW / 1000 + 86_400), 'Infinity']) {
      expect(await limited(reset), reset).toMatchObject({ outcome: 'refused', retryAfterMs: 1_000 });
    }
  });

  it.each([400, 403, 404, 422])('takes HTTP %d for a final no', async (status) => {
    const outcome = await sendWith(
      new Response('{}', { status, headers: { 'ratelimit-reset': String(NOW / 1000 + 9) } }),
    );
    expect(outcome).toEqual({ outcome: 'refused', reason: `HTTP ${status}` });
  });

  it.each([
    ['a server error', new Response('{}', { status: 500 })],
    ['an answer that is no JSON', new Response('')],
    ['an answer without data', Response.json({ data: [] })],
    ['an answer that does not say', Response.json({ data: [{ message_id: 'm1' }] })],
  ])('does not know what became of it after %s', async (_, answer) => {
    expect(await sendWith(answer)).toMatchObject({ outcome: 'unclear' });
  });

  it('hands on what the call itself came to', async () => {
    const outcome = { outcome: 'unclear', reason: 'TimeoutError' } as const;
    expect(await sendWith({ ok: false, outcome })).toBe(outcome);
  });
});

describe('Twitch’s send budget', () => {
  const { client } = clientFor(answered({}));

  it('is twenty in 30 s over all channels and one a second in each', () => {
    expect(client.budget(message)).toEqual({
      upstream: 'twitch:1000002',
      limits: [
        { key: 'all', count: 20, windowMs: 30_000 },
        { key: 'channel:1000001', count: 1, windowMs: 1_000 },
      ],
    });
  });

  it('is a hundred in 30 s where the bot moderates', () => {
    expect(client.budget({ ...message, privileged: true }).limits).toEqual([
      { key: 'all:moderator', count: 100, windowMs: 30_000 },
    ]);
  });
});

it('asks the channel whether it saw the bot’s line', async () => {
  const { client } = clientFor(answered({}));
  expect(await client.readBack(message, 5)).toBe('posted');
  expect(await client.lookUpLevel('1000001', 'pia')).toBeNull();
  const late = { answer: { by: 'api' }, message, part: 0, deferredAs: null } as const;
  expect(await client.respond(late)).toMatchObject({ outcome: 'refused' });
});
