import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type BotEndpoint, startBotEndpoint } from '../bot.ts';
import { NOTICE_TYPES, startTwitch, type TwitchOptions, type TwitchStandIn } from '../twitch.ts';
import { CLIENT } from './client.ts';
import { gifter, type Notices } from './notices.ts';

const PIA = { id: '2000011', login: 'pia_penguin', name: 'Pia' };
const MO = { id: '2000012', login: 'mod_mo' };

let bot: BotEndpoint;
let twitch: TwitchStandIn;
const clock = Date.UTC(2026, 9, 4, 12);

async function start(more: Partial<TwitchOptions> = {}): Promise<void> {
  twitch = await startTwitch({
    ...CLIENT,
    webhookSecret: 'a secret of the webhook',
    callbackUrl: `${bot.url}/webhooks/twitch`,
    bot: { id: '1000002', login: 'waddlebot' },
    channels: [{ id: '1000001', login: 'waddle_demo' }],
    retryDelaysMs: [1],
    timeoutMs: 500,
    now: () => clock,
    ...more,
  });
}

beforeEach(async () => {
  bot = await startBotEndpoint();
  await start();
});

afterEach(async () => {
  await twitch.stop();
  await bot.stop();
});

interface Heard {
  subscription: { type: string; version: string; condition: Record<string, string> };
  event: Record<string, unknown>;
}

const heard = (): Heard[] => bot.received.map(({ body }) => JSON.parse(body));

/** The one event that came. */
function only(): Heard {
  expect(bot.received).toHaveLength(1);
  return heard()[0]!;
}

/** Names of types, and of notices, that came, with how often. */
function counts(): Record<string, number> {
  const names = heard().map(({ subscription, event }) => String(event.notice_type ?? subscription.type));
  return Object.fromEntries(
    Object.entries(Object.groupBy(names, (name) => name)).map(([name, all]) => [name, all!.length]),
  );
}

const SINGLE: Record<string, () => Promise<unknown>> = {
  'channel.follow': () => twitch.emit.follow({ user: PIA }),
  'channel.subscribe': () => twitch.emit.subscribe({ user: PIA }),
  'channel.subscription.message': () =>
    twitch.emit.subscriptionMessage({ user: PIA, months: 3, streak: 1, text: 'hi Kappa' }),
  'channel.cheer': () => twitch.emit.cheer({ user: PIA, bits: 100 }),
  'channel.raid': () => twitch.emit.raid({ from: PIA, viewers: 25 }),
  'stream.online': () => twitch.emit.streamOnline(),
  'stream.offline': () => twitch.emit.streamOffline(),
  'channel.shoutout.create': () => twitch.emit.shoutoutCreate({ to: PIA, moderator: MO }),
  'channel.shoutout.receive': () => twitch.emit.shoutoutReceive({ from: PIA }),
  'channel.ban': () => twitch.emit.ban({ user: PIA, moderator: MO, seconds: 60 }),
  'channel.chat.message_delete': () => twitch.emit.messageDelete({ messageId: 'm1', user: PIA }),
  'user.authorization.revoke': () => twitch.disconnect('waddle_demo'),
};

/** Field names with the types of their values; a null says nothing about the type. */
function shape(value: unknown): unknown {
  if (Array.isArray(value)) return value.slice(0, 1).map(shape);
  if (typeof value !== 'object' || value === null) return value === null ? 'null' : typeof value;
  return Object.fromEntries(
    Object.entries(value)
      .map(([name, one]) => [name, shape(one)] as const)
      .sort(([a], [b]) => a.localeCompare(b)),
  );
}

const samples = process.env.SAMPLES_DIR ?? '';

