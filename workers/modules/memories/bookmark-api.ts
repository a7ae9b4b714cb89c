import { Hono } from 'hono';
import * as z from 'zod';
import type { ApiEnv } from '../../core/api.ts';
import { decodeCursor, inCommunity, page, pageOf, paging, route, valid } from '../../core/api.ts';
import { seenIn, tellState } from '../../core/if-match.ts';
import { bookmarkStats, bookmarkTags, findBookmark, listBookmarks, popularBookmarks } from './bookmark-listing.ts';
import { refreshBookmark } from './bookmark-metadata.ts';
import {
  answer,
  bookmark,
  description,
  done,
  failure,
  filters,
  numbered,
  readTag,
  shown,
  tags,
  title,
  url,
} from './bookmark-shapes.ts';
import { undoBookmark } from './bookmark-undo.ts';
import type { BookmarkPatch } from './bookmarks.ts';
import { addBookmark, changeBookmark, deleteBookmark } from './bookmarks.ts';
import { change, changesOf } from './changes.ts';
import { bookmarkSeries, bookmarksOverTime } from './series.ts';

const TAG = 'Bookmarks';

/** Bookmarks of a community: the same verbs as `!bookmark` in chat. */
const ofCommunity = new Hono<ApiEnv>()
  .post(
    '/',
    route({
      operationId: 'addBookmark',
      summary: 'Keeps a page or a note; a page is kept once, and its title and description are read soon after',
      access: 'memories:write',
      tag: TAG,
      answers: { 201: { description: 'The bookmark.', schema: bookmark } },
      errors: ['NOT_FOUND', 'CONFLICT'],
    }),
    valid(
      'json',
      z.strictObject({
        communityId: z.string().min(1).max(100).describe('Id or slug.'),
        url: url.optional(),
        title: title.optional(),
        description: description.optional(),
        tags: tags.optional(),
      }),
    ),
    async (c) => {
      const { communityId, ...given } = c.req.valid('json');
      const ctx = await c.get('api').in(communityId);
      const input = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
      return c.json(done(await addBookmark(ctx, input)), 201);
    },
  )
  .get(
    '/:communityId',
    route({
      operationId: 'listBookmarks',
      summary:
        'Bookmarks of a community: newest first, or what fits best where something is searched for, or by visits',
      access: 'memories:read',
      tag: TAG,
      answers: answer('A page of bookmarks.', pageOf(bookmark)),
      errors: ['NOT_FOUND'],
    }),
    valid('param', inCommunity),
    valid('query', filters),
    async (c) => {
      const ctx = await c.get('api').in(c.req.valid('param').communityId);
      const { cursor, limit, q, tags: typed, match, createdBy, sort } = c.req.valid('query');
      const wanted = (typed ?? '').split(',').filter((one) => one.trim() !== '');
      const after =
        cursor === undefined
          ? undefined
          : decodeCursor(cursor, z.tuple([z.number(), z.int().min(0).max(2_147_483_647)]));
      const rows = await listBookmarks(
        ctx,
        {
          ...(q === undefined ? {} : { search: q }),
          tags: wanted.map((one) => readTag(one)),
          match,
          ...(sort === undefined ? {} : { sort }),
          ...(createdBy === undefined ? {} : { createdBy }),
        },
        { ...(after === undefined ? {} : { after }), limit: limit + 1 },
      );
      const { data, next } = page(rows, limit, ({ position }) => position);
      return c.json({ data: data.map(shown), next });
    },
  )
  .get(
    '/:communityId/popular',
    route({
      operationId: 'listPopularBookmarks',
      summary: 'The bookmarks whose short links were visited most',
      access: 'memories:read',
      tag: TAG,
      answers: answer('Most visits first.', z.object({ data: z.array(bookmark) })),
      errors: ['NOT_FOUND'],
    }),
    valid('param', inCommunity),
    valid('query', z.strictObject({ limit: z.coerce.number().int().min(1).max(100).default(10) })),
    async (c) => {
      const ctx = await c.get('api').in(c.req.valid('param').communityId);
      return c.json({ data: (await popularBookmarks(ctx, c.req.valid('query').limit)).map(shown) });
    },
  )
  .get(
    '/:communityId/tags',
    route({
      operationId: 'listBookmarkTags',
      summary: 'Tags in use, and how many bookmarks have each',
      access: 'memories:read',
      tag: TAG,
      answers: answer('Those of most bookmarks first.', pageOf(z.object({ tag: z.string(), count: z.number() }))),
      errors: ['NOT_FOUND'],
    }),
    valid('param', inCommunity),
    valid('query', z.object(paging)),
    async (c) => {
      const ctx = await c.get('api').in(c.req.valid('param').communityId);
      const { cursor, limit } = c.req.valid('query');
      const position = z.object({ tag: z.string().max(200), count: z.int().min(0) });
      const after = cursor === undefined ? {} : { after: decodeCursor(cursor, position) };
      return c.json(page(await bookmarkTags(ctx, { ...after, limit: limit + 1 }), limit, (row) => row));
    },
  )
  .get(
    '/:communityId/stats',
    route({
      operationId: 'getBookmarkStats',
      summary: 'How many bookmarks there are, by how many people, and how often they were visited',
      access: 'memories:read',
      tag: TAG,
      answers: answer(
        'The counts.',
        z.object({
          bookmarks: z.number(),
          notes: z.number().describe('Those among them without a page.'),
          contributors: z.number(),
          tags: z.number(),
          visits: z.number(),
          latest: z.number().nullable().describe('The number of the newest.'),
        }),
      ),
      errors: ['NOT_FOUND'],
    }),
    valid('param', inCommunity),
    async (c) => c.json(await bookmarkStats(await c.get('api').in(c.req.valid('param').communityId))),
  )
  .get(
    '/:communityId/stats/series',
    route({
      operationId: 'getBookmarkSeries',
      summary: 'Bookmarks by month, and their visits by day',
      access: 'memories:read',
      tag: TAG,
      answers: answer('As it is now.', bookmarkSeries),
      errors: ['NOT_FOUND'],
    }),
    valid('param', inCommunity),
    async (c) => c.json(await bookmarksOverTime(await c.get('api').in(c.req.valid('param').communityId))),
  )
  .get(
    '/:communityId/:number',
    route({
      operationId: 'getBookmark',
      summary: 'One bookmark',
      access: 'memories:read',
      tag: TAG,
      answers: answer('The bookmark as it is now; its ETag is for If-Match.', bookmark),
      errors: ['NOT_FOUND'],
    }),
    valid('param', numbered),
    async (c) => {
      const { communityId, number } = c.req.valid('param');
      const found = await findBookmark(await c.get('api').in(communityId), number);
      if (!found) throw failure({ result: 'missing' }, number);
      tellState(c, found.state);
      return c.json(shown(found));
    },
  )
  .patch(
    '/:communityId/:number',
    route({
      operationId: 'changeBookmark',
      summary:
        'Gives a bookmark another address, title, description or other tags; null: what its page says, which is read soon after',
      access: 'memories:write',
      tag: TAG,
      answers: answer('The bookmark as it is now.', bookmark),
      ifMatch: true,
      errors: ['NOT_FOUND', 'FORBIDDEN', 'CONFLICT'],
    }),
    valid('param', numbered),
    valid(
      'json',
      z.strictObject({
        url: url.describe('Another page’s address; what was a note has a page then.').optional(),
        title: title.nullable().optional(),
        description: description.nullable().optional(),
        tags: tags.optional(),
      }),
    ),
    async (c) => {
      const { communityId, number } = c.req.valid('param');
      const ctx = await c.get('api').in(communityId);
      const patch: BookmarkPatch = Object.fromEntries(
        Object.entries(c.req.valid('json')).filter(([, value]) => value !== undefined),
      );
      return c.json(done(await changeBookmark(ctx, number, patch, seenIn(c)), number));
    },
  )
  .delete(
    '/:communityId/:number',
    route({
      operationId: 'deleteBookmark',
      summary: 'Deletes a bookmark; undo brings it back',
      access: 'memories:write',
      tag: TAG,
      answers: answer('The bookmark that is gone.', bookmark),
      ifMatch: true,
      errors: ['NOT_FOUND', 'FORBIDDEN', 'CONFLICT'],
    }),
    valid('param', numbered),
    async (c) => {
      const { communityId, number } = c.req.valid('param');
      const ctx = await c.get('api').in(communityId);
      return c.json(done(await deleteBookmark(ctx, number, seenIn(c)), number));
    },
  )
  .get(
    '/:communityId/:number/changes',
    route({
      operationId: 'listBookmarkChanges',
      summary: 'Who changed a bookmark, when, and how it was before; of a deleted one, too',
      // What somebody took out of a bookmark is for those who may put it back.
      access: 'memories:write',
      tag: TAG,
      answers: answer('Changes, newest first.', pageOf(change)),
      errors: ['NOT_FOUND'],
    }),
    valid('param', numbered),
    valid('query', z.object(paging)),
    async (c) => {
      const { communityId, number } = c.req.valid('param');
      const { cursor, limit } = c.req.valid('query');
      const ctx = await c.get('api').in(communityId);
      const before = cursor === undefined ? undefined : decodeCursor(cursor, z.uuid());
      const changes = await changesOf(ctx, 'bookmark', number, { before, limit: limit + 1 });
      if (changes === null) throw failure({ result: 'missing' }, number);
      return c.json(page(changes, limit, ({ id }) => id));
    },
  )
  .post(
    '/:communityId/:number/undo',
    route({
      operationId: 'undoBookmarkChange',
      summary: 'Takes the last change of a bookmark back, an undo as well',
      access: 'memories:write',
      tag: TAG,
      answers: answer(
        'It is as it was before.',
        bookmark.extend({ deleted: z.boolean().describe('Whether it was not there before.') }),
      ),
      ifMatch: true,
      errors: ['NOT_FOUND', 'FORBIDDEN', 'CONFLICT'],
    }),
    valid('param', numbered),
    async (c) => {
      const { communityId, number } = c.req.valid('param');
      const ctx = await c.get('api').in(communityId);
      const undone = await undoBookmark(ctx, number, seenIn(c));
      return c.json({ ...done(undone, number), deleted: undone.isDeleted === true });
    },
  )
  .post(
    '/:communityId/:number/refresh',
    route({
      operationId: 'refreshBookmark',
      summary: 'Has a bookmark’s page read again',
      access: 'memories:write',
      tag: TAG,
      answers: { 202: { description: 'It is read soon.', schema: bookmark } },
      errors: ['NOT_FOUND', 'FORBIDDEN', 'CONFLICT'],
    }),
    valid('param', numbered),
    async (c) => {
      const { communityId, number } = c.req.valid('param');
      const ctx = await c.get('api').in(communityId);
      return c.json(done(await refreshBookmark(ctx, number), number), 202);
    },
  );

export const bookmarkRoutes = new Hono<ApiEnv>().route('/bookmarks', ofCommunity);
