import { type SQL, sql } from 'drizzle-orm';
import { v7 as uuidv7 } from 'uuid';
import { quotes } from '../../../db/schema/index.ts';
import { changedBy, wasStale } from '../../../db/states.ts';
import { personOf } from '../../core/actors.ts';
import type { LastChange, Seen } from '../../core/if-match.ts';
import type { VerbCtx } from '../../core/modules.ts';
import { codePoints } from '../../core/text.ts';
import { nextNumber } from './numbers.ts';
import { regconfigOf } from './quote-language.ts';
import {
  held,
  leastShown,
  MAX_QUOTES,
  mayChange,
  moderates,
  mustWait,
  type Quote,
  room,
  same,
  shownQuote,
  snapshotOf,
  was,
} from './quote-rows.ts';
import { authorOf, categoryOf, MAX_AUTHOR, MAX_CATEGORY, normalisedText, storable } from './quote-text.ts';

export interface QuoteInput {
  readonly text: string;
  readonly author?: string;
  readonly category?: string | null;
  readonly game?: string | null;
  readonly title?: string | null;
  /** ms since epoch; now where it is absent. */
  readonly saidAt?: number;
}
export type QuotePatch = Partial<QuoteInput>;

/** Why something cannot be done to a quote. */
export type QuoteRefusal =
  /** The number of the one that says the same. */
  | { readonly result: 'exists'; readonly number: number }
  | { readonly result: 'missing' | 'forbidden' | 'already' | 'nothing'; readonly number: number }
  /** Somebody changed it since it was seen. */
  | { readonly result: 'stale'; readonly number: number; readonly last: LastChange | null }
  | { readonly result: 'full' | 'empty' }
  | { readonly result: 'too-long'; readonly what: 'text' | 'author' | 'category'; readonly most: number };
export type QuoteChange =
  | {
      readonly result: 'done';
      readonly quote: Quote;
      /** Whether it is deleted now. */
      readonly isDeleted: boolean;
    }
  | QuoteRefusal;

/** What the effect of a change comes to. */
export interface ChangeOutcome {
  readonly result: 'done' | 'exists' | 'missing' | 'forbidden' | 'already' | 'nothing' | 'full' | 'stale';
  readonly quote: Quote | null;
  readonly isDeleted?: boolean | null;
  readonly same?: number | null;
  readonly last?: LastChange | null;
}

export function changeOf(outcome: ChangeOutcome, number: number): QuoteChange {
  const { result, quote, isDeleted, same: other, last = null } = outcome;
  if (result === 'done') return { result, quote: quote as Quote, isDeleted: isDeleted ?? false };
  if (result === 'full') return { result };
  if (result === 'stale') return { result, number, last };
  return { result, number: result === 'exists' ? (other ?? number) : number };
}

/** The parts of a quote in the form in which they are kept, or why one cannot be. */
function kept(patch: QuotePatch, longest: number): QuotePatch | QuoteRefusal {
  const text = patch.text === undefined ? undefined : storable(patch.text);
  const author = patch.author === undefined ? undefined : authorOf(storable(patch.author));
  const category = typeof patch.category === 'string' ? categoryOf(storable(patch.category)) || null : patch.category;
  if (text === '') return { result: 'empty' };
  if (codePoints(text ?? '') > longest) return { result: 'too-long', what: 'text', most: longest };
  if (codePoints(author ?? '') > MAX_AUTHOR) return { result: 'too-long', what: 'author', most: MAX_AUTHOR };
  if (codePoints(category ?? '') > MAX_CATEGORY) return { result: 'too-long', what: 'category', most: MAX_CATEGORY };
  return {
    ...(text === undefined ? {} : { text }),
    ...(author === undefined ? {} : { author }),
    ...(category === undefined ? {} : { category }),
    ...(patch.game === undefined ? {} : { game: patch.game && storable(patch.game) }),
    ...(patch.title === undefined ? {} : { title: patch.title && storable(patch.title) }),
  };
}

