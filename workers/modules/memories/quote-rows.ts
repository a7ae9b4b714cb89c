import { type SQL, sql } from 'drizzle-orm';
import * as z from 'zod';
import { accounts, communities, members, moduleSettings, quotes } from '../../../db/schema/index.ts';
import { stateOf } from '../../../db/states.ts';
import { personOf } from '../../core/actors.ts';
import { atLeast } from '../../core/levels.ts';
import type { VerbCtx } from '../../core/modules.ts';

/** Quotes of one community that are not deleted. */
export const MAX_QUOTES = 20_000;
/** The largest number that a quote could ever have. */
export const MAX_NUMBER = 2_147_483_647;

export const quoteShape = z.object({
  id: z.uuid().describe('What the audit log and the feed call it, as `quote:<id>`.'),
  number: z.int().describe('It never changes, and no other quote of the community ever has it.'),
  text: z.string(),
  author: z.string().describe('Who said it; empty where nobody was named.'),
  category: z.string().nullable(),
  game: z.string().nullable().describe('What was played.'),
  title: z.string().nullable().describe('What the stream was called.'),
  saidAt: z.iso.datetime(),
  status: z.enum(['approved', 'pending']),
  up: z.int(),
  down: z.int(),
  addedBy: z.string().nullable().describe('`platform:user id`; null where no person is known.'),
  state: z.string().describe('Named anew by every change: in quotes it is what If-Match takes. Votes are none.'),
});
export type Quote = z.infer<typeof quoteShape>;
export type QuoteStatus = Quote['status'];

/** A timestamptz as ISO 8601 has it. */
export const instant = (at: SQL): SQL => sql`to_char(${at} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

/** A quote as it is shown; `row` names the table or cte it is read from. */
export const shownQuote = (
  row: SQL,
): SQL => sql`jsonb_build_object('id', ${row}.id, 'number', ${row}.number, 'text', ${row}.text,
  'author', ${row}.author, 'category', ${row}.category, 'game', ${row}.game, 'title', ${row}.title,
  'saidAt', ${instant(sql`${row}.said_at`)}, 'status', ${row}.status,
  'up', ${row}.up, 'down', ${row}.down, 'state', ${stateOf(row)}, 'addedBy', (
    select account.platform || ':' || account.platform_id from ${members} adder
    join ${accounts} account on account.id = adder.account_id where adder.id = ${row}.created_by))`;

/** A quote as the audit log keeps it: all that undoing needs. */
export const snapshotOf = (row: SQL): SQL => sql`jsonb_build_object('number', ${row}.number, 'text', ${row}.text,
  'normalised', ${row}.normalised, 'author', ${row}.author, 'category', ${row}.category, 'game', ${row}.game,
  'title', ${row}.title, 'saidAt', ${instant(sql`${row}.said_at`)}, 'status', ${row}.status,
  'deleted', ${row}.deleted_at is not null)`;

/** The cte `room`: the community. */
export const room = ({ community }: VerbCtx): SQL =>
  sql`room as (select id, language from ${communities} where id = ${community.id}::uuid)`;

/** The cte `was`: the quote of a number, if it is not deleted. */
export const was = (number: number): SQL => sql`was as (
  select q.* from ${quotes} q, room where q.community_id = room.id and q.number = ${number}::integer and q.deleted_at is null)`;

/** The cte `same (number)`: a quote that says the same already. */
export const same = (normalised: SQL, except: SQL = sql`false`): SQL => sql`same as (
  select q.number from ${quotes} q, room
  where q.community_id = room.id and q.deleted_at is null and md5(q.normalised) = md5(${normalised})
    and q.normalised = ${normalised} and not (${except})
  order by q.number limit 1)`;

/** Over `room`: in how many rounds the one that was shown least was shown. What comes later begins there. */
export const leastShown = sql`coalesce((
  select min(q.shown) from ${quotes} q, room
  where q.community_id = room.id and q.deleted_at is null and q.status = 'approved'), 0)`;

/** Over `room`: how many there are. */
export const held = sql`(select count(*) from ${quotes} q, room where q.community_id = room.id and q.deleted_at is null)`;

/** Whether who does it is a moderator, or a program that acts for itself. */
export function moderates({ actor }: VerbCtx): boolean {
  const person = personOf(actor);
  return person === null || atLeast(person.level, 'moderator');
}

/** Over `room`: whether what the actor says has to be approved. */
export const mustWait = (ctx: VerbCtx): SQL => sql`(not ${moderates(ctx)}::boolean and coalesce((
  select value -> 'quoteApproval' = 'true'::jsonb from ${moduleSettings}, room
  where community_id = room.id and module = 'memories'), false))`;

/** Whether the actor may change the quote of this row: theirs, or anybody's for moderators. */
export const mayChange = (ctx: VerbCtx, row: SQL): SQL =>
  sql`(${moderates(ctx)}::boolean or coalesce(${row}.created_by = (select id from member), false))`;
