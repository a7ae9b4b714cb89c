import { Hono } from 'hono';
import * as z from 'zod';
import type { ApiEnv } from '../../core/api.ts';
import { decodeCursor, inCommunity, page, pageOf, paging, route, valid } from '../../core/api.ts';
import {
  accountKey,
  COOLDOWN_NOTICES,
  type CommandOptions,
  commandOptions,
  commandReply,
  MAX_REPLIES,
  REPLY_STYLES,
  summaryFields,
} from '../../core/command-options.ts';
import { isCommandName, normaliseName } from '../../core/commands.ts';
import { WaddleError } from '../../core/errors.ts';
import { PLATFORMS } from '../../core/ids.ts';
import { changedMeanwhile, seenIn, tellState } from '../../core/if-match.ts';
import { LEVELS } from '../../core/levels.ts';
import { DIALECTS } from '../../core/templates/nodes.ts';
import { listVariables } from '../../core/templates/sample.ts';
import { MOST_AT_ONCE, type SharedPatch, setOptionsOfMany } from './bulk.ts';
import { addCommand, removeCommand } from './custom.ts';
import { done } from './done.ts';
import { type Change, historyOf, undoChange } from './history.ts';
import { listCommands } from './listing.ts';
import { permitAccount } from './lists.ts';
import { namedOf } from './names.ts';
import type { OptionsPatch } from './options.ts';
import { setOptions } from './options.ts';
import { accountsIn, peopleAmong } from './people.ts';
import { namedPeople, peopleOfCommand } from './people-api.ts';
import { previewText } from './preview.ts';
import { commandAsSet } from './settings.ts';

const TAG = 'Commands';

const part = z.object({
  ...summaryFields,
  usage: z.string().describe('Its arguments, as help prints them.'),
  level: z.enum(LEVELS),
  cooldown: z.object({
    user: z.number().describe('s'),
    channel: z.number().describe('s'),
    group: z.number().describe('s'),
    exempt: z.enum(LEVELS),
    notice: z.enum(COOLDOWN_NOTICES),
  }),
  enabled: z.boolean(),
  live: z.enum(['live', 'offline']).nullable(),
  allow: z.array(z.string()),
  deny: z.array(z.string()),
  expiresAt: z.string().nullable(),
  uses: z.number().describe('Of all time, up to this moment.'),
});
const listedCommand = part.extend({
  id: z.string(),
  name: z.string(),
  kind: z.enum(['builtin', 'custom', 'alias', 'http']),
  aliases: z.array(z.string()),
  hidden: z.boolean(),
  platforms: z.array(z.enum(PLATFORMS)).nullable(),
  group: z.string().nullable(),
  category: z.string().nullable(),
  style: z.enum(REPLY_STYLES).nullable(),
  dialect: z.enum(DIALECTS),
  replies: z.array(z.object({ text: z.string(), weight: z.number() })).nullable(),
  expansion: z.string().nullable().describe('What an alias stands for.'),
  subcommands: z.record(z.string(), part),
});

/** One command, for whoever changes it. */
const commandSet = listedCommand.extend({
  set: commandOptions.describe('What this community set on it. What is absent is as it is declared.'),
  parts: z.record(z.string(), commandOptions).describe('What this community set on each of its parts.'),
  people: namedPeople,
});

const changed = z.object({ id: z.string(), name: z.string() });
const name = z
  .string()
  .max(200)
  .transform(normaliseName)
  .refine(isCommandName, 'has to be one word of up to 40 letters, digits, - or _, without the prefix');
const named = inCommunity.extend({ name: z.string().min(1).max(200) });
const replies = z.array(commandReply).min(1).max(MAX_REPLIES);

const optional = commandOptions.shape;
/** As options are, and null where one is to go back to what the command declares. */
const optionsPatch = z.strictObject({
  ...(Object.fromEntries(Object.entries(optional).map(([key, schema]) => [key, schema.nullable()])) as {
    [Key in keyof typeof optional]: z.ZodNullable<(typeof optional)[Key]>;
  }),
  cooldown: z
    .strictObject(
      Object.fromEntries(
        Object.entries(optional.cooldown.unwrap().shape).map(([key, schema]) => [key, schema.nullable()]),
      ),
    )
    .nullish(),
});
const withoutName = commandOptions.omit({ name: true });

const change = z
  .strictObject({
    replies: replies.optional(),
    options: optionsPatch.optional(),
    part: z.string().max(40).optional().describe('Whose options, of a built-in command’s parts.'),
  })
  .refine(({ replies: said, options }) => said !== undefined || options !== undefined, 'has to say what is to change');

