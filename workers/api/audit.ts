import { sql } from 'drizzle-orm';
import { Hono } from 'hono';
import * as z from 'zod';
import { restoreSettings } from '../../db/module-settings.ts';
import { auditLog } from '../../db/schema/index.ts';
import type { Actor } from '../core/actors.ts';
import { personOf } from '../core/actors.ts';
import { type ApiEnv, decodeCursor, inCommunity, page, pageOf, paging, route, valid } from '../core/api.ts';
import { WaddleError } from '../core/errors.ts';
import type { Module, VerbCtx } from '../core/modules.ts';
import type { Undo, UndoResult } from '../core/undo.ts';
import { auditLine, readAudit } from '../modules/community/audit.ts';
import { accountOf } from '../modules/community/roles.ts';
import type { Services } from '../router/services.ts';
import type { Call } from './context.ts';

/** Lines of which it is told who and what there is: the newest. */
const LOOKED_THROUGH = 10_000;
const MOST_PEOPLE = 200;

const listedLine = auditLine.extend({
  undo: z
    .enum(['possible', 'overtaken'])
    .nullable()
    .describe('`overtaken`: the thing was changed again since. Null: it cannot be taken back, or not by you.'),
});

const asked = z.strictObject({
  ...paging,
  action: z.string().max(100).optional().describe('Area and verb, as `command.edit`.'),
  target: z.string().max(200).optional().describe('The thing, as `command:<id>`.'),
  actor: z
    .string()
    .regex(/^[a-z]{1,20}:\S{1,100}$/)
    .optional()
    .describe('What the person of this account did, as `platform:id`, by whichever of their accounts.'),
  since: z.iso.datetime({ offset: true }).optional().describe('Only from then on.'),
  until: z.iso.datetime({ offset: true }).optional().describe('Only before then.'),
});

const facets = z.object({
  actions: z.array(z.string()).describe('Actions that are in the log.'),
  people: z
    .array(z.object({ account: z.string().describe('`platform:id`.'), displayName: z.string() }))
    .describe(`People who did something, at most ${MOST_PEOPLE}.`),
});

const REFUSED: Readonly<Record<Exclude<UndoResult, 'done'>, readonly ['CONFLICT' | 'FORBIDDEN', string]>> = {
  overtaken: [
    'CONFLICT',
    'It was changed again since, or there is nothing to go back to. Take the newer change back first, or change it yourself.',
  ],
  exists: ['CONFLICT', 'Something else has the old name, or says the same, by now. Rename or remove that one first.'],
  full: ['CONFLICT', 'There is no room for it any more. Remove something first, then try again.'],
  forbidden: ['FORBIDDEN', 'This is taken back by who did it, and by moderators.'],
};

/** What modules take back, by action; what they are set to, by itself. */
function undosOf(modules: readonly Module[]): ReadonlyMap<string, Undo> {
  const undos = new Map<string, Undo>();
  for (const { name, settings } of modules)
    if (settings)
      undos.set(`${name}.set`, {
        access: 'communities:write',
        run: async ({ id, before }, ctx) =>
          (await restoreSettings(ctx, { line: id, module: name, value: before })) ? 'done' : 'overtaken',
      });
  for (const { undo = {} } of modules) for (const [action, one] of Object.entries(undo)) undos.set(action, one);
  return undos;
}

async function facetsOf(ctx: VerbCtx): Promise<z.infer<typeof facets>> {
  const { rows } = await ctx.read('audit.facets', (db) =>
    db.execute<{ actions: string[] | null; actors: Actor[] | null }>(sql`
      with lately as (
        select action, actor from ${auditLog} where community_id = ${ctx.community.id}::uuid order by id desc limit ${LOOKED_THROUGH})
      select (select array_agg(distinct action order by action) from lately) as actions,
        (select jsonb_agg(actor) from (select distinct on (who ->> 'platform', who ->> 'account') actor from (
          select actor, coalesce(actor -> 'as', actor -> 'onBehalfOf', actor) as who from lately) named
          where who ? 'account' limit ${MOST_PEOPLE}) people) as actors`),
  );
  const [{ actions, actors } = { actions: null, actors: null }] = rows;
  const people = (actors ?? []).flatMap((actor) => {
    const account = personOf(actor);
    return account
      ? [{ account: `${account.platform}:${account.account}`, displayName: account.displayName || account.account }]
      : [];
  });
  return { actions: actions ?? [], people: people.toSorted((a, b) => a.displayName.localeCompare(b.displayName)) };
}

