import { describe, expect, it } from 'vitest';
import bitsCheer from '../../../tests/samples/twitch/bits.use.cheer.json';
import combo from '../../../tests/samples/twitch/bits.use.combo.json';
import powerUp from '../../../tests/samples/twitch/bits.use.power_up.json';
import anonymousCheer from '../../../tests/samples/twitch/cheer.anonymous.json';
import cheer from '../../../tests/samples/twitch/cheer.json';
import follow from '../../../tests/samples/twitch/follow.json';
import announcement from '../../../tests/samples/twitch/notice.announcement.json';
import anonymousGiftToMany from '../../../tests/samples/twitch/notice.community_sub_gift.anonymous.json';
import giftToMany from '../../../tests/samples/twitch/notice.community_sub_gift.json';
import giftUpgrade from '../../../tests/samples/twitch/notice.gift_paid_upgrade.json';
import payItForward from '../../../tests/samples/twitch/notice.pay_it_forward.json';
import primeUpgrade from '../../../tests/samples/twitch/notice.prime_paid_upgrade.json';
import raidNotice from '../../../tests/samples/twitch/notice.raid.json';
import resubNotice from '../../../tests/samples/twitch/notice.resub.json';
import sharedSub from '../../../tests/samples/twitch/notice.shared_chat_sub.json';
import subNotice from '../../../tests/samples/twitch/notice.sub.json';
import primeNotice from '../../../tests/samples/twitch/notice.sub.prime.json';
import subAtHome from '../../../tests/samples/twitch/notice.sub.shared.home.json';
import giftToOne from '../../../tests/samples/twitch/notice.sub_gift.json';
import oneOfMany from '../../../tests/samples/twitch/notice.sub_gift.of-many.json';
import raid from '../../../tests/samples/twitch/raid.json';
import redemption from '../../../tests/samples/twitch/redemption.add.json';
import given from '../../../tests/samples/twitch/subscribe.given.json';
import subscribe from '../../../tests/samples/twitch/subscribe.json';
import anonymousGift from '../../../tests/samples/twitch/subscription.gift.anonymous.json';
import gift from '../../../tests/samples/twitch/subscription.gift.json';
import resub from '../../../tests/samples/twitch/subscription.message.json';
import { NOBODY } from '../../core/events.ts';
import { parseNotification } from './events.ts';

const SENT = Date.UTC(2026, 9, 4, 12);
const headers = { messageId: 'delivery-1', type: 'notification', retry: 0, sentAt: SENT };

interface Sample {
  readonly subscription: { readonly type: string };
  readonly event: object;
}
const parse = ({ subscription, event }: Sample) => parseNotification(subscription, event, headers, SENT + 150);
const withEvent = (sample: Sample, more: object) => ({ ...sample, event: { ...sample.event, ...more } });

const PIA = { account: '2000011', login: 'pia_penguin', displayName: 'Pia_Penguin' };
const SAL = { account: '2000013', login: 'seal_sal', displayName: 'Seal_Sal' };
const twin = (key: string, source: 'event' | 'notice') => ({ key, source, withinMs: 60_000 });
const noticeId = (event: Sample) => (event.event as { readonly message_id: string }).message_id;

describe('a follow', () => {
  const at = Date.parse('2026-10-04T11:59:58.712Z');

  it('is one fact per person and time', () => {
    expect(parse(follow)).toMatchObject({
      id: `follow:2000011:${at}`,
      kind: 'follow',
      author: { ...PIA, level: 'follower', badges: [] },
      data: {},
      at,
      answer: { by: 'api' },
    });
  });

  it('goes by its delivery where its time is not told', () => {
    expect(parse(withEvent(follow, { followed_at: null }))).toMatchObject({ id: 'delivery-1', at: SENT });
    expect(parse(withEvent(follow, { user_id: null }))).toBeNull();
  });
});

