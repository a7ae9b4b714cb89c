import { describe, expect, it } from 'vitest';
import { A_COMMUNITY, aMessage, anEntry, BUILD, someSettings } from '../tests/support/channel.ts';
import { by, TestChannel } from '../tests/support/test-channel.ts';
import type { ChatEvent } from '../workers/core/events.ts';
import { type CommunityId, channelKey } from '../workers/core/ids.ts';
import type { KeywordAction, KeywordEntry } from '../workers/core/keywords.ts';
import type { ObservedLine } from '../workers/core/observation.ts';
import type { TimerDue } from '../workers/core/timers.ts';

const MINUTE = 60_000;
/** Far ahead: an object's alarm goes by the real clock, and has no part in this. */
const NOW = 4_000_000_000_000;
const CHAT = { build: BUILD, inline: false, placed: [], keywords: {} };

const rule = (action: KeywordAction, more: Partial<KeywordEntry> = {}): KeywordEntry => ({
  id: 'rule-1',
  name: 'hi',
  match: 'word',
  pattern: 'hello',
  caseSensitive: false,
  priority: 0,
  cooldown: 0,
  action,
  ...more,
});

const line = (id: string, more: Partial<ObservedLine> = {}): ObservedLine => ({
  id,
  account: 'pia',
  displayName: 'Pia',
  room: '1000001',
  text: `text of ${id}`,
  at: NOW,
  ...more,
});

/** A line that the edge found to match the rule. */
const matched = (channel: TestChannel, id: string, more: Partial<ChatEvent<'message'>> = {}, now = NOW) =>
  channel.admit(aMessage(id, 'hello there', now, more), now, { ...CHAT, keywords: { [id]: 'rule-1' } } as typeof CHAT);