/** What of a quote is changed by editing it: where it is the same, nothing was changed. */
const said = (row: SQL): SQL =>
  sql`(${row}.text, ${row}.author, ${row}.category, ${row}.game, ${row}.title, ${row}.said_at)`;

/** Keeps what somebody said under the next number, unless it is there already. @param longest of the text, in code points */
export async function addQuote(ctx: VerbCtx, input: QuoteInput, longest: number): Promise<QuoteChange> {
  const parts = kept(input, longest);
  if ('result' in parts) return parts;
  const { text = '', author = '', category = null, game = null, title = null } = parts;
  const person = personOf(ctx.actor);
  const addedBy = person?.account ? `${person.platform}:${person.account}` : null;
  const outcome = await ctx.effect<ChangeOutcome>({
    alone: true,
    ctes: [
      room(ctx),
      same(sql`${normalisedText(text)}::text`),
      sql`space as (select ${held} < ${MAX_QUOTES} as is_left)`,
      nextNumber(
        sql`(select id from room)`,
        'quote',
        sql`not exists (select from same) and (select is_left from space)`,
      ),
      sql`added as (
        insert into ${quotes} (id, community_id, number, text, normalised, author, category, game, title, said_at, status, shown, language, created_by)
        select ${uuidv7()}::uuid, room.id, given.number, ${text}, ${normalisedText(text)}, ${author}, ${category}::text,
          ${game}::text, ${title}::text, ${new Date(input.saidAt ?? ctx.now).toISOString()}::timestamptz,
          case when ${mustWait(ctx)} then 'pending' else 'approved' end, ${leastShown}, ${regconfigOf(sql`room.language`)},
          (select id from member)
        from room, given returning *)`,
    ],
    outcome: sql`jsonb_build_object('same', (select number from same),
      'quote', (select ${shownQuote(sql`added`)} || jsonb_build_object('addedBy', ${addedBy}::text) from added),
      'result', case when exists (select from added) then 'done' when exists (select from same) then 'exists' else 'full' end)`,
    audit: {
      action: 'quote.add',
      happened: sql`exists (select from added)`,
      target: sql`'quote:' || (select id from added)`,
      before: sql`null::jsonb`,
      after: sql`(select ${snapshotOf(sql`added`)} from added)`,
    },
  });
  return changeOf(outcome, 0);
}

/**
 * Changes what is named of a quote: its creator, or moderators. Where quotes are approved, what somebody else than a moderator
 * has it say waits again.
 * @param longest of the text, in code points
 * @param seen the state in which it has to be still
 */
export async function editQuote(
  ctx: VerbCtx,
  number: number,
  patch: QuotePatch,
  longest: number,
  seen: Seen = null,
): Promise<QuoteChange> {
  const parts = kept(patch, longest);
  if ('result' in parts) return parts;
  const next = JSON.stringify({
    ...parts,
    ...(parts.text === undefined ? {} : { normalised: normalisedText(parts.text) }),
    ...(patch.saidAt === undefined ? {} : { said_at: new Date(patch.saidAt).toISOString() }),
  });
  const stale = wasStale(seen);
  const outcome = await ctx.effect<ChangeOutcome>({
    alone: true,
    ctes: [
      room(ctx),
      was(number),
      sql`next as (
        select n.* from was, jsonb_to_record(to_jsonb(was) || ${next}::jsonb)
          as n (id uuid, text text, normalised text, author text, category text, game text, title text, said_at timestamptz))`,
      same(sql`(select normalised from next)`, sql`q.number = ${number}::integer`),
      sql`changed as (
        update ${quotes} q set text = next.text, normalised = next.normalised, author = next.author, category = next.category,
          game = next.game, title = next.title, said_at = next.said_at,
          updated_at = case when ${said(sql`next`)} is distinct from ${said(sql`was`)} then now() else q.updated_at end,
          status = case when ${mustWait(ctx)} and (next.text, next.author) is distinct from (was.text, was.author)
            then 'pending' else q.status end
        from was, next where q.id = was.id and ${mayChange(ctx, sql`was`)} and not ${stale} and not exists (select from same)
        returning q.*)`,
    ],
    outcome: sql`jsonb_build_object('same', (select number from same),
      'quote', (select ${shownQuote(sql`changed`)} from changed), 'last', ${changedBy(ctx.community.id, 'quote', stale)},
      'result', case when exists (select from changed) then 'done' when not exists (select from was) then 'missing'
        when not (select ${mayChange(ctx, sql`was`)} from was) then 'forbidden' when ${stale} then 'stale' else 'exists' end)`,
    audit: {
      action: 'quote.edit',
      happened: sql`exists (select from was, changed where ${snapshotOf(sql`was`)} <> ${snapshotOf(sql`changed`)})`,
      target: sql`'quote:' || (select id from was)`,
      before: sql`(select ${snapshotOf(sql`was`)} from was)`,
      after: sql`(select ${snapshotOf(sql`changed`)} from changed)`,
    },
  });
  return changeOf(outcome, number);
}

