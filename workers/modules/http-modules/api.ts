import { Hono } from 'hono';
import * as z from 'zod';
import type { ApiEnv } from '../../core/api.ts';
import { decodeCursor, inCommunity, page, pageOf, paging, route, valid } from '../../core/api.ts';
import { isCommandName, normaliseName } from '../../core/commands.ts';
import { InvalidInput, WaddleError } from '../../core/errors.ts';
import type { ModuleStanding, NotedCall } from '../../core/http-modules.ts';
import { CALL_OUTCOMES, MAX_CACHE_SECONDS, MAX_HTTP_MODULES, MAX_MODULE_URL } from '../../core/http-modules.ts';
import { changedMeanwhile, seenIn, tellState } from '../../core/if-match.ts';
import type { VerbCtx } from '../../core/modules.ts';
import { nameOf } from '../commands/names.ts';
import type { ListedModule } from './listing.ts';
import { findModule, listModules } from './listing.ts';
import type { ModuleRefusal } from './modules.ts';
import { addModule, changeModule, removeModule, rotateSecret } from './modules.ts';
import { moduleOptions } from './options.ts';

const TAG = 'HTTP modules';

const name = z
  .string()
  .max(200)
  .transform(normaliseName)
  .refine(isCommandName, 'has to be one word of up to 40 letters, digits, - or _, without the prefix');
const settable = {
  url: z
    .string()
    .trim()
    .min(1)
    .max(2 * MAX_MODULE_URL)
    .describe('The https address that is called.'),
  summary: z.string().trim().max(200).default('').describe('What it does, for help.'),
  cacheSeconds: z
    .int()
    .min(0)
    .max(MAX_CACHE_SECONDS)
    .default(0)
    .describe('For how long an answer to the same arguments is used again; 0: never.'),
  options: moduleOptions.default({}),
  enabled: z.boolean().default(true),
};
const flag = z
  .enum(['true', 'false'])
  .default('false')
  .transform((typed) => typed === 'true');
const named = inCommunity.extend({ name: z.string().min(1).max(200) });

const breaker = z
  .enum(['closed', 'open', 'half-open'])
  .describe('`open`: the host failed several times in a row, and is left alone until `retryAt`.');
const call = z
  .object({
    at: z.string(),
    command: z.string(),
    status: z
      .number()
      .nullable()
      .describe('What the server answered to the last try; null: nothing came, or it is not remembered.'),
    tookMs: z.number().nullable().describe('All tries and the waits between them; null: it is not remembered.'),
    outcome: z
      .enum(CALL_OUTCOMES)
      .nullable()
      .describe(
        'Null: it is under way. `unknown`: it was made, and what came of it is not remembered; a failure mostly would be.',
      ),
    test: z.boolean().describe('Whether it was a try by hand.'),
  })
  .meta({ id: 'HttpModuleCall' });
const health = z
  .object({ breaker, retryAt: z.iso.datetime().nullable(), lastCall: call.nullable() })
  .describe('Null: not asked for, or the object of its host did not answer.');

const listed = z
  .object({
    id: z.string(),
    name: z.string(),
    summary: z.string(),
    url: z.string(),
    cacheSeconds: z.number(),
    options: moduleOptions,
    enabled: z.boolean(),
    uses: z.number().describe('Of all time, up to this moment.'),
    health: health.nullable(),
    createdAt: z.string(),
    updatedAt: z.string(),
  })
  .meta({ id: 'HttpModule' });
const changed = z.object({ id: z.string(), name: z.string() });
const made = changed.extend({
  secret: z
    .string()
    .nullable()
    .describe(
      'What requests are signed with, both ways. Shown this once; null where the request was one repeated under its Idempotency-Key.',
    ),
});
const trial = z.object({
  status: z.number().nullable().describe('What the server answered; null where nothing came.'),
  tookMs: z.number(),
  shows: z.string().nullable().describe('What chat would show.'),
  promised: z.boolean().describe('Whether it said that its answer comes later (202).'),
  problem: z.string().nullable().describe('Why there is nothing to show, as chat would be told.'),
  breaker,
  retryAt: z.iso.datetime().nullable(),
});

const answer = (description: string, schema: z.ZodType) => ({ 200: { description, schema } });

const isoOf = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString());

const toldCall = ({ at, became, ...rest }: NotedCall): z.infer<typeof call> => ({
  ...rest,
  at: new Date(at).toISOString(),
  outcome: became,
});

function toldHealth(standing: ModuleStanding | undefined): z.infer<typeof health> | null {
  if (!standing) return null;
  const [last] = standing.calls;
  return { breaker: standing.breaker, retryAt: isoOf(standing.retryAt), lastCall: last ? toldCall(last) : null };
}

