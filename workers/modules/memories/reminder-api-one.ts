import { Hono } from 'hono';
import * as z from 'zod';
import type { ApiEnv } from '../../core/api.ts';
import { inCommunity, route, valid } from '../../core/api.ts';
import { parseDuration } from '../../core/durations.ts';
import { WaddleError } from '../../core/errors.ts';
import { seenIn, tellState } from '../../core/if-match.ts';
import { movedIn, saysWhen, scheduleOf } from './reminder-api-input.ts';
import { findReminder } from './reminder-reads.ts';
import * as shapes from './reminder-shapes.ts';
import { answer, done, TAG, told, toldIn, toldWithNext } from './reminder-shapes.ts';
import { cancelReminder, changeReminder, skipReminder, snoozeReminder, undoReminder } from './reminders.ts';

const one = inCommunity.extend({ number: shapes.numbered });

/** One reminder: the same verbs as `!remind show`, `cancel`, `snooze`, `skip` and `undo` in chat. */
export const ofOne = new Hono<ApiEnv>()
  .get(
    '/:communityId/:number',
    route({
      operationId: 'getReminder',
      summary: 'One reminder, and when it will be due',
      access: 'memories:read',
      tag: TAG,
      answers: answer('The reminder as it is now; its ETag is for If-Match.', shapes.shown),
      errors: ['NOT_FOUND'],
    }),
    valid('param', one),
    valid('query', z.strictObject({ language: shapes.language, count: shapes.count })),
    async (c) => {
      const { communityId, number } = c.req.valid('param');
      const { language, count } = c.req.valid('query');
      const ctx = await c.get('api').in(communityId);
      const found = await findReminder(ctx, number);
      const reminder = done(found ? { result: 'done', reminder: found } : { result: 'missing', number });
      tellState(c, reminder.state);
      return c.json(toldWithNext(reminder, toldIn(ctx, language), count));
    },
  )
  .patch(
    '/:communityId/:number',
    route({
      operationId: 'changeReminder',
      summary:
        'Changes what an open reminder says, when it is due, where and to whom; a new text leaves a series as it is',
      access: 'memories:write',
      tag: TAG,
      answers: answer('The reminder as it is now.', shapes.shown),
      ifMatch: true,
      errors: ['NOT_FOUND', 'CONFLICT', 'FORBIDDEN'],
    }),
    valid('param', one),
    valid('json', shapes.patched),
    async (c) => {
      const { communityId, number } = c.req.valid('param');
      const { text, channel, room, mention, ...when } = c.req.valid('json');
      const isMoved = channel !== undefined || room !== undefined || mention !== undefined;
      const ctx = await c.get('api').in(communityId);
      const isTimed = saysWhen(when);
      if (!isTimed && (when.start !== undefined || when.timezone !== undefined))
        throw new WaddleError('INVALID', 'start and timezone belong to a time: say when, at or rrule, too.');
      if (!isTimed && !isMoved && text === undefined)
        throw new WaddleError('INVALID', 'Say what to change: text, when, at, rrule, channel or mention.');
      const moved = await movedIn(c.get('api'), ctx, number, { channel, room, mention });
      const patch = {
        ...(moved === undefined ? {} : { moved }),
        ...(text === undefined ? {} : { text }),
        ...(isTimed ? { schedule: await scheduleOf(ctx, when) } : {}),
      };
      return c.json(toldWithNext(done(await changeReminder(ctx, number, patch, { seen: seenIn(c) })), toldIn(ctx)));
    },
  )
  .delete(
    '/:communityId/:number',
    route({
      operationId: 'cancelReminder',
      summary: 'Cancels an open reminder: of the person spoken for, or anybody’s where moderators or a program ask',
      access: 'memories:write',
      tag: TAG,
      answers: answer('It is cancelled.', shapes.listed),
      errors: ['NOT_FOUND', 'CONFLICT', 'FORBIDDEN'],
    }),
    valid('param', one),
    async (c) => {
      const { communityId, number } = c.req.valid('param');
      const ctx = await c.get('api').in(communityId);
      return c.json(told(done(await cancelReminder(ctx, number)), toldIn(ctx)));
    },
  )
  .post(
    '/:communityId/:number/snooze',
    route({
      operationId: 'snoozeReminder',
      summary: 'Has a reminder come again after a while; a series goes on after it',
      access: 'memories:write',
      tag: TAG,
      answers: answer('The reminder as it is now.', shapes.shown),
      errors: ['NOT_FOUND', 'CONFLICT', 'FORBIDDEN'],
    }),
    valid('param', one),
    valid('json', shapes.snoozed),
    async (c) => {
      const { communityId, number } = c.req.valid('param');
      const seconds = parseDuration(c.req.valid('json').for, 'm');
      if (!seconds) throw new WaddleError('INVALID', 'for: write it like 10m, 2h or 1d.');
      const ctx = await c.get('api').in(communityId);
      return c.json(toldWithNext(done(await snoozeReminder(ctx, number, ctx.now + seconds * 1000)), toldIn(ctx)));
    },
  )
  .post(
    '/:communityId/:number/skip',
    route({
      operationId: 'skipReminder',
      summary: 'Leaves the next time of a recurring reminder out',
      access: 'memories:write',
      tag: TAG,
      answers: answer('The reminder as it is now.', shapes.shown),
      errors: ['NOT_FOUND', 'CONFLICT', 'FORBIDDEN'],
    }),
    valid('param', one),
    async (c) => {
      const { communityId, number } = c.req.valid('param');
      const ctx = await c.get('api').in(communityId);
      return c.json(toldWithNext(done(await skipReminder(ctx, number)), toldIn(ctx)));
    },
  )
  .post(
    '/:communityId/:number/undo',
    route({
      operationId: 'undoReminder',
      summary:
        'Takes the last change of a reminder back, an undo as well; once it was due, there is nothing to take back',
      access: 'memories:write',
      tag: TAG,
      answers: answer('The reminder as it is now.', shapes.shown),
      errors: ['NOT_FOUND', 'CONFLICT', 'FORBIDDEN'],
    }),
    valid('param', one),
    async (c) => {
      const { communityId, number } = c.req.valid('param');
      const ctx = await c.get('api').in(communityId);
      return c.json(toldWithNext(done(await undoReminder(ctx, number)), toldIn(ctx)));
    },
  );
