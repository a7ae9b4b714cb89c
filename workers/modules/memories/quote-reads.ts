import { type SQL, sql } from 'drizzle-orm';
import type { Database } from '../../../db/client.ts';
import { quotes } from '../../../db/schema/index.ts';
import type { CommunityId } from '../../core/ids.ts';
import type { VerbCtx } from '../../core/modules.ts';
import { bareName } from '../../core/text.ts';
import { type Quote, type QuoteStatus, room, shownQuote } from './quote-rows.ts';
import { categoryOf, storable } from './quote-text.ts';

/** What is found of very common words is ranked as far as this. */
const MOST_RANKED = 500;
/** The languages that quotes are kept in. */
const LANGUAGES = ['english', 'german', 'simple'] as const;

/** Where a list goes on: below a number, or after so many of a ranked one. */
export interface Position {
  readonly below?: number | undefined;
  readonly skip?: number | undefined;
}

export interface QuoteFilters {
  readonly status?: QuoteStatus | undefined;
  readonly category?: string | undefined;
  readonly author?: string | undefined;
}

export interface Listed {
  /** How many there are; of very common words, as far as they are ranked. */
  readonly total: number;
  readonly quotes: readonly Quote[];
}

/** Spelled out: the index of what is approved is of no use for what a parameter says. */
const APPROVED = sql`'approved'`;

/** What a read needs to know. */
export interface ReadCtx extends Pick<VerbCtx, 'read'> {
  readonly community: { readonly id: CommunityId };
}

const ours = (ctx: Pick<ReadCtx, 'community'>, { status = 'approved', category, author }: QuoteFilters = {}): SQL =>
  sql.join(
    [
      sql`q.community_id = ${ctx.community.id}::uuid and q.deleted_at is null and q.status = ${status === 'approved' ? APPROVED : sql`'pending'`}`,
      ...(category === undefined ? [] : [sql`q.category = ${categoryOf(storable(category))}`]),
      ...(author === undefined ? [] : [sql`lower(q.author) = ${bareName(storable(author))}`]),
    ],
    sql` and `,
  );

async function quotesOf(ctx: ReadCtx, name: string, query: SQL): Promise<Listed> {
  const { rows } = await ctx.read(name, (db) => db.execute<{ quote: Quote; total: string }>(query));
  return { total: Number(rows[0]?.total ?? 0), quotes: rows.map(({ quote }) => quote) };
}

/** A quote by its number, whether it waits or not. */
export async function findQuote(ctx: ReadCtx, number: number): Promise<Quote | null> {
  const found = await quotesOf(
    ctx,
    'quote.find',
    sql`select ${shownQuote(sql`q`)} as quote from ${quotes} q
      where q.community_id = ${ctx.community.id}::uuid and q.number = ${number}::integer and q.deleted_at is null`,
  );
  return found.quotes[0] ?? null;
}

/** The newest first. */
export const listQuotes = (
  ctx: ReadCtx,
  { limit, below, ...filters }: QuoteFilters & Position & { readonly limit: number },
): Promise<Listed> =>
  quotesOf(
    ctx,
    'quote.list',
    sql`select ${shownQuote(sql`q`)} as quote, (select count(*) from ${quotes} q where ${ours(ctx, filters)}) as total
      from ${quotes} q where ${ours(ctx, filters)}${below === undefined ? sql`` : sql` and q.number < ${below}::integer`}
      order by q.number desc limit ${limit}`,
  );

export interface QuoteSearch extends QuoteFilters, Position {
  readonly words: string;
  readonly limit: number;
  /** A boolean over a row: what the search is not to find. */
  readonly except?: ((row: SQL) => SQL) | undefined;
}

/**
 * The statement that finds quotes by words, as search engines take them (`"both words" or this -not that`), the best match first.
 * Each is read in its own language; names, categories and games are found word for word, unless words are left out.
 */
export function searchStatement(ctx: ReadCtx, { words, limit, skip = 0, except, ...filters }: QuoteSearch): SQL {
  const asked = (language: string): SQL =>
    sql`websearch_to_tsquery(${sql.raw(`'${language}'`)}::regconfig, ${storable(words)}::text)`;
  // What one language leaves out, another one spells otherwise and would let in.
  const leavesOut = /(?:^|\s)-\S/.test(words);
  const inIts = (language: string): SQL =>
    leavesOut ? asked(language) : sql`(${asked(language)} || ${asked('simple')})`;
  // Constants: made from each row's language, the question would be read anew for each row.
  const own = sql`(case q.language when 'english'::regconfig then ${inIts('english')}
    when 'german'::regconfig then ${inIts('german')} else ${asked('simple')} end)`;
  // The index can look for one question alone, so it gets that of all languages together.
  const any = sql.join(LANGUAGES.map(asked), sql` || `);
  return sql`select ${shownQuote(sql`q`)} as quote, q.total from (
      select hit.*, count(*) over () as total from (
        select q.*, ts_rank(q.search, ${own}) as rank from ${quotes} q
        where ${ours(ctx, filters)} and q.search @@ (${any}) and q.search @@ ${own}${except ? sql` and not ${except(sql`q`)}` : sql``} limit ${MOST_RANKED}) hit
      order by hit.rank desc, hit.up - hit.down desc, hit.number desc limit ${limit} offset ${skip}) q
    order by q.rank desc, q.up - q.down desc, q.number desc`;
}

