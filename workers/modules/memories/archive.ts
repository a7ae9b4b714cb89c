import { type SQL, sql } from 'drizzle-orm';
import * as z from 'zod';
import { accountKey, archived, byMember, left } from '../../../db/archive-tables.ts';
import {
  bookmarks,
  members,
  memberZones,
  memoryNumbers,
  quotes,
  quoteVotes,
  reminders,
} from '../../../db/schema/index.ts';
import type { ArchivedTable, ArchiveHooks, TakingIn } from '../../core/archive.ts';
import { isZone } from '../../core/templates/time/zones.ts';
import { checkRecurrence } from '../../core/time/recurrence.ts';
import { MAX_BOOKMARKS } from './bookmarks.ts';
import { MAX_NUMBER, MAX_QUOTES } from './quote-rows.ts';
import { MAX_TEXT, REMINDER_STATUSES } from './reminder-state.ts';

const number = z.int().min(1).max(MAX_NUMBER);
const natural = z.int32().min(0);
const zone = z.string().max(64).refine(isZone, 'is no time zone of the IANA list');
const SEARCHED = 'it is worked out from the rest';
const ALIVE = sql`t.deleted_at is null`;
const BY_NUMBER = [sql`t.number`];
const deleted = left('what is deleted does not travel');
/** How PostgreSQL reads a text for its search. */
const language = z.enum(['simple', 'english', 'german']);

const lastNumbers = archived(memoryNumbers, {
  order: [sql`t.kind collate "C"`],
  most: 10,
  columns: { last: natural },
  first: { by: sql`r.n` },
});

/** Numbers never move, and none is given twice, whatever an archive says was given last. */
const numbersAfter: ArchivedTable = {
  ...lastNumbers,
  late: true,
  import: (into) => [
    ...lastNumbers.import(into),
    sql`insert into ${memoryNumbers} as held (community_id, kind, last)
      select ${into.community}, x.kind, x.last from (${sql.join(
        [
          ['quote', quotes],
          ['bookmark', bookmarks],
          ['reminder', reminders],
        ].map(
          ([kind, table]) =>
            sql`select ${kind}::text as kind, max(number) as last from ${table} where community_id = ${into.community}`,
        ),
        sql` union all `,
      )}) x where x.last is not null
      on conflict (community_id, kind) do update set last = greatest(held.last, excluded.last)`,
  ],
};

const quoteOf = ({ community }: TakingIn): SQL =>
  sql`join ${quotes} quote on quote.community_id = ${community} and quote.number = (r.row ->> 'quote_id')::integer`;
const voter = byMember('member_id', true);

/** A code that leads somewhere here already leads there still: the bookmark gets another. */
const freeCode = sql`case when exists (select from ${bookmarks} b where b.code = r.row ->> 'code')
  then translate(substr(md5(gen_random_uuid()::text), 1, 9), '01aeo', '2bcdf') else r.row ->> 'code' end`;

const recurrence = z
  .strictObject({
    wall: z.string().max(40),
    zone: z.string().max(64),
    rule: z.string().max(1_000),
    exdates: z.array(z.string().max(40)).max(500),
  })
  .refine((read) => checkRecurrence(read, 'en').ok, 'is no rule that can be followed');

const isPast = (into: TakingIn): SQL =>
  sql`(r.row ->> 'status' = 'open' and r.row -> 'recurrence' = 'null'::jsonb and (r.row ->> 'next_at')::timestamptz <= ${into.now})`;

export const archiveOfMemories: ArchiveHooks = [
  numbersAfter,
  archived(quotes, {
    order: BY_NUMBER,
    most: MAX_QUOTES,
    where: ALIVE,
    columns: {
      number,
      normalised: z.string().max(20_000),
      up: natural,
      down: natural,
      shown: natural,
      language,
      search: left(SEARCHED),
      created_by: byMember(),
      deleted_at: deleted,
    },
  }),
  archived(quoteVotes, {
    order: [sql`t.number`, sql`${voter.out} collate "C"`],
    most: 500_000,
    from: (community) =>
      sql`(select v.*, q.number from ${quoteVotes} v join ${quotes} q on q.id = v.quote_id where q.community_id = ${community} and q.deleted_at is null) t`,
    columns: {
      quote_id: { out: sql`t.number`, check: number, join: quoteOf, in: () => sql`quote.id` },
      member_id: voter,
      vote: z.union([z.literal(1), z.literal(-1)]),
    },
    // Who is one person here has one vote.
    first: { by: sql`r.n` },
    late: true,
  }),
  archived(bookmarks, {
    order: BY_NUMBER,
    most: MAX_BOOKMARKS,
    where: ALIVE,
    columns: {
      number,
      code: { out: sql`t.code`, check: z.string().regex(/^[a-z0-9]{4,20}$/), in: () => freeCode },
      url: z.url({ protocol: /^https?$/ }).max(5_000),
      title_is_given: z.int().min(0).max(3),
      // Nobody is reading the page there any more.
      metadata: {
        out: sql`case when t.metadata = 'pending' then 'none' else t.metadata end`,
        check: z.enum(['read', 'failed', 'none']),
        in: () => sql`r.row ->> 'metadata'`,
      },
      visits: natural,
      language,
      search: left(SEARCHED),
      created_by: byMember(),
      deleted_at: deleted,
    },
  }),
  archived(memberZones, {
    order: [sql`${voter.out} collate "C"`],
    most: 500_000,
    from: (community) =>
      sql`(select x.* from ${memberZones} x join ${members} m on m.id = x.member_id where m.community_id = ${community}) t`,
    columns: { member_id: voter, zone },
    first: { by: sql`r.n` },
  }),
  archived(reminders, {
    order: BY_NUMBER,
    most: 100_000,
    columns: {
      number,
      member_id: voter,
      text: z.string().max(4 * MAX_TEXT),
      target: z.strictObject({
        channel: accountKey,
        room: z.string().max(200),
        mentions: z.strictObject({ account: z.string().max(100), displayName: z.string().max(5_000) }).nullable(),
      }),
      recurrence,
      undo: left('a change is taken back where it was made'),
      zone,
      // What was to be said once, and is over, is not said late; what comes again is planned from now on by whoever fires it.
      next_at: {
        out: sql`t.next_at`,
        check: z.iso.datetime({ offset: true }).nullable(),
        in: (into) => sql`case when not ${isPast(into)} then (r.row ->> 'next_at')::timestamptz end`,
      },
      fired: natural,
      status: {
        out: sql`t.status`,
        check: z.enum(REMINDER_STATUSES),
        in: (into) => sql`case when ${isPast(into)} then 'missed' else r.row ->> 'status' end`,
      },
      leased_until: left('it is for who fires it there'),
    },
  }),
];
