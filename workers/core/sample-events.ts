import * as z from 'zod';
import type { EventData, EventKind } from './events.ts';
import { SIMULATED_PREFIX } from './simulation.ts';

const text = (sample: string) => z.string().max(500).default(sample);
const id = text(`${SIMULATED_PREFIX}1`);
const count = (sample: number, most = 1_000_000) => z.int().min(0).max(most).default(sample);
/** ms since epoch. */
const time = (sample: number) => z.int().min(0).max(8_640_000_000_000_000).default(sample).meta({ format: 'unix-ms' });

const person = (name: string) =>
  z
    .strictObject({
      account: z
        .string()
        .max(100)
        .default(SIMULATED_PREFIX + name.toLowerCase()),
      login: z.string().max(100).default(name.toLowerCase()),
      displayName: z.string().max(100).default(name),
    })
    .prefault({});
const tier = z.enum(['1', '2', '3', 'prime', 'member']).default('1');
const nothing = z.strictObject({});
const MINUTE_MS = 60_000;

/**
 * What an event of each kind says where nobody says otherwise, and which of it may be said otherwise.
 * @param now ms since epoch
 */
const SAMPLES = {
  message: () =>
    z.strictObject({
      bits: count(0).optional(),
      rewardId: z.string().max(100).optional(),
      addressed: z.boolean().optional(),
    }),
  command: () =>
    z.strictObject({
      trigger: text('help'),
      options: z.record(z.string().max(100), z.string().max(2_000)).optional(),
      target: z
        .strictObject({
          type: z.enum(['user', 'message']),
          id: z.string().max(100),
          text: z.string().max(2_000).optional(),
        })
        .optional(),
    }),
  component: () =>
    z.strictObject({ customId: id, values: z.array(z.string().max(100)).max(25).default([]), messageId: id }),
  modal: () =>
    z.strictObject({ customId: id, fields: z.record(z.string().max(100), z.string().max(4_000)).default({}) }),
  autocomplete: () => z.strictObject({ command: text('help'), option: text('command'), typed: text('') }),
  follow: () => nothing,
  subscribe: () => z.strictObject({ tier }),
  resubscribe: () => z.strictObject({ tier, months: count(7), streak: count(3) }),
  gift: () =>
    z.strictObject({
      tier,
      count: count(5),
      total: count(20),
      recipients: z.array(person('Robin')).max(100).default([]),
      anonymous: z.boolean().default(false),
    }),
  cheer: () =>
    z.strictObject({
      amount: count(100),
      unit: z.enum(['bits', 'kicks']).default('bits'),
      anonymous: z.boolean().default(false),
    }),
  tip: () =>
    z.strictObject({
      amountMicros: count(5_000_000, 1_000_000_000_000),
      currency: z
        .string()
        .regex(/^[A-Z]{3}$/, 'is no currency of ISO 4217, as EUR is one')
        .default('EUR'),
      shown: text('5,00 €'),
    }),
  raid: () => z.strictObject({ viewers: count(42) }),
  redemption: () =>
    z.strictObject({
      redemptionId: id,
      reward: z.strictObject({ id, title: text('Hydrate'), cost: count(500) }).prefault({}),
      status: z.enum(['pending', 'fulfilled', 'canceled', 'unknown']).default('pending'),
    }),
  'stream.online': (now) => z.strictObject({ streamId: id, title: text('Just testing'), startedAt: time(now) }),
  'stream.offline': () => z.strictObject({ streamId: id }),
  'stream.update': () =>
    z.strictObject({ title: text('Just testing'), category: text('Just Chatting'), language: text('en') }),
  'video.published': (now) =>
    z.strictObject({
      videoId: id,
      title: text('A new video'),
      url: text('https://www.youtube.com/watch?v=simulated'),
      publishedAt: time(now),
      updatedAt: time(now),
      edited: z.boolean().default(false),
    }),
  'video.deleted': () => z.strictObject({ videoId: id }),
  'member.join': () => nothing,
  'member.leave': () => nothing,
  reaction: () => z.strictObject({ messageId: id, emoji: text('🐧'), added: z.boolean().default(true) }),
  'message.deleted': () => z.strictObject({ messageId: id, target: person('Robin') }),
  ban: () => z.strictObject({ target: person('Robin'), reason: text('Spam') }),
  timeout: (now) =>
    z.strictObject({ target: person('Robin'), reason: text('Spam'), until: time(now + 10 * MINUTE_MS) }),
  unban: () => z.strictObject({ target: person('Robin') }),
  shoutout: (now) =>
    z.strictObject({
      direction: z.enum(['sent', 'received']).default('received'),
      target: person('Robin'),
      viewers: count(42),
      nextAt: time(now + 2 * MINUTE_MS),
    }),
  'installation.revoked': () => z.strictObject({ reason: text('authorization_revoked') }),
  'shard.disabled': () => z.strictObject({ conduitId: id, shardId: text('0'), status: text('websocket_disconnected') }),
  webhook: () =>
    z.strictObject({
      webhookId: z.guid().default('00000000-0000-4000-8000-000000000000'),
      name: text('build'),
      say: text('The build is green.'),
    }),
  timer: () => z.strictObject({ timerId: id, name: text('') }),
  reminder: () => z.strictObject({ reminderId: id, number: count(1) }),
} as const satisfies { readonly [K in EventKind]: (now: number) => z.ZodType<EventData[K]> };

/** What of an event's data may be said otherwise, with the sample for each, as JSON Schema: forms are made of it. */
export const sampleSchema = (kind: EventKind, now: number): Readonly<Record<string, unknown>> =>
  z.toJSONSchema(SAMPLES[kind](now), { io: 'input' });

/** An event's data: what is given, and the sample for the rest. */
export function sampleData(kind: EventKind, given: unknown, now: number): z.ZodSafeParseResult<EventData[EventKind]> {
  return (SAMPLES[kind] as (now: number) => z.ZodType<EventData[EventKind]>)(now).safeParse(given);
}
