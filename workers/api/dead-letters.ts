import { Hono } from 'hono';
import * as z from 'zod';
import { type ApiCall, type ApiEnv, decodeCursor, page, pageOf, paging, route, valid } from '../core/api.ts';
import { describeError, WaddleError } from '../core/errors.ts';
import type { CommunityId } from '../core/ids.ts';
import {
  discardDeadLetter,
  holdersOf,
  LETTER_KINDS,
  type LetterPart,
  listDeadLetters,
  noLetter,
  type OpenedLetter,
  openDeadLetter,
  ownerOfLetter,
  reopenDeadLetter,
} from '../router/dead-letters.ts';
import { QUEUES } from '../router/queued-work.ts';
import { replayDeadLetter } from '../router/replay.ts';
import type { Services } from '../router/services.ts';
import type { Call } from './context.ts';
import { type Asking, hashOf, workOnce } from './once.ts';
import { line } from './shapes.ts';

const inLetter = z.object({ id: z.uuid() });

/** Letters that are changed with one call. */
const MOST_AT_ONCE = 50;
/** So many of them at the same time: each takes a few round trips. */
const SIDE_BY_SIDE = 5;

const filters = z.strictObject({
  community: line(100).optional().describe('Id or slug. Needed of nobody: without it, all that the caller may see.'),
  queue: z.enum(QUEUES).optional(),
  kind: z.enum(LETTER_KINDS).optional(),
  channel: line(200).optional().describe('`platform:id`'),
  command: line(100).optional().describe('A part of its name.'),
  reason: line(200).optional().describe('A part of why the last attempt failed.'),
  state: z.enum(['open', 'settled']).optional().describe('Settled: replayed or discarded. All, where it is left out.'),
  ...paging,
});

const listed = z
  .object({
    id: z.uuid(),
    queue: z.string().describe('The queue that gave up.'),
    community: z.string().nullable().describe('Its slug.'),
    kind: z.string().describe('What the message is: `invocation`, `delivery`, `reply`, `run`, `usage` or `unknown`.'),
    command: z.string().nullable(),
    channel: z.string().nullable().describe('`platform:id`'),
    reason: z.string().describe('Why the last attempt failed.'),
    attempts: z.int().describe('How often it was tried; 0 where nobody knows.'),
    state: z.enum(['open', 'replayed', 'discarded']),
    createdAt: z.iso.datetime(),
    settledAt: z.iso.datetime().nullable(),
  })
  .meta({ id: 'DeadLetter' });

const opened = listed
  .extend({
    tries: z
      .array(z.object({ at: z.number(), attempt: z.int(), reason: z.string() }))
      .describe(
        'The attempts that are remembered, oldest first: the first, and the last 19. `at` is in ms since epoch.',
      ),
    replayable: z.boolean().describe('Whether there is anything in it that could be run.'),
    outline: z
      .unknown()
      .describe('The shape of its message, without anything that people wrote or that opens something.'),
    invocation: z
      .string()
      .nullable()
      .describe('The id of the command it is about; null for who does not belong to its community.'),
    said: z
      .object({
        account: z.string(),
        displayName: z.string(),
        room: z.string(),
        text: z.string(),
        reply: z.string().nullable(),
      })
      .nullable()
      .describe('What was written, for people of its community who may read what is said in chat.'),
  })
  .meta({ id: 'OpenedDeadLetter' });

const ACTIONS = { replay: replayDeadLetter, discard: discardDeadLetter, reopen: reopenDeadLetter } as const;
const ACTION_NAMES = Object.keys(ACTIONS) as [keyof typeof ACTIONS, ...(keyof typeof ACTIONS)[]];

const changedOne = z
  .object({
    id: z.uuid(),
    done: z.boolean(),
    code: z.string().nullable().describe('Why it was not: an error’s code.'),
    message: z.string().nullable(),
  })
  .meta({ id: 'ChangedDeadLetter' });

