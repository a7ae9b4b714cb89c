import { describe, expect, it } from 'vitest';
import { aMessage, anEntry, BUILD, someSettings } from '../tests/support/channel.ts';
import { by, NOW, TestChannel } from '../tests/support/test-channel.ts';
import type { CommandEntry } from '../workers/core/commands.ts';
import type { ChatEvent } from '../workers/core/events.ts';

const INLINE = { build: BUILD, inline: true, placed: [], keywords: {} };
const SECOND = 1_000;

const alias = (name: string, expansion: string, more: Partial<CommandEntry> = {}): CommandEntry =>
  anEntry(name, { id: `alias-${name}`, kind: 'alias', expansion, ...more });
const cooled = (seconds: number) => ({ user: 0, channel: seconds, exempt: 'moderator' }) as const;

/** What went to the queue: ids without the channel, the command and its arguments. */
const queuedOf = ({ queued }: TestChannel) =>
  queued.map(({ id, command, subcommand, args }) => [id.split(':').slice(2).join(':'), command, subcommand, args]);
const wordsOf = ({ queued }: TestChannel) => queued.map(({ args }) => args);

describe('an alias', () => {
  it('is the command that it stands for, as if that had been typed', async () => {
    const quote = anEntry('quote', { subcommands: { add: anEntry('add', { effect: 'database' }) } });
    const channel = await TestChannel.with({ commands: [quote, alias('qa', '!quote add "{user}" {args}')] });
    expect(await channel.say('m1', '!QA Well said.')).toBe('queued');
    expect(queuedOf(channel)).toEqual([['m1:0', 'quote', 'add', '"Pia" Well said.']]);
    expect(channel.queued[0]).toMatchObject({ effect: 'database', name: 'quote' });
  });

  it('may stand for what a community says itself, and for other aliases', async () => {
    const hello = anEntry('hello', { kind: 'custom', replies: [{ text: 'Hi $(1)', weight: 1 }] });
    const channel = await TestChannel.with({ commands: [hello, alias('hi', 'hey {target}'), alias('hey', 'hello')] });
    await channel.say('m1', '!hi @bob');
    expect(channel.queued).toMatchObject([{ command: 'hello', text: 'Hi $(1)', args: 'bob' }]);
  });

  it('never takes the name of a command', async () => {
    const hello = anEntry('hello', { kind: 'custom', replies: [{ text: 'Hi', weight: 1 }] });
    const channel = await TestChannel.with({
      commands: [alias('ping', 'hello'), alias('hello', 'ping'), hello, anEntry('ping')],
    });
    await channel.say('m1', '!ping');
    await channel.say('m2', '!hello');
    expect(channel.queued.map(({ command }) => command)).toEqual(['ping', 'hello']);
  });

  it('counts as used, and so does what it stands for', async () => {
    const channel = await TestChannel.with({
      commands: [anEntry('ping'), alias('a', 'b && ping'), alias('b', 'ping')],
    });
    await channel.say('m1', '!a');
    const [uses] = Object.values((await channel.stub.untoldUses()) as Record<string, Record<string, number>>);
    expect(uses).toEqual({ ping: 2, 'alias-a': 1, 'alias-b': 1 });
  });

  it('tells the community’s day, and the same choice however often it is asked', async () => {
    const say = async () => {
      const channel = await TestChannel.with({
        commands: [anEntry('so'), alias('a', 'so {date} {random:1|2|3|4|5|6|7|8|9}')],
      });
      // A quarter past midnight in Berlin.
      await channel.say('m1', '!a', Date.parse('2026-11-26T23:15:00Z'));
      return wordsOf(channel)[0];
    };
    const said = await say();
    expect(said).toMatch(/^2026-11-27 [1-9]$/);
    expect(await say()).toBe(said);
  });
});

