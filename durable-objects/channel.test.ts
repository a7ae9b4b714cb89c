import { env } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';
import { A_COMMUNITY, aMessage, anEntry, BUILD, someSettings } from '../tests/support/channel.ts';
import { by, NOW, TestChannel } from '../tests/support/test-channel.ts';
import type { ChatEvent } from '../workers/core/events.ts';
import type { CommunityId } from '../workers/core/ids.ts';

const OF_CHAT = { build: BUILD, inline: false, placed: [], keywords: {} };
const INLINE = { build: BUILD, inline: true, placed: [], keywords: {} };

const SLOW = { user: 30, channel: 0, exempt: 'moderator' } as const;
const refuses = async () => {
  throw new Error('queue overloaded');
};

describe('without settings of the caller’s build', () => {
  it('has no settings before it was given some', async () => {
    const channel = env.CHANNEL.getByName('twitch:1');
    expect(await channel.snapshot('build', 1_000)).toBeNull();
    expect(await channel.commands()).toEqual([]);
    expect(await channel.admit(aMessage('m1', '!ping', NOW), OF_CHAT, NOW)).toEqual({ decision: 'unconfigured' });
  });

  it('asks for them again when it was configured by another build', async () => {
    const channel = await TestChannel.with({ build: 'an older build' });
    expect(await channel.say('m1', '!ping')).toBe('unconfigured');
    await channel.stub.configure(someSettings({ version: 0 }), NOW);
    expect(await channel.say('m1', '!ping')).toBe('queued');
  });

  it('asks for them again where an older build kept them in another shape', async () => {
    const channel = await TestChannel.with();
    await channel.say('m1', '!ping');
    await channel.inside((_, { storage }) => {
      const { channelLimit: _gone, ...older } = someSettings();
      storage.sql.exec('UPDATE settings SET value = ?', JSON.stringify(older));
    });
    await channel.fallAsleep();
    expect(await channel.say('m2', '!ping')).toBe('unconfigured');
    await channel.stub.configure(someSettings(), NOW);
    expect(await channel.say('m1', '!ping')).toBe('duplicate');
    expect(await channel.say('m2', '!ping')).toBe('queued');
  });

  it('remembers them over a loss of memory', async () => {
    const channel = await TestChannel.with({ prefix: '?' });
    await channel.fallAsleep();
    expect(await channel.stub.snapshot(BUILD, NOW)).toEqual({
      version: 1,
      linked: true,
      prefix: '?',
      botAccount: 'waddlebot',
      shared: null,
      wants: [],
      community: A_COMMUNITY.id,
      observes: false,
      watched: false,
      modules: false,
      keywords: { name: '', entries: [] },
    });
    expect(await channel.say('m1', '?ping')).toBe('queued');
  });
});

describe('settings', () => {
  it('are replaced by newer ones at the next message, and not by older ones', async () => {
    const channel = await TestChannel.with({ version: 5 });
    await channel.stub.configure(someSettings({ version: 6, commands: [anEntry('pong')] }), NOW);
    await channel.stub.configure(someSettings({ version: 4, commands: [anEntry('old')] }), NOW);
    expect(await channel.say('m1', '!ping')).toBe('unknown-command');
    expect(await channel.say('m2', '!old')).toBe('unknown-command');
    expect(await channel.say('m3', '!pong')).toBe('queued');
  });

  it('of another community count, whatever their version', async () => {
    const channel = await TestChannel.with({ version: 50 });
    const another = { ...A_COMMUNITY, id: '01900000-0000-7000-8000-000000000002' as CommunityId };
    await channel.stub.configure(someSettings({ version: 2, community: another }), NOW);
    expect(await channel.say('m1', '!ping')).toBe('queued');
    expect(channel.queued[0]?.community.id).toBe(another.id);
  });

  it('without a community answer nothing, and are asked for again after half a minute', async () => {
    const channel = await TestChannel.with({ version: 0, community: null });
    expect(await channel.say('m1', '!ping')).toBe('ignored');
    expect(await channel.stub.snapshot(BUILD, NOW + 29_999)).toMatchObject({ linked: false });
    expect(await channel.stub.snapshot(BUILD, NOW + 30_000)).toBeNull();
    expect(await channel.say('m1', '!ping', NOW + 30_000)).toBe('unconfigured');
  });

  it('of a channel that nobody linked are not kept', async () => {
    const channel = await TestChannel.with({ version: 0, community: null });
    const rows = await channel.inside((_, { storage }) => storage.sql.exec('SELECT * FROM settings').toArray().length);
    expect(rows).toBe(0);
  });
});

