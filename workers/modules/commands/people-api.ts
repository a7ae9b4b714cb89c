import { Hono } from 'hono';
import * as z from 'zod';
import { type ApiEnv, inCommunity, route, valid } from '../../core/api.ts';
import { accountKey } from '../../core/command-options.ts';
import { PLATFORMS } from '../../core/ids.ts';
import { done } from './done.ts';
import { type ListChange, listAccount } from './lists.ts';
import { namedOf } from './names.ts';
import { findPeople } from './people.ts';

const TAG = 'Commands';

const people = z.array(
  z.object({
    account: accountKey.describe('`platform:id`'),
    platform: z.enum(PLATFORMS),
    login: z.string(),
    displayName: z.string(),
  }),
);
/** Who has been put on a list of those who may not is told to those who look after the list. */
export const namedPeople = people.describe(
  'Who the listed accounts are: of those that were seen here, and to whoever may change commands. Who asked not to be named is left out.',
);

const named = inCommunity.extend({
  name: z.string().min(1).max(200).describe('With its part, where it has one: `quote add`.'),
});
const listedIn = named.extend({ account: accountKey.describe('`platform:id`') });
const listChanged = z.object({
  id: z.string(),
  name: z.string(),
  changed: z.boolean().describe('False: it stood so already, and there is nothing to undo.'),
});

const answer = (description: string, schema: z.ZodType) => ({ 200: { description, schema } });
const doneList = (change: ListChange) => ({ ...done(change), changed: change.result === 'done' });

/** Whom a command's lists name: the same verb as `!command allow`, `deny` and `unlist` in chat. */
export const peopleOfCommand = new Hono<ApiEnv>()
  .get(
    '/:communityId/:name/people',
    route({
      operationId: 'findCommandPeople',
      summary: 'Finds members by a part of their name, to put them on a command’s lists',
      access: 'commands:write',
      tag: TAG,
      answers: answer('At most 20, those whose name begins so first.', z.object({ data: people })),
      errors: ['NOT_FOUND'],
    }),
    valid('param', named),
    valid(
      'query',
      z.strictObject({ q: z.string().max(100).default('').describe('Part of a login or name, or all of an id.') }),
    ),
    async (c) => {
      const ctx = await c.get('api').in(c.req.valid('param').communityId);
      return c.json({ data: await findPeople(ctx, c.req.valid('query').q) });
    },
  )
  .put(
    '/:communityId/:name/people/:account',
    route({
      operationId: 'listCommandPerson',
      summary:
        'Puts an account on one of a command’s lists: those who may use it whatever their level, or those who may not',
      access: 'commands:write',
      tag: TAG,
      answers: answer('It stands on that list alone, from the next message on.', listChanged),
      errors: ['NOT_FOUND', 'CONFLICT'],
    }),
    valid('param', listedIn),
    valid('json', z.strictObject({ list: z.enum(['allow', 'deny']) })),
    async (c) => {
      const { communityId, name: wanted, account } = c.req.valid('param');
      const ctx = await c.get('api').in(communityId);
      const { list } = c.req.valid('json');
      return c.json(doneList(await listAccount(ctx, { command: namedOf(wanted, ctx.prefix), account, to: list })));
    },
  )
  .delete(
    '/:communityId/:name/people/:account',
    route({
      operationId: 'unlistCommandPerson',
      summary: 'Takes an account off a command’s lists',
      access: 'commands:write',
      tag: TAG,
      answers: answer('It is treated as any other, from the next message on.', listChanged),
      errors: ['NOT_FOUND'],
    }),
    valid('param', listedIn),
    async (c) => {
      const { communityId, name: wanted, account } = c.req.valid('param');
      const ctx = await c.get('api').in(communityId);
      return c.json(doneList(await listAccount(ctx, { command: namedOf(wanted, ctx.prefix), account, to: 'neither' })));
    },
  );
