import { Hono } from 'hono';
import * as z from 'zod';
import type { ApiEnv } from '../../core/api.ts';
import { decodeCursor, inCommunity, page, pageOf, paging, route, valid } from '../../core/api.ts';
import { summaryFields } from '../../core/command-options.ts';
import { isCommandName, normaliseName } from '../../core/commands.ts';
import { WaddleError } from '../../core/errors.ts';
import { PLATFORMS } from '../../core/ids.ts';
import { changedMeanwhile, seenIn, tellState } from '../../core/if-match.ts';
import { LEVELS } from '../../core/levels.ts';
import { nameOf } from '../commands/names.ts';
import { changeOf } from '../history.ts';
import type { AliasChange, AliasPatch, AliasRefusal } from './aliases.ts';
import {
  addAlias,
  aliasOptions,
  aliasOptionsPatch,
  changeAlias,
  importAliases,
  MAX_ALIASES,
  MAX_EXPANSION,
  removeAlias,
} from './aliases.ts';
import { historyOf, undoChange } from './history.ts';
import type { ListedAlias } from './listing.ts';
import { listAliases } from './listing.ts';
import type { Unfolded } from './preview.ts';
import { unfoldAlias } from './preview.ts';

const TAG = 'Aliases';

const name = z
  .string()
  .max(200)
  .transform(normaliseName)
  .refine(isCommandName, 'has to be one word of up to 40 letters, digits, - or _, without the prefix');
const command = z
  .string()
  .trim()
  .min(1)
  .max(4 * MAX_EXPANSION)
  .describe(
    'What it stands for: commands with && between them, and {user} {target} {args} {arg1} … for what is typed.',
  );
const named = inCommunity.extend({ name: z.string().min(1).max(200) });
const written = z.strictObject({ name, command, options: aliasOptions.optional() });

const shared = { name: z.string(), command: z.string(), options: aliasOptions };
const listedAlias = z.object({
  id: z.string(),
  ...shared,
  uses: z.number().describe('Of all time, up to this moment.'),
  createdAt: z.string(),
  updatedAt: z.string(),
  state: z.string().describe('Named anew by every change: in quotes it is what If-Match takes.'),
});
const changed = z.object({
  id: z.string(),
  name: z.string(),
  unknown: z.array(z.string()).describe('What it stands for and is not there.'),
});
const change = changeOf('alias.add, alias.edit, alias.remove, alias.import, alias.undo');
const preview = z.strictObject({
  name: name.default('alias').describe('The alias that it would be.'),
  command: z.string().max(4 * MAX_EXPANSION),
  args: z.string().max(500).default('').describe('What would be typed after it.'),
  user: z.string().min(1).max(100).default('Somebody').describe('Who would type it.'),
  platform: z.enum(PLATFORMS).default('twitch'),
});
const previewed = z.object({
  steps: z
    .array(z.object({ alias: z.string(), args: z.string(), standsFor: z.string() }))
    .describe('Aliases on the way, the typed one first.'),
  links: z
    .array(
      z.object({
        line: z.string().describe('As somebody would type it.'),
        command: z.string(),
        kind: z.enum(['builtin', 'custom', 'alias', 'http']),
        ...summaryFields,
        level: z.enum(LEVELS),
        enabled: z.boolean(),
      }),
    )
    .describe('Commands that would run, in turn.'),
  fault: z
    .object({ is: z.enum(['unknown', 'loop', 'deep', 'long', 'empty', 'too-long']), name: z.string() })
    .nullable()
    .describe('Why it would come to nothing, and of what.'),
});
const filters = z.object({
  category: z.string().max(40).optional(),
  search: z.string().max(40).optional().describe('Part of a name or of what it stands for.'),
  ...paging,
});

const answer = (description: string, schema: z.ZodType) => ({ 200: { description, schema } });

const listed = ({ expansion, createdAt, updatedAt, ...alias }: ListedAlias, uses: ReadonlyMap<string, number>) => ({
  ...alias,
  command: expansion,
  uses: uses.get(alias.id) ?? 0,
  createdAt: createdAt.toISOString(),
  updatedAt: updatedAt.toISOString(),
});

const told = (unfolded: Unfolded): z.infer<typeof previewed> =>
  unfolded.result === 'done'
    ? { steps: [...unfolded.steps], links: [...unfolded.links], fault: null }
    : { steps: [], links: [], fault: { is: unfolded.result, name: unfolded.name } };

