import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDemoBroadcast } from '../../scripts/local/demo.ts';
import type { ChatEvent, EventKind } from '../../workers/core/events.ts';
import { EVENT_KINDS } from '../../workers/core/events.ts';
import { chatsAreRead, quiet, startWorld, until, type World } from '../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld({ discord: { gateway: { heartbeatMs: 5_000 } } });
  await world.rows(
    `insert into module_settings (community_id, module, value) select id, 'witness', $1 from communities`,
    [JSON.stringify({ kinds: EVENT_KINDS })],
  );
  await world.worker.cron('* * * * *');
  await world.discord.gateway.connected(30_000);
});
afterAll(() => world?.close());

/** What the test module saw of a platform, in order. */
async function seen(platform: string): Promise<ChatEvent[]> {
  const rows = await world.rows<{ event: ChatEvent }>(
    `select invocation->'event' as event from invocations where command like 'witness on %' and id like $1 order by created_at`,
    [`${platform}:%`],
  );
  return rows.map(({ event }) => event);
}

type Expected = readonly [kind: EventKind, data: object, more?: object];

/** Each expected event was seen, and nothing else; `since` events of the platform were there before. */
async function sawExactly(platform: string, since: number, expected: readonly Expected[]): Promise<void> {
  await until(
    `${expected.length} events of ${platform}`,
    async () => (await seen(platform)).length >= since + expected.length,
  );
  await quiet(world, 1_000);
  const events = (await seen(platform)).slice(since);
  const short = events.map(({ kind, data, author, text }) => ({ kind, data, author: author.account, text }));
  for (const [kind, data, more = {}] of expected)
    expect(short).toContainEqual(expect.objectContaining({ kind, data: expect.objectContaining(data), ...more }));
  expect(events.map(({ kind }) => kind).sort()).toEqual(expected.map(([kind]) => kind).sort());
}

const pia = { id: '770001', login: 'pia' };
const sam = { id: '770002', login: 'sam' };

describe('every kind of event of Twitch reaches a module once', () => {
  it.each<[name: string, emit: () => Promise<unknown>, expected: readonly Expected[]]>([
    ['follow', () => world.twitch.emit.follow({ user: pia }), [['follow', {}, { author: pia.id }]]],
    [
      'a sub with its notice',
      () => world.twitch.emit.subOf('2000', { user: pia }),
      [['subscribe', { tier: '2' }, { author: pia.id }]],
    ],
    [
      'a resub with its notice',
      () => world.twitch.emit.resubOf(7, { user: pia, text: 'seven!' }),
      [['resubscribe', { months: 7 }, { author: pia.id }]],
    ],
    ['gifts to five', () => world.twitch.emit.giftOf(5, { user: sam }), [['gift', { count: 5 }, { author: sam.id }]]],
    [
      'a cheer, which is a message, too',
      () => world.twitch.emit.cheerOf(250, { user: pia, text: 'cheer250 hi' }),
      [
        ['cheer', { amount: 250, unit: 'bits' }, { author: pia.id }],
        ['message', { bits: 250 }],
      ],
    ],
    [
      'a redemption with its message',
      () => world.twitch.emit.redemptionOf({ user: pia, text: 'hydrate!' }),
      [
        ['redemption', {}, { author: pia.id, text: 'hydrate!' }],
        ['message', { rewardId: expect.any(String) }],
      ],
    ],
    ['a raid', () => world.twitch.emit.raidOf(42, { from: sam }), [['raid', { viewers: 42 }, { author: sam.id }]]],
    ['going live', () => world.twitch.emit.streamOnline({ id: '4242' }), [['stream.online', { streamId: '4242' }]]],
    ['going offline', () => world.twitch.emit.streamOffline(), [['stream.offline', {}]]],
    [
      'a new title',
      () => world.twitch.emit.channelUpdate({ info: { title: 'Speedrun' } }),
      [['stream.update', { title: 'Speedrun' }]],
    ],
    [
      'a shoutout given',
      () => world.twitch.emit.shoutoutCreate({ to: sam, viewers: 9 }),
      [['shoutout', { direction: 'sent', viewers: 9 }]],
    ],
    [
      'a shoutout received',
      () => world.twitch.emit.shoutoutReceive({ from: sam, viewers: 8 }),
      [['shoutout', { direction: 'received', viewers: 8 }]],
    ],
    [
      'a ban',
      () => world.twitch.emit.ban({ user: sam, reason: 'spam' }),
      [['ban', { target: expect.objectContaining({ account: sam.id }), reason: 'spam' }]],
    ],
    [
      'a timeout',
      () => world.twitch.emit.ban({ user: sam, seconds: 600 }),
      [['timeout', { until: expect.any(Number) }]],
    ],
    ['an unban', () => world.twitch.emit.unban({ user: sam }), [['unban', {}]]],
    [
      'a deleted message',
      () => world.twitch.emit.messageDelete({ messageId: 'gone-1', user: sam }),
      [['message.deleted', { messageId: 'gone-1' }]],
    ],
  ])('%s', async (_, emit, expected) => {
    const since = (await seen('twitch')).length;
    await emit();
    await sawExactly('twitch', since, expected);
  });

  it('a follow that is delivered five times at once', async () => {
    const since = (await seen('twitch')).length;
    await world.twitch.emit.follow({ user: { id: '770009', login: 'five' }, copies: 5 } as never);
    await sawExactly('twitch', since, [['follow', {}]]);
  });
});

