import { sql } from 'drizzle-orm';
import { index, jsonb, pgTable, text, timestamp, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import type { Actor } from '../../workers/core/actors.ts';
import type { Platform } from '../../workers/core/ids.ts';
import type { SessionResponse } from '../../workers/core/sessions.ts';
import { communities } from './communities.ts';

/** Keys for programs, each bound to communities, platforms and scopes. The key itself is shown once and kept nowhere. */
export const apiKeys = pgTable('api_keys', {
  id: uuid().primaryKey(),
  name: text().notNull(),
  /** SHA-256 of the key, hex. */
  keyHash: text('key_hash').notNull().unique(),
  /** Its first characters, for people to know it by. */
  keyStart: text('key_start').notNull(),
  scopes: text().array().notNull(),
  communityIds: uuid('community_ids').array().notNull(),
  /** Null: all. */
  platforms: text().array().$type<Platform[]>(),
  createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
  expiresAt: timestamp('expires_at', { withTimezone: true }),
  revokedAt: timestamp('revoked_at', { withTimezone: true }),
  lastUsedAt: timestamp('last_used_at', { withTimezone: true }),
});

/** Writes that were asked for under an Idempotency-Key, with what they came to. Kept 24 h. */
export const idempotencyKeys = pgTable(
  'idempotency_keys',
  {
    /** SHA-256 of caller, community and key, hex. */
    id: text().primaryKey(),
    communityId: uuid('community_id').references(() => communities.id, { onDelete: 'cascade' }),
    /** SHA-256 of method, path and body: the same key for something else is a mistake. */
    requestHash: text('request_hash').notNull(),
    outcome: jsonb(),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
    expiresAt: timestamp('expires_at', { withTimezone: true }).notNull(),
  },
  (table) => [
    index('idempotency_keys_expires_idx').on(table.expiresAt),
    index('idempotency_keys_community_idx').on(table.communityId),
  ],
);

/** Who changed what, how it was before and after. Written in the change's own transaction. */
export const auditLog = pgTable(
  'audit_log',
  {
    id: uuid().primaryKey(),
    communityId: uuid('community_id').references(() => communities.id, { onDelete: 'cascade' }),
    actor: jsonb().$type<Actor>().notNull(),
    /** `command.edit`: area and verb. */
    action: text().notNull(),
    /** `command:<id>`: the thing. */
    target: text().notNull(),
    before: jsonb(),
    after: jsonb(),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
  },
  (table) => [
    index('audit_log_community_idx').on(table.communityId, table.id),
    index('audit_log_target_idx').on(table.communityId, table.target, table.id),
  ],
);

/** Events that programs brought and want the answers of. A session ends an hour after its last answer, and is gone with them. */
export const responseSessions = pgTable(
  'response_sessions',
  {
    /** Random: who knows it was told it. */
    id: uuid().primaryKey(),
    communityId: uuid('community_id')
      .notNull()
      .references(() => communities.id, { onDelete: 'cascade' }),
    /** Whose it is: `key:<id>`, `service`. */
    opener: text().notNull(),
    /** `platform:channel:<the opener's own id of the event>`: brought again, it is the same session. */
    event: text().notNull(),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
    expiresAt: timestamp('expires_at', { withTimezone: true }).notNull().default(sql`now() + interval '1 hour'`),
  },
  (table) => [
    uniqueIndex('response_sessions_opener_event_key').on(table.opener, table.event),
    index('response_sessions_community_idx').on(table.communityId),
    index('response_sessions_expires_idx').on(table.expiresAt),
  ],
);

/** What was answered in a session: by commands, or by a program. */
export const responses = pgTable(
  'responses',
  {
    id: uuid().primaryKey(),
    sessionId: uuid('session_id')
      .notNull()
      .references(() => responseSessions.id, { onDelete: 'cascade' }),
    /** Which answer of the session this is: the same one told twice is kept once. */
    part: text().notNull(),
    response: jsonb().$type<SessionResponse>().notNull(),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
  },
  (table) => [uniqueIndex('responses_session_part_key').on(table.sessionId, table.part)],
);