describe('single events', () => {
  const file = (type: string) =>
    join(samples, 'twitch', `${type === 'channel.follow' ? 'channel.follow.v2' : type}.json`);

  test.runIf(samples !== '').each(Object.keys(SINGLE))(
    '%s has the fields and the version of the documented one',
    async (type) => {
      expect(existsSync(file(type))).toBe(true);
      const documented = JSON.parse(readFileSync(file(type), 'utf8'));
      await SINGLE[type]!();
      const sent = heard().find(({ subscription }) => subscription.type === type)!;
      expect(shape(sent.event)).toEqual(shape(documented.event));
      expect(sent.subscription.version).toBe(documented.subscription.version);
      expect(Object.keys(sent.subscription.condition)).toEqual(Object.keys(documented.subscription.condition));
    },
  );

  test('a gift names nobody where it is anonymous', async () => {
    await twitch.emit.subscriptionGift({ total: 5, cumulativeTotal: 9 });
    expect(only().event).toMatchObject({ user_id: null, user_login: null, is_anonymous: true, cumulative_total: null });
  });

  test('bits are a cheer, a power-up or a combo', async () => {
    await twitch.emit.bitsUse({ user: PIA, bits: 100, text: 'well done' });
    await twitch.emit.bitsUse({ user: PIA, bits: 5, kind: 'combo' });
    const [cheer, combo] = heard();
    expect(cheer?.event).toMatchObject({ type: 'cheer', bits: 100, power_up: null });
    expect(cheer?.event.message).toEqual({
      text: 'Cheer100 well done',
      fragments: [
        { type: 'cheermote', text: 'Cheer100', cheermote: { prefix: 'Cheer', bits: 100, tier: 100 }, emote: null },
        { type: 'text', text: ' well done', cheermote: null, emote: null },
      ],
    });
    expect(combo?.event).toMatchObject({ type: 'combo', message: null });
  });

  test('a ban is permanent without an end, an unban names who did it', async () => {
    await twitch.emit.ban({ user: PIA, reason: 'spam' });
    await twitch.emit.unban({ user: PIA, moderator: MO });
    const [ban, unban] = heard();
    expect(ban?.event).toMatchObject({ is_permanent: true, ends_at: null, moderator_user_login: 'waddle_demo' });
    expect(unban).toMatchObject({ subscription: { type: 'channel.unban' }, event: { moderator_user_id: '2000012' } });
  });

  test('a timeout ends when it should', async () => {
    await twitch.emit.ban({ user: PIA, seconds: 600 });
    const { banned_at, ends_at, is_permanent } = only().event;
    expect(is_permanent).toBe(false);
    expect(Date.parse(String(ends_at)) - Date.parse(String(banned_at))).toBe(600_000);
  });

  test('a channel update carries all it shows (v2)', async () => {
    await twitch.emit.channelUpdate({ info: { title: 'Igloo' } });
    expect(only()).toMatchObject({
      subscription: { version: '2' },
      event: { title: 'Igloo', language: 'en', category_id: '', category_name: '', content_classification_labels: [] },
    });
  });

  test('a deleted line names its author', async () => {
    const { messageId } = await twitch.chat({ user: PIA, text: 'oops' });
    await twitch.emit.messageDelete({ messageId });
    expect(heard().at(-1)?.event).toMatchObject({ message_id: messageId, target_user_name: 'Pia' });
  });

  const NOTICES: Notices = {
    sub: { sub_tier: '1000', is_prime: true, duration_months: 1 },
    resub: {
      sub_tier: '1000',
      is_prime: false,
      is_gift: true,
      cumulative_months: 2,
      duration_months: 1,
      streak_months: null,
      ...gifter(MO),
    },
    sub_gift: {
      sub_tier: '1000',
      duration_months: 1,
      cumulative_total: 1,
      recipient_user_id: '5',
      recipient_user_login: 'five',
      recipient_user_name: 'Five',
      community_gift_id: null,
    },
    community_sub_gift: { id: '1', total: 2, sub_tier: '2000', cumulative_total: null },
    gift_paid_upgrade: gifter(MO),
    prime_paid_upgrade: { sub_tier: '3000' },
    pay_it_forward: gifter(null),
    raid: { user_id: '5', user_login: 'five', user_name: 'Five', viewer_count: 2, profile_image_url: '' },
    unraid: {},
    announcement: { color: 'PRIMARY' },
    bits_badge_tier: { tier: 1_000 },
    charity_donation: { charity_name: 'Ice', amount: { value: 1_000, decimal_place: 2, currency: 'USD' } },
    shared_chat_sub: { sub_tier: '1000', is_prime: false, duration_months: 1 },
    shared_chat_resub: {
      sub_tier: '1000',
      is_prime: false,
      is_gift: false,
      cumulative_months: 2,
      duration_months: 1,
      streak_months: 2,
      ...gifter(undefined),
    },
    shared_chat_sub_gift: {
      sub_tier: '1000',
      duration_months: 1,
      cumulative_total: 1,
      recipient_user_id: '5',
      recipient_user_login: 'five',
      recipient_user_name: 'Five',
      community_gift_id: '1',
    },
    shared_chat_community_sub_gift: { id: '1', total: 2, sub_tier: '2000', cumulative_total: 5 },
    shared_chat_gift_paid_upgrade: gifter(MO),
    shared_chat_prime_paid_upgrade: { sub_tier: '3000' },
    shared_chat_pay_it_forward: gifter(MO),
    shared_chat_raid: { user_id: '5', user_login: 'five', user_name: 'Five', viewer_count: 2, profile_image_url: '' },
    shared_chat_announcement: { color: 'BLUE' },
  };

  test.each(NOTICE_TYPES)('the notice %s has its own object and no other', async (type) => {
    const sharedFrom = type.startsWith('shared_chat_') ? { id: '77', login: 'iceberg_radio' } : undefined;
    await twitch.emit.notice({ type, user: PIA, fields: NOTICES[type], text: 'hi @mod_mo', sharedFrom });
    const { event } = only();
    expect(event).toMatchObject({ notice_type: type, chatter_user_name: 'Pia', chatter_is_anonymous: false });
    expect(NOTICE_TYPES.filter((one) => event[one] !== null)).toEqual([type]);
    expect(event[type]).toEqual(NOTICES[type]);
    expect(event.source_broadcaster_user_id).toBe(sharedFrom ? '77' : null);
  });

  test('go nowhere without a subscription where nothing was set up', async () => {
    await twitch.stop();
    await start({ subscribed: false });
    expect(await twitch.emit.follow({ user: PIA })).toMatchObject({ status: 0, statuses: [] });
    expect(bot.received).toHaveLength(0);
  });
});

