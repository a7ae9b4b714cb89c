import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { StreamPort } from '../../../workers/core/stream.ts';
import { kickLookUps } from '../../../workers/platforms/kick/look-ups.ts';
import { appToken, refreshToken } from '../../../workers/platforms/kick/oauth.ts';
import { isKickUnauthorised, kickStream } from '../../../workers/platforms/kick/stream-port.ts';
import { type BotEndpoint, startBotEndpoint } from '../../stand-ins/bot.ts';
import { KICK_DEMO, type KickStandIn, type KickTokenPair, startKick } from '../../stand-ins/kick.ts';
import { callWith, type Verb, verbsOn } from './verbs.ts';

const APP = { clientId: 'client', clientSecret: 'shh' };
const CHANNEL = KICK_DEMO.channel.id;
const PIA = '3000011';
const MINECRAFT = { id: '6', name: 'Minecraft' };
const CONNECT = 'npm run connect kick -- --with stream';
const NOON = Date.UTC(2026, 9, 4, 12);

const VERBS = verbsOn({ channel: CHANNEL, category: MINECRAFT, raided: 'pia', account: PIA });
const OFFERED = ['setTitle', 'setCategory'] as const satisfies readonly Verb[];
const LACKING = (Object.keys(VERBS) as Verb[]).filter((verb) => !(OFFERED as readonly Verb[]).includes(verb));

let now: number;
let bot: BotEndpoint;
let kick: KickStandIn;
let grant: KickTokenPair | undefined;
let stream: StreamPort;

beforeEach(async () => {
  now = NOON;
  bot = await startBotEndpoint();
  kick = await startKick({ ...APP, webhookUrl: `${bot.url}/webhooks/kick`, now: () => now });
  await kick.emit({
    type: 'livestream.metadata.updated',
    title: 'Old title',
    category: { id: 15, name: 'Just Chatting' },
    language: 'de',
  });
  allow(['channel:write']);
});
afterEach(async () => {
  await kick.stop();
  await bot.stop();
});

/** The broadcaster consents to these scopes, or to none. */
function allow(scopes: readonly string[] | undefined): void {
  grant = scopes && kick.tokens.grant(CHANNEL, scopes);
  const app = { ...APP, authUrl: kick.authUrl };
  const asApp = callWith(async () => {
    const asked = await appToken(app, fetch, now);
    return asked.ok ? asked.value.token : undefined;
  });
  const ofOwner = callWith(async (stale) => {
    if (!grant || stale === undefined) return grant?.accessToken;
    const next = await refreshToken(app, grant.refreshToken, fetch, now);
    if (next.ok) grant = { accessToken: next.value.access.token, refreshToken: next.value.refresh };
    return next.ok ? grant.accessToken : undefined;
  }, isKickUnauthorised);
  const reader = { apiUrl: kick.apiUrl, asApp, clock: () => now };
  const asOwner = async (channel: string) => (channel === CHANNEL && scopes ? ofOwner : null);
  stream = kickStream({ ...reader, asOwner, ...kickLookUps(reader) });
}

const requestsOf = (op: string) => kick.log.since(0, 'request').filter((entry) => entry.op === op).length;

describe('a stream on Kick', () => {
  it('is known on the air and off it', async () => {
    const shown = { title: 'Old title', category: 'Just Chatting', categoryId: '15', language: 'de', tags: [] };
    expect(await stream.streamOf(CHANNEL)).toEqual({ live: false, ...shown });
    now += 30_000;
    const startedAt = now - 60_000;
    await kick.emit({ type: 'livestream.status.updated', isLive: true, title: 'Old title', startedAt });
    expect(await stream.streamOf(CHANNEL)).toEqual({ live: true, ...shown, startedAt, viewers: 0 });
    expect(await stream.streamOf('999')).toBeNull();
    expect(await stream.streamOf('no id')).toBeNull();
  });

  it('is asked for twice a minute at most', async () => {
    for (let i = 0; i < 3; i++) await stream.streamOf(CHANNEL);
    expect(requestsOf('channels')).toBe(1);
    now += 30_000;
    await stream.streamOf(CHANNEL);
    expect(requestsOf('channels')).toBe(2);
    kick.fault({ op: 'channels', fault: { kind: 'drop', when: 'before' } });
    now += 30_000;
    await expect(stream.streamOf(CHANNEL)).rejects.toMatchObject({ code: 'UPSTREAM' });
  });

  it('shows what was set while Kick still tells what was before', async () => {
    kick.channelLagMs = 45_000;
    await stream.streamOf(CHANNEL);
    await stream.setTitle(CHANNEL, 'A new title');
    await stream.setCategory(CHANNEL, MINECRAFT);
    for (const wait of [0, 31_000, 29_000]) {
      now += wait;
      const set = { title: 'A new title', category: 'Minecraft', categoryId: '6' };
      expect(await stream.streamOf(CHANNEL)).toMatchObject(set);
    }
    await kick.emit({ type: 'livestream.metadata.updated', title: 'By hand' });
    now += 31_000;
    expect(await stream.streamOf(CHANNEL)).toMatchObject({ title: 'By hand' });
  });
});

