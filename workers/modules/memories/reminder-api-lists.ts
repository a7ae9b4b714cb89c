import { Hono } from 'hono';
import * as z from 'zod';
import { requirePerson } from '../../core/actors.ts';
import type { ApiEnv } from '../../core/api.ts';
import { decodeCursor, inCommunity, page, pageOf, paging, route, valid } from '../../core/api.ts';
import type { Platform } from '../../core/ids.ts';
import type { VerbCtx } from '../../core/modules.ts';
import type { Firing } from './reminder-history.ts';
import { BECAME, FIRING_POSITION, listFirings, WHY_MISSED } from './reminder-history.ts';
import { listReminders, reminderStats } from './reminder-reads.ts';
import * as shapes from './reminder-shapes.ts';
import { answer, iso, TAG, told, toldIn } from './reminder-shapes.ts';
import { MAX_NUMBER, REMINDER_STATUSES } from './reminder-state.ts';
import { upcomingReminders } from './reminder-upcoming.ts';
import { ownZone as ownZoneOf } from './reminder-zones.ts';
import { reminderSeries, remindersOverTime } from './series.ts';

const DAY = 24 * 3600_000;
const POSITION_IN_LIST = z.int().min(0).max(MAX_NUMBER);
/** Where a page ended, by how it is sorted. */
const POSITIONS = {
  number: POSITION_IN_LIST,
  newest: POSITION_IN_LIST,
  next: z.tuple([z.int().min(0).nullable(), POSITION_IN_LIST]),
} as const;

const flag = z.enum(['true', 'false']).transform((typed) => typed === 'true');
const wholeOf = (most: number) => z.coerce.number().int().min(1).max(most);

const filters = z.object({ ...paging, status: z.enum(REMINDER_STATUSES).optional() });
const listing = filters.extend({
  recurring: flag.optional().describe('Those that come again and again, or those that come once.'),
  troubled: flag.optional().describe('Those of which a time was not said, or may not have been.'),
  channel: shapes.account.optional().describe('`platform:id` of where they are said.'),
  whose: z
    .union([z.literal('me'), shapes.account])
    .optional()
    .describe('`me`: of whoever asks; else `platform:id`, with what their person set by other accounts.'),
  q: z
    .string()
    .trim()
    .min(1)
    .max(100)
    .refine(shapes.isStorable, shapes.UNSTORABLE)
    .optional()
    .describe('Words in the text.'),
  sort: z.enum(['number', 'newest', 'next']).default('number'),
  language: shapes.language,
});

const strip = z.object({
  data: z.array(z.object({ at: z.string(), reminder: shapes.listed })),
  more: z.boolean().describe('Whether more is due until then.'),
  until: z.string(),
  zone: z.string().describe('The community’s.'),
  ownZone: z.string().nullable().describe('That of who asks; null where they have none of their own.'),
});

const firing = z.object({
  number: z.number(),
  text: z.string(),
  owner: z.string(),
  ownerName: z.string(),
  channel: z.string().nullable(),
  dueAt: z.string(),
  became: z
    .enum(BECAME)
    .describe(
      'again: nobody knew whether it was posted, so it was said once more; unknown: it may have been posted; waiting: a program has it; forgotten: it is more than 30 days ago.',
    ),
  why: z
    .enum(WHY_MISSED)
    .nullable()
    .describe(
      'Of what was missed. outage: nobody was there for a day; superseded: a later time of the series was said; unlinked: its channel is not linked.',
    ),
  reason: z.string().nullable().describe('What the platform said, or why it was not said.'),
  settledAt: z.string().nullable().describe('When it was said, or given up.'),
});

const stats = z.object({
  open: z.number(),
  recurring: z.number().describe('Open ones that come again and again.'),
  done: z.number(),
  cancelled: z.number(),
  missed: z.number(),
  people: z.number().describe('Who have open ones.'),
  fired: z.number().describe('How many times any of them was due.'),
});

const toldFiring = ({ channel, dueAt, settledAt, ...rest }: Firing): z.infer<typeof firing> => ({
  ...rest,
  channel: channel || null,
  dueAt: iso(dueAt),
  settledAt: settledAt === null ? null : iso(settledAt),
});

const accountIn = (key: string): { readonly platform: Platform; readonly account: string } => {
  const colon = key.indexOf(':');
  return { platform: key.slice(0, colon) as Platform, account: key.slice(colon + 1) };
};

/** @throws ACTOR_REQUIRED where `me` is nobody */
const ownerIn = (ctx: VerbCtx, whose: string) => (whose === 'me' ? requirePerson(ctx.actor) : accountIn(whose));

type Given<Fields> = { readonly [K in keyof Fields]?: Exclude<Fields[K], undefined> };
/** Without what was left out. */
const given = <Fields extends object>(fields: Fields): Given<Fields> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Given<Fields>;

