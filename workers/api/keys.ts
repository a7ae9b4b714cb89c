import { Hono } from 'hono';
import * as z from 'zod';
import { type ApiEnv, decodeCursor, page, pageOf, paging, route, SCOPE_NAMES, valid } from '../core/api.ts';
import { WaddleError } from '../core/errors.ts';
import { PLATFORMS } from '../core/ids.ts';
import { keyOfId, type ListedKey, listKeys, madeKeyId, makeKey, revokeKey } from '../router/keys.ts';
import type { Services } from '../router/services.ts';
import type { Call } from './context.ts';
import { runOnce } from './once.ts';

const time = z.iso.datetime();

export const key = z.object({
  id: z.uuid(),
  name: z.string(),
  start: z.string().describe('Its first characters, to know it by.'),
  scopes: z.array(z.enum(SCOPE_NAMES)),
  communities: z.array(z.uuid()),
  platforms: z.array(z.enum(PLATFORMS)).nullable().describe('Null: all.'),
  createdAt: time,
  expiresAt: time.nullable(),
  revokedAt: time.nullable(),
  lastUsedAt: time.nullable().describe('To the minute.'),
});

const newKey = z.strictObject({
  name: z.string().trim().min(1).max(80),
  communities: z.array(z.string().min(1).max(100)).min(1).max(100).describe('Ids or slugs.'),
  scopes: z.array(z.enum(SCOPE_NAMES)).min(1),
  platforms: z.array(z.enum(PLATFORMS)).min(1).nullable().default(null).describe('Null: all.'),
  expiresAt: z.iso.datetime({ offset: true }).nullable().default(null).describe('Null: never.'),
});

export const madeKey = key.extend({
  key: z
    .string()
    .nullable()
    .describe('Shown this once; null where the request was one repeated under its Idempotency-Key.'),
});

export const shown = (row: ListedKey) => ({
  ...row,
  createdAt: row.createdAt.toISOString(),
  expiresAt: row.expiresAt?.toISOString() ?? null,
  revokedAt: row.revokedAt?.toISOString() ?? null,
  lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
});

/** `/api/v1/keys`: keys for programs. Only who runs this installation makes and closes them. */
export function keyRoutes(services: Services) {
  const { db, clock } = services;
  return new Hono<ApiEnv>()
    .get(
      '/',
      route({
        operationId: 'listKeys',
        summary: 'Lists keys, newest first, also those that open nothing any more.',
        access: 'operator',
        tag: 'Keys',
        answers: { 200: { description: 'A page of keys.', schema: pageOf(key) } },
      }),
      valid('query', z.strictObject(paging)),
      async (c) => {
        const { cursor, limit } = c.req.valid('query');
        const before = cursor === undefined ? undefined : decodeCursor(cursor, z.uuid());
        const rows = await listKeys(db, limit + 1, before);
        return c.json(page(rows.map(shown), limit, ({ id }) => id));
      },
    )
    .post(
      '/',
      route({
        operationId: 'addKey',
        summary: 'Makes a key. It is in the answer, and nowhere else.',
        access: 'operator',
        tag: 'Keys',
        answers: { 201: { description: 'The key.', schema: madeKey } },
        errors: ['NOT_FOUND'],
      }),
      valid('json', newKey),
      async (c) => {
        const asked = c.req.valid('json');
        const expiresAt = asked.expiresAt === null ? null : new Date(asked.expiresAt);
        if (expiresAt && expiresAt.getTime() <= clock())
          throw new WaddleError('INVALID', 'json.expiresAt: That time is over. Say one to come, or null for never.');
        const call = c.get('api') as Call;
        const { key, statement } = await makeKey({ ...asked, expiresAt }, call.actor);
        const ran = await runOnce(services, 'key.add', await call.asking(null), null, [], statement);
        if (ran.replayed) call.markReplayed();
        const made = await keyOfId(db, madeKeyId(ran.outcome, asked));
        if (!made) throw new WaddleError('CONFLICT', 'That key was made and has gone since. Make another.');
        return c.json({ ...shown(made), key: ran.replayed ? null : key }, 201);
      },
    )
    .delete(
      '/:id',
      route({
        operationId: 'revokeKey',
        summary: 'Closes a key for good, at once.',
        access: 'operator',
        tag: 'Keys',
        answers: { 204: { description: 'It opens nothing any more.' } },
      }),
      valid('param', z.object({ id: z.guid() })),
      async (c) => {
        await revokeKey(db, c.req.valid('param').id, c.get('api').actor, clock());
        return c.body(null, 204);
      },
    );
}
