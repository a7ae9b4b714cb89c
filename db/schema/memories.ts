import { type SQL, sql } from 'drizzle-orm';
import {
  bigint,
  customType,
  date,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  smallint,
  text,
  timestamp,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import type { ReminderBefore, ReminderTarget } from '../../workers/core/reminders.ts';
import type { Recurrence } from '../../workers/core/time/recurrence.ts';
import { communities, members } from './communities.ts';

/** How Postgres reads a text for its search: `english`, `german`, `simple` … */
const regconfig = customType<{ data: string }>({ dataType: () => 'regconfig' });
const tsvector = customType<{ data: string }>({ dataType: () => 'tsvector' });

const createdAt = timestamp('created_at', { withTimezone: true }).notNull().defaultNow();
const updatedAt = timestamp('updated_at', { withTimezone: true }).notNull().defaultNow();
const deletedAt = timestamp('deleted_at', { withTimezone: true });
const communityId = () =>
  uuid('community_id')
    .notNull()
    .references(() => communities.id, { onDelete: 'cascade' });
const createdBy = () => uuid('created_by').references(() => members.id, { onDelete: 'set null' });

/** The last number that was given in a community, by kind: numbers never move, and none is given twice. */
export const memoryNumbers = pgTable(
  'memory_numbers',
  {
    communityId: communityId(),
    kind: text({ enum: ['quote', 'bookmark', 'reminder'] }).notNull(),
    last: integer().notNull(),
  },
  (table) => [primaryKey({ columns: [table.communityId, table.kind] })],
);

export const quotes = pgTable(
  'quotes',
  {
    id: uuid().primaryKey(),
    communityId: communityId(),
    number: integer().notNull(),
    text: text().notNull(),
    /** The text without case, accents of spelling and signs: the same thing said twice is noticed by it. */
    normalised: text().notNull(),
    /** Who said it, as it was typed; empty where nobody was named. */
    author: text().notNull().default(''),
    category: text(),
    /** What was played, and how the stream was called, where it was live. */
    game: text(),
    title: text(),
    saidAt: timestamp('said_at', { withTimezone: true }).notNull().defaultNow(),
    status: text({ enum: ['approved', 'pending'] })
      .notNull()
      .default('approved'),
    up: integer().notNull().default(0),
    down: integer().notNull().default(0),
    /** In how many rounds it was shown: none is shown again before all others were. */
    shown: integer().notNull().default(0),
    language: regconfig().notNull().default('simple'),
    search: tsvector().generatedAlwaysAs(
      (): SQL =>
        sql`setweight(to_tsvector(language, text), 'A') || setweight(to_tsvector('simple', author), 'B') || setweight(to_tsvector('simple', coalesce(category, '') || ' ' || coalesce(game, '')), 'C')`,
    ),
    createdBy: createdBy(),
    createdAt,
    updatedAt,
    deletedAt,
  },
  (table) => [
    uniqueIndex('quotes_community_number_key').on(table.communityId, table.number),
    index('quotes_community_shown_idx')
      .on(table.communityId, table.shown)
      .where(sql`deleted_at is null and status = 'approved'`),
    index('quotes_community_normalised_idx').on(table.communityId, sql`md5(normalised)`),
    index('quotes_search_idx').using('gin', table.search),
    index('quotes_created_by_idx').on(table.createdBy),
  ],
);

export const quoteVotes = pgTable(
  'quote_votes',
  {
    quoteId: uuid('quote_id')
      .notNull()
      .references(() => quotes.id, { onDelete: 'cascade' }),
    memberId: uuid('member_id')
      .notNull()
      .references(() => members.id, { onDelete: 'cascade' }),
    /** 1 or -1. */
    vote: smallint().notNull(),
    createdAt,
  },
  (table) => [
    primaryKey({ columns: [table.quoteId, table.memberId] }),
    index('quote_votes_member_idx').on(table.memberId),
  ],
);

export const bookmarks = pgTable(
  'bookmarks',
  {
    id: uuid().primaryKey(),
    communityId: communityId(),
    number: integer().notNull(),
    /** `/b/<code>` leads to it. */
    code: text().notNull().unique(),
    /** Null: a note. */
    url: text(),
    /** SHA-256 of the form under which two addresses are the same page, hex; null for notes. */
    urlKey: text('url_key'),
    title: text().notNull().default(''),
    /** What a person gave, as bits (1 title, 2 description): what the page says does not replace it. */
    titleIsGiven: smallint('title_is_given').notNull().default(0),
    description: text(),
    image: text(),
    site: text(),
    tags: text().array().notNull().default(sql`'{}'::text[]`),
    /** What the page said of itself: not asked yet, told, or why not. */
    metadata: text({ enum: ['pending', 'read', 'failed', 'none'] })
      .notNull()
      .default('none'),
    metadataReason: text('metadata_reason'),
    visits: integer().notNull().default(0),
    language: regconfig().notNull().default('simple'),
    search: tsvector().generatedAlwaysAs(
      (): SQL =>
        sql`setweight(to_tsvector(language, title), 'A') || setweight(to_tsvector(language, coalesce(description, '')), 'B') || setweight(to_tsvector('simple', coalesce(site, '') || ' ' || coalesce(url, '')), 'C')`,
    ),
    createdBy: createdBy(),
    createdAt,
    updatedAt,
    deletedAt,
  },
  (table) => [
    uniqueIndex('bookmarks_community_number_key').on(table.communityId, table.number),
    uniqueIndex('bookmarks_community_url_key').on(table.communityId, table.urlKey).where(sql`deleted_at is null`),
    index('bookmarks_tags_idx').using('gin', table.tags),
    index('bookmarks_search_idx').using('gin', table.search),
    index('bookmarks_community_visits_idx').on(table.communityId, table.visits),
    index('bookmarks_created_by_idx').on(table.createdBy),
  ],
);

/** Who went to a bookmark on which day, so that a visit counts once: a member, or a hash that is salted anew each day. */
export const bookmarkVisits = pgTable(
  'bookmark_visits',
  {
    bookmarkId: uuid('bookmark_id')
      .notNull()
      .references(() => bookmarks.id, { onDelete: 'cascade' }),
    day: date({ mode: 'string' }).notNull(),
    visitor: text().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.bookmarkId, table.day, table.visitor] }),
    index('bookmark_visits_day_idx').on(table.day),
  ],
);

