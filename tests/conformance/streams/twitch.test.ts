import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { StreamPort } from '../../../workers/core/stream.ts';
import { STREAM_SCOPES } from '../../../workers/platforms/twitch/consent.ts';
import { twitchLookUps } from '../../../workers/platforms/twitch/look-ups.ts';
import { renewUserToken, requestAppToken } from '../../../workers/platforms/twitch/oauth.ts';
import { twitchStream } from '../../../workers/platforms/twitch/stream-port.ts';
import { type BotEndpoint, startBotEndpoint } from '../../stand-ins/bot.ts';
import { CLIENT, TwitchClient } from '../../stand-ins/twitch/client.ts';
import { startTwitch, type TwitchStandIn } from '../../stand-ins/twitch.ts';
import { callWith, type Verb, verbsOn } from './verbs.ts';

const CHANNEL = '1000001';
const PIA = '2000011';
const MINECRAFT = { id: '27471', name: 'Minecraft' };
const ALL = [...Object.keys(STREAM_SCOPES), 'moderator:read:followers'];
const CONNECT = 'npm run connect twitch -- --with stream';

const VERBS = verbsOn({ channel: CHANNEL, category: MINECRAFT, raided: 'mod_home', account: PIA });
const every = Object.keys(VERBS) as Verb[];
/** What faults call the requests of each verb. */
const OPS: Readonly<Record<Verb, string>> = {
  setTitle: 'channels.modify',
  setCategory: 'channels.modify',
  createClip: 'clips.create',
  createMarker: 'markers.create',
  raid: 'raids.start',
  cancelRaid: 'raids.cancel',
  addVip: 'vips.add',
  removeVip: 'vips.remove',
  addModerator: 'moderators.add',
  removeModerator: 'moderators.remove',
};

const NOON = Date.UTC(2026, 9, 4, 12);
/** What people see of each verb afterwards. */
const MADE: Readonly<Record<Verb, unknown>> = {
  setTitle: { title: 'A new title', categoryName: 'Chess', told: 'A new title', category: 'Chess' },
  setCategory: { title: 'Old title', categoryName: 'Minecraft', told: 'Old title', category: 'Minecraft' },
  createClip: [{ broadcasterId: CHANNEL, creatorId: CHANNEL, at: NOON }],
  createMarker: [{ broadcasterId: CHANNEL, description: 'what a moment', positionSeconds: 0 }],
  raid: [{ from: CHANNEL, to: '1000003', at: NOON, cancelled: false }],
  cancelRaid: [{ from: CHANNEL, to: '1000003', at: NOON, cancelled: true }],
  addVip: { vips: [PIA], moderators: [] },
  removeVip: { vips: [], moderators: [] },
  addModerator: { vips: [], moderators: [PIA] },
  removeModerator: { vips: [], moderators: [] },
};

let now: number;
let bot: BotEndpoint;
let twitch: TwitchStandIn;
/** What the broadcaster has granted. */
let grant: { access_token: string; refresh_token: string } | undefined;
let stream: StreamPort;

beforeEach(async () => {
  now = NOON;
  bot = await startBotEndpoint();
  twitch = await startTwitch({
    ...CLIENT,
    webhookSecret: 'a secret of the webhook',
    callbackUrl: `${bot.url}/webhooks/twitch`,
    bot: { id: '1000002', login: 'waddlebot' },
    channels: [
      { id: CHANNEL, login: 'waddle_demo' },
      { id: '1000003', login: 'mod_home', name: 'Mod_Home' },
    ],
    now: () => now,
  });
  twitch.user({ id: PIA, login: 'pia_penguin', name: 'Pia_Penguin' });
  await twitch.emit.channelUpdate({ info: { title: 'Old title', categoryId: '743', categoryName: 'Chess' } });
  await allow(ALL);
});
afterEach(async () => {
  await twitch.stop();
  await bot.stop();
});

/** The broadcaster consents to these scopes, or to none. */
async function allow(scopes: readonly string[] | undefined): Promise<void> {
  grant = scopes && (await new TwitchClient(twitch).connect(CHANNEL, scopes.join(' ')));
  const clock = () => now;
  const app = { ...CLIENT, authUrl: twitch.authUrl };
  const call = callWith(async () => (await requestAppToken(app, fetch, now)).token);
  const ofOwner = callWith(async (stale) => {
    if (!grant || stale === undefined) return grant?.access_token;
    const renewed = await renewUserToken(app, grant.refresh_token, fetch, now);
    return renewed.ok ? renewed.access.token : undefined;
  });
  const asOwner = async (channel: string) => (channel === CHANNEL && scopes ? ofOwner : null);
  const reader = { apiUrl: twitch.apiUrl, clientId: CLIENT.clientId, call, clock };
  stream = twitchStream({ ...reader, asOwner, ...twitchLookUps(reader) });
}

