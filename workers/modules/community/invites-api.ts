import { Hono } from 'hono';
import * as z from 'zod';
import { type ApiEnv, decodeCursor, inCommunity, page, pageOf, paging, route, valid } from '../../core/api.ts';
import { ROLES } from '../../core/levels.ts';
import { invite, type ListedInvite, listInvites, revokeInvite } from './invites.ts';

const time = z.iso.datetime();

const listed = z.object({
  id: z.uuid(),
  role: z.enum(ROLES),
  mostUses: z.int().nullable().describe('Null: as many as come.'),
  uses: z.int(),
  createdAt: time,
  expiresAt: time.nullable(),
  revokedAt: time.nullable(),
});

const made = listed.extend({
  url: z
    .string()
    .nullable()
    .describe('The link to send. Shown this once; null where the request was one repeated under its Idempotency-Key.'),
});

const newInvite = z.strictObject({
  role: z.enum(['admin', 'moderator', 'editor', 'viewer']).default('viewer'),
  mostUses: z.int().min(1).max(1_000).nullable().default(1).describe('Null: as many as come.'),
  expiresInHours: z.int().min(1).max(720).default(168).describe('A week, unless said otherwise.'),
});

const iso = (ms: number): string => new Date(ms).toISOString();
const shown = ({ createdAt, expiresAt, revokedAt, ...row }: ListedInvite) => ({
  ...row,
  createdAt: iso(createdAt),
  expiresAt: expiresAt === null ? null : iso(expiresAt),
  revokedAt: revokedAt === null ? null : iso(revokedAt),
});

/** `/api/v1/communities/:communityId/invites`: links by which people join. */
export const invitesApi = new Hono<ApiEnv>()
  .get(
    '/communities/:communityId/invites',
    route({
      operationId: 'listInvites',
      summary: 'Lists invites, newest first, also those that let nobody in any more.',
      access: 'members:read',
      tag: 'Members',
      answers: { 200: { description: 'A page of invites.', schema: pageOf(listed) } },
    }),
    valid('param', inCommunity),
    valid('query', z.strictObject(paging)),
    async (c) => {
      const { cursor, limit } = c.req.valid('query');
      const before = cursor === undefined ? undefined : decodeCursor(cursor, z.guid());
      const rows = await listInvites(await c.get('api').in(c.req.valid('param').communityId), limit + 1, before);
      return c.json(page(rows.map(shown), limit, ({ id }) => id));
    },
  )
  .post(
    '/communities/:communityId/invites',
    route({
      operationId: 'addInvite',
      summary: 'Makes a link by which people join. It is in the answer, and nowhere else.',
      access: 'members:write',
      tag: 'Members',
      answers: { 201: { description: 'The invite.', schema: made } },
      errors: ['CONFLICT'],
    }),
    valid('param', inCommunity),
    valid('json', newInvite),
    async (c) => {
      const ctx = await c.get('api').in(c.req.valid('param').communityId);
      const { invite: added, token } = await invite(ctx, c.req.valid('json'));
      return c.json({ ...shown(added), url: token === null ? null : `${ctx.publicUrl}/auth/join/${token}` }, 201);
    },
  )
  .delete(
    '/communities/:communityId/invites/:invite',
    route({
      operationId: 'revokeInvite',
      summary: 'Closes an invite for good, at once. Who came by it stays.',
      access: 'members:write',
      tag: 'Members',
      answers: { 204: { description: 'It lets nobody in any more.' } },
    }),
    valid('param', inCommunity.extend({ invite: z.guid() })),
    async (c) => {
      const { communityId, invite } = c.req.valid('param');
      await revokeInvite(await c.get('api').in(communityId), invite);
      return c.body(null, 204);
    },
  );
