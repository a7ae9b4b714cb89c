import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { utf8 } from '../../workers/core/bytes.ts';
import { twitchWebhook } from '../../workers/platforms/twitch/webhook.ts';
import authorizationRevoke from '../samples/twitch/authorization.revoke.json';
import chat from '../samples/twitch/chat.command.json';
import reply from '../samples/twitch/chat.reply.json';
import shardDisabled from '../samples/twitch/conduit.shard.disabled.json';
import follow from '../samples/twitch/follow.json';
import revocation from '../samples/twitch/revocation.json';
import challenge from '../samples/twitch/webhook_callback_verification.json';
import { hmacHex, twitchSigned } from '../support/signed.ts';
import { anyText } from './arbitraries.ts';
import { cases } from './cases.ts';
import type { SeenRoad } from './doors.ts';
import { anyJson, aRoad, bentOutOfShape, headersOf, isWholeEvent, knock, mutate, mutation, NOW } from './doors.ts';

const SECRET = 'the webhook secret of these tests';
const BOT = '1000002';
const LONG = 300_000;

const post = (road: SeenRoad, headers: Headers, body: string | Uint8Array) =>
  knock(twitchWebhook({ road, webhookSecret: SECRET, botUserId: BOT }), '/', headers, body);

async function postSigned(
  road: SeenRoad,
  body: string | Uint8Array,
  more: { readonly type?: string; readonly at?: number } = {},
) {
  return post(road, new Headers(await twitchSigned(SECRET, body, { at: NOW, ...more })), body);
}

/** Whether Twitch would say that it sent this, by the words of its documentation. */
async function isAuthentic(headers: Headers, body: Uint8Array): Promise<boolean> {
  const [id, timestamp, signature] = ['id', 'timestamp', 'signature'].map((name) =>
    headers.get(`twitch-eventsub-message-${name}`),
  );
  if (!id || !timestamp || !signature || !headers.get('twitch-eventsub-message-type')) return false;
  const expected = `sha256=${await hmacHex(SECRET, id, timestamp, body)}`;
  return (
    signature.slice(0, 7) === 'sha256=' &&
    signature.toLowerCase() === expected &&
    Math.abs(NOW - Date.parse(timestamp)) <= 600_000
  );
}

const chatLine = (text: string) =>
  JSON.stringify({ ...chat, event: { ...chat.event, message: { text, fragments: [{ type: 'text', text }] } } });