describe('a command', () => {
  it('is queued with everything its run needs', async () => {
    const channel = await TestChannel.with({
      privileged: true,
      commands: [
        anEntry('quote', { subcommands: { add: { ...anEntry('add'), effect: 'database', visibility: 'ephemeral' } } }),
      ],
    });
    const event = aMessage('m1', '!Quote add  never twice', NOW - 200);
    expect(await channel.admit(event)).toEqual({ decision: 'queued', id: 'twitch:1000001:m1:0' });
    expect(channel.queued).toEqual([
      {
        v: 1,
        id: 'twitch:1000001:m1:0',
        event,
        command: 'quote',
        subcommand: 'add',
        name: 'quote',
        prefix: '!',
        args: 'never twice',
        effect: 'database',
        visibility: 'ephemeral',
        community: A_COMMUNITY,
        privileged: true,
        admittedAt: NOW,
      },
    ]);
  });

  it('of the community’s own carries the text it had when it was typed', async () => {
    const channel = await TestChannel.with({
      commands: [anEntry('hello', { kind: 'custom', replies: [{ weight: 1, text: 'Hi $(user)' }] })],
    });
    await channel.say('m1', '!hello');
    expect(channel.queued[0]?.text).toBe('Hi $(user)');
  });

  it('is admitted once, however often it comes', async () => {
    const channel = await TestChannel.with();
    expect(await channel.say('m1', '!ping')).toBe('queued');
    expect(await channel.say('m1', '!ping', NOW + 1_000)).toBe('duplicate');
    expect(await channel.say('m1', '!ping', NOW + 23 * 3_600_000)).toBe('duplicate');
    expect(channel.queued).toHaveLength(1);
  });

  it('is queued once when five copies come at the same time, and all wait for the same outcome', async () => {
    const channel = await TestChannel.with();
    const accept = Promise.withResolvers<void>();
    channel.beforeAccepting = () => accept.promise;
    const decisions = await channel.inside(async (inner) => {
      const copies = Array.from({ length: 5 }, () => inner.admit(aMessage('m1', '!ping', NOW), OF_CHAT, NOW));
      accept.resolve();
      return Promise.all(copies);
    });
    expect(decisions.map(({ decision }) => decision).sort()).toEqual([
      'duplicate',
      'duplicate',
      'duplicate',
      'duplicate',
      'queued',
    ]);
    expect(channel.queued).toHaveLength(1);
  });

  it('fails for all five copies when the queue refuses, so that each is sent again', async () => {
    const channel = await TestChannel.with();
    channel.beforeAccepting = refuses;
    const outcomes = await channel.inside((inner) =>
      Promise.allSettled(Array.from({ length: 5 }, () => inner.admit(aMessage('m1', '!ping', NOW), OF_CHAT, NOW))),
    );
    expect(outcomes.map(({ status }) => status)).toEqual(Array(5).fill('rejected'));
  });

  it('consumes nothing when the queue refuses it', async () => {
    const channel = await TestChannel.with({
      commands: [anEntry('ping', { cooldown: { user: 30, channel: 30, exempt: 'owner' } })],
      commandLimit: { count: 1, windowMs: 60_000 },
      replyLimit: { count: 1, windowMs: 10_000 },
    });
    channel.beforeAccepting = refuses;
    await channel.inside(async (inner) => {
      await expect(inner.admit(aMessage('m1', '!ping', NOW), OF_CHAT, NOW)).rejects.toThrow('queue overloaded');
    });
    expect(await channel.inside((_, { storage }) => storage.sql.exec('SELECT * FROM admitted').toArray())).toEqual([]);
    channel.beforeAccepting = async () => undefined;
    expect(await channel.say('m1', '!ping')).toBe('queued');
    expect(channel.queued).toHaveLength(1);
  });

  it('is still known after a loss of memory', async () => {
    const channel = await TestChannel.with();
    await channel.say('m1', '!ping');
    await channel.fallAsleep();
    expect(await channel.say('m1', '!ping', NOW + 20_000)).toBe('duplicate');
    expect(await channel.say('m2', '!ping', NOW + 20_000)).toBe('queued');
  });

  it('is refused when it is more than a minute late on the platform’s own clock', async () => {
    const channel = await TestChannel.with();
    const admitted = async (id: string, age: number) =>
      (await channel.admit(aMessage(id, '!ping', NOW - age))).decision;
    expect(await admitted('m1', 60_000)).toBe('queued');
    expect(await channel.admit(aMessage('m2', '!ping', NOW - 60_001))).toMatchObject({
      decision: 'refused',
      reason: 'late',
    });
    expect(channel.queued).toHaveLength(1);
  });

  it('of Kick has five minutes', async () => {
    const channel = await TestChannel.with();
    const late = (id: string, age: number) => channel.admit(aMessage(id, '!ping', NOW - age, { platform: 'kick' }));
    expect(await late('m1', 300_000)).toMatchObject({ decision: 'queued' });
    expect(await late('m2', 300_001)).toMatchObject({ reason: 'late' });
  });

  it('that nobody knows is refused, and becomes help only where the community wants that', async () => {
    const silent = await TestChannel.with();
    expect(await silent.admit(aMessage('m1', '!pnig', NOW))).toMatchObject({
      decision: 'refused',
      reason: 'unknown-command',
    });
    const helpful = await TestChannel.with({ unknownHint: true, commands: [anEntry('help')] });
    expect(await helpful.admit(aMessage('m1', '!pnig', NOW))).toMatchObject({ decision: 'queued' });
    expect(helpful.queued[0]).toMatchObject({ command: 'help', args: 'pnig' });
  });

  it.each([
    ['plain chatter', 'ping', {}, 'ignored'],
    ['the prefix alone', '!', {}, 'ignored'],
    ['the prefix, a blank and a command', '! ping', {}, 'ignored'],
    ['two prefixes', '!!ping', {}, 'unknown-command'],
    ['a mention of the bot, without the prefix', 'ping', { data: { addressed: true } }, 'queued'],
    ['a mention of the bot, with the prefix', '!ping', { data: { addressed: true } }, 'queued'],
    ['a mention of the bot and nothing else', '', { data: { addressed: true } }, 'ignored'],
    ['a command in capitals', '!PING', {}, 'queued'],
  ])('is looked for in %s', async (_, text, more, decision) => {
    const channel = await TestChannel.with();
    expect(await channel.say('m1', text, NOW, more)).toBe(decision);
  });

  it('is not looked for in what is no message', async () => {
    const channel = await TestChannel.with();
    const follow = { ...aMessage('f1', '!ping', NOW), kind: 'follow' } as ChatEvent;
    expect(await channel.admit(follow)).toEqual({ decision: 'ignored' });
  });
});

