import { type SQL, sql } from 'drizzle-orm';
import { channels, communities, installations, outbox, websubLeases } from '../../db/schema/index.ts';
import { describeError } from '../core/errors.ts';
import type { CommunityId, Platform } from '../core/ids.ts';
import { channelKey } from '../core/ids.ts';
import { audited, NOTED } from '../router/audited.ts';
import { announceOutbox, type Done, recordedOf } from '../router/effects.ts';
import { loadToken } from '../router/installations.ts';
import type { Services } from '../router/services.ts';
import type { Ground, LeftTokens, Named } from './flow.ts';
import { LINKS } from './flows.ts';
import { isOn, linkedOf, tellChannels } from './ground.ts';
import { NotConnected } from './steps.ts';

/**
 * Takes a channel out of its community, and with it its tokens, in one transaction with what is told to its Channel and to
 * the audit log. Returns `value`, the channel's row id or null where it is not there, `changed` and `noted`.
 * @param keep further ctes, over `outcome (value, changed)`
 */
const unlinking =
  ({ communityId, actor, settings, now }: Ground, platform: Platform, { id }: Named) =>
  (keep: readonly SQL[]): SQL => {
    const key = channelKey(platform, id);
    // On Twitch the bot's own account may be a channel like any other; what it speaks with stays.
    const bot = platform === 'twitch' ? (settings.TWITCH_BOT_USER_ID ?? '') : '';
    return sql`with ${sql.join(
      [
        sql`gone as (
          delete from ${channels}
          where community_id = ${communityId}::uuid and platform = ${platform} and platform_id = ${id}
          returning id, login)`,
        sql`forgotten as (
          delete from ${installations} i using gone
          where i.platform = ${platform} and i.subject = ${id} and i.subject <> ${bot})`,
        sql`ended as (
          update ${websubLeases} l set state = 'ended', renew_at = null,
            updated_at = ${new Date(now()).toISOString()}::timestamptz
          from gone where ${platform} = 'youtube' and l.channel = ${id})`,
        sql`bumped as (
          update ${communities} set settings_version = settings_version + 1
          where id = ${communityId}::uuid and exists (select from gone) returning id, settings_version)`,
        sql`told as (
          insert into ${outbox} (community_id, version, channel) select id, settings_version, ${key} from bumped)`,
        audited(
          {
            action: 'channel.unlink',
            happened: sql`exists (select from gone)`,
            target: sql`${`channel:${key}`}::text`,
            before: sql`(select jsonb_build_object('login', login) from gone)`,
            after: sql`null::jsonb`,
          },
          communityId as CommunityId,
          actor,
        ),
        sql`outcome as materialized (select to_jsonb((select id from gone)) as value, exists (select from gone) as changed)`,
        ...keep,
      ],
      sql`, `,
    )} select value, changed, ${NOTED} from outcome`;
  };

/** Runs the statement once, however often the same is asked for. @returns what it came to: `settingsChanged` where a channel was there to unlink */
export type RunUnlinking = (statement: (keep: readonly SQL[]) => SQL) => Promise<Done>;

/** The run of a door that knows no Idempotency-Key. */
export const runUnlinking =
  ({ db }: Pick<Services, 'db'>): RunUnlinking =>
  async (statement) => {
    const { rows } = await db.run('connect.unlink', (d) => d.execute(statement([])));
    return recordedOf(rows);
  };

/**
 * Unlinks a channel: it falls silent, its tokens are deleted here and taken back at the platform, which tells of it no more.
 * @returns false where it is not linked to this community (any more)
 */
export async function unlinkChannel(
  services: Services,
  ground: Ground,
  platform: Platform,
  channel: Named,
  run: RunUnlinking,
): Promise<boolean> {
  const tokens = await leftTokens(services, ground, platform, channel);
  await announceOutbox(services, services.clock());
  const { settingsChanged: isGone, noted } = await run(unlinking(ground, platform, channel));
  ground.noted(noted);
  if (!isGone) return false;
  await tellChannels(services, ground.communityId as CommunityId);
  ground.tell({ is: 'done', text: `${channel.name} is unlinked, and the bot says nothing there any more.` });
  if (isOn(services, platform)) await leave(services, ground, platform, channel, tokens);
  return true;
}

/** What is to be taken back at the platform; a token that has run out is renewed for that, where it can be. */
async function leftTokens(
  services: Services,
  ground: Ground,
  platform: Platform,
  { id }: Named,
): Promise<LeftTokens | null> {
  if (platform === 'twitch' && id === services.settings.TWITCH_BOT_USER_ID) return null;
  await services.platforms[platform]?.token?.(id).catch(() => undefined);
  const stored = await loadToken(ground.db, ground.keys, platform, id).catch(() => null);
  return stored && { access: stored.access.token, refresh: stored.refresh };
}

/** It is unlinked already: a platform that is away now only leaves something behind that opens nothing here. */
async function leave(
  services: Services,
  ground: Ground,
  platform: Platform,
  channel: Named,
  tokens: LeftTokens | null,
): Promise<void> {
  try {
    await LINKS[platform].leave(ground, linkedOf(services, platform, channel), tokens);
  } catch (error) {
    if (!(error instanceof NotConnected))
      services.log('warn', 'connect.not-left', { platform, error: describeError(error) });
    const why = error instanceof NotConnected ? error.message : 'the platform could not be asked.';
    ground.tell({
      is: 'warning',
      text: `Not everything was taken back: ${why} You can take WaddleBot’s access away in the platform’s own settings.`,
    });
  }
}
