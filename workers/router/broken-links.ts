import { sql } from 'drizzle-orm';
import { v7 as uuidv7 } from 'uuid';
import { auditLog, channels, installations } from '../../db/schema/index.ts';
import type { ChannelKey, CommunityId } from '../core/ids.ts';
import type { Services } from './services.ts';

/**
 * Notes that a link is broken and why: for the hub to show, the owners to hear of in the feed and the audit log, and
 * somebody to mend. Platforms tell one loss many times; what they told first is what is kept.
 */
export async function markBroken(
  { db, clock, log, feed }: Pick<Services, 'db' | 'clock' | 'log' | 'feed'>,
  channel: ChannelKey,
  reason: string,
): Promise<void> {
  const colon = channel.indexOf(':');
  const platform = channel.slice(0, colon);
  const platformId = channel.slice(colon + 1);
  const now = clock();
  const at = sql`${new Date(now).toISOString()}::timestamptz`;
  const { rows } = await db.run('channel.broken', (d) =>
    d.execute<{ community: CommunityId }>(sql`
      with broken as (
          update ${channels} set broken_reason = ${reason}
          where platform = ${platform} and platform_id = ${platformId} and broken_reason is null
          returning community_id),
        noted as (
          update ${installations} set broken_reason = ${reason}, updated_at = ${at}
          where platform = ${platform} and subject = ${platformId} and broken_reason is null),
        audited as (
          insert into ${auditLog} (id, community_id, actor, action, target, after)
          select ${uuidv7()}::uuid, community_id, '{"kind":"system"}', 'channel.broken', ${`channel:${channel}`},
            jsonb_build_object('reason', ${reason}::text) from broken)
      select community_id as community from broken`),
  );
  const [broken] = rows;
  if (!broken) return;
  log('warn', 'channel.broken', { platform, reason });
  feed.add(broken.community, {
    id: `broken ${channel} ${now}`,
    channel,
    room: platformId,
    at: now,
    is: 'notice',
    notice: 'channel.broken',
    reason,
  });
}
