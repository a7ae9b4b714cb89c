import { describe, expect, it } from 'vitest';
import { aMessage, anEntry, BUILD, someSettings } from '../tests/support/channel.ts';
import { by, NOW, TestChannel } from '../tests/support/test-channel.ts';
import type { ChatEvent } from '../workers/core/events.ts';

const MINUTE = 60_000;
const INLINE = { build: BUILD, inline: true, placed: [], keywords: {} };
const ofStream = (id: string, kind: 'stream.online' | 'stream.offline', at: number): ChatEvent => ({
  ...aMessage(id, '', at),
  kind,
  data: {},
});

describe('a command that is switched off', () => {
  it('is refused, and so are its parts', async () => {
    const channel = await TestChannel.with({
      commands: [anEntry('quote', { enabled: false, subcommands: { add: anEntry('add') } })],
    });
    expect(await channel.say('m1', '!quote', NOW, by('ann', 'owner'))).toBe('disabled');
    expect(await channel.say('m2', '!quote add x', NOW, by('ann', 'owner'))).toBe('disabled');
  });

  it('may be one part alone', async () => {
    const channel = await TestChannel.with({
      commands: [anEntry('quote', { subcommands: { add: anEntry('add', { enabled: false }) } })],
    });
    expect(await channel.say('m1', '!quote')).toBe('queued');
    expect(await channel.say('m2', '!quote add x')).toBe('disabled');
  });

  it('is off for the next message after it was switched off', async () => {
    const channel = await TestChannel.with();
    expect(await channel.say('m1', '!ping')).toBe('queued');
    const commands = [anEntry('ping', { enabled: false })];
    await channel.stub.configure(someSettings({ version: 2, commands }), NOW);
    expect(await channel.say('m2', '!ping')).toBe('disabled');
  });
});

describe('a command that ends', () => {
  it('answers until that very moment', async () => {
    const channel = await TestChannel.with({ commands: [anEntry('ping', { expiresAt: NOW + MINUTE })] });
    expect(await channel.say('m1', '!ping', NOW + MINUTE - 1)).toBe('queued');
    expect(await channel.say('m2', '!ping', NOW + MINUTE)).toBe('expired');
  });
});

describe('being listed', () => {
  const commands = [anEntry('so', { level: 'moderator', allow: ['mia'], deny: ['max'] })];

  it('stands in for the level', async () => {
    const channel = await TestChannel.with({ commands });
    expect(await channel.say('m1', '!so', NOW, by('mia'))).toBe('queued');
    expect(await channel.say('m2', '!so', NOW, by('ann'))).toBe('level');
  });

  it('as one who may not is stronger than any level', async () => {
    const channel = await TestChannel.with({ commands });
    expect(await channel.say('m1', '!so', NOW, by('max', 'owner'))).toBe('denied');
  });

  it('does not open what is switched off, and does not skip the wait', async () => {
    const cooldown = { user: 30, channel: 0, exempt: 'moderator' } as const;
    const channel = await TestChannel.with({
      commands: [
        anEntry('so', { level: 'moderator', allow: ['mia'], enabled: false }),
        anEntry('hug', { level: 'moderator', allow: ['mia'], cooldown }),
      ],
    });
    expect(await channel.say('m1', '!so', NOW, by('mia'))).toBe('disabled');
    expect(await channel.say('m2', '!hug', NOW, by('mia'))).toBe('queued');
    expect(await channel.say('m3', '!hug', NOW, by('mia'))).toBe('cooldown');
  });
});

describe('a permit', () => {
  const commands = [anEntry('so', { level: 'moderator' }), anEntry('ban', { level: 'moderator' })];

  it('is for one account, one command and a while', async () => {
    const permits = [{ account: 'mia', command: 'so', until: NOW + MINUTE }];
    const channel = await TestChannel.with({ commands, permits });
    expect(await channel.say('m1', '!so', NOW + MINUTE - 1, by('mia'))).toBe('queued');
    expect(await channel.say('m2', '!so', NOW + MINUTE, by('mia'))).toBe('level');
    expect(await channel.say('m3', '!ban', NOW, by('mia'))).toBe('level');
    expect(await channel.say('m4', '!so', NOW, by('ann'))).toBe('level');
  });
});

