import { index, jsonb, pgTable, text, timestamp, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import type { CommandOptions } from '../../workers/core/command-options.ts';
import { communities, members } from './communities.ts';

/** Names that stand for other commands, as on Linux. `name` is stored in its one normal form (NFKC, lower case, no prefix). */
export const aliases = pgTable(
  'aliases',
  {
    id: uuid().primaryKey(),
    communityId: uuid('community_id')
      .notNull()
      .references(() => communities.id, { onDelete: 'cascade' }),
    name: text().notNull(),
    /** What it stands for, as it was typed: `so {target} && hug {target}`. */
    expansion: text().notNull(),
    options: jsonb().$type<CommandOptions>().notNull().default({}),
    createdBy: uuid('created_by').references(() => members.id, { onDelete: 'set null' }),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
    updatedAt: timestamp('updated_at', { withTimezone: true }).notNull().defaultNow(),
  },
  (table) => [
    uniqueIndex('aliases_community_name_key').on(table.communityId, table.name),
    index('aliases_created_by_idx').on(table.createdBy),
  ],
);