describe('an interaction', () => {
  const slash = (id: string, text: string, at = NOW) =>
    ({
      ...aMessage(id, text, at),
      kind: 'command',
      answer: { by: 'slack-response-url', url: 'https://hooks.example' },
    }) as ChatEvent;

  it('is written down without the queue, and handed back to be run', async () => {
    const channel = await TestChannel.with();
    channel.beforeAccepting = refuses;
    expect(await channel.admit(slash('i1', 'ping'), NOW, INLINE)).toMatchObject({
      decision: 'inline',
      admitted: { id: 'twitch:1000001:i1:0', command: 'ping' },
    });
    await channel.fallAsleep();
    expect(await channel.admit(slash('i1', 'ping'), NOW, INLINE)).toEqual({ decision: 'duplicate' });
    expect(channel.queued).toEqual([]);
  });

  it('without a word asks for help', async () => {
    const channel = await TestChannel.with({ commands: [anEntry('help')] });
    expect(await channel.admit(slash('i1', ''), NOW, INLINE)).toMatchObject({ admitted: { command: 'help' } });
  });

  it('is never too late', async () => {
    const channel = await TestChannel.with();
    expect(await channel.admit(slash('i1', 'ping', NOW - 600_000), NOW, INLINE)).toMatchObject({ decision: 'inline' });
  });

  it('takes no place of the room’s, for its answer stands elsewhere', async () => {
    const channel = await TestChannel.with({ replyLimit: { count: 1, windowMs: 10_000 } });
    for (const id of ['i1', 'i2'])
      expect(await channel.admit(slash(id, 'ping'), NOW, INLINE)).toMatchObject({ decision: 'inline' });
    expect(await channel.say('m1', '!ping')).toBe('queued');
    expect(await channel.admit(slash('i3', 'ping'), NOW, INLINE)).toMatchObject({ decision: 'inline' });
  });
});

