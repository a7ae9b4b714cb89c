import { Hono } from 'hono';
import { v7 as uuidv7 } from 'uuid';
import * as z from 'zod';
import { auditLog } from '../../db/schema/index.ts';
import type { Actor } from '../core/actors.ts';
import { type ApiEnv, route, valid } from '../core/api.ts';
import { reseal, SEALED_COLUMNS } from '../router/reseal.ts';
import type { Services } from '../router/services.ts';

const position = z.strictObject({
  column: z
    .int()
    .min(0)
    .max(SEALED_COLUMNS.length - 1),
  after: z.string().max(100),
});

async function noteRotation({ db }: Services, actor: Actor): Promise<void> {
  await db.run('reseal.audit', (d) =>
    d.insert(auditLog).values({ id: uuidv7(), actor, action: 'encryption.reseal', target: 'installation' }),
  );
}

/** `/api/v1/encryption`: the key under which tokens and secrets lie is changed while everything goes on. */
export function encryptionRoutes(services: Services) {
  return new Hono<ApiEnv>().post(
    '/reseal',
    route({
      operationId: 'resealSecrets',
      summary:
        'Seals with ENCRYPTION_KEY what another key had sealed, some rows at a time. Asked again, it does what is left.',
      access: 'operator',
      tag: 'Installation',
      answers: {
        200: {
          description: 'How many rows; ask on with `next` until it is null.',
          schema: z.object({
            resealed: z.int(),
            unreadable: z.int().describe('Rows that neither key opens; connect those accounts anew.'),
            next: position.nullable(),
          }),
        },
      },
    }),
    valid('json', z.strictObject({ from: position.optional() })),
    async (c) => {
      const { from } = c.req.valid('json');
      const { actor } = c.get('api');
      // A rotation is one thing that somebody did, however many batches it takes.
      if (!from) await noteRotation(services, actor);
      return c.json(await reseal(services, from));
    },
  );
}
