import { sql } from 'drizzle-orm';
import { Hono } from 'hono';
import * as z from 'zod';
import { changeSettings } from '../../db/module-settings.ts';
import { auditLog, moduleSettings } from '../../db/schema/index.ts';
import type { Actor } from '../core/actors.ts';
import { type ApiEnv, inCommunity, route, valid } from '../core/api.ts';
import { whoOf } from '../core/changes.ts';
import { InvalidInput, WaddleError } from '../core/errors.ts';
import { type Module, settingsFor, type VerbCtx } from '../core/modules.ts';
import type { Services } from '../router/services.ts';

/** A module whose settings are a page made of its schema. */
type Settable = Module & Required<Pick<Module, 'settings'>>;
const isSettable = (module: Module): module is Settable => module.settings !== undefined && !module.settingsApart;

const listed = z.object({
  module: z.string(),
  title: z.string(),
  schema: z
    .record(z.string(), z.unknown())
    .describe('JSON Schema (2020-12) of `value`: each field with title, why, default and limits.'),
  value: z.record(z.string(), z.unknown()).describe('What counts now: what was never set is as built in.'),
  version: z.int().describe('To be sent with a change; 0: nothing was ever set.'),
  updatedAt: z.iso.datetime().nullable(),
  updatedBy: z.string().nullable().describe('Who set it last; null: nobody, WaddleBot itself, or a program.'),
});

const change = z.strictObject({
  value: z
    .record(z.string().max(100), z.unknown())
    .refine((value) => Object.keys(value).length > 0, 'Say at least one thing to change.')
    .describe('What is to be changed; what is left out stays as it is.'),
  version: z.int().min(0).describe('Of what you have looked at.'),
});

const ofModule = inCommunity.extend({ module: z.string().min(1).max(100) });

interface Stored {
  readonly module: string;
  readonly value: unknown;
  readonly version: number;
  readonly at: number;
  readonly actor: Actor | null;
}

async function storedIn(ctx: VerbCtx): Promise<ReadonlyMap<string, Stored>> {
  const { rows } = await ctx.read('settings.list', (db) =>
    db.execute<{ stored: Stored }>(sql`
      select jsonb_build_object('module', s.module, 'value', s.value, 'version', s.version,
        'at', round(extract(epoch from s.updated_at) * 1000), 'actor', (
          select l.actor from ${auditLog} l where l.community_id = s.community_id and l.target = 'module:' || s.module
          order by l.id desc limit 1)) as stored
      from ${moduleSettings} s where s.community_id = ${ctx.community.id}::uuid`),
  );
  return new Map(rows.map(({ stored }) => [stored.module, stored]));
}

function shown(module: Settable, stored: Stored | undefined): z.infer<typeof listed> {
  const { name, title, settings } = module;
  return {
    module: name,
    title,
    // As it may be sent: what has a default may be left out.
    schema: z.toJSONSchema(settings, { io: 'input' }),
    value: settingsFor(module, stored?.value) as Record<string, unknown>,
    version: stored?.version ?? 0,
    updatedAt: stored ? new Date(stored.at).toISOString() : null,
    updatedBy: stored?.actor ? (whoOf(stored.actor)?.displayName ?? null) : null,
  };
}

/** What of a change the module's schema takes. @throws INVALID by the place of what is wrong */
function checked(module: Settable, stored: unknown, wanted: Readonly<Record<string, unknown>>): Readonly<object> {
  const unknown = Object.keys(wanted).filter((field) => !Object.hasOwn(module.settings.shape, field));
  if (unknown.length > 0)
    throw new InvalidInput(
      'json',
      unknown.map((field) => ({ path: ['value', field], message: 'There is no such field here. Leave it out.' })),
    );
  const held = settingsFor(module, stored) as object;
  const read = module.settings.safeParse({ ...held, ...wanted });
  if (!read.success)
    throw new InvalidInput(
      'json',
      read.error.issues.map(({ path, message }) => ({ path: ['value', ...path], message })),
    );
  return Object.fromEntries(Object.entries(read.data).filter(([field]) => Object.hasOwn(wanted, field)));
}

/**
 * `/api/v1/communities/:communityId/settings`: what modules can be set to, as their schemas say it. A module that gets settings
 * is here by itself.
 */
export function moduleSettingsRoutes({ modules }: Pick<Services, 'modules'>) {
  const settable = modules.filter(isSettable);
  return new Hono<ApiEnv>()
    .get(
      '/',
      route({
        operationId: 'listModuleSettings',
        summary: 'Lists what modules can be set to, and what they are set to.',
        access: 'communities:read',
        area: 'settings',
        tag: 'Settings',
        answers: {
          200: { description: 'Every module that has settings.', schema: z.object({ data: z.array(listed) }) },
        },
      }),
      valid('param', inCommunity),
      async (c) => {
        const stored = await storedIn(await c.get('api').in(c.req.valid('param').communityId));
        return c.json({ data: settable.map((module) => shown(module, stored.get(module.name))) });
      },
    )
    .patch(
      '/:module',
      route({
        operationId: 'changeModuleSettings',
        summary: 'Changes some of a module’s settings, where nobody else has since you looked.',
        access: 'communities:write',
        tag: 'Settings',
        answers: { 200: { description: 'What is set now.', schema: listed } },
        errors: ['NOT_FOUND', 'CONFLICT'],
      }),
      valid('param', ofModule),
      valid('json', change),
      async (c) => {
        const { communityId, module: name } = c.req.valid('param');
        const ctx = await c.get('api').in(communityId);
        const module = settable.find((known) => known.name === name);
        if (!module)
          throw new WaddleError(
            'NOT_FOUND',
            `No module "${name}" has settings here. The list of settings has their names.`,
          );
        const { value, version } = c.req.valid('json');
        const before = (await storedIn(ctx)).get(name);
        const done = await changeSettings(ctx, name, checked(module, before?.value, value), version);
        const stored = { module: name, ...done, at: ctx.now, actor: ctx.actor };
        return c.json(shown(module, stored));
      },
    );
}
