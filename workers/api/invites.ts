import { Hono } from 'hono';
import * as z from 'zod';
import { type ApiEnv, route, valid } from '../core/api.ts';
import { ROLES } from '../core/levels.ts';
import type { Services } from '../router/services.ts';
import { actingIn } from './acting.ts';
import type { Call } from './context.ts';
import { acceptInvite } from './joining.ts';

const accepted = z.object({
  community: z.object({ id: z.uuid(), slug: z.string(), name: z.string() }),
  role: z.enum(ROLES).describe('Yours there now: what you had, where that is more.'),
});

/** `/api/v1/invites/:token`: joining by a link. */
export function inviteRoutes({ db }: Services) {
  return new Hono<ApiEnv>().post(
    '/:token',
    route({
      operationId: 'acceptInvite',
      summary: 'Joins the community that a link invites to, as what it says.',
      access: 'person',
      tag: 'Members',
      answers: { 200: { description: 'You belong to it.', schema: accepted } },
      errors: ['NOT_FOUND'],
    }),
    valid('param', z.object({ token: z.string().min(1).max(100) })),
    async (c) => {
      const { community, role } = await acceptInvite(db, actingIn(c.get('api') as Call), c.req.valid('param').token);
      return c.json({ community, role });
    },
  );
}
