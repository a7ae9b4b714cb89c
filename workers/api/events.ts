import type { Context } from 'hono';
import { Hono } from 'hono';
import * as z from 'zod';
import type { ApiEnv } from '../core/api.ts';
import { route, valid } from '../core/api.ts';
import { WaddleError } from '../core/errors.ts';
import type { Platform } from '../core/ids.ts';
import { PLATFORMS } from '../core/ids.ts';
import type { Road } from '../core/road.ts';
import type { Bringing, ProgramEventOutcome } from '../router/program-events.ts';
import { bringEvents } from '../router/program-events.ts';
import type { ProgramEvent } from '../router/program-reach.ts';
import type { Services } from '../router/services.ts';
import { line, response } from './shapes.ts';

const MAX_EVENTS = 100;

const event = z
  .strictObject({
    eventId: line(200).describe('Your own id of the event: brought again under the same one, it is the same event.'),
    channel: z
      .string()
      .regex(
        new RegExp(`^(?:${PLATFORMS.join('|')}):[\\x21-\\x39\\x3b-\\x7e]{1,100}$`),
        'is no channel: use platform:id, as twitch:1000001',
      )
      .describe('A linked channel, `platform:id`.'),
    room: z
      .string()
      .regex(/^[\x21-\x7e]{1,200}$/, 'is no room: use the platform’s own id of a text channel, conversation or thread')
      .optional()
      .describe('The text channel or conversation it is said in; on stream platforms the channel itself.'),
    text: line(5_000).describe('What is said. Commands begin with the community’s prefix.'),
    at: z.iso.datetime({ offset: true }).optional().describe('When it was said; now, where it is left out.'),
    answer: z
      .enum(['session', 'room'])
      .default('session')
      .describe('Where the answer goes: into a session, for you to read, or into the room, for all.'),
    author: z
      .strictObject({ displayName: line(100).optional() })
      .optional()
      .describe('What you want to be called, where you speak for yourself.'),
  })
  .meta({ id: 'Event' });

const outcome = z
  .object({
    eventId: z.string(),
    decision: z
      .enum(['admitted', 'duplicate', 'ignored', 'refused'])
      .describe('`admitted`: it is being done, or is done. `ignored`: nothing in the channel asks for it.'),
    sessionId: z.uuid().nullable().describe('Where its answer is or will be; null where there will be none.'),
    response: response.optional().describe('Its answer, where it is there already.'),
    reason: z.string().optional().describe('Why nothing comes of it.'),
  })
  .meta({ id: 'EventOutcome' });

const failure = z.object({ eventId: z.string(), error: z.object({ code: z.string(), message: z.string() }) });

function givenIn({ channel, at, author, ...rest }: z.infer<typeof event>): ProgramEvent {
  const colon = channel.indexOf(':');
  return {
    ...rest,
    platform: channel.slice(0, colon) as Platform,
    channel: channel.slice(colon + 1),
    ...(at === undefined ? {} : { at: Date.parse(at) }),
    ...(author?.displayName === undefined ? {} : { displayName: author.displayName }),
  };
}

/** Whether an answer is still to come: into the session, or into the room. */
const isUnderWay = ({ decision, sessionId, response: answer }: ProgramEventOutcome): boolean =>
  answer === undefined && (decision === 'admitted' || (decision === 'duplicate' && sessionId !== null));

/** `/router/events`: lines that programs say in channels. */
export function eventRoutes(services: Services, road: Road) {
  const bringing = (c: Context<ApiEnv>): Bringing => ({
    services,
    road,
    call: c.get('api'),
    correlationId: c.get('requestId'),
    waitUntil: (work) => c.executionCtx.waitUntil(work),
  });
  return new Hono<ApiEnv>()
    .post(
      '/',
      route({
        operationId: 'bringEvent',
        summary: 'Says a line in a channel, as the caller or as whom they speak for.',
        access: 'events:write',
        tag: 'Router',
        errors: ['NOT_FOUND', 'UNAVAILABLE'],
        answers: {
          200: { description: 'What became of it, with its answer where there is one.', schema: outcome },
          202: { description: 'Its answer is still to come: into the session, or into the room.', schema: outcome },
        },
      }),
      valid('json', event),
      async (c) => {
        const [became] = await bringEvents(bringing(c), [givenIn(c.req.valid('json'))]);
        if (became instanceof WaddleError) throw became;
        return c.json(became, became && isUnderWay(became) ? 202 : 200);
      },
    )
    .post(
      '/batch',
      route({
        operationId: 'bringEvents',
        summary: `Says up to ${MAX_EVENTS} lines; each comes to an outcome or an error of its own.`,
        access: 'events:write',
        tag: 'Router',
        errors: ['UNAVAILABLE'],
        answers: {
          200: {
            description: 'What became of each, in the order they were given; they are done in no particular one.',
            schema: z.object({ results: z.array(z.union([outcome, failure])) }),
          },
        },
      }),
      valid('json', z.strictObject({ events: z.array(event).min(1).max(MAX_EVENTS) })),
      async (c) => {
        const events = c.req.valid('json').events.map(givenIn);
        const became = await bringEvents(bringing(c), events);
        const results = became.map((each, i) =>
          each instanceof WaddleError
            ? { eventId: events[i]?.eventId ?? '', error: { code: each.code, message: each.message } }
            : each,
        );
        return c.json({ results });
      },
    );
}
