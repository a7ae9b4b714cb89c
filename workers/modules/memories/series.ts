import { type SQL, sql } from 'drizzle-orm';
import * as z from 'zod';
import { bookmarks, bookmarkVisits, quotes, reminderFirings, reminders } from '../../../db/schema/index.ts';
import type { VerbCtx } from '../../core/modules.ts';
import { instant, quoteShape, shownQuote } from './quote-rows.ts';

/** Months that are looked back on, this one among them. */
const MONTHS = 12;
/** Days of visits: they are kept no longer. */
const DAYS = 30;
/** Categories and authors that are told by name. */
const MOST_NAMED = 20;
const BEST = 10;

const month = z.iso.datetime().describe('When the month begins in the community’s zone.');

export const quoteSeries = z.object({
  months: z
    .array(z.object({ from: month, quotes: z.int() }))
    .describe('The last twelve months, by the day on which they were said.'),
  earlier: z.int().describe('Those said before.'),
  categories: z
    .array(z.object({ category: z.string().nullable(), quotes: z.int() }))
    .describe('Those of most quotes first.'),
  authors: z.array(z.object({ author: z.string(), quotes: z.int() })).describe('Those of most quotes first.'),
  best: z.array(quoteShape).describe('Those with the most votes up, less those down.'),
});
export const bookmarkSeries = z.object({
  months: z.array(z.object({ from: month, bookmarks: z.int() })).describe('The last twelve months.'),
  earlier: z.int().describe('Those kept before.'),
  days: z
    .array(
      z.object({ from: z.iso.datetime().describe('When the day begins in the community’s zone.'), visits: z.int() }),
    )
    .describe('Visits of the last 30 days, one per visitor and day.'),
});
export const reminderSeries = z.object({
  months: z
    .array(
      z.object({
        from: month,
        made: z.int(),
        fired: z.int().describe('How many times one was due and said.'),
        missed: z.int().describe('How many times one was due and nobody was there to say it.'),
      }),
    )
    .describe('The last twelve months.'),
});

interface Span {
  readonly unit: 'month' | 'day';
  readonly count: number;
}

/** The cte `spans (wall, start)`: months or days of the community's clocks up to now, the oldest first. */
const spansOf = ({ now, community: { zone } }: VerbCtx, { unit, count }: Span): SQL => sql`spans as (
  select each.wall, each.wall at time zone ${zone} as start
  from generate_series(
    date_trunc(${unit}, ${new Date(now).toISOString()}::timestamptz at time zone ${zone}) - ${`${count - 1} ${unit}s`}::interval,
    date_trunc(${unit}, ${new Date(now).toISOString()}::timestamptz at time zone ${zone}),
    ${`1 ${unit}`}::interval) as each (wall))`;

/** Rows (`wall`, `n`) of how many fall into each month or day. @param from a from clause and what follows */
const counted = ({ community: { zone } }: VerbCtx, unit: Span['unit'], at: SQL, from: SQL): SQL =>
  sql`select date_trunc(${unit}, ${at} at time zone ${zone}) as wall, count(*)::integer as n ${from} group by 1`;

/** jsonb: an object for each span, with what the ctes of these names counted in it. */
function spansWith(names: Readonly<Record<string, SQL>>): SQL {
  const fields = Object.entries(names).map(
    ([name, cte]) => sql`${name}::text, coalesce((select n from ${cte} c where c.wall = spans.wall), 0)`,
  );
  return sql`(select jsonb_agg(jsonb_build_object('from', ${instant(sql`spans.start`)}, ${sql.join(fields, sql`, `)}) order by spans.wall) from spans)`;
}

async function one<Series>(ctx: VerbCtx, name: string, query: SQL): Promise<Series> {
  const { rows } = await ctx.read(name, (db) => db.execute<{ series: Series }>(query));
  return (rows[0] as { readonly series: Series }).series;
}

