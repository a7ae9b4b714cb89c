import { describe, expect, it } from 'vitest';
import followed from '../../../tests/samples/kick/channel.followed.json';
import accepted from '../../../tests/samples/kick/channel.reward.redemption.updated.accepted.json';
import redeemed from '../../../tests/samples/kick/channel.reward.redemption.updated.json';
import anonymousGifts from '../../../tests/samples/kick/channel.subscription.gifts.anonymous.json';
import gifts from '../../../tests/samples/kick/channel.subscription.gifts.json';
import subscribed from '../../../tests/samples/kick/channel.subscription.new.json';
import renewed from '../../../tests/samples/kick/channel.subscription.renewal.json';
import command from '../../../tests/samples/kick/chat.message.sent.command.json';
import emotes from '../../../tests/samples/kick/chat.message.sent.emotes.json';
import older from '../../../tests/samples/kick/chat.message.sent.older.json';
import plain from '../../../tests/samples/kick/chat.message.sent.plain.json';
import reply from '../../../tests/samples/kick/chat.message.sent.reply.json';
import kicks from '../../../tests/samples/kick/kicks.gifted.json';
import metadata from '../../../tests/samples/kick/livestream.metadata.updated.json';
import ended from '../../../tests/samples/kick/livestream.status.updated.ended.json';
import live from '../../../tests/samples/kick/livestream.status.updated.live.json';
import banned from '../../../tests/samples/kick/moderation.banned.json';
import timedOut from '../../../tests/samples/kick/moderation.banned.timeout.json';
import type { ChatEvent } from '../../core/events.ts';
import { NOBODY } from '../../core/events.ts';
import { shownText } from './chat.ts';
import { KICK_EVENTS, readKickEvent } from './events.ts';
import { kickLevel } from './fact.ts';

const SENT = Date.UTC(2026, 9, 4, 12);
const headers = { messageId: 'delivery-1', subscriptionId: 'subscription-1', type: '', sentAt: SENT };

/** As it would come: a key that is undefined here is not there. */
const read = (type: string, payload: unknown, more: Partial<typeof headers> | { subscriptionId: null } = {}) =>
  readKickEvent(JSON.parse(JSON.stringify(payload)), { ...headers, type, ...more }, SENT + 150);
async function eventOf(type: string, payload: unknown, more: Parameters<typeof read>[2] = {}): Promise<ChatEvent> {
  const reading = await read(type, payload, more);
  if (reading.is !== 'event') throw new Error(`it is ${reading.is}`);
  return reading.event;
}
const seconds = (time: string) => Date.parse(`2026-10-04T${time}Z`);

const PIA = { account: '4000011', login: 'Pia_Penguin', displayName: 'Pia_Penguin' };
const MO = { account: '4000012', login: 'Mod_Mo', displayName: 'Mod_Mo' };
const WADDLE = { account: '3000001', login: 'waddle_demo', displayName: 'waddle_demo', level: 'owner', badges: [] };

