import * as z from 'zod';
import { EVENT_KINDS } from '../../core/events.ts';
import { PLATFORMS } from '../../core/ids.ts';
import { REFUSAL_GROUPS } from '../../core/pulse.ts';
import { ATTENTION, PLACES } from './attention.ts';
import { CHANNEL_FINDINGS, LEVELS } from './findings.ts';

const since1970 = z.number().describe('ms since 1970');
const ms = z.number().describe('ms');
const count = z.int().min(0);
const params = z.record(z.string(), z.union([z.string(), z.number()]));

const finding = z
  .object({
    code: z.enum(CHANNEL_FINDINGS),
    level: z.enum(['warning', 'broken']),
    params: params.describe('What is not the same everywhere; times in ms since 1970.'),
    what: z.string(),
    why: z.string().nullable(),
    next: z.string(),
  })
  .meta({ id: 'ChannelFinding' });

const health = z.object({
  lastEvent: z.object({ at: since1970, kind: z.enum(EVENT_KINDS), lagMs: ms }).nullable(),
  lag: z.object({ samples: count, medianMs: ms, worstMs: ms }),
  lastSend: z.object({ at: since1970, tookMs: ms }).nullable(),
  lastFailure: z.object({ at: since1970, status: z.string(), reason: z.string() }).nullable(),
  refusals: z.record(z.string(), count).describe('Of the last 200 refused commands, by reason.'),
});

const channel = z
  .object({
    channel: z.string().describe('`platform:id`, as `twitch:1000001`.'),
    platform: z.enum(PLATFORMS),
    login: z.string(),
    since: since1970.describe('When it was linked.'),
    level: z.enum(LEVELS),
    findings: z.array(finding).describe('What is not well, the worst first.'),
    health: health.nullable().describe('Null: its object did not answer in time.'),
    countsMessages: z
      .boolean()
      .nullable()
      .describe('Whether lines are counted now: they are where something wants them, or the feed is watched.'),
    token: z
      .object({ expiresAt: since1970.nullable(), renews: z.boolean() })
      .nullable()
      .describe('Its owner’s; null where none is kept, and for who may not see integrations.'),
    leaseUntil: since1970.nullable().describe('Until when YouTube’s hub tells of uploads.'),
    budget: z
      .object({
        window: z
          .object({ left: count, of: count, perMs: ms, heldUntil: since1970.nullable() })
          .nullable()
          .describe('Of what the bot’s account may send, the window with least room.'),
        quota: z.object({ used: count, perDay: count, left: count, resetAt: since1970 }).nullable(),
        breaker: z.enum(['closed', 'open', 'half-open']),
      })
      .nullable()
      .describe('Null where a channel has an account of its own, and for who may not see integrations.'),
    gateway: z.object({ state: z.string(), reason: z.string().nullable() }).nullable().describe('On Discord.'),
  })
  .meta({ id: 'OverviewChannel' });

const axis = { startsAt: since1970.describe('When the first bucket begins.'), stepMs: ms };
const numbers = z.array(z.number().nullable());
const rates = z.object({
  ...axis,
  perMinute: numbers.describe(
    'Lines of people a minute; null: not counted, as nothing wanted them and nobody watched.',
  ),
  channels: z.array(count).describe('In how many channels they were counted.'),
});

const series = z
  .object({
    minutes: rates.describe('The last hour by the minute.'),
    messages: rates.describe('24 h in five minutes.'),
    commands: z
      .object({
        ...axis,
        answered: numbers,
        failed: numbers.describe('Those whose answer was never shown, too.'),
        refused: z
          .record(z.enum(REFUSAL_GROUPS), numbers)
          .describe('By why. Of `unknown` at least so many: what is no command may be another bot’s.'),
      })
      .describe('24 h by the hour; null: no channel was linked.'),
    answers: z
      .object({
        ...axis,
        count: z.array(count),
        p50Ms: numbers,
        p99Ms: numbers,
        day: z.object({ count, p50Ms: ms.nullable(), p99Ms: ms.nullable() }),
      })
      .describe('How long commands waited for their answer, by when they came, to within 5 %. Null: none did.'),
  })
  .meta({ id: 'OverviewSeries' });

const attention = z
  .object({
    id: z.string().describe('The same thing keeps its id.'),
    level: z.enum(['info', 'warning', 'broken']),
    code: z.enum(ATTENTION),
    params,
    message: z.string(),
    where: z.enum(PLACES).describe('Where in the hub it is seen to.'),
    channel: z.string().nullable(),
  })
  .meta({ id: 'Attention' });

export const overview = z
  .object({
    channels: z.array(channel).describe('Broken ones first; at most 100.'),
    leftOut: count.describe('Linked channels that are not among them, nor in the series.'),
    silent: count.describe('Channels among them that did not answer in time: the series are without them.'),
    series,
    attention: z.array(attention).describe('What needs to be seen to by whoever asks, the worst first.'),
  })
  .meta({ id: 'Overview' });
