import { Hono } from 'hono';
import * as z from 'zod';
import type { ApiEnv } from '../../core/api.ts';
import { decodeCursor, inCommunity, page, pageOf, paging, route, valid } from '../../core/api.ts';
import { WaddleError } from '../../core/errors.ts';
import type { Platform } from '../../core/ids.ts';
import { changedMeanwhile, seenIn, tellState } from '../../core/if-match.ts';
import { speak } from '../../core/words.ts';
import { changesOf } from '../history.ts';
import type { GivenAction } from './actions.ts';
import type { KeywordChange, KeywordRefusal } from './keywords.ts';
import { addKeyword, changeKeyword, MAX_RULES, removeKeyword } from './keywords.ts';
import type { ListedKeyword } from './listing.ts';
import { findKeyword, listKeywords } from './listing.ts';
import { changed, keywordChange, listedKeyword, named, replaced, trial, tried, written } from './shapes.ts';
import { type TriedLine, tryKeywords } from './trial.ts';
import { isOfKeyword, undoKeyword } from './undo.ts';
import { patternWords } from './wording.ts';
import { words } from './words.ts';

const TAG = 'Keywords';
const say = speak(words, 'en');

const answer = (description: string, schema: z.ZodType) => ({ 200: { description, schema } });

const listed = ({ module, createdAt, updatedAt, action: does, ...row }: ListedKeyword) => ({
  ...row,
  action: does.is === 'module' ? { is: 'module', module } : does,
  createdAt: createdAt.toISOString(),
  updatedAt: updatedAt.toISOString(),
});

/** Why a rule cannot be so, as a failure. */
function failure(refused: KeywordRefusal): WaddleError {
  const { name: shown } = refused;
  switch (refused.result) {
    case 'missing':
      return new WaddleError('NOT_FOUND', `There is no keyword rule "${shown}" here.`);
    case 'exists':
      return new WaddleError(
        'CONFLICT',
        `There is a rule "${shown}" already. Change that one, or choose another name.`,
      );
    case 'full':
      return new WaddleError('CONFLICT', `A community has at most ${MAX_RULES} rules. Remove some first.`);
    case 'bad-name':
      return new WaddleError('INVALID', `"${shown}" cannot be a rule: use up to 40 letters, digits, - or _.`);
    case 'bad-pattern':
      return new WaddleError('INVALID', patternWords(refused.refusal, say));
    case 'too-long':
      return new WaddleError('INVALID', `A rule says or runs at most ${refused.most} characters.`);
    case 'no-module':
      return new WaddleError('INVALID', `There is no HTTP module "${refused.module}" here. Add it first.`);
    case 'stale':
      return changedMeanwhile(shown, refused.last);
    case 'nothing-to-say':
    case 'wordless':
      return new WaddleError('INVALID', 'Say what the rule is to do.');
  }
}

function done(outcome: KeywordChange): z.infer<typeof changed> {
  if (outcome.result !== 'done') throw failure(outcome);
  const { id, name: of, notes } = outcome;
  const warnings = notes.problems.map(({ problem, start, end }) => ({
    start,
    end,
    message: say(`note.${problem}`, { at: start + 1 }),
  }));
  return { id, name: of, warnings, unknown: [...notes.unknown], matchesAll: notes.matchesAll };
}

const told = ({ line, text: said, acts, matched, undecided, places }: TriedLine) => ({
  id: line?.id ?? null,
  at: line ? new Date(line.at).toISOString() : null,
  room: line?.room ?? null,
  author: line ? { account: line.account, displayName: line.displayName } : null,
  text: said,
  acts,
  matched: [...matched],
  undecided: [...undecided],
  places: places.map(({ start, end }) => ({ start, end })),
});

function channelIn(key: string): { readonly platform: Platform; readonly channel: string } {
  const colon = key.indexOf(':');
  return { platform: key.slice(0, colon) as Platform, channel: key.slice(colon + 1) };
}

