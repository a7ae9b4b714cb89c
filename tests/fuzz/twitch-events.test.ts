import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ChatEvent } from '../../workers/core/events.ts';
import { twitchWebhook } from '../../workers/platforms/twitch/webhook.ts';
import authorizationRevoke from '../samples/twitch/authorization.revoke.json';
import timeout from '../samples/twitch/ban.timeout.json';
import powerUp from '../samples/twitch/bits.use.power_up.json';
import update from '../samples/twitch/channel.update.json';
import rewardLine from '../samples/twitch/chat.reward.json';
import cheer from '../samples/twitch/cheer.json';
import shardDisabled from '../samples/twitch/conduit.shard.disabled.json';
import follow from '../samples/twitch/follow.json';
import messageDelete from '../samples/twitch/message_delete.json';
import giftToMany from '../samples/twitch/notice.community_sub_gift.json';
import giftUpgrade from '../samples/twitch/notice.gift_paid_upgrade.json';
import raidNotice from '../samples/twitch/notice.raid.json';
import resubNotice from '../samples/twitch/notice.resub.json';
import subNotice from '../samples/twitch/notice.sub.json';
import giftToOne from '../samples/twitch/notice.sub_gift.json';
import oneOfMany from '../samples/twitch/notice.sub_gift.of-many.json';
import raid from '../samples/twitch/raid.json';
import redemption from '../samples/twitch/redemption.add.json';
import shoutoutSent from '../samples/twitch/shoutout.create.json';
import shoutoutReceived from '../samples/twitch/shoutout.receive.json';
import offline from '../samples/twitch/stream.offline.json';
import online from '../samples/twitch/stream.online.json';
import given from '../samples/twitch/subscribe.given.json';
import subscribe from '../samples/twitch/subscribe.json';
import gift from '../samples/twitch/subscription.gift.json';
import resub from '../samples/twitch/subscription.message.json';
import unban from '../samples/twitch/unban.json';
import { twitchSigned } from '../support/signed.ts';
import { anyText } from './arbitraries.ts';
import { cases } from './cases.ts';
import type { SeenRoad } from './doors.ts';
import { aRoad, bentOutOfShape, headersOf, isWholeEvent, knock, mutate, mutation, NOW } from './doors.ts';

const SECRET = 'the webhook secret of these tests';
const LONG = 300_000;

/** Each is one fact for the road. */
const FACTS = [
  follow,
  subscribe,
  gift,
  resub,
  cheer,
  powerUp,
  redemption,
  rewardLine,
  raid,
  online,
  offline,
  update,
  shoutoutSent,
  shoutoutReceived,
  timeout,
  unban,
  messageDelete,
  subNotice,
  resubNotice,
  giftToOne,
  giftToMany,
  giftUpgrade,
  raidNotice,
];
const OTHERS = [given, oneOfMany, authorizationRevoke, shardDisabled];

const post = (road: SeenRoad, headers: Headers, body: string | Uint8Array) =>
  knock(twitchWebhook({ road, webhookSecret: SECRET, botUserId: '1000002' }), '/', headers, body);

async function postSigned(road: SeenRoad, body: string, id = 'message-1') {
  return post(road, new Headers(await twitchSigned(SECRET, body, { at: NOW, id })), body);
}

/** Nobody in particular does what some events tell of. */
const isWhole = ({ author, ...event }: ChatEvent) =>
  event.id.length <= 200 &&
  isWholeEvent({ ...event, author: author.account === '' ? { ...author, account: 'nobody' } : author });

describe('every kind of notification', () => {
  it('is brought once, whole, under an id that a redelivery shares', async () => {
    for (const sample of FACTS) {
      const road = aRoad();
      const body = JSON.stringify(sample);
      expect((await postSigned(road, body)).status).toBe(204);
      expect((await postSigned(road, body)).status).toBe(204);
      expect(road.calls, sample.subscription.type).toEqual(['bring', 'bring']);
      expect(road.brought.every(isWhole)).toBe(true);
      expect(road.brought[0]?.id).toBe(road.brought[1]?.id);
    }
  });

  it(
    'has no effect without a valid signature, whatever was done to it',
    async () => {
      await fc.assert(
        fc.asyncProperty(fc.constantFrom(...FACTS, ...OTHERS), mutation, async (sample, change) => {
          if (change.what === 'nothing') return;
          const body = new TextEncoder().encode(JSON.stringify(sample));
          const signed = { headers: await twitchSigned(SECRET, body, { at: NOW }), body };
          const changed = mutate(signed, change);
          const headers = headersOf(changed.headers);
          if (!headers) return;
          const road = aRoad();
          const { status } = await post(road, headers, changed.body);
          expect(status).toBeLessThan(500);
          if (status !== 401) {
            // What is left is a change that no signature covers: the kind of message, or another spelling of the same hex.
            expect(changed.body).toEqual(body);
          } else expect(road.calls).toEqual([]);
        }),
        { numRuns: cases(5_000) },
      );
    },
    LONG,
  );

  it(
    'is taken in any shape, and becomes a whole event or none',
    async () => {
      await fc.assert(
        fc.asyncProperty(fc.oneof(...[...FACTS, ...OTHERS].map(bentOutOfShape)), async (body) => {
          const road = aRoad();
          const { status } = await postSigned(road, body);
          expect([204, 400]).toContain(status);
          expect(road.calls.length).toBeLessThanOrEqual(1);
          expect(road.brought.every(isWhole)).toBe(true);
        }),
        { numRuns: cases(10_000) },
      );
    },
    LONG,
  );
});