describe('somebody on Kick', () => {
  it('is known by id and by name, without age and followers', async () => {
    await kick.chat({ user: { id: PIA, login: 'Pia_Penguin' }, text: 'hi' });
    const pia = { account: PIA, login: 'Pia_Penguin', displayName: 'Pia_Penguin' };
    expect(await stream.profileOf({ account: PIA })).toEqual(pia);
    expect(await stream.profileOf({ login: '@pia_penguin' })).toEqual(pia);
    for (const who of [{ login: 'nobody' }, { account: '999' }, { account: 'x' }])
      expect(await stream.profileOf(who)).toBeNull();
    expect(await stream.followedAt(CHANNEL, PIA)).toBe('unknown');
  });
});

describe('a category on Kick', () => {
  it('is found by its name, else by a part of it', async () => {
    expect(await stream.searchCategories('minecraft')).toEqual([MINECRAFT]);
    expect(requestsOf('categories.search')).toBe(0);
    expect(await stream.searchCategories('craft')).toEqual([MINECRAFT, { id: '8701', name: 'Minecraft Dungeons' }]);
    expect(await stream.searchCategories('slots, casino')).toEqual([]);
    expect(await stream.searchCategories(' , ')).toEqual([]);
  });

  it('is none once the search for parts is gone', async () => {
    kick.fault({ op: 'categories.search', fault: { kind: 'status', when: 'before', status: 410 } });
    expect(await stream.searchCategories('craft')).toEqual([]);
  });
});

describe('a change of the stream on Kick', () => {
  const shown = () => ({ title: kick.stream().title, category: kick.stream().category.name });

  it('is made', async () => {
    expect(await VERBS.setTitle(stream)).toEqual({ ok: true });
    expect(shown()).toEqual({ title: 'A new title', category: 'Just Chatting' });
    expect(await VERBS.setCategory(stream)).toEqual({ ok: true });
    expect(shown()).toEqual({ title: 'A new title', category: 'Minecraft' });
  });

  it.each(OFFERED)('%s is not made without its scope, and says how to get it', async (verb) => {
    for (const scopes of [['channel:read'], undefined]) {
      allow(scopes);
      const answer = await VERBS[verb](stream);
      expect(answer).toMatchObject({ ok: false, reason: 'scope', message: expect.stringContaining(CONNECT) });
    }
    expect(shown()).toEqual({ title: 'Old title', category: 'Just Chatting' });
  });

  it.each(OFFERED)('%s is made with a fresh token when the old one has ended, else not', async (verb) => {
    kick.tokens.expireAll();
    expect(await VERBS[verb](stream)).toEqual({ ok: true });
    kick.tokens.revokeAll();
    const answer = await VERBS[verb](stream);
    expect(answer).toMatchObject({ ok: false, reason: 'scope', message: expect.stringContaining(CONNECT) });
  });

  it.each(OFFERED)('%s may or may not have been made when the answer is lost', async (verb) => {
    for (const fault of [
      { kind: 'drop', when: 'before' },
      { kind: 'drop', when: 'after' },
      { kind: 'status', when: 'before', status: 500 },
    ] as const) {
      kick.fault({ op: 'channels.modify', fault });
      const answer = await VERBS[verb](stream);
      expect(answer).toMatchObject({ ok: false, reason: 'upstream' });
      expect(answer).toHaveProperty('message', expect.stringContaining('may or may not have happened'));
    }
  });

  it.each(OFFERED)('%s waits as long as Kick says', async (verb) => {
    kick.fault({ op: 'channels.modify', fault: { kind: 'status', when: 'before', status: 429, retryAfter: 7 } });
    expect(await VERBS[verb](stream)).toMatchObject({ ok: false, reason: 'limited', retryAfterMs: 7_000 });
  });

  it('is not made of what cannot be', async () => {
    expect(await stream.setTitle(CHANNEL, ' ')).toMatchObject({ ok: false, reason: 'refused' });
    for (const id of ['4040404', 'none'])
      expect(await stream.setCategory(CHANNEL, { id, name: 'Nothing' })).toMatchObject({
        reason: 'not-found',
        message: expect.stringContaining('“Nothing”'),
      });
    kick.fault({ op: 'channels.modify', fault: { kind: 'status', when: 'before', status: 400 } });
    expect(await stream.setTitle(CHANNEL, 'Bad words')).toMatchObject({ ok: false, reason: 'refused' });
  });
});

it.each(LACKING)('Kick has no way to %s, and says so without asking', async (verb) => {
  const asked = kick.log.since(0, 'request').length;
  const answer = await VERBS[verb](stream);
  expect(answer).toMatchObject({ ok: false, reason: 'unsupported', message: expect.stringMatching(/^Kick’s API has/) });
  expect(kick.log.since(0, 'request')).toHaveLength(asked);
  expect(await stream.hasClip('any')).toBe(false);
});