/** `/api/v1/communities/:communityId/audit`: who changed what, and taking it back where it can be. */
export function auditRoutes({ modules }: Pick<Services, 'modules'>) {
  const undos = undosOf(modules);
  const counted = [...undos.keys()];
  return new Hono<ApiEnv>()
    .get(
      '/',
      route({
        operationId: 'listAudit',
        summary: 'Lists who changed what, newest first.',
        access: 'audit:read',
        tag: 'Audit',
        answers: { 200: { description: 'A page of the audit log.', schema: pageOf(listedLine) } },
      }),
      valid('param', inCommunity),
      valid('query', asked),
      async (c) => {
        const { cursor, limit, action, target, actor, since, until } = c.req.valid('query');
        const before = cursor === undefined ? undefined : decodeCursor(cursor, z.uuid());
        const api = c.get('api');
        const ctx = await api.in(c.req.valid('param').communityId);
        const rows = await readAudit(ctx, {
          action,
          target,
          by: actor === undefined ? undefined : accountOf(actor),
          since: since === undefined ? undefined : new Date(since),
          until: until === undefined ? undefined : new Date(until),
          counted,
          before,
          limit: limit + 1,
        });
        const shown = rows.map(({ at, isLast, ...row }) => {
          const undo = undos.get(row.action);
          const may = undo !== undefined && api.allows(ctx.community.id, undo.access, undo.area);
          return {
            ...row,
            at: at.toISOString(),
            undo: may ? (isLast ? ('possible' as const) : ('overtaken' as const)) : null,
          };
        });
        return c.json(page(shown, limit, ({ id }) => id));
      },
    )
    .get(
      '/facets',
      route({
        operationId: 'getAuditFacets',
        summary: 'Tells which actions and which people the log can be narrowed to.',
        access: 'audit:read',
        tag: 'Audit',
        answers: {
          200: { description: `What is in the newest ${LOOKED_THROUGH.toLocaleString('en')} lines.`, schema: facets },
        },
      }),
      valid('param', inCommunity),
      async (c) => c.json(await facetsOf(await c.get('api').in(c.req.valid('param').communityId))),
    )
    .post(
      '/:line/undo',
      route({
        operationId: 'undoAuditLine',
        summary: 'Takes a change back, where it is the last of its thing. That is a change like any other.',
        access: 'audit:read',
        tag: 'Audit',
        answers: {
          200: {
            description: 'It is as it was before.',
            schema: z.object({ undone: z.string().describe('The action.'), target: z.string() }),
          },
        },
        errors: ['NOT_FOUND', 'CONFLICT'],
      }),
      valid('param', inCommunity.extend({ line: z.uuid() })),
      async (c) => {
        const { communityId, line: id } = c.req.valid('param');
        const api = c.get('api');
        const [line] = await readAudit(await api.in(communityId), { line: id, counted, limit: 1 });
        if (!line) throw new WaddleError('NOT_FOUND', 'There is no such line in the audit log of this community.');
        const undo = undos.get(line.action);
        if (!undo)
          throw new WaddleError(
            'CONFLICT',
            `What "${line.action}" did cannot be taken back from here. Change it where it is.`,
          );
        api.require(undo.access, undo.area);
        const ctx = await api.in(communityId);
        // What this very request has taken back is not the last any more: that makes its repetition no other.
        const isToRun = line.isLast || (await (api as Call).hasRun(ctx.community.id));
        const result = isToRun ? await undo.run(line, ctx) : 'overtaken';
        if (result !== 'done') throw new WaddleError(...REFUSED[result]);
        return c.json({ undone: line.action, target: line.target });
      },
    );
}