/**
 * `/dead-letters`: what no try brought through. Owners see those of their communities, who runs this installation all of them;
 * what people wrote is shown to those alone who may read it in their community's feed.
 */
export function deadLetterRoutes(services: Services) {
  const tag = 'Dead letters';
  const access = 'letters';
  const show = async (call: ApiCall, id: string) => shown(call as Call, await openDeadLetter(services, id));
  const changing = (name: keyof typeof ACTIONS, summary: string, description: string) =>
    route({
      operationId: `${name}DeadLetter`,
      summary,
      access,
      tag,
      errors: ['NOT_FOUND', 'CONFLICT', 'UNAVAILABLE'],
      answers: { 200: { description, schema: opened } },
    });
  const once = async <Outcome>(call: ApiCall, work: (asking: Asking | null) => Promise<Outcome>): Promise<Outcome> => {
    const asking = await (call as Call).asking(null);
    const { outcome, replayed } = await workOnce(services, asking, () => work(asking));
    if (replayed) (call as Call).markReplayed();
    return outcome;
  };
  const change = async (
    call: ApiCall,
    id: string,
    action: keyof typeof ACTIONS,
    asking: Asking | null,
  ): Promise<void> => {
    await requireLetter(services, call, id);
    await ACTIONS[action](services, call.actor, id, asking && (await partOf(asking, id)));
  };
  const changeOne = async (call: ApiCall, id: string, action: keyof typeof ACTIONS) => {
    await requireLetter(services, call, id);
    await once(call, async (asking) => {
      await change(call, id, action, asking);
      return null;
    });
    return show(call, id);
  };
  /** Some at the same time, in the order asked; what becomes of one is no other's business. */
  const changeAll = async (
    call: ApiCall,
    ids: readonly string[],
    action: keyof typeof ACTIONS,
    asking: Asking | null,
  ) => {
    const all: z.infer<typeof changedOne>[] = [];
    for (let i = 0; i < ids.length; i += SIDE_BY_SIDE)
      all.push(
        ...(await Promise.all(
          ids.slice(i, i + SIDE_BY_SIDE).map((id) =>
            change(call, id, action, asking).then(
              () => ({ id, done: true, code: null, message: null }),
              (error: unknown) => ({ id, done: false, ...whyNot(services, error) }),
            ),
          ),
        )),
      );
    return all;
  };
  return new Hono<ApiEnv>()
    .get(
      '/',
      route({
        operationId: 'listDeadLetters',
        summary: 'Lists what no try brought through, newest first.',
        access,
        tag,
        errors: ['NOT_FOUND'],
        answers: { 200: { description: 'A page of letters.', schema: pageOf(listed) } },
      }),
      valid('query', filters),
      async (c) => {
        const { community, cursor, limit, queue, kind, channel, command, reason, state } = c.req.valid('query');
        const communities = await communitiesFor(services, c.get('api'), community);
        const letters = await listDeadLetters(services, {
          limit,
          ...(communities ? { communities } : {}),
          ...(queue ? { queue } : {}),
          ...(kind ? { kind } : {}),
          ...(channel ? { channel } : {}),
          ...(command ? { command } : {}),
          ...(reason ? { reason } : {}),
          ...(state ? { state } : {}),
          ...(cursor === undefined ? {} : { before: decodeCursor(cursor, z.uuid()) }),
        });
        return c.json(page(letters, limit, ({ id }) => id));
      },
    )
    .post(
      '/changes',
      route({
        operationId: 'changeDeadLetters',
        summary: 'Replays, discards or takes back many letters, and tells of each what became of it.',
        access,
        tag,
        errors: ['NOT_FOUND', 'CONFLICT', 'UNAVAILABLE'],
        answers: { 200: { description: 'In the order asked.', schema: z.object({ data: z.array(changedOne) }) } },
      }),
      valid(
        'json',
        z.strictObject({
          action: z.enum(ACTION_NAMES),
          letters: z.array(z.uuid()).min(1).max(MOST_AT_ONCE),
        }),
      ),
      async (c) => {
        const call = c.get('api');
        const { action, letters } = c.req.valid('json');
        // What is wrong with the caller is no letter's: it fails as a whole.
        void call.actor;
        await communitiesFor(services, call, undefined);
        return c.json({ data: await once(call, (asking) => changeAll(call, [...new Set(letters)], action, asking)) });
      },
    )
    .get(
      '/:id',
      route({
        operationId: 'getDeadLetter',
        summary: 'Shows one letter, with every attempt that is remembered.',
        access,
        tag,
        errors: ['NOT_FOUND'],
        answers: { 200: { description: 'The letter.', schema: opened } },
      }),
      valid('param', inLetter),
      async (c) => {
        const { id } = c.req.valid('param');
        await requireLetter(services, c.get('api'), id);
        return c.json(await show(c.get('api'), id));
      },
    )
    .post(
      '/:id/replay',
      changing('replay', 'Puts its message back on its queue, once.', 'The queue has it.'),
      valid('param', inLetter),
      async (c) => {
        const { id } = c.req.valid('param');
        return c.json(await changeOne(c.get('api'), id, 'replay'));
      },
    )
    .post(
      '/:id/reopen',
      changing('reopen', 'Takes back that it was discarded.', 'It is open, as before.'),
      valid('param', inLetter),
      async (c) => {
        const { id } = c.req.valid('param');
        return c.json(await changeOne(c.get('api'), id, 'reopen'));
      },
    )
    .delete(
      '/:id',
      changing(
        'discard',
        'Puts it away: nothing comes of it, unless it is taken back.',
        'It is discarded, and kept to be seen.',
      ),
      valid('param', inLetter),
      async (c) => {
        const { id } = c.req.valid('param');
        return c.json(await changeOne(c.get('api'), id, 'discard'));
      },
    );
}