describe('a cooldown', () => {
  it('holds the one who used the command, for as long as it lasts', async () => {
    const channel = await TestChannel.with({
      commands: [anEntry('ping', { cooldown: SLOW }), anEntry('pong', { cooldown: SLOW })],
    });
    expect(await channel.say('m1', '!ping')).toBe('queued');
    expect(await channel.admit(aMessage('m2', '!ping', NOW + 10_000), NOW + 10_000)).toMatchObject({
      decision: 'refused',
      reason: 'cooldown',
      retryAfterMs: 20_000,
    });
    expect(await channel.say('m3', '!ping', NOW, by('mo'))).toBe('queued');
    expect(await channel.say('m4', '!pong')).toBe('queued');
    expect(await channel.say('m5', '!ping', NOW + 29_999)).toBe('cooldown');
    expect(await channel.say('m6', '!ping', NOW + 30_000)).toBe('queued');
  });

  it('of the channel holds everybody', async () => {
    const channel = await TestChannel.with({
      commands: [anEntry('ping', { cooldown: { user: 0, channel: 5, exempt: 'moderator' } })],
    });
    expect(await channel.say('m1', '!ping')).toBe('queued');
    expect(await channel.say('m2', '!ping', NOW, by('mo'))).toBe('cooldown');
    expect(await channel.say('m3', '!ping', NOW + 5_000, by('mo'))).toBe('queued');
  });

  it('does not hold those who are exempt, nor do they start one', async () => {
    const channel = await TestChannel.with({
      commands: [anEntry('ping', { cooldown: { user: 30, channel: 30, exempt: 'moderator' } })],
    });
    for (const id of ['m1', 'm2']) expect(await channel.say(id, '!ping', NOW, by('mod', 'moderator'))).toBe('queued');
    expect(await channel.say('m3', '!ping', NOW, by('vip', 'vip'))).toBe('queued');
    expect(await channel.say('m4', '!ping', NOW, by('vip', 'vip'))).toBe('cooldown');
    expect(await channel.say('m5', '!ping', NOW, by('mod', 'moderator'))).toBe('queued');
  });

  it('of a subcommand is its own', async () => {
    const quote = anEntry('quote', { subcommands: { add: { ...anEntry('add'), cooldown: SLOW } } });
    const channel = await TestChannel.with({ commands: [quote] });
    expect(await channel.say('m1', '!quote add a')).toBe('queued');
    expect(await channel.say('m2', '!quote add b')).toBe('cooldown');
    expect(await channel.say('m3', '!quote 1')).toBe('queued');
  });

  it('lasts over a loss of memory', async () => {
    const channel = await TestChannel.with({ commands: [anEntry('ping', { cooldown: SLOW })] });
    await channel.say('m1', '!ping');
    await channel.fallAsleep();
    expect(await channel.say('m2', '!ping', NOW + 29_999)).toBe('cooldown');
    expect(await channel.say('m3', '!ping', NOW + 30_000)).toBe('queued');
  });

  it('is not lengthened by those who try too early', async () => {
    const channel = await TestChannel.with({ commands: [anEntry('ping', { cooldown: SLOW })] });
    await channel.say('m1', '!ping');
    for (let i = 1; i < 30; i++) expect(await channel.say(`x${i}`, '!ping', NOW + i * 1_000)).toBe('cooldown');
    expect(await channel.say('m2', '!ping', NOW + 30_000)).toBe('queued');
  });

  it('is given back once when the command failed for good', async () => {
    const channel = await TestChannel.with({
      commands: [anEntry('ping', { cooldown: SLOW })],
      commandLimit: { count: 1, windowMs: 60_000 },
    });
    const admission = await channel.admit(aMessage('m1', '!ping', NOW));
    if (admission.decision !== 'queued') throw new Error('not queued');
    await channel.stub.giveBackCooldown(admission.id, NOW + 1_000);
    expect(await channel.say('m2', '!ping', NOW + 2_000)).toBe('queued');
    await channel.stub.giveBackCooldown(admission.id, NOW + 3_000);
    expect(await channel.say('m3', '!ping', NOW + 4_000)).toBe('cooldown');
    expect(await channel.say('m1', '!ping', NOW + 40_000)).toBe('duplicate');
  });

  it('gives back its own place in a limit alone, however often it is told', async () => {
    const channel = await TestChannel.with({ commandLimit: { count: 2, windowMs: 60_000 } });
    const admission = await channel.admit(aMessage('m1', '!ping', NOW));
    if (admission.decision !== 'queued') throw new Error('not queued');
    expect(await channel.say('m2', '!ping')).toBe('queued');
    for (let i = 0; i < 3; i++) await channel.stub.giveBackCooldown(admission.id, NOW + 1_000);
    expect(await channel.say('m3', '!ping', NOW + 2_000)).toBe('queued');
    expect(await channel.say('m4', '!ping', NOW + 2_000)).toBe('command-limit');
  });

  it('that was given back stays so over a loss of memory, and can be given back after one', async () => {
    const channel = await TestChannel.with({ commands: [anEntry('ping', { cooldown: SLOW })] });
    const admission = await channel.admit(aMessage('m1', '!ping', NOW));
    if (admission.decision !== 'queued') throw new Error('not queued');
    await channel.fallAsleep();
    await channel.stub.giveBackCooldown(admission.id, NOW + 1_000);
    await channel.fallAsleep();
    expect(await channel.say('m2', '!ping', NOW + 2_000)).toBe('queued');
  });
});