describe('a hub role', () => {
  it('raises the level, and never lowers it', async () => {
    const commands = [anEntry('so', { level: 'moderator' })];
    const channel = await TestChannel.with({ commands, raised: { mia: 'moderator', ann: 'everyone' } });
    expect(await channel.say('m1', '!so', NOW, by('mia'))).toBe('queued');
    expect(await channel.say('m2', '!so', NOW, by('ann', 'moderator'))).toBe('queued');
    expect(await channel.say('m3', '!so', NOW, by('max'))).toBe('level');
  });
});

describe('a command for when the channel is live', () => {
  const commands = [anEntry('uptime', { live: 'live' }), anEntry('schedule', { live: 'offline' })];

  it('follows what the platform tells', async () => {
    const channel = await TestChannel.with({ commands });
    await channel.admit(ofStream('on', 'stream.online', NOW));
    expect(await channel.say('m1', '!uptime', NOW + 1)).toBe('queued');
    expect(await channel.say('m2', '!schedule', NOW + 1)).toBe('live');
    await channel.admit(ofStream('off', 'stream.offline', NOW + MINUTE), NOW + MINUTE);
    expect(await channel.say('m3', '!uptime', NOW + MINUTE)).toBe('live');
    expect(await channel.say('m4', '!schedule', NOW + MINUTE)).toBe('queued');
  });

  it('goes by the later event, whichever comes first', async () => {
    const channel = await TestChannel.with({ commands });
    await channel.admit(ofStream('off', 'stream.offline', NOW), NOW);
    await channel.admit(ofStream('on', 'stream.online', NOW - MINUTE), NOW + 1);
    expect(await channel.say('m1', '!uptime', NOW + 2)).toBe('live');
  });

  it('remembers it over a loss of memory', async () => {
    const channel = await TestChannel.with({ commands });
    await channel.admit(ofStream('on', 'stream.online', NOW));
    await channel.fallAsleep();
    expect(await channel.say('m1', '!uptime', NOW + MINUTE)).toBe('queued');
  });

  it('says that it does not know, until somebody looked', async () => {
    const channel = await TestChannel.with({ commands });
    expect(await channel.admit(aMessage('m1', '!uptime', NOW))).toMatchObject({ reason: 'live', liveIsUnknown: true });
    await channel.stub.learnLive(true, NOW);
    expect(await channel.say('m1', '!uptime')).toBe('queued');
    // A look is good for a minute; not being able to look is, too.
    await channel.stub.learnLive(null, NOW + 2 * MINUTE);
    const refused = await channel.admit(aMessage('m3', '!uptime', NOW + 2 * MINUTE), NOW + 2 * MINUTE);
    expect(refused).toMatchObject({ reason: 'live' });
    expect(refused).not.toHaveProperty('liveIsUnknown');
  });

  it('wants to be told of the stream, and nothing of it where no command asks', async () => {
    const asking = await TestChannel.with({ commands });
    expect(await asking.stub.snapshot(BUILD, NOW)).toMatchObject({ wants: ['stream.online', 'stream.offline'] });
    const plain = await TestChannel.with();
    expect(await plain.stub.snapshot(BUILD, NOW)).toMatchObject({ wants: [] });
  });
});