const told = (
  { createdAt, updatedAt, state: _, ...module }: ListedModule,
  uses: ReadonlyMap<string, number>,
  standing?: ModuleStanding,
) => ({
  ...module,
  uses: uses.get(module.id) ?? 0,
  health: toldHealth(standing),
  createdAt: createdAt.toISOString(),
  updatedAt: updatedAt.toISOString(),
});

const wrongAddress = (message: string): WaddleError => new InvalidInput('json', [{ path: ['url'], message }]);

/** Why a module cannot be so, as a failure. */
function failure(refusal: ModuleRefusal): WaddleError {
  const { result, name: shown } = refusal;
  switch (result) {
    case 'stale':
      return changedMeanwhile(shown, refusal.last);
    case 'missing':
      return new WaddleError('NOT_FOUND', `There is no module "${shown}" here.`);
    case 'exists':
      return new WaddleError(
        'CONFLICT',
        `There is a module "${shown}" already. Change that one, or choose another name.`,
      );
    case 'builtin':
    case 'command':
      return new WaddleError('CONFLICT', `"${shown}" is a command here, so a module cannot have that name.`);
    case 'alias':
      return new WaddleError('CONFLICT', `"${shown}" is an alias here, so a module cannot have that name.`);
    case 'full':
      return new WaddleError('CONFLICT', `A community has at most ${MAX_HTTP_MODULES} modules. Remove some first.`);
    case 'bad-name':
      return new WaddleError('INVALID', `"${shown}" cannot be a module: use up to 40 letters, digits, - or _.`);
    case 'too-long':
      return wrongAddress(`is longer than ${MAX_MODULE_URL} characters.`);
    case 'not-a-url':
      return wrongAddress('is no address; use one like https://example.com/hook.');
    case 'not-https':
      return wrongAddress('has to be https, so that nobody on the way reads or changes anything.');
    case 'not-public':
      return wrongAddress('leads nowhere on the public internet; use a host name.');
  }
}

/** The module that a path names. @throws NOT_FOUND */
async function moduleIn(ctx: VerbCtx, typed: string): Promise<ListedModule> {
  const asked = nameOf(typed, ctx.prefix);
  const found = await findModule(ctx, asked);
  if (!found) throw failure({ result: 'missing', name: asked });
  return found;
}

