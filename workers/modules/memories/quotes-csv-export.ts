import { type SQL, sql } from 'drizzle-orm';
import { quotes } from '../../../db/schema/index.ts';
import { utf8 } from '../../core/bytes.ts';
import { csvRecord } from '../../core/csv.ts';
import type { VerbCtx } from '../../core/modules.ts';
import { type Quote, shownQuote } from './quote-rows.ts';

/** Quotes that are read at once: a whole community is a few questions, and no more than that of it is in memory. */
const READ_AT_ONCE = 500;
const HEADER = ['number', 'text', 'author', 'category', 'game', 'title', 'date', 'status', 'up', 'down'];

/** Without it spreadsheets take UTF-8 for something else. */
const BYTE_ORDER_MARK = '\uFEFF';

export const CSV_HEADER = `${BYTE_ORDER_MARK}${csvRecord(HEADER)}`;

export const quoteRecord = (quote: Quote): string =>
  csvRecord([
    String(quote.number),
    quote.text,
    quote.author,
    quote.category ?? '',
    quote.game ?? '',
    quote.title ?? '',
    quote.saidAt,
    quote.status,
    String(quote.up),
    String(quote.down),
  ]);

async function quotesFrom(ctx: VerbCtx, above: number, only: SQL): Promise<readonly Quote[]> {
  const { rows } = await ctx.read('quote.export', (db) =>
    db.execute<{ quote: Quote }>(sql`
      select ${shownQuote(sql`q`)} as quote from ${quotes} q
      where q.community_id = ${ctx.community.id}::uuid and q.deleted_at is null and q.number > ${above}::integer ${only}
      order by q.number limit ${READ_AT_ONCE}`),
  );
  return rows.map(({ quote }) => quote);
}

/**
 * All quotes of a community as a CSV file (RFC 4180, UTF-8), by number, read as fast as it is taken. Where reading fails the stream
 * fails, so that nobody takes a part for the whole.
 */
export function quotesCsv(ctx: VerbCtx, status: Quote['status'] | 'all'): ReadableStream<Uint8Array> {
  const only = status === 'all' ? sql`` : sql`and q.status = ${status}`;
  let above = 0;
  return new ReadableStream({
    start(out) {
      out.enqueue(utf8(CSV_HEADER));
    },
    async pull(out) {
      const some = await quotesFrom(ctx, above, only);
      if (some.length > 0) out.enqueue(utf8(some.map(quoteRecord).join('')));
      above = some.at(-1)?.number ?? above;
      if (some.length < READ_AT_ONCE) out.close();
    },
  });
}