const { enabled, level, group, category, hidden } = optionsPatch.shape;
const bulkChange = z.strictObject({
  names: z.array(z.string().min(1).max(200)).min(1).max(MOST_AT_ONCE),
  options: z.strictObject({ enabled, level, group, category, hidden }).partial(),
});
const bulkChanged = z.object({
  changed: z.array(z.string()),
  unchanged: z.array(z.string()).describe('They were so already.'),
  missing: z.array(z.string()).describe('Not there, or an alias or a module.'),
});

const variable = z.object({
  names: z.array(z.string()).describe('The first is what it is called.'),
  about: z.string().describe('What it is about: the title of a group.'),
  says: z.string().describe('What it prints, in a few words.'),
  dialects: z.array(z.enum(DIALECTS)).describe('That know it.'),
  status: z.object({
    is: z.enum(['works', 'needs a linked account', 'joins with step', 'not offered']),
    why: z.string().optional(),
    step: z.number().optional(),
  }),
  example: z.string().describe('How it is typed.'),
  prints: z
    .string()
    .nullable()
    .describe('What the example prints for a sample person; null where it prints nothing yet.'),
});

const filters = z.object({
  kind: z.enum(['builtin', 'custom', 'alias', 'http']).optional(),
  category: z.string().max(40).optional(),
  group: z.string().max(40).optional(),
  platform: z.enum(PLATFORMS).optional().describe('Only what answers there.'),
  level: z.enum(LEVELS).optional().describe('Only what somebody of this level may use and see.'),
  enabled: z.enum(['true', 'false']).optional(),
  search: z.string().max(40).optional().describe('Part of a name.'),
  ...paging,
});
type Asked = z.infer<typeof filters>;

const filtersOf = ({ enabled, cursor, limit, ...rest }: Asked) => ({
  filters: { ...rest, ...(enabled === undefined ? {} : { enabled: enabled === 'true' }) },
  ...(cursor === undefined ? {} : { after: decodeCursor(cursor, z.string()) }),
  limit: limit + 1,
});

const pastChange = z.object({
  id: z.string(),
  at: z.string(),
  action: z.string().describe('command.add, command.edit, command.options …'),
  actor: z.record(z.string(), z.unknown()),
  before: z.record(z.string(), z.unknown()).nullable(),
  after: z.record(z.string(), z.unknown()).nullable(),
});

/** Options as a change found and left them. */
const optionsBeside = ({ before, after }: Change): readonly CommandOptions[] =>
  [before, after].flatMap((snapshot) => {
    const read = z.object({ options: commandOptions }).safeParse(snapshot);
    return read.success ? [read.data.options] : [];
  });

const answer = (description: string, schema: z.ZodType) => ({ 200: { description, schema } });

const preview = z.strictObject({
  communityId: z.string().min(1).max(100),
  text: z.string().max(5_000),
  dialect: z.enum(DIALECTS).default('native'),
  args: z.string().max(500).default('').describe('What would be typed after the command.'),
  command: name.default('preview').describe('The command that it would be.'),
  as: z
    .strictObject({ displayName: z.string().min(1).max(100), level: z.enum(LEVELS).default('everyone') })
    .default({ displayName: 'Somebody', level: 'everyone' })
    .describe('Who would type it.'),
  platform: z.enum(PLATFORMS).default('twitch'),
  channel: z.string().max(100).default('preview').describe('The platform’s own id of the channel.'),
  now: z.iso.datetime({ offset: true }).optional(),
  seed: z
    .int()
    .min(0)
    .max(2 ** 32 - 1)
    .default(1)
    .describe('The same seed chooses the same.'),
});
const previewed = z.object({
  text: z.string().describe('What chat would see.'),
  as: z.string().nullable().describe('How it would be said: me, announce …'),
  warnings: z.array(z.object({ start: z.number(), end: z.number(), message: z.string() })),
  effects: z.array(z.record(z.string(), z.unknown())).describe('What it would change of the stream.'),
});

