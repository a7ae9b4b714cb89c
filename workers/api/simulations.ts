import { sql } from 'drizzle-orm';
import { Hono } from 'hono';
import * as z from 'zod';
import type { NamedLimit } from '../../durable-objects/rate-limiter.ts';
import { type Actor, personOf } from '../core/actors.ts';
import { type ApiEnv, inCommunity, route, valid } from '../core/api.ts';
import { Limited, WaddleError } from '../core/errors.ts';
import { EVENT_KINDS } from '../core/events.ts';
import type { CommunityId } from '../core/ids.ts';
import { PLATFORMS } from '../core/ids.ts';
import { atLeast, LEVELS, type Level, levelOfRole, type Role } from '../core/levels.ts';
import type { Effect, VerbCtx } from '../core/modules.ts';
import { sampleSchema } from '../core/sample-events.ts';
import { takePlace } from '../people/limits.ts';
import { effectStatement } from '../router/effects.ts';
import type { Services } from '../router/services.ts';
import type { RecordSimulation } from '../router/simulate.ts';
import { hasAuthor, simulate } from '../router/simulate.ts';
import type { SimulatedReply, Simulation } from '../router/simulation-steps.ts';
import { roleIn } from './auth.ts';
import type { Call } from './context.ts';
import { runOnce } from './once.ts';
import { line } from './shapes.ts';

/** What one caller may try out in a minute: each holds a connection to the database for a moment. */
const TRIALS: NamedLimit = { name: 'simulations', count: 60, windowMs: 60_000 };

/** PostgreSQL takes neither NUL nor halves of surrogate pairs, which JSON spells like this. */
const isStorable = (data: unknown): boolean => !/\\u(?:0000|d[89a-f][0-9a-f]{2})/.test(JSON.stringify(data));

const body = z
  .strictObject({
    platform: z.enum(PLATFORMS).describe('Whose looks and limits it has. It need not be switched on.'),
    channel: z
      .string()
      .regex(/^[\x21-\x39\x3b-\x7e]{1,100}$/, 'is no channel: use the platform’s own id, as 1000001')
      .optional()
      .describe('A linked channel of the community, by the platform’s own id. Left out: one that is made up.'),
    as: z
      .strictObject({
        level: z.enum(LEVELS).default('everyone').describe('Your own in this community, or below.'),
        displayName: line(50).default('Somebody').describe('Who is called the same is the same made-up person.'),
      })
      .prefault({}),
    live: z.boolean().optional().describe('Whether the channel counts as live. Left out: as it is known to be.'),
    text: line(5_000).optional().describe('What is said. Commands begin with the community’s prefix.'),
    event: z
      .strictObject({
        kind: z.enum(EVENT_KINDS),
        data: z
          .record(z.string().max(100), z.unknown())
          .refine(isStorable, 'has a NUL character or half of a surrogate pair: take it out')
          .default({})
          .describe('What it says, as far as that is to be other than the sample.'),
        text: line(5_000).optional().describe('What the person wrote along with it.'),
      })
      .optional()
      .describe('Something that happens, instead of a text.'),
  })
  .refine(({ text, event }) => (text === undefined) !== (event === undefined), 'Say a text or an event, and not both.')
  .meta({ id: 'Trial' });

const timed = { at: z.iso.datetime(), tookMs: z.number() };
const calls = z
  .array(z.object({ to: z.string(), what: z.string() }))
  .describe('What would have been called: a platform, `web`, a `module` over HTTP, a `queue`.');
const replies = z.array(
  z.object({
    text: z.string().describe('As the platform would show it.'),
    isPrivate: z.boolean().describe('Whether only who asked would see it.'),
    isSecret: z.boolean().describe('Whether it is kept nowhere: asked for again under an Idempotency-Key it is gone.'),
  }),
);

