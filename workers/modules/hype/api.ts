import { Hono } from 'hono';
import * as z from 'zod';
import { type ApiEnv, inCommunity, route, valid } from '../../core/api.ts';
import { readHype, setHype } from './meter.ts';
import { settings } from './settings.ts';

const TAG = 'Hype';
const standing = z.object({
  channel: z.string().describe('`platform:id`'),
  people: z.int().describe('Who cheered within the last minute.'),
  restsUntil: z.iso.datetime().nullable().describe('When the next meter begins; null while one is open.'),
});

/** A community's meters: the same verbs as `!hype` in chat. */
const ofCommunity = new Hono<ApiEnv>()
  .get(
    '/:communityId',
    route({
      operationId: 'getHype',
      summary: 'How far each channel is, and what is set',
      access: 'communities:read',
      tag: TAG,
      answers: { 200: { description: 'Now.', schema: z.object({ settings, channels: z.array(standing) }) } },
      errors: ['NOT_FOUND'],
    }),
    valid('param', inCommunity),
    async (c) => c.json(await readHype(await c.get('api').in(c.req.valid('param').communityId))),
  )
  .put(
    '/:communityId/settings',
    route({
      operationId: 'setHype',
      summary: 'Sets goal, rest and whether raids are told; what is left out is as built in',
      access: 'communities:write',
      tag: TAG,
      answers: { 200: { description: 'What is set now.', schema: settings } },
      errors: ['NOT_FOUND'],
    }),
    valid('param', inCommunity),
    valid('json', z.strictObject(settings.shape)),
    async (c) => {
      const ctx = await c.get('api').in(c.req.valid('param').communityId);
      return c.json(await setHype(ctx, c.req.valid('json')));
    },
  );

export const routes = new Hono<ApiEnv>().route('/hype', ofCommunity);