/** Why an alias cannot be so, as a failure. */
function failure(refused: AliasRefusal): WaddleError {
  const { name: shown } = refused;
  switch (refused.result) {
    case 'missing':
      return new WaddleError('NOT_FOUND', `There is no alias "${shown}" here.`);
    case 'exists':
      return new WaddleError(
        'CONFLICT',
        `There is an alias "${shown}" already. Change that one, or choose another name.`,
      );
    case 'builtin':
    case 'command':
      return new WaddleError('CONFLICT', `"${shown}" is a command here, so an alias cannot have that name.`);
    case 'module':
      return new WaddleError('CONFLICT', `"${shown}" is an HTTP module here, so an alias cannot have that name.`);
    case 'bad-name':
      return new WaddleError('INVALID', `"${shown}" cannot be an alias: use up to 40 letters, digits, - or _.`);
    case 'empty':
      return new WaddleError('INVALID', `"${shown}" has to stand for something.`);
    case 'too-long':
      return new WaddleError('INVALID', `"${shown}" stands for at most ${MAX_EXPANSION} characters.`);
    case 'twice':
      return new WaddleError('INVALID', `"${shown}" is in the list twice.`);
    case 'loop':
      return new WaddleError('INVALID', `"${shown}" would stand for itself in the end.`);
    case 'deep':
      return new WaddleError('INVALID', `"${shown}" would stand for aliases more than five deep.`);
    case 'long':
      return new WaddleError('INVALID', `"${shown}" would come to more than five commands.`);
    case 'stale':
      return changedMeanwhile(shown, refused.last);
    case 'full':
      return new WaddleError('CONFLICT', `A community has at most ${MAX_ALIASES} aliases. Remove some first.`);
  }
}

function done(outcome: AliasChange): z.infer<typeof changed> {
  if (outcome.result !== 'done') throw failure(outcome);
  return { id: outcome.id, name: outcome.name, unknown: [...outcome.unknown] };
}