describe('a chat message of Kick', () => {
  const chat = (payload: unknown) => eventOf('chat.message.sent', payload);

  it('becomes an event with everything the road needs', async () => {
    expect(await chat(command)).toEqual({
      id: '0c3a5d10-0000-4000-8000-000000000002',
      platform: 'kick',
      channel: '3000001',
      room: '3000001',
      kind: 'message',
      author: { ...PIA, level: 'subscriber', badges: ['sub_gifter', 'subscriber'] },
      text: '!ping',
      attachments: [],
      mentions: [],
      data: {},
      at: SENT,
      receivedAt: SENT + 150,
      correlationId: 'delivery-1',
      redelivered: false,
      answer: { by: 'api' },
    });
  });

  it('names the message it answers', async () => {
    expect(await chat(reply)).toMatchObject({
      text: '!quote add "never slide downhill twice" - ann',
      replyTo: plain.message_id,
      author: { account: MO.account, level: 'moderator' },
    });
    expect(await chat({ ...plain, replies_to: { message_id: '' } })).not.toHaveProperty('replyTo');
  });

  it('reads as chat shows it, with the names of emotes', async () => {
    expect(await chat(emotes)).toMatchObject({
      text: 'KEKW that jump HYPERCLAP HYPERCLAP',
      author: { level: 'owner' },
    });
    expect(shownText('[emote:1:KEKW]!ping')).toBe('KEKW!ping');
    expect(shownText('!ping\u{E0000}')).toBe('!ping');
    for (const text of ['[emote:1:]', '[emote:x:KEKW]', '[emote:1:KEKW', 'a [link]'])
      expect(shownText(text)).toBe(text);
  });

  it('may lack what Kick added later', async () => {
    expect(await chat(older)).toMatchObject({
      text: '!ping',
      at: SENT,
      author: { ...PIA, level: 'everyone', badges: [] },
    });
  });

  it('has its own time, whatever the offset, and the delivery’s where it has none', async () => {
    expect(await chat({ ...plain, created_at: '2026-10-04T22:58:00+11:00' })).toMatchObject({ at: SENT - 120_000 });
    for (const created_at of ['soon', '', null, 5, '0001-01-01T00:00:00Z'])
      expect(await chat({ ...plain, created_at })).toMatchObject({ at: SENT });
  });

  it('is the same event under every subscription', async () => {
    const copy = await eventOf('chat.message.sent', plain, {
      messageId: 'delivery-2',
      subscriptionId: 'subscription-2',
    });
    expect(copy.id).toBe((await chat(plain)).id);
    expect(copy.twin).toBeUndefined();
  });

  it('is by the owner in the broadcaster’s own channel, badge or not', async () => {
    expect(await chat({ ...older, sender: { ...older.sender, user_id: 3_000_001 } })).toMatchObject({
      author: { level: 'owner' },
    });
  });

  it('is read at the lower level where its badges are odd', async () => {
    const odd = { ...plain, sender: { ...plain.sender, identity: { badges: 'moderator' } } };
    expect(await chat(odd)).toMatchObject({ author: { level: 'everyone', badges: [] } });
  });

  it.each([
    ['without an id', { ...plain, message_id: undefined }],
    ['with an empty id', { ...plain, message_id: '' }],
    ['with an endless id', { ...plain, message_id: 'x'.repeat(101) }],
    ['without a text', { ...plain, content: null }],
    ['without a sender', { ...plain, sender: null }],
    ['from nobody', { ...plain, sender: { ...plain.sender, user_id: null } }],
    ['from an id that is none', { ...plain, sender: { ...plain.sender, user_id: 'pia' } }],
    ['from a fraction', { ...plain, sender: { ...plain.sender, user_id: 1.5 } }],
    ['without a channel', { ...plain, broadcaster: undefined }],
  ])('is unreadable %s', async (_, payload) => {
    expect(await read('chat.message.sent', payload)).toEqual({ is: 'unreadable' });
  });
});

it('takes the level from badges', () => {
  for (const [badge, level] of [
    ['broadcaster', 'owner'],
    ['moderator', 'moderator'],
    ['vip', 'vip'],
    ['og', 'everyone'],
    ['founder', 'subscriber'],
    ['subscriber', 'subscriber'],
    ['sub_gifter', 'everyone'],
    ['constructor', 'everyone'],
  ] as const)
    expect(kickLevel([badge]), badge).toBe(level);
  expect(kickLevel(['subscriber', 'moderator', 'vip'])).toBe('moderator');
});

