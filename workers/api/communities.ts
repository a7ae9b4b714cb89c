import { asc, gt } from 'drizzle-orm';
import { Hono } from 'hono';
import * as z from 'zod';
import { communities } from '../../db/schema/index.ts';
import { type ApiEnv, decodeCursor, page, pageOf, paging, route, valid } from '../core/api.ts';
import type { Services } from '../router/services.ts';

const community = z.object({
  id: z.uuid(),
  slug: z.string(),
  name: z.string(),
  createdAt: z.iso.datetime(),
});

/** `GET /api/v1/communities`: all there are, for who runs this installation. One by one they are the module community's. */
export function communityRoutes({ db }: Services): Hono<ApiEnv> {
  return new Hono<ApiEnv>().get(
    '/',
    route({
      operationId: 'listCommunities',
      summary: 'Lists all communities, by slug.',
      access: 'operator',
      tag: 'Communities',
      answers: { 200: { description: 'A page of communities.', schema: pageOf(community) } },
    }),
    valid('query', z.strictObject(paging)),
    async (c) => {
      const { cursor, limit } = c.req.valid('query');
      const after = cursor === undefined ? undefined : decodeCursor(cursor, z.string());
      const rows = await db.run('community.list', (d) =>
        d
          .select({
            id: communities.id,
            slug: communities.slug,
            name: communities.name,
            createdAt: communities.createdAt,
          })
          .from(communities)
          .where(after === undefined ? undefined : gt(communities.slug, after))
          .orderBy(asc(communities.slug))
          .limit(limit + 1),
      );
      const shown = rows.map((row) => ({ ...row, createdAt: row.createdAt.toISOString() }));
      return c.json(page(shown, limit, ({ slug }) => slug));
    },
  );
}
