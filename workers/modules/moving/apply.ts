import { type SQL, sql } from 'drizzle-orm';
import { v7 as uuidv7 } from 'uuid';
import {
  aliases,
  commands,
  counters,
  httpModules,
  keywordRules,
  memoryNumbers,
  quotes,
  timers,
} from '../../../db/schema/index.ts';
import type { VerbCtx } from '../../core/modules.ts';
import { BYTES_HELD, MAX_BYTES } from '../commands/custom.ts';
import { regconfigOf } from '../memories/quote-language.ts';
import { leastShown, mustWait, held as quotesHeld } from '../memories/quote-rows.ts';
import { chosen, type Left, type Wanted } from './choose.ts';
import { holdingsOf } from './holdings.ts';
import { type Draft, type Fault, type ReasonCode, reason, type Source } from './lines.ts';
import { MOST, planned } from './plan.ts';
import { readFile } from './preview.ts';
import { announceTimers, type Rows, rowsOf } from './rows.ts';

/** What was made of a line. */
export interface Made {
  readonly line: string;
  readonly kind: Draft['is'];
  /** Null for counters, which are known by their names. */
  readonly id: string | null;
  /** A quote's is its number. */
  readonly name: string;
}

export type Applied =
  | {
      readonly result: 'done';
      /** Null where nothing was made. */
      readonly id: string | null;
      readonly made: readonly Made[];
      readonly left: readonly Left[];
    }
  | ({ readonly result: 'fault' } & Fault);

export interface Applying {
  readonly source: Source;
  /** The file. */
  readonly text: string;
  /** What the file is called. */
  readonly file: string;
  readonly wanted: readonly Wanted[];
}

interface Outcome {
  readonly id: string;
  readonly made: readonly Made[] | null;
  readonly missed:
    | readonly { readonly line: string; readonly kind: Draft['is']; readonly why: ReasonCode; readonly name: string }[]
    | null;
  readonly left: readonly Left[];
}

const COLUMNS: Readonly<Record<Draft['is'], SQL>> = {
  command: sql`replies jsonb, options jsonb`,
  alias: sql`expansion text, options jsonb`,
  counter: sql`value bigint`,
  keyword: sql`match text, pattern text, action jsonb`,
  timer: sql`texts jsonb, schedule jsonb, lines integer, live text, enabled boolean, next timestamptz`,
  quote: sql`text text, normalised text, author text, category text, game text, title text, said timestamptz`,
};

const KINDS = Object.keys(COLUMNS) as Draft['is'][];
const table = (stage: string, kind: Draft['is']): SQL => sql.raw(`${stage}_${kind}`);

/** The cte `given_<kind>`: the lines of a kind. */
const given = (kind: Draft['is'], rows: Rows): SQL => sql`${table('given', kind)} as (
  select * from jsonb_to_recordset(${JSON.stringify(rows[kind])}::jsonb)
    as g (line text, ord integer, id uuid, name text, of text, ${COLUMNS[kind]}))`;

/** The cte `free_<kind>`: those whose place nobody has taken meanwhile, numbered in the file's order. */
const free = (kind: Draft['is'], isFree: SQL, extra: SQL = sql``): SQL => sql`${table('free', kind)} as (
  select g.*, row_number() over (order by g.ord) as n ${extra} from ${table('given', kind)} g, room where ${isFree})`;

const named = (of: SQL): SQL => sql`exists (select from ${of} t where t.community_id = room.id and t.name = g.name)`;
const isFreeCommand = sql`not ${named(sql`${commands}`)} and not ${named(sql`${aliases}`)} and not ${named(sql`${httpModules}`)}`;
/** Whether the command that a line belongs to is made now, where it belongs to one of this file. */
const withCommand = sql`(g.of is null or not exists (select from given_command c where c.line = g.of)
  or exists (select from given_command c join added_command a on a.id = c.id where c.line = g.of))`;
const countOf = (of: SQL): SQL => sql`(select count(*) from ${of} t, room where t.community_id = room.id)`;

