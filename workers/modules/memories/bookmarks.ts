import { type SQL, sql } from 'drizzle-orm';
import { v7 as uuidv7 } from 'uuid';
import { bookmarks } from '../../../db/schema/index.ts';
import { changedBy, wasStale } from '../../../db/states.ts';
import { personOf } from '../../core/actors.ts';
import { toHex, utf8 } from '../../core/bytes.ts';
import type { LastChange, Seen } from '../../core/if-match.ts';
import { atLeast } from '../../core/levels.ts';
import type { VerbCtx } from '../../core/modules.ts';
import { codePoints } from '../../core/text.ts';
import { cleanText } from '../../metadata/clean.ts';
import { normaliseUrl, shortCode } from '../../metadata/urls.ts';
import { type Bookmark, type BookmarkRow, bookmarkOf, rowOf, snapshotOf } from './bookmark-rows.ts';
import { MAX_TAGS, readTags, type TagChanges } from './bookmark-tags.ts';
import { nextNumber } from './numbers.ts';

/** Bookmarks and notes of one community. */
export const MAX_BOOKMARKS = 20_000;
/** Longest title or note, in code points. */
export const MAX_TITLE = 500;
/** Longest description, in code points. */
export const MAX_DESCRIPTION = 2_000;
/** Codes that are thought of for one bookmark: that all are taken happens to nobody. */
const CODES_TRIED = 3;

/** What a person gave, and no page replaces: bits of `title_is_given`. */
export const GIVEN = { title: 1, description: 2 } as const;

export type BookmarkRefusal =
  | { readonly result: 'missing' | 'forbidden' | 'full' | 'empty' | 'too-many-tags' | 'nothing' | 'note' }
  | { readonly result: 'too-long'; readonly most: number; readonly length: number }
  | { readonly result: 'bad-url'; readonly message: string }
  | { readonly result: 'bad-tag'; readonly typed: string }
  /** Somebody changed it since it was seen. */
  | { readonly result: 'stale'; readonly last: LastChange | null }
  /** This page is another bookmark's. */
  | { readonly result: 'exists'; readonly number: number; readonly title: string };

export type BookmarkChange = { readonly result: 'done'; readonly bookmark: Bookmark } | BookmarkRefusal;

/** What an effect on a bookmark comes to. */
export interface ChangeOutcome {
  readonly result: 'done' | Exclude<BookmarkRefusal['result'], 'too-long' | 'bad-url' | 'bad-tag'>;
  readonly row: BookmarkRow | null;
  /** The bookmark that has the page already. */
  readonly twin?: { readonly number: number; readonly title: string } | null;
  readonly last?: LastChange | null;
}

export function changeOf({ result, row, twin, last = null }: ChangeOutcome): BookmarkChange {
  if (result === 'done') return { result, bookmark: bookmarkOf(row as BookmarkRow) };
  if (result === 'exists') return { result, number: twin?.number ?? 0, title: twin?.title ?? '' };
  if (result === 'stale') return { result, last };
  return { result };
}

/** Has the page read that a bookmark still waits for. */
export async function readLater(ctx: VerbCtx, { result, row }: ChangeOutcome): Promise<void> {
  if (result === 'done' && row?.metadata === 'pending')
    await ctx.enqueue({ module: 'memories', name: 'bookmarkMetadata', data: { id: row.id } });
}

/** How Postgres reads texts of a community. */
export const searchLanguage = (language: string): string =>
  ({ en: 'english', de: 'german' })[language.slice(0, 2).toLowerCase()] ?? 'simple';

export const roomOf = (ctx: VerbCtx): SQL => sql`room as (select ${ctx.community.id}::uuid as id)`;

/** The cte `was`: the bookmark of this number, whether deleted or not. */
export const numbered = (number: number): SQL =>
  sql`was as (select b.* from ${bookmarks} b, room where b.community_id = room.id and b.number = ${number}::integer)`;

