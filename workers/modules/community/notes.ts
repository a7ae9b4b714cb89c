import { sql } from 'drizzle-orm';
import { v7 as uuidv7 } from 'uuid';
import { memberNotes, persons } from '../../../db/schema/index.ts';
import { WaddleError } from '../../core/errors.ts';
import type { VerbCtx } from '../../core/modules.ts';
import { membersBeside } from './standing.ts';

/** Longest text, in characters, and how many notes a member has at most. */
export const MAX_NOTE = 2_000;
const MOST_NOTES = 100;

/** What those who look after a community keep in mind about a member. Times are ms since epoch. */
export interface Note {
  readonly id: string;
  readonly text: string;
  /** Null: a program, or somebody who is not here any more. */
  readonly author: { readonly person: string; readonly displayName: string } | null;
  readonly at: number;
  readonly editedAt: number | null;
}

const THEIRS = sql`select id from theirs`;
/** The person who acts; programs are nobody. */
const actingPerson = ({ actor }: VerbCtx) => sql`${actor.kind === 'session' ? actor.person : null}::uuid`;
const time = (now: number) => sql`${new Date(now).toISOString()}::timestamptz`;

/** A row `n`, with its author `p`. */
const SHOWN = sql`jsonb_build_object('id', n.id, 'text', n.text,
  'author', case when p.id is null then null else jsonb_build_object('person', p.id, 'displayName', p.display_name) end,
  'at', round(extract(epoch from n.created_at) * 1000), 'editedAt', round(extract(epoch from n.edited_at) * 1000))`;

/** Notes about a member, whichever of their accounts they were written at; newest first. */
export async function listNotes(ctx: VerbCtx, member: string): Promise<readonly Note[]> {
  const { rows } = await ctx.read('note.list', (db) =>
    db.execute<{ shown: Note }>(sql`
      select ${SHOWN} as shown from ${memberNotes} n left join ${persons} p on p.id = n.author_id
      where n.member_id in (${membersBeside(ctx.community.id, member)}) order by n.id desc limit ${2 * MOST_NOTES}`),
  );
  return rows.map(({ shown }) => shown);
}

/** What a change of a note comes to; `others`: it is somebody else's. */
type Outcome = { readonly verdict: 'ok' | 'missing' | 'full' | 'others'; readonly note: Note | null };

function noteOf({ verdict, note }: Outcome): Note {
  switch (verdict) {
    case 'missing':
      throw new WaddleError('NOT_FOUND', 'There is no such member, or no such note about them, in this community.');
    case 'full':
      throw new WaddleError(
        'CONFLICT',
        `There are ${MOST_NOTES} notes about them already. Delete one that matters no more.`,
      );
    case 'others':
      throw new WaddleError(
        'CONFLICT',
        'Only who wrote a note changes its words. Write one of your own, or delete it.',
      );
    case 'ok':
      return note as Note;
  }
}

/** What of a note the audit log keeps: which, and never its words. */
const noted = (action: string, member: string, written: 'before' | 'after', changed: 'added' | 'removed') => ({
  action,
  happened: sql`exists (select from ${sql.identifier(changed)})`,
  target: sql`${`member:${member}`}::text`,
  before: sql`null::jsonb`,
  after: sql`null::jsonb`,
  [written]: sql`(select jsonb_build_object('note', id) from ${sql.identifier(changed)})`,
});

/** Writes a note about a member. @throws NOT_FOUND, CONFLICT where there are too many */
export async function addNote(ctx: VerbCtx, member: string, text: string): Promise<Note> {
  return noteOf(
    await ctx.effect<Outcome>({
      alone: true,
      ctes: [
        sql`theirs as (${membersBeside(ctx.community.id, member)})`,
        sql`verdict as (select case
          when not exists (${THEIRS}) then 'missing'
          when (select count(*) from ${memberNotes} o where o.member_id in (${THEIRS})) >= ${MOST_NOTES} then 'full'
          else 'ok' end as value)`,
        sql`added as (
          insert into ${memberNotes} (id, member_id, text, author_id, created_at)
          select ${uuidv7()}::uuid, ${member}::uuid, ${text}, ${actingPerson(ctx)}, ${time(ctx.now)} from verdict
          where verdict.value = 'ok' returning *)`,
      ],
      outcome: sql`jsonb_build_object('verdict', (select value from verdict), 'note', (
        select ${SHOWN} from added n left join ${persons} p on p.id = n.author_id))`,
      audit: noted('note.add', member, 'after', 'added'),
    }),
  );
}

/** Changes the words of one's own note. @throws NOT_FOUND, CONFLICT for another's */
export async function editNote(ctx: VerbCtx, member: string, note: string, text: string): Promise<Note> {
  return noteOf(
    await ctx.effect<Outcome>({
      ctes: [
        sql`theirs as (${membersBeside(ctx.community.id, member)})`,
        sql`held as (select id, author_id from ${memberNotes} where id = ${note}::uuid and member_id in (${THEIRS}))`,
        sql`verdict as (select case
          when not exists (select from held) then 'missing'
          when exists (select from held where author_id is distinct from ${actingPerson(ctx)}) then 'others'
          else 'ok' end as value)`,
        sql`added as (
          update ${memberNotes} n set text = ${text}, edited_at = ${time(ctx.now)} from held, verdict
          where verdict.value = 'ok' and n.id = held.id returning n.*)`,
      ],
      outcome: sql`jsonb_build_object('verdict', (select value from verdict), 'note', (
        select ${SHOWN} from added n left join ${persons} p on p.id = n.author_id))`,
      audit: noted('note.edit', member, 'after', 'added'),
    }),
  );
}

/** Deletes a note, whoever wrote it. @throws NOT_FOUND */
export async function removeNote(ctx: VerbCtx, member: string, note: string): Promise<void> {
  const isGone = await ctx.effect<boolean>({
    ctes: [
      sql`theirs as (${membersBeside(ctx.community.id, member)})`,
      sql`removed as (delete from ${memberNotes} where id = ${note}::uuid and member_id in (${THEIRS}) returning id)`,
    ],
    outcome: sql`to_jsonb(exists (select from removed))`,
    audit: noted('note.remove', member, 'before', 'removed'),
  });
  if (!isGone) noteOf({ verdict: 'missing', note: null });
}
