import { Hono } from 'hono';
import * as z from 'zod';
import { type ApiEnv, decodeCursor, page, pageOf, paging, route, valid } from '../../core/api.ts';
import { WaddleError } from '../../core/errors.ts';
import { seenIn, tellState } from '../../core/if-match.ts';
import { change, changesOf } from './changes.ts';
import { findQuote } from './quote-reads.ts';
import { answer, changed, done, missing, numbered, patch, quoted, TAG } from './quote-shapes.ts';
import { MAX_TEXT } from './quote-text.ts';
import { undoQuote } from './quote-undo.ts';
import { VOTES, voteQuote } from './quote-votes.ts';
import { approveQuote, deleteQuote, editQuote } from './quotes.ts';

/** One quote, by its number: the same verbs as `!quote` in chat. */
export const ofNumber = new Hono<ApiEnv>()
  .get(
    '/:communityId/:number',
    route({
      operationId: 'getQuote',
      summary: 'A quote by its number',
      access: 'memories:read',
      tag: TAG,
      answers: answer('It; its ETag is for If-Match.', quoted),
      errors: ['NOT_FOUND'],
    }),
    valid('param', numbered),
    async (c) => {
      const { communityId, number } = c.req.valid('param');
      const quote = await findQuote(await c.get('api').in(communityId), number);
      if (!quote) throw missing(number);
      tellState(c, quote.state);
      return c.json({ quote });
    },
  )
  .patch(
    '/:communityId/:number',
    route({
      operationId: 'editQuote',
      summary: 'Changes what is named, and leaves the rest as it is; undo takes it back',
      access: 'memories:write',
      tag: TAG,
      answers: answer('As it is now.', changed),
      ifMatch: true,
      errors: ['NOT_FOUND', 'CONFLICT'],
    }),
    valid('param', numbered),
    valid('json', patch),
    async (c) => {
      const { communityId, number } = c.req.valid('param');
      const { text, author, category: of, game, title, saidAt } = c.req.valid('json');
      const change = {
        ...(text === undefined ? {} : { text }),
        ...(author === undefined ? {} : { author }),
        ...(of === undefined ? {} : { category: of }),
        ...(game === undefined ? {} : { game }),
        ...(title === undefined ? {} : { title }),
        ...(saidAt === undefined ? {} : { saidAt: Date.parse(saidAt) }),
      };
      const ctx = await c.get('api').in(communityId);
      return c.json(done(await editQuote(ctx, number, change, MAX_TEXT, seenIn(c))));
    },
  )
  .delete(
    '/:communityId/:number',
    route({
      operationId: 'deleteQuote',
      summary: 'Takes a quote away; its number stays its own, and undo brings it back',
      access: 'memories:write',
      tag: TAG,
      answers: answer('As it was.', changed),
      ifMatch: true,
      errors: ['NOT_FOUND', 'CONFLICT'],
    }),
    valid('param', numbered),
    async (c) => {
      const { communityId, number } = c.req.valid('param');
      return c.json(done(await deleteQuote(await c.get('api').in(communityId), number, seenIn(c))));
    },
  )
  .post(
    '/:communityId/:number/vote',
    route({
      operationId: 'voteQuote',
      summary: 'Casts the one vote of the person it is called for, or takes it back',
      access: 'memories:write',
      tag: TAG,
      answers: answer('How its votes stand.', z.object({ number: z.int(), up: z.int(), down: z.int() })),
      errors: ['NOT_FOUND', 'CONFLICT', 'ACTOR_REQUIRED'],
    }),
    valid('param', numbered),
    valid('json', z.strictObject({ vote: z.enum(VOTES) })),
    async (c) => {
      const { communityId, number } = c.req.valid('param');
      const voted = await voteQuote(await c.get('api').in(communityId), number, c.req.valid('json').vote);
      if (voted.result === 'done') return c.json({ number, up: voted.up, down: voted.down });
      if (voted.result === 'missing') throw missing(number);
      throw new WaddleError(
        'CONFLICT',
        voted.result === 'own'
          ? `Quote ${number} is this person’s own: others vote on it.`
          : `Quote ${number} waits to be approved. It can be voted on then.`,
      );
    },
  )
  .post(
    '/:communityId/:number/approve',
    route({
      operationId: 'approveQuote',
      summary: 'Lets a quote that waits be shown',
      access: 'memories:write',
      tag: TAG,
      answers: answer('As it is now.', changed),
      ifMatch: true,
      errors: ['NOT_FOUND', 'CONFLICT'],
    }),
    valid('param', numbered),
    async (c) => {
      const { communityId, number } = c.req.valid('param');
      return c.json(done(await approveQuote(await c.get('api').in(communityId), number, seenIn(c))));
    },
  )
  .get(
    '/:communityId/:number/changes',
    route({
      operationId: 'listQuoteChanges',
      summary: 'Who changed a quote, when, and how it was before; of a deleted one, too',
      // What somebody took out of a quote is for those who may put it back.
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
      const changes = await changesOf(ctx, 'quote', number, { before, limit: limit + 1 });
      if (changes === null) throw missing(number);
      return c.json(page(changes, limit, ({ id }) => id));
    },
  )
  .post(
    '/:communityId/:number/undo',
    route({
      operationId: 'undoQuoteChange',
      summary: 'Takes the last change of a quote back, an undo as well; a deleted one comes back',
      access: 'memories:write',
      tag: TAG,
      answers: answer('It is as it was before.', changed),
      ifMatch: true,
      errors: ['NOT_FOUND', 'CONFLICT'],
    }),
    valid('param', numbered),
    async (c) => {
      const { communityId, number } = c.req.valid('param');
      return c.json(done(await undoQuote(await c.get('api').in(communityId), number, seenIn(c))));
    },
  );
