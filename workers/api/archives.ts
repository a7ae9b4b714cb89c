import { sql } from 'drizzle-orm';
import { Hono } from 'hono';
import * as z from 'zod';
import type { NamedLimit } from '../../durable-objects/rate-limiter.ts';
import { bringArchive, broughtBy, putAway } from '../archive/bring.ts';
import { takeIn } from '../archive/take-in.ts';
import { archiveContents, writeArchive } from '../archive/write.ts';
import { type ApiEnv, inCommunity, route, valid } from '../core/api.ts';
import { manifest } from '../core/archive.ts';
import { Limited, WaddleError } from '../core/errors.ts';
import { requireFresh } from '../modules/community/ownership-api.ts';
import { KEPT_SETTINGS } from '../modules/community/settings.ts';
import { takePlace } from '../people/limits.ts';
import type { Services } from '../router/services.ts';
import { actingIn } from './acting.ts';
import { sessionActor } from './actor.ts';
import type { Call } from './context.ts';
import { freeSlug, mayFound, newSlug, VERDICTS, verdictOn } from './founding.ts';

/** Archives of one community, and those that one person brings, in an hour: each is a lot of work. */
const HOUR_MS = 3600_000;
const WRITTEN: NamedLimit = { name: 'archive-written', count: 12, windowMs: HOUR_MS };
const BROUGHT: NamedLimit = { name: 'archive-brought', count: 30, windowMs: HOUR_MS };

/** The media type of an archive: gzip of NDJSON. */
const ARCHIVE_TYPE = 'application/gzip';
const TAKEN_TYPES: readonly string[] = [
  ARCHIVE_TYPE,
  'application/x-gzip',
  'application/octet-stream',
  'application/x-ndjson',
];
/** Largest file, packed, bytes: what a Worker is sent at most, and a little less. */
const MOST_PACKED = 90 * 1024 * 1024;

const shownManifest = manifest.omit({ waddlebot: true });
const brought = z.object({
  id: z.guid(),
  expiresAt: z.iso.datetime().describe('Until when it can be taken in.'),
  manifest: shownManifest,
  digest: z.string().describe('SHA-256 of its lines: two archives with the same one say the same.'),
  suggestion: z.string().nullable().describe('An address that is free: the one it had, or one like it.'),
  mayAdd: z.enum(VERDICTS).describe('Whether you may make another community.'),
});

const takenIn = z.object({
  id: z.guid(),
  slug: z.string(),
  secrets: z
    .array(
      z.object({
        of: z.enum(['module', 'webhook']),
        name: z.string(),
        secret: z.string().nullable().describe('What it signs with from now on.'),
        url: z.string().optional().describe('The address of a webhook.'),
      }),
    )
    .describe('What was made anew. It is told this once.'),
});

const byId = z.object({ importId: z.guid() });

async function requirePlace(services: Services, who: string, limit: NamedLimit): Promise<void> {
  if (await takePlace(services, who, limit)) return;
  throw new Limited(`At most ${limit.count} archives in an hour. Try again later.`, HOUR_MS / limit.count);
}