describe('facts', () => {
  const GIFT = 'channel.subscription.gift';

  test('a gift of three is one gift, three subscriptions and four notices tied by one id', async () => {
    const deliveries = await twitch.emit.giftOf(3, { user: PIA, tier: '2000', cumulativeTotal: 12 });
    expect(counts()).toEqual({ [GIFT]: 1, community_sub_gift: 1, 'channel.subscribe': 3, sub_gift: 3 });
    expect(deliveries.map(({ status }) => status)).toEqual(Array.from({ length: 8 }, () => 200));
    const events = heard().map(({ event }) => event);
    const community = events.find(({ community_sub_gift }) => community_sub_gift)!
      .community_sub_gift as Notices['community_sub_gift'];
    expect(community).toMatchObject({ total: 3, sub_tier: '2000', cumulative_total: 12 });
    const parts = events.flatMap(({ sub_gift }) => (sub_gift as Notices['sub_gift'] | null) ?? []);
    expect(new Set(parts.map(({ community_gift_id }) => community_gift_id))).toEqual(new Set([community.id]));
    const given = events.filter(({ is_gift }) => is_gift).map(({ user_id }) => user_id);
    expect(new Set(given)).toEqual(new Set(parts.map(({ recipient_user_id }) => recipient_user_id)));
  });

  test('a gift to one person has no community gift; without a giver nobody is named', async () => {
    await twitch.emit.giftOf(1, { to: MO });
    expect(counts()).toEqual({ [GIFT]: 1, 'channel.subscribe': 1, sub_gift: 1 });
    const notice = heard().find(({ event }) => event.notice_type)!.event;
    expect(notice).toMatchObject({ chatter_is_anonymous: true, sub_gift: { community_gift_id: null } });
  });

  test('a subscription and a renewal come as event and notice', async () => {
    await twitch.emit.subOf('1000', { user: PIA, prime: true });
    expect(counts()).toEqual({ 'channel.subscribe': 1, sub: 1 });
    bot.received.length = 0;
    await twitch.emit.resubOf(12, { user: PIA, streak: 3, text: 'love it' });
    expect(counts()).toEqual({ 'channel.subscription.message': 1, resub: 1 });
    for (const { event } of heard()) {
      expect(event.resub ?? event).toMatchObject({ cumulative_months: 12, streak_months: 3 });
      expect(event.message).toMatchObject({ text: 'love it' });
    }
  });

  test('a cheer is cheer, bits and a line with its bits', async () => {
    await twitch.emit.cheerOf(250, { user: PIA, text: 'go' });
    expect(counts()).toEqual({ 'channel.cheer': 1, 'channel.bits.use': 1, 'channel.chat.message': 1 });
    const line = heard().find(({ event }) => event.chatter_user_id)!.event;
    expect(line).toMatchObject({ cheer: { bits: 250 }, message: { text: 'Cheer250 go' } });
    expect((line.message as { fragments: { type: string }[] }).fragments.map(({ type }) => type)).toEqual([
      'cheermote',
      'text',
    ]);
  });

  test('a redemption with words is also a line, one without is not', async () => {
    const reward = { id: 'r1', title: 'Say it', cost: 300 };
    await twitch.emit.redemptionOf({ user: PIA, reward, text: 'hello' });
    const add = 'channel.channel_points_custom_reward_redemption.add';
    expect(counts()).toEqual({ [add]: 1, 'channel.chat.message': 1 });
    const events = heard().map(({ event }) => event);
    expect(events.find(({ reward }) => reward)).toMatchObject({ status: 'unfulfilled', user_input: 'hello', reward });
    expect(events.find(({ message }) => message)).toMatchObject({ channel_points_custom_reward_id: 'r1' });
    bot.received.length = 0;
    await twitch.emit.redemptionOf({ user: PIA, reward });
    expect(counts()).toEqual({ [add]: 1 });
  });

  test('a raid comes as event and notice, in either order', async () => {
    const types = () => heard().map(({ subscription }) => subscription.type);
    await twitch.emit.raidOf(25, { from: PIA, order: 'forwards' });
    expect(types()).toEqual(['channel.raid', 'channel.chat.notification']);
    bot.received.length = 0;
    await twitch.emit.raidOf(25, { from: PIA, order: 'backwards' });
    expect(types()).toEqual(['channel.chat.notification', 'channel.raid']);
    expect(heard()[0]?.event.raid).toMatchObject({ user_id: '2000011', viewer_count: 25 });
  });
});

