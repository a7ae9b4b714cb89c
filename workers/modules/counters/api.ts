import { Hono } from 'hono';
import * as z from 'zod';
import type { ApiEnv } from '../../core/api.ts';
import { decodeCursor, inCommunity, page, pageOf, paging, route, valid } from '../../core/api.ts';
import { WaddleError } from '../../core/errors.ts';
import { changeOf, changesOf } from '../history.ts';
import type { CounterChange } from './counters.ts';
import {
  changeCounter,
  counterName,
  isOfCounter,
  listCounters,
  MAX_VALUE,
  removeCounter,
  undoCounter,
} from './counters.ts';
import { counterUsers } from './users.ts';

const TAG = 'Counters';
const standing = z.object({ name: z.string(), value: z.number() });
const listed = standing.extend({
  updatedAt: z.string().describe('When it changed last.'),
  usedBy: z
    .array(z.object({ kind: z.enum(['command', 'keyword', 'timer']), name: z.string() }))
    .describe('Texts in which it stands, as far as they name it themselves.'),
});
const counterChange = changeOf('counter.set, counter.remove, counter.undo');
const changed = standing.extend({ before: z.number().describe('What it was at.') });
const named = inCommunity.extend({ name: z.string().min(1).max(100) });
const amount = z.int().min(-MAX_VALUE).max(MAX_VALUE);

function done(change: CounterChange) {
  switch (change.result) {
    case 'done':
      return { name: change.name, value: change.value, before: change.before };
    case 'bad-name':
      throw new WaddleError('INVALID', 'A counter is named by one word of up to 40 letters, digits, - or _.');
    case 'missing':
      throw new WaddleError('NOT_FOUND', `There is no change of "${change.name}" that could be taken back.`);
    case 'full':
      throw new WaddleError('CONFLICT', 'This community has no more room for counters. Remove some first.');
  }
}

/** Counters of a community: the same verbs as `!counter` in chat. */
const ofCommunity = new Hono<ApiEnv>()
  .get(
    '/:communityId',
    route({
      operationId: 'listCounters',
      summary: 'Counters of a community, by name',
      access: 'commands:read',
      tag: TAG,
      answers: { 200: { description: 'A page of counters.', schema: pageOf(listed) } },
      errors: ['NOT_FOUND'],
    }),
    valid('param', inCommunity),
    valid('query', z.object(paging)),
    async (c) => {
      const { cursor, limit } = c.req.valid('query');
      const ctx = await c.get('api').in(c.req.valid('param').communityId);
      const after = cursor === undefined ? '' : decodeCursor(cursor, z.string());
      const [counters, users] = await Promise.all([listCounters(ctx, { after, limit: limit + 1 }), counterUsers(ctx)]);
      const { data, next } = page(counters, limit, (row) => row.name);
      const rows = data.map(({ updatedAt, ...row }) => ({
        ...row,
        updatedAt: updatedAt.toISOString(),
        usedBy: [...(users.get(row.name) ?? [])],
      }));
      return c.json({ data: rows, next });
    },
  )
  .put(
    '/:communityId/:name',
    route({
      operationId: 'changeCounter',
      summary: 'Sets a counter, or adds to it; one that is not there begins at 0',
      access: 'commands:write',
      tag: TAG,
      answers: { 200: { description: 'What it is at now.', schema: changed } },
      errors: ['NOT_FOUND', 'CONFLICT'],
    }),
    valid('param', named),
    valid('json', z.union([z.strictObject({ value: amount }), z.strictObject({ add: amount })])),
    async (c) => {
      const { communityId, name } = c.req.valid('param');
      const body = c.req.valid('json');
      const ctx = await c.get('api').in(communityId);
      const change = 'value' in body ? { set: body.value } : { add: body.add };
      return c.json(done(await changeCounter(ctx, { name, ...change })));
    },
  )
  .delete(
    '/:communityId/:name',
    route({
      operationId: 'removeCounter',
      summary: 'Forgets a counter; undo brings it back',
      access: 'commands:write',
      tag: TAG,
      answers: { 200: { description: 'It is forgotten.', schema: changed } },
      errors: ['NOT_FOUND'],
    }),
    valid('param', named),
    async (c) => {
      const { communityId, name } = c.req.valid('param');
      const ctx = await c.get('api').in(communityId);
      if (counterName(name) === null) throw new WaddleError('NOT_FOUND', `There is no counter "${name}" here.`);
      return c.json(done(await removeCounter(ctx, name)));
    },
  )
  .get(
    '/:communityId/:name/history',
    route({
      operationId: 'listCounterChanges',
      summary: 'Who changed a counter by hand, when, and what it was at before; what commands count is not here',
      access: 'commands:read',
      tag: TAG,
      answers: { 200: { description: 'Changes, newest first.', schema: pageOf(counterChange) } },
      errors: ['NOT_FOUND'],
    }),
    valid('param', named),
    valid('query', z.object(paging)),
    async (c) => {
      const { communityId, name } = c.req.valid('param');
      const ctx = await c.get('api').in(communityId);
      return c.json(await changesOf(ctx, 'counter.history', { about: isOfCounter(name), ...c.req.valid('query') }));
    },
  )
  .post(
    '/:communityId/:name/undo',
    route({
      operationId: 'undoCounterChange',
      summary: 'Takes the last change of a counter back, an undo as well',
      access: 'commands:write',
      tag: TAG,
      answers: { 200: { description: 'It is as it was before.', schema: changed } },
      errors: ['NOT_FOUND'],
    }),
    valid('param', named),
    async (c) => {
      const { communityId, name } = c.req.valid('param');
      const ctx = await c.get('api').in(communityId);
      return c.json(done(await undoCounter(ctx, name)));
    },
  );

export const routes = new Hono<ApiEnv>().route('/counters', ofCommunity);