/** Ctes up to `added_<kind>` (id, name), for each kind. Commands come first: others ask whether theirs was made. */
function making(kind: Draft['is'], rows: Rows, ctx: VerbCtx): readonly SQL[] {
  const insert = (of: SQL, columns: SQL, values: SQL, returning: SQL = sql`id::text, name`): SQL =>
    sql`${table('added', kind)} as (
      insert into ${of} (${columns}) select ${values} from ${table('free', kind)} f, room
      where ${countOf(of)} + f.n <= ${MOST[kind]} on conflict do nothing returning ${returning})`;
  switch (kind) {
    case 'command':
      return [
        given(kind, rows),
        free(
          kind,
          isFreeCommand,
          sql`, sum(octet_length(g.replies::text) + octet_length(g.options::text)) over (order by g.ord) as bytes`,
        ),
        sql`held_bytes as (select ${BYTES_HELD} as bytes from ${commands}, room where community_id = room.id)`,
        sql`added_command as (
          insert into ${commands} (id, community_id, name, replies, options, created_by)
          select f.id, room.id, f.name, f.replies, f.options, (select id from member)
          from free_command f, room, held_bytes h
          where ${countOf(sql`${commands}`)} + f.n <= ${MOST.command} and h.bytes + f.bytes <= ${MAX_BYTES}
          on conflict do nothing returning id, name)`,
      ];
    case 'alias':
      return [
        given(kind, rows),
        free(kind, sql`${isFreeCommand} and ${withCommand}`),
        insert(
          sql`${aliases}`,
          sql`id, community_id, name, expansion, options, created_by`,
          sql`f.id, room.id, f.name, f.expansion, f.options, (select id from member)`,
        ),
      ];
    case 'counter':
      return [
        given(kind, rows),
        free(kind, sql`not ${named(sql`${counters}`)} and ${withCommand}`),
        insert(
          sql`${counters}`,
          sql`community_id, name, value`,
          sql`room.id, f.name, f.value`,
          sql`null::text as id, name`,
        ),
      ];
    case 'keyword':
      return [
        given(kind, rows),
        free(kind, sql`not ${named(sql`${keywordRules}`)} and ${withCommand}`),
        insert(
          sql`${keywordRules}`,
          sql`id, community_id, name, match, pattern, action, created_by`,
          sql`f.id, room.id, f.name, f.match, f.pattern, f.action, (select id from member)`,
        ),
      ];
    case 'timer':
      return [
        given(kind, rows),
        free(kind, sql`not ${named(sql`${timers}`)}`),
        insert(
          sql`${timers}`,
          sql`id, community_id, name, texts, schedule, min_lines, live, enabled, next_at, created_by`,
          sql`f.id, room.id, f.name, f.texts, f.schedule, f.lines, f.live, f.enabled, f.next, (select id from member)`,
        ),
      ];
    case 'quote':
      return [
        given(kind, rows),
        free(
          kind,
          sql`not exists (select from ${quotes} q where q.community_id = room.id and q.deleted_at is null
            and md5(q.normalised) = md5(g.normalised) and q.normalised = g.normalised)`,
        ),
        sql`fitting_quote as (select f.* from free_quote f where ${quotesHeld} + f.n <= ${MOST.quote})`,
        // All of their numbers at once: none of them is ever given again.
        sql`numbered as (
          insert into ${memoryNumbers} as numbers (community_id, kind, last)
          select room.id, 'quote', (select count(*) from fitting_quote)::integer from room
          where exists (select from fitting_quote)
          on conflict (community_id, kind) do update set last = numbers.last + excluded.last
          returning last - (select count(*) from fitting_quote)::integer as before)`,
        sql`added_quote as (
          insert into ${quotes} (id, community_id, number, text, normalised, author, category, game, title, said_at, status,
            shown, language, created_by)
          select f.id, community.id, numbered.before + f.n, f.text, f.normalised, f.author, f.category, f.game, f.title, f.said,
            case when ${mustWait(ctx)} then 'pending' else 'approved' end, ${leastShown},
            ${regconfigOf(sql`community.language`)}, (select id from member)
          from fitting_quote f, numbered, (select c.id, c.language from communities c, room where c.id = room.id) community
          returning id, number::text as name)`,
      ];
  }
}