/** Whose letters are meant; null: everybody's, and those of nobody. @throws NOT_FOUND, FORBIDDEN */
async function communitiesFor(
  services: Services,
  call: ApiCall,
  named: string | undefined,
): Promise<readonly CommunityId[] | null> {
  if (call.may('operator')) return named === undefined ? null : holdersOf(services, named);
  if (named !== undefined) return [(await call.in(named)).community.id];
  const { communities } = call.reach;
  if (communities?.length === 0)
    throw new WaddleError(
      'FORBIDDEN',
      'Dead letters are for owners of a community, and for who runs this installation.',
    );
  return communities;
}

/** @throws NOT_FOUND for a letter that is not there and for one of another community: nobody learns which; FORBIDDEN */
async function requireLetter(services: Services, call: ApiCall, id: string): Promise<void> {
  const community = await ownerOfLetter(services, id);
  if (community === undefined) throw noLetter(id);
  if (call.may('operator')) return;
  if (community === null || !call.reaches(community)) throw noLetter(id);
}

/** What one letter is of a request: a run that goes on where another died knows by it what that one has done. */
const partOf = async ({ id, requestHash }: Asking, letter: string): Promise<LetterPart> => ({
  id: await hashOf(id, requestHash, letter),
  requestHash,
});

/** A letter as this caller may see it: nobody sees what was written in a community by running the installation. */
function shown(call: Call, { communityId, invocation, said, ...letter }: OpenedLetter) {
  const isIn = call.signedIn !== null && communityId !== null;
  return {
    ...letter,
    invocation: isIn && call.allows(communityId, 'operations') ? invocation : null,
    said: isIn && call.allows(communityId, 'feed:read') ? said : null,
  };
}

/** Why one among many was not changed: what became of the others is told all the same. */
function whyNot({ log }: Services, error: unknown): { readonly code: string; readonly message: string } {
  if (error instanceof WaddleError) return { code: error.code, message: error.message };
  log('error', 'dead-letter.not-changed', { error: describeError(error) });
  return { code: 'UNAVAILABLE', message: 'This one could not be changed just now. Try again in a minute.' };
}