/** Aliases of a community: the same verbs as `!alias` in chat. */
const ofCommunity = new Hono<ApiEnv>()
  .get(
    '/:communityId',
    route({
      operationId: 'listAliases',
      summary: 'Aliases of a community, by name',
      access: 'commands:read',
      tag: TAG,
      answers: answer('A page of aliases.', pageOf(listedAlias)),
      errors: ['NOT_FOUND'],
    }),
    valid('param', inCommunity),
    valid('query', filters),
    async (c) => {
      const ctx = await c.get('api').in(c.req.valid('param').communityId);
      const { cursor, limit, category, search } = c.req.valid('query');
      const [aliases, uses] = await Promise.all([
        listAliases(ctx, {
          filters: { ...(category === undefined ? {} : { category }), ...(search === undefined ? {} : { search }) },
          ...(cursor === undefined ? {} : { after: decodeCursor(cursor, z.string()) }),
          limit: limit + 1,
        }),
        ctx.uses(),
      ]);
      return c.json(
        page(
          aliases.map((alias) => listed(alias, uses)),
          limit,
          (row) => row.name,
        ),
      );
    },
  )
  .post(
    '/:communityId',
    route({
      operationId: 'addAlias',
      summary: 'Adds an alias for a command or a chain of them',
      access: 'commands:write',
      tag: TAG,
      answers: { 201: { description: 'It answers from the next message on.', schema: changed } },
      errors: ['NOT_FOUND', 'CONFLICT'],
    }),
    valid('param', inCommunity),
    valid('json', written),
    async (c) => {
      const ctx = await c.get('api').in(c.req.valid('param').communityId);
      const { name: wanted, command: expansion, options } = c.req.valid('json');
      return c.json(done(await addAlias(ctx, { name: wanted, expansion, ...(options ? { options } : {}) })), 201);
    },
  )
  // No alias can have this name, for the dot in it.
  .get(
    '/:communityId/export.json',
    route({
      operationId: 'exportAliases',
      summary: 'All aliases of a community, as import takes them',
      access: 'commands:read',
      tag: TAG,
      answers: answer('The aliases, by name.', z.object({ aliases: z.array(z.object(shared)) })),
      errors: ['NOT_FOUND'],
    }),
    valid('param', inCommunity),
    async (c) => {
      const ctx = await c.get('api').in(c.req.valid('param').communityId);
      const rows = await listAliases(ctx, { limit: MAX_ALIASES });
      return c.json({
        aliases: rows.map(({ name: of, expansion, options }) => ({ name: of, command: expansion, options })),
      });
    },
  )
  .post(
    '/:communityId/import',
    route({
      operationId: 'importAliases',
      summary: 'Adds a list of aliases, and replaces those of the same names: all of them, or none',
      access: 'commands:write',
      tag: TAG,
      answers: answer(
        'They answer from the next message on.',
        z.object({ added: z.number(), changed: z.number(), unknown: z.array(z.string()) }),
      ),
      errors: ['NOT_FOUND', 'CONFLICT'],
    }),
    valid('param', inCommunity),
    valid('json', z.strictObject({ aliases: z.array(written).min(1).max(MAX_ALIASES) })),
    async (c) => {
      const ctx = await c.get('api').in(c.req.valid('param').communityId);
      const outcome = await importAliases(
        ctx,
        c.req.valid('json').aliases.map(({ name: of, command: expansion, options }) => ({
          name: of,
          expansion,
          ...(options ? { options } : {}),
        })),
      );
      if (outcome.result !== 'done') throw failure(outcome);
      const { added, changed: replaced, unknown } = outcome;
      return c.json({ added, changed: replaced, unknown: [...unknown] });
    },
  )
  .post(
    '/:communityId/preview',
    route({
      operationId: 'previewAlias',
      summary: 'Says what an alias would come to, kept or not, step by step; nothing runs',
      access: 'commands:read',
      tag: TAG,
      answers: answer('What it would come to.', previewed),
      errors: ['NOT_FOUND'],
    }),
    valid('param', inCommunity),
    valid('json', preview),
    async (c) => {
      const ctx = await c.get('api').in(c.req.valid('param').communityId);
      const { command: expansion, ...rest } = c.req.valid('json');
      const unfolded = await unfoldAlias(ctx, { expansion, ...rest });
      return c.json(told(unfolded));
    },
  )
  .get(
    '/:communityId/:name',
    route({
      operationId: 'getAlias',
      summary: 'One alias',
      access: 'commands:read',
      tag: TAG,
      answers: answer('The alias as it is now; its ETag is for If-Match.', listedAlias),
      errors: ['NOT_FOUND'],
    }),
    valid('param', named),
    async (c) => {
      const { communityId, name: wanted } = c.req.valid('param');
      const ctx = await c.get('api').in(communityId);
      const asked = nameOf(wanted, ctx.prefix);
      const [[found], uses] = await Promise.all([listAliases(ctx, { name: asked, limit: 1 }), ctx.uses()]);
      if (!found) throw failure({ result: 'missing', name: asked });
      tellState(c, found.state);
      return c.json(listed(found, uses));
    },
  )
  .patch(
    '/:communityId/:name',
    route({
      operationId: 'changeAlias',
      summary: 'Gives an alias another name, other commands or other options',
      access: 'commands:write',
      tag: TAG,
      answers: answer('It counts from the next message on.', changed),
      ifMatch: true,
      errors: ['NOT_FOUND', 'CONFLICT'],
    }),
    valid('param', named),
    valid(
      'json',
      z.strictObject({ name: name.optional(), command: command.optional(), options: aliasOptionsPatch.optional() }),
    ),
    async (c) => {
      const { communityId, name: wanted } = c.req.valid('param');
      const ctx = await c.get('api').in(communityId);
      const { name: renamed, command: expansion, options } = c.req.valid('json');
      const patch: AliasPatch = {
        ...(renamed === undefined ? {} : { name: renamed }),
        ...(expansion === undefined ? {} : { expansion }),
        ...(options === undefined ? {} : { options }),
      };
      return c.json(done(await changeAlias(ctx, nameOf(wanted, ctx.prefix), patch, seenIn(c))));
    },
  )
  .delete(
    '/:communityId/:name',
    route({
      operationId: 'removeAlias',
      summary: 'Removes an alias; undo brings it back',
      access: 'commands:write',
      tag: TAG,
      answers: answer('It answers no more.', changed),
      ifMatch: true,
      errors: ['NOT_FOUND'],
    }),
    valid('param', named),
    async (c) => {
      const { communityId, name: wanted } = c.req.valid('param');
      const ctx = await c.get('api').in(communityId);
      return c.json(done(await removeAlias(ctx, nameOf(wanted, ctx.prefix), seenIn(c))));
    },
  )
  .get(
    '/:communityId/:name/history',
    route({
      operationId: 'listAliasChanges',
      summary: 'Who changed an alias, when, and how it was before',
      access: 'commands:read',
      tag: TAG,
      answers: answer('Changes, newest first.', pageOf(change)),
      errors: ['NOT_FOUND'],
    }),
    valid('param', named),
    valid('query', z.object(paging)),
    async (c) => {
      const { communityId, name: wanted } = c.req.valid('param');
      const { cursor, limit } = c.req.valid('query');
      const ctx = await c.get('api').in(communityId);
      const before = cursor === undefined ? {} : { before: decodeCursor(cursor, z.uuid()) };
      const changes = await historyOf(ctx, { name: nameOf(wanted, ctx.prefix), ...before, limit: limit + 1 });
      const { data, next } = page(changes, limit, ({ id }) => id);
      return c.json({ data: data.map(({ at, ...row }) => ({ ...row, at: at.toISOString() })), next });
    },
  )
  .post(
    '/:communityId/:name/undo',
    route({
      operationId: 'undoAliasChange',
      summary: 'Takes the last change of an alias back, an undo as well',
      access: 'commands:write',
      tag: TAG,
      answers: answer('It is as it was before.', z.object({ name: z.string(), undone: z.string() })),
      ifMatch: true,
      errors: ['NOT_FOUND', 'CONFLICT'],
    }),
    valid('param', named),
    async (c) => {
      const { communityId, name: wanted } = c.req.valid('param');
      const ctx = await c.get('api').in(communityId);
      const undone = await undoChange(ctx, nameOf(wanted, ctx.prefix), seenIn(c));
      if (undone.result === 'done') return c.json({ name: undone.name, undone: undone.action });
      if (undone.result === 'stale') throw changedMeanwhile(undone.name, undone.last);
      if (undone.result === 'nothing')
        throw new WaddleError('NOT_FOUND', `There is no change of "${undone.name}" that could be taken back.`);
      if (undone.result === 'full') throw failure({ result: 'full', name: undone.name });
      throw new WaddleError('CONFLICT', 'An alias or a command has the old name now. Rename that one first.');
    },
  );

export const routes = new Hono<ApiEnv>().route('/aliases', ofCommunity);