const step = z.discriminatedUnion('step', [
  z.object({
    ...timed,
    step: z.literal('parsed'),
    kind: z.enum(EVENT_KINDS),
    channel: z.string().describe('`platform:id`'),
    isMadeUp: z.boolean(),
    level: z.enum(LEVELS),
    displayName: z.string(),
  }),
  z.object({
    ...timed,
    step: z.literal('admitted'),
    decision: z.enum(['admitted', 'ignored', 'refused']),
    runs: z
      .array(
        z.object({
          name: z.string().describe('`!quote add`, `greetings on follow`'),
          by: z.enum(['command', 'handler', 'keyword', 'timer', 'notice']),
          args: z.string(),
        }),
      )
      .describe('What runs by it, in order.'),
    aliases: z.array(z.string()).describe('Those that led there.'),
    keyword: z.string().nullable().describe('The rule that matched.'),
    cooldowns: z
      .array(
        z.object({
          command: z.string(),
          of: z.enum(['user', 'channel', 'group', 'keyword']),
          seconds: z.number(),
        }),
      )
      .describe('Waits that would have begun.'),
    calls,
    reason: z.string().optional().describe('Why it is refused, as `cooldown`.'),
    words: z.string().optional().describe('The same for people. In chat nobody is told.'),
    retryAfterMs: z.number().optional(),
  }),
  z.object({
    ...timed,
    step: z.literal('executed'),
    name: z.string(),
    effect: z.enum(['none', 'database']),
    afterSeconds: z.number().describe('How long after the event it would have run.'),
    calls,
    problem: z.string().optional().describe('Why it came to nothing.'),
  }),
  z.object({ ...timed, step: z.literal('answered'), name: z.string(), replies }),
]);

const simulation = z
  .object({
    id: z.uuid(),
    kept: z.boolean().describe('Whether what it did is kept, as in a test community.'),
    decision: z.enum(['admitted', 'ignored', 'refused']),
    steps: z.array(step),
    replies,
    effects: z.object({
      audited: z.array(z.object({ action: z.string(), target: z.string(), before: z.unknown(), after: z.unknown() })),
      rows: z.array(z.object({ table: z.string(), added: z.number(), changed: z.number(), removed: z.number() })),
    }),
  })
  .meta({ id: 'Simulation' });

const sampleEvent = z.object({
  kind: z.enum(EVENT_KINDS),
  hasAuthor: z.boolean().describe('Whether somebody does it: then it is whoever it is tried out as.'),
  schema: z.record(z.string(), z.unknown()).describe('JSON Schema of `event.data`; its defaults are the sample.'),
});

/** `/communities/:communityId/simulations`: the road, tried out. */
export function simulationRoutes(services: Services) {
  return new Hono<ApiEnv>()
    .get(
      '/events',
      route({
        operationId: 'listSampleEvents',
        summary: 'Lists what can be had to happen in a simulation, with the sample of what each event says.',
        access: 'events:write',
        area: 'commands',
        tag: 'Simulator',
        errors: ['NOT_FOUND'],
        answers: { 200: { description: 'Every kind of event.', schema: z.object({ data: z.array(sampleEvent) }) } },
      }),
      valid('param', inCommunity),
      async (c) => {
        await c.get('api').in(c.req.valid('param').communityId);
        const now = services.clock();
        const data = EVENT_KINDS.map((kind) => ({
          kind,
          hasAuthor: hasAuthor(kind),
          schema: sampleSchema(kind, now),
        }));
        return c.json({ data });
      },
    )
    .post(
      '/',
      route({
        operationId: 'simulate',
        summary:
          'Talks to the bot, or has something happen, without anything coming of it: shows each step of the way.',
        access: 'events:write',
        area: 'commands',
        tag: 'Simulator',
        errors: ['NOT_FOUND', 'CONFLICT', 'UNAVAILABLE'],
        answers: { 200: { description: 'What became of it, step by step.', schema: simulation } },
      }),
      valid('param', inCommunity),
      valid('json', body),
      async (c) => {
        const call = c.get('api') as Call;
        const { platform, channel = null, as, live, text, event } = c.req.valid('json');
        const ctx = await call.in(c.req.valid('param').communityId);
        call.requirePlatform(platform);
        requireLevel(ownLevel(call, ctx), as.level);
        if (!(await takePlace(services, callerOf(ctx.actor), TRIALS)))
          throw new Limited('You try out more than 60 things in a minute. Wait a little.', TRIALS.windowMs);
        const { simulation: done } = await simulate(
          services,
          {
            community: ctx.community,
            platform,
            channel,
            ...as,
            ...(live === undefined ? {} : { live }),
            kind: event?.kind ?? 'message',
            data: event?.data ?? {},
            text: text ?? event?.text ?? (event?.kind === 'message' ? 'Hello there' : ''),
            correlationId: c.get('requestId'),
          },
          recorder(call, ctx),
        );
        return c.json({ ...done, steps: done.steps.map((each) => ({ ...each, at: new Date(each.at).toISOString() })) });
      },
    );
}

