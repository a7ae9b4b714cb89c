import { Hono } from 'hono';
import * as z from 'zod';
import type { ApiCall, ApiEnv } from '../../core/api.ts';
import { decodeCursor, inCommunity, page, pageOf, paging, route, valid } from '../../core/api.ts';
import { isCommandName } from '../../core/commands.ts';
import type { ErrorCode } from '../../core/errors.ts';
import { WaddleError } from '../../core/errors.ts';
import type { ChannelKey, Platform } from '../../core/ids.ts';
import { changedMeanwhile, seenIn, tellState } from '../../core/if-match.ts';
import type { TimerTarget } from '../../core/timers.ts';
import { onlyRoomOf } from '../../core/timers.ts';
import { changeOf, changesOf } from '../history.ts';
import { MAX_EVERY, upcoming } from './schedule.ts';
import type { ListedTimer, TimerChange, TimerRefusal } from './state.ts';
import { firstOf, MAX_TEXT, MAX_TEXTS, MAX_TIMERS, scheduleIn, timerOptions, timerSchedule } from './state.ts';
import { addTimer, changeTimer, findTimer, isOfTimer, listTimers, removeTimer, undoTimer } from './timers.ts';

const TAG = 'Timers';
/** How many of the next firings are told of one timer, and of each in a list. */
const UPCOMING = 10;
const UPCOMING_IN_LIST = 3;

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
    'Null: every Twitch, Kick and YouTube channel of the community. Rooms of Discord and Slack are listed by `GET /channels/{id}/rooms`.',
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
  state: z.string().describe('Named anew by every change: in quotes it is what If-Match takes.'),
});
const inList = listed.extend({ next: z.array(z.string()).describe(`Its next ${UPCOMING_IN_LIST} firings.`) });
const shown = listed.extend({ next: z.array(z.string()).describe(`Its next ${UPCOMING} firings.`) });
const preview = z.strictObject({ schedule: timerSchedule });
const previewed = z.object({
  schedule: timerSchedule.describe('In the form in which it would be kept.'),
  zone: z.string().describe('IANA time zone in which a cron expression is read.'),
  next: z.array(z.string()).describe(`The next ${UPCOMING} firings of a timer that begins now.`),
});
const timerChange = changeOf('timer.add, timer.edit, timer.on, timer.off, timer.remove, timer.undo');
const undone = z.object({
  name: z.string(),
  timer: listed.nullable().describe('As it is now; null: it is not there.'),
});

const iso = (at: number): string => new Date(at).toISOString();
const nextOf = ({ schedule, nextAt }: ListedTimer, zone: string, count: number): readonly string[] =>
  nextAt === null ? [] : upcoming(schedule, nextAt, zone, count).map(iso);
const told = ({ texts, nextAt, ...timer }: ListedTimer): z.infer<typeof listed> => ({
  ...timer,
  texts: [...texts],
  nextAt: nextAt === null ? null : iso(nextAt),
});

/** Why a timer cannot be so, as a failure. */
const FAILURES: Readonly<
  Record<Exclude<TimerRefusal['result'], 'stale' | 'raced'>, readonly [ErrorCode, (name: string) => string]>
