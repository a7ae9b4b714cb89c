import { Hono } from 'hono';
import * as z from 'zod';
import type { ApiCall, ApiEnv } from '../../core/api.ts';
import { decodeCursor, inCommunity, page, pageOf, paging, route, valid } from '../../core/api.ts';
import { isCommandName } from '../../core/commands.ts';
import type { ErrorCode } from '../../core/errors.ts';
import { WaddleError } from '../../core/errors.ts';
import type { ChannelKey, Platform } from '../../core/ids.ts';
import type { TimerTarget } from '../../core/timers.ts';
import { onlyRoomOf } from '../../core/timers.ts';
import { MAX_EVERY, upcoming } from './schedule.ts';
import type { ListedTimer, TimerChange, TimerRefusal } from './state.ts';
import { MAX_TEXT, MAX_TEXTS, MAX_TIMERS, timerOptions, timerSchedule } from './state.ts';
import { addTimer, changeTimer, findTimer, listTimers, removeTimer, undoTimer } from './timers.ts';

const TAG = 'Timers';
/** How many of the next firings are told. */
const UPCOMING = 10;

const named = inCommunity.extend({ name: z.string().min(1).max(200) });
const texts = z
  .array(z.string().max(4 * MAX_TEXT))
  .min(1)
  .max(MAX_TEXTS)
  .describe(`What it says, in the language of custom commands; each of up to ${MAX_TEXT} characters.`);
const channel = z
  .string()
  .regex(/^(?:twitch|discord|slack|youtube|kick):\S{1,100}$/)
  .describe('`platform:id`, by the platform’s own id.');
const target = z
  .strictObject({
    channel,
    room: z
      .string()
      .max(200)
      .optional()
      .describe('A text channel or conversation. Twitch, Kick and YouTube have but one.'),
  })
  .nullable()
  .describe(
    'Null: every Twitch, Kick and YouTube channel of the community. A timer gets into a room of Discord or Slack from there, by `!timer add`.',
  );

const { order, minLines, live, jitter, enabled } = timerOptions.shape;
const body = z.strictObject({
  texts,
  schedule: timerSchedule,
  target: target.default(null),
  order: order.default('rotate'),
  minLines: minLines.default(0),
  live: live.default(null),
  jitter: jitter.default(0),
  enabled: enabled.default(true),
});
const created = body.extend({
  name: z.string().min(1).max(200).describe('One word of up to 40 letters, digits, - or _.'),
});

const listed = timerOptions.extend({
  id: z.string(),
  name: z.string(),
  texts: z.array(z.string()),
  schedule: timerSchedule,
  target: z.object({ channel: z.string(), room: z.string() }).nullable(),
  nextAt: z.string().nullable().describe('When it is due next; null where it is off.'),
});
const shown = listed.extend({ next: z.array(z.string()).describe(`Its next ${UPCOMING} firings.`) });
const undone = z.object({
  name: z.string(),
  timer: listed.nullable().describe('As it is now; null: it is not there.'),
});

const iso = (at: number): string => new Date(at).toISOString();
const told = ({ texts, nextAt, ...timer }: ListedTimer): z.infer<typeof listed> => ({
  ...timer,
  texts: [...texts],
  nextAt: nextAt === null ? null : iso(nextAt),
});

/** Why a timer cannot be so, as a failure. */
const FAILURES: Readonly<Record<TimerRefusal['result'], readonly [ErrorCode, (name: string) => string]>> = {
  missing: ['NOT_FOUND', (name) => `There is no timer "${name}" here.`],
  nothing: ['NOT_FOUND', (name) => `There is no change of "${name}" that could be taken back.`],
  exists: ['CONFLICT', (name) => `There is a timer "${name}" already. Change that one, or choose another name.`],
  full: ['CONFLICT', () => `A community has at most ${MAX_TIMERS} timers. Remove some first.`],
  raced: ['CONFLICT', (name) => `Somebody else has just changed "${name}". Look at it, and try again.`],
  off: ['CONFLICT', (name) => `"${name}" is off. Switch it on first.`],
  'no-channel': [
    'NOT_FOUND',
    () => 'That channel is not linked to this community. GET /channels lists those that are.',
  ],
  'foreign-room': [
    'INVALID',
    () => 'A timer gets into a room of Discord or Slack from there: type !timer options <name> where=here in it.',
  ],
  'bad-name': ['INVALID', (name) => `"${name}" cannot be a timer: use up to 40 letters, digits, - or _.`],
  empty: ['INVALID', (name) => `A text of "${name}" says nothing.`],
  'too-long': ['INVALID', (name) => `A text of "${name}" has more than ${MAX_TEXT} characters.`],
  'many-texts': ['INVALID', () => `A timer has at most ${MAX_TEXTS} texts.`],
  'last-text': ['INVALID', () => 'A timer has at least one text.'],
  'bad-number': ['INVALID', () => 'There is no text of that number.'],
  'bad-every': ['INVALID', () => `An interval has 1 to ${MAX_EVERY} minutes.`],
  'bad-cron': ['INVALID', () => 'A cron expression has five fields: minute, hour, day, month, weekday.'],
  never: ['INVALID', () => 'No day is ever as this cron expression says.'],
  'bad-zone': ['INVALID', () => 'That is no time zone of the IANA list, as Europe/Berlin is one.'],
  'zone-without-cron': ['INVALID', () => 'An interval has no time zone.'],
};