/** The cte `twin (number, title)`: the bookmark that has a page already. @param others a boolean over `b`: which may be it */
export const twinOf = (urlKey: SQL, others: SQL = sql`true`): SQL => sql`twin as (
  select b.number, coalesce(nullif(b.title, ''), b.url, '') as title from ${bookmarks} b, room
  where b.community_id = room.id and b.url_key = ${urlKey} and b.deleted_at is null and ${others})`;
/** The same as jsonb, for `ChangeOutcome`. */
export const TWIN = sql`(select jsonb_build_object('number', number, 'title', title) from twin)`;

/** Whether the actor may change what is in `was`: who made it, moderators, and programs that speak for nobody. */
export function mayChange({ actor }: VerbCtx): SQL {
  const person = personOf(actor);
  if (!person || atLeast(person.level, 'moderator')) return sql`true`;
  return sql`coalesce(was.created_by = (select id from member), false)`;
}

/** What people wrote as one line that can be kept, or why not. */
function lineOf(typed: string, most: number): { ok: true; line: string } | { ok: false; refused: BookmarkRefusal } {
  const length = codePoints(typed.trim());
  if (length > most) return { ok: false, refused: { result: 'too-long', most, length } };
  return { ok: true, line: cleanText(typed, most) };
}

const arrayOf = (texts: readonly string[]): SQL =>
  sql`array(select jsonb_array_elements_text(${JSON.stringify(texts)}::jsonb))`;

export interface BookmarkInput {
  /** None: it is a note, and its title says it all. */
  readonly url?: string;
  readonly title?: string;
  readonly description?: string;
  readonly tags?: readonly string[];
}

/** The address of a page as it is kept, and what all its spellings have in common; null for none. */
async function pageAt(
  typed: string | undefined,
): Promise<{ readonly url: string; readonly key: string } | null | (BookmarkRefusal & { readonly result: 'bad-url' })> {
  if (typed === undefined) return null;
  const read = normaliseUrl(typed);
  if (!read.ok) return { result: 'bad-url', message: read.message };
  return { url: read.url, key: toHex(await crypto.subtle.digest('SHA-256', utf8(read.key))) };
}

/** Keeps a page, or a note, under the next number. A page is kept once: asked again, it is told which bookmark it is. */
export async function addBookmark(ctx: VerbCtx, input: BookmarkInput): Promise<BookmarkChange> {
  const page = await pageAt(input.url);
  if (page && 'result' in page) return page;
  const title = lineOf(input.title ?? '', MAX_TITLE);
  if (!title.ok) return title.refused;
  const description = lineOf(input.description ?? '', MAX_DESCRIPTION);
  if (!description.ok) return description.refused;
  if (page === null && title.line === '') return { result: 'empty' };
  const tags = readTags(input.tags ?? []);
  if (!tags.ok) return tags;
  const given = (title.line === '' ? 0 : GIVEN.title) | (description.line === '' ? 0 : GIVEN.description);
  const codes = Array.from({ length: CODES_TRIED }, () => shortCode(ctx.random));
  const outcome = await ctx.effect<ChangeOutcome>({
    alone: true,
    ctes: [
      roomOf(ctx),
      twinOf(sql`${page?.key ?? null}::text`),
      sql`held as (select count(*) as n from ${bookmarks} b, room where b.community_id = room.id and b.deleted_at is null)`,
      nextNumber(
        sql`${ctx.community.id}::uuid`,
        'bookmark',
        sql`not exists (select from twin) and (select n from held) < ${MAX_BOOKMARKS}`,
      ),
      sql`free as (
        select each.code from jsonb_array_elements_text(${JSON.stringify(codes)}::jsonb) with ordinality as each (code, place)
        where not exists (select from ${bookmarks} b where b.code = each.code) order by each.place limit 1)`,
      sql`added as (
        insert into ${bookmarks}
          (id, community_id, number, code, url, url_key, title, title_is_given, description, tags, metadata, language, created_by)
        select ${uuidv7()}::uuid, room.id, given.number, (select code from free), ${page?.url ?? null}::text, ${page?.key ?? null}::text,
          ${title.line}, ${given}::smallint, nullif(${description.line}, ''), ${arrayOf(tags.tags)},
          ${page ? 'pending' : 'none'}, ${searchLanguage(ctx.community.language)}::regconfig, (select id from member)
        from room, given
        returning *)`,
    ],
    outcome: sql`jsonb_build_object(
      'result', case when exists (select from added) then 'done' when exists (select from twin) then 'exists' else 'full' end,
      'twin', ${TWIN},
      'row', (select ${rowOf(sql`added`)} from added))`,
    audit: {
      action: 'bookmark.add',
      happened: sql`exists (select from added)`,
      target: sql`'bookmark:' || (select id from added)`,
      before: sql`null::jsonb`,
      after: sql`(select ${snapshotOf(sql`added`)} from added)`,
    },
  });
  await readLater(ctx, outcome);
  const person = personOf(ctx.actor);
  // The member was made in the same statement, which does not see it yet.
  const by = person && { account: `${person.platform}:${person.account}`, name: person.displayName };
  return changeOf({ ...outcome, row: outcome.row && { ...outcome.row, createdBy: by } });
}

