import { sql } from 'drizzle-orm';
import { counters, keywordRules, quotes, timers } from '../../../db/schema/index.ts';
import type { VerbCtx } from '../../core/modules.ts';
import type { Registry } from '../../core/registry.ts';
import type { Dialect } from '../../core/templates/nodes.ts';
import type { Language } from '../../core/words.ts';
import type { Kind, Source, SourceLine } from './lines.ts';
import { keyOf } from './plan.ts';

/** What a community has already, as far as a file may be in its way. */
export interface Holdings {
  readonly registry: Registry;
  readonly prefix: string;
  readonly language: Language;
  /** ms since epoch. */
  readonly now: number;
  /** Whose rules the file's texts follow. */
  readonly dialect: Dialect;
  count(kind: Kind): number;
  counter(name: string): number | undefined;
  /** What it says. */
  timer(name: string): string | undefined;
  /** What it looks for. */
  keyword(name: string): string | undefined;
  /** The number of the quote that says the same, by its normalised text. */
  quote(normalised: string): number | undefined;
}

interface Row extends Record<string, unknown> {
  readonly kind: 'timer' | 'keyword' | 'counter' | 'quote';
  readonly name: string;
  readonly text: string;
}

/** Reads all that lines may meet, in one query beside the registry. */
export async function holdingsOf(ctx: VerbCtx, source: Source, lines: readonly SourceLine[]): Promise<Holdings> {
  const said = lines.filter(({ kind, draft }) => kind === 'quote' && draft !== null).map(keyOf);
  const community = sql`${ctx.community.id}::uuid`;
  const [registry, { rows }, held] = await Promise.all([
    ctx.registry(),
    ctx.read('import.holdings', (db) =>
      db.execute<Row>(sql`
        select 'timer' as kind, name, coalesce(texts ->> 0, '') as text from ${timers} where community_id = ${community}
        union all select 'keyword', name, pattern from ${keywordRules} where community_id = ${community}
        union all select 'counter', name, value::text from ${counters} where community_id = ${community}
        union all select 'quote', q.normalised, q.number::text from ${quotes} q
          where q.community_id = ${community} and q.deleted_at is null
            and md5(q.normalised) in (select md5(said) from jsonb_array_elements_text(${JSON.stringify(said)}::jsonb) said)`),
    ),
    said.length === 0 ? 0 : quotesHeld(ctx),
  ]);
  const by = (kind: Row['kind']) => new Map(rows.flatMap((row) => (row.kind === kind ? [[row.name, row.text]] : [])));
  const [timersHere, keywords, countersHere, quotesHere] = [by('timer'), by('keyword'), by('counter'), by('quote')];
  const counts: Readonly<Partial<Record<Kind, number>>> = {
    command: registry.entries.filter(({ kind }) => kind === 'custom').length,
    alias: registry.entries.filter(({ kind }) => kind === 'alias').length,
    counter: countersHere.size,
    keyword: keywords.size,
    timer: timersHere.size,
    quote: held,
  };
  const numberIn = (map: ReadonlyMap<string, string>, name: string): number | undefined => {
    const found = map.get(name);
    return found === undefined ? undefined : Number(found);
  };
  return {
    registry,
    prefix: ctx.prefix,
    language: ctx.community.language,
    now: ctx.now,
    dialect: source === 'quotes' ? 'native' : source,
    count: (kind) => counts[kind] ?? 0,
    counter: (name) => numberIn(countersHere, name),
    timer: (name) => timersHere.get(name),
    keyword: (name) => keywords.get(name),
    quote: (normalised) => numberIn(quotesHere, normalised),
  };
}

async function quotesHeld(ctx: VerbCtx): Promise<number> {
  const { rows } = await ctx.read('import.quotes-held', (db) =>
    db.execute<{ n: number }>(sql`
      select count(*)::int as n from ${quotes} where community_id = ${ctx.community.id}::uuid and deleted_at is null`),
  );
  return rows[0]?.n ?? 0;
}
