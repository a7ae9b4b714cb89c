import { type SQL, sql } from 'drizzle-orm';
import { quotes, quoteVotes } from '../../../db/schema/index.ts';
import { requirePerson } from '../../core/actors.ts';
import type { VerbCtx } from '../../core/modules.ts';
import { bareName } from '../../core/text.ts';
import { room, was } from './quote-rows.ts';

export const VOTES = ['up', 'down', 'clear'] as const;
export type Vote = (typeof VOTES)[number];
const WORTH = { up: 1, down: -1, clear: 0 } as const satisfies Record<Vote, number>;

export type Voted =
  | { readonly result: 'done'; readonly number: number; readonly up: number; readonly down: number }
  /** `own`: added by them, or said by them. */
  | { readonly result: 'missing' | 'own' | 'pending'; readonly number: number };

/**
 * Casts the actor's one vote on a quote, in place of what they voted before; `clear` takes it back.
 * @throws ACTOR_REQUIRED where the actor is no person
 */
export async function voteQuote(ctx: VerbCtx, number: number, vote: Vote): Promise<Voted> {
  const { login, displayName } = requirePerson(ctx.actor);
  const names = JSON.stringify([bareName(login), bareName(displayName)]);
  const worth = WORTH[vote];
  // What this vote adds to those of one direction.
  const added = (direction: 1 | -1): SQL =>
    sql`(${worth === direction ? 1 : 0}::integer - coalesce((select (vote = ${direction}::smallint)::integer from cast_before), 0))`;
  const outcome = await ctx.effect<Voted>({
    alone: true,
    ctes: [
      room(ctx),
      was(number),
      sql`own as (
        select from was where was.created_by = (select id from member)
          or (was.author <> '' and ${names}::jsonb ? lower(was.author)))`,
      sql`open as (select was.id from was where was.status = 'approved' and not exists (select from own))`,
      sql`cast_before as (
        select v.vote from ${quoteVotes} v, open, member where v.quote_id = open.id and v.member_id = member.id)`,
      worth === 0
        ? sql`voted as (
          delete from ${quoteVotes} v using open, member where v.quote_id = open.id and v.member_id = member.id)`
        : sql`voted as (
          insert into ${quoteVotes} (quote_id, member_id, vote) select open.id, member.id, ${worth}::smallint from open, member
          on conflict (quote_id, member_id) do update set vote = excluded.vote)`,
      sql`counted as (
        update ${quotes} q set up = q.up + ${added(1)}, down = q.down + ${added(-1)} from open where q.id = open.id
        returning q.up, q.down)`,
    ],
    outcome: sql`coalesce(
      (select jsonb_build_object('result', 'done', 'number', ${number}::integer, 'up', up, 'down', down) from counted),
      jsonb_build_object('number', ${number}::integer, 'result', case when not exists (select from was) then 'missing'
        when exists (select from own) then 'own' else 'pending' end))`,
  });
  return outcome;
}