export const searchQuotes = (ctx: ReadCtx, query: QuoteSearch): Promise<Listed> =>
  quotesOf(ctx, 'quote.search', searchStatement(ctx, query));

/** Those that people voted for most; what nobody voted on is left out. */
export const topQuotes = (ctx: VerbCtx, limit: number): Promise<Listed> =>
  quotesOf(
    ctx,
    'quote.top',
    sql`select ${shownQuote(sql`q`)} as quote from ${quotes} q where ${ours(ctx)} and q.up + q.down > 0
      order by q.up - q.down desc, q.up desc, q.number desc limit ${limit}`,
  );

/** The same in words, without those of a community: `#12: "text" — author`. */
export async function quoteText(
  { run }: Pick<Database, 'run'>,
  community: CommunityId,
  number: number | null,
): Promise<string | null> {
  const quote = await quoteFor({ read: run, community: { id: community } }, number);
  if (!quote) return null;
  return `#${quote.number}: "${quote.text}"${quote.author === '' ? '' : ` — ${quote.author}`}`;
}

/** One that may be shown, by its number or by chance among those that were shown least: for texts, which count nothing. */
async function quoteFor(ctx: ReadCtx, number: number | null): Promise<Quote | null> {
  if (number !== null) {
    const found = await findQuote(ctx, number);
    return found?.status === 'approved' ? found : null;
  }
  const found = await quotesOf(
    ctx,
    'quote.any',
    sql`select ${shownQuote(sql`q`)} as quote from ${quotes} q
      where ${ours(ctx)} and q.shown = (select min(q.shown) from ${quotes} q where ${ours(ctx)})
      order by random() limit 1`,
  );
  return found.quotes[0] ?? null;
}

/** Shows one of those that were shown least: none comes again before all others have. */
export const randomQuote = (ctx: VerbCtx, filters: Pick<QuoteFilters, 'category'> = {}): Promise<Quote | null> =>
  ctx.effect<Quote | null>({
    alone: true,
    ctes: [
      room(ctx),
      sql`low as (select min(q.shown) as shown from ${quotes} q where ${ours(ctx, filters)})`,
      sql`many as (select count(*) as n from ${quotes} q, low where ${ours(ctx, filters)} and q.shown = low.shown)`,
      sql`picked as (
        select q.id from ${quotes} q where ${ours(ctx, filters)} and q.shown = (select shown from low)
        offset (select floor(${ctx.random()}::float8 * n)::bigint from many) limit 1)`,
      sql`marked as (update ${quotes} q set shown = q.shown + 1 from picked where q.id = picked.id returning q.*)`,
    ],
    outcome: sql`(select ${shownQuote(sql`marked`)} from marked)`,
  });

export interface QuoteStats {
  readonly approved: number;
  readonly pending: number;
  readonly authors: number;
  readonly categories: number;
  readonly latest: Quote | null;
  readonly top: Quote | null;
}

export async function quoteStats(ctx: VerbCtx): Promise<QuoteStats> {
  const one = (order: SQL, more: SQL): SQL =>
    sql`(select ${shownQuote(sql`q`)} from ${quotes} q where ${ours(ctx)}${more} order by ${order} limit 1)`;
  const { rows } = await ctx.read('quote.stats', (db) =>
    db.execute<{ stats: QuoteStats }>(sql`
      select jsonb_build_object('approved', count(*) filter (where status = 'approved'),
        'pending', count(*) filter (where status = 'pending'),
        'authors', count(distinct lower(author)) filter (where author <> '' and status = 'approved'),
        'categories', count(distinct category) filter (where status = 'approved'),
        'latest', ${one(sql`q.number desc`, sql``)},
        'top', ${one(sql`q.up - q.down desc, q.up desc, q.number desc`, sql` and q.up + q.down > 0`)}) as stats
      from ${quotes} where community_id = ${ctx.community.id}::uuid and deleted_at is null`),
  );
  return (rows[0] as { readonly stats: QuoteStats }).stats;
}

/** Categories in use, by name. */
export async function quoteCategories(
  ctx: ReadCtx,
): Promise<readonly { readonly category: string; readonly quotes: number }[]> {
  const { rows } = await ctx.read('quote.categories', (db) =>
    db.execute<{ category: string; quotes: number }>(sql`
      select q.category, count(*)::integer as quotes from ${quotes} q where ${ours(ctx)} and q.category is not null
      group by q.category order by q.category`),
  );
  return rows;
}