describe('a limit', () => {
  it('counts one person’s use of one command', async () => {
    const channel = await TestChannel.with({
      commandLimit: { count: 2, windowMs: 60_000 },
      commands: [anEntry('ping'), anEntry('pong')],
    });
    expect(await channel.say('m1', '!ping')).toBe('queued');
    expect(await channel.say('m2', '!ping', NOW + 10_000)).toBe('queued');
    expect(await channel.admit(aMessage('m3', '!ping', NOW + 20_000), NOW + 20_000)).toMatchObject({
      decision: 'refused',
      reason: 'command-limit',
      retryAfterMs: 40_000,
    });
    expect(await channel.say('m4', '!pong', NOW + 20_000)).toBe('queued');
    expect(await channel.say('m5', '!ping', NOW + 20_000, by('mo'))).toBe('queued');
    expect(await channel.say('m6', '!ping', NOW + 60_000)).toBe('queued');
  });

  it('counts the replies of one room, whoever asked', async () => {
    const channel = await TestChannel.with({ replyLimit: { count: 2, windowMs: 10_000 } });
    expect(await channel.say('m1', '!ping')).toBe('queued');
    expect(await channel.say('m2', '!ping', NOW, by('mo'))).toBe('queued');
    expect(await channel.say('m3', '!ping', NOW, by('ann'))).toBe('reply-limit');
    expect(await channel.say('m4', '!ping', NOW, { ...by('ann'), room: 'another' })).toBe('queued');
    expect(await channel.say('m5', '!ping', NOW + 10_000, by('ann'))).toBe('queued');
  });

  it('counts on over a loss of memory', async () => {
    const channel = await TestChannel.with({
      replyLimit: { count: 2, windowMs: 10_000 },
      commandLimit: { count: 3, windowMs: 60_000 },
    });
    for (const id of ['m1', 'm2']) await channel.say(id, '!ping');
    await channel.fallAsleep();
    expect(await channel.say('m3', '!ping', NOW + 9_999)).toBe('reply-limit');
    expect(await channel.say('m4', '!ping', NOW + 10_000)).toBe('queued');
    await channel.fallAsleep();
    expect(await channel.say('m5', '!ping', NOW + 30_000)).toBe('command-limit');
  });

  it('that refuses consumes nothing of the others', async () => {
    const channel = await TestChannel.with({
      replyLimit: { count: 1, windowMs: 10_000 },
      commandLimit: { count: 1, windowMs: 60_000 },
      commands: [anEntry('ping', { cooldown: SLOW })],
    });
    await channel.say('m1', '!ping', NOW, by('mo'));
    expect(await channel.say('m2', '!ping', NOW)).toBe('reply-limit');
    expect(await channel.say('m2', '!ping', NOW + 10_000)).toBe('queued');
  });
});

