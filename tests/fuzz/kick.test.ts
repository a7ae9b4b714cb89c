import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { utf8 } from '../../workers/core/bytes.ts';
import type { ChatEvent } from '../../workers/core/events.ts';
import { NOBODY } from '../../workers/core/events.ts';
import { KICK_EVENTS } from '../../workers/platforms/kick/events.ts';
import type { KickKeys } from '../../workers/platforms/kick/keys.ts';
import { kickWebhook } from '../../workers/platforms/kick/webhook.ts';
import followed from '../samples/kick/channel.followed.json';
import redeemed from '../samples/kick/channel.reward.redemption.updated.json';
import gifts from '../samples/kick/channel.subscription.gifts.json';
import subscribed from '../samples/kick/channel.subscription.new.json';
import chat from '../samples/kick/chat.message.sent.command.json';
import reply from '../samples/kick/chat.message.sent.reply.json';
import kicks from '../samples/kick/kicks.gifted.json';
import metadata from '../samples/kick/livestream.metadata.updated.json';
import live from '../samples/kick/livestream.status.updated.live.json';
import timedOut from '../samples/kick/moderation.banned.timeout.json';
import { kickSigned, makeSigningKey, ringOf, type SigningKey } from '../support/kick.ts';
import { anyText } from './arbitraries.ts';
import { cases } from './cases.ts';
import type { SeenRoad } from './doors.ts';
import { anyJson, aRoad, bentOutOfShape, headersOf, isWholeEvent, knock, mutate, mutation, NOW } from './doors.ts';

const LONG = 300_000;
const HOUR = 3_600_000;

let key: SigningKey;
let keys: KickKeys;
beforeAll(async () => {
  key = await makeSigningKey();
  keys = ringOf(key);
});

const post = (road: SeenRoad, headers: Headers, body: string | Uint8Array) =>
  knock(kickWebhook({ road, keys }), '/', headers, body);

const postSigned = async (
  road: SeenRoad,
  body: string | Uint8Array,
  more: NonNullable<Parameters<typeof kickSigned>[2]> = {},
) => post(road, new Headers(await kickSigned(key, body, { at: NOW, ...more })), body);

/** Whether Kick signed this and sent it lately, by the words of its documentation. */
async function isAuthentic(headers: Headers, body: Uint8Array): Promise<boolean> {
  const [id, timestamp, given, type] = ['message-id', 'message-timestamp', 'signature', 'type'].map((name) =>
    headers.get(`kick-event-${name}`),
  );
  const subscription = headers.get('kick-event-subscription-id') ?? '';
  if (!id || !timestamp || !given || !type) return false;
  if ([id, timestamp, type, subscription].some((value) => value.length > 100)) return false;
  // One signature is good for one text: RSASSA-PKCS1-v1_5 is deterministic, and base64 is compared by what it decodes to.
  const expected = (await kickSigned(key, body, { id, timestamp }))['kick-event-signature'] as string;
  const sentAt = Date.parse(timestamp);
  return decoded(given) === atob(expected) && sentAt >= NOW - HOUR && sentAt <= NOW + 600_000;
}

function decoded(base64: string): string | null {
  try {
    return /^[A-Za-z0-9+/]{342}==$/.test(base64) ? atob(base64) : null;
  } catch {
    return null;
  }
}

/** Gifts and bans may be nobody's. */
const isWhole = (event: ChatEvent): boolean =>
  isWholeEvent(event.author === NOBODY ? { ...event, author: { ...NOBODY, account: 'nobody' } } : event) &&
  event.id.length <= 200 &&
  (event.twin === undefined || event.twin.key.length <= 200);

const chatLine = (content: string) => JSON.stringify({ ...chat, content });

describe('the door of Kick', () => {
  it(
    'lets nothing past that is not signed and fresh, and takes everything that is, whatever was done to it',
    async () => {
      await fc.assert(
        fc.asyncProperty(
          anyText(),
          fc.constantFrom(...KICK_EVENTS, 'unheard.of'),
          mutation,
          async (text, type, change) => {
            const body = utf8(chatLine(text));
            const changed = mutate({ headers: await kickSigned(key, body, { at: NOW, type }), body }, change);
            const headers = headersOf(changed.headers);
            if (!headers) return;
            const road = aRoad();
            const { status } = await post(road, headers, changed.body);
            if (await isAuthentic(headers, changed.body)) {
              expect(status).toBe(204);
            } else {
              expect(status).toBe(401);
              expect(road.calls).toEqual([]);
              expect(road.reported).toEqual([]);
            }
          },
        ),
        { numRuns: cases(5_000) },
      );
    },
    LONG,
  );

  it(
    'brings each signed line exactly once, as it was said',
    async () => {
      await fc.assert(
        fc.asyncProperty(anyText(200), fc.integer({ min: -HOUR, max: 600_000 }), async (text, offset) => {
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

  it.each([-3_601, -3_600.001, 600.001, 601])('does not open to what was signed %d s from now', async (seconds) => {
    const road = aRoad();
    expect((await postSigned(road, chatLine('!ping'), { at: NOW + seconds * 1_000 })).status).toBe(401);
    expect(road.calls).toEqual([]);
  });

  it(
    'stays standing whatever is signed: any JSON, any shape, under any type',
    async () => {
      const samples = [chat, reply, followed, subscribed, gifts, redeemed, live, metadata, timedOut, kicks];
      const bodies = fc.oneof(anyJson, ...samples.map(bentOutOfShape));
      await fc.assert(
        fc.asyncProperty(bodies, fc.constantFrom(...KICK_EVENTS, 'toString', '__proto__'), async (body, type) => {
          const road = aRoad();
          const { status } = await postSigned(road, body, { type });
          expect(status).toBe(204);
          expect(road.calls.length).toBeLessThanOrEqual(1);
          expect(road.brought.every(isWhole)).toBe(true);
        }),
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
          expect(status).toBe(signed ? 204 : 401);
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

  it('notes what it could not read, by its type', async () => {
    const road = aRoad();
    expect((await postSigned(road, '{}', { type: 'kicks.gifted' })).status).toBe(204);
    expect(road.reported).toEqual(['kick.unreadable']);
    expect((await postSigned(road, JSON.stringify(followed), { type: 'channel.raided' })).status).toBe(204);
    expect(road.reported).toHaveLength(1);
    expect(road.calls).toEqual([]);
  });

  it('asks Kick to send again what the road could not take', async () => {
    for (const [type, payload] of [
      ['chat.message.sent', chat],
      ['kicks.gifted', kicks],
    ] as const) {
      const road = aRoad({ bring: async () => Promise.reject(new Error('queue overloaded: pia said !ping')) });
      const answer = await postSigned(road, JSON.stringify(payload), { type });
      expect(answer.status).toBe(503);
      expect(answer.text).not.toContain('pia');
      expect(road.reported).toEqual(['webhook.undecided']);
    }
  });

  it('is a door for POST alone', async () => {
    const door = kickWebhook({ road: aRoad(), keys });
    for (const method of ['GET', 'PUT', 'DELETE', 'OPTIONS'])
      expect((await door.request('/', { method })).status, method).toBe(404);
  });
});
