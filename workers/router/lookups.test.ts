import { beforeEach, describe, expect, it } from 'vitest';
import { WaddleError } from '../core/errors.ts';
import type { Person } from '../core/events.ts';
import type { CommunityId } from '../core/ids.ts';
import { channelKey } from '../core/ids.ts';
import type { LookUps } from './lookups.ts';
import { lookUpsFor } from './lookups.ts';
import type { Services } from './services.ts';

const MINUTE = 60_000;
const DEMO = '01900000-0000-7000-8000-000000000001' as CommunityId;
const OTHER = '01900000-0000-7000-8000-000000000002' as CommunityId;
const PIA: Person = { account: '2000011', login: 'pia', displayName: 'Pia' };

const community = (id: string, slug: string, settingsVersion = 3) => ({
  id,
  slug,
  name: slug,
  language: 'en',
  zone: 'UTC',
  settingsVersion,
});
const link = (platform: string, platformId: string, communityId: string) => ({
  platform,
  platformId,
  communityId,
  login: `login_${platformId}`,
  brokenReason: null,
});

let now: number;
/** Names of the queries, in order; a platform that was asked by name as `<platform>:<channel>:<name>`. */
let asked: string[];
/** What the database answers to each. */
let answers: Record<string, () => unknown>;
let found: Person | null;
let logged: string[];
let lookUps: LookUps;

beforeEach(() => {
  now = 1_000_000;
  asked = [];
  logged = [];
  found = null;
  answers = {
    'lookups.warm': () => [
      { facts: community(OTHER, 'other'), link: null },
      { facts: community(DEMO, 'demo'), link: link('twitch', '1000002', DEMO) },
      { facts: community(DEMO, 'demo'), link: link('twitch', '1000001', DEMO) },
    ],
    'lookups.channels': () => [link('twitch', '1000001', DEMO)],
    'lookups.community': () => [community(DEMO, 'demo', 4)],
    'lookups.community-of': () => [],
    'lookups.member': () => [],
  };
  const run = async (name: string) => {
    asked.push(name);
    return answers[name]?.();
  };
  const findAccount = async (channel: string, name: string) => {
    asked.push(`twitch:${channel}:${name}`);
    return found;
  };
  lookUps = lookUpsFor({
    db: { run, counts: {} },
    platforms: { twitch: { client: { findAccount } } },
    clock: () => now,
    log: (_level: string, event: string) => logged.push(event),
  } as unknown as Services);
});

const inDemo = { communityId: DEMO, platform: 'twitch', channel: '1000001' } as const;
const twitch = (id: string) => channelKey('twitch', id);

describe('the first look-up', () => {
  it('brings communities and channels along, and the next need nothing', async () => {
    expect(await lookUps.communityOf(twitch('1000001'))).toBe(DEMO);
    expect(await lookUps.community('demo')).toMatchObject({ id: DEMO, settingsVersion: 3 });
    expect(await lookUps.community(OTHER)).toMatchObject({ slug: 'other' });
    expect((await lookUps.channelsOf('twitch')).map(({ key }) => key)).toEqual(['twitch:1000001', 'twitch:1000002']);
    expect(await lookUps.channelsOf('kick')).toEqual([]);
    expect(asked).toEqual(['lookups.warm']);
  });

  it('is one however many ask at once', async () => {
    await Promise.all([
      lookUps.community('demo'),
      lookUps.communityOf(twitch('1000001')),
      lookUps.channelsOf('twitch'),
    ]);
    expect(asked).toEqual(['lookups.warm']);
  });

  it('does not take a part of the channels for all of them', async () => {
    const many = Array.from({ length: 1_001 }, (_, i) => ({
      facts: community(DEMO, 'demo'),
      link: link('twitch', String(i), DEMO),
    }));
    answers['lookups.warm'] = () => many;
    expect(await lookUps.communityOf(twitch('7'))).toBe(DEMO);
    expect(await lookUps.channelsOf('twitch')).toHaveLength(1);
    expect(asked).toEqual(['lookups.warm', 'lookups.channels']);
  });

  it('that fails costs nobody their answer, and is tried again', async () => {
    const all = answers['lookups.warm'] as () => unknown;
    answers['lookups.warm'] = () => {
      throw new WaddleError('UNAVAILABLE', 'no database');
    };
    expect(await lookUps.community('demo')).toMatchObject({ settingsVersion: 4 });
    expect(logged).toEqual(['lookups.not-warmed']);
    answers['lookups.warm'] = all;
    expect(await lookUps.community(OTHER)).toMatchObject({ slug: 'other' });
    expect(asked).toEqual(['lookups.warm', 'lookups.community', 'lookups.warm']);
  });

  it('keeps nothing of what was forgotten while it was read', async () => {
    const { promise, resolve } = Promise.withResolvers<unknown>();
    answers['lookups.warm'] = () => promise;
    const first = lookUps.community('demo');
    await Promise.resolve();
    lookUps.forget(DEMO);
    resolve([{ facts: community(DEMO, 'demo', 3), link: null }]);
    expect(await first).toMatchObject({ settingsVersion: 4 });
  });
});

