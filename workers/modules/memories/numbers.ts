import { type SQL, sql } from 'drizzle-orm';
import { memoryNumbers } from '../../../db/schema/index.ts';

export type MemoryKind = 'quote' | 'bookmark' | 'reminder';

/**
 * The cte `given (number)`: the next number of a kind in a community (a uuid), counted from 1. Where `when`, a boolean over the
 * ctes before it, is false, none is given and it has no row. A number is never given twice, nor again when what had it is gone.
 */
export const nextNumber = (community: SQL, kind: MemoryKind, when: SQL = sql`true`): SQL =>
  sql`given as (
    insert into ${memoryNumbers} as numbers (community_id, kind, last)
    select ${community}, ${kind}::text, 1 where ${when}
    on conflict (community_id, kind) do update set last = numbers.last + 1
    returning last as number)`;
