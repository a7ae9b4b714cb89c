import { Hono } from 'hono';
import { type ApiEnv, inCommunity, route, valid } from '../../core/api.ts';
import { changeMemorySettings, readMemorySettings, settings, settingsPatch } from './settings.ts';

const TAG = 'Memories';

/** What a community has set for its quotes and reminders: the same verbs as `!memories set` in chat. */
const ofCommunity = new Hono<ApiEnv>()
  .get(
    '/:communityId/settings',
    route({
      operationId: 'getMemorySettings',
      summary: 'Whether quotes are approved, and how many reminders a person may have',
      access: 'communities:read',
      tag: TAG,
      answers: { 200: { description: 'What is set.', schema: settings } },
      errors: ['NOT_FOUND'],
    }),
    valid('param', inCommunity),
    async (c) => c.json(await readMemorySettings(await c.get('api').in(c.req.valid('param').communityId))),
  )
  .patch(
    '/:communityId/settings',
    route({
      operationId: 'changeMemorySettings',
      summary: 'Changes what is named, and leaves the rest as it is',
      access: 'communities:write',
      tag: TAG,
      answers: { 200: { description: 'What is set now.', schema: settings } },
      errors: ['NOT_FOUND'],
    }),
    valid('param', inCommunity),
    valid('json', settingsPatch),
    async (c) => {
      const ctx = await c.get('api').in(c.req.valid('param').communityId);
      return c.json(await changeMemorySettings(ctx, c.req.valid('json')));
    },
  );

export const settingsRoutes = new Hono<ApiEnv>().route('/memories', ofCommunity);
