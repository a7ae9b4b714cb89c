import { type SQL, sql } from 'drizzle-orm';
import { newestLine } from '../../../db/newest-line.ts';
import { auditLog, bookmarks } from '../../../db/schema/index.ts';
import { changedBy, wasStale } from '../../../db/states.ts';
import { personOf } from '../../core/actors.ts';
import type { Seen } from '../../core/if-match.ts';
import { atLeast } from '../../core/levels.ts';
import type { VerbCtx } from '../../core/modules.ts';
import { rowOf, snapshotOf } from './bookmark-rows.ts';
import type { BookmarkChange, ChangeOutcome } from './bookmarks.ts';
import { changeOf, GIVEN, MAX_BOOKMARKS, mayChange, numbered, readLater, roomOf, TWIN, twinOf } from './bookmarks.ts';

export type BookmarkUndone = BookmarkChange & { readonly isDeleted?: boolean };

/** Whether the line `l` of the audit log tells what the actor did; moderators and programs take back what anybody did. */
function isBy({ actor }: VerbCtx): SQL {
  const person = personOf(actor);
  if (!person || atLeast(person.level, 'moderator')) return sql`true`;
  const by = sql`coalesce(l.actor -> 'onBehalfOf', l.actor)`;
  return sql`(${by} ->> 'platform' = ${person.platform} and ${by} ->> 'account' = ${person.account})`;
}

/**
 * Takes the last change of a bookmark back, an undo as well: done twice, everything is as it was. Only what that change
 * changed goes back; what its page said meanwhile stays. People take back their own
 * changes of their own bookmarks, so that nobody brings back what a moderator took away.
 * @param seen the state in which it has to be still
 * @param line the audit log's line that is to be taken back; another one that is newer stays, and so does everything
 */
export async function undoBookmark(
  ctx: VerbCtx,
  number: number,
  seen: Seen = null,
  line: string | null = null,
): Promise<BookmarkUndone> {
  const stale = wasStale(seen);
  const moves = sql`last.before -> 'url' is distinct from last.after -> 'url'`;
  // Of another page, what it says is not this one's.
  const left = (of: number, column: SQL, without: SQL): SQL =>
    sql`case when back.moves and back.given & ${of}::smallint = 0 then ${without} else ${column} end`;
  const outcome = await ctx.effect<ChangeOutcome & { readonly isDeleted: boolean | null }>({
    alone: true,
    ctes: [
      roomOf(ctx),
      numbered(number),
      sql`last as (${newestLine(
        sql`select l.id, l.after, coalesce(l.before, l.after || '{"deleted": true}'::jsonb) as before, ${isBy(ctx)} as mine
          from ${auditLog} l, room, was
          where l.community_id = room.id and l.target = 'bookmark:' || was.id order by l.id desc limit 1`,
        line,
      )})`,
      sql`allowed as (select was.id from was, last where ${mayChange(ctx)} and last.mine)`,
      sql`back as (
        select was.id, ${moves} as moves, case when ${moves} then last.before ->> 'url' else was.url end as url,
          case when ${moves} then last.before ->> 'urlKey' else was.url_key end as url_key, (last.before ->> 'deleted')::boolean as goes,
          last.before -> 'given' is distinct from last.after -> 'given' as gives,
          last.before -> 'title' is distinct from last.after -> 'title' as titles, last.before ->> 'title' as title,
          last.before -> 'description' is distinct from last.after -> 'description' as describes,
          last.before ->> 'description' as description, (last.before ->> 'given')::smallint as given,
          array(select jsonb_array_elements_text(last.before -> 'tags')) as tags
        from was, last)`,
      twinOf(sql`(select url_key from back where not goes)`, sql`b.number <> ${number}::integer`),
      sql`held as (
        select count(*) as n from ${bookmarks} b, room, was where b.community_id = room.id and b.deleted_at is null and b.id <> was.id)`,
      sql`undone as (
        update ${bookmarks} b set
          url = back.url, url_key = back.url_key,
          title = case when back.titles then back.title else ${left(GIVEN.title, sql`b.title`, sql`''`)} end,
          description = case when back.describes then back.description else ${left(GIVEN.description, sql`b.description`, sql`null`)} end,
          image = case when not back.moves then b.image end, site = case when not back.moves then b.site end,
          metadata_reason = case when not back.moves then b.metadata_reason end,
          title_is_given = back.given, tags = back.tags,
          deleted_at = case when back.goes then coalesce(b.deleted_at, now()) end, updated_at = now(),
          metadata = case when back.url is null then 'none' when back.moves or back.gives then 'pending' else b.metadata end
        from back, allowed, held
        where b.id = allowed.id and not ${stale} and not exists (select from twin) and (back.goes or held.n < ${MAX_BOOKMARKS})
        returning b.*)`,
    ],
    outcome: sql`jsonb_build_object('row', (select ${rowOf(sql`undone`)} from undone),
      'isDeleted', (select deleted_at is not null from undone),
      'twin', ${TWIN}, 'last', ${changedBy(ctx.community.id, 'bookmark', stale)},
      'result', case
        when exists (select from undone) then 'done'
        when not exists (select from was) then 'missing'
        when not exists (select from last) then 'nothing'
        when not exists (select from allowed) then 'forbidden'
        when ${stale} then 'stale'
        when exists (select from twin) then 'exists'
        else 'full' end)`,
    audit: {
      action: 'bookmark.undo',
      happened: sql`exists (select from undone)`,
      target: sql`'bookmark:' || (select id from undone)`,
      before: sql`(select ${snapshotOf(sql`was`)} from was)`,
      after: sql`(select ${snapshotOf(sql`undone`)} from undone)`,
    },
  });
  const { isDeleted } = outcome;
  if (!isDeleted) await readLater(ctx, outcome);
  return { ...changeOf(outcome), ...(isDeleted === null ? {} : { isDeleted }) };
}
