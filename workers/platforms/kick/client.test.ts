import { describe, expect, it } from 'vitest';
import { answering } from '../../../tests/support/calls.ts';
import type { CallResult } from '../call.ts';
import { createKickClient, type KickVoice } from './client.ts';

const NOW = Date.UTC(2026, 9, 4, 12);
const message = { deliveryId: 'd#0', channel: '3000001', privileged: false, room: '3000001', text: 'Pong!' };

function clientFor(answer: Response | CallResult, type: KickVoice['type'] = 'user') {
  const { call, seen } = answering(answer);
  const asked: string[] = [];
  const client = createKickClient({
    apiUrl: 'https://api.example',
    clock: () => NOW,
    voiceIn: async (channel) => {
      asked.push(channel);
      return { type, call };
    },
    asApp: call,
    echoed: async (looked, since) => (looked.text === 'KEKW Pong!' && since === 5 ? 'posted' : 'unclear'),
  });
  return { client, seen, asked };
}
const sendWith = (answer: Response | CallResult) => clientFor(answer).client.send(message);
const answered = (sent: object, status = 200) =>
  Response.json({ data: { is_sent: true, message_id: 'm1', ...sent }, message: 'OK' }, { status });

describe('sending to Kick', () => {
  it('says it by the bot’s own account, into the channel', async () => {
    const { client, seen, asked } = clientFor(answered({}));
    expect(await client.send({ ...message, replyTo: 'parent-1' })).toEqual({ outcome: 'sent', messageId: 'm1' });
    const [call] = seen;
    expect(asked).toEqual(['3000001']);
    expect(call?.url).toBe('https://api.example/public/v1/chat');
    expect(call?.headers.get('authorization')).toBe('Bearer token-1');
    expect(call?.headers.get('content-type')).toBe('application/json');
    expect(JSON.parse(call?.body ?? '')).toEqual({
      type: 'user',
      content: 'Pong!',
      broadcaster_user_id: 3_000_001,
      reply_to_message_id: 'parent-1',
    });
  });

  it('says it as the app where there is no such account, into the channel of the token', async () => {
    const { client, seen } = clientFor(answered({}), 'bot');
    await client.send(message);
    expect(JSON.parse(seen[0]?.body ?? '')).toEqual({ type: 'bot', content: 'Pong!' });
  });

  it('says nothing where nobody can', async () => {
    const client = createKickClient({
      apiUrl: 'https://api.example',
      clock: () => NOW,
      voiceIn: () => Promise.reject(new Error('not connected')),
      asApp: answering(answered({})).call,
      echoed: async () => 'unclear',
    });
    expect(await client.send(message)).toEqual({ outcome: 'refused', reason: 'no token', retryAfterMs: 5_000 });
  });

  it('does not take HTTP 200 for sent', async () => {
    expect(await sendWith(answered({ is_sent: false, message_id: '' }))).toEqual({
      outcome: 'refused',
      reason: 'not sent',
    });
  });

  it('waits as long as Kick says, if that makes sense, with all that wants to be said there', async () => {
    const limited = (after: string) =>
      sendWith(
        Response.json({ data: {}, message: 'Too many requests' }, { status: 429, headers: { 'retry-after': after } }),
      );
    const waits = (forMs: number) => ({
      outcome: 'refused',
      reason: 'rate limited',
      retryAfterMs: forMs,
      holds: [{ key: 'channel:3000001', forMs }],
    });
    expect(await limited('7')).toEqual(waits(7_000));
    expect(await limited(new Date(NOW + 9_000).toUTCString())).toEqual(waits(9_000));
    for (const after of ['', 'soon', '0', '-5', '3600', 'Infinity', new Date(NOW - 1_000).toUTCString()])
      expect(await limited(after), after).toEqual(waits(1_000));
  });

  it.each([400, 401, 403, 404, 422])('takes HTTP %d for a final no', async (status) => {
    expect(await sendWith(new Response('{}', { status, headers: { 'retry-after': '9' } }))).toEqual({
      outcome: 'refused',
      reason: `HTTP ${status}`,
    });
  });

  it.each([
    ['a server error, as the app gets them', new Response('{}', { status: 500 })],
    ['a redirect', new Response(null, { status: 302 })],
    ['an answer that is no JSON', new Response('')],
    ['an answer without data', Response.json({ message: 'OK' })],
    ['an answer that does not say', Response.json({ data: { message_id: 'm1' } })],
  ])('does not know what became of it after %s', async (_, answer) => {
    expect(await sendWith(answer)).toMatchObject({ outcome: 'unclear' });
  });

  it('hands on what the call itself came to', async () => {
    const outcome = { outcome: 'unclear', reason: 'TimeoutError' } as const;
    expect(await sendWith({ ok: false, outcome })).toBe(outcome);
  });
});

it('says one thing a second in each channel', () => {
  expect(clientFor(answered({})).client.budget(message)).toEqual({
    upstream: 'kick:3000001',
    limits: [{ key: 'channel:3000001', count: 1, windowMs: 1_000 }],
  });
});

it('asks the channel whether it saw the bot’s line, as lines are read there', async () => {
  const { client } = clientFor(answered({}));
  expect(await client.readBack({ ...message, text: '[emote:1:KEKW] Pong!' }, 5)).toBe('posted');
  expect(await client.lookUpLevel('3000001', '4000011')).toBeNull();
  expect(await client.respond({ answer: { by: 'api' }, message, part: 0, deferredAs: null })).toMatchObject({
    outcome: 'refused',
  });
});