const requestsOf = (op: string) => twitch.log.since(0, 'request').filter((entry) => entry.op === op).length;

/** Brings about what the verb undoes. */
async function prepare(verb: Verb): Promise<void> {
  twitch.onAir(true);
  if (verb === 'cancelRaid') await VERBS.raid(stream);
  if (verb === 'removeVip') await VERBS.addVip(stream);
  if (verb === 'removeModerator') await VERBS.addModerator(stream);
}

describe('a stream on Twitch', () => {
  it('is known on the air and off it', async () => {
    expect(await stream.streamOf(CHANNEL)).toEqual({
      live: false,
      title: 'Old title',
      category: 'Chess',
      categoryId: '743',
      language: 'en',
      tags: [],
    });
    now += 30_000;
    await twitch.emit.streamOnline({ startedAt: now - 60_000 });
    expect(await stream.streamOf(CHANNEL)).toMatchObject({ live: true, startedAt: now - 60_000, viewers: 1 });
    expect(await stream.streamOf('1000009')).toBeNull();
    expect(await stream.streamOf('no id')).toBeNull();
  });

  it('is asked for twice a minute at most, and once by all who ask at the same time', async () => {
    await Promise.all([1, 2, 3].map(() => stream.streamOf(CHANNEL)));
    now += 29_999;
    await stream.streamOf(CHANNEL);
    expect(requestsOf('streams')).toBe(1);
    expect(stream.stats().streams).toMatchObject({ hits: 1, misses: 3 });
    now += 1;
    await stream.streamOf(CHANNEL);
    expect(requestsOf('streams')).toBe(2);
  });

  it('is not made up where Twitch does not answer', async () => {
    twitch.fault({ op: 'streams', fault: { kind: 'status', when: 'before', status: 503 } });
    await expect(stream.streamOf(CHANNEL)).rejects.toMatchObject({ code: 'UPSTREAM' });
    expect(await stream.streamOf(CHANNEL)).toMatchObject({ live: false });
  });
});

describe('somebody on Twitch', () => {
  it('is known by id and by login, with how many follow', async () => {
    await twitch.emit.follow({ channel: CHANNEL, user: { id: PIA, login: 'pia_penguin', name: 'Pia_Penguin' } });
    const demo = {
      account: CHANNEL,
      login: 'waddle_demo',
      displayName: 'waddle_demo',
      createdAt: Date.UTC(2020, 0, 1),
      followers: 1,
    };
    expect(await stream.profileOf({ login: '@Waddle_Demo' })).toEqual(demo);
    expect(await stream.profileOf({ account: CHANNEL })).toEqual(demo);
    expect(await stream.profileOf({ account: PIA })).toMatchObject({ displayName: 'Pia_Penguin', followers: 0 });
    for (const who of [{ login: 'nobody' }, { account: '999' }, { login: 'not a login' }, { account: 'x' }])
      expect(await stream.profileOf(who)).toBeNull();
  });

  it('is known without a number where that is not to be had', async () => {
    twitch.fault({ op: 'followers', fault: { kind: 'drop', when: 'before' } });
    expect(await stream.profileOf({ account: CHANNEL })).not.toHaveProperty('followers');
  });

  it('follows since a moment that only the broadcaster’s token is told', async () => {
    const at = Date.UTC(2024, 1, 29, 12);
    expect(await stream.followedAt(CHANNEL, PIA)).toBeNull();
    await twitch.emit.follow({ channel: CHANNEL, user: { id: PIA, login: 'pia_penguin' }, at });
    for (const _ of [1, 2]) expect(await stream.followedAt(CHANNEL, PIA)).toBe(at);
    expect(requestsOf('followers')).toBe(2);
    expect(await stream.followedAt('1000003', PIA)).toBe('unknown');
    await allow(['channel:manage:raids']);
    expect(await stream.followedAt(CHANNEL, PIA)).toBe('unknown');
    await allow(undefined);
    expect(await stream.followedAt(CHANNEL, PIA)).toBe('unknown');
  });
});

