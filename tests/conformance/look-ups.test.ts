import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { PlatformClient } from '../../workers/core/platforms.ts';
import { upstreamCaller } from '../../workers/platforms/call.ts';
import { createDiscordClient } from '../../workers/platforms/discord/client.ts';
import { createKickClient } from '../../workers/platforms/kick/client.ts';
import { appToken } from '../../workers/platforms/kick/oauth.ts';
import { createTwitchClient } from '../../workers/platforms/twitch/client.ts';
import { requestAppToken } from '../../workers/platforms/twitch/oauth.ts';
import { createYoutubeClient } from '../../workers/platforms/youtube/client.ts';
import { UNITS } from '../../workers/platforms/youtube/quota.ts';
import { type BotEndpoint, startBotEndpoint } from '../stand-ins/bot.ts';
import { DISCORD_DEMO, type DiscordStandIn, startDiscord } from '../stand-ins/discord.ts';
import { KICK_DEMO, type KickStandIn, startKick } from '../stand-ins/kick.ts';
import { startTwitch, type TwitchStandIn } from '../stand-ins/twitch.ts';
import { startYouTube, YOUTUBE_DEMO, type YouTubeStandIn } from '../stand-ins/youtube.ts';

// The clients' look-ups against the stand-ins, which check tokens, scopes, parameters and limits as the platforms do.

const APP = { clientId: 'client', clientSecret: 'shh' };
const MINUTE = 60_000;

let now: number;
let bot: BotEndpoint;
beforeEach(async () => {
  now = Date.UTC(2026, 9, 4, 12);
  bot = await startBotEndpoint();
});
afterEach(() => bot.stop());
const clock = () => now;

/** Tokens as a port supplies them: kept until one is refused, then asked for anew. */
function supply(ask: () => Promise<string>) {
  let held: string | undefined;
  return upstreamCaller(
    {
      get: async (stale) => {
        if (held === undefined || held === stale) held = await ask();
        return held;
      },
    },
    fetch,
  );
}

describe('Twitch', () => {
  const CHANNEL = '1000001';
  let twitch: TwitchStandIn;
  let client: PlatformClient;

  beforeEach(async () => {
    twitch = await startTwitch({
      ...APP,
      webhookSecret: 'a secret of the webhook',
      callbackUrl: `${bot.url}/webhooks/twitch`,
      bot: { id: '1000002', login: 'waddlebot' },
      channels: [{ id: CHANNEL, login: 'waddle_demo' }],
      points: 4,
      now: clock,
    });
    twitch.user({ id: '2000011', login: 'pia_penguin', name: 'Pia_Penguin' });
    const app = { ...APP, authUrl: twitch.authUrl };
    client = createTwitchClient({
      apiUrl: twitch.apiUrl,
      clientId: APP.clientId,
      botUserId: '1000002',
      call: supply(async () => (await requestAppToken(app, fetch, now)).token),
      clock,
      echoed: async () => 'unclear',
    });
  });
  afterEach(() => twitch.stop());

  it('finds whose login it is, and nobody by any other name', async () => {
    const pia = { account: '2000011', login: 'pia_penguin', displayName: 'Pia_Penguin' };
    expect(await client.findAccount(CHANNEL, '@PIA_penguin')).toEqual(pia);
    expect(await client.findAccount(CHANNEL, 'nobody')).toBeNull();
    expect(await client.findAccount(CHANNEL, 'Pia Penguin')).toBeNull();
  });

  it('knows what is on the air', async () => {
    expect(await client.lookUpLive(CHANNEL)).toBe(false);
    await twitch.emit.streamOnline();
    expect(await client.lookUpLive(CHANNEL)).toBe(true);
    await twitch.emit.streamOffline();
    expect(await client.lookUpLive(CHANNEL)).toBe(false);
    expect(await client.lookUpLive('999')).toBe(false);
  });

  it('asks with a fresh token when the old one is refused', async () => {
    await client.lookUpLive(CHANNEL);
    twitch.tokens.revokeAll();
    expect(await client.lookUpLive(CHANNEL)).toBe(false);
    expect(twitch.tokens.issued).toBe(2);
  });

  it('never runs into the end of the points', async () => {
    const statuses = () => twitch.log.since(0, 'request').map(({ data }) => data.status);
    for (let i = 0; i < 4; i++) await client.lookUpLive(CHANNEL);
    await expect(client.lookUpLive(CHANNEL)).rejects.toMatchObject({ code: 'UPSTREAM' });
    expect(statuses()).not.toContain(429);
    now += MINUTE;
    expect(await client.lookUpLive(CHANNEL)).toBe(false);
  });

  it('fails while Twitch does not answer', async () => {
    twitch.fault({ op: 'users', fault: { kind: 'drop', when: 'before' } });
    await expect(client.findAccount(CHANNEL, 'pia_penguin')).rejects.toMatchObject({ code: 'UPSTREAM' });
    twitch.fault({ op: 'streams', fault: { kind: 'status', when: 'before', status: 503 } });
    await expect(client.lookUpLive(CHANNEL)).rejects.toThrow('HTTP 503');
  });
});