describe('a keyword rule', () => {
  it('answers a line once, however often it comes', async () => {
    const channel = await TestChannel.with({ keywords: [rule({ is: 'reply', text: 'Hi $(user)' })] });
    expect(await matched(channel, 'm1')).toMatchObject({ decision: 'queued' });
    expect(await matched(channel, 'm1')).toMatchObject({ decision: 'duplicate' });
    expect(channel.queued).toMatchObject([
      { command: 'keyword:rule-1', name: 'hi', text: 'Hi $(user)', effect: 'none' },
    ]);
  });

  it('counts where its text counts', async () => {
    const channel = await TestChannel.with({ keywords: [rule({ is: 'reply', text: '$(count hellos)' })] });
    await matched(channel, 'm1');
    expect(channel.queued).toMatchObject([{ effect: 'database' }]);
  });

  it('runs a command at the level of who wrote the line, with that command’s own wait', async () => {
    const commands = [
      anEntry('so', { cooldown: { user: 0, channel: 30, exempt: 'owner' } }),
      anEntry('ban', { level: 'moderator' }),
    ];
    const so = await TestChannel.with({ commands, keywords: [rule({ is: 'run', line: 'so {user} now' })] });
    expect(await matched(so, 'm1')).toMatchObject({ decision: 'queued' });
    expect(so.queued).toMatchObject([{ command: 'so', args: 'Pia now' }]);
    expect(await matched(so, 'm2')).toMatchObject({ decision: 'refused', reason: 'cooldown' });
    const ban = await TestChannel.with({ commands, keywords: [rule({ is: 'run', line: '!ban {user}' })] });
    expect(await matched(ban, 'm1')).toMatchObject({ decision: 'refused', reason: 'level' });
    expect(await matched(ban, 'm2', by('mod', 'moderator'))).toMatchObject({ decision: 'queued' });
  });

  it('hands a line to an HTTP module', async () => {
    const commands = [anEntry('weather', { id: 'http-1', kind: 'http', cacheSeconds: 60 })];
    const channel = await TestChannel.with({ commands, keywords: [rule({ is: 'module', module: 'http-1' })] });
    await matched(channel, 'm1');
    const http = { module: 'http-1', cacheSeconds: 60 };
    expect(channel.queued).toMatchObject([{ command: 'http-1', name: 'weather', args: 'hello there', http }]);
  });

  it('takes lines away, except those of who keeps order', async () => {
    const channel = await TestChannel.with({ keywords: [rule({ is: 'delete' })] });
    expect(await matched(channel, 'm1', by('mod', 'moderator'))).toMatchObject({ decision: 'ignored' });
    expect(await matched(channel, 'm2')).toMatchObject({ decision: 'queued' });
    expect(channel.queued).toMatchObject([{ handler: { module: 'keywords', callback: 'delete' } }]);
  });

  it('waits for its own cooldown, through a sleep, and is limited with its room', async () => {
    const keywords = [rule({ is: 'reply', text: 'Hi' }, { cooldown: 30 })];
    const channel = await TestChannel.with({ keywords, replyLimit: { count: 2, windowMs: 10 * MINUTE } });
    expect(await matched(channel, 'm1')).toMatchObject({ decision: 'queued' });
    await channel.fallAsleep();
    expect(await matched(channel, 'm2', {}, NOW + 29_000)).toMatchObject({ decision: 'refused', reason: 'cooldown' });
    expect(await matched(channel, 'm3', {}, NOW + 31_000)).toMatchObject({ decision: 'queued' });
    expect(await matched(channel, 'm4', {}, NOW + 62_000)).toMatchObject({
      decision: 'refused',
      reason: 'reply-limit',
    });
  });

  it('says nothing to lines that come late, or when it is gone', async () => {
    const channel = await TestChannel.with({ keywords: [rule({ is: 'reply', text: 'Hi' })] });
    const late = aMessage('m1', 'hello', NOW - 61_000);
    const keywords = { m1: 'rule-1', m2: 'rule-2' };
    expect(await channel.admit(late, NOW, { ...CHAT, keywords })).toMatchObject({ reason: 'late' });
    const gone = aMessage('m2', 'hello', NOW);
    expect(await channel.admit(gone, NOW, { ...CHAT, keywords })).toMatchObject({ decision: 'ignored' });
  });

  it('leaves commands alone, and has a line that is none', async () => {
    const channel = await TestChannel.with({ keywords: [rule({ is: 'reply', text: 'Hi' })] });
    const keywords = { m1: 'rule-1', m2: 'rule-1' };
    await channel.admit(aMessage('m1', '!ping hello', NOW), NOW, { ...CHAT, keywords });
    await channel.admit(aMessage('m2', '!nosuch hello', NOW), NOW, { ...CHAT, keywords });
    expect(channel.queued.map(({ command }) => command)).toEqual(['ping', 'keyword:rule-1']);
  });

  it('is known to the edge under a name, and its patterns only where they are not known there', async () => {
    const keywords = [rule({ is: 'reply', text: 'Hi' })];
    const channel = await TestChannel.with({ keywords });
    const { name, entries } = (await channel.stub.snapshot(BUILD, NOW))?.keywords ?? {};
    expect(entries).toEqual(keywords);
    expect((await channel.stub.snapshot(BUILD, NOW, name))?.keywords).toEqual({ name, entries: null });
    await channel.stub.configure(someSettings({ keywords, version: 2 }), NOW);
    expect((await channel.stub.snapshot(BUILD, NOW, name))?.keywords.entries).toEqual(keywords);
  });
});

describe('an HTTP module', () => {
  it('answers to its name behind the prefix and behind a #, where a command of that name keeps the prefix', async () => {
    const commands = [
      anEntry('ping'),
      anEntry('weather', { kind: 'http' }),
      anEntry('ping', { id: 'p2', kind: 'http' }),
    ];
    const channel = await TestChannel.with({ commands });
    expect(await channel.say('m1', '#weather berlin')).toBe('queued');
    expect(await channel.say('m2', '!weather berlin')).toBe('queued');
    expect(await channel.say('m3', '#ping')).toBe('queued');
    expect(await channel.say('m4', '!ping')).toBe('queued');
    expect(await channel.say('m5', '#throwback')).toBe('ignored');
    const asked = channel.queued.map(({ command, args, http }) => [command, args, http?.module]);
    expect(asked).toEqual([
      ['weather', 'berlin', 'weather'],
      ['weather', 'berlin', 'weather'],
      ['p2', '', 'p2'],
      ['ping', '', undefined],
    ]);
  });
});

const due = (more: Partial<TimerDue> = {}): TimerDue => ({
  timerId: 't1',
  name: 'socials',
  dueAt: NOW,
  speakAt: NOW,
  room: '1000001',
  text: 'Follow us',
  minLines: 0,
  ...more,
});

