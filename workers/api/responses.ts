import { sql } from 'drizzle-orm';
import { Hono } from 'hono';
import * as z from 'zod';
import type { ApiCall, ApiEnv } from '../core/api.ts';
import { route, valid } from '../core/api.ts';
import { WaddleError } from '../core/errors.ts';
import type { VerbCtx } from '../core/modules.ts';
import { programOf } from '../core/sessions.ts';
import type { Kept } from '../router/responses.ts';
import { answersOf, findSession, keeping } from '../router/responses.ts';
import type { Services } from '../router/services.ts';
import { line, response } from './shapes.ts';

const inSession = z.object({ sessionId: z.uuid() });

const session = z
  .object({
    sessionId: z.uuid(),
    state: z.enum(['pending', 'answered']),
    responses: z.array(response.extend({ at: z.iso.datetime() })).describe('Oldest first.'),
  })
  .meta({ id: 'Session' });

/** The one answer of a session that comes by the door and not by a command. */
const POSTED = 'posted';

const noSession = (id: string): WaddleError =>
  new WaddleError(
    'NOT_FOUND',
    `There is no session ${id} of yours: it was never opened, is another's, or ended an hour after its last answer.`,
  );

/**
 * What verbs work with in a session's community. It is its opener's, and this installation's.
 * @throws NOT_FOUND in the same words whatever the reason: nobody learns of another's
 */
async function reachSession(services: Services, call: ApiCall, id: string): Promise<VerbCtx> {
  const found = await findSession(services, id);
  const isOwn = found !== null && (call.may('operator') || found.opener === programOf(call.actor));
  if (!isOwn || !(call.reach.communities?.includes(found.communityId) ?? true)) throw noSession(id);
  return call.in(found.communityId);
}

/** `/router/responses`: what was answered to events that programs brought. */
export function responseRoutes(services: Services) {
  return new Hono<ApiEnv>()
    .post(
      '/',
      route({
        operationId: 'addResponse',
        summary:
          'Answers in a session, once. An HTTP module that promised an answer (202) signs the same request with its secret, and needs no key.',
        access: 'responses:write',
        tag: 'Router',
        errors: ['NOT_FOUND', 'CONFLICT'],
        answers: { 201: { description: 'It is kept for an hour.', schema: inSession } },
      }),
      valid(
        'json',
        z.strictObject({
          sessionId: z.uuid(),
          response: z.strictObject({
            text: line(2_000),
            ephemeral: z.boolean().default(false).describe('Meant for the asker’s eyes only.'),
          }),
        }),
      ),
      async (c) => {
        const { sessionId, response: given } = c.req.valid('json');
        const { community, effect } = await reachSession(services, c.get('api'), sessionId);
        const { ctes, outcome } = keeping({
          sessionId,
          communityId: community.id,
          part: POSTED,
          response: { text: given.text, ...(given.ephemeral ? { ephemeral: true } : {}) },
        });
        const kept = await effect<Kept>({ ctes, outcome: sql`to_jsonb(${outcome})` });
        if (kept === 'ended') throw noSession(sessionId);
        if (kept === 'before')
          throw new WaddleError(
            'CONFLICT',
            `The session ${sessionId} has its answer: a program may give one, and did.`,
          );
        return c.json({ sessionId }, 201);
      },
    )
    .get(
      '/:sessionId',
      route({
        operationId: 'getResponses',
        summary: 'Tells what was answered in a session.',
        access: 'responses:read',
        tag: 'Router',
        errors: ['NOT_FOUND'],
        answers: {
          200: { description: 'All answers so far.', schema: session },
          202: { description: 'Nothing was answered yet.', schema: session },
        },
      }),
      valid('param', inSession),
      async (c) => {
        const { sessionId } = c.req.valid('param');
        await reachSession(services, c.get('api'), sessionId);
        const responses = await answersOf(services, sessionId);
        const state = responses.length > 0 ? 'answered' : 'pending';
        return c.json({ sessionId, state, responses }, state === 'answered' ? 200 : 202);
      },
    );
}