describe('a group of commands', () => {
  const cooldown = { user: 0, channel: 0, group: 10, exempt: 'moderator' } as const;
  const commands = [
    anEntry('slots', { group: 'games', cooldown }),
    anEntry('dice', { group: 'games', cooldown: { ...cooldown, group: 20 } }),
    anEntry('hug', { group: 'fun', cooldown }),
  ];

  it('waits together, and only for its own', async () => {
    const channel = await TestChannel.with({ commands });
    expect(await channel.say('m1', '!slots')).toBe('queued');
    expect(await channel.say('m2', '!dice', NOW, by('mia'))).toBe('cooldown');
    expect(await channel.say('m3', '!hug')).toBe('queued');
    expect(await channel.say('m4', '!dice', NOW + 10_000, by('mia'))).toBe('queued');
    expect(await channel.say('m5', '!slots', NOW + 29_999)).toBe('cooldown');
    expect(await channel.say('m6', '!slots', NOW + 30_000)).toBe('queued');
  });

  it('waits over a loss of memory', async () => {
    const channel = await TestChannel.with({ commands });
    await channel.say('m1', '!slots');
    await channel.fallAsleep();
    expect(await channel.say('m2', '!dice', NOW + 9_999)).toBe('cooldown');
  });

  it('is free again when the command finally failed', async () => {
    const channel = await TestChannel.with({ commands });
    const admitted = await channel.admit(aMessage('m1', '!slots', NOW));
    if (admitted.decision !== 'queued') throw new Error('not queued');
    await channel.stub.giveBackCooldown(admitted.id, NOW);
    expect(await channel.say('m2', '!dice')).toBe('queued');
  });
});

describe('the wait that is told', () => {
  const waiting = (notice: 'once' | 'ephemeral' | 'nothing') =>
    anEntry('ping', { cooldown: { user: 0, channel: 20, exempt: 'moderator', notice } });

  it('is the longest of all', async () => {
    const cooldown = { user: 60, channel: 5, exempt: 'moderator' } as const;
    const channel = await TestChannel.with({ commands: [anEntry('ping', { cooldown })] });
    await channel.say('m1', '!ping');
    expect(await channel.admit(aMessage('m2', '!ping', NOW))).toMatchObject({ retryAfterMs: 60_000 });
  });

  it('is told once for each wait, with the seconds that are left', async () => {
    const channel = await TestChannel.with({ commands: [waiting('once')] });
    await channel.say('m1', '!ping');
    expect(await channel.say('m2', '!ping', NOW + 4_500)).toBe('queued');
    expect(channel.queued[1]).toMatchObject({ command: 'ping', notice: { reason: 'cooldown', retryAfterMs: 15_500 } });
    expect(await channel.say('m3', '!ping', NOW + 6_000, by('mia'))).toBe('cooldown');
    expect(await channel.say('m4', '!ping', NOW + 20_000)).toBe('queued');
    expect(await channel.say('m5', '!ping', NOW + 21_000)).toBe('queued');
    expect(channel.queued.map(({ notice }) => notice !== undefined)).toEqual([false, true, false, true]);
  });

  it('is told once, however often the message comes, and after a loss of memory', async () => {
    const channel = await TestChannel.with({ commands: [waiting('once')] });
    await channel.say('m1', '!ping');
    await channel.say('m2', '!ping', NOW + 1_000);
    expect(await channel.say('m2', '!ping', NOW + 1_500)).toBe('duplicate');
    await channel.fallAsleep();
    expect(await channel.say('m2', '!ping', NOW + 2_000)).toBe('duplicate');
    expect(await channel.say('m3', '!ping', NOW + 2_000)).toBe('cooldown');
    expect(channel.queued).toHaveLength(2);
  });

  it('starts no wait of its own and is no use', async () => {
    const channel = await TestChannel.with({ commands: [waiting('once')] });
    await channel.say('m1', '!ping');
    await channel.say('m2', '!ping', NOW + 19_000);
    expect(await channel.say('m3', '!ping', NOW + 20_000)).toBe('queued');
    expect(await channel.stub.untoldUses()).toEqual({ '2026-10-04': { ping: 2 } });
  });

  it('is told again later where the queue did not take it', async () => {
    const channel = await TestChannel.with({ commands: [waiting('once')] });
    await channel.say('m1', '!ping');
    channel.beforeAccepting = async () => {
      throw new Error('queue overloaded');
    };
    await expect(channel.say('m2', '!ping', NOW + 1_000)).rejects.toThrow('queue overloaded');
    channel.beforeAccepting = async () => undefined;
    expect(await channel.say('m2', '!ping', NOW + 2_000)).toBe('queued');
    expect(channel.queued).toHaveLength(2);
  });

  it('is for the one who asked where the platform can do that, and silent elsewhere', async () => {
    const channel = await TestChannel.with({ commands: [waiting('ephemeral')] });
    await channel.say('m1', '!ping');
    expect(await channel.say('m2', '!ping', NOW + 1_000)).toBe('cooldown');
    const slack = await TestChannel.with({ commands: [waiting('ephemeral')] });
    await slack.say('m1', '!ping', NOW, { platform: 'slack' });
    expect(await slack.say('m2', '!ping', NOW + 1_000, { platform: 'slack' })).toBe('queued');
    expect(slack.queued[1]).toMatchObject({ visibility: 'ephemeral' });
  });

  it('takes its place among the replies of the room', async () => {
    const channel = await TestChannel.with({
      commands: [waiting('once')],
      replyLimit: { count: 1, windowMs: 10_000 },
    });
    await channel.say('m1', '!ping');
    expect(await channel.say('m2', '!ping', NOW + 1_000)).toBe('cooldown');
    expect(await channel.say('m3', '!ping', NOW + 10_000)).toBe('queued');
  });

  it('of an interaction is told by its own answer', async () => {
    const channel = await TestChannel.with({ commands: [waiting('once')] });
    await channel.say('m1', '!ping');
    const asked = { ...aMessage('i1', 'ping', NOW), kind: 'command', data: { trigger: '/ping' } } as const;
    expect(await channel.admit(asked, NOW, INLINE)).toMatchObject({ reason: 'cooldown', command: '!ping' });
  });
});

