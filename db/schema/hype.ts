import { jsonb, pgTable, primaryKey, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import { communities } from './communities.ts';

/** Who cheered, by member; `at` in ms since epoch. */
export type Cheers = Readonly<Record<string, { readonly name: string; readonly at: number }>>;

/** A channel's meter. All of it is one row, so that cheers of the same moment wait for each other and none is lost. */
export const hype = pgTable(
  'hype',
  {
    communityId: uuid('community_id')
      .notNull()
      .references(() => communities.id, { onDelete: 'cascade' }),
    /** `platform:id`. */
    channel: text().notNull(),
    /** Names stay with them: a statement cannot read members that were made while it waited. */
    cheers: jsonb().$type<Cheers>().notNull(),
    /** Set by the cheer that reached the goal; until then nobody counts. */
    restsUntil: timestamp('rests_until', { withTimezone: true }),
  },
  (table) => [primaryKey({ columns: [table.communityId, table.channel] })],
);