/** Commands of a community: the same verbs as `!command` in chat. */
const ofCommunity = new Hono<ApiEnv>()
  // Before the communities: none of them is named variables.
  .get(
    '/variables',
    route({
      operationId: 'listVariables',
      summary: 'What a text can use in a dialect, each with what it prints for a sample person',
      access: 'commands:read',
      tag: TAG,
      answers: answer(
        'The variables that the dialect knows, by what they are about.',
        z.object({ data: z.array(variable) }),
      ),
      errors: ['NOT_FOUND'],
    }),
    valid(
      'query',
      z.strictObject({ communityId: z.string().min(1).max(100), dialect: z.enum(DIALECTS).default('native') }),
    ),
    async (c) => {
      const { communityId, dialect } = c.req.valid('query');
      const { community, prefix, now } = await c.get('api').in(communityId);
      const { id, slug, zone } = community;
      return c.json({ data: await listVariables({ dialect, community: { id, slug, zone }, prefix, now }) });
    },
  )
  // Before the communities: none of them is named preview.
  .post(
    '/preview',
    route({
      operationId: 'previewCommand',
      summary: 'Shows a text as chat would see it, with what is wrong by place; nothing is counted or said',
      access: 'commands:read',
      tag: TAG,
      answers: answer('As chat would see it.', previewed),
      errors: ['NOT_FOUND'],
    }),
    valid('json', preview),
    async (c) => {
      const asked = c.req.valid('json');
      const ctx = await c.get('api').in(asked.communityId);
      const { displayName, level } = asked.as;
      const login = displayName.toLowerCase();
      const rendered = await previewText(ctx, {
        ...asked,
        author: { account: 'preview', login, displayName, level, badges: [] },
        channel: { account: asked.channel, login: asked.channel, displayName: asked.channel },
        now: asked.now === undefined ? ctx.now : Date.parse(asked.now),
        counters: new Map(),
      });
      return c.json(rendered);
    },
  )
  .get(
    '/:communityId',
    route({
      operationId: 'listCommands',
      summary: 'Commands of a community, built in and its own, by name',
      access: 'commands:read',
      tag: TAG,
      answers: answer('A page of commands.', pageOf(listedCommand)),
      errors: ['NOT_FOUND'],
    }),
    valid('param', inCommunity),
    valid('query', filters),
    async (c) => {
      const ctx = await c.get('api').in(c.req.valid('param').communityId);
      const asked = c.req.valid('query');
      return c.json(page(await listCommands(ctx, filtersOf(asked)), asked.limit, (row) => row.name));
    },
  )
  .post(
    '/:communityId',
    route({
      operationId: 'addCommand',
      summary: 'Adds a command of the community’s own',
      access: 'commands:write',
      tag: TAG,
      answers: { 201: { description: 'It answers from the next message on.', schema: changed } },
      errors: ['NOT_FOUND', 'CONFLICT'],
    }),
    valid('param', inCommunity),
    valid('json', z.strictObject({ name, replies, options: withoutName.optional() })),
    async (c) => {
      const ctx = await c.get('api').in(c.req.valid('param').communityId);
      const { name: wanted, replies: said, options } = c.req.valid('json');
      if (options?.expiresAt) await ctx.agenda('commands', Date.parse(options.expiresAt));
      const added = await addCommand(ctx, { name: wanted, replies: said, ...(options ? { options } : {}) });
      return c.json(done(added), 201);
    },
  )
  .patch(
    '/:communityId',
    route({
      operationId: 'changeCommands',
      summary: 'Sets the same options on many commands in one step; each can be undone by itself',
      access: 'commands:write',
      tag: TAG,
      answers: answer('What became of each.', bulkChanged),
      errors: ['NOT_FOUND', 'CONFLICT'],
    }),
    valid('param', inCommunity),
    valid('json', bulkChange),
    async (c) => {
      const ctx = await c.get('api').in(c.req.valid('param').communityId);
      const { names, options } = c.req.valid('json');
      return c.json(await setOptionsOfMany(ctx, { names, patch: options as SharedPatch }));
    },
  )
  .get(
    '/:communityId/:name',
    route({
      operationId: 'getCommand',
      summary: 'One command',
      access: 'commands:read',
      tag: TAG,
      answers: answer('The command as it is now; its ETag is for If-Match.', commandSet),
      errors: ['NOT_FOUND'],
    }),
    valid('param', named),
    async (c) => {
      const { communityId, name: wanted } = c.req.valid('param');
      const call = c.get('api');
      const ctx = await call.in(communityId);
      const found = await commandAsSet(ctx, normaliseName(wanted));
      if (!found) throw new WaddleError('NOT_FOUND', `There is no command "${wanted}" here.`);
      const { command, set, parts, state } = found;
      if (state !== null) tellState(c, state);
      const listed = call.allows(ctx.community.id, 'commands:write') ? accountsIn([set, ...Object.values(parts)]) : [];
      return c.json({ ...command, set, parts, people: await peopleAmong(ctx, listed) });
    },
  )
  .patch(
    '/:communityId/:name',
    route({
      operationId: 'changeCommand',
      summary: 'Sets options of any command, or other replies of one of the community’s own',
      access: 'commands:write',
      tag: TAG,
      answers: answer('It counts from the next message on.', changed),
      ifMatch: true,
      errors: ['NOT_FOUND', 'CONFLICT'],
    }),
    valid('param', named),
    valid('json', change),
    async (c) => {
      const { communityId, name: wanted } = c.req.valid('param');
      const ctx = await c.get('api').in(communityId);
      const { part, replies: said, options = {} } = c.req.valid('json');
      const command = namedOf(part ? `${wanted} ${part}` : wanted, ctx.prefix);
      const says = said ? { replies: said } : {};
      return c.json(done(await setOptions(ctx, { command, patch: options as OptionsPatch, ...says, seen: seenIn(c) })));
    },
  )
  .delete(
    '/:communityId/:name',
    route({
      operationId: 'removeCommand',
      summary: 'Removes a command of the community’s own; undo brings it back',
      access: 'commands:write',
      tag: TAG,
      answers: answer('It answers no more.', changed),
      ifMatch: true,
      errors: ['NOT_FOUND', 'CONFLICT'],
    }),
    valid('param', named),
    async (c) => {
      const { communityId, name: wanted } = c.req.valid('param');
      const ctx = await c.get('api').in(communityId);
      return c.json(done(await removeCommand(ctx, namedOf(wanted, ctx.prefix).name, seenIn(c))));
    },
  )
  .get(
    '/:communityId/:name/history',
    route({
      operationId: 'listCommandChanges',
      summary: 'Who changed a command, when, and how it was before',
      access: 'commands:read',
      tag: TAG,
      answers: answer('Changes, newest first.', pageOf(pastChange).extend({ people: namedPeople })),
      errors: ['NOT_FOUND'],
    }),
    valid('param', named),
    valid('query', z.object(paging)),
    async (c) => {
      const { communityId, name: wanted } = c.req.valid('param');
      const { cursor, limit } = c.req.valid('query');
      const call = c.get('api');
      const ctx = await call.in(communityId);
      const before = cursor === undefined ? {} : { before: decodeCursor(cursor, z.uuid()) };
      const changes = await historyOf(ctx, { command: namedOf(wanted, ctx.prefix), ...before, limit: limit + 1 });
      const { data, next } = page(changes, limit, ({ id }) => id);
      const listed = call.allows(ctx.community.id, 'commands:write') ? accountsIn(data.flatMap(optionsBeside)) : [];
      return c.json({
        data: data.map(({ target: _, at, ...row }) => ({ ...row, at: at.toISOString() })),
        next,
        people: await peopleAmong(ctx, listed),
      });
    },
  )
  .post(
    '/:communityId/:name/undo',
    route({
      operationId: 'undoCommandChange',
      summary: 'Takes the last change of a command back, an undo as well',
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
      const undone = await undoChange(ctx, namedOf(wanted, ctx.prefix), seenIn(c));
      if (undone.result === 'done') return c.json({ name: undone.name, undone: undone.action });
      if (undone.result === 'stale') throw changedMeanwhile(undone.name, undone.last);
      if (undone.result === 'nothing')
        throw new WaddleError('NOT_FOUND', `There is no change of "${undone.name}" that could be taken back.`);
      throw new WaddleError('CONFLICT', 'Another command has the old name now. Rename that one first.');
    },
  )
  .route('/', peopleOfCommand)
  .post(
    '/:communityId/:name/permits',
    route({
      operationId: 'permitCommand',
      summary: 'Lets an account use a command for a while, whatever its level',
      access: 'commands:write',
      tag: TAG,
      answers: { 201: { description: 'It may, from the next message on.', schema: changed } },
      errors: ['NOT_FOUND'],
    }),
    valid('param', named),
    valid('json', z.strictObject({ account: accountKey, seconds: z.int().min(1).max(86_400) })),
    async (c) => {
      const { communityId, name: wanted } = c.req.valid('param');
      const ctx = await c.get('api').in(communityId);
      const { account, seconds } = c.req.valid('json');
      const permitted = await permitAccount(ctx, { command: namedOf(wanted, ctx.prefix), account, seconds });
      return c.json(done(permitted), 201);
    },
  );

const byQuery = filters.extend({ communityId: z.string().min(1).max(100) });

export const routes = new Hono<ApiEnv>().route('/commands', ofCommunity).get(
  '/router/commands',
  route({
    operationId: 'listRoutedCommands',
    summary: 'The same list, by a query',
    access: 'commands:read',
    tag: 'Router',
    answers: answer('A page of commands.', pageOf(listedCommand)),
    errors: ['NOT_FOUND'],
  }),
  valid('query', byQuery),
  async (c) => {
    const { communityId, ...asked } = c.req.valid('query');
    const ctx = await c.get('api').in(communityId);
    return c.json(page(await listCommands(ctx, filtersOf(asked)), asked.limit, (row) => row.name));
  },
);