describe('channels of a platform', () => {
  it('are five minutes old at most', async () => {
    await lookUps.channelsOf('twitch');
    now += 5 * MINUTE - 1;
    expect(await lookUps.channelsOf('twitch')).toHaveLength(2);
    now += 1;
    expect(await lookUps.channelsOf('twitch')).toEqual([
      { key: 'twitch:1000001', communityId: DEMO, login: 'login_1000001', brokenReason: null },
    ]);
    expect(asked).toEqual(['lookups.warm', 'lookups.channels']);
  });
});

describe('a community', () => {
  it('is ten minutes old at most', async () => {
    await lookUps.community('demo');
    now += 10 * MINUTE - 1;
    expect(await lookUps.community('demo')).toMatchObject({ settingsVersion: 3 });
    now += 1;
    expect(await lookUps.community('demo')).toMatchObject({ settingsVersion: 4 });
  });

  it('is no older than the settings somebody knows of', async () => {
    expect(await lookUps.community('demo', 3)).toMatchObject({ settingsVersion: 3 });
    expect(asked).toEqual(['lookups.warm']);
    expect(await lookUps.community('demo', 4)).toMatchObject({ settingsVersion: 4 });
    expect(await lookUps.community('demo', 4)).toMatchObject({ settingsVersion: 4 });
    expect(asked).toEqual(['lookups.warm', 'lookups.community']);
  });

  it('that is not there is remembered as such', async () => {
    answers['lookups.community'] = () => [];
    for (let i = 0; i < 2; i++) {
      expect(await lookUps.community('nobody')).toBeNull();
      expect(await lookUps.communityOf(twitch('999'))).toBeNull();
    }
    expect(asked).toEqual(['lookups.warm', 'lookups.community', 'lookups.community-of']);
  });
});

