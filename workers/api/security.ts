import { desc, gte } from 'drizzle-orm';
import { Hono } from 'hono';
import * as z from 'zod';
import { securityCounts } from '../../db/schema/index.ts';
import { type ApiEnv, route, valid } from '../core/api.ts';
import type { Services } from '../router/services.ts';

const DAY_MS = 24 * 3600_000;

const counted = z.object({
  day: z.iso.date().describe('UTC.'),
  kind: z
    .enum(securityCounts.kind.enumValues)
    .describe(
      'Failed sign-ins; forms that came from elsewhere; inputs with signs that nobody sees, which are refused or taken out; refused service keys.',
    ),
  count: z.int(),
});

/** `/api/v1/security`: how often something was refused for safety's sake. Nobody is named in it. */
export function securityRoutes({ db, clock }: Services) {
  return new Hono<ApiEnv>().get(
    '/counts',
    route({
      operationId: 'listSecurityCounts',
      summary: 'How often something was refused for safety’s sake, by day, the newest first.',
      access: 'operator',
      tag: 'Installation',
      answers: {
        200: { description: 'The days on which there was any.', schema: z.object({ data: z.array(counted) }) },
      },
    }),
    valid('query', z.strictObject({ days: z.coerce.number().int().min(1).max(366).default(30) })),
    async (c) => {
      const since = new Date(clock() - c.req.valid('query').days * DAY_MS).toISOString().slice(0, 10);
      const data = await db.run('security.counts', (d) =>
        d
          .select()
          .from(securityCounts)
          .where(gte(securityCounts.day, since))
          .orderBy(desc(securityCounts.day), securityCounts.kind),
      );
      return c.json({ data });
    },
  );
}
