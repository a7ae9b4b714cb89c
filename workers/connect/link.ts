import { and, eq, sql } from 'drizzle-orm';
import { v7 as uuidv7 } from 'uuid';
import { channels, communities, installations, outbox } from '../../db/schema/index.ts';
import type { CommunityId, Platform } from '../core/ids.ts';
import { channelKey } from '../core/ids.ts';
import { type AuditLine, audited, NOTED } from '../router/audited.ts';
import type { Ground, Named } from './flow.ts';
import { NotConnected } from './steps.ts';

export interface ToLink extends Named {
  readonly platform: Platform;
  readonly botIsModerator?: boolean;
  readonly botAccount?: string | null;
}

/**
 * To be asked before anything of a channel is stored: what is another community's stays as it is, though its owner agreed.
 * @throws NotConnected
 */
export async function mustBeFree(
  { db, communityId, door }: Pick<Ground, 'db' | 'communityId' | 'door'>,
  platform: Platform,
  { id, name }: Named,
): Promise<void> {
  const [home] = await db.run('connect.home', (d) =>
    d
      .select({ id: communities.id, slug: communities.slug })
      .from(channels)
      .innerJoin(communities, eq(communities.id, channels.communityId))
      .where(and(eq(channels.platform, platform), eq(channels.platformId, id))),
  );
  if (home && home.id !== communityId) throw new NotConnected(door.elsewhere(name, home.slug), 'elsewhere');
}

/**
 * Links a channel to the community, or brings what is known of it up to date, and mends what was broken. Its Channel object
 * learns of it by the outbox, within a minute at the latest.
 * @throws NotConnected where it belongs to another community, or where the community is gone.
 */
export async function linkChannel(ground: Ground, channel: ToLink): Promise<void> {
  const { db, communityId, actor, tell, noted } = ground;
  const { platform, id, name, botIsModerator = false, botAccount = null } = channel;
  const { rows } = await db.run('connect.link', (d) =>
    d.execute<{ noted: AuditLine | null }>(sql`
      with linked as (
          insert into ${channels} as c (id, community_id, platform, platform_id, login, bot_is_moderator, bot_account)
          select ${uuidv7()}::uuid, id, ${platform}, ${id}, ${name}, ${botIsModerator}::boolean, ${botAccount}::text
          from ${communities} where id = ${communityId}::uuid and deleted_at is null
          on conflict (platform, platform_id) do update
            set login = excluded.login, bot_is_moderator = excluded.bot_is_moderator,
              bot_account = excluded.bot_account, broken_reason = null
            where c.community_id = excluded.community_id
          returning c.id),
        mended as (
          update ${installations} set broken_reason = null
          where platform = ${platform} and subject = ${id} and exists (select from linked)),
        bumped as (
          update ${communities} set settings_version = settings_version + 1
          where id = ${communityId}::uuid and exists (select from linked) returning id, settings_version),
        told as (insert into ${outbox} (community_id, version) select id, settings_version from bumped),
        ${audited(
          {
            action: 'channel.link',
            happened: sql`exists (select from linked)`,
            target: sql`${`channel:${channelKey(platform, id)}`}::text`,
            before: sql`null::jsonb`,
            after: sql`jsonb_build_object('login', ${name}::text)`,
          },
          communityId as CommunityId,
          actor,
        )}
      select id, ${NOTED} from linked`),
  );
  const [linked] = rows;
  if (!linked) {
    await mustBeFree(ground, platform, channel);
    throw new NotConnected(`The community is not there any more, so ${name} was not linked.`);
  }
  noted(linked.noted);
  tell({ is: 'done', text: `${name} is linked.` });
}

/** Every channel of a platform hears with the bot account that was connected. */
export async function nameBotAccount(
  { db }: Pick<Ground, 'db'>,
  platform: Platform,
  account: string,
): Promise<readonly string[]> {
  const { rows } = await db.run('connect.bot-account', (d) =>
    d.execute<{ id: string }>(sql`
      with named as (
          update ${channels} set bot_account = ${account} where platform = ${platform} returning community_id),
        bumped as (
          update ${communities} set settings_version = settings_version + 1
          where id in (select community_id from named) returning id, settings_version),
        told as (insert into ${outbox} (community_id, version) select id, settings_version from bumped)
      select id from bumped`),
  );
  return rows.map(({ id }) => id);
}