describe('a subscription', () => {
  it('is told as an event and as a notice, which are twins', () => {
    expect(parse(subscribe)).toMatchObject({
      id: 'delivery-1',
      kind: 'subscribe',
      author: { ...PIA, level: 'subscriber' },
      data: { tier: '2' },
      twin: twin('sub:2000011', 'event'),
    });
    expect(parse(subNotice)).toMatchObject({
      id: noticeId(subNotice),
      kind: 'subscribe',
      author: { ...PIA, level: 'subscriber', badges: ['subscriber'] },
      data: { tier: '2' },
      twin: twin('sub:2000011', 'notice'),
    });
  });

  it('does not count when it was given: the gift counts', () => {
    expect(parse(given)).toBeNull();
  });

  it.each([
    ['1000', '1'],
    ['2000', '2'],
    ['3000', '3'],
    ['Prime', 'prime'],
  ])('of plan %s is of tier %s', (plan, tier) => {
    expect(parse(withEvent(subscribe, { tier: plan }))).toMatchObject({ data: { tier } });
  });

  it('is nothing with a plan nobody knows', () => {
    expect(parse(withEvent(subscribe, { tier: '4000' }))).toBeNull();
    expect(parse(withEvent(subscribe, { tier: 'constructor' }))).toBeNull();
  });

  it('says only in its notice that it is a Prime one', () => {
    expect(parse(primeNotice)).toMatchObject({ kind: 'subscribe', data: { tier: 'prime' } });
  });

  it('may have been a given or a Prime one before', () => {
    expect(parse(giftUpgrade)).toMatchObject({
      kind: 'subscribe',
      author: PIA,
      data: { tier: '1' },
      twin: twin('sub:2000011', 'notice'),
    });
    expect(parse(primeUpgrade)).toMatchObject({ kind: 'subscribe', author: PIA, data: { tier: '1' } });
  });

  it('is not what somebody does who pays a gift forward: that gift is told by itself', () => {
    expect(parse(payItForward)).toBeNull();
  });
});

describe('a renewed subscription', () => {
  it('is told as an event and as a notice, with the person’s own words', () => {
    const fact = {
      kind: 'resubscribe',
      author: { ...PIA, level: 'subscriber' },
      text: 'Nine months on the ice! LUL',
      data: { tier: '1', months: 9, streak: 4 },
    };
    expect(parse(resub)).toMatchObject({ ...fact, id: 'resub:2000011:9', twin: twin('resub:2000011:9', 'event') });
    expect(parse(resubNotice)).toMatchObject({
      ...fact,
      id: noticeId(resubNotice),
      twin: twin('resub:2000011:9', 'notice'),
    });
  });

  it('keeps its streak to itself where the person does', () => {
    const quiet = { streak_months: null, message: null };
    expect(parse(withEvent(resub, quiet))).toMatchObject({ text: '', data: { tier: '1', months: 9 } });
    expect(parse(withEvent(resub, quiet))?.data).not.toHaveProperty('streak');
  });
});

describe('a gift', () => {
  it('is one fact, however many were given', () => {
    const fact = {
      kind: 'gift',
      author: PIA,
      data: { tier: '1', count: 5, total: 25, recipients: [], anonymous: false },
    };
    expect(parse(gift)).toMatchObject({ ...fact, id: 'delivery-1', twin: twin('gift:2000011:5', 'event') });
    expect(parse(giftToMany)).toMatchObject({
      ...fact,
      id: noticeId(giftToMany),
      twin: twin('gift:2000011:5', 'notice'),
    });
    expect(parse(oneOfMany)).toBeNull();
  });

  it('names who got it where it was one', () => {
    expect(parse(giftToOne)).toMatchObject({
      kind: 'gift',
      data: { tier: '1', count: 1, total: 26, recipients: [SAL] },
      twin: twin('gift:2000011:1', 'notice'),
    });
  });

  it('may be anonymous', () => {
    expect(parse(anonymousGift)).toMatchObject({
      author: NOBODY,
      data: { tier: '3', count: 1, anonymous: true },
      twin: twin('gift:anonymous:1', 'event'),
    });
    expect(parse(anonymousGiftToMany)).toMatchObject({
      author: NOBODY,
      data: { tier: '3', count: 2, anonymous: true },
      twin: twin('gift:anonymous:2', 'notice'),
    });
    // Twitch's own account for it is nobody, either.
    const named = withEvent(anonymousGift, { user_id: '274598607' });
    expect(parse(named)).toMatchObject({ author: NOBODY, data: { anonymous: true } });
  });

  it('does not say how many there were before where that is not shared', () => {
    const quiet = { community_sub_gift: { ...giftToMany.event.community_sub_gift, cumulative_total: 0 } };
    expect(parse(withEvent(giftToMany, quiet))?.data).not.toHaveProperty('total');
    expect(parse(withEvent(gift, { cumulative_total: null }))?.data).not.toHaveProperty('total');
  });
});

