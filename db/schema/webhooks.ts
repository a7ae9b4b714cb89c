import { index, pgTable, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import { communities } from './communities.ts';

/** How senders prove who they are; `bearer` ones by knowing the address. */
export const WEBHOOK_VERIFIERS = ['standard', 'github', 'bearer'] as const;

/** Addresses that a community's own programs knock at, each made for one room of one of its channels. */
export const inboundWebhooks = pgTable(
  'inbound_webhooks',
  {
    id: uuid().primaryKey(),
    communityId: uuid('community_id')
      .notNull()
      .references(() => communities.id, { onDelete: 'cascade' }),
    platform: text().notNull(),
    platformId: text('platform_id').notNull(),
    room: text().notNull(),
    name: text().notNull(),
    /** SHA-256 of the address's token, hex; the token itself is shown once and kept nowhere. */
    tokenHash: text('token_hash').notNull().unique(),
    /** Six characters of it, for people to know it by. */
    tokenStart: text('token_start').notNull(),
    verifier: text({ enum: WEBHOOK_VERIFIERS }).notNull(),
    /** What senders sign with; null where they do not. */
    sealedSecret: text('sealed_secret'),
    template: text(),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
    /** When it last said something. */
    lastUsedAt: timestamp('last_used_at', { withTimezone: true }),
  },
  (table) => [index('inbound_webhooks_community_idx').on(table.communityId)],
);
