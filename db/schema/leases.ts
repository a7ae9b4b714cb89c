import { index, pgTable, text, timestamp, uniqueIndex, uuid } from 'drizzle-orm/pg-core';

/** What we asked YouTube's hub to tell us. The token in the callback's path is kept hashed. */
export const websubLeases = pgTable(
  'websub_leases',
  {
    id: uuid().primaryKey(),
    /** YouTube's channel id. */
    channel: text().notNull().unique(),
    topic: text().notNull(),
    tokenHash: text('token_hash').notNull(),
    state: text({ enum: ['pending', 'active', 'denied', 'ended'] })
      .notNull()
      .default('pending'),
    reason: text(),
    /** When the hub stops telling. */
    expiresAt: timestamp('expires_at', { withTimezone: true }),
    /** When the hub is asked again: at half of the time it granted, or when it did not answer. */
    renewAt: timestamp('renew_at', { withTimezone: true }).defaultNow(),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
    updatedAt: timestamp('updated_at', { withTimezone: true }).notNull().defaultNow(),
  },
  (table) => [
    uniqueIndex('websub_leases_token_key').on(table.tokenHash),
    index('websub_leases_renew_idx').on(table.renewAt),
  ],
);
