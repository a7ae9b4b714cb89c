import { sql } from 'drizzle-orm';
import { boolean, index, integer, jsonb, pgTable, text, timestamp, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import type { TimerSchedule, TimerTarget } from '../../workers/core/timers.ts';
import { communities, members } from './communities.ts';

/** What the bot says by itself, again and again. */
export const timers = pgTable(
  'timers',
  {
    id: uuid().primaryKey(),
    communityId: uuid('community_id')
      .notNull()
      .references(() => communities.id, { onDelete: 'cascade' }),
    /** Stored in the one normal form of names; what people call it by. */
    name: text().notNull(),
    texts: jsonb().$type<readonly string[]>().notNull(),
    /** Which of several texts is next. */
    order: text({ enum: ['rotate', 'random'] })
      .notNull()
      .default('rotate'),
    /** Every so many minutes, or a cron expression in the community's zone or its own. */
    schedule: jsonb().$type<TimerSchedule>().notNull(),
    /** Where it speaks; null: in every channel of the community that has but one room (Twitch, Kick, YouTube). */
    target: jsonb().$type<TimerTarget>(),
    /** Lines that people have to have written in the channel since it last spoke there. */
    minLines: integer('min_lines').notNull().default(0),
    live: text({ enum: ['live', 'offline'] }),
    /** It speaks up to so many seconds later than it is due. */
    jitter: integer().notNull().default(0),
    /** How often it was due, which is what rotates. */
    round: integer().notNull().default(0),
    enabled: boolean().notNull().default(true),
    /** When it is due next; null where it is off. */
    nextAt: timestamp('next_at', { withTimezone: true }),
    /** Whoever fires it has until then. */
    leasedUntil: timestamp('leased_until', { withTimezone: true }),
    createdBy: uuid('created_by').references(() => members.id, { onDelete: 'set null' }),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
    updatedAt: timestamp('updated_at', { withTimezone: true }).notNull().defaultNow(),
  },
  (table) => [
    uniqueIndex('timers_community_name_key').on(table.communityId, table.name),
    index('timers_next_idx').on(table.nextAt).where(sql`enabled`),
    index('timers_created_by_idx').on(table.createdBy),
  ],
);