/** Reminders of a community: the same verbs as `!remind` in chat. */
export const ofCommunity = new Hono<ApiEnv>()
  .get(
    '/:communityId',
    route({
      operationId: 'listReminders',
      summary: 'Reminders of a community: by number, the newest first, or what is due first',
      access: 'memories:read',
      tag: TAG,
      answers: answer('A page of reminders.', pageOf(shapes.listed)),
      errors: ['NOT_FOUND'],
    }),
    valid('param', inCommunity),
    valid('query', listing),
    async (c) => {
      const { cursor, limit, whose, language, sort, ...only } = c.req.valid('query');
      const ctx = await c.get('api').in(c.req.valid('param').communityId);
      const wanted = {
        ...given(only),
        ...(whose === undefined ? {} : { owner: ownerIn(ctx, whose) }),
        ...(cursor === undefined ? {} : { after: decodeCursor(cursor, POSITIONS[sort]) }),
        order: sort,
        limit: limit + 1,
      };
      const { data, next } = page(await listReminders(ctx, wanted), limit, ({ number, nextAt }) =>
        sort === 'next' ? [nextAt, number] : number,
      );
      return c.json({ data: data.map((reminder) => told(reminder, toldIn(ctx, language))), next });
    },
  )
  .get(
    '/:communityId/stats',
    route({
      operationId: 'getReminderStats',
      summary: 'How many reminders there are, by what became of them',
      access: 'memories:read',
      tag: TAG,
      answers: answer('Counts.', stats),
      errors: ['NOT_FOUND'],
    }),
    valid('param', inCommunity),
    async (c) => c.json(await reminderStats(await c.get('api').in(c.req.valid('param').communityId))),
  )
  .get(
    '/:communityId/stats/series',
    route({
      operationId: 'getReminderSeries',
      summary: 'Reminders by month: made, said and missed',
      access: 'memories:read',
      tag: TAG,
      answers: answer('As it is now.', reminderSeries),
      errors: ['NOT_FOUND'],
    }),
    valid('param', inCommunity),
    async (c) => c.json(await remindersOverTime(await c.get('api').in(c.req.valid('param').communityId))),
  )
  .get(
    '/:communityId/upcoming',
    route({
      operationId: 'listUpcomingReminders',
      summary: 'What is due next in a community, time by time, with its zone and that of who asks',
      access: 'memories:read',
      tag: TAG,
      answers: answer('The next times.', strip),
      errors: ['NOT_FOUND'],
    }),
    valid('param', inCommunity),
    valid(
      'query',
      z.strictObject({ days: wholeOf(31).default(7), limit: wholeOf(100).default(20), language: shapes.language }),
    ),
    async (c) => {
      const { days, limit, language } = c.req.valid('query');
      const ctx = await c.get('api').in(c.req.valid('param').communityId);
      const until = ctx.now + days * DAY;
      const [{ times, more }, ownZone] = await Promise.all([upcomingReminders(ctx, { until, limit }), ownZoneOf(ctx)]);
      const telling = toldIn(ctx, language);
      const data = times.map(({ at, reminder }) => ({ at: iso(at), reminder: told(reminder, telling) }));
      return c.json({ data, more, until: iso(until), zone: ctx.community.zone, ownZone });
    },
  )
  .get(
    '/:communityId/firings',
    route({
      operationId: 'listReminderFirings',
      summary: 'When reminders were due, what became of each time and why, the last one first',
      access: 'memories:read',
      tag: TAG,
      answers: answer('A page of times.', pageOf(firing)),
      errors: ['NOT_FOUND'],
    }),
    valid('param', inCommunity),
    valid('query', z.object({ ...paging, number: shapes.numbered.optional(), troubled: flag.optional() })),
    async (c) => {
      const { cursor, limit, number, troubled } = c.req.valid('query');
      const ctx = await c.get('api').in(c.req.valid('param').communityId);
      const wanted = {
        ...given({ number, troubled }),
        ...(cursor === undefined ? {} : { after: decodeCursor(cursor, FIRING_POSITION) }),
        limit: limit + 1,
      };
      const { data, next } = page(await listFirings(ctx, wanted), limit, (row) => [row.dueAt, row.number]);
      return c.json({ data: data.map(toldFiring), next });
    },
  )
  .get(
    '/:communityId/user/:account',
    route({
      operationId: 'listRemindersOf',
      summary: 'One person’s reminders in a community, by number',
      access: 'memories:read',
      tag: TAG,
      answers: answer('A page of reminders.', pageOf(shapes.listed)),
      errors: ['NOT_FOUND'],
    }),
    valid(
      'param',
      inCommunity.extend({ account: shapes.account.describe('`platform:id`, by the platform’s own user id.') }),
    ),
    valid('query', filters),
    async (c) => {
      const { communityId, account: key } = c.req.valid('param');
      const { cursor, limit, status } = c.req.valid('query');
      const ctx = await c.get('api').in(communityId);
      const owner = accountIn(key);
      const only = {
        ...(status ? { status } : {}),
        ...(cursor ? { after: decodeCursor(cursor, POSITION_IN_LIST) } : {}),
      };
      const rows = await listReminders(ctx, { ...only, owner, limit: limit + 1 });
      const { data, next } = page(rows, limit, ({ number }) => number);
      return c.json({ data: data.map((reminder) => told(reminder, toldIn(ctx))), next });
    },
  );
