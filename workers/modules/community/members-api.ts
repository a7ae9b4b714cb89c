import { Hono } from 'hono';
import * as z from 'zod';
import { type ApiEnv, decodeCursor, inCommunity, page, pageOf, paging, route, valid } from '../../core/api.ts';
import { ROLES } from '../../core/levels.ts';
import { ban, listBans, unban } from './bans.ts';
import { leave, listMembers } from './members.ts';
import { decideRequest, listRequests } from './requests.ts';

const time = z.iso.datetime();
const iso = (ms: number): string => new Date(ms).toISOString();

const member = z.object({
  id: z.uuid(),
  role: z.enum(ROLES).nullable().describe('Null: they only chat.'),
  banned: z.boolean(),
  since: time,
  accounts: z
    .array(z.object({ account: z.string().describe('`platform:id`'), login: z.string(), displayName: z.string() }))
    .describe('Those of their accounts that were seen here.'),
});

const request = z.object({
  person: z.uuid(),
  displayName: z.string(),
  message: z.string(),
  at: time,
  accounts: z.array(z.string()).describe('The one they go by, `platform:id`.'),
});

const listedBan = z.object({
  id: z.uuid().describe('The member’s.'),
  account: z.string().describe('`platform:id`'),
  displayName: z.string(),
  reason: z.string(),
  at: time,
});

const ofMember = inCommunity.extend({ member: z.guid().describe('The member’s id, as the list of members has it.') });
const ofPerson = inCommunity.extend({ person: z.guid().describe('Whose request, as the list of them has it.') });
const afterIn = (cursor: string | undefined) => (cursor === undefined ? undefined : decodeCursor(cursor, z.guid()));

/** `/api/v1/communities/:communityId/…`: who belongs to it, who wants to, and who may not. */
export const membersApi = new Hono<ApiEnv>()
  .get(
    '/communities/:communityId/members',
    route({
      operationId: 'listMembers',
      summary: 'Lists who belongs to a community, in the order in which they came.',
      access: 'members:read',
      tag: 'Members',
      answers: { 200: { description: 'A page of members.', schema: pageOf(member) } },
    }),
    valid('param', inCommunity),
    valid('query', z.strictObject({ ...paging, role: z.enum(ROLES).optional().describe('Only who has this role.') })),
    async (c) => {
      const { cursor, limit, role } = c.req.valid('query');
      const after = afterIn(cursor);
      const ctx = await c.get('api').in(c.req.valid('param').communityId);
      const rows = await listMembers(ctx, { role, after, limit: limit + 1 });
      return c.json(
        page(
          rows.map((row) => ({ ...row, since: iso(row.since) })),
          limit,
          ({ id }) => id,
        ),
      );
    },
  )
  .post(
    '/communities/:communityId/leave',
    route({
      operationId: 'leaveCommunity',
      summary: 'Gives up one’s own role in a community.',
      access: 'person',
      tag: 'Members',
      answers: { 204: { description: 'You have none there any more.' } },
      errors: ['NOT_FOUND', 'CONFLICT'],
    }),
    valid('param', inCommunity),
    async (c) => {
      await leave(await c.get('api').in(c.req.valid('param').communityId));
      return c.body(null, 204);
    },
  )
  .get(
    '/communities/:communityId/join-requests',
    route({
      operationId: 'listJoinRequests',
      summary: 'Lists who wants to join and waits.',
      access: 'members:read',
      tag: 'Members',
      answers: { 200: { description: 'A page of requests.', schema: pageOf(request) } },
    }),
    valid('param', inCommunity),
    valid('query', z.strictObject(paging)),
    async (c) => {
      const { cursor, limit } = c.req.valid('query');
      const after = afterIn(cursor);
      const rows = await listRequests(await c.get('api').in(c.req.valid('param').communityId), limit + 1, after);
      return c.json(
        page(
          rows.map((row) => ({ ...row, at: iso(row.at) })),
          limit,
          ({ person }) => person,
        ),
      );
    },
  )
  .post(
    '/communities/:communityId/join-requests/:person/accept',
    route({
      operationId: 'acceptJoinRequest',
      summary: 'Lets somebody in who asked, as a viewer.',
      access: 'members:write',
      tag: 'Members',
      answers: { 204: { description: 'They belong to it.' } },
      errors: ['CONFLICT'],
    }),
    valid('param', ofPerson),
    async (c) => {
      const { communityId, person } = c.req.valid('param');
      await decideRequest(await c.get('api').in(communityId), person, 'accepted');
      return c.body(null, 204);
    },
  )
  .post(
    '/communities/:communityId/join-requests/:person/decline',
    route({
      operationId: 'declineJoinRequest',
      summary: 'Does not let somebody in who asked; they may ask again in a week.',
      access: 'members:write',
      tag: 'Members',
      answers: { 204: { description: 'They wait no more.' } },
    }),
    valid('param', ofPerson),
    async (c) => {
      const { communityId, person } = c.req.valid('param');
      await decideRequest(await c.get('api').in(communityId), person, 'declined');
      return c.body(null, 204);
    },
  )
  .get(
    '/communities/:communityId/bans',
    route({
      operationId: 'listBans',
      summary: 'Lists who is kept out of the hub.',
      access: 'members:read',
      tag: 'Members',
      answers: { 200: { description: 'A page of bans.', schema: pageOf(listedBan) } },
    }),
    valid('param', inCommunity),
    valid('query', z.strictObject(paging)),
    async (c) => {
      const { cursor, limit } = c.req.valid('query');
      const after = afterIn(cursor);
      const rows = await listBans(await c.get('api').in(c.req.valid('param').communityId), limit + 1, after);
      return c.json(
        page(
          rows.map((row) => ({ ...row, at: iso(row.at) })),
          limit,
          ({ id }) => id,
        ),
      );
    },
  )
  .put(
    '/communities/:communityId/bans/:member',
    route({
      operationId: 'banMember',
      summary: 'Keeps a member out of the hub: their role is gone, and they cannot join again. Chat is the platforms’.',
      access: 'members:write',
      tag: 'Members',
      answers: { 204: { description: 'They are banned.' } },
    }),
    valid('param', ofMember),
    valid('json', z.strictObject({ reason: z.string().trim().max(300).default('') })),
    async (c) => {
      const { communityId, member } = c.req.valid('param');
      await ban(await c.get('api').in(communityId), member, c.req.valid('json').reason);
      return c.body(null, 204);
    },
  )
  .delete(
    '/communities/:communityId/bans/:member',
    route({
      operationId: 'unbanMember',
      summary: 'Lets a member join again, as anybody may. The role they had does not come back.',
      access: 'members:write',
      tag: 'Members',
      answers: { 204: { description: 'They are banned no more.' } },
    }),
    valid('param', ofMember),
    async (c) => {
      const { communityId, member } = c.req.valid('param');
      await unban(await c.get('api').in(communityId), member);
      return c.body(null, 204);
    },
  );
