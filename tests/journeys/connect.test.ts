import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connect } from '../../scripts/connect.ts';
import type { Platform } from '../../workers/core/ids.ts';
import { parseSettings, type Settings } from '../../workers/env.ts';
import { DEMO } from '../stand-ins/run.ts';
import { startWorld, until, type World } from '../support/world.ts';

let world: World;
let settings: Settings;
/** The way back waits at any free port here, so any address counts as registered. */
const anywhere = { redirectUris: undefined };
beforeAll(async () => {
  world = await startWorld({
    twitch: { subscribed: false, ...anywhere },
    discord: anywhere,
    slack: anywhere,
    kick: { subscribed: false, ...anywhere },
    youtube: anywhere,
  });
  settings = parseSettings({
    ...world.vars,
    ENVIRONMENT: 'development',
    PUBLIC_URL: world.worker.url,
    DATABASE_URL: world.bridge.url,
    SESSION_SECRET: world.secrets.service,
    ENCRYPTION_KEY: world.secrets.encryption,
  });
});
afterAll(() => world?.close());

type Consent = World['kick']['consent'];

interface Tried {
  readonly said: string;
  /** In words for people; undefined where it went well. */
  readonly failure: string | undefined;
}

/** Goes the way of `npm run connect`, with a browser that does what the person decided. */
async function tryTo(
  platform: Platform,
  consent: Consent,
  more: Partial<Parameters<typeof connect>[0]> & { readonly browse?: (url: string) => Promise<unknown> } = {},
): Promise<Tried> {
  world[platform].consent = consent as never;
  const said: string[] = [];
  const browse = more.browse ?? ((url: string) => fetch(url));
  const failure = await connect({
    platform,
    settings,
    db: world.db,
    port: 0,
    say: (line) => void said.push(line),
    open: (url) => void browse(url).catch(() => {}),
    pause: () => new Promise((resolve) => setTimeout(resolve, 100)),
    ...more,
  }).then(
    () => undefined,
    (error: unknown) => (error as Error).message,
  );
  return { said: said.join('\n'), failure };
}

const installations = (platform: string) =>
  world.rows<{ subject: string; sealed_access_token: string; scopes: string[] }>(
    'select subject, sealed_access_token, scopes from installations where platform = $1 order by subject',
    [platform],
  );
const channelOf = async (platform: string, id: string) =>
  (
    await world.rows<{ bot_account: string | null; bot_is_moderator: boolean }>(
      'select bot_account, bot_is_moderator from channels where platform = $1 and platform_id = $2',
      [platform, id],
    )
  )[0];