describe('every kind of event of Kick reaches a module once, though every subscription is doubled', () => {
  beforeAll(() => {
    for (const event of ['channel.followed', 'kicks.gifted', 'channel.subscription.gifts', 'livestream.status.updated'])
      world.kick.subscribe(event);
  });
  it.each<[name: string, event: Parameters<World['kick']['emit']>[0], expected: readonly Expected[]]>([
    ['follow', { type: 'channel.followed', user: pia }, [['follow', {}, { author: pia.id }]]],
    ['sub', { type: 'channel.subscription.new', user: pia }, [['subscribe', {}]]],
    ['renewal', { type: 'channel.subscription.renewal', user: pia, months: 4 }, [['resubscribe', { months: 4 }]]],
    [
      'gifts',
      { type: 'channel.subscription.gifts', gifter: sam, giftees: [pia, { id: '770003', login: 'mo' }] },
      [['gift', { count: 2, anonymous: false }, { author: sam.id }]],
    ],
    [
      'anonymous gifts',
      { type: 'channel.subscription.gifts', gifter: null, giftees: [pia] },
      [['gift', { count: 1, anonymous: true }, { author: '' }]],
    ],
    [
      'redemption',
      { type: 'channel.reward.redemption.updated', user: pia, input: 'go', reward: { title: 'Hydrate' } },
      [['redemption', { status: 'pending' }, { text: 'go' }]],
    ],
    ['live', { type: 'livestream.status.updated', isLive: true }, [['stream.online', {}]]],
    ['offline', { type: 'livestream.status.updated', isLive: false }, [['stream.offline', {}]]],
    ['metadata', { type: 'livestream.metadata.updated', title: 'Chess' }, [['stream.update', { title: 'Chess' }]]],
    ['ban', { type: 'moderation.banned', user: sam, reason: 'spam' }, [['ban', { reason: 'spam' }]]],
    ['timeout', { type: 'moderation.banned', user: sam, minutes: 10 }, [['timeout', { until: expect.any(Number) }]]],
    ['kicks', { type: 'kicks.gifted', user: pia, amount: 500 }, [['cheer', { amount: 500, unit: 'kicks' }]]],
  ])('%s', async (_, event, expected) => {
    const since = (await seen('kick')).length;
    await world.kick.emit(event, { copies: 2 });
    await sawExactly('kick', since, expected);
  });

  it('a chat line', async () => {
    const since = (await seen('kick')).length;
    await world.kick.chat({ user: pia, text: 'hello', copies: 3 });
    await sawExactly('kick', since, [['message', {}, { text: 'hello' }]]);
  });
});

describe('every kind of event of YouTube reaches a module once', () => {
  it('a broadcast that is found, its chat, and its end; uploads, edits and deletions', async () => {
    const since = (await seen('youtube')).length;
    await openDemoBroadcast(world.db, world.youtube, world.secrets.youtube, world.worker.url);
    await until('the start of the broadcast', async () =>
      (await seen('youtube')).some(({ kind }) => kind === 'stream.online'),
    );
    const chat = world.youtube.live();
    chat.repeat = 3;
    const ann = { id: 'UCann', name: 'ann' };
    const bo = { id: 'UCbo', name: 'bo' };
    await chatsAreRead(world, [chat.videoId]);
    chat.say({ user: ann, text: 'hello' });
    chat.emit('superChatEvent', {
      user: ann,
      amountMicros: 5_000_000,
      currency: 'EUR',
      comment: 'well played',
    } as never);
    chat.emit('newSponsorEvent', { user: bo });
    chat.emit('memberMilestoneChatEvent', { user: bo, months: 12, comment: 'a year' });
    chat.emit('membershipGiftingEvent', { user: ann, count: 3 });
    chat.emit('messageDeletedEvent', { user: ann, messageId: 'gone' });
    chat.emit('userBannedEvent', { user: ann, banned: bo });
    chat.emit('userBannedEvent', { user: ann, banned: bo, seconds: 300 });
    await until('the chat', async () => (await seen('youtube')).some(({ kind }) => kind === 'timeout'));
    await world.youtube.publish({ id: 'upload1', title: 'A new video' }, { copies: 3 });
    await world.youtube.edit({ id: 'upload1', title: 'A better title', updated: Date.now() + 3600_000 });
    await world.youtube.delete('upload1', { copies: 2 });
    await sawExactly('youtube', since, [
      ['video.published', { videoId: 'demoBroadcast', edited: expect.any(Boolean) }],
      ['stream.online', { streamId: 'demoBroadcast' }],
      ['message', {}, { text: 'hello', author: ann.id }],
      ['tip', { amountMicros: 5_000_000, currency: 'EUR' }, { text: 'well played' }],
      ['subscribe', { tier: 'member' }, { author: bo.id }],
      ['resubscribe', { months: 12 }, { text: 'a year' }],
      ['gift', { count: 3 }, { author: ann.id }],
      ['message.deleted', { messageId: 'gone' }],
      ['ban', { target: expect.objectContaining({ account: bo.id }) }],
      ['timeout', { until: expect.any(Number) }],
      ['video.published', { videoId: 'upload1', title: 'A new video', edited: false }],
      ['video.published', { videoId: 'upload1', title: 'A better title', edited: true }],
      ['video.deleted', { videoId: 'upload1' }],
    ]);
  }, 120_000);
});