/** Takes a quote away: its creator, or moderators. Its number stays its own, and undo brings it back. */
export async function deleteQuote(ctx: VerbCtx, number: number, seen: Seen = null): Promise<QuoteChange> {
  const stale = wasStale(seen);
  const outcome = await ctx.effect<ChangeOutcome>({
    alone: true,
    ctes: [
      room(ctx),
      was(number),
      sql`changed as (
        update ${quotes} q set deleted_at = now(), updated_at = now() from was
        where q.id = was.id and ${mayChange(ctx, sql`was`)} and not ${stale} returning q.*)`,
    ],
    outcome: sql`jsonb_build_object('quote', (select ${shownQuote(sql`changed`)} from changed), 'isDeleted', true,
      'last', ${changedBy(ctx.community.id, 'quote', stale)}, 'result', case when exists (select from changed) then 'done'
        when not exists (select from was) then 'missing' when not (select ${mayChange(ctx, sql`was`)} from was) then 'forbidden'
        else 'stale' end)`,
    audit: {
      action: 'quote.delete',
      happened: sql`exists (select from changed)`,
      target: sql`'quote:' || (select id from was)`,
      before: sql`(select ${snapshotOf(sql`was`)} from was)`,
      after: sql`(select ${snapshotOf(sql`changed`)} from changed)`,
    },
  });
  return changeOf(outcome, number);
}

/** Lets a quote that waits be shown; moderators only. */
export async function approveQuote(ctx: VerbCtx, number: number, seen: Seen = null): Promise<QuoteChange> {
  if (!moderates(ctx)) return { result: 'forbidden', number };
  const stale = wasStale(seen);
  const outcome = await ctx.effect<ChangeOutcome>({
    alone: true,
    ctes: [
      room(ctx),
      was(number),
      sql`changed as (
        update ${quotes} q set status = 'approved', shown = greatest(q.shown, ${leastShown}), updated_at = now() from was
        where q.id = was.id and was.status = 'pending' and not ${stale} returning q.*)`,
    ],
    outcome: sql`jsonb_build_object('quote', (select ${shownQuote(sql`changed`)} from changed),
      'last', ${changedBy(ctx.community.id, 'quote', stale)}, 'result', case when exists (select from changed) then 'done'
        when not exists (select from was) then 'missing' when ${stale} then 'stale' else 'already' end)`,
    audit: {
      action: 'quote.approve',
      happened: sql`exists (select from changed)`,
      target: sql`'quote:' || (select id from was)`,
      before: sql`(select ${snapshotOf(sql`was`)} from was)`,
      after: sql`(select ${snapshotOf(sql`changed`)} from changed)`,
    },
  });
  return changeOf(outcome, number);
}
