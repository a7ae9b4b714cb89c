import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { quiet, SLACK_CHANNELS, startWorld, TWITCH_CHANNELS, until, type World } from '../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterEach(() => world?.disarm());
afterAll(() => world?.close());

let turn = 0;
const room = () => {
  const i = turn++;
  return {
    twitch: (TWITCH_CHANNELS[i % TWITCH_CHANNELS.length] as (typeof TWITCH_CHANNELS)[number]).id,
    slack: (SLACK_CHANNELS[i % SLACK_CHANNELS.length] as (typeof SLACK_CHANNELS)[number]).id,
    user: `U9${i}00`,
    viewer: { id: `9${i}00`, login: `viewer${i}`, role: 'viewer' as const },
    moderator: { id: `6${i}00`, login: `mod${i}`, role: 'moderator' as const },
  };
};

const answersTo = (messageId: string) => world.twitch.sent.filter((line) => line.replyTo === messageId);
const pongsIn = (channel: string) =>
  world.slack.posted.filter((line) => line.channel === channel && line.text === 'Pong!');

describe('one message, one answer', () => {
  it('on Twitch, though it is delivered five times at once', async () => {
    const { twitch, viewer } = room();
    const { messageId, statuses } = await world.twitch.chat({
      channel: twitch,
      user: viewer,
      text: '!ping',
      copies: 5,
    });
    expect(statuses).toEqual([204, 204, 204, 204, 204]);
    await until('an answer', () => answersTo(messageId).length > 0);
    await quiet(world);
    expect(answersTo(messageId)).toHaveLength(1);
  });

  it('on Twitch, though it comes again under another delivery id', async () => {
    const { twitch, viewer } = room();
    const first = await world.twitch.chat({ channel: twitch, user: viewer, text: '!ping' });
    await until('an answer', () => answersTo(first.messageId).length > 0);
    await world.twitch.chat({ channel: twitch, user: viewer, text: '!ping', messageId: first.messageId });
    await first.redeliver();
    await quiet(world);
    expect(answersTo(first.messageId)).toHaveLength(1);
  });

  it('on Slack, though five copies come', async () => {
    const { slack, user } = room();
    const first = await world.slack.message({ channel: slack, user, text: '!ping' });
    await Promise.all(Array.from({ length: 4 }, () => first.redeliver()));
    await until('an answer', () => pongsIn(slack).length > 0);
    await quiet(world);
    expect(pongsIn(slack)).toHaveLength(1);
  });
});