describe('a timer that is due', () => {
  it('speaks once for each time, also through a sleep', async () => {
    const channel = await TestChannel.with({ timers: 'speaking' });
    const fire = (more: Partial<TimerDue> = {}) => channel.stub.fire(BUILD, due(more), NOW);
    expect(await fire()).toBe('queued');
    expect(await fire()).toBe('duplicate');
    await channel.fallAsleep();
    expect(await fire()).toBe('duplicate');
    expect(await fire({ dueAt: NOW + MINUTE })).toBe('queued');
    expect(channel.queued).toMatchObject([
      { name: 'socials', text: 'Follow us', event: { kind: 'timer', room: '1000001' } },
      { event: { at: NOW + MINUTE } },
    ]);
  });

  it('waits until people have written enough since it last spoke', async () => {
    const channel = await TestChannel.with({ timers: 'counting' });
    const fire = (dueAt: number) => channel.stub.fire(BUILD, due({ dueAt, minLines: 3 }), NOW);
    expect(await fire(NOW)).toBe('few-lines');
    await channel.stub.observe([line('a'), line('b'), line('b'), line('c', { account: 'waddlebot' })], NOW);
    expect(await fire(NOW)).toBe('few-lines');
    await channel.stub.observe([line('d')], NOW);
    await channel.fallAsleep();
    expect(await fire(NOW)).toBe('queued');
    expect(await fire(NOW + MINUTE)).toBe('few-lines');
    await channel.stub.observe([line('e'), line('f'), line('g')], NOW);
    expect(await fire(NOW + MINUTE)).toBe('queued');
  });

  it('keeps to being live or not, and asks where that is not known', async () => {
    const channel = await TestChannel.with({ timers: 'speaking' });
    const fire = (live: 'live' | 'offline', dueAt: number) => channel.stub.fire(BUILD, due({ dueAt, live }), NOW);
    expect(await fire('live', NOW)).toBe('live-unknown');
    await channel.stub.learnLive(false, NOW);
    expect(await fire('live', NOW)).toBe('live');
    expect(await fire('offline', NOW)).toBe('queued');
    const room = await TestChannel.with({ timers: 'speaking', channel: channelKey('discord', '1') });
    expect(await room.stub.fire(BUILD, due({ live: 'live' }), NOW)).toBe('queued');
  });

  it('speaks in the chat of the broadcast that is on, on YouTube', async () => {
    const channel = await TestChannel.with({ timers: 'speaking', channel: channelKey('youtube', 'UC1') });
    const onAir = (kind: 'stream.online' | 'stream.offline', room: string) =>
      ({
        ...aMessage(`${kind} ${room}`, '', NOW),
        platform: 'youtube',
        channel: 'UC1',
        room,
        kind,
        data: {},
      }) as ChatEvent;
    const fire = (dueAt: number) => channel.stub.fire(BUILD, due({ dueAt, room: 'UC1' }), NOW);
    expect(await fire(NOW)).toBe('live');
    await channel.admit(onAir('stream.online', 'UC1/chat-1'), NOW);
    await channel.fallAsleep();
    expect(await fire(NOW)).toBe('queued');
    expect(channel.queued).toMatchObject([{ event: { room: 'UC1/chat-1' } }]);
    await channel.admit(onAir('stream.offline', 'UC1'), NOW);
    expect(await fire(NOW + MINUTE)).toBe('live');
  });

  it('holds while guests of a raid arrive', async () => {
    const channel = await TestChannel.with({ timers: 'speaking' });
    expect((await channel.stub.snapshot(BUILD, NOW))?.wants).toContain('raid');
    const raid = { ...aMessage('r1', '', NOW), kind: 'raid', data: { viewers: 40 } } as unknown as ChatEvent;
    await channel.admit(raid);
    await channel.fallAsleep();
    expect(await channel.stub.fire(BUILD, due(), NOW + MINUTE)).toBe('raid');
    expect(await channel.stub.fire(BUILD, due(), NOW + 3 * MINUTE)).toBe('queued');
  });

  it('is asked for again where the queue refused it, and floods no room', async () => {
    const channel = await TestChannel.with({ timers: 'speaking', replyLimit: { count: 1, windowMs: 10_000 } });
    channel.beforeAccepting = async () => {
      throw new Error('the queue refuses');
    };
    await expect(channel.inside((object) => object.fire(BUILD, due(), NOW))).rejects.toThrow('refuses');
    channel.beforeAccepting = async () => undefined;
    expect(await channel.stub.fire(BUILD, due(), NOW)).toBe('queued');
    expect(await channel.stub.fire(BUILD, due({ timerId: 't2' }), NOW)).toBe('reply-limit');
  });

  it('asks for settings where there are none, and says nothing in a channel that is linked to nothing', async () => {
    const channel = await TestChannel.with({ timers: 'speaking' });
    expect(await channel.stub.fire('build-2', due(), NOW)).toBe('unconfigured');
    const unlinked = await TestChannel.with();
    await unlinked.stub.configure(someSettings({ community: null }), NOW);
    expect(await unlinked.stub.fire(BUILD, due(), NOW)).toBe('unlinked');
  });
});

