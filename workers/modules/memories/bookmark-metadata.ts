import { sql } from 'drizzle-orm';
import * as z from 'zod';
import { bookmarks } from '../../../db/schema/index.ts';
import type { JobCtx, VerbCtx } from '../../core/modules.ts';
import type { PageRead } from '../../core/pages.ts';
import { rowOf } from './bookmark-rows.ts';
import type { BookmarkChange, ChangeOutcome } from './bookmarks.ts';
import { changeOf, GIVEN, mayChange, numbered, readLater, roomOf, searchLanguage } from './bookmarks.ts';

/** Reasons for which a page may be there another time. */
const PASSING: ReadonlySet<string> = new Set(['resolver', 'unreachable', 'timeout', 'failing']);

/** A page that may be there another time: the queue asks again. It names the reason, and never the page. */
export class PageNotThere extends Error {
  override readonly name = 'PageNotThere';
  readonly code: string;
  constructor(code: string) {
    super('a page could not be read');
    this.code = code;
  }
}

const bookmarkJob = z.object({ id: z.guid() });

/** What of a bookmark its page decides. */
function said(page: PageRead) {
  if (page.ok)
    return {
      ...page,
      status: 'read',
      why: null,
      isTold: true,
      language: page.language === null ? null : searchLanguage(page.language),
    };
  const { title, message } = page;
  return {
    title: title ?? '',
    description: null,
    image: null,
    site: null,
    language: null,
    isTold: false,
    status: 'failed',
    why: message,
  };
}

/**
 * Reads the page of a bookmark, and keeps what it says of itself. Done again, and for a bookmark that has gone or whose page is
 * known by now, it changes nothing; what a person gave stays. It is nobody's change: who edits it meanwhile is not told of one.
 *
 * @throws PageNotThere where the page may be there another time; why is kept until then.
 */
async function bookmarkMetadata(data: unknown, ctx: JobCtx): Promise<void> {
  const { id } = bookmarkJob.parse(data);
  const is = sql`b.id = ${id}::uuid and b.community_id = ${ctx.community}::uuid and b.deleted_at is null
    and b.metadata in ('pending', 'failed')`;
  const found = await ctx.read('bookmark.page', (db) =>
    db.execute<{ url: string }>(sql`select b.url from ${bookmarks} b where ${is} and b.url is not null`),
  );
  const url = found.rows[0]?.url;
  if (url === undefined) return;
  const page = await ctx.readPage(url);
  const { title, description, image, site, language, isTold, status, why } = said(page);
  await ctx.effect<{ readonly kept: boolean }>(ctx.community, {
    ctes: [
      // A page that is away does not take away what it said before.
      sql`kept as (
        update ${bookmarks} b set
          title = case when b.title_is_given & ${GIVEN.title}::smallint > 0 or (b.title <> '' and not ${isTold}::boolean) then b.title else ${title} end,
          description = case when b.title_is_given & ${GIVEN.description}::smallint > 0 or not ${isTold}::boolean
            then b.description else ${description}::text end,
          image = case when ${isTold}::boolean then ${image}::text else b.image end,
          site = case when ${isTold}::boolean then ${site}::text else b.site end,
          language = case when b.title_is_given & ${GIVEN.title}::smallint > 0 then b.language
            else coalesce(${language}::regconfig, b.language) end,
          metadata = ${status}, metadata_reason = ${why}::text
        where ${is} and b.url = ${url}
        returning b.id)`,
    ],
    outcome: sql`jsonb_build_object('kept', exists (select from kept))`,
  });
  if (!page.ok && PASSING.has(page.reason)) throw new PageNotThere(page.reason);
}

export const bookmarkJobs = { bookmarkMetadata };

/** Has a bookmark's page read again. */
export async function refreshBookmark(ctx: VerbCtx, number: number): Promise<BookmarkChange> {
  const outcome = await ctx.effect<ChangeOutcome>({
    alone: true,
    ctes: [
      roomOf(ctx),
      numbered(number),
      sql`allowed as (select was.id from was where was.deleted_at is null and ${mayChange(ctx)})`,
      sql`asked as (
        update ${bookmarks} b set metadata = 'pending', metadata_reason = null
        from allowed where b.id = allowed.id and b.url is not null returning b.*)`,
    ],
    outcome: sql`jsonb_build_object('row', (select ${rowOf(sql`asked`)} from asked), 'result', case
      when exists (select from asked) then 'done'
      when not exists (select from was where deleted_at is null) then 'missing'
      when not exists (select from allowed) then 'forbidden'
      else 'note' end)`,
  });
  await readLater(ctx, outcome);
  return changeOf(outcome);
}
