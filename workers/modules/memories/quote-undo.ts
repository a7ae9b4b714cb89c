import { sql } from 'drizzle-orm';
import { newestLine } from '../../../db/newest-line.ts';
import { auditLog, quotes } from '../../../db/schema/index.ts';
import { changedBy, wasStale } from '../../../db/states.ts';
import { personOf } from '../../core/actors.ts';
import type { Seen } from '../../core/if-match.ts';
import type { VerbCtx } from '../../core/modules.ts';
import { held, leastShown, MAX_QUOTES, moderates, room, same, shownQuote, snapshotOf } from './quote-rows.ts';
import { type ChangeOutcome, changeOf, type QuoteChange } from './quotes.ts';

/**
 * Takes the last change of a quote back, an undo as well: done twice, everything is as it was. Moderators may, and whoever made
 * that change. It changes nothing where another quote says the same meanwhile.
 * @param seen the state in which it has to be still
 * @param line the audit log's line that is to be taken back; another one that is newer stays, and so does everything
 */
export async function undoQuote(
  ctx: VerbCtx,
  number: number,
  seen: Seen = null,
  line: string | null = null,
): Promise<QuoteChange> {
  const person = personOf(ctx.actor);
  const theirs = sql`(last.by ->> 'platform' = ${person?.platform ?? ''} and last.by ->> 'account' = ${person?.account ?? ''})`;
  const stale = wasStale(seen);
  const comesBack = sql`(was.deleted_at is not null and not (last.before ->> 'deleted')::boolean)`;
  const outcome = await ctx.effect<ChangeOutcome>({
    alone: true,
    ctes: [
      room(ctx),
      sql`was as (select q.* from ${quotes} q, room where q.community_id = room.id and q.number = ${number}::integer)`,
      sql`latest as (${newestLine(
        sql`select l.id, l.before, coalesce(l.actor -> 'onBehalfOf', l.actor) as by from ${auditLog} l, room, was
          where l.community_id = room.id and l.target = 'quote:' || was.id order by l.id desc limit 1`,
        line,
      )})`,
      // What was added is taken away by deleting it.
      sql`last as (select * from latest where before is not null)`,
      sql`allowed as (select from last where ${moderates(ctx)}::boolean or ${theirs})`,
      same(
        sql`(select before ->> 'normalised' from last)`,
        sql`q.number = ${number}::integer or (select (before ->> 'deleted')::boolean from last)`,
      ),
      sql`space as (select from was, last where not ${comesBack} or ${held} < ${MAX_QUOTES})`,
      sql`changed as (
        update ${quotes} q set text = last.before ->> 'text', normalised = last.before ->> 'normalised',
          author = last.before ->> 'author', category = last.before ->> 'category', game = last.before ->> 'game',
          title = last.before ->> 'title', status = last.before ->> 'status',
          said_at = coalesce((last.before ->> 'saidAt')::timestamptz, q.said_at),
          deleted_at = case when (last.before ->> 'deleted')::boolean then now() end,
          shown = greatest(q.shown, ${leastShown}), updated_at = now()
        from was, last
        where q.id = was.id and exists (select from allowed) and not ${stale} and not exists (select from same)
          and exists (select from space)
        returning q.*)`,
    ],
    outcome: sql`jsonb_build_object('same', (select number from same), 'last', ${changedBy(ctx.community.id, 'quote', stale)},
      'quote', (select ${shownQuote(sql`changed`)} from changed), 'isDeleted', (select deleted_at is not null from changed),
      'result', case when exists (select from changed) then 'done'
        when not exists (select from was) or (not ${moderates(ctx)}::boolean and exists (select from was where deleted_at is not null)
          and not exists (select from allowed)) then 'missing'
        when not exists (select from last) then 'nothing' when not exists (select from allowed) then 'forbidden'
        when ${stale} then 'stale' when exists (select from same) then 'exists' else 'full' end)`,
    audit: {
      action: 'quote.undo',
      happened: sql`exists (select from changed)`,
      target: sql`'quote:' || (select id from was)`,
      before: sql`(select ${snapshotOf(sql`was`)} from was)`,
      after: sql`(select ${snapshotOf(sql`changed`)} from changed)`,
    },
  });
  return changeOf(outcome, number);
}