export interface BookmarkPatch {
  /** Another page, or that of what was a note. */
  readonly url?: string;
  /** Null or empty: what the page says. */
  readonly title?: string | null;
  readonly description?: string | null;
  /** Instead of those it has. */
  readonly tags?: readonly string[];
  readonly retag?: TagChanges;
}

/**
 * Gives a bookmark another page, title, description or other tags. Of another page, what the one before said of itself is
 * forgotten, and the new one is read soon.
 * @param seen the state in which it has to be still
 */
export async function changeBookmark(
  ctx: VerbCtx,
  number: number,
  patch: BookmarkPatch,
  seen: Seen = null,
): Promise<BookmarkChange> {
  const page = await pageAt(patch.url);
  if (page && 'result' in page) return page;
  const title = lineOf(patch.title ?? '', MAX_TITLE);
  if (!title.ok) return title.refused;
  const description = lineOf(patch.description ?? '', MAX_DESCRIPTION);
  if (!description.ok) return description.refused;
  const tags = readTags(patch.tags ?? []);
  if (!tags.ok) return tags;
  const kept = patch.tags === undefined ? sql`was.tags` : arrayOf(tags.tags);
  const { add = [], remove = [] } = patch.retag ?? {};
  const setsTitle = patch.title !== undefined;
  const setsDescription = patch.description !== undefined;
  const bit = (of: number, isSet: boolean, line: string): SQL =>
    isSet ? sql`${line === '' ? 0 : of}::smallint` : sql`(b.title_is_given & ${of}::smallint)`;
  const stale = wasStale(seen);
  const moves = page ? sql`(was.url is distinct from ${page.url})` : sql`false`;
  // What the page said before, where nobody else did: it is gone with the page.
  const left = (of: number, column: SQL, without: SQL): SQL =>
    sql`case when ${moves} and b.title_is_given & ${of}::smallint = 0 then ${without} else ${column} end`;
  const givesBack = (setsTitle && title.line === '') || (setsDescription && description.line === '');
  const outcome = await ctx.effect<ChangeOutcome>({
    alone: true,
    ctes: [
      roomOf(ctx),
      numbered(number),
      sql`allowed as (select was.id from was where was.deleted_at is null and ${mayChange(ctx)})`,
      twinOf(sql`${page?.key ?? null}::text`, sql`b.number <> ${number}::integer`),
      // What the page says may be written at this moment, by no turn: what is not changed here is left as it stands in the row.
      // Tags keep their order, new ones come last.
      sql`wanted as (
        select coalesce(array_agg(tag order by place), '{}'::text[]) as tags from (
          select tag, min(place) as place
          from was, unnest(${kept} || ${arrayOf(add)}) with ordinality as each (tag, place)
          where not tag = any(${arrayOf(remove)}) group by tag) as once)`,
      sql`changed as (
        update ${bookmarks} b set
          url = ${page ? sql`${page.url}` : sql`b.url`}, url_key = ${page ? sql`${page.key}` : sql`b.url_key`},
          title = ${setsTitle ? sql`${title.line}` : left(GIVEN.title, sql`b.title`, sql`''`)},
          description = ${setsDescription ? sql`nullif(${description.line}, '')` : left(GIVEN.description, sql`b.description`, sql`null`)},
          image = case when not ${moves} then b.image end, site = case when not ${moves} then b.site end,
          metadata_reason = case when not ${moves} then b.metadata_reason end,
          title_is_given = ${bit(GIVEN.title, setsTitle, title.line)} | ${bit(GIVEN.description, setsDescription, description.line)},
          tags = wanted.tags, updated_at = now(),
          metadata = case when ${moves} or (${givesBack}::boolean and b.url is not null) then 'pending' else b.metadata end
        from was, allowed, wanted
        where b.id = allowed.id and not ${stale} and not exists (select from twin) and cardinality(wanted.tags) <= ${MAX_TAGS}
          and not (was.url is null and ${page === null && setsTitle && title.line === ''}::boolean)
        returning b.*)`,
    ],
    outcome: sql`jsonb_build_object('row', (select ${rowOf(sql`changed`)} from changed), 'twin', ${TWIN},
      'last', ${changedBy(ctx.community.id, 'bookmark', stale)}, 'result', case
      when exists (select from changed) then 'done'
      when not exists (select from was where deleted_at is null) then 'missing'
      when not exists (select from allowed) then 'forbidden'
      when ${stale} then 'stale'
      when exists (select from twin) then 'exists'
      when (select cardinality(tags) from wanted) > ${MAX_TAGS} then 'too-many-tags'
      else 'empty' end)`,
    audit: {
      action: patch.retag ? 'bookmark.tag' : 'bookmark.edit',
      happened: sql`exists (select from changed)`,
      target: sql`'bookmark:' || (select id from changed)`,
      before: sql`(select ${snapshotOf(sql`was`)} from was)`,
      after: sql`(select ${snapshotOf(sql`changed`)} from changed)`,
    },
  });
  if (givesBack || page) await readLater(ctx, outcome);
  return changeOf(outcome);
}