describe('a category on Twitch', () => {
  it('is found by its name, its beginning, its initials or nearly so', async () => {
    expect(await stream.searchCategories('minecraft')).toEqual([
      MINECRAFT,
      { id: '1435336850', name: 'Minecraft Dungeons' },
    ]);
    expect((await stream.searchCategories(' GTA '))[0]).toEqual({ id: '32982', name: 'Grand Theft Auto V' });
    expect(await stream.searchCategories('zzz')).toEqual([]);
    expect(await stream.searchCategories('  ')).toEqual([]);
    await stream.searchCategories('MineCraft');
    expect(requestsOf('categories')).toBe(3);
  });
});

describe('a change of the stream on Twitch', () => {
  it.each(every)('%s is made', async (verb) => {
    await prepare(verb);
    await stream.streamOf(CHANNEL);
    expect(await VERBS[verb](stream)).toMatchObject({ ok: true });
    expect(await seen(verb)).toEqual(MADE[verb]);
  });

  it.each(every)('%s is not made without its scope, and says how to get it', async (verb) => {
    await prepare(verb);
    const before = await seen(verb);
    await allow(['moderator:read:followers']);
    expect(await VERBS[verb](stream)).toMatchObject({
      ok: false,
      reason: 'scope',
      message: expect.stringContaining(CONNECT),
    });
    await allow(undefined);
    expect(await VERBS[verb](stream)).toMatchObject({
      ok: false,
      reason: 'scope',
      message: expect.stringContaining(CONNECT),
    });
    expect(await seen(verb)).toEqual(before);
  });

  it.each(every)('%s is made with a fresh token when the old one has ended', async (verb) => {
    await prepare(verb);
    twitch.tokens.revokeAll();
    expect(await VERBS[verb](stream)).toMatchObject({ ok: true });
  });

  it.each(every)('%s is not made when the broadcaster has disconnected the app', async (verb) => {
    await prepare(verb);
    await twitch.disconnect(CHANNEL);
    const answer = await VERBS[verb](stream);
    expect(answer).toMatchObject({ ok: false, reason: 'scope', message: expect.stringContaining(CONNECT) });
  });

  it.each(every)('%s may or may not have been made when the answer is lost', async (verb) => {
    for (const fault of [
      { kind: 'drop', when: 'before' },
      { kind: 'drop', when: 'after' },
      { kind: 'status', when: 'before', status: 502 },
    ] as const) {
      await prepare(verb);
      twitch.fault({ op: OPS[verb], fault });
      const answer = await VERBS[verb](stream);
      expect(answer).toMatchObject({ ok: false, reason: 'upstream' });
      expect(answer).toHaveProperty('message', expect.stringContaining('may or may not have happened'));
      now += 600_000;
    }
  });

  it.each(every)('%s waits as long as Twitch says', async (verb) => {
    await prepare(verb);
    twitch.fault({ op: OPS[verb], fault: { kind: 'status', when: 'before', status: 429, retryAfter: 70 } });
    expect(await VERBS[verb](stream)).toEqual({
      ok: false,
      reason: 'limited',
      message: 'Twitch takes no more of these for now. Try again in 1 min 10 s.',
      retryAfterMs: 70_000,
    });
  });

  /** What people see of it. */
  async function seen(verb: Verb): Promise<unknown> {
    const { title, categoryName, vips, moderators } = twitch.channel();
    switch (verb) {
      case 'setTitle':
      case 'setCategory': {
        const { title: told, category } = (await stream.streamOf(CHANNEL)) ?? {};
        return { title, categoryName, told, category };
      }
      case 'createClip':
        return twitch.clips.map(({ id: _, ...clip }) => clip);
      case 'createMarker':
        return twitch.markers.map(({ id: _, ...marker }) => marker);
      case 'raid':
      case 'cancelRaid':
        return twitch.raids.map((raid) => ({ ...raid }));
      default:
        return { vips, moderators };
    }
  }
});

