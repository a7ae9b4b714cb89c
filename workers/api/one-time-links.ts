import { sql } from 'drizzle-orm';
import { Hono } from 'hono';
import * as z from 'zod';
import { makeOwnerLink, makeResetLink, OPERATORS_TURN } from '../auth/local/one-time-links.ts';
import { isPerson } from '../auth/operators.ts';
import { type ApiEnv, route, valid } from '../core/api.ts';
import { WaddleError } from '../core/errors.ts';
import type { Services } from '../router/services.ts';
import type { Call } from './context.ts';
import { runOnce } from './once.ts';
import { namedPerson } from './persons.ts';

const access = 'operator';
const tag = 'Installation';

const link = z.object({
  url: z
    .url()
    .nullable()
    .describe('Shown this once; null where the request was one repeated under its Idempotency-Key.'),
  expiresAt: z.iso.datetime(),
});

/** `/owner-link`: how there comes to be a first operator. */
export function ownerLinkRoutes(services: Services) {
  return new Hono<ApiEnv>().post(
    '/',
    route({
      operationId: 'makeOwnerLink',
      summary: 'Makes the link by which the first operator comes in: for 15 minutes, once, while there is none.',
      access,
      tag,
      answers: { 201: { description: 'The link.', schema: link } },
      errors: ['CONFLICT'],
    }),
    async (c) => {
      const call = c.get('api') as Call;
      if (call.actor.kind !== 'service')
        throw new WaddleError('FORBIDDEN', 'This is for who has the deployment’s key: send it in X-Service-Key.');
      const { token, statement } = await makeOwnerLink(call.actor, services.clock());
      const ran = await runOnce(
        services,
        'owner-link.make',
        await call.asking(null),
        null,
        [OPERATORS_TURN],
        statement,
      );
      if (ran.replayed) call.markReplayed();
      if (ran.outcome === null)
        throw new WaddleError('CONFLICT', 'There is an operator already. Operators name others, and make reset links.');
      return c.json({ url: urlOf(services, 'owner', token, ran.replayed), expiresAt: ran.outcome as string }, 201);
    },
  );
}

/** `/persons/:id/reset-link`: a way back in for who has a name and password here and lost them. */
export function resetLinkRoutes(services: Services) {
  return new Hono<ApiEnv>().post(
    '/:id/reset-link',
    route({
      operationId: 'makeResetLink',
      summary: 'Makes a link by which somebody sets a new password: for 24 hours, once.',
      access,
      tag,
      answers: { 201: { description: 'The link.', schema: link } },
      errors: ['NOT_FOUND'],
    }),
    valid('param', z.object({ id: namedPerson })),
    valid(
      'json',
      z.strictObject({
        everything: z
          .boolean()
          .default(false)
          .describe(
            'Whether it takes the authenticator app, recovery codes and passkeys away, too: for who lost them.',
          ),
      }),
    ),
    async (c) => {
      const call = c.get('api') as Call;
      const { id } = c.req.valid('param');
      const { everything } = c.req.valid('json');
      const { token, statement } = await makeResetLink(isPerson(id, sql`l.person_id`), {
        everything,
        actor: call.actor,
        now: services.clock(),
      });
      const ran = await runOnce(services, 'reset-link.make', await call.asking(null), null, [], statement);
      if (ran.replayed) call.markReplayed();
      if (ran.outcome === null) throw noPerson(id);
      return c.json({ url: urlOf(services, 'reset', token, ran.replayed), expiresAt: ran.outcome as string }, 201);
    },
  );
}

const noPerson = (id: string): WaddleError =>
  new WaddleError('NOT_FOUND', `There is nobody "${id}" here who has a name and password of this installation.`);

const urlOf = ({ settings }: Services, page: 'owner' | 'reset', token: string, replayed: boolean): string | null =>
  replayed ? null : `${settings.PUBLIC_URL.replace(/\/+$/, '')}/auth/${page}/${token}`;