describe('who goes by a name', () => {
  it('is first looked for among the members, then on the platform', async () => {
    answers['lookups.member'] = () => [{ isLogin: true, person: PIA }];
    expect(await lookUps.account(inDemo, '@Pia')).toEqual(PIA);
    expect(asked).toEqual(['lookups.member']);
    answers['lookups.member'] = () => [];
    found = { ...PIA, account: '2000012', login: 'mo' };
    expect(await lookUps.account(inDemo, 'Mo')).toEqual(found);
    expect(asked).toEqual(['lookups.member', 'lookups.member', 'twitch:1000001:mo']);
  });

  it('is the one whose login it is before those who are only called so', async () => {
    const called = { ...PIA, account: '2000013', login: 'impostor' };
    answers['lookups.member'] = () => [
      { isLogin: true, person: PIA },
      { isLogin: false, person: called },
    ];
    expect(await lookUps.account(inDemo, 'pia')).toEqual(PIA);
  });

  it('is nobody here where two are called so', async () => {
    const rows = ['1', '2'].map((account) => ({ isLogin: false, person: { ...PIA, account } }));
    answers['lookups.member'] = () => rows;
    expect(await lookUps.account(inDemo, 'pia')).toBeNull();
    expect(asked.at(-1)).toBe('twitch:1000001:pia');
    answers['lookups.member'] = () => rows.slice(0, 1);
    expect(await lookUps.account(inDemo, 'pia two')).toMatchObject({ account: '1' });
  });

  it('is remembered for ten minutes, and so is that nobody does, however it is written', async () => {
    for (const name of ['pia', '@PIA', ' @pia ']) expect(await lookUps.account(inDemo, name)).toBeNull();
    expect(asked).toHaveLength(2);
    now += 10 * MINUTE;
    await lookUps.account(inDemo, 'pia');
    expect(asked).toHaveLength(4);
  });

  it('is asked for in each community and each place by itself', async () => {
    answers['lookups.member'] = () => [{ isLogin: true, person: PIA }];
    expect(await lookUps.account(inDemo, 'pia')).toEqual(PIA);
    answers['lookups.member'] = () => [];
    expect(await lookUps.account({ ...inDemo, communityId: OTHER }, 'pia')).toBeNull();
    expect(await lookUps.account({ ...inDemo, channel: '1000002' }, 'pia')).toBeNull();
    expect(await lookUps.account({ ...inDemo, platform: 'slack' }, 'pia')).toBeNull();
    expect(asked.filter((name) => name === 'lookups.member')).toHaveLength(4);
  });

  it('is nobody for what is no name, without a question', async () => {
    for (const name of ['', '@', '  ', 'x'.repeat(101)]) expect(await lookUps.account(inDemo, name)).toBeNull();
    expect(asked).toEqual([]);
  });

  it('is not known while the platform does not answer, and asked again', async () => {
    const failing = lookUpsFor({
      db: { run: async () => [] },
      platforms: {
        twitch: { client: { findAccount: () => Promise.reject(new WaddleError('UPSTREAM', 'Twitch is away')) } },
      },
      clock: () => now,
      log: () => undefined,
    } as unknown as Services);
    for (let i = 0; i < 2; i++)
      await expect(failing.account(inDemo, 'pia')).rejects.toMatchObject({ code: 'UPSTREAM' });
    expect(failing.stats().entities).toMatchObject({ misses: 2, entries: 0 });
  });
});

describe('forgetting a community', () => {
  it('makes its facts, its channels and its people be asked for again, and nobody else’s', async () => {
    answers['lookups.member'] = () => [{ isLogin: true, person: PIA }];
    const inOther = { ...inDemo, communityId: OTHER };
    const askAll = async () => {
      asked = [];
      await lookUps.community('demo');
      await lookUps.community(OTHER);
      await lookUps.communityOf(twitch('1000001'));
      await lookUps.channelsOf('twitch');
      await lookUps.account(inDemo, 'pia');
      await lookUps.account(inOther, 'pia');
      return asked;
    };
    await askAll();
    expect(await askAll()).toEqual([]);
    lookUps.forget(DEMO);
    expect(await askAll()).toEqual(['lookups.community', 'lookups.community-of', 'lookups.channels', 'lookups.member']);
  });

  it('lets go of channels and slugs that were nobody’s and may be its own now', async () => {
    answers['lookups.community'] = () => [];
    expect(await lookUps.communityOf(twitch('7'))).toBeNull();
    expect(await lookUps.community('renamed')).toBeNull();
    answers['lookups.community-of'] = () => [community(DEMO, 'renamed')];
    answers['lookups.community'] = () => [community(DEMO, 'renamed')];
    lookUps.forget(DEMO);
    expect(await lookUps.communityOf(twitch('7'))).toBe(DEMO);
    expect(await lookUps.community('renamed')).toMatchObject({ id: DEMO });
  });
});

it('tells how each of the three was used', async () => {
  await lookUps.community('demo');
  await lookUps.communityOf(twitch('999'));
  await lookUps.channelsOf('twitch');
  await lookUps.account(inDemo, 'pia');
  await lookUps.account(inDemo, 'pia');
  expect(lookUps.stats()).toEqual({
    channels: { hits: 1, misses: 0, entries: 5, hitRatio: 1 },
    communities: { hits: 1, misses: 1, entries: 7, hitRatio: 0.5 },
    entities: { hits: 1, misses: 1, entries: 1, hitRatio: 0.5 },
  });
});
