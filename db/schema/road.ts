import { sql } from 'drizzle-orm';
import { bigint, index, integer, jsonb, pgTable, text, timestamp, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import type { FailedTry, Invocation, Trace } from '../../workers/core/invocation.ts';
import type { Reply } from '../../workers/core/replies.ts';
import { communities } from './communities.ts';

/** Commands that had an effect: the id is what makes a second run change nothing. Kept 30 days. */
export const invocations = pgTable(
  'invocations',
  {
    id: text().primaryKey(),
    communityId: uuid('community_id')
      .notNull()
      .references(() => communities.id, { onDelete: 'cascade' }),
    command: text().notNull(),
    /** The whole invocation, so that a delivery that was never made can be worked out again. */
    invocation: jsonb().$type<Invocation>().notNull(),
    trace: jsonb().$type<Trace>().notNull(),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
    expiresAt: timestamp('expires_at', { withTimezone: true }).notNull(),
  },
  (table) => [
    index('invocations_community_created_idx').on(table.communityId, table.createdAt),
    index('invocations_expires_idx').on(table.expiresAt),
  ],
);

/** `silent`: what happened was nothing to talk about. */
const DELIVERY_STATUSES = ['pending', 'claimed', 'sent', 'refused', 'unknown', 'withheld', 'silent'] as const;

/** The truth about what was and will be said. A row is claimed before the request and settled after it. */
export const deliveries = pgTable(
  'deliveries',
  {
    id: text().primaryKey(),
    communityId: uuid('community_id')
      .notNull()
      .references(() => communities.id, { onDelete: 'cascade' }),
    status: text({ enum: DELIVERY_STATUSES }).notNull().default('pending'),
    /** What the effect came to; the words are worked out from it again if they were never said. */
    outcome: jsonb(),
    reply: text(),
    /** The whole reply, where it was more than its text: that it can be said again as it was. */
    said: jsonb().$type<Reply>(),
    reason: text(),
    platformMessageIds: text('platform_message_ids').array().notNull().default(sql`'{}'::text[]`),
    attempts: integer().notNull().default(0),
    claimedAt: timestamp('claimed_at', { withTimezone: true }),
    settledAt: timestamp('settled_at', { withTimezone: true }),
    /** When a pending one is woken again. */
    nextAt: timestamp('next_at', { withTimezone: true }).notNull(),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
  },
  (table) => [
    index('deliveries_open_idx').on(table.nextAt).where(sql`status in ('pending', 'claimed')`),
    index('deliveries_community_idx').on(table.communityId, table.createdAt),
    // Few among many: what nobody saw is listed without reading what all saw.
    index('deliveries_unseen_idx')
      .on(table.communityId, table.createdAt, table.id)
      .where(sql`status in ('refused', 'unknown', 'withheld')`),
  ],
);

/** Messages that no try could bring through, with why. Looked at, replayed or discarded by people. */
export const deadLetters = pgTable(
  'dead_letters',
  {
    id: uuid().primaryKey(),
    /** The queue that gave up, and the id of its message or of the letter's own: the same letter arrives once. */
    queue: text().notNull(),
    messageId: text('message_id').notNull(),
    communityId: uuid('community_id'),
    /** What it carries (`invocation`, `delivery` …), and the command and channel it is about, as far as it says. */
    kind: text().notNull().default('unknown'),
    command: text(),
    channel: text(),
    body: jsonb().notNull(),
    reason: text().notNull(),
    attempts: integer().notNull(),
    /** The attempts that are remembered, oldest first. */
    tries: jsonb().$type<readonly FailedTry[]>().notNull().default([]),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
    /** When somebody began to have it tried again; a replay that died leaves this, and is open again after a minute. */
    replayingSince: timestamp('replaying_since', { withTimezone: true }),
    /** When somebody had it tried again or put it away. */
    settledAt: timestamp('settled_at', { withTimezone: true }),
    settled: text({ enum: ['replayed', 'discarded'] }),
  },
  (table) => [
    uniqueIndex('dead_letters_queue_message_key').on(table.queue, table.messageId),
    index('dead_letters_community_idx').on(table.communityId, table.id),
  ],
);

/** Changes that Channels still have to be told of; written with the change, deleted when it was told. */
export const outbox = pgTable(
  'outbox',
  {
    id: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    communityId: uuid('community_id')
      .notNull()
      .references(() => communities.id, { onDelete: 'cascade' }),
    version: integer().notNull(),
    /** The one (`platform:id`) that has left the community; null: all that are in it. */
    channel: text(),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
  },
  (table) => [index('outbox_community_idx').on(table.communityId, table.version)],
);
