import { type SQL, sql } from 'drizzle-orm';
import type { CommunityId } from '../workers/core/ids.ts';
import type { Seen } from '../workers/core/if-match.ts';
import { auditLog } from './schema/index.ts';

const MICROSECONDS = sql.raw(`'YYYYMMDDHH24MISSUS'`);

/**
 * The name of a row's state, another one after every change of it. Text.
 * @param row a table or cte with `id` and `updated_at`
 */
export const stateOf = (row: SQL): SQL =>
  sql`left(md5(${row}.id::text || to_char(${row}.updated_at at time zone 'utc', ${MICROSECONDS})), 20)`;

/** The same for a thing that is several rows, or none yet. An aggregate. @param key what tells the rows apart */
export const stateOfAll = (row: SQL, key: SQL): SQL =>
  sql`left(md5(coalesce(string_agg(${key} || to_char(${row}.updated_at at time zone 'utc', ${MICROSECONDS}), ',' order by ${key}), '')), 20)`;

/** Whether something is in another state than was seen. A boolean. @param state as it is now, where the change is made */
export const isStale = (state: SQL, seen: Seen): SQL =>
  seen === null
    ? sql`false`
    : sql`coalesce(${state} not in (${sql.join(
        seen.map((one) => sql`${one}`),
        sql`, `,
      )}), true)`;

/** Whether the row that a change is about (the cte `was`) is in another state than was seen; one that is not there is not. A boolean. */
export const wasStale = (seen: Seen): SQL => sql`exists (select from was where ${isStale(stateOf(sql`was`), seen)})`;

/** Actions that the audit log has of things that they leave as they are. */
const NO_CHANGES = sql.raw(`('command.permit', 'timer.now')`);

/** Who changed a thing last and when, as the audit log has it (`LastChange`), or null. jsonb. */
export const lastChangeOf = (community: CommunityId, target: SQL): SQL =>
  sql`(select jsonb_build_object('actor', a.actor, 'at', a.created_at) from ${auditLog} a
    where a.community_id = ${community}::uuid and a.target = ${target}
      and a.action not in ${NO_CHANGES} order by a.id desc limit 1)`;

/**
 * Who changed the row in the cte `was` last, where that made it another than was seen, else null. jsonb.
 * @param kind of thing, as targets of the audit log begin: `alias`
 */
export const changedBy = (community: CommunityId, kind: string, stale: SQL): SQL =>
  sql`case when ${stale} then ${lastChangeOf(community, sql`(select ${`${kind}:`}::text || id from was)`)} end`;
