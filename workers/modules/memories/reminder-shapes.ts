import * as z from 'zod';
import { accountKey } from '../../core/command-options.ts';
import type { ErrorCode } from '../../core/errors.ts';
import { WaddleError } from '../../core/errors.ts';
import { changedMeanwhile } from '../../core/if-match.ts';
import type { VerbCtx } from '../../core/modules.ts';
import { describeInFull } from '../../core/time/describe.ts';
import { explain } from '../../core/time/explain.ts';
import type { Recurrence } from '../../core/time/recurrence.ts';
import type { Language } from '../../core/words.ts';
import { upcoming } from './reminder-schedule.ts';
import type { Reminder, ReminderChange, ReminderRefusal } from './reminder-state.ts';
import { MAX_NUMBER, MAX_TEXT, REMINDER_STATUSES } from './reminder-state.ts';

/** How many of the next times are told of one reminder. */
const UPCOMING = 5;
const MOST_TYPED = 1_000;

export const TAG = 'Reminders';
export const answer = (description: string, schema: z.ZodType, status = 200) => ({ [status]: { description, schema } });

export const recurrence = z.object({
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
  ownerName: z.string(),
  target: z.object({
    channel: z.string().nullable(),
    room: z.string().nullable(),
    mention: z.string().nullable().describe('The platform’s id of who is mentioned; null: nobody in particular.'),
    mentionName: z.string().nullable(),
  }),
  deliverer: z.enum(['bot', 'external']),
  timezone: z.string(),
  recurrence: recurrence.nullable().describe('Null: it comes once.'),
  rule: z.string().nullable().describe('The recurrence in words: `every Monday at 09:00, Europe/Berlin`.'),
  nextAt: z.string().nullable().describe('When it is due next; null where it is over.'),
  fired: z.number().describe('How many times it was due.'),
  undoable: z.boolean().describe('Whether its last change can be taken back: once it was due, there is none.'),
  createdAt: z.string(),
  updatedAt: z.string(),
});
/** Why a series comes when it comes. */
export const explained = z.object({
  words: z.string().describe('`every 2 weeks on Friday at 17:00, Europe/Berlin, 5 times`.'),
  notes: z
    .array(
      z.object({
        is: z.enum(['skipped', 'twice', 'left-out', 'short-months', 'hours-pass']),
        words: z.string(),
      }),
    )
    .describe('What the clocks do to its next times, which months it passes over, what was left out.'),
});

export const shown = listed.extend({
  next: z.array(z.string()).describe(`Its next times, ${UPCOMING} unless more are asked for.`),
  explained: explained.nullable().describe('Null: it comes once.'),
});

export const iso = (at: number): string => new Date(at).toISOString();

/** How a reminder is told: in whose words, and what is past by then, ms since epoch. */
export interface ToldIn {
  readonly language: Language;
  readonly now: number;
}

export const toldIn = ({ community: { language }, now }: VerbCtx, asked?: Language): ToldIn => ({
  language: asked ?? language,
  now,
});

export function told(
  { zone, target, recurrence, nextAt, createdAt, updatedAt, state: _, ...rest }: Reminder,
  { language }: ToldIn,
): z.infer<typeof listed> {
  const { channel, room, mentions } = target;
  return {
    ...rest,
    target: {
      channel: channel || null,
      room: room || null,
      mention: mentions?.account ?? null,
      mentionName: mentions?.displayName ?? null,
    },
    timezone: zone,
    recurrence: recurrence && { ...recurrence, exdates: [...recurrence.exdates] },
    rule: recurrence && describeInFull(recurrence, language),
    nextAt: nextAt === null ? null : iso(nextAt),
    createdAt: iso(createdAt),
    updatedAt: iso(updatedAt),
  };
}

export function toldWithNext(reminder: Reminder, telling: ToldIn, count = UPCOMING): z.infer<typeof shown> {
  const { nextAt: at, recurrence, zone } = reminder;
  const next = at === null ? [] : upcoming({ at, recurrence, zone }, count);
  return { ...told(reminder, telling), next: next.map(iso), explained: explainedOf(recurrence, next, telling) };
}

