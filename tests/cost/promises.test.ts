import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ChannelSnapshot } from '../../workers/core/channel-settings.ts';
import { aMessage } from '../support/channel.ts';
import { by, NOW } from '../support/test-channel.ts';
import { migrateForCost } from './database.ts';
import { Deployment } from './deployment.ts';
import { Meter } from './meter.ts';
import { Tally } from './tally.ts';

const WIDE = { count: 1_000, windowMs: 60_000 };

let meter: Meter;
let bot: Deployment;
let now = NOW;
let lastId = 0;

beforeAll(async () => {
  await migrateForCost();
  meter = await Meter.installed();
  vi.useFakeTimers({ toFake: ['Date'] });
});

afterAll(() => void vi.useRealTimers());

beforeEach(async () => {
  // Another day: whatever was in memory is asleep.
  now += 24 * 3600_000;
  vi.setSystemTime(now);
  bot = new Deployment(meter, { isolates: 1, random: () => 0 });
  await bot.warmUp();
});

const newId = (): string => `promise-${++lastId}`;
const later = (ms: number): void => void vi.setSystemTime(Date.now() + ms);

/** A channel that this isolate and its object know, awake. */
async function aChannel(
  platform: 'twitch' | 'slack',
  others: readonly (readonly ['twitch', string])[] = [],
  isObserved = false,
) {
  const channel = newId();
  const limits = { reply: WIDE, channel: WIDE };
  await bot.link([[platform, channel], ...others], { limits, isObserved });
  await (platform === 'twitch' ? say(channel, 'hello') : post(channel, 'hello'));
  // The first answer of an isolate is told to the channel's health, and not the next minute's.
  await (platform === 'twitch' ? say(channel, '!about') : slash(channel, 'about'));
  return channel;
}

const counting = async (work: (tally: Tally) => Promise<unknown>): Promise<Tally> => {
  const tally = new Tally();
  await work(tally);
  return tally;
};
const say = (channel: string, text: string, more: { readonly id?: string; readonly by?: string } = {}) =>
  counting((tally) => bot.say({ channel, id: newId(), text, ...more }, tally));
const post = (channel: string, text: string) => counting((tally) => bot.post({ channel, id: newId(), text }, tally));
const slash = (channel: string, text: string, person?: string) =>
  counting((tally) => bot.slash({ channel, id: newId(), text, ...(person ? { by: person } : {}) }, tally));

/** All that is billed by the piece; amounts of time and reads are told by the prices. */
const pieces = (tally: Tally) => tally.except('cpu', 'busy', 'read');

describe('a plain message nobody wants', () => {
  it('is one request and nothing else while the isolate holds the channel’s snapshot', async () => {
    const broadcaster = await aChannel('twitch');
    // Now and then one of them asks which feeds are open, for all channels.
    expect(pieces(await say(broadcaster, 'here we go'))).toMatchObject({ 'call Feeds.current': 1 });
    expect(pieces(await say(broadcaster, 'what a run'))).toEqual({ 'request webhook': 1 });
    const workspace = await aChannel('slack');
    expect(pieces(await post(workspace, 'lunch?'))).toEqual({ 'request webhook': 1 });
  });

  it('is one call more where the isolate has to ask, and no round trip to the database', async () => {
    const channel = await aChannel('twitch');
    later(31_000);
    const asked = await say(channel, 'anybody?');
    expect(asked.sum('call')).toBe(1);
    expect(asked.sum('trip')).toBe(0);
    expect(asked.sum('queue')).toBe(0);
  });
});

describe('a plain message that a timer waits for', () => {
  it('goes to its Channel with those of ten seconds, in one call, and three are a row', async () => {
    const channel = await aChannel('twitch', [], true);
    later(11_000);
    await bot.catchUp();
    const together = new Tally();
    for (const text of ['one', 'two', 'three']) await bot.say({ channel, id: newId(), text }, together);
    expect(together.of('call Channel.observe')).toBe(0);
    later(11_000);
    await bot.catchUp();
    expect(pieces(together)).toMatchObject({ 'request webhook': 3, 'call Channel.observe': 1, 'write observed': 1 });
    expect(together.sum('queue')).toBe(0);
    expect(together.sum('trip')).toBe(0);
  });
});

