import { describe, expect, it } from 'vitest';
import { aMessage, anEntry, BUILD, someSettings } from '../tests/support/channel.ts';
import { by, NOW, TestChannel } from '../tests/support/test-channel.ts';
import type { CommunityId } from '../workers/core/ids.ts';
import type { ObservedLine } from '../workers/core/observation.ts';
import { type AnswerCounts, type ChannelPulse, countAnswer, noAnswers } from '../workers/core/pulse.ts';
import type { AdmittedTogether, ChannelOverview } from './channel.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** In the middle of an hour, after the channel was configured. */
const START = Math.ceil(NOW / HOUR) * HOUR + 30 * MINUTE;
const LONG_AGO = START - 30 * 24 * HOUR;
const OPTIONS = { build: BUILD, inline: true, placed: [], keywords: {} };

const told = async (channel: TestChannel, now: number, since = LONG_AGO): Promise<ChannelOverview> =>
  (await channel.stub.overview(since, now)) as unknown as ChannelOverview;
const pulse = async (channel: TestChannel, now: number, since = LONG_AGO): Promise<ChannelPulse> =>
  (await told(channel, now, since)).pulse;
const thisHour = async (channel: TestChannel, now: number) => (await pulse(channel, now)).hours.at(-1);

const line = (id: string, at: number): ObservedLine => ({
  id,
  account: 'pia',
  displayName: 'Pia',
  room: '1000001',
  text: 'hello',
  at,
});
const lines = (count: number, at: number) => Array.from({ length: count }, (_, i) => line(`${at}-${i}`, at));

const waited = (askedAt: number, ...ms: readonly (number | null)[]): AnswerCounts => {
  const answers = noAnswers();
  for (const waitedMs of ms) countAnswer(answers, { askedAt, waitedMs });
  return answers;
};
const answersIn = ({ times }: ChannelPulse): number =>
  Object.values(times)
    .flatMap(Object.values)
    .reduce((sum, count: number) => sum + count, 0);

/** Commands that come with news of earlier answers. */
const bring = async (channel: TestChannel, texts: readonly string[], now: number, answers: AnswerCounts) =>
  (await channel.stub.admitAll(
    texts.map((text, i) => aMessage(`${now}-${i}`, text, now)),
    { ...OPTIONS, inline: false, answers },
    now,
  )) as unknown as AdmittedTogether;

describe('commands', () => {
  it('are counted by the hour and by what became of them, whatever the object forgets', async () => {
    const channel = await TestChannel.with({
      commands: [anEntry('ping'), anEntry('ban', { level: 'moderator' }), anEntry('off', { enabled: false })],
    });
    await channel.say('m1', '!ping', START - 2 * HOUR);
    await channel.say('m2', '!ping', START);
    const lost = await channel.admit(aMessage('m3', '!ping', START), START);
    await channel.say('m4', '!ban eve', START);
    await channel.fallAsleep();
    await channel.say('m5', '!off', START + 1);
    if (lost.decision === 'queued') await channel.stub.giveBackCooldown(lost.id, START + 2);
    for (const sleeps of [false, true]) {
      if (sleeps) await channel.fallAsleep();
      const { hours } = await pulse(channel, START + 3);
      expect(hours.at(-1)).toEqual({ answered: 1, failed: 1, refused: { permission: 1, off: 1 } });
      expect(hours.at(-3)).toEqual({ answered: 1, failed: 0, refused: {} });
      expect(hours.at(-2)).toEqual({ answered: 0, failed: 0, refused: {} });
      expect(hours).toHaveLength(24);
    }
  });

  it('of a day ago are counted no more', async () => {
    const channel = await TestChannel.with();
    await channel.say('m1', '!ping', START);
    await channel.say('m2', '!nothing', START);
    const { hours } = await pulse(channel, START + 24 * HOUR);
    expect(hours.every((hour) => hour?.answered === 0 && Object.keys(hour.refused).length === 0)).toBe(true);
  });

  it('are no events, and a wait that was told of is refused once', async () => {
    const notice = { user: 0, channel: 30, exempt: 'moderator', notice: 'once' } as const;
    const channel = await TestChannel.with({
      commands: [anEntry('ping', { cooldown: notice })],
      handlers: [{ module: 'greetings', kinds: ['follow'], effect: 'none' }],
    });
    await channel.say('m1', '!ping', START);
    await channel.say('m2', '!ping', START + 1);
    await channel.say('m3', '!ping', START + 2);
    await channel.admit({ ...aMessage('f1', '', START), kind: 'follow' } as never, START);
    expect(channel.queued).toHaveLength(3);
    expect(await thisHour(channel, START + 3)).toEqual({ answered: 1, failed: 0, refused: { cooldown: 2 } });
  });

  it('are not known of the time before the channel was linked, and none of what was then', async () => {
    const channel = await TestChannel.with();
    await channel.say('m1', '!ping', START - 2 * HOUR);
    await channel.say('m2', '!ping', START - MINUTE);
    const { hours } = await pulse(channel, START, START);
    expect(hours.slice(0, -1).every((hour) => hour === null)).toBe(true);
    expect(hours.at(-1)).toEqual({ answered: 0, failed: 0, refused: {} });
  });
});

