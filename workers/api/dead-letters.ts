import { Hono } from 'hono';
import * as z from 'zod';
import type { ApiEnv } from '../core/api.ts';
import { decodeCursor, page, pageOf, paging, route, valid } from '../core/api.ts';
import { discardDeadLetter, listDeadLetters, openDeadLetter } from '../router/dead-letters.ts';
import { QUEUES } from '../router/queued-work.ts';
import { replayDeadLetter } from '../router/replay.ts';
import type { Services } from '../router/services.ts';

const inLetter = z.object({ id: z.uuid() });

const filters = z.strictObject({
  community: z.string().min(1).max(100).optional().describe('Id or slug.'),
  queue: z.enum(QUEUES).optional(),
  state: z.enum(['open', 'settled']).optional().describe('Settled: replayed or discarded. All, where it is left out.'),
  ...paging,
});

const listed = z
  .object({
    id: z.uuid(),
    queue: z.string().describe('The queue that gave up.'),
    community: z.string().nullable().describe('Its slug.'),
    kind: z.string().describe('What the message is: `invocation`, `delivery`, `reply`, `run`, `usage` or `unknown`.'),
    command: z.string().nullable(),
    channel: z.string().nullable().describe('`platform:id`'),
    reason: z.string().describe('Why the last attempt failed.'),
    attempts: z.int().describe('How often it was tried; 0 where nobody knows.'),
    state: z.enum(['open', 'replayed', 'discarded']),
    createdAt: z.iso.datetime(),
    settledAt: z.iso.datetime().nullable(),
  })
  .meta({ id: 'DeadLetter' });

const opened = listed
  .extend({
    tries: z
      .array(z.object({ at: z.number(), attempt: z.int(), reason: z.string() }))
      .describe(
        'The attempts that are remembered, oldest first: the first, and the last 19. `at` is in ms since epoch.',
      ),
    outline: z
      .unknown()
      .describe('The shape of its message, without anything that people wrote or that opens something.'),
  })
  .meta({ id: 'OpenedDeadLetter' });

/** `/dead-letters`: what no try brought through. For who runs this installation; no text of anybody's is shown. */
export function deadLetterRoutes(services: Services) {
  const tag = 'Dead letters';
  const access = 'operator';
  return new Hono<ApiEnv>()
    .get(
      '/',
      route({
        operationId: 'listDeadLetters',
        summary: 'Lists what no try brought through, newest first.',
        access,
        tag,
        errors: ['NOT_FOUND'],
        answers: { 200: { description: 'A page of letters.', schema: pageOf(listed) } },
      }),
      valid('query', filters),
      async (c) => {
        const { community, cursor, limit, queue, state } = c.req.valid('query');
        const communityId = community === undefined ? undefined : (await c.get('api').in(community)).community.id;
        const letters = await listDeadLetters(services, {
          limit,
          ...(communityId ? { communityId } : {}),
          ...(queue ? { queue } : {}),
          ...(state ? { state } : {}),
          ...(cursor === undefined ? {} : { before: decodeCursor(cursor, z.uuid()) }),
        });
        return c.json(page(letters, limit, ({ id }) => id));
      },
    )
    .get(
      '/:id',
      route({
        operationId: 'getDeadLetter',
        summary: 'Shows one letter, with every attempt that is remembered.',
        access,
        tag,
        errors: ['NOT_FOUND'],
        answers: { 200: { description: 'The letter.', schema: opened } },
      }),
      valid('param', inLetter),
      async (c) => c.json(await openDeadLetter(services, c.req.valid('param').id)),
    )
    .post(
      '/:id/replay',
      route({
        operationId: 'replayDeadLetter',
        summary: 'Puts its message back on its queue, once.',
        access,
        tag,
        errors: ['NOT_FOUND', 'CONFLICT', 'UNAVAILABLE'],
        answers: { 200: { description: 'The queue has it.', schema: opened } },
      }),
      valid('param', inLetter),
      async (c) => {
        const { id } = c.req.valid('param');
        await replayDeadLetter(services, c.get('api').actor, id);
        return c.json(await openDeadLetter(services, id));
      },
    )
    .delete(
      '/:id',
      route({
        operationId: 'discardDeadLetter',
        summary: 'Puts it away: nothing comes of it any more.',
        access,
        tag,
        errors: ['NOT_FOUND', 'CONFLICT'],
        answers: { 200: { description: 'It is discarded, and kept to be seen.', schema: opened } },
      }),
      valid('param', inLetter),
      async (c) => {
        const { id } = c.req.valid('param');
        await discardDeadLetter(services, c.get('api').actor, id);
        return c.json(await openDeadLetter(services, id));
      },
    );
}
