import * as z from 'zod';
import { REFUSAL_GROUPS } from '../../core/pulse.ts';
import { AGAIN_REFUSALS, type AgainRefusal } from './again.ts';
import { UNSEEN } from './kept.ts';
import { LIMIT_NAMES } from './limits.ts';

const since1970 = z.number().describe('ms since 1970');
const ms = z.number().describe('ms');
const count = z.int().min(0);

const said = z
  .object({
    account: z.string(),
    displayName: z.string(),
    room: z.string(),
    text: z.string(),
    reply: z.string().nullable().describe('What was answered; null where it is not kept, or was for one alone.'),
  })
  .nullable()
  .describe('What was written, and by whom; null where that is not kept, or was written to the bot alone.');

const at = z.iso.datetime();

export const keptDelivery = z
  .object({
    id: z.string(),
    status: z
      .enum(UNSEEN)
      .describe(
        '`unknown`: nobody knows whether it was posted. `refused`: the platform said no. `withheld`: it came too late.',
      ),
    reason: z.string().nullable(),
    attempts: z.int(),
    at,
    settledAt: at.nullable(),
    command: z.string().nullable().describe('Null where no more of it is kept.'),
    channel: z.string().nullable().describe('`platform:id`'),
    said,
    isBegun: z.boolean().describe('Whether a part of it is known to be posted: said again, that stands there twice.'),
    notAgain: z
      .enum(Object.keys(AGAIN_REFUSALS) as [AgainRefusal, ...AgainRefusal[]])
      .nullable()
      .describe('Why it cannot be said again; null where it can.'),
  })
  .meta({ id: 'UnseenDelivery' });

export const saidAgain = z.object({ id: z.string().describe('Of the new delivery.') });

const trace = z
  .object({
    at: since1970.describe('The platform’s own time.'),
    received: since1970,
    admitted: since1970,
    executed: since1970.optional(),
    committed: since1970.optional(),
    claimed: since1970.optional(),
    sent: since1970.optional(),
  })
  .describe('When each step of its way was taken; those after the first that is missing were not, or are not known.');

export const execution = z
  .object({
    id: z.string(),
    command: z.string(),
    channel: z.string().nullable().describe('`platform:id`'),
    kind: z.string().describe('The kind of event that it came from.'),
    at,
    trace,
    status: z.string().nullable().describe('How its answer stands; null where there is none.'),
    reason: z.string().nullable(),
    attempts: z.int(),
    settledAt: at.nullable(),
  })
  .meta({ id: 'Execution' });

export const openedExecution = execution
  .extend({ said, again: z.string().nullable().describe('The id under which its answer was said again.') })
  .meta({ id: 'OpenedExecution' });

export const host = z
  .object({
    host: z.string(),
    modules: z.array(z.string()).describe('What is there, by name.'),
    breaker: z
      .object({
        state: z.enum(['closed', 'open', 'half-open']),
        failures: count.describe('In a row, while it is closed; after five it opens.'),
        until: since1970.nullable().describe('When it is asked again.'),
        forMs: ms.nullable(),
      })
      .nullable()
      .describe('Null: it could not be told in time.'),
  })
  .meta({ id: 'ModuleHost' });

export const limits = z
  .object({
    limits: z.array(
      z.object({
        name: z.enum(LIMIT_NAMES),
        count,
        windowMs: ms,
        isUsual: z.boolean().describe('Not set by anybody.'),
      }),
    ),
    community: z
      .object({ left: count, of: count, perMs: ms })
      .nullable()
      .describe('What is left of the limit that all channels share; null where there is one channel, or no answer.'),
    leftOut: count.describe('Linked channels that are not among these.'),
    channels: z.array(
      z.object({
        channel: z.string(),
        login: z.string(),
        budget: z
          .object({
            window: z.object({ left: count, of: count, perMs: ms, heldUntil: since1970.nullable() }).nullable(),
            quota: z.object({ used: count, perDay: count, left: count, resetAt: since1970 }).nullable(),
          })
          .nullable()
          .describe('What the bot’s account may still send; null where the channel has an account of its own.'),
        refused: z
          .object({
            startsAt: since1970,
            stepMs: ms,
            byHour: z.array(z.record(z.enum(REFUSAL_GROUPS), count).nullable()).describe('24 h, oldest first.'),
            byReason: z.record(z.string(), count).describe('Of the last 200.'),
          })
          .nullable()
          .describe('Null: its object did not answer in time.'),
      }),
    ),
  })
  .meta({ id: 'CommunityLimits' });
