import { and, asc, eq, gt, isNull } from 'drizzle-orm';
import { Hono } from 'hono';
import * as z from 'zod';
import { communities } from '../../db/schema/index.ts';
import { type ApiEnv, decodeCursor, inCommunity, page, pageOf, paging, route, valid } from '../core/api.ts';
import { COMMUNITY_KINDS, JOIN_MODES } from '../core/communities.ts';
import { ROLES } from '../core/levels.ts';
import type { Services } from '../router/services.ts';
import { actingIn } from './acting.ts';
import type { Call } from './context.ts';
import { communitiesOf, found, freeSlug, mayFound, newCommunity, newSlug, undelete, VERDICTS } from './founding.ts';
import { join } from './joining.ts';

const community = z.object({
  id: z.uuid(),
  slug: z.string(),
  name: z.string(),
  createdAt: z.iso.datetime(),
});

const own = z.object({
  id: z.uuid(),
  slug: z.string(),
  name: z.string(),
  role: z.enum(ROLES),
  goneAt: z.iso.datetime().nullable().describe('Where it is deleted: until when you can have it back.'),
});

const listing = z.object({
  slug: z.string(),
  name: z.string(),
  kind: z.enum(COMMUNITY_KINDS),
  joinMode: z.enum(JOIN_MODES),
  language: z.string(),
  about: z.string().nullable(),
  website: z.string().nullable(),
  avatar: z.string().nullable(),
});

const joined = z.object({
  status: z.enum(['joined', 'requested']),
  role: z.enum(ROLES).nullable().describe('Null while somebody has to decide.'),
});

const afterIn = (cursor: string | undefined) => (cursor === undefined ? undefined : decodeCursor(cursor, z.string()));

/** `/api/v1/communities`: all there are, and what people do with those they do not belong to. One by one they are the module community's. */
export function communityRoutes(services: Services) {
  const { db } = services;
  return new Hono<ApiEnv>()
    .get(
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
        const after = afterIn(cursor);
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
    )
    .post(
      '/',
      route({
        operationId: 'createCommunity',
        summary: 'Makes a community that is yours. Nobody owns more than ten.',
        access: 'person',
        tag: 'Communities',
        answers: { 201: { description: 'It is there.', schema: z.object({ id: z.uuid(), slug: z.string() }) } },
        errors: ['CONFLICT'],
      }),
      valid('json', newCommunity),
      async (c) => {
        const wanted = c.req.valid('json');
        const id = await found(services, c.get('api') as Call, wanted);
        return c.json({ id, slug: wanted.slug }, 201);
      },
    )
    .get(
      '/mine',
      route({
        operationId: 'listOwnCommunities',
        summary: 'Lists the communities that you belong to, and those you deleted and can still have back.',
        access: 'person',
        tag: 'Communities',
        answers: {
          200: {
            description: 'Yours, by slug.',
            schema: z.object({
              data: z.array(own),
              mayAdd: z
                .enum(VERDICTS)
                .describe('Whether you may make another: `closed`: only operators may; `many`: you own ten.'),
            }),
          },
        },
      }),
      async (c) => {
        const acting = actingIn(c.get('api') as Call);
        const [rows, mayAdd] = await Promise.all([communitiesOf(db, acting), mayFound(db, acting)]);
        const data = rows.map(({ goneAt, ...row }) => ({
          ...row,
          goneAt: goneAt === null ? null : new Date(goneAt).toISOString(),
        }));
        return c.json({ data, mayAdd });
      },
    )
    .get(
      '/check',
      route({
        operationId: 'checkCommunitySlug',
        summary: 'Says whether a slug is free, and which like it is.',
        access: 'person',
        tag: 'Communities',
        answers: {
          200: {
            description: 'Whether it can be had.',
            schema: z.object({
              free: z.boolean(),
              suggestion: z.string().nullable().describe('One that is free: the same, or with a number behind it.'),
            }),
          },
        },
      }),
      valid('query', z.strictObject({ slug: newSlug })),
      async (c) => {
        const { slug } = c.req.valid('query');
        const suggestion = await freeSlug(db, slug);
        return c.json({ free: suggestion === slug, suggestion });
      },
    )
    .get(
      '/public',
      route({
        operationId: 'listPublicCommunities',
        summary: 'Lists communities that anybody may know of, by slug.',
        access: 'person',
        tag: 'Communities',
        answers: { 200: { description: 'A page of communities.', schema: pageOf(listing) } },
      }),
      valid('query', z.strictObject(paging)),
      async (c) => {
        const { cursor, limit } = c.req.valid('query');
        const after = afterIn(cursor);
        const isListed = and(eq(communities.visibility, 'public'), isNull(communities.deletedAt));
        const rows = await db.run('community.public', (d) =>
          d
            .select()
            .from(communities)
            .where(and(isListed, after === undefined ? undefined : gt(communities.slug, after)))
            .orderBy(asc(communities.slug))
            .limit(limit + 1),
        );
        const shown = rows.map(({ slug, name, kind, joinMode, language, profile }) => {
          const { about = null, website = null, avatar = null } = profile;
          return { slug, name, kind, joinMode, language, about, website, avatar };
        });
        return c.json(page(shown, limit, ({ slug }) => slug));
      },
    )
    .post(
      '/:communityId/join',
      route({
        operationId: 'joinCommunity',
        summary: 'Joins a community that lets anybody in, or asks one that wants to be asked.',
        access: 'person',
        tag: 'Members',
        answers: { 200: { description: 'You belong to it, or wait.', schema: joined } },
        errors: ['NOT_FOUND', 'CONFLICT'],
      }),
      valid('param', inCommunity),
      valid('json', z.strictObject({ message: z.string().trim().max(300).default('').describe('For who decides.') })),
      async (c) => {
        const acting = actingIn(c.get('api') as Call);
        const came = await join(db, acting, c.req.valid('param').communityId, c.req.valid('json').message);
        return c.json({ status: came.status, role: came.status === 'joined' ? came.role : null });
      },
    )
    .post(
      '/:communityId/undelete',
      route({
        operationId: 'undeleteCommunity',
        summary: 'Has a community back that you own and deleted, within a week.',
        access: 'person',
        tag: 'Communities',
        answers: { 204: { description: 'It is there again, as it was.' } },
        errors: ['NOT_FOUND'],
      }),
      valid('param', inCommunity),
      async (c) => {
        await undelete(db, actingIn(c.get('api') as Call), c.req.valid('param').communityId);
        return c.body(null, 204);
      },
    );
}