describe('a chain', () => {
  const commands = [anEntry('so'), anEntry('hug'), alias('welcome', 'so {target} && hug {target} && so {args}')];

  it('is one invocation for each link, put on the queue together', async () => {
    const channel = await TestChannel.with({ commands });
    let accepted = 0;
    channel.beforeAccepting = async () => void accepted++;
    expect(await channel.admit(aMessage('m1', '!welcome bob', NOW))).toEqual({
      decision: 'queued',
      id: 'twitch:1000001:m1:0',
    });
    expect(queuedOf(channel)).toEqual([
      ['m1:0', 'so', undefined, 'bob'],
      ['m1:1', 'hug', undefined, 'bob'],
      ['m1:2', 'so', undefined, 'bob'],
    ]);
    expect(accepted).toBe(1);
  });

  it('is admitted once, also when copies come at the same time or after a sleep', async () => {
    const channel = await TestChannel.with({ commands });
    const both = await Promise.all([channel.say('m1', '!welcome bob'), channel.say('m1', '!welcome bob')]);
    expect(both).toEqual(['queued', 'duplicate']);
    await channel.fallAsleep();
    expect(await channel.say('m1', '!welcome bob')).toBe('duplicate');
    expect(channel.queued).toHaveLength(3);
    const [uses] = Object.values((await channel.stub.untoldUses()) as Record<string, Record<string, number>>);
    expect(uses).toEqual({ so: 2, hug: 1, 'alias-welcome': 1 });
  });

  it('is not lengthened by what people type or are called', async () => {
    const channel = await TestChannel.with({ commands: [...commands, alias('s', 'so {user}: {args}')] });
    const author = { ...by('eve').author, displayName: 'x && hug' };
    expect(await channel.say('m1', '!s a && hug b && !hug {user}', NOW, { author })).toBe('queued');
    expect(queuedOf(channel)).toEqual([['m1:0', 'so', undefined, 'x && hug: a && hug b && !hug {user}']]);
  });

  it('consumes nothing of any link where the queue refuses', async () => {
    const limit = { count: 3, windowMs: 60_000 };
    const channel = await TestChannel.with({
      commands: [anEntry('so', { cooldown: cooled(30) }), anEntry('hug'), alias('a', 'so {count} && hug && hug')],
      channelLimit: limit,
    });
    channel.beforeAccepting = () => Promise.reject(new Error('full'));
    await channel.inside(async (object) => {
      const options = { build: BUILD, inline: false, placed: [], keywords: {} };
      await expect(object.admit(aMessage('m1', '!a', NOW), options, NOW)).rejects.toThrow('full');
    });
    channel.beforeAccepting = async () => undefined;
    expect(await channel.say('m1', '!a')).toBe('queued');
    expect(wordsOf(channel)[0]).toBe('1');
    expect(await channel.say('m2', '!hug')).toBe('channel-limit');
  });

  it('that takes one too many consumes nothing at all', async () => {
    const channel = await TestChannel.with({
      commands: [...commands, anEntry('ping')],
      channelLimit: { count: 3, windowMs: 60_000 },
    });
    expect(await channel.say('m1', '!ping')).toBe('queued');
    expect(await channel.say('m2', '!welcome bob')).toBe('channel-limit');
    expect(await channel.say('m3', '!so x')).toBe('queued');
    expect(await channel.say('m4', '!hug x')).toBe('queued');
    expect(await channel.say('m5', '!so x')).toBe('channel-limit');
    expect(channel.queued).toHaveLength(3);
  });

  it('takes a place in its room for every answer', async () => {
    const channel = await TestChannel.with({ commands, replyLimit: { count: 4, windowMs: 10_000 } });
    expect(await channel.say('m1', '!welcome bob')).toBe('queued');
    expect(await channel.say('m2', '!welcome bob')).toBe('reply-limit');
    expect(await channel.say('m3', '!hug bob')).toBe('queued');
  });

  it('is limited by how often somebody may use each of its commands', async () => {
    const channel = await TestChannel.with({ commands, commandLimit: { count: 3, windowMs: 60_000 } });
    expect(await channel.say('m1', '!welcome bob')).toBe('queued');
    expect(await channel.say('m2', '!welcome bob')).toBe('command-limit');
    expect(await channel.say('m3', '!hug bob')).toBe('queued');
    expect(await channel.say('m4', '!so bob')).toBe('queued');
  });
});

