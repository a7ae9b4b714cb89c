import { Hono } from 'hono';
import * as z from 'zod';
import { requirePerson } from '../../core/actors.ts';
import type { ApiEnv } from '../../core/api.ts';
import { decodeCursor, inCommunity, page, pageOf, paging, route, valid } from '../../core/api.ts';
import { WaddleError } from '../../core/errors.ts';
import { speak } from '../../core/words.ts';
import { scheduleIn, scheduleOf, targetIn, zoneIn } from './reminder-api-input.ts';
import { ofCommunity } from './reminder-api-lists.ts';
import { ofOne } from './reminder-api-one.ts';
import { acknowledgeFiring, POSITION, readFiring, waitingFirings } from './reminder-firings.ts';
import { upcoming } from './reminder-schedule.ts';
import * as shapes from './reminder-shapes.ts';
import { answer, done, explainedOf, iso, TAG, told, toldIn, toldWithNext } from './reminder-shapes.ts';
import { scheduleInWords } from './reminder-shown.ts';
import { momentIn } from './reminder-when.ts';
import { reminderWords } from './reminder-words.ts';
import { createReminder } from './reminders.ts';

const waiting = z.object({
  id: z.string().describe('What POST /reminders/{firing}/sent is told.'),
  dueAt: z.string(),
  reminder: shapes.listed,
});
const preview = z.object({
  next: z.array(z.string()).describe('The next times.'),
  text: z.string().describe('As chat would say it.'),
  timezone: z.string(),
  rest: z.string().describe('What `when` said besides.'),
  recurrence: shapes.recurrence.nullable().describe('As it would be kept; null: it comes once.'),
  explained: shapes.explained.nullable().describe('Null: it comes once.'),
});
/** What is not under one community's path. */
const ofAll = new Hono<ApiEnv>()
  .post(
    '/',
    route({
      operationId: 'createReminder',
      summary: 'Sets a reminder for the person spoken for',
      access: 'memories:write',
      tag: TAG,
      answers: answer('The reminder, and when it is due.', shapes.shown, 201),
      errors: ['NOT_FOUND', 'CONFLICT', 'ACTOR_REQUIRED', 'UPSTREAM'],
    }),
    valid('json', shapes.created),
    async (c) => {
      const body = c.req.valid('json');
      const ctx = await c.get('api').in(body.communityId);
      requirePerson(ctx.actor);
      const target = await targetIn(c.get('api'), ctx, body);
      const schedule = await scheduleOf(ctx, body);
      const { text, deliverer } = body;
      const made = done(await createReminder(ctx, { text, schedule, target, deliverer }, false));
      return c.json(toldWithNext(made, toldIn(ctx)), 201);
    },
  )
  .post(
    '/preview',
    route({
      operationId: 'previewReminder',
      summary: 'When a time that is said, or a recurrence rule, would be due; nothing is set',
      access: 'memories:read',
      tag: TAG,
      answers: answer('The next times.', preview),
    }),
    valid('json', shapes.previewed),
    (c) => {
      // Whoever is spoken for has to exist here as everywhere.
      void c.get('api').actor;
      const { now: from, count, language, timezone: typed, ...body } = c.req.valid('json');
      const zone = zoneIn(typed);
      const now = from === undefined ? c.get('api').now : momentIn(from, zone);
      if (now === null) throw new WaddleError('INVALID', 'now: write it like 2026-12-24T18:00:00Z.');
      const { schedule, rest } = scheduleIn(body, { now, zone, language });
      const text = scheduleInWords(schedule, { language, now }, speak(reminderWords, language));
      const next = upcoming(schedule, count);
      const { recurrence, zone: timezone } = schedule;
      return c.json({
        next: next.map(iso),
        text,
        timezone,
        rest,
        recurrence: recurrence && { ...recurrence, exdates: [...recurrence.exdates] },
        explained: explainedOf(recurrence, next, { language, now }),
      });
    },
  )
  .get(
    '/pending',
    route({
      operationId: 'listPendingReminders',
      summary: 'What is due and waits for an outside deliverer, the oldest first',
      access: 'memories:read',
      tag: TAG,
      answers: answer('A page of what is due.', pageOf(waiting)),
      errors: ['NOT_FOUND'],
    }),
    valid('query', z.object({ ...paging, ...inCommunity.shape })),
    async (c) => {
      const { communityId, cursor, limit } = c.req.valid('query');
      const ctx = await c.get('api').in(communityId);
      const after = cursor === undefined ? {} : { after: decodeCursor(cursor, POSITION) };
      const rows = await waitingFirings(ctx, { ...after, limit: limit + 1 });
      const { data, next } = page(rows, limit, ({ dueAt, reminder }) => [dueAt, reminder.number]);
      return c.json({
        data: data.map(({ id, dueAt, reminder }) => ({ id, dueAt: iso(dueAt), reminder: told(reminder, toldIn(ctx)) })),
        next,
      });
    },
  )
  .post(
    '/:firing/sent',
    route({
      operationId: 'acknowledgeReminder',
      summary: 'Notes that an outside deliverer has sent what was due; told twice, it changes nothing',
      access: 'memories:write',
      tag: TAG,
      answers: answer('It counts as sent.', z.object({ id: z.string(), status: z.literal('sent') })),
      errors: ['NOT_FOUND', 'CONFLICT'],
    }),
    valid('param', z.object({ firing: z.string().min(1).max(200) })),
    async (c) => {
      const { firing } = c.req.valid('param');
      const read = readFiring(firing);
      const missing = new WaddleError(
        'NOT_FOUND',
        'Nothing waits under that id. GET /reminders/pending tells what does.',
      );
      if (read === null) throw missing;
      const result = await acknowledgeFiring(await c.get('api').in(read.community), read);
      if (result === 'missing') throw missing;
      if (result === 'other') throw new WaddleError('CONFLICT', 'Another deliverer has sent it already.');
      return c.json({ id: firing, status: 'sent' as const });
    },
  );

export const reminderRoutes = new Hono<ApiEnv>()
  .route('/reminders', ofAll)
  .route('/reminders', ofCommunity)
  .route('/reminders', ofOne);
