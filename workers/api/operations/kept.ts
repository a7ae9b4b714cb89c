import { type SQL, sql } from 'drizzle-orm';
import * as z from 'zod';
import { deliveries, invocations } from '../../../db/schema/index.ts';
import type { CommunityId } from '../../core/ids.ts';
import type { Invocation, Trace } from '../../core/invocation.ts';
import { type Reply, say } from '../../core/replies.ts';
import { holds, type Said, saidIn } from '../../router/dead-letters.ts';
import type { Services } from '../../router/services.ts';
import { type AgainRefusal, againRefusal, idOfAgain } from './again.ts';

/** A place in a list by time: microseconds since epoch, as PostgreSQL keeps them, and the id. */
export const position = z.tuple([z.int().min(0).max(4e15), z.string().max(1_000)]);
export type Position = z.infer<typeof position>;

const microsOf = (column: SQL): SQL => sql`(extract(epoch from ${column}) * 1000000)::bigint`;
const before = (column: SQL, id: SQL, at: Position | undefined): SQL =>
  at === undefined
    ? sql`true`
    : sql`(${column}, ${id}) < (timestamptz 'epoch' + ${at[0]}::bigint * interval '1 microsecond', ${at[1]}::text)`;

/** What lists are narrowed to. */
export interface KeptFilter {
  /** `platform:id` */
  readonly channel?: string | undefined;
  /** A part of the command's name. */
  readonly command?: string | undefined;
  readonly before?: Position | undefined;
  readonly limit: number;
}

const narrowed = ({ channel, command }: KeptFilter, id: SQL, named: SQL): SQL => sql`
  ${channel === undefined ? sql`true` : sql`starts_with(${id}, ${`${channel}:`})`}
  and ${command === undefined ? sql`true` : holds(named, command)}`;

/** How a delivery may end that nobody saw. */
export const UNSEEN = ['unknown', 'refused', 'withheld'] as const;
export type Unseen = (typeof UNSEEN)[number];

interface DeliveryRow extends Record<string, unknown> {
  readonly id: string;
  readonly status: Unseen;
  readonly reason: string | null;
  readonly reply: string | null;
  readonly attempts: number;
  readonly at: string;
  readonly micros: string;
  readonly settledAt: string | null;
  readonly command: string | null;
  readonly invocation: Invocation | null;
  readonly whole: Reply | null;
  readonly isBegun: boolean;
  readonly saidAgain: boolean;
}

export interface KeptDelivery {
  readonly id: string;
  readonly status: Unseen;
  readonly reason: string | null;
  readonly attempts: number;
  readonly at: string;
  readonly settledAt: string | null;
  readonly command: string | null;
  readonly said: Said | null;
  /** All that was to be said; null where it is not kept. */
  readonly answer: Reply | null;
  /** Whether a part of it is known to be posted. */
  readonly isBegun: boolean;
  /** Why it cannot be said again; null where it can. */
  readonly notAgain: AgainRefusal | null;
  readonly position: Position;
}

const iso = (column: SQL): SQL => sql`to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

/** Answers that were worked out and that nobody saw, as far as is known; newest first, one more than `limit` where there are more. */
export async function unseenDeliveries(
  { db }: Pick<Services, 'db'>,
  community: CommunityId,
  filter: KeptFilter & { readonly status?: Unseen | undefined; readonly id?: string },
): Promise<readonly KeptDelivery[]> {
  const { status, id, limit } = filter;
  const { rows } = await db.run('operations.deliveries', (d) =>
    d.execute<DeliveryRow>(sql`
      select d.id, d.status, d.reason, d.reply, d.said as whole, cardinality(d.platform_message_ids) > 0 as "isBegun", d.attempts,
        ${iso(sql`d.created_at`)} as at, ${microsOf(sql`d.created_at`)}::text as micros,
        ${iso(sql`d.settled_at`)} as "settledAt", i.command, i.invocation,
        exists (select from ${deliveries} a where a.id = d.id || ${idOfAgain('')}) as "saidAgain"
      from ${deliveries} d left join ${invocations} i on i.id = d.id and i.community_id = d.community_id
      where d.community_id = ${community}::uuid and d.status in ('refused', 'unknown', 'withheld')
        and ${status === undefined ? sql`true` : sql`d.status = ${status}`}
        and ${id === undefined ? sql`true` : sql`d.id = ${id}`}
        and ${narrowed(filter, sql`d.id`, sql`i.command`)}
        and ${before(sql`d.created_at`, sql`d.id`, filter.before)}
      order by d.created_at desc, d.id desc limit ${limit + 1}`),
  );
  return rows.map(({ micros, invocation, reply, whole, saidAgain, ...row }) => ({
    ...row,
    said: invocation ? saidIn(invocation, reply) : null,
    answer: whole ?? (reply === null ? null : say(reply)),
    notAgain: againRefusal({ ...row, reply, invocation, saidAgain }),
    position: [Number(micros), row.id],
  }));
}

interface ExecutionRow extends Record<string, unknown> {
  readonly id: string;
  readonly command: string;
  readonly at: string;
  readonly micros: string;
  readonly trace: Trace;
  readonly invocation: Invocation;
  readonly status: string | null;
  readonly reason: string | null;
  readonly reply: string | null;
  readonly attempts: number | null;
  readonly settledAt: string | null;
  readonly saidAgain: boolean;
}

export interface Execution {
  readonly id: string;
  readonly command: string;
  readonly kind: string;
  readonly at: string;
  readonly trace: Trace;
  /** How its answer ended; null where nothing was to be said. */
  readonly status: string | null;
  readonly reason: string | null;
  readonly attempts: number;
  readonly settledAt: string | null;
  readonly said: Said | null;
  readonly again: string | null;
  readonly position: Position;
}

/** What was executed and had an effect, newest first; one more than `limit` where there are more. */
export async function executions(
  { db }: Pick<Services, 'db'>,
  community: CommunityId,
  filter: KeptFilter & { readonly id?: string },
): Promise<readonly Execution[]> {
  const { id, limit } = filter;
  const { rows } = await db.run('operations.executions', (d) =>
    d.execute<ExecutionRow>(sql`
      select i.id, i.command, ${iso(sql`i.created_at`)} as at, ${microsOf(sql`i.created_at`)}::text as micros, i.trace, i.invocation,
        d.status, d.reason, d.reply, d.attempts, ${iso(sql`d.settled_at`)} as "settledAt",
        exists (select from ${invocations} a where a.id = i.id || ${idOfAgain('')}) as "saidAgain"
      from ${invocations} i left join ${deliveries} d on d.id = i.id and d.community_id = i.community_id
      where i.community_id = ${community}::uuid
        and ${id === undefined ? sql`true` : sql`i.id = ${id}`}
        and ${narrowed(filter, sql`i.id`, sql`i.command`)}
        and ${before(sql`i.created_at`, sql`i.id`, filter.before)}
      order by i.created_at desc, i.id desc limit ${limit + 1}`),
  );
  return rows.map(({ micros, invocation, reply, saidAgain, attempts, ...row }) => ({
    ...row,
    kind: invocation.event.kind,
    attempts: attempts ?? 0,
    said: saidIn(invocation, reply),
    again: saidAgain ? idOfAgain(row.id) : null,
    position: [Number(micros), row.id],
  }));
}
