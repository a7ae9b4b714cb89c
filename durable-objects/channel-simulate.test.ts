import { describe, expect, it } from 'vitest';
import { aMessage, anEntry, BUILD, someSettings } from '../tests/support/channel.ts';
import { by, NOW, TestChannel } from '../tests/support/test-channel.ts';
import type { ChatEvent } from '../workers/core/events.ts';
import type { SimulatedAdmission, SimulatedTimer } from '../workers/core/simulation.ts';
import type { SimulateOptions } from './channel.ts';

const OPTIONS: SimulateOptions = { build: BUILD, inline: false, placed: ['s1'], keywords: {} };
const SLOW = { user: 30, channel: 10, exempt: 'moderator' } as const;
const slowPing = { commands: [anEntry('ping', { cooldown: SLOW })] };

const aTrial = (text: string, more: Partial<ChatEvent<'message'>> = {}): ChatEvent<'message'> =>
  aMessage('s1', text, NOW, { via: 'simulation', ...more });

const simulate = async (
  channel: TestChannel,
  event: ChatEvent,
  options: SimulateOptions = OPTIONS,
): Promise<SimulatedAdmission> => (await channel.stub.simulate(event, options, NOW)) as unknown as SimulatedAdmission;

/** All that the object has stored. */
const stored = (channel: TestChannel): Promise<string> =>
  channel.inside((_, { storage }) => {
    const tables = storage.sql
      .exec<{ name: string }>(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '\\_%' ESCAPE '\\'",
      )
      .toArray();
    return JSON.stringify(tables.map(({ name }) => [name, storage.sql.exec(`SELECT * FROM "${name}"`).toArray()]));
  });

describe('what is tried out', () => {
  it('is decided like the real thing, and takes nothing', async () => {
    const channel = await TestChannel.with(slowPing);
    const before = await stored(channel);
    for (let again = 0; again < 3; again++) {
      const { admission, invocations, cooldowns } = await simulate(channel, aTrial('!ping', by('ann')));
      expect(admission.decision).toBe('queued');
      expect(invocations).toMatchObject([{ command: 'ping', event: { via: 'simulation' } }]);
      expect(cooldowns).toEqual([
        { command: 'ping', of: 'channel', seconds: 10 },
        { command: 'ping', of: 'user', seconds: 30 },
      ]);
    }
    expect(channel.queued).toEqual([]);
    expect(channel.flushed).toEqual([]);
    expect(await stored(channel)).toBe(before);
    expect(await channel.stub.untoldUses()).toEqual({});
    // The same person may use it for real at once, and once more under the same id.
    expect(await channel.say('s1', '!ping', NOW, by('ann'))).toBe('queued');
  });

  it('meets the cooldowns of real people, and its refusals are told to nobody', async () => {
    const channel = await TestChannel.with(slowPing);
    expect(await channel.say('m1', '!ping', NOW, by('bob'))).toBe('queued');
    const { admission } = await simulate(channel, aTrial('!ping', by('ann')));
    expect(admission).toMatchObject({ decision: 'refused', reason: 'cooldown', retryAfterMs: 10_000 });
    expect(await channel.stub.refusals()).toEqual([]);
    expect(await channel.stub.health()).toMatchObject({ refusals: {} });
  });

  it('tells of a wait what would be told, and leaves the telling to the first real one', async () => {
    const noticed = anEntry('ping', { cooldown: { ...SLOW, notice: 'once' } });
    const channel = await TestChannel.with({ commands: [noticed] });
    await channel.say('m1', '!ping', NOW, by('bob'));
    const told = await simulate(channel, aTrial('!ping', by('ann')));
    expect(told.invocations).toMatchObject([{ notice: { reason: 'cooldown' } }]);
    expect(await channel.say('m2', '!ping', NOW, by('ann'))).toBe('queued');
  });

  it('says no word of a real event: neither when the channel was heard nor whether it is live', async () => {
    const channel = await TestChannel.with({ commands: [anEntry('ping', { live: 'live' })] });
    const online = { ...aTrial(''), kind: 'stream.online', data: { startedAt: NOW } } as ChatEvent<'stream.online'>;
    expect((await simulate(channel, online)).admission.decision).toBe('ignored');
    expect((await simulate(channel, aTrial('!ping'))).admission).toMatchObject({ reason: 'live', liveIsUnknown: true });
    expect((await simulate(channel, aTrial('!ping'), { ...OPTIONS, live: true })).admission.decision).toBe('queued');
    expect(await channel.stub.health()).toMatchObject({ lastEvent: null });
  });

  it('goes by what a made-up channel is handed, and keeps none of it', async () => {
    const made = new TestChannel();
    const settings = someSettings(slowPing);
    expect((await simulate(made, aTrial('!ping'))).admission.decision).toBe('unconfigured');
    expect((await simulate(made, aTrial('!ping'), { ...OPTIONS, settings })).admission.decision).toBe('queued');
    await made.fallAsleep();
    expect((await simulate(made, aTrial('!ping'))).admission.decision).toBe('unconfigured');
  });

  it('is nothing where the channel belongs to nobody', async () => {
    const channel = await TestChannel.with({ community: null });
    expect((await simulate(channel, aTrial('!ping'))).admission.decision).toBe('ignored');
  });

  it('fires a timer that may fire for real at the same time', async () => {
    const channel = await TestChannel.with({ timers: 'speaking' });
    const due = { timerId: 't1', name: 'water', dueAt: NOW, speakAt: NOW, room: 'r1', text: 'Drink.', minLines: 0 };
    const tried = (await channel.stub.simulateTimer(due, OPTIONS, NOW)) as unknown as SimulatedTimer;
    expect(tried).toMatchObject({ verdict: 'queued', invocations: [{ text: 'Drink.' }] });
    expect(channel.queued).toEqual([]);
    expect(await channel.stub.fire(BUILD, due, NOW)).toBe('queued');
    expect(channel.queued).toHaveLength(1);
    const again = (await channel.stub.simulateTimer(due, OPTIONS, NOW)) as unknown as SimulatedTimer;
    expect(again).toEqual({ verdict: 'duplicate', invocations: [] });
  });
});