describe('what happens in a channel of Kick', () => {
  it('is a follow', async () => {
    expect(await eventOf('channel.followed', followed)).toMatchObject({
      kind: 'follow',
      author: { ...PIA, level: 'follower' },
      at: SENT,
      data: {},
    });
  });

  it('is a first subscription', async () => {
    expect(await eventOf('channel.subscription.new', subscribed)).toMatchObject({
      id: `subscribe:${seconds('11:59:58')}:4000011`,
      kind: 'subscribe',
      author: { ...PIA, level: 'subscriber' },
      data: { tier: 'member' },
      at: seconds('11:59:58'),
    });
  });

  it('is one more month of it', async () => {
    const renewal = await eventOf('channel.subscription.renewal', renewed);
    expect(renewal).toMatchObject({
      kind: 'resubscribe',
      author: { ...MO, level: 'subscriber' },
      data: { tier: 'member', months: 7 },
      at: seconds('11:59:57'),
    });
    const next = { ...renewed, duration: 8, expires_at: '2026-12-04T11:59:57Z' };
    expect((await eventOf('channel.subscription.renewal', next)).id).not.toBe(renewal.id);
  });

  it('is a gift of several', async () => {
    expect(await eventOf('channel.subscription.gifts', gifts)).toMatchObject({
      id: `gift:${seconds('11:59:56')}:4000012:2:4000021`,
      kind: 'gift',
      author: MO,
      data: {
        tier: 'member',
        count: 2,
        recipients: [
          { account: '4000021', login: 'Gil_Gull', displayName: 'Gil_Gull' },
          { account: '4000022', login: 'Una_Auk', displayName: 'Una_Auk' },
        ],
        anonymous: false,
      },
    });
  });

  it('is a gift of nobody', async () => {
    expect(await eventOf('channel.subscription.gifts', anonymousGifts)).toMatchObject({
      author: NOBODY,
      data: { count: 1, anonymous: true },
    });
    const named = { ...gifts, gifter: { ...gifts.gifter, is_anonymous: true } };
    expect(await eventOf('channel.subscription.gifts', named)).toMatchObject({ author: NOBODY });
  });

  it('is a gift of as many as were given, even where not all are named', async () => {
    const [first] = gifts.giftees;
    const hidden = { ...gifts, giftees: [{ ...first, user_id: null, username: null }, first] };
    expect(await eventOf('channel.subscription.gifts', hidden)).toMatchObject({
      data: { count: 2, recipients: [{ account: '4000021' }] },
    });
    expect(await read('channel.subscription.gifts', { ...gifts, giftees: [] })).toEqual({ is: 'unreadable' });
  });

  it('is a redemption, and again what became of it', async () => {
    const type = 'channel.reward.redemption.updated';
    expect(await eventOf(type, redeemed)).toMatchObject({
      id: '01K6QZJ3V8M4N6P8Q0R2S4T6V8:pending',
      kind: 'redemption',
      author: PIA,
      text: 'the belly one, please',
      data: {
        redemptionId: '01K6QZJ3V8M4N6P8Q0R2S4T6V8',
        reward: { id: '01K6QZH1A2B3C4D5E6F7G8H9J0', title: 'Choose the slide', cost: 500 },
        status: 'pending',
      },
      at: seconds('11:59:54.321'),
    });
    expect(await eventOf(type, accepted)).toMatchObject({
      id: '01K6QZJ3V8M4N6P8Q0R2S4T6V8:fulfilled',
      data: { status: 'fulfilled' },
      at: SENT,
    });
    expect(await eventOf(type, { ...redeemed, status: 'rejected' })).toMatchObject({ data: { status: 'canceled' } });
    expect(await eventOf(type, { ...redeemed, status: 'lost' })).toMatchObject({ data: { status: 'unknown' } });
  });

  it('is a stream that begins', async () => {
    expect(await eventOf('livestream.status.updated', live)).toMatchObject({
      id: `online:${seconds('11:59:30')}`,
      kind: 'stream.online',
      author: WADDLE,
      data: {
        streamId: '2026-10-04T11:59:30.000Z',
        title: 'Sliding all night',
        startedAt: seconds('11:59:30'),
      },
      at: seconds('11:59:30'),
    });
    expect(await eventOf('livestream.status.updated', { ...live, started_at: undefined })).toMatchObject({
      id: 'delivery-1',
      data: { startedAt: SENT },
    });
  });

  it('is a stream that ends, by the same name', async () => {
    expect(await eventOf('livestream.status.updated', ended)).toMatchObject({
      kind: 'stream.offline',
      author: WADDLE,
      data: { streamId: '2026-10-04T07:00:00.000Z' },
      at: seconds('11:59:50'),
    });
  });

  it('is a stream that changes its title', async () => {
    expect(await eventOf('livestream.metadata.updated', metadata)).toMatchObject({
      kind: 'stream.update',
      author: WADDLE,
      data: { title: 'Sliding, now uphill', category: 'Just Chatting', language: 'en' },
    });
    expect((await eventOf('livestream.metadata.updated', { ...metadata, metadata: {} })).data).toEqual({});
  });

  it('is a ban for good', async () => {
    expect(await eventOf('moderation.banned', banned)).toMatchObject({
      kind: 'ban',
      author: { ...MO, level: 'moderator' },
      data: { target: { account: '4000099', login: 'Fish_Thief' }, reason: 'stole the fish' },
      at: seconds('11:59:53'),
    });
    expect(await eventOf('moderation.banned', { ...banned, moderator: null, metadata: null })).toMatchObject({
      kind: 'ban',
      author: NOBODY,
      data: { reason: '' },
    });
  });

  it('is a ban for a while', async () => {
    const timeout = await eventOf('moderation.banned', timedOut);
    expect(timeout).toMatchObject({ kind: 'timeout', data: { until: seconds('12:09:53') } });
    expect(timeout.id).not.toBe((await eventOf('moderation.banned', banned)).id);
  });

  it('is a gift of kicks', async () => {
    expect(await eventOf('kicks.gifted', kicks)).toMatchObject({
      id: `kicks:${seconds('11:59:52.634')}:4000011:500`,
      kind: 'cheer',
      author: PIA,
      text: 'for the fish fund',
      data: { amount: 500, unit: 'kicks', anonymous: false },
      at: seconds('11:59:52.634'),
    });
    expect(await read('kicks.gifted', { ...kicks, gift: { ...kicks.gift, amount: 0 } })).toEqual({ is: 'unreadable' });
  });

  it('is nothing we know of', async () => {
    for (const type of ['channel.raided', '', '__proto__', 'toString'])
      expect(await read(type, followed)).toEqual({ is: 'unknown' });
  });
});

