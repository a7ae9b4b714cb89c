import { Hono } from 'hono';
import * as z from 'zod';
import type { ApiEnv } from '../../core/api.ts';
import { decodeCursor, inCommunity, page, pageOf, paging, route, valid } from '../../core/api.ts';
import { WaddleError } from '../../core/errors.ts';
import { listSentences, type WordingChange, wordSentence } from './sentences.ts';
import { MAX_SENTENCE, MAX_SENTENCES } from './settings.ts';

const TAG = 'Wording';
const sentence = z.object({ key: z.string(), builtIn: z.string(), own: z.string().nullable() });
const changed = z.object({ key: z.string(), text: z.string() });
const keyed = inCommunity.extend({ key: z.string().min(1).max(100) });

function done(change: WordingChange) {
  const { key } = change;
  switch (change.result) {
    case 'done':
      return { key, text: change.text };
    case 'unknown':
      throw new WaddleError('NOT_FOUND', `There is no sentence "${key}". The list has their names.`);
    case 'full':
      throw new WaddleError(
        'CONFLICT',
        `A community has at most ${MAX_SENTENCES} sentences of its own. Reset some first.`,
      );
    case 'too-long':
      throw new WaddleError('INVALID', `A sentence has at most ${MAX_SENTENCE} characters. Make it shorter.`);
    case 'bad-placeholder': {
      const known = change.known.map((name) => `{${name}}`).join(', ') || 'none';
      throw new WaddleError(
        'INVALID',
        `Nothing fills in {${change.placeholder}} there. This sentence knows: ${known}.`,
      );
    }
  }
}

/** What the bot says, in a community's own words: the same verbs as `!wording` in chat. */
const ofCommunity = new Hono<ApiEnv>()
  .get(
    '/:communityId',
    route({
      operationId: 'listSentences',
      summary: 'Every sentence that the bot says, with the community’s own words',
      access: 'communities:read',
      tag: TAG,
      answers: { 200: { description: 'A page of sentences.', schema: pageOf(sentence) } },
      errors: ['NOT_FOUND'],
    }),
    valid('param', inCommunity),
    valid('query', z.object({ ...paging, search: z.string().max(100).default('').describe('Part of a key.') })),
    async (c) => {
      const { cursor, limit, search } = c.req.valid('query');
      const ctx = await c.get('api').in(c.req.valid('param').communityId);
      const after = cursor === undefined ? '' : decodeCursor(cursor, z.string());
      return c.json(page(await listSentences(ctx, { after, search, limit: limit + 1 }), limit, ({ key }) => key));
    },
  )
  .put(
    '/:communityId/:key',
    route({
      operationId: 'wordSentence',
      summary: 'Gives a sentence the community’s own words',
      access: 'communities:write',
      tag: TAG,
      answers: { 200: { description: 'It is said from the next message on.', schema: changed } },
      errors: ['NOT_FOUND', 'CONFLICT'],
    }),
    valid('param', keyed),
    valid('json', z.strictObject({ text: z.string().trim().min(1).max(MAX_SENTENCE) })),
    async (c) => {
      const { communityId, key } = c.req.valid('param');
      const ctx = await c.get('api').in(communityId);
      return c.json(done(await wordSentence(ctx, { key, text: c.req.valid('json').text })));
    },
  )
  .delete(
    '/:communityId/:key',
    route({
      operationId: 'resetSentence',
      summary: 'Goes back to the built-in words of a sentence',
      access: 'communities:write',
      tag: TAG,
      answers: { 200: { description: 'The built-in words.', schema: changed } },
      errors: ['NOT_FOUND'],
    }),
    valid('param', keyed),
    async (c) => {
      const { communityId, key } = c.req.valid('param');
      const ctx = await c.get('api').in(communityId);
      return c.json(done(await wordSentence(ctx, { key, text: null })));
    },
  );

export const routes = new Hono<ApiEnv>().route('/wording', ofCommunity);
