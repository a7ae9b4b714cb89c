import { type SQL, sql } from 'drizzle-orm';
import { bookmarks } from '../../../db/schema/index.ts';
import type { VerbCtx } from '../../core/modules.ts';
import { cleanText } from '../../metadata/clean.ts';
import { type Bookmark, type BookmarkRow, bookmarkOf, rowOf } from './bookmark-rows.ts';

/** What is looked at of what somebody searches for, in graphemes. */
const MAX_QUERY = 200;

const B = sql`b`;
const ours = (ctx: VerbCtx): SQL => sql`b.community_id = ${ctx.community.id}::uuid and b.deleted_at is null`;

async function rowsOf<Row>(ctx: VerbCtx, name: string, query: SQL): Promise<readonly Row[]> {
  const { rows } = await ctx.read(name, (db) => db.execute<{ row: Row }>(query));
  return rows.map(({ row }) => row);
}

/** Null where there is none of this number, or none any more. */
export async function findBookmark(ctx: VerbCtx, number: number): Promise<Bookmark | null> {
  const [row] = await rowsOf<BookmarkRow>(
    ctx,
    'bookmark.find',
    sql`select ${rowOf(B)} as row from ${bookmarks} b where ${ours(ctx)} and b.number = ${number}::integer`,
  );
  return row ? bookmarkOf(row) : null;
}

/** Where a page of a list ended: its last bookmark's rank (0 where the newest are first) and number. */
export type BookmarkPosition = readonly [rank: number, number: number];

export const BOOKMARK_SORTS = ['newest', 'visits'] as const;
export type BookmarkSort = (typeof BOOKMARK_SORTS)[number];

export interface BookmarkFilters {
  /** Words as people type them for a search engine: "in quotes", or, -not. */
  readonly search?: string;
  /** In their one form. */
  readonly tags?: readonly string[];
  /** Whether one of the tags is enough; all of them are asked for unless said otherwise. */
  readonly match?: 'any' | 'all';
  /** `platform:id` of an account. */
  readonly createdBy?: string;
  /** Left out: what fits best first where something is searched for, else the newest. */
  readonly sort?: BookmarkSort;
}

export interface FoundBookmark extends Bookmark {
  readonly position: BookmarkPosition;
}

/** As one value, by which Postgres tells whether there are many of them: tags in their one form need no escapes. */
const tagArray = (tags: readonly string[]): SQL => sql`${`{${tags.map((tag) => `"${tag}"`).join(',')}}`}::text[]`;

const queryIn = (language: SQL, search: string): SQL => sql`websearch_to_tsquery(${language}, ${search})`;

/** Texts are kept in the language of their page or community: each finds its own. */
const wordsOf = (search: string): SQL =>
  sql.join(
    [sql`'english'`, sql`'german'`, sql`'simple'`].map((language) => queryIn(language, search)),
    sql` || `,
  );

/** What is not wanted is told in the text's own language: in another one, `-dinners` may not mean `dinner`. */
const isWithout = (search: string): boolean => /(?:^|\s)-\S/.test(search);

function fits(search: string): SQL {
  // What only signs are left of finds nothing, rather than all.
  if (search === '') return sql`false`;
  const found = sql`b.search @@ (${wordsOf(search)})`;
  return isWithout(search) ? sql`${found} and b.search @@ ${queryIn(sql`b.language`, search)}` : found;
}

