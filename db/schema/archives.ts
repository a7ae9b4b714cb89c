import { bigint, index, jsonb, pgTable, primaryKey, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import type { Manifest } from '../../workers/core/archive.ts';
import { communities, persons } from './communities.ts';

/** Archives of communities that somebody brought. What is in one is nobody's until it is taken in, and forgotten after a day. */
export const archiveImports = pgTable(
  'archive_imports',
  {
    id: uuid().primaryKey(),
    personId: uuid('person_id')
      .notNull()
      .references(() => persons.id, { onDelete: 'cascade' }),
    manifest: jsonb().$type<Manifest>().notNull(),
    /** SHA-256 of its lines, hex; null while it is still being brought. */
    digest: text(),
    /** What it was taken in as. */
    communityId: uuid('community_id').references(() => communities.id, { onDelete: 'cascade' }),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
    expiresAt: timestamp('expires_at', { withTimezone: true }).notNull(),
  },
  (table) => [
    index('archive_imports_person_idx').on(table.personId),
    index('archive_imports_community_idx').on(table.communityId),
    index('archive_imports_expires_idx').on(table.expiresAt),
  ],
);

/** Lines of an archive, some at a time, as they were brought. */
export const archiveParts = pgTable(
  'archive_parts',
  {
    importId: uuid('import_id')
      .notNull()
      .references(() => archiveImports.id, { onDelete: 'cascade' }),
    /** The place of its first line. */
    first: bigint({ mode: 'number' }).notNull(),
    /** The table its lines are of. */
    kind: text().notNull(),
    rows: jsonb().$type<readonly unknown[]>().notNull(),
  },
  (table) => [primaryKey({ columns: [table.importId, table.first] })],
);
