import { sql } from 'drizzle-orm';
import { v7 as uuidv7 } from 'uuid';
import type { Database } from '../../db/client.ts';
import { channels, communities } from '../../db/schema/index.ts';
import { type Credentials, DEMO, type StandIns } from '../../tests/stand-ins/run.ts';
import { SCOPES as KICK, STREAM_SCOPES as KICK_STREAM } from '../../workers/platforms/kick/oauth.ts';
import {
  exchangeCode,
  SCOPES as TWITCH,
  BOT_SCOPES as TWITCH_BOT,
  STREAM_SCOPES as TWITCH_STREAM,
} from '../../workers/platforms/twitch/consent.ts';
import { SCOPES as YOUTUBE } from '../../workers/platforms/youtube/oauth.ts';
import { requestLease, topicOf } from '../../workers/platforms/youtube/websub.ts';
import { BOT, storeToken } from '../../workers/router/installations.ts';
import { Leases } from '../../workers/router/leases.ts';

/** The demo community, only into an empty database; an existing one is left as it is. */
export async function seedDemo(db: Database): Promise<boolean> {
  const id = uuidv7();
  const { twitch, discord, slack, kick, youtube } = DEMO;
  const seeded = await db.run('demo.seed', (d) =>
    d.batch([
      d.execute(sql`
        insert into ${communities} (id, slug, name)
        select ${id}::uuid, 'demo', 'Waddle Demo' where not exists (select from ${communities})
        returning id`),
      d.execute(sql`
        insert into ${channels} (id, community_id, platform, platform_id, login, bot_is_moderator, bot_account)
        select gen_random_uuid(), c.id, v.platform, v.platform_id, v.login, v.moderator, v.bot
        from ${communities} c,
          (values ('twitch', ${twitch.channel.id}, ${twitch.channel.login}, true, null),
                  ('slack', ${slack.team.id}, ${slack.team.name}, false, null),
                  ('discord', ${discord.guild.id}, ${discord.guild.name}, false, null),
                  ('kick', ${kick.channel.id}, ${kick.channel.login}, false, ${kick.bot.id}),
                  ('youtube', ${youtube.channel.id}, ${youtube.channel.title}, false, ${youtube.bot.id}))
            as v (platform, platform_id, login, moderator, bot)
        where c.id = ${id}::uuid
        on conflict do nothing`),
    ]),
  );
  return seeded[0].rows.length > 0;
}

/** The stand-ins' tokens, where connected accounts would have put them. */
export async function connectDemo(
  db: Database,
  encryptionKey: string,
  given: Pick<Credentials, 'twitch' | 'slack' | 'kick' | 'youtube'>,
  standIns: StandIns,
): Promise<void> {
  const keys = { current: encryptionKey };
  const hour = Date.now() + 3600_000;
  if (standIns.slack)
    await storeToken(db, keys, 'slack', DEMO.slack.team.id, {
      access: { token: given.slack.botToken, expiresAt: null },
    });
  if (standIns.kick)
    await storeToken(db, keys, 'kick', BOT, {
      access: { token: given.kick.bot.accessToken, expiresAt: hour },
      refresh: given.kick.bot.refreshToken,
      details: { account: DEMO.kick.bot.id, login: DEMO.kick.bot.login },
    });
  if (standIns.youtube)
    await storeToken(db, keys, 'youtube', BOT, {
      access: { token: given.youtube.bot.accessToken, expiresAt: hour },
      refresh: given.youtube.bot.refreshToken,
      details: { account: DEMO.youtube.bot.id, name: DEMO.youtube.bot.title },
    });
  await connectBroadcasters(db, encryptionKey, given, standIns);
}

/** What the demo's broadcasters would have agreed to in `npm run connect … -- --with stream`. */
async function connectBroadcasters(
  db: Database,
  encryptionKey: string,
  given: Pick<Credentials, 'twitch'>,
  standIns: StandIns,
): Promise<void> {
  const keys = { current: encryptionKey };
  const hour = Date.now() + 3600_000;
  const { twitch, kick, youtube } = standIns;
  if (twitch) {
    const app = { apiUrl: twitch.apiUrl, authUrl: twitch.authUrl, ...given.twitch };
    const redirectUri = 'http://localhost/';
    const agreed = [
      { userId: DEMO.twitch.channel.id, scopes: [...Object.keys(TWITCH), ...Object.keys(TWITCH_STREAM)] },
      { userId: DEMO.twitch.bot.id, scopes: Object.keys(TWITCH_BOT) },
    ];
    for (const { userId, scopes } of agreed) {
      const code = twitch.tokens.issueCode({ userId, scopes, redirectUri });
      const consent = await exchangeCode(app, { code, redirectUri }, fetch, Date.now());
      // A stand-in that was given other channels knows no such broadcaster.
      if (consent.ok) await storeToken(db, keys, 'twitch', userId, consent.value);
    }
  }
  if (kick) {
    const { id, login } = DEMO.kick.channel;
    const scopes = [...Object.keys(KICK), ...Object.keys(KICK_STREAM)];
    const { accessToken: token, refreshToken: refresh } = kick.tokens.grant(id, scopes);
    await storeToken(db, keys, 'kick', id, {
      access: { token, expiresAt: hour },
      refresh,
      scopes,
      details: { account: id, login },
    });
  }
  if (youtube) {
    const { id, title } = DEMO.youtube.channel;
    const scopes = [...Object.keys(YOUTUBE.channel), ...Object.keys(YOUTUBE.stream)];
    const { accessToken: token, refreshToken: refresh } = youtube.tokens.grant(id, scopes);
    await storeToken(db, keys, 'youtube', id, {
      access: { token, expiresAt: hour },
      refresh,
      scopes,
      details: { account: id, name: title },
    });
  }
}

/** Has the stand-in of YouTube's hub tell us of the demo channel, and its broadcast be found. The Worker has to run. */
export async function openDemoBroadcast(
  db: Database,
  youtube: NonNullable<StandIns['youtube']>,
  webhookSecret: string,
  publicUrl: string,
): Promise<void> {
  const topic = topicOf(DEMO.youtube.channel.id);
  const { token, secret } = await new Leases(db, webhookSecret).open(DEMO.youtube.channel.id, topic);
  const callback = new URL(`/webhooks/youtube/${token}`, publicUrl).href;
  const answer = await requestLease({ hubUrl: youtube.hubUrl, callback, topic, secret }, fetch);
  if (!answer.ok) throw new Error(`YouTube's hub did not take the subscription: ${answer.reason}`);
  await youtube.idle();
  await youtube.publish({ ...DEMO.youtube.broadcast });
}
