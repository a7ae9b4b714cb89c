import { sql } from 'drizzle-orm';
import { channels, installations } from '../../db/schema/index.ts';
import type { ChannelKey, CommunityId } from '../core/ids.ts';
import { type AuditLine, audited, NOTED, tellChange } from './audited.ts';
import type { Services } from './services.ts';

const SYSTEM = { kind: 'system' } as const;

/**
 * Notes that a link is broken and why: for the hub to show, the owners to hear of in the feed and the audit log, and
 * somebody to mend. Platforms tell one loss many times; what they told first is what is kept.
 */
export async function markBroken(
  services: Pick<Services, 'behind' | 'bindings' | 'clock' | 'db' | 'feed' | 'log'>,
  channel: ChannelKey,
  reason: string,
): Promise<void> {
  const { db, clock, log, feed } = services;
  const colon = channel.indexOf(':');
  const platform = channel.slice(0, colon);
  const platformId = channel.slice(colon + 1);
  const now = clock();
  const at = sql`${new Date(now).toISOString()}::timestamptz`;
  const { rows } = await db.run('channel.broken', (d) =>
    d.execute<{ community: CommunityId; noted: AuditLine | null }>(sql`
      with broken as (
          update ${channels} set broken_reason = ${reason}
          where platform = ${platform} and platform_id = ${platformId} and broken_reason is null
          returning community_id),
        noted as (
          update ${installations} set broken_reason = ${reason}, updated_at = ${at}
          where platform = ${platform} and subject = ${platformId} and broken_reason is null),
        ${audited(
          {
            action: 'channel.broken',
            happened: sql`exists (select from broken)`,
            target: sql`${`channel:${channel}`}::text`,
            before: sql`null::jsonb`,
            after: sql`jsonb_build_object('reason', ${reason}::text)`,
          },
          sql`(select community_id from broken)`,
          SYSTEM,
        )}
      select community_id as community, ${NOTED} from broken`),
  );
  const [broken] = rows;
  if (!broken) return;
  tellChange(services, broken.community, SYSTEM, broken.noted);
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