describe('bits', () => {
  it('are a cheer', () => {
    expect(parse(cheer)).toMatchObject({
      id: 'delivery-1',
      kind: 'cheer',
      author: PIA,
      text: 'Cheer100 for the fish fund',
      data: { amount: 100, unit: 'bits', anonymous: false },
    });
    expect(parse(anonymousCheer)).toMatchObject({ author: NOBODY, data: { amount: 50, anonymous: true } });
  });

  it('used on a power-up or a combo are one, too, and used on a cheer are the cheer', () => {
    expect(parse(powerUp)).toMatchObject({ kind: 'cheer', author: PIA, text: 'LUL', data: { amount: 30 } });
    expect(parse(combo)).toMatchObject({ kind: 'cheer', text: '', data: { amount: 5 } });
    expect(parse(bitsCheer)).toBeNull();
    expect(parse(withEvent(powerUp, { type: 'of a later day' }))).toBeNull();
  });

  it.each([0, -5, 1.5, '100', null])('are none when they are %j', (bits) => {
    expect(parse(withEvent(cheer, { bits }))).toBeNull();
  });
});

describe('a redemption', () => {
  it('has its own id and time, and what was typed for it', () => {
    expect(parse(redemption)).toMatchObject({
      id: '5eed0000-0000-4000-8000-000000000021',
      kind: 'redemption',
      author: PIA,
      text: 'say hi to the puffins',
      data: {
        redemptionId: '5eed0000-0000-4000-8000-000000000021',
        reward: { id: '5eed0000-0000-4000-8000-000000000022', title: 'Say it out loud', cost: 300 },
        status: 'pending',
      },
      at: Date.parse('2026-10-04T11:59:57.5Z'),
    });
    expect(parse(redemption)?.data).not.toHaveProperty('reward.prompt');
  });

  it.each([
    ['unfulfilled', 'pending'],
    ['fulfilled', 'fulfilled'],
    ['canceled', 'canceled'],
    ['toString', 'unknown'],
    [undefined, 'unknown'],
  ])('that is %s is %s', (status, known) => {
    expect(parse(withEvent(redemption, { status }))).toMatchObject({ data: { status: known } });
  });
});

describe('a chat notice', () => {
  it('of a raid is the twin of the raid', () => {
    const event = parse(raid);
    const notice = parse(raidNotice);
    expect(notice).toMatchObject({ kind: 'raid', author: event?.author, data: event?.data });
    expect([event?.twin, notice?.twin]).toEqual([twin('raid:3000021', 'event'), twin('raid:3000021', 'notice')]);
  });

  it('of another room of a shared chat is not ours, one of our own is', () => {
    expect(parse(sharedSub)).toBeNull();
    expect(parse(subAtHome)).toMatchObject({ kind: 'subscribe' });
    expect(parse(withEvent(subNotice, { source_broadcaster_user_id: '3000021' }))).toBeNull();
  });

  it('gives its author the level of their badges', () => {
    const badges = [{ set_id: 'vip', id: '1', info: '' }];
    expect(parse(withEvent(subNotice, { badges }))?.author).toMatchObject({ level: 'vip', badges: ['vip'] });
    expect(parse(withEvent(subNotice, { badges: null }))?.author).toMatchObject({ level: 'subscriber', badges: [] });
  });

  it.each([
    ['says something else', announcement],
    ['has a type that every object has', withEvent(subNotice, { notice_type: 'constructor' })],
    ['does not hold what it says', withEvent(subNotice, { sub: null })],
    ['holds a resub without months', withEvent(resubNotice, { resub: { sub_tier: '1000' } })],
    ['holds a gift of nothing', withEvent(giftToMany, { community_sub_gift: { sub_tier: '1000', total: 0 } })],
    ['holds a gift to one of nothing', withEvent(giftToOne, { sub_gift: null })],
    ['holds a raid without a count', withEvent(raidNotice, { raid: {} })],
    ['is about nobody', withEvent(subNotice, { chatter_user_id: null })],
    ['has no id', withEvent(subNotice, { message_id: null })],
  ])('is nothing when it %s', (_, sample) => {
    expect(parse(sample)).toBeNull();
  });
});
