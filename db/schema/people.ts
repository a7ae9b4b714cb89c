import { sql } from 'drizzle-orm';
import { boolean, date, index, integer, jsonb, pgTable, primaryKey, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import { ROLES } from '../../workers/core/levels.ts';
import { accounts, communities, members, persons } from './communities.ts';

const time = (name: string) => timestamp(name, { withTimezone: true });
const createdAt = time('created_at').notNull().defaultNow();
const personId = () =>
  uuid('person_id')
    .notNull()
    .references(() => persons.id, { onDelete: 'cascade' });

/** Who runs this installation. */
export const operators = pgTable(
  'operators',
  {
    personId: personId().primaryKey(),
    /** Who named them; null: the one-time link of the first start. */
    namedBy: uuid('named_by').references(() => persons.id, { onDelete: 'set null' }),
    createdAt,
  },
  (table) => [index('operators_named_by_idx').on(table.namedBy)],
);

/** Browsers that somebody is signed in with. The token is in the browser's cookie, and nowhere else. */
export const sessions = pgTable(
  'sessions',
  {
    id: uuid().primaryKey(),
    /** SHA-256 of the token, hex. */
    tokenHash: text('token_hash').notNull().unique(),
    personId: personId(),
    /** How they signed in: a platform's name, `password`, `passkey`, `owner-link`, `reset-link`. */
    method: text().notNull(),
    /** What the browser calls itself, shortened to what people know it by. */
    device: text().notNull().default(''),
    createdAt,
    /** To the minute; it ends when nobody has come for too long. */
    lastSeenAt: time('last_seen_at').notNull().defaultNow(),
    /** When they last proved who they are: some things want that to be a moment ago. */
    provedAt: time('proved_at').notNull().defaultNow(),
    /** The end in any case. */
    expiresAt: time('expires_at').notNull(),
  },
  (table) => [index('sessions_person_idx').on(table.personId), index('sessions_expires_idx').on(table.expiresAt)],
);

/** Consents that somebody was sent away for, and second factors that are asked for. Taken out by who comes back: each counts once, for ten minutes at most. */
export const oauthStates = pgTable(
  'oauth_states',
  {
    /** SHA-256 of the state, hex. */
    stateHash: text('state_hash').primaryKey(),
    purpose: text({ enum: ['sign-in', 'link-account', 'prove', 'link-channel', 'second-factor'] }).notNull(),
    platform: text().notNull(),
    /** SHA-256 of what the browser's cookie holds: nobody else's browser comes back with it. */
    browserHash: text('browser_hash').notNull(),
    /** PKCE's code verifier, sealed; null where the platform has none. */
    sealedVerifier: text('sealed_verifier'),
    /** OpenID Connect's nonce; null where the platform has none. */
    nonce: text(),
    /** Who asked, where somebody was signed in. */
    personId: uuid('person_id').references(() => persons.id, { onDelete: 'cascade' }),
    /** Which community a channel is linked to. */
    communityId: uuid('community_id').references(() => communities.id, { onDelete: 'cascade' }),
    details: jsonb().$type<Readonly<Record<string, unknown>>>().notNull().default({}),
    /** A path of ours to go to afterwards. */
    returnTo: text('return_to').notNull().default('/'),
    createdAt,
    expiresAt: time('expires_at').notNull(),
  },
  (table) => [
    index('oauth_states_expires_idx').on(table.expiresAt),
    index('oauth_states_person_idx').on(table.personId),
    index('oauth_states_community_idx').on(table.communityId),
  ],
);

/** A name and a password of this installation's own. */
export const localLogins = pgTable('local_logins', {
  personId: personId().primaryKey(),
  name: text().notNull(),
  /** The name as it is compared: lower case, compatibility forms and look-alikes folded. */
  nameKey: text('name_key').notNull().unique(),
  /** argon2id, in the PHC string format; null where they use passkeys alone. */
  passwordHash: text('password_hash'),
  changedAt: time('changed_at').notNull().defaultNow(),
  createdAt,
});

export const passkeys = pgTable(
  'passkeys',
  {
    /** The credential's id, base64url. */
    id: text().primaryKey(),
    personId: personId(),
    name: text().notNull(),
    /** COSE key, base64url. */
    publicKey: text('public_key').notNull(),
    counter: integer().notNull(),
    transports: text().array().notNull().default(sql`'{}'::text[]`),
    createdAt,
    lastUsedAt: time('last_used_at'),
  },
  (table) => [index('passkeys_person_idx').on(table.personId)],
);

/** WebAuthn challenges that were given out. Taken out by who answers: each counts once, for five minutes. */
export const passkeyChallenges = pgTable(
  'passkey_challenges',
  {
    /** SHA-256 of what the browser's cookie holds, hex. */
    browserHash: text('browser_hash').primaryKey(),
    challenge: text().notNull(),
    /** Whose passkey it is to become; null: somebody signs in. */
    personId: uuid('person_id').references(() => persons.id, { onDelete: 'cascade' }),
    expiresAt: time('expires_at').notNull(),
  },
  (table) => [
    index('passkey_challenges_expires_idx').on(table.expiresAt),
    index('passkey_challenges_person_idx').on(table.personId),
  ],
);

/** A second factor by an authenticator app (RFC 6238). */
export const totps = pgTable('totps', {
  personId: personId().primaryKey(),
  sealedSecret: text('sealed_secret').notNull(),
  /** Null until a first code was typed: until then it asks nobody. */
  confirmedAt: time('confirmed_at'),
  /** The time step of the last code that was taken: no code is taken twice. */
  lastStep: integer('last_step').notNull().default(0),
  createdAt,
});

/** Codes for who has lost the second factor, each for once. */
export const recoveryCodes = pgTable(
  'recovery_codes',
  {
    personId: personId(),
    /** HMAC of the code, hex. */
    codeHash: text('code_hash').notNull(),
    usedAt: time('used_at'),
  },
  (table) => [primaryKey({ columns: [table.personId, table.codeHash] })],
);

/** Links that let in once: the first operator's, and those an operator makes for who cannot get in any more. */
export const oneTimeLinks = pgTable(
  'one_time_links',
  {
    /** SHA-256 of the token, hex. */
    tokenHash: text('token_hash').primaryKey(),
    /** `reset-all`: of the second factor and of passkeys as well. */
    purpose: text({ enum: ['owner', 'reset', 'reset-all'] }).notNull(),
    personId: uuid('person_id').references(() => persons.id, { onDelete: 'cascade' }),
    createdAt,
    expiresAt: time('expires_at').notNull(),
    usedAt: time('used_at'),
  },
  (table) => [
    index('one_time_links_expires_idx').on(table.expiresAt),
    index('one_time_links_person_idx').on(table.personId),
  ],
);

/** Codes by which two accounts find out that they are one person's. */
export const linkCodes = pgTable(
  'link_codes',
  {
    id: uuid().primaryKey(),
    /** HMAC of the code, hex. */
    codeHash: text('code_hash').notNull().unique(),
    /** The account that asked; null where a person asked in the hub. */
    accountId: uuid('account_id').references(() => accounts.id, { onDelete: 'cascade' }),
    personId: uuid('person_id').references(() => persons.id, { onDelete: 'cascade' }),
    /** Who typed the code, on the other platform. */
    typedBy: uuid('typed_by').references(() => accounts.id, { onDelete: 'cascade' }),
    typedAt: time('typed_at'),
    /** What the side that asked said to it. */
    status: text({ enum: ['open', 'typed', 'shown', 'confirmed', 'refused'] })
      .notNull()
      .default('open'),
    createdAt,
    expiresAt: time('expires_at').notNull(),
  },
  (table) => [
    index('link_codes_account_idx').on(table.accountId),
    index('link_codes_person_idx').on(table.personId),
    index('link_codes_typed_by_idx').on(table.typedBy),
    index('link_codes_expires_idx').on(table.expiresAt),
  ],
);

/** What was moved when two persons, and their members, became one: what a split gives back. */
export const personMerges = pgTable(
  'person_merges',
  {
    id: uuid().primaryKey(),
    personId: personId(),
    /** The accounts that came, and with them what `moved` says. */
    accountIds: uuid('account_ids').array().notNull(),
    /** By community: the member that stayed, the one that went, and what each module moved. */
    moved: jsonb().notNull(),
    createdAt,
    undoneAt: time('undone_at'),
  },
  (table) => [index('person_merges_person_idx').on(table.personId)],
);

/** People who want to join a community that asks first. */
export const joinRequests = pgTable(
  'join_requests',
  {
    communityId: uuid('community_id')
      .notNull()
      .references(() => communities.id, { onDelete: 'cascade' }),
    personId: personId(),
    message: text().notNull().default(''),
    status: text({ enum: ['open', 'accepted', 'declined'] })
      .notNull()
      .default('open'),
    decidedBy: uuid('decided_by').references(() => persons.id, { onDelete: 'set null' }),
    createdAt,
    decidedAt: time('decided_at'),
  },
  (table) => [
    primaryKey({ columns: [table.communityId, table.personId] }),
    index('join_requests_person_idx').on(table.personId),
    index('join_requests_decided_by_idx').on(table.decidedBy),
  ],
);

/** Links by which people join, and with which role. */
export const invites = pgTable(
  'invites',
  {
    id: uuid().primaryKey(),
    communityId: uuid('community_id')
      .notNull()
      .references(() => communities.id, { onDelete: 'cascade' }),
    /** SHA-256 of the token, hex. */
    tokenHash: text('token_hash').notNull().unique(),
    role: text({ enum: ROLES }),
    /** Null: as many as come. */
    mostUses: integer('most_uses'),
    uses: integer().notNull().default(0),
    createdBy: uuid('created_by').references(() => persons.id, { onDelete: 'set null' }),
    createdAt,
    expiresAt: time('expires_at'),
    revokedAt: time('revoked_at'),
  },
  (table) => [
    index('invites_community_idx').on(table.communityId),
    index('invites_created_by_idx').on(table.createdBy),
  ],
);

/** Members of the hub that a community keeps out: their roles count nothing, and they cannot join again. */
export const communityBans = pgTable(
  'community_bans',
  {
    memberId: uuid('member_id')
      .primaryKey()
      .references(() => members.id, { onDelete: 'cascade' }),
    reason: text().notNull().default(''),
    bannedBy: uuid('banned_by').references(() => persons.id, { onDelete: 'set null' }),
    createdAt,
  },
  (table) => [index('community_bans_banned_by_idx').on(table.bannedBy)],
);

/** What those who look after a community keep in mind about a member; nobody else of it reads that, but the member may. */
export const memberNotes = pgTable(
  'member_notes',
  {
    id: uuid().primaryKey(),
    memberId: uuid('member_id')
      .notNull()
      .references(() => members.id, { onDelete: 'cascade' }),
    text: text().notNull(),
    /** Null: a program, or somebody who was erased. */
    authorId: uuid('author_id').references(() => persons.id, { onDelete: 'set null' }),
    createdAt,
    editedAt: time('edited_at'),
  },
  (table) => [
    index('member_notes_member_idx').on(table.memberId, table.id),
    index('member_notes_author_idx').on(table.authorId),
  ],
);

/** How often something was refused for safety's sake, by day. Names of kinds alone: nobody is in it. */
export const securityCounts = pgTable(
  'security_counts',
  {
    kind: text({ enum: ['sign-in-failed', 'csrf-mismatch', 'input-sanitised', 'service-key-refused'] }).notNull(),
    day: date().notNull(),
    count: integer().notNull().default(0),
  },
  (table) => [primaryKey({ columns: [table.kind, table.day] })],
);

/** Settings of the installation, which operators change. One row. */
export const installationSettings = pgTable('installation_settings', {
  id: boolean().primaryKey().default(true),
  /** Whether people nobody invited may make an account and communities. */
  signUp: text('sign_up', { enum: ['open', 'invited', 'closed'] })
    .notNull()
    .default('open'),
  updatedAt: time('updated_at').notNull().defaultNow(),
});