describe('a command', () => {
  it('through the queue is one call, one packed row, one message, one place in the send budget, and its echo', async () => {
    const channel = await aChannel('twitch');
    expect(pieces(await say(channel, '!ping'))).toEqual({
      'request webhook': 1,
      'call Channel.admitAll': 1,
      'write admitted': 1,
      'queue invocations': 1,
      'request consumer': 1,
      'call Upstream.acquire': 1,
      'log line': 1,
      'request echo': 1,
      'call Channel.echo': 1,
    });
  });

  it('inline is one call and one packed row, without a queue', async () => {
    const channel = await aChannel('slack');
    expect(pieces(await slash(channel, 'ping'))).toEqual({
      'request webhook': 1,
      'call Channel.admitAll': 1,
      'write admitted': 1,
      'request echo': 1,
    });
  });

  it('writes exactly one row in its Channel, a hundred times over', async () => {
    const channel = await aChannel('slack');
    const rows: number[] = [];
    for (let i = 0; i < 100; i++) {
      later(100);
      rows.push((await slash(channel, 'ping')).sum('write'));
    }
    expect(rows).toEqual(rows.map(() => 1));
  });

  it('with an effect takes three round trips to the database, and one without takes none', async () => {
    const channel = await aChannel('twitch');
    expect((await say(channel, '!stamp')).sum('trip')).toBe(3);
    expect((await say(channel, '!ping')).sum('trip')).toBe(0);
  });

  it('in a community of several channels is one call more', async () => {
    const alone = await aChannel('twitch');
    const shared = await aChannel('twitch', [['twitch', newId()]]);
    const [one, other] = [await say(alone, '!ping'), await say(shared, '!ping')];
    expect(pieces(other)).toEqual({ ...pieces(one), 'call Community.takeCommand': 1 });
  });
});

describe('what comes to nothing', () => {
  const NOTHING = { 'request webhook': 1, 'call Channel.admitAll': 1 };

  it('writes one row a minute, for people to ask why, when it is refused for its cooldown', async () => {
    const channel = await aChannel('twitch');
    await say(channel, '!ping', { by: 'pia' });
    later(1_000);
    expect(pieces(await say(channel, '!ping', { by: 'pia' }))).toEqual({ ...NOTHING, 'write refusals': 1 });
    expect(pieces(await say(channel, '!ping', { by: 'pia' }))).toEqual(NOTHING);
  });

  it('writes no row when it is a duplicate', async () => {
    const channel = await aChannel('twitch');
    const id = newId();
    await say(channel, '!ping', { id });
    later(1_000);
    expect(pieces(await say(channel, '!ping', { id }))).toEqual(NOTHING);
  });

  it('writes no row when there is no such command', async () => {
    const channel = await aChannel('twitch');
    expect(pieces(await say(channel, '!nosuchthing'))).toEqual(NOTHING);
  });
});

describe('a burst', () => {
  it('of 64 commands that come while a call to their Channel is under way is one call and three rows', async () => {
    const channel = await aChannel('twitch');
    const { road } = bot.anyIsolate();
    const tally = await counting((into) =>
      meter.during(into, () =>
        Promise.all(
          Array.from({ length: 1 + 64 }, (_, i) =>
            road.bring(aMessage(newId(), '!ping', Date.now(), { channel, room: channel, ...by(`u${i}`) })),
          ),
        ),
      ),
    );
    expect(tally.of('call Channel.admitAll')).toBe(1 + 1);
    expect(tally.of('queue invocations')).toBe(1 + 64);
    expect(tally.of('write admitted')).toBeLessThanOrEqual(1 + 3);
  });
});

describe('an isolate', () => {
  const plain: ChannelSnapshot = {
    version: 1,
    linked: true,
    community: null,
    prefix: '!',
    botAccount: null,
    wants: [],
    observes: false,
    watched: false,
    modules: false,
    keywords: { name: '', entries: null },
    shared: null,
  };

  it('holds 5,000 snapshots, and asks again for the channel it met first when it meets one more', async () => {
    const asked: string[] = [];
    const snapshotOf = (name: string) => ({
      meet: async () => {
        asked.push(name);
        return { snapshot: plain, kept: true };
      },
    });
    const { road } = new Deployment(meter, { isolates: 1, random: () => 0, elsewhere: snapshotOf }).anyIsolate();
    const meet = (channel: number) => road.bring(aMessage(newId(), 'hello', now, { channel: `${channel}` }));

    for (let channel = 0; channel < 5_000; channel++) await meet(channel);
    await meet(0);
    expect(asked.length).toBe(5_000);
    await meet(5_000);
    await meet(4_999);
    expect(asked.length).toBe(5_001);
    await meet(0);
    expect(asked.at(-1)).toBe('twitch:0');
    expect(asked.length).toBe(5_002);
  });
});