describe('Kick', () => {
  const CHANNEL = KICK_DEMO.channel.id;
  let kick: KickStandIn;
  let client: PlatformClient;

  beforeEach(async () => {
    kick = await startKick({ ...APP, webhookUrl: `${bot.url}/webhooks/kick`, now: clock });
    const app = { ...APP, authUrl: kick.authUrl };
    client = createKickClient({
      apiUrl: kick.apiUrl,
      voiceIn: () => Promise.reject(new Error('nobody has to speak for a look-up')),
      asApp: supply(async () => {
        const asked = await appToken(app, fetch, now);
        if (!asked.ok) throw new Error(asked.reason);
        return asked.value.token;
      }),
      clock,
      echoed: async () => 'unclear',
    });
  });
  afterEach(() => kick.stop());

  it('finds people by name and by slug, streamers or not', async () => {
    const pia = { account: '3000011', login: 'Pia_Penguin', displayName: 'Pia_Penguin' };
    expect(await client.findAccount(CHANNEL, '@pia_penguin')).toBeNull();
    await kick.chat({ user: { id: '3000011', login: 'Pia_Penguin' }, text: 'hi' });
    await kick.chat({ user: { id: '3000012', login: 'Pala_Okey', slug: 'pala_okey' }, text: 'hi' });
    for (const name of ['@pia_penguin', 'PIA_PENGUIN', 'pia-penguin'])
      expect(await client.findAccount(CHANNEL, name)).toEqual(pia);
    expect(await client.findAccount(CHANNEL, 'pala_okey')).toMatchObject({ account: '3000012' });
    expect(await client.findAccount(CHANNEL, 'waddle_demo')).toMatchObject({ account: CHANNEL });
    expect(await client.findAccount(CHANNEL, 'x'.repeat(25))).toBeNull();
  });

  it('knows what is on the air', async () => {
    expect(await client.lookUpLive(CHANNEL)).toBe(false);
    await kick.emit({ type: 'livestream.status.updated', isLive: true });
    expect(await client.lookUpLive(CHANNEL)).toBe(true);
    await kick.emit({ type: 'livestream.status.updated', isLive: false });
    expect(await client.lookUpLive(CHANNEL)).toBe(false);
    expect(await client.lookUpLive('999')).toBeNull();
  });

  it('asks with a fresh token when the old one is refused, and leaves Kick alone when it says so', async () => {
    await client.lookUpLive(CHANNEL);
    kick.tokens.expireAll();
    expect(await client.lookUpLive(CHANNEL)).toBe(false);
    kick.fault({ op: 'channels', fault: { kind: 'status', when: 'before', status: 429, retryAfter: 3 } });
    await expect(client.lookUpLive(CHANNEL)).rejects.toThrow('HTTP 429');
    await expect(client.findAccount(CHANNEL, 'pia')).rejects.toThrow('rate limited');
    now += 3_000;
    expect(await client.lookUpLive(CHANNEL)).toBe(false);
  });
});

