import { Hono } from 'hono';
import * as z from 'zod';
import {
  type ApiEnv,
  decodeCursor,
  inCommunity,
  page,
  pageOf,
  paging,
  route,
  SCOPE_NAMES,
  type Scope,
  valid,
} from '../core/api.ts';
import { WaddleError } from '../core/errors.ts';
import type { CommunityId } from '../core/ids.ts';
import { mayGrant } from '../core/rights.ts';
import { tellChange } from '../router/audited.ts';
import { keyOfId, type ListedKey, listKeys, madeKeyId, makeKey, revokeKey } from '../router/keys.ts';
import type { Services } from '../router/services.ts';
import { roleIn } from './auth.ts';
import type { Call } from './context.ts';
import { key, madeKey, shown } from './keys.ts';
import { runOnce } from './once.ts';

const shared = {
  shared: z.boolean().describe('Whether it goes to other communities, too: then only an operator closes it.'),
};

const newKey = z.strictObject({
  name: z.string().trim().min(1).max(80),
  scopes: z.array(z.enum(SCOPE_NAMES)).min(1).describe('Only what you may do yourself.'),
  expiresAt: z.iso.datetime({ offset: true }).nullable().default(null).describe('Null: never.'),
});

/** A key as a community's own people see it: of the other communities that it goes to they learn nothing. */
const shownIn = (community: CommunityId, row: ListedKey) => ({
  ...shown(row),
  communities: [community],
  shared: row.communities.length > 1,
});

/** @throws FORBIDDEN where the key would do more than whoever makes it */
function requireGranting({ signedIn }: Call, community: CommunityId, scopes: readonly Scope[]): void {
  if (!signedIn) return;
  const role = roleIn(signedIn, community);
  const beyond = scopes.filter((scope) => role === null || !mayGrant(role, scope));
  if (beyond.length > 0)
    throw new WaddleError(
      'FORBIDDEN',
      `As ${role} you may not give a key ${beyond.join(', ')}: a key does no more than who makes it. Leave that out, or ask an owner.`,
    );
}

/** `/api/v1/communities/:communityId/keys`: a community's own keys, by its own people. */
export function communityKeyRoutes(services: Services) {
  const { db, clock } = services;
  return new Hono<ApiEnv>()
    .get(
      '/',
      route({
        operationId: 'listCommunityKeys',
        summary:
          'Lists the keys that a community may be reached with, newest first, also those that open nothing any more.',
        access: 'keys',
        tag: 'Keys',
        answers: { 200: { description: 'A page of keys.', schema: pageOf(key.extend(shared)) } },
      }),
      valid('param', inCommunity),
      valid('query', z.strictObject(paging)),
      async (c) => {
        const { cursor, limit } = c.req.valid('query');
        const before = cursor === undefined ? undefined : decodeCursor(cursor, z.guid());
        const { community } = await c.get('api').in(c.req.valid('param').communityId);
        const rows = await listKeys(db, limit + 1, before, community.id);
        return c.json(
          page(
            rows.map((row) => shownIn(community.id, row)),
            limit,
            ({ id }) => id,
          ),
        );
      },
    )
    .post(
      '/',
      route({
        operationId: 'addCommunityKey',
        summary: 'Makes a key for this community alone. It is in the answer, and nowhere else.',
        access: 'keys',
        tag: 'Keys',
        answers: { 201: { description: 'The key.', schema: madeKey.extend(shared) } },
      }),
      valid('param', inCommunity),
      valid('json', newKey),
      async (c) => {
        const call = c.get('api') as Call;
        const { community, actor } = await call.in(c.req.valid('param').communityId);
        const { name, scopes, expiresAt: until } = c.req.valid('json');
        requireGranting(call, community.id, scopes);
        const expiresAt = until === null ? null : new Date(until);
        if (expiresAt && expiresAt.getTime() <= clock())
          throw new WaddleError('INVALID', 'json.expiresAt: That time is over. Say one to come, or null for never.');
        const asked = { name, scopes, platforms: null, expiresAt, communities: [community.id] };
        const { key, statement } = await makeKey(asked, actor, community.id);
        const asking = await call.asking(community.id);
        const ran = await runOnce(services, 'key.add', asking, community.id, [], statement);
        if (ran.replayed) call.markReplayed();
        tellChange(services, community.id, actor, ran.noted);
        const made = await keyOfId(db, madeKeyId(ran.outcome, asked));
        if (!made) throw new WaddleError('CONFLICT', 'That key was made and has gone since. Make another.');
        return c.json({ ...shownIn(community.id, made), key: ran.replayed ? null : key }, 201);
      },
    )
    .delete(
      '/:key',
      route({
        operationId: 'revokeCommunityKey',
        summary: 'Closes a key of this community alone for good, at once.',
        access: 'keys',
        tag: 'Keys',
        answers: { 204: { description: 'It opens nothing any more.' } },
      }),
      valid('param', inCommunity.extend({ key: z.guid() })),
      async (c) => {
        const { communityId, key } = c.req.valid('param');
        const { community, actor } = await c.get('api').in(communityId);
        tellChange(services, community.id, actor, await revokeKey(db, key, actor, clock(), community.id));
        return c.body(null, 204);
      },
    );
}
