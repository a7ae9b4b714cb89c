import { sql } from 'drizzle-orm';
import { Hono } from 'hono';
import * as z from 'zod';
import { overtaken } from '../../db/module-settings.ts';
import { publicPages } from '../../db/schema/index.ts';
import { type ApiEnv, inCommunity, route, valid } from '../core/api.ts';
import type { VerbCtx } from '../core/modules.ts';
import { linkPath, PUBLIC_STATES, type PublicState, publicPath, tokenOf } from '../core/public-pages.ts';
import { hashOfToken } from '../core/random.ts';
import type { Services } from '../router/services.ts';

const state = z
  .enum(PUBLIC_STATES)
  .describe('off: nobody reads them. link: who has the link does. public: anybody, and search engines keep them.');
const pages = {
  commands: z.boolean().describe('Whether the page of commands is there.'),
  quotes: z.boolean().describe('Whether the pages of quotes are there.'),
};

const shown = z.object({
  state,
  ...pages,
  link: z.guid().describe('Names the link that counts; it opens nothing by itself.').nullable(),
  url: z
    .url()
    .nullable()
    .describe(
      'Where they are now; null while they are off, and where the link has to be replaced, as the deployment has another secret.',
    ),
  version: z.int().describe('To be sent with a change; 0: nothing was ever set.'),
  updatedAt: z.iso.datetime().nullable(),
});
type Shown = z.infer<typeof shown>;

const change = z
  .strictObject({
    state,
    ...pages,
    link: z
      .union([z.literal('new'), z.guid()])
      .describe('`new`: another link, and the old one leads nowhere. An id: a link that counted before, once more.'),
  })
  .partial()
  .extend({
    version: z
      .int()
      .min(0)
      .optional()
      .describe('Of what you have looked at: where somebody else changed it since, nothing is saved. Left out: it is.'),
  })
  .refine(({ version: _, ...wanted }) => Object.keys(wanted).length > 0, 'Say at least one thing to change.');

/** As Postgres has it; what was never set is as built in. */
interface Stored {
  readonly tokenHash?: string;
  readonly state: PublicState;
  readonly commands: boolean;
  readonly quotes: boolean;
  readonly link: string | null;
  readonly version: number;
  readonly updatedAt: string | null;
}
const NEVER_SET: Stored = { state: 'off', commands: true, quotes: true, link: null, version: 0, updatedAt: null };

const row = sql`jsonb_build_object('tokenHash', token_hash, 'state', state, 'commands', commands, 'quotes', quotes, 'link', link, 'version', version,
  'updatedAt', to_char(updated_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))`;
/** What the audit log keeps: all that having it back needs. */
const kept = sql`jsonb_build_object('state', state, 'commands', commands, 'quotes', quotes, 'link', link)`;

async function storedIn(ctx: VerbCtx): Promise<Stored> {
  const { rows } = await ctx.read('public.settings', (db) =>
    db.execute<{ stored: Stored }>(
      sql`select ${row} as stored from ${publicPages} where community_id = ${ctx.community.id}::uuid`,
    ),
  );
  return rows[0]?.stored ?? NEVER_SET;
}

/** `/api/v1/communities/:communityId/public-pages`: what of a community anybody may read, and where. */
export function publicPageRoutes({ settings }: Pick<Services, 'settings'>) {
  const publicUrl = settings.PUBLIC_URL.replace(/\/+$/, '');

  async function urlOf({ community }: VerbCtx, { state, link, tokenHash }: Stored): Promise<string | null> {
    if (state === 'public') return publicUrl + publicPath(community.slug);
    if (state === 'off' || link === null) return null;
    const token = await tokenOf(settings.SESSION_SECRET, community.id, link);
    // Under another secret than it was made with, it is nobody's token any more.
    return (await hashOfToken(token)) === tokenHash ? publicUrl + linkPath(token) : null;
  }
  async function shownIn(ctx: VerbCtx, stored: Stored): Promise<Shown> {
    const { tokenHash: _, ...plain } = stored;
    return { ...plain, url: await urlOf(ctx, stored) };
  }

  return new Hono<ApiEnv>()
    .get(
      '/',
      route({
        operationId: 'getPublicPages',
        summary: 'Tells which pages of a community anybody may read, and where they are.',
        access: 'communities:write',
        tag: 'Settings',
        answers: { 200: { description: 'What is set.', schema: shown } },
      }),
      valid('param', inCommunity),
      async (c) => {
        const ctx = await c.get('api').in(c.req.valid('param').communityId);
        c.header('Cache-Control', 'no-store');
        return c.json(await shownIn(ctx, await storedIn(ctx)));
      },
    )
    .patch(
      '/',
      route({
        operationId: 'changePublicPages',
        summary: 'Switches pages on or off, or replaces the link. It shows within ten seconds.',
        access: 'communities:write',
        tag: 'Settings',
        answers: { 200: { description: 'What is set now.', schema: shown } },
        errors: ['CONFLICT'],
      }),
      valid('param', inCommunity),
      valid('json', change),
      async (c) => {
        const ctx = await c.get('api').in(c.req.valid('param').communityId);
        const { link: wanted, version = null, ...plain } = c.req.valid('json');
        const community = sql`${ctx.community.id}::uuid`;
        const before = await storedIn(ctx);
        // A link is there from the first change on, so that switching over to it is one step.
        const link =
          wanted === 'new' || (wanted ?? before.link) === null ? crypto.randomUUID() : (wanted ?? before.link ?? '');
        const tokenHash = await hashOfToken(await tokenOf(settings.SESSION_SECRET, ctx.community.id, link));
        const next = { ...before, ...plain };
        const set = (field: 'state' | 'commands' | 'quotes') =>
          plain[field] === undefined
            ? sql`${publicPages}.${sql.identifier(field)}`
            : sql`excluded.${sql.identifier(field)}`;
        const keepsLink = wanted === undefined && before.link !== null;
        const changed = await ctx.effect<Stored | null>({
          ctes: [
            sql`was as (select ${kept} as shown, version from ${publicPages} where community_id = ${community})`,
            sql`changed as (
              insert into ${publicPages} (community_id, state, commands, quotes, link, token_hash)
              select ${community}, ${next.state}, ${next.commands}::boolean, ${next.quotes}::boolean, ${link}::uuid, ${tokenHash}
              where coalesce(${version}::integer = coalesce((select version from was), 0), true)
              on conflict (community_id) do update set state = ${set('state')}, commands = ${set('commands')},
                quotes = ${set('quotes')},
                link = ${keepsLink ? sql`${publicPages}.link` : sql`excluded.link`},
                token_hash = ${keepsLink ? sql`${publicPages}.token_hash` : sql`excluded.token_hash`},
                version = ${publicPages}.version + 1, updated_at = now()
              returning *)`,
          ],
          outcome: sql`(select ${row} from changed)`,
          audit: {
            action: 'public.edit',
            happened: sql`exists (select from changed)`,
            target: sql`${`public:${ctx.community.id}`}::text`,
            before: sql`(select shown from was)`,
            after: sql`(select ${kept} from changed)`,
          },
        });
        if (!changed) throw await overtaken(ctx, { action: 'public.edit', target: `public:${ctx.community.id}` });
        c.header('Cache-Control', 'no-store');
        return c.json(await shownIn(ctx, changed));
      },
    );
}