describe('the last lines of chat', () => {
  const keywords = [rule({ is: 'reply', text: 'Hi' })];
  const textsIn = async (channel: TestChannel, now = NOW): Promise<string[]> =>
    (await channel.stub.recentLines(A_COMMUNITY.id, now)).map(({ id }) => id);

  it('are remembered where something asks for them, 200 of them, for a day', async () => {
    const channel = await TestChannel.with({ keywords });
    const lines = Array.from({ length: 250 }, (_, i) => line(`m${i}`, { at: NOW + i }));
    expect(await channel.stub.observe(lines, NOW)).toBe(true);
    await channel.fallAsleep();
    const texts = await textsIn(channel);
    expect([texts.length, texts[0], texts.at(-1)]).toEqual([200, 'm50', 'm249']);
    expect(await textsIn(channel, NOW + 24 * 60 * MINUTE + 100)).toHaveLength(149);
    const other = await TestChannel.with();
    await other.stub.observe(lines, NOW);
    expect(await textsIn(other)).toEqual([]);
  });

  it('are forgotten with the message, when the community wants that, and with the community', async () => {
    const channel = await TestChannel.with({ keywords });
    await channel.stub.observe([line('a'), line('b'), line('c')], NOW);
    const deleted = {
      ...aMessage('x', '', NOW),
      kind: 'message.deleted',
      data: { messageId: 'b' },
    } as unknown as ChatEvent;
    expect((await channel.stub.snapshot(BUILD, NOW))?.wants).toContain('message.deleted');
    await channel.admit(deleted);
    expect(await textsIn(channel)).toEqual(['a', 'c']);
    expect(await channel.stub.recentLines('other' as CommunityId, NOW)).toEqual([]);
    await channel.stub.configure(someSettings({ keywords, version: 2, recentLines: false }), NOW);
    expect(await textsIn(channel)).toEqual([]);
    await channel.fallAsleep();
    expect(await textsIn(channel)).toEqual([]);
  });

  it('are written when there are some of them, and told not to be before', async () => {
    const channel = await TestChannel.with({ keywords });
    expect(await channel.stub.observe([line('a')], NOW)).toBe(false);
    await channel.fallAsleep();
    expect(await textsIn(channel)).toEqual([]);
    expect(await channel.stub.observe([line('a'), line('b'), line('c')], NOW)).toBe(true);
    await channel.fallAsleep();
    expect(await textsIn(channel)).toEqual(['a', 'b', 'c']);
  });
});

describe('a feed that somebody watches', () => {
  it('makes its channels observed and their answers told, until nobody does', async () => {
    const channel = await TestChannel.with();
    expect(await channel.stub.snapshot(BUILD, NOW)).toMatchObject({ observes: false, watched: false });
    await channel.stub.watch(NOW + MINUTE, NOW);
    await channel.fallAsleep();
    expect(await channel.stub.snapshot(BUILD, NOW)).toMatchObject({ observes: true, watched: true });
    await channel.say('m1', '!ping', NOW);
    expect(channel.queued).toMatchObject([{ watched: true }]);
    expect(await channel.stub.snapshot(BUILD, NOW + MINUTE)).toMatchObject({ watched: false });
    await channel.stub.watch(0, NOW);
    expect(await channel.stub.snapshot(BUILD, NOW)).toMatchObject({ observes: false, watched: false });
  });
});