describe('levels', () => {
  const ban = anEntry('ban', { level: 'moderator' });

  it('are those of the target for who types: an alias raises nobody', async () => {
    const channel = await TestChannel.with({ commands: [ban, alias('out', 'ban {target}')] });
    expect(await channel.say('m1', '!out eve', NOW, by('pia', 'vip'))).toBe('level');
    expect(await channel.say('m2', '!out eve', NOW, by('mia', 'moderator'))).toBe('queued');
  });

  it('are the alias’s own, too, and those of every alias on the way', async () => {
    const channel = await TestChannel.with({
      commands: [anEntry('ping'), alias('p', 'ping', { level: 'vip' }), alias('pp', 'p')],
    });
    expect(await channel.say('m1', '!p')).toBe('level');
    expect(await channel.say('m2', '!pp')).toBe('level');
    expect(await channel.say('m3', '!ping')).toBe('queued');
    expect(await channel.say('m4', '!pp', NOW, by('vic', 'vip'))).toBe('queued');
  });

  it('of one link refuse the whole chain, and nothing of it is taken', async () => {
    const channel = await TestChannel.with({
      commands: [anEntry('ping', { cooldown: cooled(30) }), ban, alias('both', 'ping && ban {target}')],
    });
    expect(await channel.say('m1', '!both eve')).toBe('level');
    expect(channel.queued).toEqual([]);
    expect(await channel.say('m2', '!ping')).toBe('queued');
  });

  it('cannot be got around by typing the command’s name where an alias has none', async () => {
    const channel = await TestChannel.with({ commands: [ban, alias('run', '{args}')] });
    expect(await channel.say('m1', '!run ban eve')).toBe('level');
  });

  it('come with every other condition: off, denied, ended', async () => {
    const commands = [
      anEntry('ping', { enabled: false }),
      anEntry('hug', { deny: ['pia'] }),
      anEntry('sale', { expiresAt: NOW }),
      ...['ping', 'hug', 'sale'].map((name) => alias(`x${name}`, name)),
      alias('off', 'so', { enabled: false }),
      anEntry('so'),
    ];
    const channel = await TestChannel.with({ commands });
    expect(await channel.say('m1', '!xping')).toBe('disabled');
    expect(await channel.say('m2', '!xhug')).toBe('denied');
    expect(await channel.say('m3', '!xsale')).toBe('expired');
    expect(await channel.say('m4', '!off')).toBe('disabled');
  });
});