describe('connecting a channel', () => {
  it('of Twitch: the bot first, then one conduit for all that is heard; run again, nothing doubles', async () => {
    const bot = await tryTo('twitch', { account: DEMO.twitch.bot.id }, { asBot: true });
    expect(bot).toMatchObject({ failure: undefined });
    const { id } = DEMO.twitch.channel;
    for (const round of ['first', 'again']) {
      const tried = await tryTo('twitch', { account: id });
      expect(tried, round).toMatchObject({ failure: undefined });
      expect(tried.said).toContain(
        round === 'first' ? '18 subscriptions made, 0 were there' : '0 subscriptions made, 18 were there',
      );
    }
    expect((await installations('twitch')).map(({ subject }) => subject)).toEqual(
      expect.arrayContaining([id, DEMO.twitch.bot.id]),
    );
    const { messageId } = await world.twitch.chat({ user: { id: '9', login: 'ann', role: 'viewer' }, text: '!ping' });
    await until('an answer', () => world.twitch.sent.some((line) => line.replyTo === messageId));
  });

  it('of Discord: the server is linked, its commands are known', async () => {
    const tried = await tryTo('discord', 'allow' as never);
    expect(tried).toMatchObject({ failure: undefined });
    expect(tried.said).toContain('slash commands are registered');
    expect(world.discord.commands().map(({ name }) => name)).toEqual(expect.arrayContaining(['ping', 'do', 'command']));
    expect(world.discord.commands().find(({ name }) => name === 'do')).toMatchObject({
      description: expect.stringContaining('Runs any command'),
      description_localizations: { de: expect.stringContaining('jeden Befehl') },
    });
  });

  it('of Slack: the token is kept, sealed', async () => {
    const tried = await tryTo('slack', 'allow');
    expect(tried).toMatchObject({ failure: undefined });
    expect(tried.said).toContain('/invite @waddlebot');
    const [kept] = await installations('slack');
    expect(kept?.sealed_access_token).toMatch(/^v1\./);
    expect(kept?.scopes).toContain('chat:write');
  });

  it('of Kick: the bot first, then subscriptions, which do not double', async () => {
    expect(await tryTo('kick', { account: DEMO.kick.bot.id }, { asBot: true })).toMatchObject({ failure: undefined });
    for (const round of ['first', 'again']) {
      const tried = await tryTo('kick', { account: DEMO.kick.channel.id });
      expect(tried, round).toMatchObject({ failure: undefined });
      expect(tried.said).toContain('/mod waddlebot');
    }
    const events = world.kick.subscriptions.map(({ event }) => event);
    expect(new Set(events).size).toBe(events.length);
    expect(await channelOf('kick', DEMO.kick.channel.id)).toMatchObject({ bot_account: DEMO.kick.bot.id });
    const { messageId } = await world.kick.chat({ user: { id: '99', login: 'ann' }, text: '!ping' });
    await until('an answer', () => world.kick.sent.some((line) => line.replyTo === messageId));
  });

  it('of YouTube: the hub tells of it, and is asked again when it is time', async () => {
    expect(await tryTo('youtube', { account: DEMO.youtube.bot.id }, { asBot: true })).toMatchObject({
      failure: undefined,
    });
    const tried = await tryTo('youtube', { account: DEMO.youtube.channel.id });
    expect(tried).toMatchObject({ failure: undefined });
    expect(tried.said).toContain('YouTube tells of this channel');
    expect(world.youtube.leases).toHaveLength(1);
    const [before] = await world.rows<{ expires_at: Date }>('select expires_at from websub_leases');
    await world.rows(`update websub_leases set renew_at = now() - interval '1 minute'`);
    await world.worker.cron('* * * * *');
    await until('the renewal', async () => {
      const [now] = await world.rows<{ expires_at: Date }>('select expires_at from websub_leases');
      return now && before && now.expires_at > before.expires_at;
    });
  });
});