const callerOf = (actor: Actor): string => {
  if (actor.kind === 'session') return `person ${actor.person}`;
  return actor.kind === 'key' ? `key ${actor.id}` : actor.kind;
};

/**
 * As whom somebody could speak in chat themselves. An editor is a moderator for some commands alone, which no made-up person
 * can be. A key speaks as anybody where it may act for anybody, which only owners give it.
 */
function ownLevel(call: Call, { actor, community }: VerbCtx): Level {
  const { signedIn } = call;
  if (signedIn) return levelOfRole(roleIn(signedIn, community.id) as Role);
  return personOf(actor)?.level ?? (call.may('events:actor') ? 'owner' : 'everyone');
}

/** @throws FORBIDDEN */
function requireLevel(own: Level, wanted: Level): void {
  if (atLeast(own, wanted)) return;
  throw new WaddleError(
    'FORBIDDEN',
    `In this community's chat you are ${own}: try things out as ${own} or below, not as ${wanted}.`,
  );
}

/** One line of the audit log, which says who tried out what as whom and never what they wrote; and the answer under its key. */
function recorder(call: Call, { actor, community }: VerbCtx): RecordSimulation {
  return async (over, done) => {
    const asking = await call.asking(community.id);
    const effect = effectOf(done, community.id, asking !== null);
    const ran = await runOnce(over, 'simulation.once', asking, community.id, [], (keep) =>
      effectStatement(effect, { community: community.id, actor, keep }),
    );
    if (!ran.replayed) return { replayed: false, simulation: done };
    call.markReplayed();
    return { replayed: true, simulation: ran.outcome as Simulation };
  };
}

function effectOf(done: Simulation, community: CommunityId, isAskedByKey: boolean): Effect {
  const { kept, decision, steps } = done;
  const [{ channel, isMadeUp, kind, level }, { runs }] = steps;
  const after = { event: kind, as: level, runs: runs.map(({ name }) => name), decision, kept };
  return {
    ctes: [],
    outcome: isAskedByKey ? sql`${JSON.stringify(withoutSecrets(done))}::jsonb` : sql`'null'::jsonb`,
    audit: {
      action: 'simulation.run',
      happened: sql`true`,
      target: sql`${isMadeUp ? `community:${community}` : `channel:${channel}`}::text`,
      before: sql`null::jsonb`,
      after: sql`${JSON.stringify(after)}::jsonb`,
    },
  };
}

const hidden = (reply: SimulatedReply): SimulatedReply => (reply.isSecret ? { ...reply, text: '…' } : reply);

function withoutSecrets({ steps: [parsed, admitted, ...steps], replies, ...done }: Simulation): Simulation {
  const shown = steps.map((each) => (each.step === 'answered' ? { ...each, replies: each.replies.map(hidden) } : each));
  return { ...done, steps: [parsed, admitted, ...shown], replies: replies.map(hidden) };
}