describe('what Twitch would refuse', () => {
  it('needs a stream on the air to clip and to mark', async () => {
    expect(await stream.createClip(CHANNEL)).toMatchObject({ ok: false, reason: 'not-live' });
    expect(await stream.createMarker(CHANNEL)).toMatchObject({ ok: false, reason: 'not-live' });
    twitch.onAir(true);
    twitch.keepsVideos = false;
    expect(await stream.createMarker(CHANNEL)).toMatchObject({
      reason: 'not-live',
      message: expect.stringContaining('kept'),
    });
    twitch.clipping = 'off';
    expect(await stream.createClip(CHANNEL)).toMatchObject({ ok: false, reason: 'forbidden' });
  });

  it('knows nobody by that name, id or category', async () => {
    expect(await stream.raid(CHANNEL, 'nobody_here')).toMatchObject({
      reason: 'not-found',
      message: 'Nobody on Twitch is called “nobody_here”.',
    });
    expect(await stream.setCategory(CHANNEL, { id: '1', name: 'Nothing' })).toMatchObject({
      reason: 'not-found',
      message: expect.stringContaining('“Nothing”'),
    });
    for (const verb of ['addVip', 'removeVip', 'addModerator', 'removeModerator'] as const)
      expect(await stream[verb](CHANNEL, '999')).toMatchObject({ ok: false, reason: 'not-found' });
    expect(await stream.cancelRaid(CHANNEL)).toMatchObject({ ok: false, reason: 'not-found' });
  });

  it('says nothing of a raid to whom Twitch could not be asked about', async () => {
    twitch.fault({ op: 'users', fault: { kind: 'drop', when: 'before' } });
    const answer = await stream.raid(CHANNEL, 'mod_home');
    expect(answer).toMatchObject({
      ok: false,
      reason: 'upstream',
      message: expect.stringContaining('nothing was done'),
    });
    expect(twitch.raids).toEqual([]);
  });

  it('does not ask for a title that cannot be', async () => {
    for (const title of ['', ' \n ', '🐧'.repeat(141)])
      expect(await stream.setTitle(CHANNEL, title)).toMatchObject({ ok: false, reason: 'refused' });
    expect(requestsOf('channels.modify')).toBe(0);
    expect(await stream.setTitle(CHANNEL, `${'🐧'.repeat(140)}\n`)).toEqual({ ok: true });
    expect(await stream.setTitle(CHANNEL, 'one\ntwo')).toEqual({ ok: true });
    expect(twitch.channel().title).toBe('one two');
  });

  it('cuts what is said of a marker', async () => {
    twitch.onAir(true);
    now += 61_000;
    expect(await stream.createMarker(CHANNEL, 'x'.repeat(200))).toEqual({ ok: true, positionSeconds: 61 });
    expect(twitch.markers[0]?.description).toBe(`${'x'.repeat(139)}…`);
    expect(await stream.createMarker(CHANNEL)).toMatchObject({ ok: true });
  });

  it('gives nobody a role that does not go with the one they have', async () => {
    expect(await stream.addVip(CHANNEL, PIA)).toEqual({ ok: true });
    for (const verb of ['addVip', 'addModerator'] as const)
      expect(await stream[verb](CHANNEL, PIA)).toMatchObject({ ok: false, reason: 'refused' });
    expect(await stream.removeModerator(CHANNEL, PIA)).toMatchObject({
      reason: 'refused',
      message: 'Twitch says no: user is not a mod',
    });
    expect(await stream.removeVip(CHANNEL, PIA)).toEqual({ ok: true });
    expect(await stream.removeVip(CHANNEL, PIA)).toMatchObject({ ok: false, reason: 'refused' });
  });

  it('lets one raid be under way, and ten be begun in ten minutes', async () => {
    expect(await stream.raid(CHANNEL, 'waddle_demo')).toMatchObject({ ok: false, reason: 'refused' });
    expect(await stream.raid(CHANNEL, '@Mod_Home')).toEqual({
      ok: true,
      to: { account: '1000003', login: 'mod_home', displayName: 'Mod_Home' },
    });
    expect(await stream.raid(CHANNEL, 'pia_penguin')).toMatchObject({ ok: false, reason: 'refused' });
    for (let i = 0; i < 7; i++) await stream.cancelRaid(CHANNEL);
    now += 60_000;
    expect(await stream.raid(CHANNEL, 'mod_home')).toMatchObject({ reason: 'limited', retryAfterMs: 540_000 });
    now += 540_000;
    expect(await stream.raid(CHANNEL, 'mod_home')).toMatchObject({ ok: true });
  });

  it('makes ten VIPs in ten seconds', async () => {
    for (let i = 0; i < 5; i++) {
      await stream.addVip(CHANNEL, PIA);
      await stream.addVip(CHANNEL, PIA);
    }
    expect(await stream.addVip(CHANNEL, PIA)).toMatchObject({ ok: false, reason: 'limited', retryAfterMs: 10_000 });
  });
});

describe('a clip', () => {
  it('has its address at once, and is there some seconds later or never', async () => {
    twitch.onAir(true);
    const clip = await stream.createClip(CHANNEL);
    if (!clip.ok) throw new Error(clip.message);
    expect(clip.url).toBe(`https://clips.twitch.tv/${clip.id}`);
    expect(await stream.hasClip(clip.id)).toBe(false);
    now += 15_000;
    expect(await stream.hasClip(clip.id)).toBe(true);
    twitch.clipping = 'fails';
    expect(await stream.hasClip(clip.id)).toBe(false);
  });
});
