import { boolean, index, integer, jsonb, pgTable, text, timestamp, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import type { KeywordAction, KeywordMatch } from '../../workers/core/keywords.ts';
import { communities, members } from './communities.ts';

/** What the bot does when somebody writes something, in the order of `priority` (highest first), then of age. */
export const keywordRules = pgTable(
  'keyword_rules',
  {
    id: uuid().primaryKey(),
    communityId: uuid('community_id')
      .notNull()
      .references(() => communities.id, { onDelete: 'cascade' }),
    /** Stored in the one normal form of names; what people call it by. */
    name: text().notNull(),
    match: text().$type<KeywordMatch>().notNull(),
    pattern: text().notNull(),
    caseSensitive: boolean('case_sensitive').notNull().default(false),
    /** Null: all. */
    platforms: text().array(),
    priority: integer().notNull().default(0),
    /** Seconds before the rule acts again in a channel. */
    cooldown: integer().notNull().default(0),
    action: jsonb().$type<KeywordAction>().notNull(),
    enabled: boolean().notNull().default(true),
    createdBy: uuid('created_by').references(() => members.id, { onDelete: 'set null' }),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
    updatedAt: timestamp('updated_at', { withTimezone: true }).notNull().defaultNow(),
  },
  (table) => [
    uniqueIndex('keyword_rules_community_name_key').on(table.communityId, table.name),
    index('keyword_rules_created_by_idx').on(table.createdBy),
  ],
);