> = {
  missing: ['NOT_FOUND', (name) => `There is no timer "${name}" here.`],
  nothing: ['NOT_FOUND', (name) => `There is no change of "${name}" that could be taken back.`],
  exists: ['CONFLICT', (name) => `There is a timer "${name}" already. Change that one, or choose another name.`],
  full: ['CONFLICT', () => `A community has at most ${MAX_TIMERS} timers. Remove some first.`],
  off: ['CONFLICT', (name) => `"${name}" is off. Switch it on first.`],
  'no-channel': [
    'NOT_FOUND',
    () => 'That channel is not linked to this community. GET /channels lists those that are.',
  ],
  'foreign-room': [
    'INVALID',
    () =>
      'That is no room of this channel that the bot sees. GET /channels/{id}/rooms lists them, as they were within the last minute.',
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

function failure(refused: TimerRefusal): WaddleError {
  const { name } = refused;
  if (refused.result === 'stale') return changedMeanwhile(name, refused.last);
  if (refused.result === 'raced') return changedMeanwhile(name, null);
  const [code, message] = FAILURES[refused.result];
  return new WaddleError(code, message(name));
}

function done(change: TimerChange): Extract<TimerChange, { readonly result: 'done' }> {
  if (change.result === 'done') return change;
  throw failure(change);
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
      answers: answer('A page of timers.', pageOf(inList)),
      errors: ['NOT_FOUND'],
    }),
    valid('param', inCommunity),
    valid('query', z.object(paging)),
    async (c) => {
      const { cursor, limit } = c.req.valid('query');
      const ctx = await c.get('api').in(c.req.valid('param').communityId);
      const after = cursor === undefined ? {} : { after: decodeCursor(cursor, z.string().refine(isCommandName)) };
      const { data, next } = page(await listTimers(ctx, { ...after, limit: limit + 1 }), limit, ({ name }) => name);
      const { zone } = ctx.community;
      const rows = data.map((timer) => ({ ...told(timer), next: [...nextOf(timer, zone, UPCOMING_IN_LIST)] }));
      return c.json({ data: rows, next });
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
      errors: ['NOT_FOUND', 'CONFLICT', 'UPSTREAM'],
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
  .post(
    '/:communityId/preview',
    route({
      operationId: 'previewTimer',
      summary: 'Says when a timer of that schedule would be due; nothing is made',
      access: 'commands:read',
      tag: TAG,
      answers: answer('When it would be due.', previewed),
      errors: ['NOT_FOUND'],
    }),
    valid('param', inCommunity),
    valid('json', preview),
    async (c) => {
      const { now, community } = await c.get('api').in(c.req.valid('param').communityId);
      const schedule = scheduleIn({ name: '', schedule: c.req.valid('json').schedule }, now);
      if ('result' in schedule) throw failure(schedule);
      const first = firstOf(schedule, now, community.zone);
      const next = first === null ? [] : upcoming(schedule, first, community.zone, UPCOMING);
      const zone = 'cron' in schedule ? (schedule.zone ?? community.zone) : community.zone;
      return c.json({ schedule, zone, next: next.map(iso) });
    },
  )
  .get(
    '/:communityId/:name',
    route({
      operationId: 'getTimer',
      summary: 'One timer, and when it will be due',
      access: 'commands:read',
      tag: TAG,
      answers: answer('The timer as it is now; its ETag is for If-Match.', shown),
      errors: ['NOT_FOUND'],
    }),
    valid('param', named),
    async (c) => {
      const { communityId, name } = c.req.valid('param');
      const ctx = await c.get('api').in(communityId);
      const timer = await findTimer(ctx, name);
      if (timer === null) throw new WaddleError('NOT_FOUND', `There is no timer "${name}" here.`);
      tellState(c, timer.state);
      return c.json({ ...told(timer), next: [...nextOf(timer, ctx.community.zone, UPCOMING)] });
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
      ifMatch: true,
      errors: ['NOT_FOUND', 'CONFLICT', 'UPSTREAM'],
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
      return c.json(timerOf(await changeTimer(ctx, name, { ...rest, target, schedule: whole }, { seen: seenIn(c) })));
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
      ifMatch: true,
      errors: ['NOT_FOUND'],
    }),
    valid('param', named),
    async (c) => {
      const { communityId, name } = c.req.valid('param');
      const ctx = await c.get('api').in(communityId);
      return c.json({ name: done(await removeTimer(ctx, name, seenIn(c))).name });
    },
  )
  .get(
    '/:communityId/:name/history',
    route({
      operationId: 'listTimerChanges',
      summary: 'Who changed a timer, when, and how it was before',
      access: 'commands:read',
      tag: TAG,
      answers: answer('Changes, newest first.', pageOf(timerChange)),
      errors: ['NOT_FOUND'],
    }),
    valid('param', named),
    valid('query', z.object(paging)),
    async (c) => {
      const { communityId, name } = c.req.valid('param');
      const ctx = await c.get('api').in(communityId);
      return c.json(await changesOf(ctx, 'timer.history', { about: isOfTimer(name), ...c.req.valid('query') }));
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
      ifMatch: true,
      errors: ['NOT_FOUND', 'CONFLICT'],
    }),
    valid('param', named),
    async (c) => {
      const { communityId, name: typed } = c.req.valid('param');
      const ctx = await c.get('api').in(communityId);
      const { name, timer } = done(await undoTimer(ctx, typed, seenIn(c)));
      return c.json({ name, timer: timer === null ? null : told(timer) });
    },
  );

export const routes = new Hono<ApiEnv>().route('/timers', ofCommunity);