describe('from another process', () => {
  const emit = async (body: unknown) => {
    const answer = await fetch(`${twitch.url}/_stand-in/emit`, { method: 'POST', body: JSON.stringify(body) });
    return { status: answer.status, json: JSON.parse(await answer.text()) };
  };

  test.each([
    [{ type: 'follow', user: PIA }, 1],
    [{ type: 'stream.online' }, 1],
    [{ type: 'stream.offline' }, 1],
    [{ type: 'channel.update', info: { title: 'Igloo' } }, 1],
    [{ type: 'ban', user: PIA, seconds: 60 }, 1],
    [{ type: 'unban', user: PIA }, 1],
    [{ type: 'sub', user: PIA }, 2],
    [{ type: 'resub', user: PIA, months: 2 }, 2],
    [{ type: 'gift', count: 2 }, 6],
    [{ type: 'cheer', user: PIA, bits: 5 }, 3],
    [{ type: 'raid', from: PIA, viewers: 5 }, 2],
    [{ type: 'redemption', user: PIA, text: 'hi' }, 2],
  ])('%o happens', async (body, events) => {
    expect(await emit(body)).toMatchObject({ status: 200, json: { status: 200 } });
    expect(bot.received).toHaveLength(events);
  });

  test('consents, moderators and disconnections change', async () => {
    expect((await emit({ type: 'consent', consent: 'deny' })).json).toEqual({ ok: true });
    expect(twitch.consent).toBe('deny');
    expect((await emit({ type: 'user', user: { id: '77', login: 'iceberg_radio' } })).json).toEqual({ ok: true });
    expect((await emit({ type: 'moderator', is: true })).json).toEqual({ ok: true });
    expect((await emit({ type: 'disconnect', user: 'waddlebot' })).json).toEqual({ ok: true });
    const told = heard().map(({ subscription }) => subscription.type);
    expect(told).toEqual(['channel.chat.message', 'user.authorization.revoke']);
    expect((await emit({ type: 'disconnect', user: 'nobody' })).status).toBe(400);
  });
});