export function explainedOf(
  recurrence: Recurrence | null,
  next: readonly number[],
  telling: ToldIn,
): z.infer<typeof explained> | null {
  if (recurrence === null) return null;
  const { words, notes } = explain(recurrence, { ...telling, next });
  return { words, notes: [...notes] };
}

/** In whose words what is told is told. */
export const language = z.enum(['en', 'de']).optional().describe('The words’; else the community’s.');
const MOST_NEXT = 50;
export const count = z.coerce
  .number()
  .int()
  .min(1)
  .max(MOST_NEXT)
  .default(UPCOMING)
  .describe('How many of its next times.');

const typed = z.string().min(1).max(MOST_TYPED);
/** What Postgres cannot keep: NUL, and halves of surrogate pairs. */
export const isStorable = (text: string): boolean => text.isWellFormed() && !text.includes('\u0000');
export const UNSTORABLE = 'has a NUL character or half of a surrogate pair: take it out';
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
  .describe('me: whoever it is set for; here: nobody in particular; else `platform:id` of somebody known here.');
const room = z
  .string()
  .min(1)
  .max(200)
  .refine(isStorable, UNSTORABLE)
  .optional()
  .describe('Twitch, Kick and YouTube have but one.');

export const created = z.strictObject({
  communityId: z.string().min(1).max(100).describe('Id or slug.'),
  text,
  ...whenShape,
  channel: account
    .optional()
    .describe('`platform:id` of a linked channel; the bot needs one, an outside deliverer does not.'),
  room,
  deliverer: z
    .enum(['bot', 'external'])
    .default('bot')
    .describe('external: it is not said by the bot; GET /reminders/pending tells when it is due.'),
  mention: mention.default('me'),
});
export const patched = z.strictObject({
  text: text.optional(),
  ...whenShape,
  channel: account.optional().describe('`platform:id` of a linked channel: it is said there from now on.'),
  room,
  mention: mention
    .optional()
    .describe('me: whoever asks; here: nobody in particular; else `platform:id` of somebody known here.'),
});
export const snoozed = z.strictObject({
  for: z.string().min(1).max(60).describe('How much later than now: `10m`, `2h`.'),
});
export const previewed = z.strictObject({
  ...whenShape,
  timezone: z.string().min(1).max(64).default('UTC').describe('IANA zone or a large city.'),
  now: z.string().min(1).max(60).optional().describe('ISO 8601: what it is counted from.'),
  count: z.int().min(1).max(MOST_NEXT).default(3),
  language: z.enum(['en', 'de']).default('en'),
});
export const numbered = z.coerce.number().int().min(1).max(MAX_NUMBER);

/** Why nothing came of it, as a failure. */
const FAILURES: Readonly<
  Record<Exclude<ReminderRefusal['result'], 'stale'>, readonly [ErrorCode, (refusal: ReminderRefusal) => string]>
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
      'That is no room of this channel that the bot sees. GET /channels/{id}/rooms lists them, as they were within the last minute. An external deliverer may name any room.',
  ],
  unchanged: ['CONFLICT', ({ number }) => `Nothing was changed about reminder ${number} since it was due last.`],
  passed: ['CONFLICT', ({ number }) => `The time of reminder ${number} has passed since. Set a new one.`],
  empty: ['INVALID', () => 'A reminder needs a text.'],
  'too-long': ['INVALID', () => `The text has more than ${MAX_TEXT} characters.`],
};

export function failure(refusal: ReminderRefusal): WaddleError {
  if (refusal.result === 'stale') return changedMeanwhile(`#${refusal.number}`, refusal.last);
  const [code, message] = FAILURES[refusal.result];
  return new WaddleError(code, message(refusal));
}

/** @throws why nothing came of it */
export function done(change: ReminderChange): Reminder {
  if (change.result === 'done') return change.reminder;
  throw failure(change);
}