describe('the limit of a channel', () => {
  it('is over all people and commands, and a refusal takes no place', async () => {
    const channel = await TestChannel.with({
      channelLimit: { count: 3, windowMs: MINUTE },
      commands: [anEntry('ping'), anEntry('pong')],
    });
    for (const [id, text] of [
      ['m1', '!ping'],
      ['m2', '!pong'],
      ['m3', '!ping'],
    ] as const)
      expect(await channel.say(id, text, NOW, by(id))).toBe('queued');
    expect(await channel.admit(aMessage('m4', '!ping', NOW + 1))).toMatchObject({
      reason: 'channel-limit',
      retryAfterMs: MINUTE,
    });
    expect(await channel.say('m5', '!ping', NOW + MINUTE)).toBe('queued');
  });

  it('above 120 is counted over a loss of memory, too', async () => {
    const channel = await TestChannel.with({
      channelLimit: { count: 200, windowMs: MINUTE },
      commandLimit: { count: 120, windowMs: 1_000 },
      replyLimit: { count: 120, windowMs: 1_000 },
    });
    for (let i = 0; i < 200; i++)
      expect(await channel.say(`m${i}`, '!ping', NOW + i * 10, by(`u${i}`)), `m${i}`).toBe('queued');
    expect(await channel.say('n1', '!ping', NOW + 3_000)).toBe('channel-limit');
    await channel.fallAsleep();
    expect(await channel.say('n2', '!ping', NOW + 3_000)).toBe('channel-limit');
  });
});

describe('a reply', () => {
  const replies = [
    { text: 'rare', weight: 1 },
    { text: 'common', weight: 9 },
  ];

  it('of several is chosen by weight, and the same for a message that comes again', async () => {
    const channel = await TestChannel.with({
      commands: [anEntry('wave', { id: 'c1', kind: 'custom', replies })],
      commandLimit: { count: 120, windowMs: 1 },
      replyLimit: { count: 120, windowMs: 1 },
    });
    for (let i = 0; i < 300; i++) await channel.say(`m${i}`, '!wave', NOW + i * 1_000);
    const rare = channel.queued.filter(({ text }) => text === 'rare').length;
    expect(rare).toBeGreaterThan(10);
    expect(rare).toBeLessThan(60);
  });

  it('keeps its command’s cooldown through a rename', async () => {
    const cooldown = { user: 30, channel: 0, exempt: 'moderator' } as const;
    const wave = (name: string) => anEntry(name, { id: 'c1', kind: 'custom', replies, cooldown });
    const channel = await TestChannel.with({ commands: [wave('wave')] });
    await channel.say('m1', '!wave');
    await channel.stub.configure(someSettings({ version: 2, commands: [wave('hello')] }), NOW);
    expect(await channel.say('m2', '!hello', NOW + 1_000)).toBe('cooldown');
  });
});

