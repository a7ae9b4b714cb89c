import { type SQL, sql } from 'drizzle-orm';
import { v7 as uuidv7 } from 'uuid';
import { auditLog } from '../../db/schema/index.ts';
import type { Actor } from '../core/actors.ts';
import { takesRights, whoOf } from '../core/changes.ts';
import { describeError } from '../core/errors.ts';
import type { CommunityId } from '../core/ids.ts';
import type { Audit } from '../core/modules.ts';
import { OpenFeeds } from './open-feeds.ts';
import type { Services } from './services.ts';

/** Nobody waits for a change to be told, and where it is not, pages stay as they were: a busy object has time to answer, ms. */
const ASKED_WITHIN_MS = 10_000;

/** A line that was written to a community's audit log. */
export interface AuditLine {
  readonly id: string;
  readonly action: string;
  readonly target: string;
}

/**
 * The cte `audited`: a line of the audit log, written in the change's own statement. Whoever runs that selects `NOTED` with
 * what it comes to, and tells who watches (`tellChange`).
 */
export const audited = (
  { action, happened, target, before, after, each }: Audit,
  community: CommunityId | SQL | null,
  actor: Actor,
): SQL =>
  sql`audited as (
    insert into ${auditLog} (id, community_id, actor, action, target, before, after)
    select ${each ? numbered(each) : sql`${uuidv7()}::uuid`}, ${community}::uuid, ${JSON.stringify(actor)}::jsonb, ${action}, ${target}, ${before}, ${after}
    ${each ? sql`from ${each.of}` : sql``} where ${happened}
    returning jsonb_build_object('id', id, 'action', action, 'target', target) as line)`;

/** An id for each of several lines, made before it is known how many there are. */
const numbered = ({ of, most }: NonNullable<Audit['each']>): SQL =>
  sql`(array[${sql.join(
    Array.from({ length: most }, () => sql`${uuidv7()}`),
    sql`, `,
  )}]::uuid[])[${of}.n]`;

/** The column `noted` over the cte `audited`: the line (the first of several), or null where nothing happened. */
export const NOTED = sql`(select line from audited order by line ->> 'id' limit 1) as noted`;

/**
 * Tells a change to those who watch the community, behind the answer: it has happened, so that nothing is waited for and
 * nothing can fail. The entry's id is the line's: told twice, it is shown once. Where it takes rights away, people who listen
 * have to show theirs again, whoever watches.
 */
export function tellChange(
  services: Pick<Services, 'behind' | 'bindings' | 'clock' | 'feed' | 'log'>,
  community: CommunityId,
  actor: Actor,
  line: AuditLine | null | undefined,
): void {
  if (!line) return;
  const { id, action, target } = line;
  services.behind(0, async () => {
    try {
      if (takesRights(action)) await services.bindings.COMMUNITY.getByName(community).askFeedPersonsAgain();
    } catch (error) {
      // Theirs end by themselves, in minutes.
      services.log('warn', 'feed.persons-not-asked', { error: describeError(error) });
    }
    const feeds = new OpenFeeds(services);
    await feeds.ask(ASKED_WITHIN_MS);
    if (!feeds.has(community)) return;
    services.feed.add(community, {
      id: `change ${id}`,
      at: services.clock(),
      is: 'change',
      action,
      target,
      by: whoOf(actor),
    });
  });
}
