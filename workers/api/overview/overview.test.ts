import { describe, expect, it } from 'vitest';
import type { ChannelState } from '../../connect/health.ts';
import { addDuration, type Histogram } from '../../core/histogram.ts';
import { channelKey } from '../../core/ids.ts';
import { type ChannelPulse, type CommandCounts, GRIDS } from '../../core/pulse.ts';
import type { Services } from '../../router/services.ts';
import { askChannels } from './ask.ts';
import { attentionTo } from './attention.ts';
import { findingsOf, type KnownChannel, worstOf } from './findings.ts';
import { seriesOf } from './series.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const NOW = 1_791_100_000_000;
const NONE: CommandCounts = { answered: 0, failed: 0, refused: {} };

const aPulse = (more: Partial<ChannelPulse> = {}): ChannelPulse => ({
  minutes: new Array(60).fill(null),
  fives: new Array(288).fill(null),
  counts: false,
  hours: new Array(24).fill(NONE),
  times: {},
  lastAnswer: null,
  ...more,
});
const lastOf = (rates: readonly (number | null)[], ...last: readonly (number | null)[]) => [
  ...rates.slice(0, rates.length - last.length),
  ...last,
];

describe('series of a community', () => {
  it('are its channels added up, and null only where none of them counted', () => {
    const one = aPulse({ minutes: lastOf(aPulse().minutes, null, null, 1.25) });
    const other = aPulse({ minutes: lastOf(aPulse().minutes, null, 0, 2.5) });
    const { minutes } = seriesOf([one, other, aPulse()], NOW);
    expect(minutes.perMinute.slice(-3)).toEqual([null, 0, 3.75]);
    expect(minutes.channels.slice(-3)).toEqual([0, 1, 2]);
    expect(minutes.startsAt + 60 * minutes.stepMs).toBeGreaterThan(NOW);
    expect(minutes.startsAt + 59 * minutes.stepMs).toBeLessThanOrEqual(NOW);
  });

  it('tell commands of the hours in which any channel was linked', () => {
    const hours = [null, ...new Array(22).fill(NONE), { answered: 3, failed: 1, refused: { cooldown: 2 } }];
    const { commands } = seriesOf([aPulse({ hours }), aPulse({ hours })], NOW);
    expect([commands.answered[0], commands.answered[1], commands.answered[23]]).toEqual([null, 0, 6]);
    expect([commands.failed[23], commands.refused.cooldown[23], commands.refused.limit[23]]).toEqual([2, 4, 0]);
  });

  it('tell quantiles of all answers together, not of the channels’ quantiles', () => {
    const quarter = Math.floor(NOW / GRIDS.quarters.widthMs);
    const times = (count: number, ms: number): ChannelPulse => {
      const histogram: Histogram = {};
      for (let i = 0; i < count; i++) addDuration(histogram, ms);
      return aPulse({ times: { [quarter]: histogram } });
    };
    const { answers } = seriesOf([times(98, 100), times(2, 9_000)], NOW);
    expect(answers.count.at(-1)).toBe(100);
    expect(answers.p50Ms.at(-1)).toBeGreaterThan(94);
    expect(answers.p50Ms.at(-1)).toBeLessThan(106);
    expect(answers.p99Ms.at(-1)).toBeGreaterThan(8_500);
    expect(answers.p99Ms.slice(0, -1).every((ms) => ms === null)).toBe(true);
    expect(answers.day.count).toBe(100);
  });

  it('of no channels are of no use, and there', () => {
    const { messages, commands, answers } = seriesOf([], NOW);
    expect(messages.perMinute.every((rate) => rate === null)).toBe(true);
    expect(commands.answered.every((count) => count === null)).toBe(true);
    expect(answers.day).toEqual({ count: 0, p50Ms: null, p99Ms: null });
  });
});

const aState = (more: Partial<ChannelState> = {}): ChannelState => ({
  key: channelKey('twitch', '1000001'),
  platform: 'twitch',
  id: '1000001',
  login: 'waddle',
  brokenReason: null,
  problems: [],
  steers: true,
  since: NOW - 30 * DAY,
  botIsModerator: true,
  token: { expiresAt: NOW - DAY, renews: true },
  leaseUntil: null,
  ...more,
});

const known = (more: Partial<KnownChannel> = {}, pulse: Partial<ChannelPulse> = {}): KnownChannel => ({
  state: aState(),
  told: {
    health: {
      lastEvent: { at: NOW - MINUTE, kind: 'message', lagMs: 200 },
      lag: { samples: 50, medianMs: 200, worstMs: 90_000 },
      lastSend: null,
      sends: { sent: 0, refused: 0, unknown: 0, withheld: 0, later: 0 },
      lastFailure: { at: NOW - MINUTE, status: 'refused', reason: 'no' },
      refusals: {},
    },
    pulse: aPulse(pulse),
  },
  budget: null,
  gateway: null,
  ...more,
});

