import { sql } from 'drizzle-orm';
import { index, integer, pgTable, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import { communities } from './communities.ts';

/** What somebody is still to be thanked for; several of a kind are thanked for together. Kept a day for those that look. */
export const greetings = pgTable(
  'greetings',
  {
    /** The invocation that brought it: the same event is thanked for once. */
    id: text().primaryKey(),
    communityId: uuid('community_id')
      .notNull()
      .references(() => communities.id, { onDelete: 'cascade' }),
    /** `platform:id`. */
    channel: text().notNull(),
    kind: text().notNull(),
    name: text().notNull(),
    amount: integer().notNull().default(0),
    /** What it was of: tier, unit. */
    what: text().notNull().default(''),
    /** The invocation that said it; null while it waits. */
    thankedBy: text('thanked_by'),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
  },
  (table) => [
    index('greetings_open_idx').on(table.communityId, table.channel, table.kind).where(sql`thanked_by is null`),
    index('greetings_created_idx').on(table.createdAt),
  ],
);