describe('lines of people', () => {
  it('are a rate while something counts them, and nothing is known of the rest', async () => {
    const channel = await TestChannel.with();
    expect(await channel.stub.observe(lines(3, START), START)).toBe(true);
    expect((await pulse(channel, START + MINUTE)).minutes.every((rate) => rate === null)).toBe(true);
    await channel.stub.configure(someSettings({ version: 2, timers: 'counting' }), START + MINUTE);
    await channel.stub.observe(lines(6, START + 2 * MINUTE), START + 2 * MINUTE);
    for (const sleeps of [false, true]) {
      if (sleeps) await channel.fallAsleep();
      const { minutes, fives, counts } = await pulse(channel, START + 4 * MINUTE);
      expect(counts).toBe(true);
      expect(minutes.slice(-6)).toEqual([null, null, 0, 6, 0, null]);
      expect(fives.slice(-2)).toEqual([null, 2]);
      expect([minutes.length, fives.length]).toEqual([60, 288]);
    }
  });

  it('are counted while somebody watches, and then no more', async () => {
    const channel = await TestChannel.with();
    await channel.stub.watch(START + 90 * MINUTE, START);
    await channel.stub.observe(lines(4, START + MINUTE), START + MINUTE);
    await channel.stub.watch(0, START + 3 * MINUTE);
    await channel.stub.observe(lines(9, START + 4 * MINUTE), START + 4 * MINUTE);
    await channel.fallAsleep();
    const { minutes, counts } = await pulse(channel, START + 5 * MINUTE);
    expect(counts).toBe(false);
    expect(minutes.slice(-6)).toEqual([0, 4, 0, null, null, null]);
  });

  it('count once, though they are brought again after the object died, by the time at which they were written', async () => {
    const channel = await TestChannel.with({ timers: 'counting' });
    const unkept = lines(2, START + MINUTE);
    expect(await channel.stub.observe(unkept, START + MINUTE)).toBe(false);
    await channel.fallAsleep();
    const more = [...unkept, ...lines(1, START + MINUTE + 1)];
    expect(await channel.stub.observe(more, START + 3 * MINUTE)).toBe(true);
    await channel.stub.observe(more, START + 3 * MINUTE);
    expect((await pulse(channel, START + 4 * MINUTE)).minutes.slice(-5)).toEqual([0, 3, 0, 0, null]);
  });
});

describe('what is told of answers', () => {
  it('is on disk with the row of a command, at once', async () => {
    const channel = await TestChannel.with();
    const { keptAnswers } = await bring(channel, ['!ping', '!ping'], START, waited(START - MINUTE, 100, 200));
    expect(keptAnswers).toBe(true);
    expect(answersIn(await pulse(channel, START))).toBe(2);
    await channel.fallAsleep();
    await channel.say('m9', '!ping', START + 1);
    const { lastAnswer, ...after } = await pulse(channel, START + 1);
    expect(answersIn({ ...after, lastAnswer })).toBe(2);
    expect(lastAnswer).toEqual({ at: START - MINUTE + 200, tookMs: 200 });
  });

  it('stays with who told it where no row was written', async () => {
    const channel = await TestChannel.with();
    const answers = waited(START, 100);
    expect((await bring(channel, ['!nothing', 'hello'], START, answers)).keptAnswers).toBe(false);
    expect(answersIn(await pulse(channel, START))).toBe(0);
    expect((await bring(channel, ['!ping'], START + 1, answers)).keptAnswers).toBe(true);
    expect(answersIn(await pulse(channel, START + 1))).toBe(1);
  });

  it('is on disk where it comes by itself', async () => {
    const channel = await TestChannel.with();
    await channel.stub.noteSends([{ status: 'sent', at: START, tookMs: 100, count: 20 }], START, waited(START, 100));
    await channel.fallAsleep();
    expect(answersIn(await pulse(channel, START))).toBe(1);
  });

  it('makes commands failed ones whose answer was never shown', async () => {
    const channel = await TestChannel.with();
    await channel.say('m1', '!ping', START);
    await bring(channel, ['!ping'], START + 1, waited(START, null));
    expect(await thisHour(channel, START + 2)).toEqual({ answered: 1, failed: 1, refused: {} });
  });

  it('is forgotten after a day', async () => {
    const channel = await TestChannel.with();
    await channel.stub.noteSends([], START, waited(START, 100));
    await bring(channel, ['!ping'], START, waited(START, 100));
    expect(answersIn(await pulse(channel, START + 23 * HOUR))).toBe(2);
    expect(answersIn(await pulse(channel, START + 24 * HOUR))).toBe(0);
  });
});

it('what was counted for one community is not told to the next', async () => {
  const channel = await TestChannel.with({ timers: 'counting' });
  await channel.say('m1', '!nothing', START, by('pia'));
  await channel.stub.observe(lines(5, START), START);
  await channel.stub.noteSends([], START, waited(START, 100));
  const next = { ...someSettings().community, id: '01900000-0000-7000-8000-000000000002' as CommunityId };
  await channel.stub.configure(someSettings({ community: next as never, timers: 'counting' }), START + MINUTE);
  for (const sleeps of [false, true]) {
    if (sleeps) await channel.fallAsleep();
    const { hours, fives, times } = await pulse(channel, START + 2 * MINUTE, START + MINUTE);
    expect(hours.at(-1)?.refused).toEqual({});
    expect(fives.filter((rate) => rate !== null)).toEqual([0]);
    expect(times).toEqual({});
  }
});