describe('cooldowns', () => {
  it('of the target hold for its alias, and the other way round', async () => {
    const channel = await TestChannel.with({
      commands: [anEntry('ping', { cooldown: cooled(30) }), alias('p', 'ping')],
    });
    expect(await channel.say('m1', '!ping')).toBe('queued');
    expect(await channel.say('m2', '!p', NOW + 29 * SECOND)).toBe('cooldown');
    expect(await channel.say('m3', '!p', NOW + 30 * SECOND)).toBe('queued');
    expect(await channel.say('m4', '!ping', NOW + 31 * SECOND)).toBe('cooldown');
  });

  it('of the alias hold for the alias alone, also after a sleep', async () => {
    const channel = await TestChannel.with({
      commands: [anEntry('ping'), alias('p', 'ping', { cooldown: cooled(60) })],
    });
    expect(await channel.say('m1', '!p')).toBe('queued');
    await channel.fallAsleep();
    expect(await channel.say('m2', '!p', NOW + 59 * SECOND)).toBe('cooldown');
    expect(await channel.say('m3', '!ping', NOW + 59 * SECOND)).toBe('queued');
    expect(await channel.say('m4', '!p', NOW + 60 * SECOND)).toBe('queued');
  });

  it('of one link hold up the whole chain, and a refusal starts none', async () => {
    const channel = await TestChannel.with({
      commands: [
        anEntry('so', { cooldown: cooled(30) }),
        anEntry('hug', { cooldown: cooled(30) }),
        alias('both', 'so x && hug x', { cooldown: cooled(5) }),
      ],
    });
    expect(await channel.say('m1', '!hug y')).toBe('queued');
    expect(await channel.say('m2', '!both', NOW + SECOND)).toBe('cooldown');
    expect(channel.queued).toHaveLength(1);
    expect(await channel.say('m3', '!so y', NOW + 2 * SECOND)).toBe('queued');
    expect(await channel.say('m4', '!both', NOW + 32 * SECOND)).toBe('queued');
  });

  it('that a chain starts itself do not hold it up', async () => {
    const channel = await TestChannel.with({
      commands: [anEntry('so', { cooldown: cooled(30) }), alias('two', 'so a && so b')],
    });
    expect(await channel.say('m1', '!two')).toBe('queued');
    expect(wordsOf(channel)).toEqual(['a', 'b']);
    expect(await channel.say('m2', '!so c', NOW + SECOND)).toBe('cooldown');
  });

  it('of a group are started once, and taken back whole where a later link is refused', async () => {
    const grouped = (seconds: number) => ({ group: 'g', cooldown: { ...cooled(0), group: seconds } });
    const channel = await TestChannel.with({
      commands: [
        anEntry('so', grouped(10)),
        anEntry('hug', { cooldown: cooled(30) }),
        anEntry('wave', grouped(10)),
        alias('both', 'inner && inner && hug x', grouped(60)),
        alias('inner', 'so x', { cooldown: cooled(20) }),
      ],
    });
    expect(await channel.say('m1', '!hug y')).toBe('queued');
    expect(await channel.say('m2', '!both', NOW + SECOND)).toBe('cooldown');
    expect(await channel.say('m3', '!inner', NOW + SECOND)).toBe('queued');
    expect(await channel.say('m4', '!both', NOW + 40 * SECOND)).toBe('queued');
    expect(channel.queued.map(({ command }) => command)).toEqual(['hug', 'so', 'so', 'so', 'hug']);
    expect(await channel.say('m5', '!wave', NOW + 99 * SECOND)).toBe('cooldown');
    expect(await channel.say('m6', '!wave', NOW + 100 * SECOND)).toBe('queued');
    const [uses] = Object.values((await channel.stub.untoldUses()) as Record<string, Record<string, number>>);
    expect(uses).toMatchObject({ so: 3, hug: 2, 'alias-both': 1, 'alias-inner': 2 });
  });

  it('are given back link by link, when one of them fails', async () => {
    const channel = await TestChannel.with({
      commands: [
        anEntry('so', { cooldown: cooled(30) }),
        anEntry('hug', { cooldown: cooled(30) }),
        alias('both', 'so x && hug x'),
      ],
    });
    await channel.say('m1', '!both');
    await channel.stub.giveBackCooldown('twitch:1000001:m1:1' as never, NOW);
    expect(await channel.say('m2', '!hug y', NOW + SECOND)).toBe('queued');
    expect(await channel.say('m3', '!so y', NOW + SECOND)).toBe('cooldown');
  });

  it('tell how long they last where the target says so', async () => {
    const cooldown = { ...cooled(30), notice: 'once' } as const;
    const channel = await TestChannel.with({ commands: [anEntry('ping', { cooldown }), alias('p', 'ping')] });
    await channel.say('m1', '!p');
    expect(await channel.say('m2', '!p', NOW + SECOND)).toBe('queued');
    expect(channel.queued[1]).toMatchObject({ notice: { reason: 'cooldown', retryAfterMs: 29_000 }, name: 'ping' });
  });
});