const found = (channel: KnownChannel) => findingsOf(channel, NOW).map(({ code, level }) => `${code} ${level}`);
const heardAt = (at: number, state = aState()): KnownChannel => {
  const told = known().told as NonNullable<KnownChannel['told']>;
  const lastEvent = { at, kind: 'message', lagMs: 0 } as const;
  return known({ state, told: { ...told, health: { ...told.health, lastEvent } } });
};

describe('what is not well with a channel', () => {
  it('is nothing where all is well', () => {
    expect(found(known())).toEqual([]);
    expect(worstOf([])).toBe('ok');
  });

  it('is that its object did not answer, and no more', () => {
    expect(found(known({ told: null }))).toEqual(['channel.unavailable warning']);
  });

  it('is silence of three days, but not of a channel that was linked today, or whose link is broken', () => {
    expect(found(heardAt(NOW - 3 * DAY))).toEqual([]);
    expect(found(heardAt(NOW - 3 * DAY - 1))).toEqual(['channel.silent warning']);
    expect(found(heardAt(0, aState({ since: NOW - DAY })))).toEqual([]);
    const broken = { is: 'broken', text: 'x', what: 'x', why: null, next: 'y', params: {} } as const;
    expect(found(heardAt(0, aState({ problems: [broken] })))).toEqual(['channel.broken broken']);
  });

  it('is a token that nobody renews, a week before it ends', () => {
    const ending = (expiresAt: number) => found(known({ state: aState({ token: { expiresAt, renews: false } }) }));
    expect(ending(NOW + 7 * DAY)).toEqual([]);
    expect(ending(NOW + 7 * DAY - 1)).toEqual(['channel.token-ending warning']);
    expect(ending(NOW)).toEqual(['channel.token-ended broken']);
  });

  it('is commands that fail, with the platform’s last reason', () => {
    const failing = (failed: number, answered: number) =>
      findingsOf(known({}, { hours: [{ answered, failed, refused: {} }] }), NOW);
    expect(failing(2, 0)).toEqual([]);
    expect(failing(3, 13)).toEqual([]);
    expect(failing(3, 12)).toMatchObject([{ code: 'commands.failing', why: 'no', params: { failed: 3, of: 15 } }]);
  });

  it('is a budget that is used up, and what is late, and a Gateway that is away: the worst first', () => {
    const quota = { used: 10_000, perDay: 10_000, left: 0, resetAt: NOW + DAY };
    const window = { left: 0, of: 20, perMs: 30_000, heldUntil: NOW + MINUTE };
    const told = known().told as NonNullable<KnownChannel['told']>;
    const late = { ...told.health, lag: { samples: 5, medianMs: 30_001, worstMs: 30_001 } };
    const all = known({
      told: { ...told, health: late },
      budget: { window, quota, breaker: 'closed' },
      gateway: { state: 'connecting', reason: null },
    });
    expect(found(all)).toEqual([
      'channel.quota-spent broken',
      'channel.late warning',
      'channel.gateway warning',
      'channel.held warning',
    ]);
  });
});

it('what needs attention has its id, its place and its words, the worst first and what only waits last', () => {
  const waiting = { channels: 1, requests: 1, quotes: 0, reminders: 2, letters: null };
  const findings = findingsOf(known({ state: aState({ token: { expiresAt: NOW, renews: false } }) }), NOW);
  const all = attentionTo(waiting, [{ channel: channelKey('twitch', '1000001'), name: 'waddle', findings }]);
  expect(all.map(({ id, level, where }) => [id, level, where])).toEqual([
    ['channel.token-ended twitch:1000001', 'broken', 'integrations'],
    ['reminders.missed', 'warning', 'memories'],
    ['requests.waiting', 'info', 'members'],
  ]);
  expect(all[0]?.message).toMatch(/^waddle: Its owner’s consent ended at 2026-\d\d-\d\d .* Link it again\.$/);
});

describe('an object that does not answer', () => {
  const twitch = {
    client: { budget: () => ({ upstream: 'twitch:bot', limits: [{ key: 'all', count: 20, windowMs: 30_000 }] }) },
  };
  const asking = (overview: () => Promise<unknown>, left: () => Promise<unknown>) => {
    const bindings = { CHANNEL: { getByName: () => ({ overview }) }, UPSTREAM: { getByName: () => ({ left }) } };
    const services = { bindings, platforms: { twitch }, clock: () => NOW };
    return askChannels(services as unknown as Services, [aState()], true, 20);
  };
  const never = () => new Promise(() => undefined);
  const dead = () => Promise.reject(new Error('it died'));
  const { told } = known();
  const left = { windows: { all: { left: 3, heldUntil: null } }, unitsUsed: 0, breaker: { state: 'closed' } };

  it('gives no part of the answer, and the others do', async () => {
    const window = { left: 3, of: 20, perMs: 30_000, heldUntil: null };
    for (const silent of [never, dead]) {
      expect(await asking(silent, async () => left)).toMatchObject([{ told: null, budget: { window } }]);
      expect(await asking(async () => told, silent)).toMatchObject([{ told, budget: null }]);
      expect(await asking(silent, silent)).toMatchObject([{ told: null, budget: null }]);
    }
  });
});
