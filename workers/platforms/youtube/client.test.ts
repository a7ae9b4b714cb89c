import { describe, expect, it } from 'vitest';
import chatEnded from '../../../tests/samples/youtube/error.liveChatEnded.json';
import quotaExceeded from '../../../tests/samples/youtube/error.quotaExceeded.json';
import { answering } from '../../../tests/support/calls.ts';
import { guard } from '../../core/guard.ts';
import type { CallResult } from '../call.ts';
import { createYoutubeClient, youtubeTraits } from './client.ts';

/** Five in the morning in California: seven hours of the quota's day are gone, and two are left of none. */
const NOW = Date.parse('2026-10-04T12:00:00Z');
const UNTIL_MIDNIGHT = 19 * 3_600_000;
const CHANNEL = 'UCdemo0000000000000000000';
const message = { deliveryId: 'd#0', channel: CHANNEL, privileged: false, room: `${CHANNEL}/chat-1`, text: 'Pong!' };

function clientFor(answer: Response | CallResult) {
  const { call, seen } = answering(answer);
  const client = createYoutubeClient({
    apiUrl: 'https://api.example/youtube/v3',
    project: 'project-1',
    unitsPerDay: 10_000,
    spend: async () => true,
    clock: () => NOW,
    call,
    echoed: async (asked, since) => (asked.text === 'Pong!' && since === 5 ? 'posted' : 'unclear'),
  });
  return { client, seen };
}
const sendWith = (answer: Response | CallResult) => clientFor(answer).client.send(message);
const refusal = (reason: string, status: number, headers: Record<string, string> = {}) =>
  Response.json(
    { error: { code: status, message: 'No.', errors: [{ domain: 'youtube.liveChat', reason, message: 'No.' }] } },
    { status, headers },
  );

describe('sending to YouTube', () => {
  it('says what is to be said, in the chat of the room', async () => {
    const { client, seen } = clientFor(Response.json({ kind: 'youtube#liveChatMessage', id: 'm1', snippet: {} }));
    expect(await client.send({ ...message, replyTo: 'parent-1' })).toEqual({ outcome: 'sent', messageId: 'm1' });
    const [call] = seen;
    expect(call?.url).toBe('https://api.example/youtube/v3/liveChat/messages?part=snippet');
    expect(call?.headers.get('authorization')).toBe('Bearer token-1');
    expect(call?.headers.get('content-type')).toBe('application/json');
    expect(JSON.parse(call?.body ?? '')).toEqual({
      snippet: { liveChatId: 'chat-1', type: 'textMessageEvent', textMessageDetails: { messageText: 'Pong!' } },
    });
  });

  it('is not tried where there is no chat', async () => {
    const { client, seen } = clientFor(Response.json({ id: 'm1' }));
    const outcome = await client.send({ ...message, room: CHANNEL });
    expect(outcome).toEqual({ outcome: 'refused', reason: 'the channel has no live chat now' });
    expect(seen).toEqual([]);
  });

  it('waits for the end of the quota’s day, in every chat, when the units are used up', async () => {
    expect(await sendWith(Response.json(quotaExceeded, { status: 403 }))).toEqual({
      outcome: 'refused',
      reason: 'quotaExceeded',
      retryAfterMs: UNTIL_MIDNIGHT,
      holds: [{ key: 'all', forMs: UNTIL_MIDNIGHT }],
    });
    expect(await sendWith(refusal('dailyLimitExceeded', 403))).toMatchObject({ retryAfterMs: UNTIL_MIDNIGHT });
  });

  it('is slower in a chat that got too much', async () => {
    const holds = (forMs: number) => ({ retryAfterMs: forMs, holds: [{ key: 'chat:chat-1', forMs }] });
    expect(await sendWith(refusal('rateLimitExceeded', 403))).toMatchObject({ outcome: 'refused', ...holds(5_000) });
    expect(await sendWith(refusal('userRateLimitExceeded', 403))).toMatchObject(holds(5_000));
    expect(await sendWith(refusal('rateLimitExceeded', 429, { 'retry-after': '7' }))).toMatchObject(holds(7_000));
    expect(await sendWith(new Response('', { status: 429 }))).toMatchObject({ reason: 'HTTP 429', ...holds(5_000) });
    for (const after of ['soon', '-1', '0', '86400', 'Infinity'])
      expect(await sendWith(refusal('rateLimitExceeded', 403, { 'retry-after': after })), after).toMatchObject(
        holds(5_000),
      );
  });

  it.each([
    ['liveChatEnded', 403],
    ['liveChatDisabled', 403],
    ['forbidden', 403],
    ['insufficientPermissions', 403],
    ['liveChatNotFound', 404],
    ['messageTextInvalid', 400],
    ['authError', 401],
  ])('takes %s for a final no', async (reason, status) => {
    expect(await sendWith(refusal(reason, status))).toEqual({ outcome: 'refused', reason });
  });

  it('takes a refusal without a reason for what its status says', async () => {
    for (const body of ['', '{}', '{"error":"no"}', '{"error":{"errors":[]}}'])
      expect(await sendWith(new Response(body, { status: 403 })), body).toEqual({
        outcome: 'refused',
        reason: 'HTTP 403',
      });
  });

  it.each([
    ['a server error', refusal('backendError', 503)],
    ['a redirect', new Response('', { status: 302 })],
    ['an answer that is no JSON', new Response('')],
    ['an answer without an id', Response.json({ kind: 'youtube#liveChatMessage' })],
  ])('does not know what became of it after %s', async (_, answer) => {
    expect(await sendWith(answer)).toMatchObject({ outcome: 'unclear' });
  });

  it('hands on what the call itself came to', async () => {
    const timeout = { outcome: 'unclear', reason: 'TimeoutError' } as const;
    expect(await sendWith({ ok: false, outcome: timeout })).toEqual(timeout);
    const later = { outcome: 'refused', reason: 'no token', retryAfterMs: 5_000 } as const;
    expect(await sendWith({ ok: false, outcome: later })).toEqual(later);
    const never = { outcome: 'refused', reason: 'token refused, and no new one to be had' } as const;
    expect(await sendWith({ ok: false, outcome: never })).toEqual(never);
  });

  it('is one line of at most 200 UTF-16 units', () => {
    const lines = guard({ text: 'a penguin \u{1F427}\n'.repeat(60) }, youtubeTraits, '!');
    expect(lines).toHaveLength(3);
    for (const line of lines) {
      expect(line).not.toContain('\n');
      expect(line.length).toBeLessThanOrEqual(200);
    }
  });
});

describe('YouTube’s send budget', () => {
  it('is a message a second in each chat, and the project’s units of the day', () => {
    expect(clientFor(Response.json({})).client.budget(message)).toEqual({
      upstream: 'youtube:project-1',
      limits: [
        { key: 'all', count: 120, windowMs: 60_000 },
        { key: 'chat:chat-1', count: 1, windowMs: 1_000 },
      ],
      units: { cost: 200, perDay: 10_000, resetAt: NOW + UNTIL_MIDNIGHT },
    });
  });
});

it('asks the channel whether it saw the bot’s line', async () => {
  const { client } = clientFor(Response.json(chatEnded, { status: 403 }));
  expect(await client.readBack(message, 5)).toBe('posted');
  expect(await client.lookUpLevel(CHANNEL, 'pia')).toBeNull();
  const late = { answer: { by: 'api' }, message, part: 0, deferredAs: null } as const;
  expect(await client.respond(late)).toMatchObject({ outcome: 'refused' });
});