describe('a level', () => {
  const FOR_MODERATORS = {
    commands: [anEntry('so', { level: 'moderator', cooldown: { user: 30, channel: 30, exempt: 'owner' } })],
  };

  it('is needed, and who has not got it consumes nothing', async () => {
    const channel = await TestChannel.with(FOR_MODERATORS);
    expect(await channel.say('m1', '!so mo')).toBe('level');
    expect(await channel.say('m2', '!so mo', NOW, by('mod', 'moderator'))).toBe('queued');
    expect(channel.queued).toHaveLength(1);
  });

  it('that was looked up raises the one it was looked up for, as long as it is fresh', async () => {
    const channel = await TestChannel.with(FOR_MODERATORS);
    await channel.stub.learnLevel('pia', 'admin', NOW);
    expect(await channel.say('m1', '!so', NOW, by('mo'))).toBe('level');
    expect(await channel.say('m2', '!so', NOW + 599_999)).toBe('queued');
    expect(channel.queued[0]?.event.author.level).toBe('admin');
    expect(await channel.say('m3', '!so', NOW + 600_000)).toBe('level');
  });

  it('is never lowered by what was looked up', async () => {
    const channel = await TestChannel.with(FOR_MODERATORS);
    await channel.stub.learnLevel('mod', 'everyone', NOW);
    expect(await channel.say('m1', '!so', NOW, by('mod', 'moderator'))).toBe('queued');
  });
});

it('keeps the last 200 refusals, by reason and without what was said', async () => {
  const channel = await TestChannel.with();
  await channel.inside(async (inner) => {
    for (let i = 0; i < 205; i++) await inner.admit(aMessage(`m${i}`, `!pnig${i} secret`, NOW), OF_CHAT, NOW + i);
  });
  const refusals = await channel.stub.refusals();
  expect(refusals).toHaveLength(200);
  expect(refusals[199]).toEqual({ at: NOW + 204, reason: 'unknown-command', account: 'pia', command: 'pnig204' });
});

describe('a claim', () => {
  it('is the first caller’s alone, also after a loss of memory, and for a day', async () => {
    const channel = await TestChannel.with();
    expect(await channel.stub.claim('d1', NOW)).toBe(true);
    expect(await channel.stub.claim('d1', NOW)).toBe(false);
    await channel.fallAsleep();
    expect(await channel.stub.claim('d1', NOW + 24 * 3_600_000 - 1)).toBe(false);
    expect(await channel.stub.claim('d2', NOW)).toBe(true);
    expect(await channel.stub.claim('d1', NOW + 24 * 3_600_000)).toBe(true);
    const left = await channel.inside((_, { storage }) => storage.sql.exec('SELECT id FROM claims').toArray());
    expect(left).toEqual([{ id: 'd1' }]);
  });
});

describe('an echo', () => {
  const line = { text: 'Pong!', replyTo: 'm1', at: NOW };

  it('proves that the bot’s line was posted', async () => {
    const channel = await TestChannel.with();
    await channel.stub.echo(line);
    expect(await channel.stub.echoed({ text: 'Pong!', replyTo: 'm1' }, NOW)).toBe('posted');
    expect(await channel.stub.echoed({ text: 'Pong!' }, NOW + 5_000)).toBe('posted');
  });

  it('proves nothing about another line, another answer or a later send', async () => {
    const channel = await TestChannel.with();
    await channel.stub.echo(line);
    expect(await channel.stub.echoed({ text: 'Pang!', replyTo: 'm1' }, NOW)).toBe('unclear');
    expect(await channel.stub.echoed({ text: 'Pong!', replyTo: 'm2' }, NOW)).toBe('unclear');
    expect(await channel.stub.echoed({ text: 'Pong!', replyTo: 'm1' }, NOW + 5_001)).toBe('unclear');
  });

  it('that is missing says something only when later lines of the channel came through', async () => {
    const channel = await TestChannel.with();
    expect(await channel.stub.echoed({ text: 'Pong!' }, NOW)).toBe('unclear');
    await channel.say('m1', 'just chatting', NOW + 3_000);
    expect(await channel.stub.echoed({ text: 'Pong!' }, NOW)).toBe('unclear');
    await channel.say('m2', 'still chatting', NOW + 3_001);
    expect(await channel.stub.echoed({ text: 'Pong!' }, NOW)).toBe('not-posted');
  });

  it('that is missing says nothing where the bot’s own account is not known', async () => {
    const channel = await TestChannel.with({ botAccount: null });
    await channel.say('m1', 'just chatting', NOW + 60_000);
    expect(await channel.stub.echoed({ text: 'Pong!' }, NOW)).toBe('unclear');
  });

  it('outlives the memory where somebody waits for it', async () => {
    const channel = await TestChannel.with();
    await channel.stub.expectEchoes(NOW);
    await channel.stub.echo({ ...line, at: NOW + 1_000 });
    await channel.fallAsleep();
    expect(await channel.stub.echoed({ text: 'Pong!', replyTo: 'm1' }, NOW)).toBe('posted');
    expect(await channel.stub.echoed({ text: 'Pang!', replyTo: 'm1' }, NOW)).toBe('unclear');
  });

  it('is forgotten with the memory, and then nothing is claimed', async () => {
    const channel = await TestChannel.with();
    await channel.stub.echo({ ...line, at: NOW + 10_000 });
    await channel.fallAsleep();
    expect(await channel.stub.echoed({ text: 'Pong!' }, NOW)).toBe('unclear');
  });
});