/** Takes a bookmark away; its number stays its own, and undo brings it back. */
export async function deleteBookmark(ctx: VerbCtx, number: number, seen: Seen = null): Promise<BookmarkChange> {
  const stale = wasStale(seen);
  const outcome = await ctx.effect<ChangeOutcome>({
    alone: true,
    ctes: [
      roomOf(ctx),
      numbered(number),
      sql`deleted as (
        update ${bookmarks} b set deleted_at = now(), updated_at = now()
        from was where b.id = was.id and was.deleted_at is null and ${mayChange(ctx)} and not ${stale} returning b.*)`,
    ],
    outcome: sql`jsonb_build_object('row', (select ${rowOf(sql`deleted`)} from deleted),
      'last', ${changedBy(ctx.community.id, 'bookmark', stale)}, 'result', case
      when exists (select from deleted) then 'done'
      when not exists (select from was where deleted_at is null) then 'missing'
      when not (select ${mayChange(ctx)} from was) then 'forbidden' else 'stale' end)`,
    audit: {
      action: 'bookmark.delete',
      happened: sql`exists (select from deleted)`,
      target: sql`'bookmark:' || (select id from deleted)`,
      before: sql`(select ${snapshotOf(sql`was`)} from was)`,
      after: sql`(select ${snapshotOf(sql`deleted`)} from deleted)`,
    },
  });
  return changeOf(outcome);
}
