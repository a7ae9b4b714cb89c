import { sql } from 'drizzle-orm';
import {
  bigint,
  date,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  timestamp,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import type { CommandOptions, CommandReply } from '../../workers/core/command-options.ts';
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
    /** What it says; with several, one is chosen by weight each time. */
    replies: jsonb().$type<readonly CommandReply[]>().notNull().default([]),
    /** The first reply, kept in step by a trigger for the version before, which knew one text only. */
    text: text().notNull().default(''),
    options: jsonb().$type<CommandOptions>().notNull().default({}),
    createdBy: uuid('created_by').references(() => members.id, { onDelete: 'set null' }),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
    updatedAt: timestamp('updated_at', { withTimezone: true }).notNull().defaultNow(),
  },
  (table) => [
    uniqueIndex('commands_community_name_key').on(table.communityId, table.name),
    index('commands_created_by_idx').on(table.createdBy),
    index('commands_expires_idx').on(sql`(options ->> 'expiresAt')`).where(sql`options ? 'expiresAt'`),
  ],
);

/** What a community changed about a built-in command, by the name (and subcommand) it is declared with: `quote add`. */
export const commandOverrides = pgTable(
  'command_overrides',
  {
    communityId: uuid('community_id')
      .notNull()
      .references(() => communities.id, { onDelete: 'cascade' }),
    command: text().notNull(),
    options: jsonb().$type<CommandOptions>().notNull(),
    updatedAt: timestamp('updated_at', { withTimezone: true }).notNull().defaultNow(),
  },
  (table) => [
    primaryKey({ columns: [table.communityId, table.command] }),
    index('command_overrides_expires_idx').on(sql`(options ->> 'expiresAt')`).where(sql`options ? 'expiresAt'`),
  ],
);

/** Leave for one account to use one command for a while, whatever its level. */
export const commandPermits = pgTable(
  'command_permits',
  {
    communityId: uuid('community_id')
      .notNull()
      .references(() => communities.id, { onDelete: 'cascade' }),
    /** `platform:id`. */
    account: text().notNull(),
    /** The command's id in the registry. */
    command: text().notNull(),
    until: timestamp({ withTimezone: true }).notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.communityId, table.account, table.command] }),
    index('command_permits_until_idx').on(table.until),
  ],
);

/** How often commands were used, by day (UTC); added to by numbered flushes of the Channels. */
export const commandUsage = pgTable(
  'command_usage',
  {
    communityId: uuid('community_id')
      .notNull()
      .references(() => communities.id, { onDelete: 'cascade' }),
    /** The command's id in the registry, with its subcommand. */
    command: text().notNull(),
    day: date({ mode: 'string' }).notNull(),
    uses: integer().notNull(),
  },
  (table) => [primaryKey({ columns: [table.communityId, table.command, table.day] })],
);

/** Which flushes of which Channel were added: a repeated one adds nothing. */
export const activityFlushes = pgTable(
  'activity_flushes',
  {
    /** `platform:id`. */
    channel: text().notNull(),
    number: bigint({ mode: 'number' }).notNull(),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
  },
  (table) => [
    primaryKey({ columns: [table.channel, table.number] }),
    index('activity_flushes_created_idx').on(table.createdAt),
  ],
);
