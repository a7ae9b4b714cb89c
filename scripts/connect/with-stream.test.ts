import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Database, openDatabase } from '../../db/client.ts';
import { type Bridge, startBridge } from '../../db/local/bridge.ts';
import { migrate } from '../../db/migrate.ts';
import { type BotEndpoint, startBotEndpoint } from '../../tests/stand-ins/bot.ts';
import { KICK_DEMO } from '../../tests/stand-ins/kick.ts';
import { DEMO, freshCredentials, type StandIns, startStandIns } from '../../tests/stand-ins/run.ts';
import { YOUTUBE_DEMO } from '../../tests/stand-ins/youtube.ts';
import { freshDatabase } from '../../tests/support/fresh-database.ts';
import type { Platform } from '../../workers/core/ids.ts';
import { parseSettings, type Settings } from '../../workers/env.ts';
import { STREAM_SCOPES as KICK } from '../../workers/platforms/kick/oauth.ts';
import { STREAM_SCOPES as TWITCH } from '../../workers/platforms/twitch/consent.ts';
import { SCOPES as YOUTUBE } from '../../workers/platforms/youtube/oauth.ts';
import { connect } from '../connect.ts';

const STREAM = { twitch: TWITCH, kick: KICK, youtube: YOUTUBE.stream };
const OWNERS = { twitch: DEMO.twitch.channel.id, kick: KICK_DEMO.channel.id, youtube: YOUTUBE_DEMO.channel.id };

let url: string;
let bridge: Bridge;
let db: Database;
let client: pg.Client;
let bot: BotEndpoint;
let standIns: StandIns;
let settings: Settings;

beforeAll(async () => {
  url = await freshDatabase();
  await migrate({ url, folder: 'db/migrations' });
  bridge = await startBridge({ upstream: url });
  db = openDatabase(bridge.url, () => {}, Date.now);
  client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(`insert into communities (id, slug, name) values (gen_random_uuid(), 'igloo', 'The Igloo')`);
});
afterAll(async () => {
  await client.end();
  await bridge.close();
});
beforeEach(async () => {
  await client.query('delete from installations');
  bot = await startBotEndpoint();
  // Where the deployment would be: it gives Twitch its challenge back.
  bot.answer = ({ body }) => ({ body: /"challenge":"([^"]+)"/.exec(body)?.[1] ?? '' });
  const { twitch, kick, youtube } = freshCredentials();
  standIns = await startStandIns({
    publicUrl: bot.url,
    twitch: { ...twitch, subscribed: false },
    kick: { ...kick, subscribed: false },
    youtube,
  });
  settings = parseSettings({
    ...standIns.vars,
    ENVIRONMENT: 'development',
    PUBLIC_URL: bot.url,
    DATABASE_URL: bridge.url,
    SESSION_SECRET: randomBytes(32).toString('base64'),
    ENCRYPTION_KEY: randomBytes(32).toString('base64'),
  });
});
afterEach(async () => {
  await standIns.stop();
  await bot.stop();
});

/** Goes the way of one consent; what is thrown after the token was kept is what the rest of the way lacks here. */
async function agree(platform: keyof typeof OWNERS, withStream: boolean): Promise<string> {
  const standIn = standIns[platform];
  if (!standIn) throw new Error(`no ${platform}`);
  standIn.consent = { account: OWNERS[platform] };
  const said: string[] = [];
  await connect({
    platform,
    settings,
    db,
    withStream,
    port: 0,
    say: (line) => void said.push(line),
    open: (page) => void fetch(page).catch(() => {}),
    pause: async () => {},
  }).catch(() => {});
  return said.join('\n');
}

const grantedTo = async (platform: Platform): Promise<string[]> => {
  const { rows } = await client.query('select scopes from installations where platform = $1', [platform]);
  return rows[0]?.scopes ?? [];
};

describe.each(['twitch', 'kick', 'youtube'] as const)('the consent of a streamer on %s', (platform) => {
  const more = Object.keys(STREAM[platform]);

  it('is asked for what steers a stream only when that is wanted', async () => {
    const plain = await agree(platform, false);
    expect(await grantedTo(platform)).not.toHaveLength(0);
    for (const scope of more) {
      expect(plain).not.toContain(scope);
      expect(await grantedTo(platform)).not.toContain(scope);
    }
    const steering = await agree(platform, true);
    for (const scope of more) expect(steering).toContain(scope);
    expect(await grantedTo(platform)).toEqual(expect.arrayContaining(more));
    expect(steering).not.toContain('takes the place');
  });

  it('says what is allowed no more once it was given again without', async () => {
    await agree(platform, true);
    const plain = await agree(platform, false);
    expect(plain).toContain(
      `! This consent takes the place of an earlier one, which also allowed ${more.join(', ')}. To have that again: npm run connect ${platform} -- --with stream`,
    );
    expect(await grantedTo(platform)).not.toEqual(expect.arrayContaining(more));
  });
});

describe('what steers a stream', () => {
  const tryTo = (platform: Platform, asBot = false) =>
    connect({ platform, settings, db, asBot, withStream: true, port: 0, say: () => {}, open: () => {} });

  it('is not asked of the bot’s own account, nor where there are no streams', async () => {
    await expect(tryTo('twitch', true)).rejects.toThrow('without --as bot, or without --with stream');
    settings = { ...settings, SLACK_CLIENT_ID: 'a', SLACK_CLIENT_SECRET: 'b', SLACK_SIGNING_SECRET: 'c' };
    await expect(tryTo('slack')).rejects.toThrow('There is no stream to steer on this platform');
    expect(await grantedTo('twitch')).toEqual([]);
  });
});