describe('an alias that cannot be run', () => {
  const refusalOf = async (channel: TestChannel) => (await channel.stub.refusals()).at(-1);

  it('because it goes round in a circle is refused, and the one is named that closes it', async () => {
    const channel = await TestChannel.with({ commands: [alias('a', 'b'), alias('b', 'c x'), alias('c', 'a')] });
    expect(await channel.admit(aMessage('m1', '!a', NOW))).toMatchObject({
      decision: 'refused',
      reason: 'alias-loop',
      command: '!a',
    });
    expect(await refusalOf(channel)).toMatchObject({ reason: 'alias-loop', account: 'pia' });
  });

  it('because it is six deep is refused; five deep is run', async () => {
    const six = Array.from({ length: 6 }, (_, i) => alias(`a${i}`, i < 5 ? `a${i + 1}` : 'ping'));
    const channel = await TestChannel.with({ commands: [anEntry('ping'), ...six] });
    expect(await channel.say('m1', '!a0')).toBe('alias-depth');
    expect(await channel.say('m2', '!a1')).toBe('queued');
  });

  it('because it comes to too much, or to nothing, consumes nothing', async () => {
    const cooldown = cooled(60);
    const channel = await TestChannel.with({
      commands: [
        anEntry('ping'),
        alias('many', Array(6).fill('ping').join(' && '), { cooldown }),
        alias('gone', 'ping && nothing', { cooldown }),
      ],
    });
    expect(await channel.say('m1', '!many')).toBe('alias-length');
    expect(await channel.say('m2', '!gone')).toBe('unknown-command');
    expect(channel.queued).toEqual([]);
    await channel.stub.configure(
      someSettings({ version: 2, commands: [anEntry('ping'), alias('gone', 'ping', { cooldown })] }),
      NOW,
    );
    expect(await channel.say('m3', '!gone')).toBe('queued');
  });
});

describe('{count}', () => {
  it('goes up with every use that is admitted, and outlives a sleep', async () => {
    const channel = await TestChannel.with({
      commands: [
        anEntry('so', { cooldown: cooled(10) }),
        anEntry('ping'),
        alias('death', 'so {count} and {count}'),
        alias('other', 'so {count}'),
        alias('plain', 'ping'),
      ],
    });
    await channel.say('m1', '!death');
    expect(await channel.say('m2', '!death', NOW + 1)).toBe('cooldown');
    await channel.say('m1', '!death', NOW + 2);
    await channel.fallAsleep();
    await channel.say('m3', '!death', NOW + 10 * SECOND);
    await channel.say('m4', '!other', NOW + 20 * SECOND);
    await channel.say('m5', '!plain', NOW + 20 * SECOND);
    expect(wordsOf(channel)).toEqual(['1 and 1', '2 and 2', '1', '']);
    const kept = await channel.inside((_, state) =>
      state.storage.sql.exec('SELECT alias, uses FROM alias_counts ORDER BY alias').toArray(),
    );
    expect(kept).toEqual([
      { alias: 'alias-death', uses: 2 },
      { alias: 'alias-other', uses: 1 },
    ]);
  });

  it('is different for two who come at once', async () => {
    const channel = await TestChannel.with({ commands: [anEntry('so'), alias('death', 'so {count}')] });
    await Promise.all([channel.say('m1', '!death'), channel.say('m2', '!death', NOW, by('ann'))]);
    expect(wordsOf(channel).toSorted()).toEqual(['1', '2']);
  });
});

describe('an interaction', () => {
  const asked = (text: string): ChatEvent<'command'> => ({
    ...aMessage('i1', text, NOW),
    kind: 'command',
    data: { trigger: '/waddlebot', options: { text: 'x' } },
    answer: { by: 'slack-response-url', url: 'https://example.com' },
  });

  it('has the first link of a chain run by its caller, and the others answer in the room', async () => {
    const channel = await TestChannel.with({
      commands: [anEntry('so'), anEntry('hug'), alias('both', 'so {target} && hug {target}')],
    });
    const admission = await channel.admit(asked('both bob'), NOW, INLINE);
    expect(admission).toMatchObject({ decision: 'inline', admitted: { command: 'so', args: 'bob' } });
    expect(queuedOf(channel)).toEqual([['i1:1', 'hug', undefined, 'bob']]);
    expect(channel.queued[0]?.event).toMatchObject({ answer: { by: 'api' }, data: { trigger: '/waddlebot' } });
    expect(channel.queued[0]?.event.data).not.toHaveProperty('options');
    expect(await channel.admit(asked('both bob'), NOW, INLINE)).toEqual({ decision: 'duplicate' });
  });

  it('is told in which words it was refused', async () => {
    const channel = await TestChannel.with({ commands: [alias('a', 'a')] });
    expect(await channel.admit(asked('a'), NOW, INLINE)).toMatchObject({ reason: 'alias-loop', command: '!a' });
  });
});