describe('the door of Twitch', () => {
  it(
    'lets nothing past that is not signed and fresh, and takes everything that is, whatever was done to it',
    async () => {
      await fc.assert(
        fc.asyncProperty(
          anyText(),
          fc.constantFrom('notification', 'revocation', 'webhook_callback_verification', 'unheard.of'),
          mutation,
          async (text, type, change) => {
            const body = utf8(chatLine(text));
            const changed = mutate({ headers: await twitchSigned(SECRET, body, { at: NOW, type }), body }, change);
            const headers = headersOf(changed.headers);
            if (!headers) return;
            const road = aRoad();
            const { status } = await post(road, headers, changed.body);
            if (await isAuthentic(headers, changed.body)) {
              expect(status).not.toBe(401);
              expect(status).toBeLessThan(500);
            } else {
              expect(status).toBe(401);
              expect(road.calls).toEqual([]);
            }
          },
        ),
        { numRuns: cases(10_000) },
      );
    },
    LONG,
  );

  it(
    'brings each signed line exactly once, as it was said',
    async () => {
      await fc.assert(
        fc.asyncProperty(anyText(200), fc.integer({ min: -600_000, max: 600_000 }), async (text, offset) => {
          const road = aRoad();
          expect((await postSigned(road, chatLine(text), { at: NOW + offset })).status).toBe(204);
          expect(road.calls).toEqual(['bring']);
          expect(text.startsWith(road.brought[0]?.text ?? 'nothing')).toBe(true);
        }),
        { numRuns: cases(2_000) },
      );
    },
    LONG,
  );

  it.each([-601, -600.001, 600.001, 601])('does not open to what was signed %d s from now', async (seconds) => {
    const road = aRoad();
    expect((await postSigned(road, chatLine('!ping'), { at: NOW + seconds * 1_000 })).status).toBe(401);
    expect(road.calls).toEqual([]);
  });

  it(
    'stays standing whatever is signed: any JSON, any shape',
    async () => {
      const bodies = fc.oneof(
        anyJson,
        bentOutOfShape(chat),
        bentOutOfShape(reply),
        bentOutOfShape(revocation),
        bentOutOfShape(challenge),
      );
      await fc.assert(
        fc.asyncProperty(
          bodies,
          fc.constantFrom('notification', 'revocation', 'webhook_callback_verification', 'toString'),
          async (body, type) => {
            const road = aRoad();
            const { status } = await postSigned(road, body, { type });
            expect([200, 204, 400]).toContain(status);
            expect(road.calls.length).toBeLessThanOrEqual(1);
            expect(road.brought.every(isWholeEvent)).toBe(true);
          },
        ),
        { numRuns: cases(10_000) },
      );
    },
    LONG,
  );

  it(
    'stays standing whatever bytes come, signed or not',
    async () => {
      await fc.assert(
        fc.asyncProperty(fc.uint8Array({ maxLength: 500 }), fc.boolean(), async (body, signed) => {
          const road = aRoad();
          const { status } = signed ? await postSigned(road, body) : await post(road, new Headers(), body);
          expect(status).toBe(signed ? 400 : 401);
          expect(road.calls).toEqual([]);
        }),
        { numRuns: cases(2_000) },
      );
    },
    LONG,
  );

  it('takes no more than a mebibyte, signed or not', async () => {
    const road = aRoad();
    const body = chatLine('x'.repeat(1024 * 1024));
    expect((await postSigned(road, body)).status).toBe(413);
    expect((await post(road, new Headers(), body)).status).toBe(413);
    expect((await post(road, new Headers({ 'content-length': String(2 ** 40) }), '')).status).toBe(413);
    expect(road.calls).toEqual([]);
  });

  it('does not believe a length that is not true', async () => {
    const body = chatLine('x'.repeat(1024 * 1024));
    for (const length of ['1', '-1', 'NaN', '']) {
      const road = aRoad();
      const { status } = await post(road, new Headers({ 'content-length': length }), body);
      expect([401, 413], length).toContain(status);
      expect(road.calls).toEqual([]);
    }
  });

  it('answers a challenge with exactly the challenge, as plain text, and only a signed one', async () => {
    const road = aRoad();
    const body = JSON.stringify(challenge);
    const answer = await postSigned(road, body, { type: 'webhook_callback_verification' });
    expect(answer).toMatchObject({ status: 200, text: challenge.challenge });
    expect(answer.headers.get('content-type')).toMatch(/^text\/plain/);
    const unsigned = await post(
      road,
      new Headers({ 'twitch-eventsub-message-type': 'webhook_callback_verification' }),
      body,
    );
    expect(unsigned.status).toBe(401);
    expect(unsigned.text).not.toContain(challenge.challenge);
    expect(road.calls).toEqual([]);
  });

  it('tells the road of revocations, whoever they come from, and of the bot’s own line', async () => {
    const road = aRoad();
    expect((await postSigned(road, JSON.stringify(authorizationRevoke))).status).toBe(204);
    const ofRaids = {
      type: 'channel.raid',
      condition: { from_broadcaster_user_id: '', to_broadcaster_user_id: '1000001' },
    };
    for (const subscription of [ofRaids, { type: 'channel.raid', condition: { to_broadcaster_user_id: '' } }])
      expect((await postSigned(road, JSON.stringify({ subscription }), { type: 'revocation' })).status).toBe(204);
    expect(road.calls).toEqual(['revoked', 'revoked']);
    road.calls.length = 0;
    expect((await postSigned(road, JSON.stringify(revocation), { type: 'revocation' })).status).toBe(204);
    expect(
      (await postSigned(road, JSON.stringify({ ...chat, event: { ...chat.event, chatter_user_id: BOT } }))).status,
    ).toBe(204);
    expect(road.calls).toEqual(['revoked', 'echo']);
  });

  it('notes a shard that Twitch gave up on, which is no channel’s event', async () => {
    const road = aRoad();
    expect((await postSigned(road, JSON.stringify(shardDisabled))).status).toBe(204);
    expect(road.calls).toEqual([]);
    expect(road.reported).toEqual(['twitch.shard-disabled']);
  });

  it('leaves other kinds of notification alone', async () => {
    const road = aRoad();
    expect(
      (
        await postSigned(
          road,
          JSON.stringify({ ...chat, subscription: { ...chat.subscription, type: 'channel.of.a.later.day' } }),
        )
      ).status,
    ).toBe(204);
    expect(road.calls).toEqual([]);
  });

  it('asks Twitch to send again what the road could not take', async () => {
    const fails = async () => Promise.reject(new Error('queue overloaded: pia said !ping'));
    const bodies: readonly (readonly [string, string])[] = [
      [chatLine('!ping'), 'notification'],
      [JSON.stringify({ ...chat, event: { ...chat.event, chatter_user_id: BOT } }), 'notification'],
      [JSON.stringify(revocation), 'revocation'],
      [JSON.stringify(authorizationRevoke), 'notification'],
      [JSON.stringify(follow), 'notification'],
    ];
    for (const [body, type] of bodies) {
      const road = aRoad({ bring: fails, other: fails });
      const answer = await postSigned(road, body, { type });
      expect(answer.status).toBe(503);
      expect(answer.text).not.toContain('pia');
      expect(road.reported).toEqual(['webhook.undecided']);
    }
  });

  it('is a door for POST alone', async () => {
    const door = twitchWebhook({ road: aRoad(), webhookSecret: SECRET, botUserId: BOT });
    for (const method of ['GET', 'PUT', 'DELETE', 'OPTIONS'])
      expect((await door.request('/', { method })).status, method).toBe(404);
  });
});