/** How a community's quotes came about, and which are liked. */
export const quotesOverTime = (ctx: VerbCtx): Promise<z.infer<typeof quoteSeries>> =>
  one(
    ctx,
    'quote.series',
    sql`with ${spansOf(ctx, { unit: 'month', count: MONTHS })},
      mine as (
        select q.* from ${quotes} q
        where q.community_id = ${ctx.community.id}::uuid and q.deleted_at is null and q.status = 'approved'),
      counted as (${counted(ctx, 'month', sql`mine.said_at`, sql`from mine`)}),
      by_category as (select category, count(*)::integer as n from mine group by category order by n desc, category limit ${MOST_NAMED}),
      by_author as (
        select mode() within group (order by author) as author, count(*)::integer as n from mine where author <> ''
        group by lower(author) order by n desc, author limit ${MOST_NAMED}),
      best as (
        select * from mine where up + down > 0 order by up - down desc, up desc, number desc limit ${BEST})
    select jsonb_build_object('months', ${spansWith({ quotes: sql`counted` })},
      'earlier', (select count(*) from mine where said_at < (select min(start) from spans)),
      'categories', (select coalesce(jsonb_agg(jsonb_build_object('category', category, 'quotes', n) order by n desc, category), '[]') from by_category),
      'authors', (select coalesce(jsonb_agg(jsonb_build_object('author', author, 'quotes', n) order by n desc, author), '[]') from by_author),
      'best', (select coalesce(jsonb_agg(${shownQuote(sql`best`)} order by up - down desc, up desc, number desc), '[]') from best)) as series`,
  );

/** How a community's bookmarks came about, and how they are visited. */
export async function bookmarksOverTime(ctx: VerbCtx): Promise<z.infer<typeof bookmarkSeries>> {
  const mine = sql`from ${bookmarks} b where b.community_id = ${ctx.community.id}::uuid and b.deleted_at is null`;
  const [kept, visited] = await Promise.all([
    one<Omit<z.infer<typeof bookmarkSeries>, 'days'>>(
      ctx,
      'bookmark.series',
      sql`with ${spansOf(ctx, { unit: 'month', count: MONTHS })},
        counted as (${counted(ctx, 'month', sql`b.created_at`, mine)})
      select jsonb_build_object('months', ${spansWith({ bookmarks: sql`counted` })},
        'earlier', (select count(*) ${mine} and b.created_at < (select min(start) from spans))) as series`,
    ),
    one<Pick<z.infer<typeof bookmarkSeries>, 'days'>>(
      ctx,
      'bookmark.visits',
      sql`with ${spansOf(ctx, { unit: 'day', count: DAYS })},
        counted as (
          select least(v.day::timestamp, (select max(wall) from spans)) as wall, count(*)::integer as n from ${bookmarkVisits} v
          join ${bookmarks} b on b.id = v.bookmark_id
          where b.community_id = ${ctx.community.id}::uuid and b.deleted_at is null group by 1)
      select jsonb_build_object('days', ${spansWith({ visits: sql`counted` })}) as series`,
    ),
  ]);
  return { ...kept, ...visited };
}

/** How many reminders were set, and what became of the times at which they were due. */
export const remindersOverTime = (ctx: VerbCtx): Promise<z.infer<typeof reminderSeries>> => {
  const due = (which: SQL): SQL =>
    counted(
      ctx,
      'month',
      sql`to_timestamp(f.due_at / 1000.0)`,
      sql`from ${reminderFirings} f join ${reminders} r on r.id = f.reminder_id
        where r.community_id = ${ctx.community.id}::uuid and ${which}`,
    );
  return one(
    ctx,
    'reminder.series',
    sql`with ${spansOf(ctx, { unit: 'month', count: MONTHS })},
      made as (${counted(ctx, 'month', sql`r.created_at`, sql`from ${reminders} r where r.community_id = ${ctx.community.id}::uuid`)}),
      fired as (${due(sql`f.status <> 'missed'`)}),
      missed as (${due(sql`f.status = 'missed'`)})
    select jsonb_build_object('months', ${spansWith({ made: sql`made`, fired: sql`fired`, missed: sql`missed` })}) as series`,
  );
};