describe('uses', () => {
  const busy = { commandLimit: { count: 120, windowMs: 1 }, replyLimit: { count: 120, windowMs: 1 } };
  const use = async (channel: TestChannel, from: number, to: number) => {
    for (let i = from; i < to; i++) await channel.say(`m${i}`, '!ping', NOW + i * 10);
  };

  it('are told once they are many, with what is left counted here', async () => {
    const channel = await TestChannel.with({ ...busy, channelLimit: { count: 100_000, windowMs: 1_000 } });
    await use(channel, 0, 130);
    expect(channel.flushed).toMatchObject([{ kind: 'usage', flushes: [{ days: { '2026-10-04': { ping: 128 } } }] }]);
    expect(await channel.stub.untoldUses()).toEqual({ '2026-10-04': { ping: 2 } });
  });

  it('are neither lost nor told twice where the queue fails and memory is lost', async () => {
    const channel = await TestChannel.with({ ...busy, channelLimit: { count: 100_000, windowMs: 1_000 } });
    channel.beforeTelling = async () => {
      throw new Error('queue overloaded');
    };
    await use(channel, 0, 140);
    expect(channel.flushed).toEqual([]);
    channel.beforeTelling = async () => undefined;
    await channel.fallAsleep();
    await use(channel, 140, 400);
    await channel.fallAsleep();
    await use(channel, 400, 700);
    const flushes = channel.flushed.flatMap((told) => told.flushes);
    const numbers = new Map(flushes.map((flush) => [flush.number, flush.days['2026-10-04']?.ping ?? 0]));
    const told = [...numbers.values()].reduce((sum, uses) => sum + uses, 0);
    const untold = (await channel.stub.untoldUses())['2026-10-04']?.ping ?? 0;
    expect(told + untold).toBe(700);
    // The same number never says two things.
    for (const flush of flushes) expect(flush.days['2026-10-04']?.ping).toBe(numbers.get(flush.number));
  });

  it('leave out what came to nothing', async () => {
    const channel = await TestChannel.with();
    const admitted = await channel.admit(aMessage('m1', '!ping', NOW));
    if (admitted.decision !== 'queued') throw new Error('not queued');
    await channel.stub.giveBackCooldown(admitted.id, NOW);
    expect(await channel.stub.untoldUses()).toEqual({});
  });
});

describe('refusals', () => {
  it('are remembered over a loss of memory, at a row a minute', async () => {
    const channel = await TestChannel.with({ commands: [anEntry('so', { level: 'moderator' })] });
    await channel.say('m1', '!so', NOW);
    await channel.say('m2', '!so', NOW + 1_000);
    await channel.say('m3', '!so', NOW + MINUTE);
    await channel.fallAsleep();
    const kept = await channel.stub.refusals();
    expect(kept.map(({ at, reason }) => [at - NOW, reason])).toEqual([
      [0, 'level'],
      [1_000, 'level'],
      [MINUTE, 'level'],
    ]);
  });

  it('of what is no command here cost no row of their own', async () => {
    const channel = await TestChannel.with();
    await channel.say('m1', '!nosuchthing');
    expect(await channel.stub.refusals()).toMatchObject([{ reason: 'unknown-command', command: 'nosuchthing' }]);
    await channel.fallAsleep();
    expect(await channel.stub.refusals()).toEqual([]);
  });
});

describe('failed tries', () => {
  it('are kept, the first and the last of many, over a loss of memory', async () => {
    const channel = await TestChannel.with();
    for (let attempt = 1; attempt <= 30; attempt++)
      await channel.stub.noteTry('invocations m1', { at: NOW + attempt, attempt, reason: `reason ${attempt}` });
    await channel.fallAsleep();
    const tries = await channel.stub.tries('invocations m1');
    expect(tries).toHaveLength(20);
    expect(tries.map(({ attempt }) => attempt).slice(0, 2)).toEqual([1, 12]);
    expect(await channel.stub.tries('invocations m2')).toEqual([]);
  });
});