/** What was made of the lines of a kind. A counter is known by its name. */
const madeOf = (kind: Draft['is']): SQL => sql`
  select g.ord, jsonb_build_object('line', g.line, 'kind', ${kind}::text, 'id', a.id, 'name', a.name
    ${kind === 'counter' ? sql`, 'value', g.value` : sql``}) as made
  from ${table('given', kind)} g join ${table('added', kind)} a
    on ${kind === 'counter' ? sql`a.name = g.name` : sql`a.id::text = g.id::text`}`;

/** Why lines of a kind that could be made a moment ago were not. */
const missedOf = (kind: Draft['is']): SQL => {
  const isCommand = kind === 'command' || kind === 'alias';
  const why = isCommand
    ? sql`when ${named(sql`${commands}`)} then 'name-custom' when ${named(sql`${aliases}`)} then 'name-alias'
        when ${named(sql`${httpModules}`)} then 'name-http'`
    : kind === 'counter'
      ? sql`when ${named(sql`${counters}`)} then 'counter-there'`
      : kind === 'timer'
        ? sql`when ${named(sql`${timers}`)} then 'name-timer'`
        : kind === 'keyword'
          ? sql`when ${named(sql`${keywordRules}`)} then 'name-keyword'`
          : sql`when not exists (select from free_quote f where f.id = g.id) then 'quote-there'`;
  return sql`
    select g.ord, jsonb_build_object('line', g.line, 'kind', ${kind}::text, 'name', g.name, 'why', case ${why}
      when not exists (select from ${table('free', kind)} f where f.line = g.line) then 'without-command' else 'full' end) as missed
    from ${table('given', kind)} g, room
    where not exists (select from made where made.made ->> 'line' = g.line)`;
};

/** Takes over what is wanted of a file: all of it that can be, in one transaction, and nothing in the place of anything. */
export async function applyImport(ctx: VerbCtx, { source, text, file, wanted }: Applying): Promise<Applied> {
  const read = readFile(source, text, ctx);
  if ('fault' in read) return { result: 'fault', ...read };
  const holdings = await holdingsOf(ctx, source, read.lines);
  const { ready, left } = chosen(planned(read.lines, holdings), wanted, holdings);
  const rows = rowsOf(ready, ctx);
  await announceTimers(ctx, rows);
  // Aliases, counters and keywords ask for the commands of the file.
  const kinds = KINDS.filter((kind) => kind === 'command' || rows[kind].length > 0);
  const id = uuidv7();
  const outcome = await ctx.effect<Outcome>({
    alone: true,
    ctes: [
      sql`room as (select id, language from communities where id = ${ctx.community.id}::uuid)`,
      ...kinds.flatMap((kind) => making(kind, rows, ctx)),
      sql`made as (${sql.join(kinds.map(madeOf), sql` union all `)})`,
      sql`missed as (${sql.join(kinds.map(missedOf), sql` union all `)})`,
    ],
    outcome: sql`jsonb_build_object('id', ${id}::text, 'left', ${JSON.stringify(left)}::jsonb,
      'made', (select jsonb_agg(made.made order by ord) from made),
      'missed', (select jsonb_agg(missed.missed order by ord) from missed))`,
    changesSettings: sql`exists (select from made where made.made ->> 'kind' in ('command', 'alias', 'keyword', 'timer'))`,
    audit: {
      action: source === 'quotes' ? 'quote.import' : 'import.apply',
      happened: sql`exists (select from made)`,
      target: sql`${`import:${id}`}::text`,
      before: sql`null::jsonb`,
      after: sql`(select jsonb_build_object('source', ${source}::text, 'file', ${file}::text,
        'counts', (select jsonb_object_agg(kind, n) from (
          select made.made ->> 'kind' as kind, count(*) as n from made group by 1) as counted),
        'left', (select count(*) from missed) + ${left.length}::integer,
        'made', jsonb_agg(made.made - 'line' order by ord)) from made)`,
    },
  });
  const made = outcome.made ?? [];
  const missed = (outcome.missed ?? []).map(({ line, why, name }) => ({
    id: line,
    reason: reason(why, why === 'full' || why === 'without-command' ? {} : { name }),
  }));
  return { result: 'done', id: made.length > 0 ? outcome.id : null, made, left: [...outcome.left, ...missed] };
}
