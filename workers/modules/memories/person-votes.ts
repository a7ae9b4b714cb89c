import { type SQL, sql } from 'drizzle-orm';
import { isOfMember, shownRows } from '../../../db/person-tables.ts';
import { quotes, quoteVotes } from '../../../db/schema/index.ts';
import type { PersonTable } from '../../core/people.ts';

/** Takes votes (rows of `quote_id`, `vote`) out of what their quotes count, or puts them back. */
const counting = (votes: SQL, sign: '+' | '-'): SQL => sql`
  update ${quotes} q set up = q.up ${sql.raw(sign)} v.up, down = q.down ${sql.raw(sign)} v.down
  from (
    select quote_id, count(*) filter (where vote = 1)::integer as up, count(*) filter (where vote = -1)::integer as down
    from ${votes} group by quote_id) v
  where q.id = v.quote_id`;

/** One person has one vote on a quote: where both voted, that of who stays counts, and the other's is remembered. */
export const votesOfPeople: PersonTable = {
  table: 'quote_votes',
  columns: ['member_id'],
  by: 'member',
  export: (of) => shownRows(quoteVotes, isOfMember(sql`t.member_id`, of)),
  erase: (of) => [
    sql`with gone as (
      delete from ${quoteVotes} t where ${isOfMember(sql`t.member_id`, of)} returning t.quote_id, t.vote)
      ${counting(sql`gone`, '-')}`,
  ],
  merge: {
    ctes: [
      sql`theirs as (
        select pairs.gone, pairs.kept, t.quote_id, t.vote, t.created_at,
          exists (select from ${quoteVotes} o where o.quote_id = t.quote_id and o.member_id = pairs.kept) as clashes
        from ${quoteVotes} t join pairs on t.member_id = pairs.gone)`,
      sql`dropped as (
        delete from ${quoteVotes} t using theirs
        where theirs.clashes and t.quote_id = theirs.quote_id and t.member_id = theirs.gone returning t.quote_id, t.vote)`,
      sql`counted as (${counting(sql`dropped`, '-')})`,
      sql`given as (
        update ${quoteVotes} t set member_id = theirs.kept from theirs
        where not theirs.clashes and t.quote_id = theirs.quote_id and t.member_id = theirs.gone)`,
    ],
    moved: sql`select gone, jsonb_build_object('quote', quote_id, 'vote', vote, 'at', created_at, 'clashes', clashes) as item
      from theirs`,
  },
  split: (back) => [
    sql`update ${quoteVotes} t set member_id = b.gone from (${back}) b
      where not (b.item ->> 'clashes')::boolean and t.quote_id = (b.item ->> 'quote')::uuid and t.member_id = b.kept`,
    sql`with again as (
      insert into ${quoteVotes} (quote_id, member_id, vote, created_at)
      select q.id, b.gone, (b.item ->> 'vote')::smallint, (b.item ->> 'at')::timestamptz
      from (${back}) b join ${quotes} q on q.id = (b.item ->> 'quote')::uuid where (b.item ->> 'clashes')::boolean
      on conflict do nothing returning quote_id, vote)
      ${counting(sql`again`, '+')}`,
  ],
};
