import { index, pgTable, text, timestamp, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { communities, members } from './communities.ts';

/** A community's own text commands. `name` is stored in its one normal form (NFKC, lower case, no prefix). */
export const commands = pgTable(
  'commands',
  {
    id: uuid().primaryKey(),
    communityId: uuid('community_id')
      .notNull()
      .references(() => communities.id, { onDelete: 'cascade' }),
    name: text().notNull(),
    text: text().notNull(),
    createdBy: uuid('created_by').references(() => members.id, { onDelete: 'set null' }),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
    updatedAt: timestamp('updated_at', { withTimezone: true }).notNull().defaultNow(),
  },
  (table) => [
    uniqueIndex('commands_community_name_key').on(table.communityId, table.name),
    index('commands_created_by_idx').on(table.createdBy),
  ],
);