describe('a consent that comes to nothing', () => {
  const BOTS: Readonly<Partial<Record<Platform, string>>> = {
    twitch: DEMO.twitch.channel.id,
    kick: DEMO.kick.channel.id,
    youtube: DEMO.youtube.channel.id,
  };
  const PLATFORMS = ['twitch', 'discord', 'slack', 'youtube', 'kick'] as const;
  const snapshot = async () =>
    JSON.stringify(await world.rows('select platform, subject, sealed_access_token from installations order by 1, 2'));

  it.each(PLATFORMS)('%s: denied', async (platform) => {
    const before = await snapshot();
    const { failure } = await tryTo(platform, 'deny');
    expect(failure).toMatch(/You said no.*Nothing was stored.*Run this again/s);
    expect(await snapshot()).toBe(before);
  });

  it.each(PLATFORMS)('%s: a code that is too old', async (platform) => {
    // Discord's stand-in has no clock for codes; what Discord says of a spent one is the same.
    const body = { error: 'invalid_grant' };
    if (platform === 'discord') world.discord.fault({ op: 'token', fault: { kind: 'status', status: 400, body } });
    const consent = { expired: true, ...(BOTS[platform] ? { account: BOTS[platform] } : {}) };
    const { failure } = await tryTo(platform, platform === 'discord' ? ('allow' as never) : consent);
    expect(failure).toMatch(/(too old|used already|any more).*Run this again/s);
  });

  it.each(['twitch', 'youtube', 'kick', 'slack'] as const)('%s: not all was granted', async (platform) => {
    const before = await snapshot();
    const account = BOTS[platform] ? { account: BOTS[platform] } : {};
    const scopes = { twitch: ['bits:read'], youtube: [], kick: ['user:read'], slack: ['commands'] }[platform];
    const { failure } = await tryTo(platform, { scopes, ...account });
    expect(failure).toMatch(/Nothing was stored.*Missing:.*Run this again/s);
    expect(await snapshot()).toBe(before);
  });

  it.each(PLATFORMS)('%s: somebody else than was meant', async (platform) => {
    const before = await snapshot();
    const account = BOTS[platform] ? { account: BOTS[platform] } : 'allow';
    const { failure } = await tryTo(platform, account as Consent, { expected: 'penguin_king' });
    expect(failure).toMatch(/penguin_king was to be connected\. Nothing was stored\./);
    expect(await snapshot()).toBe(before);
  });

  it('on Twitch as another account than the bot', async () => {
    const { failure } = await tryTo('twitch', { account: DEMO.twitch.channel.id }, { asBot: true });
    expect(failure).toContain(`TWITCH_BOT_USER_ID is ${DEMO.twitch.bot.id}`);
  });

  it('that answers another question is not taken, and the waiting goes on', async () => {
    const tried = await tryTo(
      'kick',
      { account: DEMO.kick.channel.id },
      {
        browse: async (url) => {
          const back = new URL(new URL(url).searchParams.get('redirect_uri') as string);
          back.search = '?state=guessed&code=evil';
          expect((await fetch(back)).status).toBe(400);
          await fetch(url);
        },
      },
    );
    expect(tried).toMatchObject({ failure: undefined });
  });

  it('for a channel that is another community’s', async () => {
    await world.rows(`insert into communities (id, slug, name) values (gen_random_uuid(), 'other', 'Other')`);
    const { failure } = await tryTo('kick', { account: DEMO.kick.channel.id }, { community: 'other' });
    expect(failure).toMatch(/belongs to the community "demo" already.*--community demo/s);
    expect((await tryTo('kick', 'allow')).failure).toContain('--community demo | other');
    await world.rows(`delete from communities where slug = 'other'`);
  });

  it('because the platform cannot reach WaddleBot', async () => {
    // As another deployment would have it: the hub's question comes to an address that nobody asked for.
    const away = { ...settings, YOUTUBE_WEBHOOK_SECRET: world.secrets.service };
    const { failure } = await tryTo('youtube', { account: DEMO.youtube.channel.id }, { settings: away });
    expect(failure).toMatch(/PUBLIC_URL .*has to be its address on the internet/);
  });

  it('because the platform does not know the application', async () => {
    const wrong = {
      ...settings,
      KICK_CLIENT_SECRET: 'wrong',
      TWITCH_CLIENT_SECRET: 'wrong',
      SLACK_CLIENT_SECRET: 'wrong',
      GOOGLE_CLIENT_SECRET: 'wrong',
      DISCORD_CLIENT_SECRET: 'wrong',
    };
    for (const platform of PLATFORMS) {
      const account = BOTS[platform] ? { account: BOTS[platform] } : 'allow';
      const { failure } = await tryTo(platform, account as Consent, { settings: wrong });
      expect(failure, platform).toMatch(/does not accept .*(CLIENT_SECRET|application|app)/);
    }
  });

  it('because its secrets are missing', async () => {
    const { KICK_CLIENT_ID: _, ...without } = settings;
    const { failure } = await tryTo('kick', 'allow', { settings: without as Settings });
    expect(failure).toBe('KICK_CLIENT_ID not set: docs/platforms/kick.md says where to find what.');
  });

  it('revoked later: the bot says nothing, and connecting again mends it', async () => {
    for (const pair of await world.rows<{ subject: string }>(
      `select subject from installations where platform = 'kick'`,
    ))
      expect(pair.subject).toBeTruthy();
    world.kick.tokens.revokeAll();
    const since = world.logs.length;
    const lost = await world.kick.chat({ user: { id: '98', login: 'bo' }, text: '!ping' });
    await until('a refusal in the log', () =>
      world.logs.slice(since).some((line) => line.includes('"delivery"') && /token/.test(line)),
    );
    expect(world.kick.sent.some((line) => line.replyTo === lost.messageId)).toBe(false);
    expect(await tryTo('kick', { account: DEMO.kick.bot.id }, { asBot: true })).toMatchObject({ failure: undefined });
    const { messageId } = await world.kick.chat({ user: { id: '97', login: 'cy' }, text: '!ping' });
    await until('an answer', () => world.kick.sent.some((line) => line.replyTo === messageId), 60_000);
  });
});