describe('what the platform says to a reply', () => {
  it('429: it arrives once, later', async () => {
    const { twitch, viewer, slack, user } = room();
    world.twitch.fault({ op: 'send', times: 2, fault: { kind: 'status', status: 429, retryAfter: 1 } });
    world.slack.fault({ op: 'send', times: 2, fault: { kind: 'status', status: 429, retryAfter: 1 } });
    const { messageId } = await world.twitch.chat({ channel: twitch, user: viewer, text: '!ping' });
    await world.slack.message({ channel: slack, user, text: '!ping' });
    await until('an answer on Twitch', () => answersTo(messageId).length > 0);
    await until('an answer on Slack', () => pongsIn(slack).length > 0);
    await quiet(world);
    expect(answersTo(messageId)).toHaveLength(1);
    expect(pongsIn(slack)).toHaveLength(1);
  });

  it('500 after it was posted: it is not doubled', async () => {
    const { twitch, viewer, slack, user } = room();
    world.twitch.fault({ op: 'send', fault: { kind: 'status', status: 500, when: 'after' } });
    world.slack.fault({ op: 'send', fault: { kind: 'status', status: 500, when: 'after' } });
    const { messageId } = await world.twitch.chat({ channel: twitch, user: viewer, text: '!ping' });
    await world.slack.message({ channel: slack, user, text: '!ping' });
    await until('it is posted', () => answersTo(messageId).length > 0 && pongsIn(slack).length > 0);
    // Longer than both read-backs take.
    await quiet(world, 8_000);
    expect(answersTo(messageId)).toHaveLength(1);
    expect(pongsIn(slack)).toHaveLength(1);
  });

  it('a connection cut after it was posted: it is not doubled', async () => {
    const { twitch, viewer, slack, user } = room();
    world.twitch.fault({ op: 'send', fault: { kind: 'drop', when: 'after' } });
    world.slack.fault({ op: 'send', fault: { kind: 'drop', when: 'after' } });
    const { messageId } = await world.twitch.chat({ channel: twitch, user: viewer, text: '!ping' });
    await world.slack.message({ channel: slack, user, text: '!ping' });
    await until('it is posted', () => answersTo(messageId).length > 0 && pongsIn(slack).length > 0);
    await quiet(world, 8_000);
    expect(answersTo(messageId)).toHaveLength(1);
    expect(pongsIn(slack)).toHaveLength(1);
  });

  it('500 before it was posted: Slack’s history shows that it is not there, and it is said after all', async () => {
    const { slack, user } = room();
    world.slack.fault({ op: 'send', fault: { kind: 'status', status: 500, when: 'before' } });
    await world.slack.message({ channel: slack, user, text: '!ping' });
    await until('the answer', () => pongsIn(slack).length > 0);
    await quiet(world, 4_000);
    expect(pongsIn(slack)).toHaveLength(1);
  });

  it('500 before it was posted on Twitch, where nothing proves it: it ends as unknown, and is kept', async () => {
    const { twitch, viewer } = room();
    world.twitch.fault({ op: 'send', fault: { kind: 'status', status: 500, when: 'before' } });
    const { messageId } = await world.twitch.chat({ channel: twitch, user: viewer, text: '!ping' });
    await until(
      'the row',
      async () =>
        (await world.rows(`select from deliveries where status = 'unknown' and id like $1`, [`%${messageId}%`]))
          .length > 0,
      60_000,
    );
    expect(answersTo(messageId)).toHaveLength(0);
  });

  it('held by AutoMod: that is final, and it is not tried again', async () => {
    const { twitch, viewer } = room();
    const since = world.twitch.log.since(0).at(-1)?.seq ?? 0;
    world.twitch.fault({
      op: 'send',
      fault: { kind: 'reject', dropReason: { code: 'automod_held', message: 'held' } },
    });
    const { messageId } = await world.twitch.chat({ channel: twitch, user: viewer, text: '!ping' });
    await until('it is held', () =>
      world.twitch.log.since(since, 'request').some(({ data }) => data.fault !== undefined),
    );
    await quiet(world, 3_000);
    expect(answersTo(messageId)).toHaveLength(0);
  });

  it('401: the token is renewed once, by one of many, and the answers arrive', async () => {
    const rooms = Array.from({ length: 6 }, room);
    const issued = world.twitch.tokens.issued;
    world.twitch.tokens.revokeAll();
    const asked = await Promise.all(
      rooms.map(({ twitch, viewer }) => world.twitch.chat({ channel: twitch, user: viewer, text: '!ping' })),
    );
    for (const { messageId } of asked) await until('an answer', () => answersTo(messageId).length > 0);
    expect(world.twitch.tokens.issued).toBe(issued + 1);
  });
});

describe('a reply with an effect behind it', () => {
  it('429: the effect is once and the reply arrives once, later', async () => {
    const { twitch, moderator } = room();
    world.twitch.fault({ op: 'send', times: 2, fault: { kind: 'status', status: 429, retryAfter: 1 } });
    const { messageId } = await world.twitch.chat({ channel: twitch, user: moderator, text: '!command add limited x' });
    await until('the answer', () => answersTo(messageId).length > 0);
    await quiet(world);
    expect(answersTo(messageId)).toHaveLength(1);
    await until(
      'the row is settled',
      async () =>
        (await world.rows(`select from deliveries where status = 'sent' and id like $1`, [`%${messageId}%`])).length >
        0,
    );
  });

  it('a connection cut after it was posted: found by its echo, settled as sent', async () => {
    const { twitch, moderator } = room();
    world.twitch.fault({ op: 'send', fault: { kind: 'drop', when: 'after' } });
    const { messageId } = await world.twitch.chat({ channel: twitch, user: moderator, text: '!command add cut x' });
    await until(
      'the row is settled',
      async () =>
        (await world.rows(`select from deliveries where status = 'sent' and id like $1`, [`%${messageId}%`])).length >
        0,
      60_000,
    );
    expect(answersTo(messageId)).toHaveLength(1);
  });
});

describe('what comes too late', () => {
  it('a command that is more than a minute old is not answered', async () => {
    const { twitch, viewer } = room();
    const { messageId, status } = await world.twitch.chat({
      channel: twitch,
      user: viewer,
      text: '!ping',
      at: Date.now() - 61_000,
    });
    expect(status).toBe(204);
    await quiet(world);
    expect(answersTo(messageId)).toHaveLength(0);
  });
});
