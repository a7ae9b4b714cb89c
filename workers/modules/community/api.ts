import { Hono } from 'hono';
import * as z from 'zod';
import { type ApiEnv, decodeCursor, inCommunity, page, pageOf, paging, route, valid } from '../../core/api.ts';
import { accountKey } from '../../core/command-options.ts';
import { WaddleError } from '../../core/errors.ts';
import { PLATFORMS } from '../../core/ids.ts';
import { ROLES } from '../../core/levels.ts';
import { invitesApi } from './invites-api.ts';
import { membersApi } from './members-api.ts';
import { ownershipApi } from './ownership-api.ts';
import { accountOf, giveRole, listRoles, nameOf, takeRole } from './roles.ts';
import { communityChange, communitySettings, editCommunity, readCommunity } from './settings.ts';

const role = z.object({
  account: z.string().describe('`platform:id`'),
  login: z.string(),
  displayName: z.string(),
  role: z.enum(ROLES),
  since: z.iso.datetime(),
});

const ofAccount = inCommunity.extend({
  account: accountKey.describe('`platform:id`, by the platform’s own user id.'),
});

/** `/api/v1/communities/:communityId` and what is under it. */
export const communityApi = new Hono<ApiEnv>()
  .get(
    '/communities/:communityId',
    route({
      operationId: 'getCommunity',
      summary: 'Shows a community and its settings.',
      access: 'communities:read',
      tag: 'Communities',
      answers: { 200: { description: 'The community.', schema: communitySettings } },
    }),
    valid('param', inCommunity),
    async (c) => c.json(await readCommunity(await c.get('api').in(c.req.valid('param').communityId))),
  )
  .patch(
    '/communities/:communityId',
    route({
      operationId: 'editCommunity',
      summary: 'Changes some of a community’s settings, from the next message on.',
      access: 'communities:write',
      tag: 'Communities',
      answers: { 200: { description: 'The community as it is now.', schema: communitySettings } },
    }),
    valid('param', inCommunity),
    valid('json', communityChange),
    async (c) => {
      const ctx = await c.get('api').in(c.req.valid('param').communityId);
      return c.json(await editCommunity(ctx, c.req.valid('json')));
    },
  )
  .get(
    '/communities/:communityId/roles',
    route({
      operationId: 'listRoles',
      summary: 'Lists who has which role, by platform and id.',
      access: 'roles:read',
      tag: 'Roles',
      answers: { 200: { description: 'A page of roles.', schema: pageOf(role) } },
    }),
    valid('param', inCommunity),
    valid('query', z.strictObject(paging)),
    async (c) => {
      const { cursor, limit } = c.req.valid('query');
      const after =
        cursor === undefined
          ? undefined
          : decodeCursor(cursor, z.object({ platform: z.enum(PLATFORMS), account: z.string() }));
      const ctx = await c.get('api').in(c.req.valid('param').communityId);
      const { data, next } = page(await listRoles(ctx, limit + 1, after), limit, ({ platform, account }) => ({
        platform,
        account,
      }));
      const shown = data.map(({ login, displayName, role, since, ...account }) => ({
        account: nameOf(account),
        login,
        displayName,
        role,
        since: since.toISOString(),
      }));
      return c.json({ data: shown, next });
    },
  )
  .put(
    '/communities/:communityId/roles/:account',
    route({
      operationId: 'giveRole',
      summary: 'Gives an account a role, in place of the one it had. Owner, admin and moderator raise it in chat, too.',
      access: 'roles:write',
      tag: 'Roles',
      answers: {
        200: {
          description: 'The role it has now.',
          schema: z.object({ account: z.string(), role: z.enum(ROLES) }),
        },
      },
    }),
    valid('param', ofAccount),
    valid('json', z.strictObject({ role: z.enum(ROLES) })),
    async (c) => {
      const { communityId, account } = c.req.valid('param');
      const { role } = c.req.valid('json');
      const given = accountOf(account);
      c.get('api').requirePlatform(given.platform);
      await giveRole(await c.get('api').in(communityId), given, role);
      return c.json({ account, role });
    },
  )
  .delete(
    '/communities/:communityId/roles/:account',
    route({
      operationId: 'takeRole',
      summary: 'Takes an account’s role away.',
      access: 'roles:write',
      tag: 'Roles',
      answers: { 204: { description: 'It has none any more.' } },
    }),
    valid('param', ofAccount),
    async (c) => {
      const { communityId, account } = c.req.valid('param');
      const given = accountOf(account);
      c.get('api').requirePlatform(given.platform);
      if (!(await takeRole(await c.get('api').in(communityId), given)))
        throw new WaddleError('NOT_FOUND', `${account} has no role in this community.`);
      return c.body(null, 204);
    },
  )
  .route('/', membersApi)
  .route('/', invitesApi)
  .route('/', ownershipApi);