describe('what Twitch tells several times', () => {
  const tier = fc.constantFrom('1000', '2000', '3000');
  const account = fc.integer({ min: 1 }).map(String);
  /** Every message that one fact makes, in any order. */
  const inAnyOrder = async (messages: readonly object[], order: readonly number[]) => {
    const road = aRoad();
    const shuffled = messages
      .map((message, i) => ({ message, by: order[i % order.length] ?? 0 }))
      .sort((a, b) => a.by - b.by);
    for (const [i, { message }] of shuffled.entries()) await postSigned(road, JSON.stringify(message), `message-${i}`);
    return road.brought;
  };
  const withEvent = <T extends { readonly event: object }>(sample: T, more: object) => ({
    ...sample,
    event: { ...sample.event, ...more },
  });

  it(
    'is a pair of twins where somebody gives subscriptions away, however many',
    async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.integer({ min: 2, max: 20 }),
          tier,
          account,
          fc.boolean(),
          fc.array(fc.nat(), { minLength: 1 }),
          async (total, sub_tier, user, anonymous, order) => {
            const id = crypto.randomUUID();
            const chatter = { chatter_user_id: user, chatter_is_anonymous: anonymous };
            const who = anonymous ? { user_id: null, user_login: null, user_name: null } : { user_id: user };
            const recipients = Array.from({ length: total }, (_, i) => `9${i}`);
            const brought = await inAnyOrder(
              [
                withEvent(gift, { ...who, total, tier: sub_tier, is_anonymous: anonymous }),
                withEvent(giftToMany, {
                  ...chatter,
                  message_id: id,
                  community_sub_gift: { id, total, sub_tier, cumulative_total: null },
                }),
                ...recipients.map((user_id) => withEvent(given, { user_id, tier: sub_tier })),
                ...recipients.map((recipient_user_id) =>
                  withEvent(oneOfMany, {
                    ...chatter,
                    sub_gift: { ...oneOfMany.event.sub_gift, recipient_user_id, sub_tier, community_gift_id: id },
                  }),
                ),
              ],
              order,
            );
            expect(brought.map(({ kind, data }) => ({ kind, count: (data as { count: number }).count }))).toEqual([
              { kind: 'gift', count: total },
              { kind: 'gift', count: total },
            ]);
            expect(brought[0]?.twin?.key).toBe(brought[1]?.twin?.key);
            expect(new Set(brought.map(({ twin }) => twin?.source))).toEqual(new Set(['event', 'notice']));
          },
        ),
        { numRuns: cases(500) },
      );
    },
    LONG,
  );

  it(
    'is a pair of twins where somebody subscribes again, with any words',
    async () => {
      await fc.assert(
        fc.asyncProperty(fc.integer({ min: 1, max: 500 }), account, anyText(100), async (months, user, text) => {
          const message = { text, fragments: [] };
          const brought = await inAnyOrder(
            [
              withEvent(resub, { user_id: user, cumulative_months: months, message }),
              withEvent(resubNotice, {
                chatter_user_id: user,
                message,
                resub: { ...resubNotice.event.resub, cumulative_months: months },
              }),
            ],
            [months % 2, 0],
          );
          expect(brought.map((event) => ({ kind: event.kind, text: event.text, data: event.data }))).toEqual(
            Array(2).fill({ kind: 'resubscribe', text, data: { tier: '1', months, streak: 4 } }),
          );
          expect(brought[0]?.twin?.key).toBe(brought[1]?.twin?.key);
          expect(brought[0]?.twin?.source).not.toBe(brought[1]?.twin?.source);
        }),
        { numRuns: cases(500) },
      );
    },
    LONG,
  );
});
