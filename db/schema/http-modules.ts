import { boolean, index, integer, jsonb, pgTable, text, timestamp, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import type { CommandOptions } from '../../workers/core/command-options.ts';
import { communities, members } from './communities.ts';

/** A community's own programs that answer a command over HTTP: `!name` and `#name`. */
export const httpModules = pgTable(
  'http_modules',
  {
    id: uuid().primaryKey(),
    communityId: uuid('community_id')
      .notNull()
      .references(() => communities.id, { onDelete: 'cascade' }),
    /** Stored in the one normal form of command names. */
    name: text().notNull(),
    summary: text().notNull().default(''),
    url: text().notNull(),
    /** The secret that signs both ways (Standard Webhooks), sealed with the key named in the text itself. */
    sealedSecret: text('sealed_secret').notNull(),
    /** Seconds for which an answer to the same arguments is used again; 0: never. */
    cacheSeconds: integer('cache_seconds').notNull().default(0),
    options: jsonb().$type<CommandOptions>().notNull().default({}),
    enabled: boolean().notNull().default(true),
    createdBy: uuid('created_by').references(() => members.id, { onDelete: 'set null' }),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
    updatedAt: timestamp('updated_at', { withTimezone: true }).notNull().defaultNow(),
  },
  (table) => [
    uniqueIndex('http_modules_community_name_key').on(table.communityId, table.name),
    index('http_modules_created_by_idx').on(table.createdBy),
  ],
);

/** Answers that HTTP modules promised for later (202): one each, within the hour. */
export const promisedAnswers = pgTable(
  'promised_answers',
  {
    /** Random: who knows it was told it. */
    id: uuid().primaryKey(),
    communityId: uuid('community_id')
      .notNull()
      .references(() => communities.id, { onDelete: 'cascade' }),
    moduleId: uuid('module_id')
      .notNull()
      .references(() => httpModules.id, { onDelete: 'cascade' }),
    /** The invocation it answers: a second run of it promises nothing more. */
    invocationId: text('invocation_id').notNull().unique(),
    /** The invocation itself, to answer it where it was asked. */
    invocation: jsonb().notNull(),
    answeredAt: timestamp('answered_at', { withTimezone: true }),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
    expiresAt: timestamp('expires_at', { withTimezone: true }).notNull(),
  },
  (table) => [
    index('promised_answers_community_idx').on(table.communityId),
    index('promised_answers_module_idx').on(table.moduleId),
    index('promised_answers_expires_idx').on(table.expiresAt),
  ],
);