/** The query of `listBookmarks`: rows of `row` and `rank`. */
export function listQuery(
  ctx: VerbCtx,
  { search: typed = '', tags = [], match = 'all', createdBy, sort }: BookmarkFilters,
  { after, limit }: { readonly after?: BookmarkPosition; readonly limit: number },
): SQL {
  const search = cleanText(typed, MAX_QUERY);
  const isByNumber = sort === 'newest' || (sort === undefined && search === '');
  const rank = isByNumber
    ? sql`0::float8`
    : sort === 'visits'
      ? sql`b.visits::float8`
      : sql`ts_rank(b.search, ${wordsOf(search)})::float8`;
  const conditions = [
    ours(ctx),
    ...(typed.trim() === '' ? [] : [fits(search)]),
    ...(tags.length === 0
      ? []
      : [match === 'any' ? sql`b.tags && ${tagArray(tags)}` : sql`b.tags @> ${tagArray(tags)}`]),
    ...(createdBy === undefined
      ? []
      : [
          sql`b.created_by = (
            select m.id from members m join accounts a on a.id = m.account_id
            where m.community_id = ${ctx.community.id}::uuid
              and a.platform = split_part(${createdBy}, ':', 1) and a.platform_id = substr(${createdBy}, strpos(${createdBy}, ':') + 1))`,
        ]),
    ...(after === undefined
      ? []
      : [
          isByNumber
            ? sql`b.number < ${after[1]}::integer`
            : sql`(${rank}, b.number) < (${after[0]}::float8, ${after[1]}::integer)`,
        ]),
  ];
  const order = isByNumber ? sql`b.number desc` : sql`${rank} desc, b.number desc`;
  return sql`select ${rowOf(B)} || jsonb_build_object('rank', ${rank}) as row from ${bookmarks} b
    where ${sql.join(conditions, sql` and `)} order by ${order} limit ${limit}`;
}

/** Newest first; where something is searched for, what fits best first; or as `sort` says. */
export async function listBookmarks(
  ctx: VerbCtx,
  filters: BookmarkFilters,
  page: { readonly after?: BookmarkPosition; readonly limit: number },
): Promise<readonly FoundBookmark[]> {
  const rows = await rowsOf<BookmarkRow & { readonly rank: number }>(
    ctx,
    'bookmark.list',
    listQuery(ctx, filters, page),
  );
  return rows.map(({ rank, ...row }) => ({ ...bookmarkOf(row), position: [rank, row.number] }));
}

/** Those that were visited, most visits first. */
export async function popularBookmarks(ctx: VerbCtx, limit: number): Promise<readonly Bookmark[]> {
  const rows = await rowsOf<BookmarkRow>(
    ctx,
    'bookmark.popular',
    sql`select ${rowOf(B)} as row from ${bookmarks} b where ${ours(ctx)} and b.visits > 0
      order by b.visits desc, b.number desc limit ${limit}`,
  );
  return rows.map(bookmarkOf);
}

export interface TagCount {
  readonly tag: string;
  readonly count: number;
}

/** Tags in use, those of most bookmarks first. @param after the last of the page before */
export function bookmarkTags(
  ctx: VerbCtx,
  { after, limit }: { readonly after?: TagCount; readonly limit: number },
): Promise<readonly TagCount[]> {
  const beyond = after
    ? sql`where n < ${after.count}::bigint or (n = ${after.count}::bigint and tag collate "C" > ${after.tag} collate "C")`
    : sql``;
  return rowsOf<TagCount>(
    ctx,
    'bookmark.tags',
    sql`select jsonb_build_object('tag', tag, 'count', n) as row from (
        select tag, count(*) as n from ${bookmarks} b, unnest(b.tags) as each (tag) where ${ours(ctx)} group by tag) as counted
      ${beyond} order by n desc, tag collate "C" limit ${limit}`,
  );
}

export interface BookmarkStats {
  readonly bookmarks: number;
  /** Those among them that lead nowhere. */
  readonly notes: number;
  readonly contributors: number;
  readonly tags: number;
  readonly visits: number;
  /** The number of the newest. */
  readonly latest: number | null;
}

export async function bookmarkStats(ctx: VerbCtx): Promise<BookmarkStats> {
  const [row] = await rowsOf<BookmarkStats>(
    ctx,
    'bookmark.stats',
    sql`select jsonb_build_object('bookmarks', count(*), 'notes', count(*) filter (where b.url is null),
        'contributors', count(distinct b.created_by), 'visits', coalesce(sum(b.visits), 0), 'latest', max(b.number),
        'tags', (select count(distinct tag) from ${bookmarks} b, unnest(b.tags) as each (tag) where ${ours(ctx)})) as row
      from ${bookmarks} b where ${ours(ctx)}`,
  );
  return row as BookmarkStats;
}