describe('every kind of event of Discord reaches a module once', () => {
  const ada = { id: '2100000000000000001', username: 'ada' };
  it.each<[name: string, emit: () => unknown, expected: readonly Expected[]]>([
    [
      'a message',
      () => world.discord.message({ user: ada, text: 'hello there' }),
      [['message', {}, { text: 'hello there' }]],
    ],
    ['a join', () => world.discord.memberJoin({ user: ada }), [['member.join', {}, { author: ada.id }]]],
    ['a leave', () => world.discord.memberLeave({ user: ada.id }), [['member.leave', {}, { author: ada.id }]]],
    [
      'a ban',
      () => world.discord.banAdd({ user: ada.id }),
      [['ban', { target: expect.objectContaining({ account: ada.id }) }]],
    ],
    ['an unban', () => world.discord.banRemove({ user: ada.id }), [['unban', {}]]],
    [
      'a timeout',
      () => world.discord.memberUpdate({ user: ada, until: Date.now() + 600_000 }),
      [['timeout', { target: expect.objectContaining({ account: ada.id }) }]],
    ],
    [
      'a button',
      () => world.discord.interact({ kind: 'component', user: ada, customId: 'poll:1', values: [] }),
      [['component', { customId: 'poll:1' }]],
    ],
    [
      'a form',
      () => world.discord.interact({ kind: 'modal', user: ada, customId: 'form:1', fields: { name: 'Ada' } }),
      [['modal', { customId: 'form:1', fields: { name: 'Ada' } }]],
    ],
  ])('%s', async (_, emit, expected) => {
    const since = (await seen('discord')).length;
    await emit();
    world.discord.gateway.repeat(3);
    await sawExactly('discord', since, expected);
  });

  it('a reaction, and a deleted message', async () => {
    const { messageId } = await world.discord.message({ user: ada, text: 'react to this' });
    await until('the message', async () => (await seen('discord')).some(({ id }) => id === messageId));
    const since = (await seen('discord')).length;
    world.discord.reactionAdd({ messageId, user: ada, emoji: '🐧' });
    world.discord.reactionRemove({ messageId, user: ada, emoji: '🐧' });
    world.discord.messageDelete({ messageId });
    await sawExactly('discord', since, [
      ['reaction', { messageId, emoji: '🐧', added: true }],
      ['reaction', { messageId, added: false }],
      ['message.deleted', { messageId }],
    ]);
  });
});

describe('every kind of event of Slack reaches a module once', () => {
  const channel = 'C0DEMO';
  it.each<[name: string, emit: () => Promise<unknown>, expected: readonly Expected[]]>([
    [
      'a message',
      () => world.slack.message({ channel, user: 'U0PIA', text: 'hello' }),
      [['message', {}, { text: 'hello' }]],
    ],
    [
      'a mention, which is a message, too',
      () => world.slack.mention({ channel, user: 'U0PIA', text: 'hello <@U0WADDLE>' }),
      [['message', {}]],
    ],
    [
      'a join',
      () => world.slack.emit.memberJoined({ channel, user: 'U0NEW' }),
      [['member.join', {}, { author: 'U0NEW' }]],
    ],
    ['a leave', () => world.slack.emit.memberLeft({ channel, user: 'U0NEW' }), [['member.leave', {}]]],
    [
      'a button',
      () =>
        world.slack.interact.blockActions({ channel, user: 'U0PIA', actions: [{ actionId: 'vote', value: 'yes' }] }),
      [['component', { customId: 'vote' }]],
    ],
    [
      'a form',
      () => world.slack.interact.viewSubmission({ user: 'U0PIA', callbackId: 'remind', values: {} } as never),
      [['modal', { customId: 'remind' }]],
    ],
  ])('%s', async (_, emit, expected) => {
    const since = (await seen('slack')).length;
    await emit();
    await sawExactly('slack', since, expected);
  });

  it('a reaction, and a deleted message', async () => {
    const { ts } = (await world.slack.message({ channel, user: 'U0PIA', text: 'react to this' })) as unknown as {
      ts: string;
    };
    await until('the message', async () => (await seen('slack')).some(({ text }) => text === 'react to this'));
    const since = (await seen('slack')).length;
    await world.slack.emit.reactionAdded({ channel, ts, user: 'U0PIA', reaction: 'penguin' });
    await world.slack.emit.messageDeleted({ channel, ts });
    await sawExactly('slack', since, [
      ['reaction', { emoji: 'penguin', added: true }],
      ['message.deleted', { messageId: ts }],
    ]);
  });
});
