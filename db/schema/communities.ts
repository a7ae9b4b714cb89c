import { sql } from 'drizzle-orm';
import {
  boolean,
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

import type { CommunityLimits } from '../../workers/core/channel-settings.ts';
import { COMMUNITY_KINDS, type CommunityProfile, JOIN_MODES, VISIBILITIES } from '../../workers/core/communities.ts';
import { ROLES } from '../../workers/core/levels.ts';

const createdAt = timestamp('created_at', { withTimezone: true }).notNull().defaultNow();

/** People and channels together. `settings_version` counts every change its Channels have to learn of. */
export const communities = pgTable(
  'communities',
  {
    id: uuid().primaryKey(),
    slug: text().notNull().unique(),
    name: text().notNull(),
    language: text().notNull().default('en'),
    zone: text().notNull().default('UTC'),
    prefix: text().notNull().default('!'),
    unknownHint: boolean('unknown_hint').notNull().default(false),
    /** Whether Channels remember the last lines of chat (200 each, 24 h): to try rules on, and for the feed. */
    recentLines: boolean('recent_lines').notNull().default(true),
    /** Whether what is tried out there is kept, instead of rolled back. */
    isTest: boolean('is_test').notNull().default(false),
    /** What differs from the usual limits. */
    limits: jsonb().$type<CommunityLimits>().notNull().default({}),
    settingsVersion: integer('settings_version').notNull().default(1),
    kind: text({ enum: COMMUNITY_KINDS }).notNull().default('creator'),
    /** `public`: anybody may see that it is there, and its profile. */
    visibility: text({ enum: VISIBILITIES }).notNull().default('public'),
    /** How people become members of its hub; chatting makes anybody a member of chat. */
    joinMode: text('join_mode', { enum: JOIN_MODES }).notNull().default('invite'),
    profile: jsonb().$type<CommunityProfile>().notNull().default({}),
    /** It is gone to all who see it, and for good a week later. */
    deletedAt: timestamp('deleted_at', { withTimezone: true }),
    createdAt,
  },
  (table) => [index('communities_deleted_idx').on(table.deletedAt).where(sql`deleted_at is not null`)],
);

/** One human, with the accounts that are theirs. An account that nobody claimed belongs to none. */
export const persons = pgTable('persons', {
  id: uuid().primaryKey(),
  displayName: text('display_name').notNull(),
  createdAt,
});

/** What is linked and steered: a broadcaster, guild or workspace by the platform's own id; in one community at most. */
export const channels = pgTable(
  'channels',
  {
    id: uuid().primaryKey(),
    communityId: uuid('community_id')
      .notNull()
      .references(() => communities.id, { onDelete: 'cascade' }),
    platform: text().notNull(),
    platformId: text('platform_id').notNull(),
    login: text().notNull(),
    /** What the bot may do there, as last seen: `moderator` buys Twitch's larger send budget. */
    botIsModerator: boolean('bot_is_moderator').notNull().default(false),
    /** The bot's own account there, where it is not the same everywhere: what it says is an echo. */
    botAccount: text('bot_account'),
    /** Why the platform sends nothing any more; null while all is well. */
    brokenReason: text('broken_reason'),
    createdAt,
  },
  (table) => [
    uniqueIndex('channels_platform_id_key').on(table.platform, table.platformId),
    index('channels_community_idx').on(table.communityId),
  ],
);

/** A module's settings in a community; what is not set is the module's default. */
export const moduleSettings = pgTable(
  'module_settings',
  {
    communityId: uuid('community_id')
      .notNull()
      .references(() => communities.id, { onDelete: 'cascade' }),
    module: text().notNull(),
    value: jsonb().notNull(),
    version: integer().notNull().default(1),
    updatedAt: timestamp('updated_at', { withTimezone: true }).notNull().defaultNow(),
  },
  (table) => [primaryKey({ columns: [table.communityId, table.module] })],
);

/** One user of one platform, keyed by the platform's user id; the login is an attribute. `local` is this installation itself. */
export const accounts = pgTable(
  'accounts',
  {
    id: uuid().primaryKey(),
    platform: text().notNull(),
    platformId: text('platform_id').notNull(),
    login: text().notNull(),
    displayName: text('display_name').notNull(),
    /** Whose it is, once they proved it. */
    personId: uuid('person_id').references(() => persons.id, { onDelete: 'set null' }),
    /** The one of a person's accounts that they go by. */
    isPrimary: boolean('is_primary').notNull().default(false),
    createdAt,
    updatedAt: timestamp('updated_at', { withTimezone: true }).notNull().defaultNow(),
  },
  (table) => [
    index('accounts_person_idx').on(table.personId),
    uniqueIndex('accounts_platform_id_key').on(table.platform, table.platformId),
    index('accounts_login_idx').on(table.platform, sql`lower(login)`),
  ],
);

/** An account in a community. */
export const members = pgTable(
  'members',
  {
    id: uuid().primaryKey(),
    communityId: uuid('community_id')
      .notNull()
      .references(() => communities.id, { onDelete: 'cascade' }),
    accountId: uuid('account_id')
      .notNull()
      .references(() => accounts.id, { onDelete: 'cascade' }),
    createdAt,
  },
  (table) => [
    uniqueIndex('members_community_account_key').on(table.communityId, table.accountId),
    index('members_account_idx').on(table.accountId),
  ],
);

/** Rights of a member in the hub; owner, admin and moderator raise the level in chat, too. */
export const memberRoles = pgTable('member_roles', {
  memberId: uuid('member_id')
    .primaryKey()
    .references(() => members.id, { onDelete: 'cascade' }),
  role: text({ enum: ROLES }).notNull(),
  createdAt,
});

/** Tokens of linked accounts, sealed with the key named in the sealed text itself. */
export const installations = pgTable(
  'installations',
  {
    id: uuid().primaryKey(),
    platform: text().notNull(),
    /** Whose token: `app`, or the platform's id of the bot account or workspace. */
    subject: text().notNull(),
    communityId: uuid('community_id').references(() => communities.id, { onDelete: 'cascade' }),
    sealedAccessToken: text('sealed_access_token').notNull(),
    sealedRefreshToken: text('sealed_refresh_token'),
    accessExpiresAt: timestamp('access_expires_at', { withTimezone: true }),
    scopes: text().array().notNull().default(sql`'{}'::text[]`),
    /** What else the platform told at consent: bot user id, team name. */
    details: jsonb().$type<Readonly<Record<string, string>>>().notNull().default({}),
    brokenReason: text('broken_reason'),
    createdAt,
    updatedAt: timestamp('updated_at', { withTimezone: true }).notNull().defaultNow(),
  },
  (table) => [
    uniqueIndex('installations_platform_subject_key').on(table.platform, table.subject),
    index('installations_community_idx').on(table.communityId),
  ],
);
