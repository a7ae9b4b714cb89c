import { Hono } from 'hono';
import * as z from 'zod';
import { type ApiEnv, route } from '../core/api.ts';
import { ROLES } from '../core/levels.ts';
import { AREAS, type Area, RIGHTS } from '../core/rights.ts';

const AREA_NAMES = Object.keys(AREAS) as [Area, ...Area[]];

const table = z.object({
  areas: z.array(z.object({ area: z.enum(AREA_NAMES), means: z.string() })),
  roles: z.array(
    z.object({ role: z.enum(ROLES), rights: z.record(z.enum(AREA_NAMES), z.enum(['none', 'read', 'write'])) }),
  ),
});

/** The one table of rights, as it is told; it is the same for all and asks nobody. */
const TABLE = {
  areas: AREA_NAMES.map((area) => ({ area, means: AREAS[area] })),
  roles: ROLES.map((role) => ({ role, rights: RIGHTS[role] })),
};

/** `/api/v1/roles/table`: which role may what. */
export const rolesTableRoutes = () =>
  new Hono<ApiEnv>().get(
    '/table',
    route({
      operationId: 'getRolesTable',
      summary: 'Tells which role may see and change what.',
      access: 'person',
      tag: 'Roles',
      answers: { 200: { description: 'The table.', schema: table } },
    }),
    (c) => c.json(TABLE),
  );