const mediaType = (header: string | undefined): string => (header ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';

/** The body as it comes. @throws INVALID for none, and for what is no file; TOO_LARGE */
function fileIn(request: Request): ReadableStream<Uint8Array> {
  if (!TAKEN_TYPES.includes(mediaType(request.headers.get('content-type') ?? undefined)))
    throw new WaddleError('INVALID', `Send the archive as it is, with the header Content-Type: ${ARCHIVE_TYPE}.`);
  if (Number(request.headers.get('content-length')) > MOST_PACKED)
    throw new WaddleError('TOO_LARGE', `An archive is at most ${MOST_PACKED / 1024 / 1024} MB.`);
  if (!request.body)
    throw new WaddleError('INVALID', 'There is nothing in this request. Send the archive as its body.');
  return request.body;
}

/** `/api/v1/communities`: a whole community as one file, out of one installation and into another. */
export function archiveRoutes(services: Services) {
  const { db } = services;
  return new Hono<ApiEnv>()
    .get(
      '/:communityId/export',
      route({
        operationId: 'exportCommunity',
        summary: 'Gives you everything of a community as one file. Wants a fresh proof of who asks.',
        access: 'ownership',
        tag: 'Moving',
        answers: { 200: { description: 'The archive: NDJSON, packed by gzip.', media: ARCHIVE_TYPE } },
      }),
      valid('param', inCommunity),
      async (c) => {
        const call = c.get('api');
        const ctx = await call.in(c.req.valid('param').communityId);
        requireFresh(call);
        await requirePlace(services, ctx.community.id, WRITTEN);
        await ctx.effect({
          ctes: [],
          outcome: sql`'{}'::jsonb`,
          audit: {
            action: 'community.export',
            happened: sql`true`,
            target: sql`${`community:${ctx.community.id}`}::text`,
            before: sql`null::jsonb`,
            after: sql`null::jsonb`,
          },
        });
        const file = await writeArchive(services, ctx.community);
        const day = new Date(ctx.now).toISOString().slice(0, 10);
        return c.body(file, 200, {
          'Content-Type': ARCHIVE_TYPE,
          'Content-Disposition': `attachment; filename="${ctx.community.slug}-${day}.waddlebot.gz"`,
        });
      },
    )
    .get(
      '/:communityId/export/contents',
      route({
        operationId: 'previewExport',
        summary: 'Tells what an archive of a community would hold now.',
        access: 'ownership',
        tag: 'Moving',
        answers: {
          200: {
            description: 'Lines by table, and what is linked.',
            schema: manifest.pick({ counts: true, channels: true }),
          },
        },
      }),
      valid('param', inCommunity),
      async (c) => {
        const ctx = await c.get('api').in(c.req.valid('param').communityId);
        const { counts, channels } = await archiveContents(services, ctx.community);
        return c.json({ counts, channels });
      },
    )
    .post(
      '/import',
      route({
        operationId: 'bringArchive',
        summary: 'Brings an archive and tells what is in it. Nothing is made of it yet; in a day it is forgotten.',
        access: 'person',
        tag: 'Moving',
        takes: ARCHIVE_TYPE,
        answers: { 200: { description: 'What is in it.', schema: brought } },
        errors: ['CONFLICT', 'TOO_LARGE'],
      }),
      async (c) => {
        const acting = actingIn(c.get('api') as Call);
        const { person } = acting.signedIn;
        const file = fileIn(c.req.raw);
        await requirePlace(services, person, BROUGHT);
        const { id, manifest, digest, expiresAt } = await bringArchive(services, person, file);
        return c.json(await previewed(acting, { id, manifest, digest, expiresAt }));
      },
    )
    .get(
      '/imports/:importId',
      route({
        operationId: 'getArchive',
        summary: 'Tells what is in an archive that you brought.',
        access: 'person',
        tag: 'Moving',
        answers: { 200: { description: 'What is in it.', schema: brought } },
        errors: ['NOT_FOUND'],
      }),
      valid('param', byId),
      async (c) => {
        const acting = actingIn(c.get('api') as Call);
        const { community: _, ...found } = await broughtBy(
          services,
          acting.signedIn.person,
          c.req.valid('param').importId,
        );
        return c.json(await previewed(acting, found));
      },
    )
    .post(
      '/imports/:importId',
      route({
        operationId: 'takeArchiveIn',
        summary: 'Makes a new community of an archive that you brought: all of it, or nothing. You own it.',
        access: 'person',
        tag: 'Moving',
        answers: { 201: { description: 'It is there.', schema: takenIn } },
        errors: ['NOT_FOUND', 'CONFLICT'],
      }),
      valid('param', byId),
      valid('json', z.strictObject({ slug: newSlug, name: KEPT_SETTINGS.name })),
      async (c) => {
        const { signedIn } = actingIn(c.get('api') as Call);
        const { person, isOperator } = signedIn;
        const taker = { person, actor: sessionActor(signedIn, 'everyone'), verdict: verdictOn(person, isOperator) };
        return c.json(await takeIn(services, taker, c.req.valid('param').importId, c.req.valid('json')), 201);
      },
    )
    .delete(
      '/imports/:importId',
      route({
        operationId: 'putArchiveAway',
        summary: 'Forgets an archive that you brought and did not take in.',
        access: 'person',
        tag: 'Moving',
        answers: { 204: { description: 'It is gone.' } },
      }),
      valid('param', byId),
      async (c) => {
        const { signedIn } = actingIn(c.get('api') as Call);
        await putAway(services, signedIn.person, c.req.valid('param').importId);
        return c.body(null, 204);
      },
    );

  async function previewed(
    acting: ReturnType<typeof actingIn>,
    { id, manifest: all, digest, expiresAt }: Awaited<ReturnType<typeof bringArchive>>,
  ) {
    const { waddlebot: _, ...shown } = all;
    const slug = newSlug.safeParse(shown.community.slug);
    const [suggestion, mayAdd] = await Promise.all([
      slug.success ? freeSlug(db, slug.data) : null,
      mayFound(db, acting),
    ]);
    return { id, expiresAt: new Date(expiresAt).toISOString(), manifest: shown, digest, suggestion, mayAdd };
  }
}