function done(change: TimerChange): Extract<TimerChange, { readonly result: 'done' }> {
  if (change.result === 'done') return change;
  const [code, message] = FAILURES[change.result];
  throw new WaddleError(code, message(change.name));
}

function timerOf(change: TimerChange): z.infer<typeof listed> {
  const { name, timer } = done(change);
  if (timer === null) throw new WaddleError('NOT_FOUND', `There is no timer "${name}" here any more.`);
  return told(timer);
}

/** Where a timer is to speak, if the caller's key goes there. */
function targetIn(call: ApiCall, wanted: z.infer<typeof target>): TimerTarget | null {
  if (wanted === null) return null;
  const key = wanted.channel as ChannelKey;
  call.requirePlatform(key.slice(0, key.indexOf(':')) as Platform);
  return { channel: key, room: wanted.room ?? onlyRoomOf(key) ?? '' };
}

const answer = (description: string, schema: z.ZodType, status = 200) => ({ [status]: { description, schema } });

/** Timers of a community: the same verbs as `!timer` in chat. */
const ofCommunity = new Hono<ApiEnv>()
  .get(
    '/:communityId',
    route({
      operationId: 'listTimers',
      summary: 'Timers of a community, by name',
      access: 'commands:read',
      tag: TAG,
      answers: answer('A page of timers.', pageOf(listed)),
      errors: ['NOT_FOUND'],
    }),
    valid('param', inCommunity),
    valid('query', z.object(paging)),
    async (c) => {
      const { cursor, limit } = c.req.valid('query');
      const ctx = await c.get('api').in(c.req.valid('param').communityId);
      const after = cursor === undefined ? {} : { after: decodeCursor(cursor, z.string().refine(isCommandName)) };
      const { data, next } = page(await listTimers(ctx, { ...after, limit: limit + 1 }), limit, ({ name }) => name);
      return c.json({ data: data.map(told), next });
    },
  )
  .post(
    '/:communityId',
    route({
      operationId: 'addTimer',
      summary: 'Adds a timer, due first after one interval, or when its cron expression says so',
      access: 'commands:write',
      tag: TAG,
      answers: answer('The timer.', listed, 201),
      errors: ['NOT_FOUND', 'CONFLICT'],
    }),
    valid('param', inCommunity),
    valid('json', created),
    async (c) => {
      const input = c.req.valid('json');
      const target = targetIn(c.get('api'), input.target);
      const ctx = await c.get('api').in(c.req.valid('param').communityId);
      return c.json(timerOf(await addTimer(ctx, { ...input, target })), 201);
    },
  )
  .get(
    '/:communityId/:name',
    route({
      operationId: 'getTimer',
      summary: 'One timer, and when it will be due',
      access: 'commands:read',
      tag: TAG,
      answers: answer('The timer as it is now.', shown),
      errors: ['NOT_FOUND'],
    }),
    valid('param', named),
    async (c) => {
      const { communityId, name } = c.req.valid('param');
      const ctx = await c.get('api').in(communityId);
      const timer = await findTimer(ctx, name);
      if (timer === null) throw new WaddleError('NOT_FOUND', `There is no timer "${name}" here.`);
      const { schedule, nextAt } = timer;
      const next = nextAt === null ? [] : upcoming(schedule, nextAt, ctx.community.zone, UPCOMING);
      return c.json({ ...told(timer), next: next.map(iso) });
    },
  )
  .put(
    '/:communityId/:name',
    route({
      operationId: 'changeTimer',
      summary: 'Makes a timer what is sent; what is left out is as usual. With the same schedule it keeps its beat',
      access: 'commands:write',
      tag: TAG,
      answers: answer('The timer as it is now.', listed),
      errors: ['NOT_FOUND', 'CONFLICT'],
    }),
    valid('param', named),
    valid('json', body),
    async (c) => {
      const { communityId, name } = c.req.valid('param');
      const { schedule, ...rest } = c.req.valid('json');
      const target = targetIn(c.get('api'), rest.target);
      const ctx = await c.get('api').in(communityId);
      // What is kept of a cron expression where it is left out, is left out here.
      const whole = 'every' in schedule ? schedule : { cron: schedule.cron, zone: schedule.zone ?? null };
      return c.json(timerOf(await changeTimer(ctx, name, { ...rest, target, schedule: whole })));
    },
  )
  .delete(
    '/:communityId/:name',
    route({
      operationId: 'removeTimer',
      summary: 'Removes a timer; undo brings it back',
      access: 'commands:write',
      tag: TAG,
      answers: answer('It speaks no more.', z.object({ name: z.string() })),
      errors: ['NOT_FOUND'],
    }),
    valid('param', named),
    async (c) => {
      const { communityId, name } = c.req.valid('param');
      const ctx = await c.get('api').in(communityId);
      return c.json({ name: done(await removeTimer(ctx, name)).name });
    },
  )
  .post(
    '/:communityId/:name/undo',
    route({
      operationId: 'undoTimerChange',
      summary: 'Takes the last change of a timer back, an undo as well',
      access: 'commands:write',
      tag: TAG,
      answers: answer('It is as it was before.', undone),
      errors: ['NOT_FOUND', 'CONFLICT'],
    }),
    valid('param', named),
    async (c) => {
      const { communityId, name: typed } = c.req.valid('param');
      const ctx = await c.get('api').in(communityId);
      const { name, timer } = done(await undoTimer(ctx, typed));
      return c.json({ name, timer: timer === null ? null : told(timer) });
    },
  );

export const routes = new Hono<ApiEnv>().route('/timers', ofCommunity);