describe('a fact that comes twice, by doubled subscriptions', () => {
  const SAMPLES: readonly (readonly [string, unknown])[] = [
    ['channel.followed', followed],
    ['channel.subscription.new', subscribed],
    ['channel.subscription.renewal', renewed],
    ['channel.subscription.gifts', gifts],
    ['channel.reward.redemption.updated', redeemed],
    ['livestream.status.updated', live],
    ['livestream.status.updated', ended],
    ['livestream.metadata.updated', metadata],
    ['moderation.banned', banned],
    ['kicks.gifted', kicks],
  ];
  const copyOf = (type: string, payload: unknown) =>
    eventOf(type, payload, { messageId: 'delivery-2', subscriptionId: 'subscription-2', sentAt: SENT + 2_000 });

  it('has a sample of every kind', () => {
    expect(new Set([...SAMPLES.map(([type]) => type), 'chat.message.sent'])).toEqual(new Set(KICK_EVENTS));
  });

  it.each(SAMPLES)('is known again by its id or its content: %s', async (type, payload) => {
    const [first, second] = [await eventOf(type, payload), await copyOf(type, payload)];
    if (first.id === second.id) expect(first.twin ?? second.twin).toBeUndefined();
    else {
      expect(first.twin).toMatchObject({ source: 'subscription-1', withinMs: 600_000 });
      expect(second.twin).toEqual({ ...first.twin, source: 'subscription-2' });
    }
  });

  it.each([
    ['channel.subscription.new', { ...subscribed, created_at: undefined }],
    ['channel.subscription.gifts', { ...gifts, created_at: null }],
    ['livestream.status.updated', { ...live, started_at: undefined }],
    ['livestream.status.updated', { ...ended, ended_at: undefined }],
    ['moderation.banned', { ...banned, metadata: { reason: 'stole the fish' } }],
    ['kicks.gifted', { ...kicks, created_at: '' }],
  ])('is known by its content where it does not say when: %s', async (type, payload) => {
    const [first, second] = [await eventOf(type, payload), await copyOf(type, payload)];
    expect(first.id).toBe('delivery-1');
    expect(first.twin?.key).toBe(second.twin?.key);
  });

  it('is another one with another person, words or facts', async () => {
    const keyOf = async (type: string, payload: unknown) => (await eventOf(type, payload)).twin?.key;
    const other = { ...followed, follower: { ...followed.follower, user_id: 4_000_012 } };
    expect(await keyOf('channel.followed', other)).not.toBe(await keyOf('channel.followed', followed));
    const uphill = { ...metadata, metadata: { ...metadata.metadata, title: 'Uphill' } };
    expect(await keyOf('livestream.metadata.updated', uphill)).not.toBe(
      await keyOf('livestream.metadata.updated', metadata),
    );
  });

  it('keeps its id when it is sent again', async () => {
    expect((await eventOf('channel.followed', followed)).id).toBe('delivery-1');
    expect((await eventOf('channel.followed', followed, { subscriptionId: null })).twin).toBeUndefined();
  });
});
