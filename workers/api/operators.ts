import { Hono } from 'hono';
import * as z from 'zod';
import { OPERATORS_TURN } from '../auth/local/one-time-links.ts';
import { addOperator, listOperators, removeOperator } from '../auth/operators.ts';
import { type ApiEnv, route, valid } from '../core/api.ts';
import { WaddleError } from '../core/errors.ts';
import type { Services } from '../router/services.ts';
import type { Call } from './context.ts';
import { runOnce } from './once.ts';
import { namedPerson } from './persons.ts';

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

/** `/operators`: who runs this installation, and names others. The last one stays. */
export function operatorRoutes(services: Services) {
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
      valid('json', z.strictObject({ person: namedPerson })),
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
      valid('param', z.object({ id: namedPerson })),
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
