import { boolean, integer, pgTable, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import { PUBLIC_STATES } from '../../workers/core/public-pages.ts';
import { accounts, communities } from './communities.ts';

/** Which pages of a community anybody may read, and at which address; no row: none. */
export const publicPages = pgTable('public_pages', {
  communityId: uuid('community_id')
    .primaryKey()
    .references(() => communities.id, { onDelete: 'cascade' }),
  state: text({ enum: PUBLIC_STATES }).notNull().default('off'),
  commands: boolean().notNull().default(true),
  quotes: boolean().notNull().default(true),
  /** What the link's token is derived from, with the deployment's secret: replaced, the old link leads nowhere. */
  link: uuid().notNull(),
  /** SHA-256 of the token, hex: what the link is looked up by. */
  tokenHash: text('token_hash').notNull().unique(),
  version: integer().notNull().default(1),
  updatedAt: timestamp('updated_at', { withTimezone: true }).notNull().defaultNow(),
});

/** Accounts with which somebody asked not to be named where anybody reads; asked with one, it goes for all of a person's. */
export const unnamedAccounts = pgTable('unnamed_accounts', {
  accountId: uuid('account_id')
    .primaryKey()
    .references(() => accounts.id, { onDelete: 'cascade' }),
  createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
});