/** Keyword rules of a community: the same verbs as `!keyword` in chat. */
const ofCommunity = new Hono<ApiEnv>()
  .get(
    '/:communityId',
    route({
      operationId: 'listKeywords',
      summary: 'Keyword rules of a community, by name',
      access: 'commands:read',
      tag: TAG,
      answers: answer('A page of rules.', pageOf(listedKeyword)),
      errors: ['NOT_FOUND'],
    }),
    valid('param', inCommunity),
    valid('query', z.object(paging)),
    async (c) => {
      const ctx = await c.get('api').in(c.req.valid('param').communityId);
      const { cursor, limit } = c.req.valid('query');
      const after = cursor === undefined ? {} : { after: decodeCursor(cursor, z.string()) };
      const rules = await listKeywords(ctx, { ...after, limit: limit + 1 });
      return c.json(page(rules.map(listed), limit, (row) => row.name));
    },
  )
  .post(
    '/:communityId',
    route({
      operationId: 'addKeyword',
      summary: 'Adds a rule for what people write',
      access: 'commands:write',
      tag: TAG,
      answers: { 201: { description: 'It counts from the next message on.', schema: changed } },
      errors: ['NOT_FOUND', 'CONFLICT'],
    }),
    valid('param', inCommunity),
    valid('json', written),
    async (c) => {
      const ctx = await c.get('api').in(c.req.valid('param').communityId);
      return c.json(done(await addKeyword(ctx, c.req.valid('json'))), 201);
    },
  )
  .post(
    '/:communityId/test',
    route({
      operationId: 'testKeywords',
      summary: 'Says which rules would act on a text, or on the last lines of a channel; nothing is done',
      access: 'commands:write',
      tag: TAG,
      answers: answer('What the lines would come to.', tried),
      errors: ['NOT_FOUND'],
    }),
    valid('param', inCommunity),
    valid('json', trial),
    async (c) => {
      const api = c.get('api');
      const ctx = await api.in(c.req.valid('param').communityId);
      const { text: said, channel, rule: unsaved } = c.req.valid('json');
      const where = channel === undefined ? undefined : channelIn(channel);
      if (where) api.requirePlatform(where.platform);
      const of = said !== undefined || !where ? { text: said ?? '', platform: where?.platform } : where;
      // What was said is for those who look after the chat, not for all who write its commands.
      if ('channel' in of && !api.allows(ctx.community.id, 'feed:read'))
        throw new WaddleError(
          'FORBIDDEN',
          'The last lines of a channel are for those who may read its chat. Try the rule on a text of your own.',
        );
      const outcome = await tryKeywords(ctx, of, unsaved);
      if (outcome.result === 'bad-pattern') throw failure({ ...outcome, name: '' });
      if (outcome.result === 'no-channel')
        throw new WaddleError('NOT_FOUND', `This community has no channel "${channel}".`);
      return c.json({ looked: outcome.looked, lines: outcome.lines.map(told) });
    },
  )
  .get(
    '/:communityId/:name',
    route({
      operationId: 'getKeyword',
      summary: 'One keyword rule',
      access: 'commands:read',
      tag: TAG,
      answers: answer('The rule as it is now; its ETag is for If-Match.', listedKeyword),
      errors: ['NOT_FOUND'],
    }),
    valid('param', named),
    async (c) => {
      const { communityId, name: wanted } = c.req.valid('param');
      const found = await findKeyword(await c.get('api').in(communityId), wanted);
      if (!found) throw failure({ result: 'missing', name: wanted });
      tellState(c, found.state);
      return c.json(listed(found));
    },
  )
  .put(
    '/:communityId/:name',
    route({
      operationId: 'changeKeyword',
      summary: 'Replaces a rule; with another name in it, it is renamed',
      access: 'commands:write',
      tag: TAG,
      answers: answer('It counts from the next message on.', changed),
      ifMatch: true,
      errors: ['NOT_FOUND', 'CONFLICT'],
    }),
    valid('param', named),
    valid('json', replaced),
    async (c) => {
      const { communityId, name: wanted } = c.req.valid('param');
      const ctx = await c.get('api').in(communityId);
      const { name: renamed, action: does, ...rest } = c.req.valid('json');
      const patch = { ...rest, action: does as GivenAction, ...(renamed === undefined ? {} : { name: renamed }) };
      return c.json(done(await changeKeyword(ctx, wanted, patch, seenIn(c))));
    },
  )
  .delete(
    '/:communityId/:name',
    route({
      operationId: 'removeKeyword',
      summary: 'Removes a rule; undo brings it back',
      access: 'commands:write',
      tag: TAG,
      answers: answer('It acts no more.', z.object({ id: z.string(), name: z.string() })),
      ifMatch: true,
      errors: ['NOT_FOUND'],
    }),
    valid('param', named),
    async (c) => {
      const { communityId, name: wanted } = c.req.valid('param');
      const { id, name: removed } = done(await removeKeyword(await c.get('api').in(communityId), wanted, seenIn(c)));
      return c.json({ id, name: removed });
    },
  )
  .get(
    '/:communityId/:name/history',
    route({
      operationId: 'listKeywordChanges',
      summary: 'Who changed a rule, when, and how it was before',
      access: 'commands:read',
      tag: TAG,
      answers: answer('Changes, newest first.', pageOf(keywordChange)),
      errors: ['NOT_FOUND'],
    }),
    valid('param', named),
    valid('query', z.object(paging)),
    async (c) => {
      const { communityId, name: wanted } = c.req.valid('param');
      const ctx = await c.get('api').in(communityId);
      const about = isOfKeyword(ctx, wanted);
      return c.json(await changesOf(ctx, 'keyword.history', { about, ...c.req.valid('query') }));
    },
  )
  .post(
    '/:communityId/:name/undo',
    route({
      operationId: 'undoKeywordChange',
      summary: 'Takes the last change of a rule back, an undo as well',
      access: 'commands:write',
      tag: TAG,
      answers: answer('It is as it was before.', z.object({ name: z.string(), undone: z.string() })),
      ifMatch: true,
      errors: ['NOT_FOUND', 'CONFLICT'],
    }),
    valid('param', named),
    async (c) => {
      const { communityId, name: wanted } = c.req.valid('param');
      const undone = await undoKeyword(await c.get('api').in(communityId), wanted, seenIn(c));
      if (undone.result === 'done') return c.json({ name: undone.name, undone: undone.action });
      if (undone.result === 'nothing')
        throw new WaddleError('NOT_FOUND', `There is no change of "${undone.name}" that could be taken back.`);
      if (undone.result === 'stale') throw failure(undone);
      throw failure({ result: undone.result, name: undone.name });
    },
  );

export const routes = new Hono<ApiEnv>().route('/keywords', ofCommunity);
