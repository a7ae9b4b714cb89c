import * as z from 'zod';
import { accountKey } from '../../core/command-options.ts';
import type { ErrorCode } from '../../core/errors.ts';
import { WaddleError } from '../../core/errors.ts';
import { upcoming } from './reminder-schedule.ts';
import type { Reminder, ReminderChange, ReminderRefusal } from './reminder-state.ts';
import { MAX_NUMBER, MAX_TEXT, REMINDER_STATUSES } from './reminder-state.ts';

/** How many of the next times are told of one reminder. */
const UPCOMING = 5;
const MOST_TYPED = 1_000;

export const TAG = 'Reminders';
export const answer = (description: string, schema: z.ZodType, status = 200) => ({ [status]: { description, schema } });

const recurrence = z.object({
  wall: z.string().describe('DTSTART as the zone’s clocks show it.'),
  zone: z.string(),
  rule: z.string().describe('RFC 5545 §3.3.10.'),
  exdates: z.array(z.string()),
});

export const listed = z.object({
  number: z.number().describe('It is known by this in its community, for good.'),
  text: z.string(),
  status: z.enum(REMINDER_STATUSES).describe('missed: nobody was there to say it in time.'),
  owner: z.string().describe('`platform:id` of whose it is.'),
  target: z.object({
    channel: z.string().nullable(),
    room: z.string().nullable(),
    mention: z.string().nullable().describe('The platform’s id of who is mentioned; null: nobody in particular.'),
  }),
  deliverer: z.enum(['bot', 'external']),
  timezone: z.string(),
  recurrence: recurrence.nullable().describe('Null: it comes once.'),
  nextAt: z.string().nullable().describe('When it is due next; null where it is over.'),
  fired: z.number().describe('How many times it was due.'),
  createdAt: z.string(),
});
export const shown = listed.extend({ next: z.array(z.string()).describe(`Its next ${UPCOMING} times.`) });

export const iso = (at: number): string => new Date(at).toISOString();

export function told({ zone, target, recurrence, nextAt, createdAt, ...rest }: Reminder): z.infer<typeof listed> {
  const { channel, room, mentions } = target;
  return {
    ...rest,
    target: { channel: channel || null, room: room || null, mention: mentions?.account ?? null },
    timezone: zone,
    recurrence: recurrence && { ...recurrence, exdates: [...recurrence.exdates] },
    nextAt: nextAt === null ? null : iso(nextAt),
    createdAt: iso(createdAt),
  };
}

export function toldWithNext(reminder: Reminder): z.infer<typeof shown> {
  const { nextAt: at, recurrence, zone } = reminder;
  return { ...told(reminder), next: at === null ? [] : upcoming({ at, recurrence, zone }, UPCOMING).map(iso) };
}

const typed = z.string().min(1).max(MOST_TYPED);
/** What Postgres cannot keep: NUL, and halves of surrogate pairs. */
const isStorable = (text: string): boolean => text.isWellFormed() && !text.includes('\u0000');
const UNSTORABLE = 'has a NUL character or half of a surrogate pair: take it out';
export const account = accountKey.refine(isStorable, UNSTORABLE);

const timezone = z
  .string()
  .min(1)
  .max(64)
  .optional()
  .describe('IANA zone or a large city; else the person’s, else the community’s.');

/** When: as people say it, as one moment, or as a recurrence rule. */
const whenShape = {
  when: typed.optional().describe('As people say it: `tomorrow 18:00`, `every monday 9am`.'),
  at: z.string().min(1).max(60).optional().describe('ISO 8601; without an offset it is the zone’s own time.'),
  rrule: typed.optional().describe('RFC 5545: `FREQ=WEEKLY;BYDAY=MO`, with lines of DTSTART and EXDATE or without.'),
  start: z
    .string()
    .min(1)
    .max(60)
    .optional()
    .describe('ISO 8601: the first day of an `rrule`; now where there is none.'),
  timezone,
};
export type WhenBody = { readonly [K in keyof typeof whenShape]?: string | undefined };

const text = z
  .string()
  .max(4 * MAX_TEXT)
  .describe(`Up to ${MAX_TEXT} characters.`);
const mention = z
  .union([z.enum(['me', 'here']), account])
  .default('me')
  .describe('me: whoever it is set for; here: nobody in particular; else `platform:id` of somebody known here.');

export const created = z.strictObject({
  communityId: z.string().min(1).max(100).describe('Id or slug.'),
  text,
  ...whenShape,
  channel: account
    .optional()
    .describe('`platform:id` of a linked channel; the bot needs one, an outside deliverer does not.'),
  room: z
    .string()
    .min(1)
    .max(200)
    .refine(isStorable, UNSTORABLE)
    .optional()
    .describe('Twitch, Kick and YouTube have but one.'),
  deliverer: z
    .enum(['bot', 'external'])
    .default('bot')
    .describe('external: it is not said by the bot; GET /reminders/pending tells when it is due.'),
  mention,
});
export const patched = z.strictObject({ text: text.optional(), ...whenShape });
export const snoozed = z.strictObject({
  for: z.string().min(1).max(60).describe('How much later than now: `10m`, `2h`.'),
});
export const previewed = z.strictObject({
  ...whenShape,
  timezone: z.string().min(1).max(64).default('UTC').describe('IANA zone or a large city.'),
  now: z.string().min(1).max(60).optional().describe('ISO 8601: what it is counted from.'),
  count: z.int().min(1).max(50).default(3),
  language: z.enum(['en', 'de']).default('en'),
});
export const numbered = z.coerce.number().int().min(1).max(MAX_NUMBER);

/** Why nothing came of it, as a failure. */
const FAILURES: Readonly<
  Record<ReminderRefusal['result'], readonly [ErrorCode, (refusal: ReminderRefusal) => string]>
> = {
  missing: ['NOT_FOUND', ({ number }) => `There is no reminder ${number} here.`],
  'none-fired': ['NOT_FOUND', () => 'No reminder was said yet.'],
  'not-yours': [
    'FORBIDDEN',
    ({ number }) => `Reminder ${number} is somebody else’s: only they and moderators may touch it.`,
  ],
  over: ['CONFLICT', ({ number }) => `Reminder ${number} is over. Snooze it to have it once more.`],
  cancelled: ['CONFLICT', ({ number }) => `Reminder ${number} was cancelled. Set a new one.`],
  once: ['CONFLICT', ({ number }) => `Reminder ${number} comes only once.`],
  raced: ['CONFLICT', ({ number }) => `Reminder ${number} was just changed. Look at it, and try again.`],
  full: [
    'CONFLICT',
    (refusal) =>
      `${'most' in refusal ? refusal.most : ''} open reminders are the most for one person here. Cancel one first.`,
  ],
  'no-channel': [
    'NOT_FOUND',
    () => 'That channel is not linked to this community. GET /channels lists those that are.',
  ],
  'foreign-room': [
    'INVALID',
    () =>
      'A reminder gets into a room of Discord or Slack from there: type !remind in it. An external deliverer may name any room.',
  ],
  empty: ['INVALID', () => 'A reminder needs a text.'],
  'too-long': ['INVALID', () => `The text has more than ${MAX_TEXT} characters.`],
};

export function failure(refusal: ReminderRefusal): WaddleError {
  const [code, message] = FAILURES[refusal.result];
  return new WaddleError(code, message(refusal));
}

/** @throws why nothing came of it */
export function done(change: ReminderChange): Reminder {
  if (change.result === 'done') return change.reminder;
  throw failure(change);
}