describe('Discord', () => {
  const GUILD = DISCORD_DEMO.guild.id;
  let discord: DiscordStandIn;
  let client: PlatformClient;

  beforeEach(async () => {
    const members = [
      { id: '2100000000000000001', username: 'pia', globalName: 'Pia P.' },
      { id: '2100000000000000002', username: 'piano', nick: 'Captain' },
      { id: '2100000000000000003', username: 'mo', nick: 'Pia' },
    ];
    discord = await startDiscord({
      applicationId: DISCORD_DEMO.applicationId,
      clientSecret: 'shh',
      botToken: 'bot-token',
      webhookUrl: `${bot.url}/webhooks/discord`,
      guilds: [{ ...DISCORD_DEMO.guild, channels: [DISCORD_DEMO.channel], members }],
      limits: { others: { limit: 3, windowMs: 1_000 } },
      now: clock,
    });
    client = createDiscordClient({
      apiUrl: discord.apiUrl,
      botToken: 'bot-token',
      call: supply(async () => 'bot-token'),
      fetch,
      clock,
    });
  });
  afterEach(() => discord.stop());

  it('finds members by username, else by a name that is theirs alone', async () => {
    expect(await client.findAccount(GUILD, '@PIA')).toEqual({
      account: '2100000000000000001',
      login: 'pia',
      displayName: 'Pia P.',
    });
    expect(await client.findAccount(GUILD, 'captain')).toMatchObject({
      account: '2100000000000000002',
      login: 'piano',
    });
    expect(await client.findAccount(GUILD, 'pi')).toBeNull();
    now += 1_000;
    expect(await client.findAccount('2000000000000000404', 'pia')).toBeNull();
    expect(await client.lookUpLive(GUILD)).toBeNull();
  });

  it('never runs into the limit of the search', async () => {
    for (let i = 0; i < 3; i++) await client.findAccount(GUILD, 'pia');
    await expect(client.findAccount(GUILD, 'pia')).rejects.toMatchObject({ code: 'UPSTREAM' });
    expect(discord.invalidRequests).toBe(0);
    now += 1_000;
    expect(await client.findAccount(GUILD, 'pia')).toMatchObject({ login: 'pia' });
  });

  it('leaves Discord alone when it is blocked, and says nothing of the token when that is refused', async () => {
    discord.limit({ scope: 'cloudflare' });
    await expect(client.findAccount(GUILD, 'pia')).rejects.toThrow('HTTP 429');
    now += 5 * MINUTE - 1;
    await expect(client.findAccount('another', 'pia')).rejects.toThrow('rate limited');
    now += 1;
    discord.resetToken();
    const refused = client.findAccount(GUILD, 'pia');
    await expect(refused).rejects.toThrow('Discord did not answer a look-up: HTTP 401');
  });
});

describe('YouTube', () => {
  const CHANNEL = YOUTUBE_DEMO.channel.id;
  const PIA = { id: 'UCpia00000000000000000000', title: 'Pia the Penguin', handle: 'pia.p' };
  let youtube: YouTubeStandIn;
  let client: PlatformClient;
  let units: number;

  beforeEach(async () => {
    units = 2;
    youtube = await startYouTube({ ...APP, channels: [YOUTUBE_DEMO.channel, PIA], now: clock });
    client = createYoutubeClient({
      apiUrl: youtube.apiUrl,
      project: APP.clientId,
      unitsPerDay: 10_000,
      spend: async ({ cost }) => {
        if (units < cost) return false;
        units -= cost;
        return true;
      },
      call: supply(async () => youtube.tokens.grant(YOUTUBE_DEMO.bot.id).accessToken),
      clock,
      echoed: async () => 'unclear',
    });
  });
  afterEach(() => youtube.stop());

  it('finds whose handle it is, for a unit each time', async () => {
    const pia = { account: PIA.id, login: 'pia.p', displayName: 'Pia the Penguin' };
    expect(await client.findAccount(CHANNEL, '@Pia.P')).toEqual(pia);
    expect(await client.findAccount(CHANNEL, '@nobody')).toBeNull();
    expect(youtube.quota.used).toBe(2 * UNITS.list);
    await expect(client.findAccount(CHANNEL, '@pia.p')).rejects.toThrow('the units of the day are used up');
    expect(youtube.quota.used).toBe(2 * UNITS.list);
    expect(await client.lookUpLive(CHANNEL)).toBeNull();
  });

  it('stops asking when YouTube counts more than we did', async () => {
    youtube.quota.used = youtube.quota.limit;
    await expect(client.findAccount(CHANNEL, '@pia.p')).rejects.toThrow('quotaExceeded');
    await expect(client.findAccount(CHANNEL, '@pia.p')).rejects.toThrow('rate limited');
  });
});