describe('what is stored of a command', () => {
  const rows = (channel: TestChannel) =>
    channel.inside((_, { storage }) =>
      storage.sql
        .exec<{ seq: number; expires: number; entries: string }>('SELECT * FROM admitted ORDER BY seq')
        .toArray(),
    );

  it('is one row written: 100 commands are packed into four', async () => {
    const channel = await TestChannel.with();
    for (let i = 0; i < 100; i++) {
      const before = await rows(channel);
      expect(await channel.say(`m${i}`, '!ping', NOW + i)).toBe('queued');
      const changed = (await rows(channel)).filter((row, at) => JSON.stringify(row) !== JSON.stringify(before[at]));
      expect(changed).toHaveLength(1);
    }
    expect((await rows(channel)).map(({ entries }) => (JSON.parse(entries) as unknown[]).length)).toEqual([
      32, 32, 32, 4,
    ]);
  });

  it('is nothing for what is refused or ignored', async () => {
    const channel = await TestChannel.with({ commands: [anEntry('so', { level: 'owner' })] });
    for (const text of ['!so', '!nothing', 'chatter']) await channel.say(text, text);
    expect(await rows(channel)).toEqual([]);
  });

  it('goes on in the row where it stopped, after a loss of memory', async () => {
    const channel = await TestChannel.with();
    for (let i = 0; i < 40; i++) await channel.say(`m${i}`, '!ping', NOW + i);
    await channel.fallAsleep();
    for (let i = 40; i < 70; i++) await channel.say(`m${i}`, '!ping', NOW + i);
    expect((await rows(channel)).map(({ entries }) => (JSON.parse(entries) as unknown[]).length)).toEqual([32, 32, 6]);
    await channel.fallAsleep();
    for (const id of ['m0', 'm39', 'm40', 'm69'])
      expect(await channel.say(id, '!ping', NOW + 100), id).toBe('duplicate');
  });

  it('is deleted once it is a day old and counted, with the row that is begun then', async () => {
    const channel = await TestChannel.with();
    const day = 24 * 3_600_000;
    for (let i = 0; i < 64; i++) await channel.say(`m${i}`, '!ping', NOW);
    await channel.say('next', '!ping', NOW + day - 1);
    expect(await rows(channel)).toHaveLength(3);
    // What waits to be counted stays, a week at most.
    for (let i = 0; i < 62; i++) await channel.say(`n${i}`, '!ping', NOW + day);
    expect((await rows(channel)).map(({ seq }) => seq)).toEqual([1, 2, 3, 4]);
    for (let i = 0; i < 34; i++) await channel.say(`o${i}`, '!ping', NOW + day);
    expect((await rows(channel)).map(({ seq }) => seq)).toEqual([3, 4, 5, 6]);
    expect(channel.flushed).toMatchObject([{ flushes: [{ days: { '2026-10-04': { ping: 64 } } }] }]);
  });

  it('outlives the day where a cooldown does', async () => {
    const week = 7 * 24 * 3_600;
    const channel = await TestChannel.with({
      commands: [anEntry('wish', { cooldown: { user: week, channel: 0, exempt: 'owner' } }), anEntry('ping')],
    });
    await channel.say('m1', '!wish');
    for (let i = 0; i < 32; i++) await channel.say(`n${i}`, '!ping', NOW + 3 * 24 * 3_600_000, by('mo'));
    await channel.fallAsleep();
    expect(await channel.say('m2', '!wish', NOW + week * 1_000 - 1)).toBe('cooldown');
    expect(await channel.say('m3', '!wish', NOW + week * 1_000)).toBe('queued');
  });
});
