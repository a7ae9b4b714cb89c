import { date, integer, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { communities } from './communities.ts';

/** Lines that people wrote, by channel, account and day (UTC); added to by numbered flushes of the Channels. */
export const chatActivity = pgTable(
  'chat_activity',
  {
    communityId: uuid('community_id')
      .notNull()
      .references(() => communities.id, { onDelete: 'cascade' }),
    /** `platform:id`. */
    channel: text().notNull(),
    /** The platform's user id. */
    account: text().notNull(),
    day: date({ mode: 'string' }).notNull(),
    lines: integer().notNull(),
  },
  (table) => [primaryKey({ columns: [table.communityId, table.channel, table.account, table.day] })],
);
