import { sql } from 'drizzle-orm';
import { Hono } from 'hono';
import * as z from 'zod';
import { signUpRule } from '../auth/local/logins.ts';
import { makeOwnerLink, makeResetLink, OPERATORS_TURN } from '../auth/local/one-time-links.ts';
import { addOperator, isPerson, listOperators, removeOperator, type SignUpRule, setSignUp } from '../auth/operators.ts';
import { type ApiEnv, route, valid } from '../core/api.ts';
import { WaddleError } from '../core/errors.ts';
import type { Services } from '../router/services.ts';
import type { Call } from './context.ts';
import { runOnce } from './once.ts';

const access = 'operator';
const tag = 'Installation';

const operator = z
  .object({
    person: z.uuid(),
    displayName: z.string(),
    namedBy: z.uuid().nullable().describe('Null: the first one’s link, or the deployment’s key.'),
    createdAt: z.iso.datetime(),
  })
  .meta({ id: 'Operator' });

/** An id, or a name as people sign in with here; long enough for look-alike forms that are folded. */
const named = z
  .string()
  .min(1)
  .max(100)
  .regex(/^[^\p{Cc}\p{Cs}]+$/u, 'A name has no control characters.')
  .describe('A person’s id, or the name they sign in with here.');

const link = z.object({
  url: z
    .url()
    .nullable()
    .describe('Shown this once; null where the request was one repeated under its Idempotency-Key.'),
  expiresAt: z.iso.datetime(),
});

const inPerson = z.object({ id: named });

/** `/operators`: who runs this installation, and names others. The last one stays. */
export function operatorRoutes(services: Services): Hono<ApiEnv> {
  const { db, clock } = services;
  return new Hono<ApiEnv>()
    .get(
      '/',
      route({
        operationId: 'listOperators',
        summary: 'Lists who runs this installation, the first one first.',
        access,
        tag,
        answers: { 200: { description: 'All of them.', schema: z.object({ data: z.array(operator) }) } },
      }),
      async (c) => c.json({ data: await listOperators(db) }),
    )
    .post(
      '/',
      route({
        operationId: 'addOperator',
        summary: 'Names somebody an operator, too. Naming one again changes nothing.',
        access,
        tag,
        answers: { 201: { description: 'The operator.', schema: operator } },
        errors: ['NOT_FOUND'],
      }),
      valid('json', z.strictObject({ person: named })),
      async (c) => {
        const call = c.get('api') as Call;
        const { person } = c.req.valid('json');
        const statement = addOperator(person, call.actor, clock());
        const ran = await runOnce(services, 'operator.add', await call.asking(null), null, [OPERATORS_TURN], statement);
        if (ran.replayed) call.markReplayed();
        if (ran.outcome === null)
          throw new WaddleError(
            'NOT_FOUND',
            `There is nobody "${person}" here. Say their id, or the name they sign in with.`,
          );
        return c.json(ran.outcome as z.infer<typeof operator>, 201);
      },
    )
    .delete(
      '/:id',
      route({
        operationId: 'removeOperator',
        summary: 'Takes somebody’s leave to run this installation, at once. The last one stays.',
        access,
        tag,
        answers: { 204: { description: 'They run it no more.' } },
        errors: ['NOT_FOUND', 'CONFLICT'],
      }),
      valid('param', inPerson),
      async (c) => {
        const call = c.get('api') as Call;
        const { id } = c.req.valid('param');
        const statement = removeOperator(id, call.actor);
        const ran = await runOnce(
          services,
          'operator.remove',
          await call.asking(null),
          null,
          [OPERATORS_TURN],
          statement,
        );
        if (ran.replayed) call.markReplayed();
        if (ran.outcome === null) throw new WaddleError('NOT_FOUND', `There is no operator "${id}".`);
        if (ran.outcome === 'last')
          throw new WaddleError('CONFLICT', 'That is the last operator. Name another one first.');
        return c.body(null, 204);
      },
    );
}

const settings = z.object({ signUp: z.enum(['open', 'invited', 'closed']) }).meta({ id: 'Installation' });

/** `/installation`: its own settings. */
export function installationRoutes(services: Services): Hono<ApiEnv> {
  const { db, clock } = services;
  return new Hono<ApiEnv>()
    .get(
      '/',
      route({
        operationId: 'getInstallation',
        summary: 'Shows the settings of this installation.',
        access,
        tag,
        answers: { 200: { description: 'The settings.', schema: settings } },
      }),
      async (c) => c.json({ signUp: await signUpRule(db) }),
    )
    .patch(
      '/',
      route({
        operationId: 'changeInstallation',
        summary: 'Says who may make an account: anybody, who was invited, nobody.',
        access,
        tag,
        answers: { 200: { description: 'The settings.', schema: settings } },
      }),
      valid('json', z.strictObject({ signUp: z.enum(['open', 'invited', 'closed']) })),
      async (c) => {
        const call = c.get('api') as Call;
        const statement = setSignUp(c.req.valid('json').signUp, call.actor, clock());
        const ran = await runOnce(
          services,
          'installation.change',
          await call.asking(null),
          null,
          [OPERATORS_TURN],
          statement,
        );
        if (ran.replayed) call.markReplayed();
        return c.json({ signUp: ran.outcome as SignUpRule });
      },
    );
}

/** `/owner-link`: how there comes to be a first operator. */
export function ownerLinkRoutes(services: Services): Hono<ApiEnv> {
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
export function resetLinkRoutes(services: Services): Hono<ApiEnv> {
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
    valid('param', inPerson),
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
