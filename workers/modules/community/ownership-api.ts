import { Hono } from 'hono';
import * as z from 'zod';
import { type ApiCall, type ApiEnv, inCommunity, route, valid } from '../../core/api.ts';
import { WaddleError } from '../../core/errors.ts';
import { isFresh } from '../../core/signed-in.ts';
import { deleteCommunity, transfer } from './ownership.ts';

/** @throws FORBIDDEN where it is long ago that a person proved who they are: a browser left open owns nothing */
export function requireFresh({ signedIn, now }: ApiCall): void {
  if (signedIn === null || isFresh(signedIn, now)) return;
  throw new WaddleError(
    'FORBIDDEN',
    'This wants a proof of the last ten minutes that it is you. Give it at /auth/prove, and repeat this.',
  );
}

/** `/api/v1/communities/:communityId`: what only its owners do. */
export const ownershipApi = new Hono<ApiEnv>()
  .post(
    '/communities/:communityId/transfer',
    route({
      operationId: 'transferCommunity',
      summary:
        'Makes another member the owner in one’s own place, who becomes an admin. Wants a fresh proof of who asks.',
      access: 'ownership',
      tag: 'Communities',
      answers: { 204: { description: 'It is theirs.' } },
      errors: ['ACTOR_REQUIRED', 'CONFLICT'],
    }),
    valid('param', inCommunity),
    valid('json', z.strictObject({ to: z.guid().describe('The member’s id, as the list of members has it.') })),
    async (c) => {
      const call = c.get('api');
      const ctx = await call.in(c.req.valid('param').communityId);
      requireFresh(call);
      await transfer(ctx, c.req.valid('json').to);
      return c.body(null, 204);
    },
  )
  .delete(
    '/communities/:communityId',
    route({
      operationId: 'deleteCommunity',
      summary: 'Deletes a community: at once for all who see it, for good in a week. Wants a fresh proof of who asks.',
      access: 'ownership',
      tag: 'Communities',
      answers: {
        200: {
          description: 'Until when it can be had back.',
          schema: z.object({ goneAt: z.iso.datetime() }),
        },
      },
      errors: ['ACTOR_REQUIRED'],
    }),
    valid('param', inCommunity),
    async (c) => {
      const call = c.get('api');
      const ctx = await call.in(c.req.valid('param').communityId);
      requireFresh(call);
      return c.json({ goneAt: new Date(await deleteCommunity(ctx)).toISOString() });
    },
  );