/** A member's own time zone (IANA), where it is not the community's. */
export const memberZones = pgTable('member_zones', {
  memberId: uuid('member_id')
    .primaryKey()
    .references(() => members.id, { onDelete: 'cascade' }),
  zone: text().notNull(),
});

export const reminders = pgTable(
  'reminders',
  {
    id: uuid().primaryKey(),
    communityId: communityId(),
    number: integer().notNull(),
    /** Whose it is: they list, cancel and snooze it. */
    memberId: uuid('member_id')
      .notNull()
      .references(() => members.id, { onDelete: 'cascade' }),
    text: text().notNull(),
    /** Where it is said, and to whom. */
    target: jsonb().$type<ReminderTarget>().notNull(),
    /** `bot`: it is said by us; `external`: a program fetches what is due and tells when it was sent. */
    deliverer: text({ enum: ['bot', 'external'] })
      .notNull()
      .default('bot'),
    /** Null: once. */
    recurrence: jsonb().$type<Recurrence>(),
    /** IANA zone in which it was set. */
    zone: text().notNull(),
    /** When it is due next; null where it is over. */
    nextAt: timestamp('next_at', { withTimezone: true }),
    /** How many times it was due. */
    fired: integer().notNull().default(0),
    status: text({ enum: ['open', 'done', 'cancelled', 'missed'] })
      .notNull()
      .default('open'),
    /** Whoever fires it has until then. */
    leasedUntil: timestamp('leased_until', { withTimezone: true }),
    /** How it was before somebody changed it last; null where nobody did since it was due. */
    undo: jsonb().$type<ReminderBefore>(),
    createdAt,
    updatedAt,
  },
  (table) => [
    uniqueIndex('reminders_community_number_key').on(table.communityId, table.number),
    index('reminders_due_idx').on(table.nextAt).where(sql`status = 'open'`),
    index('reminders_member_idx').on(table.memberId, table.status),
  ],
);

/** Times at which a reminder was due: each once, and what became of it. */
export const reminderFirings = pgTable(
  'reminder_firings',
  {
    reminderId: uuid('reminder_id')
      .notNull()
      .references(() => reminders.id, { onDelete: 'cascade' }),
    /** ms since epoch. */
    dueAt: bigint('due_at', { mode: 'number' }).notNull(),
    /** `queued`: its delivery tells the rest; `missed`: nobody was there to say it; `waiting`: an external deliverer has it. */
    status: text({ enum: ['queued', 'missed', 'waiting', 'sent'] }).notNull(),
    deliveryId: text('delivery_id'),
    firedAt: timestamp('fired_at', { withTimezone: true }).notNull().defaultNow(),
  },
  (table) => [primaryKey({ columns: [table.reminderId, table.dueAt] })],
);
