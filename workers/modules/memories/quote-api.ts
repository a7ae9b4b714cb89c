import { Hono } from 'hono';
import * as z from 'zod';
import { type ApiEnv, decodeCursor, inCommunity, page, pageOf, route, valid } from '../../core/api.ts';
import { WaddleError } from '../../core/errors.ts';
import { ofNumber } from './quote-api-one.ts';
import { listQuotes, quoteCategories, quoteStats, randomQuote, searchQuotes } from './quote-reads.ts';
import { quoteShape } from './quote-rows.ts';
import { answer, category, done, filters, newQuote, position, quoted, TAG } from './quote-shapes.ts';
import { MAX_TEXT } from './quote-text.ts';
import { addQuote } from './quotes.ts';
import { quotesCsv } from './quotes-csv-export.ts';
import { quoteSeries, quotesOverTime } from './series.ts';

/** Quotes of a community: the same verbs as `!quote` in chat. Names of one path segment stand before the numbers. */
const ofCommunity = new Hono<ApiEnv>()
  .post(
    '/',
    route({
      operationId: 'addQuote',
      summary: 'Keeps what somebody said, under the next number',
      access: 'memories:write',
      tag: TAG,
      answers: { 201: { description: 'It is kept; where quotes are approved, it may wait.', schema: quoted } },
      errors: ['NOT_FOUND', 'CONFLICT'],
    }),
    valid('json', newQuote),
    async (c) => {
      const { communityId, saidAt, author, category: of, game, title, text } = c.req.valid('json');
      const ctx = await c.get('api').in(communityId);
      const added = await addQuote(
        ctx,
        {
          text,
          ...(author === undefined ? {} : { author }),
          ...(of === undefined ? {} : { category: of }),
          ...(game === undefined ? {} : { game }),
          ...(title === undefined ? {} : { title }),
          ...(saidAt === undefined ? {} : { saidAt: Date.parse(saidAt) }),
        },
        MAX_TEXT,
      );
      return c.json({ quote: done(added).quote }, 201);
    },
  )
  .get(
    '/:communityId',
    route({
      operationId: 'listQuotes',
      summary: 'Quotes of a community, the newest first, or the best match of words',
      access: 'memories:read',
      tag: TAG,
      answers: answer('A page of quotes.', pageOf(quoteShape)),
      errors: ['NOT_FOUND'],
    }),
    valid('param', inCommunity),
    valid('query', filters),
    async (c) => {
      const { cursor, limit, q, ...of } = c.req.valid('query');
      const ctx = await c.get('api').in(c.req.valid('param').communityId);
      const { below, skip = 0 } = cursor === undefined ? {} : decodeCursor(cursor, position);
      if (q === undefined) {
        const { quotes } = await listQuotes(ctx, { ...of, below, limit: limit + 1 });
        return c.json(page(quotes, limit, ({ number }) => ({ below: number })));
      }
      const { quotes } = await searchQuotes(ctx, { ...of, words: q, skip, limit: limit + 1 });
      return c.json(page(quotes, limit, () => ({ skip: skip + limit })));
    },
  )
  .get(
    '/:communityId/random',
    route({
      operationId: 'getRandomQuote',
      summary: 'One of those that were shown least: none comes again before all others have',
      access: 'memories:read',
      tag: TAG,
      answers: answer('It, counted as shown.', quoted),
      errors: ['NOT_FOUND'],
    }),
    valid('param', inCommunity),
    valid('query', z.strictObject({ category: category.optional() })),
    async (c) => {
      const ctx = await c.get('api').in(c.req.valid('param').communityId);
      const quote = await randomQuote(ctx, c.req.valid('query'));
      if (!quote) throw new WaddleError('NOT_FOUND', 'There is no such quote in this community yet. Add one first.');
      return c.json({ quote });
    },
  )
  .get(
    '/:communityId/categories',
    route({
      operationId: 'listQuoteCategories',
      summary: 'Categories in use, with how many quotes each has',
      access: 'memories:read',
      tag: TAG,
      answers: answer(
        'All of them, by name.',
        z.object({ data: z.array(z.object({ category: z.string(), quotes: z.int() })) }),
      ),
      errors: ['NOT_FOUND'],
    }),
    valid('param', inCommunity),
    async (c) => {
      const ctx = await c.get('api').in(c.req.valid('param').communityId);
      return c.json({ data: [...(await quoteCategories(ctx))] });
    },
  )
  .get(
    '/:communityId/stats',
    route({
      operationId: 'getQuoteStats',
      summary: 'How many quotes there are, the latest and the best',
      access: 'memories:read',
      tag: TAG,
      answers: answer(
        'Now.',
        z.object({
          approved: z.int(),
          pending: z.int(),
          authors: z.int().describe('Different names.'),
          categories: z.int(),
          latest: quoteShape.nullable(),
          top: quoteShape
            .nullable()
            .describe('The one with the most votes up, less those down; null before the first vote.'),
        }),
      ),
      errors: ['NOT_FOUND'],
    }),
    valid('param', inCommunity),
    async (c) => c.json(await quoteStats(await c.get('api').in(c.req.valid('param').communityId))),
  )
  .get(
    '/:communityId/stats/series',
    route({
      operationId: 'getQuoteSeries',
      summary: 'Quotes by month, category and author, and the best of them',
      access: 'memories:read',
      tag: TAG,
      answers: answer('As it is now.', quoteSeries),
      errors: ['NOT_FOUND'],
    }),
    valid('param', inCommunity),
    async (c) => c.json(await quotesOverTime(await c.get('api').in(c.req.valid('param').communityId))),
  )
  .get(
    '/:communityId/csv',
    route({
      operationId: 'exportQuotes',
      summary: 'All quotes as a CSV file (RFC 4180, UTF-8); the import takes it back as it is',
      access: 'memories:read',
      tag: TAG,
      answers: {
        200: {
          description:
            'The quotes, by number. What a spreadsheet would take for a formula has an apostrophe in front of it.',
          schema: z.string(),
          media: 'text/csv',
        },
      },
      errors: ['NOT_FOUND'],
    }),
    valid('param', inCommunity),
    valid('query', z.strictObject({ status: z.enum(['approved', 'pending', 'all']).default('all') })),
    async (c) => {
      const ctx = await c.get('api').in(c.req.valid('param').communityId);
      return c.body(quotesCsv(ctx, c.req.valid('query').status), 200, {
        'Content-Type': 'text/csv; charset=utf-8; header=present',
        'Content-Disposition': `attachment; filename="quotes-${ctx.community.slug}.csv"`,
      });
    },
  );

export const quoteRoutes = new Hono<ApiEnv>().route('/quotes', ofCommunity).route('/quotes', ofNumber);