/** HTTP modules of a community: the same verbs as `!module` in chat, and the one place where secrets are told. */
const ofCommunity = new Hono<ApiEnv>()
  .get(
    '/:communityId',
    route({
      operationId: 'listModules',
      summary: 'HTTP modules of a community, by name',
      access: 'commands:read',
      area: 'integrations',
      tag: TAG,
      answers: answer('A page of modules.', pageOf(listed)),
      errors: ['NOT_FOUND'],
    }),
    valid('param', inCommunity),
    valid('query', z.object({ ...paging, health: flag.describe('Whether to ask each host how it stands, once.') })),
    async (c) => {
      const ctx = await c.get('api').in(c.req.valid('param').communityId);
      const { cursor, limit, health: isAsked } = c.req.valid('query');
      const after = cursor === undefined ? {} : { after: decodeCursor(cursor, z.string()) };
      const [modules, uses] = await Promise.all([listModules(ctx, { ...after, limit: limit + 1 }), ctx.uses()]);
      const standing = isAsked ? await ctx.httpModules.standingOf(modules) : new Map<string, ModuleStanding>();
      return c.json(
        page(
          modules.map((module) => told(module, uses, standing.get(module.id))),
          limit,
          (row) => row.name,
        ),
      );
    },
  )
  .post(
    '/:communityId',
    route({
      operationId: 'addModule',
      summary: 'Adds an HTTP module, and tells its secret this once',
      access: 'commands:write',
      area: 'integrations',
      tag: TAG,
      answers: { 201: { description: 'It answers from the next message on.', schema: made } },
      errors: ['NOT_FOUND', 'CONFLICT'],
    }),
    valid('param', inCommunity),
    valid('json', z.strictObject({ name, ...settable })),
    async (c) => {
      const ctx = await c.get('api').in(c.req.valid('param').communityId);
      const added = await addModule(ctx, c.req.valid('json'));
      if (added.result !== 'done') throw failure(added);
      return c.json({ id: added.id, name: added.name, secret: added.secret }, 201);
    },
  )
  .get(
    '/:communityId/:name',
    route({
      operationId: 'getModule',
      summary: 'One HTTP module',
      access: 'commands:read',
      area: 'integrations',
      tag: TAG,
      answers: answer('The module as it is now; its ETag is for If-Match.', listed),
      errors: ['NOT_FOUND'],
    }),
    valid('param', named),
    async (c) => {
      const { communityId, name: wanted } = c.req.valid('param');
      const ctx = await c.get('api').in(communityId);
      const [module, uses] = await Promise.all([moduleIn(ctx, wanted), ctx.uses()]);
      tellState(c, module.state);
      return c.json(told(module, uses));
    },
  )
  .get(
    '/:communityId/:name/calls',
    route({
      operationId: 'listModuleCalls',
      summary:
        'The last calls of an HTTP module, the last one first: when, and what they came to; nothing of what was said',
      access: 'commands:read',
      area: 'integrations',
      tag: TAG,
      answers: answer(
        'How its host stands, and its calls.',
        health.omit({ lastCall: true }).extend({ data: z.array(call) }),
      ),
      errors: ['NOT_FOUND', 'UNAVAILABLE'],
    }),
    valid('param', named),
    async (c) => {
      const { communityId, name: wanted } = c.req.valid('param');
      const ctx = await c.get('api').in(communityId);
      const module = await moduleIn(ctx, wanted);
      const standing = (await ctx.httpModules.standingOf([module])).get(module.id);
      if (!standing)
        throw new WaddleError('UNAVAILABLE', 'Its last calls cannot be looked at just now. Try again in a minute.');
      const { breaker: state, retryAt, calls } = standing;
      return c.json({ breaker: state, retryAt: isoOf(retryAt), data: calls.map(toldCall) });
    },
  )
  .put(
    '/:communityId/:name',
    route({
      operationId: 'setModule',
      summary: 'Sets everything of an HTTP module but its name and secret; what is left out is as usual',
      access: 'commands:write',
      area: 'integrations',
      tag: TAG,
      answers: answer('It counts from the next message on.', changed),
      ifMatch: true,
      errors: ['NOT_FOUND', 'CONFLICT'],
    }),
    valid('param', named),
    valid('json', z.strictObject(settable)),
    async (c) => {
      const { communityId, name: wanted } = c.req.valid('param');
      const ctx = await c.get('api').in(communityId);
      const { options: allOptions, ...rest } = c.req.valid('json');
      const done = await changeModule(ctx, nameOf(wanted, ctx.prefix), { ...rest, allOptions }, seenIn(c));
      if (done.result !== 'done') throw failure(done);
      return c.json({ id: done.id, name: done.name });
    },
  )
  .delete(
    '/:communityId/:name',
    route({
      operationId: 'removeModule',
      summary: 'Removes an HTTP module; answers that it promised are taken no more',
      access: 'commands:write',
      area: 'integrations',
      tag: TAG,
      answers: answer('It answers no more.', changed),
      errors: ['NOT_FOUND'],
    }),
    valid('param', named),
    async (c) => {
      const { communityId, name: wanted } = c.req.valid('param');
      const ctx = await c.get('api').in(communityId);
      const done = await removeModule(ctx, nameOf(wanted, ctx.prefix));
      if (done.result !== 'done') throw failure(done);
      return c.json({ id: done.id, name: done.name });
    },
  )
  .post(
    '/:communityId/:name/secret',
    route({
      operationId: 'rotateModuleSecret',
      summary: 'Makes another secret for an HTTP module, and tells it this once; the one before opens nothing any more',
      access: 'commands:write',
      area: 'integrations',
      tag: TAG,
      answers: answer('It signs within 30 s.', made),
      errors: ['NOT_FOUND'],
    }),
    valid('param', named),
    async (c) => {
      const { communityId, name: wanted } = c.req.valid('param');
      const ctx = await c.get('api').in(communityId);
      const done = await rotateSecret(ctx, await moduleIn(ctx, wanted));
      if (done.result !== 'done') throw failure(done);
      return c.json({ id: done.id, name: done.name, secret: done.secret });
    },
  )
  .post(
    '/:communityId/:name/test',
    route({
      operationId: 'testModule',
      summary: 'Calls an HTTP module once, with an invocation that says it is a test; nothing is shown in chat',
      access: 'commands:write',
      area: 'integrations',
      tag: TAG,
      answers: answer('What came of it.', trial),
      errors: ['NOT_FOUND'],
    }),
    valid('param', named),
    async (c) => {
      const { communityId, name: wanted } = c.req.valid('param');
      const ctx = await c.get('api').in(communityId);
      const module = await moduleIn(ctx, wanted);
      const became = await ctx.httpModules.tryOut(module.id);
      if (!became) throw failure({ result: 'missing', name: module.name });
      const { retryAt, ...rest } = became;
      return c.json({ ...rest, retryAt: isoOf(retryAt) });
    },
  );

export const routes = new Hono<ApiEnv>().route('/modules', ofCommunity);
