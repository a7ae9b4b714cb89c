import { type Column, getTableColumns, getTableName, is, SQL, sql } from 'drizzle-orm';
import type { PgTable } from 'drizzle-orm/pg-core';
import * as z from 'zod';
import type { ArchivedTable, Row, TakingIn } from '../workers/core/archive.ts';
import { accounts, members } from './schema/index.ts';

/** Longest text of a column that says nothing else, in characters. */
const MOST_TEXT = 20_000;

/** A column that does not travel, and why; `in` is what stands there afterwards (the database's default where it is absent). */
interface Left {
  readonly why: string;
  readonly in?: (into: TakingIn) => SQL;
}

/** A column that travels in another form than it is kept in. */
interface Translated {
  /** jsonb, over the row `t`. */
  readonly out: SQL;
  readonly check: z.ZodType;
  /** Over the line `r` (`row`, `n`), and `p`, which has what is kept as it travels. */
  readonly in: (into: TakingIn) => SQL;
  /** What `in` reads from besides: a join over `r`. Lines that it leaves out are not taken in. */
  readonly join?: (into: TakingIn) => SQL;
  /** Rows for which `out` is null do not travel. */
  readonly needed?: true;
}

type Travels = Left | Translated | z.ZodType;

export const left = (why: string, value?: Left['in']): Left => ({ why, ...(value ? { in: value } : {}) });

const isLeft = (column: Travels | undefined): column is Left => column !== undefined && 'why' in column;
const isTranslated = (column: Travels | undefined): column is Translated => column !== undefined && 'out' in column;

/** Ids are made anew in the order of the lines, as UUIDv7 of when the thing was made: what is sorted by age stays sorted. */
export const freshId = (at: SQL): SQL => sql`(
  lpad(to_hex(floor(extract(epoch from ${at}) * 1000)::bigint), 12, '0') || '7' || lpad(to_hex((r.n % 4096)::integer), 3, '0')
    || substr(replace(gen_random_uuid()::text, '-', ''), 17))::uuid`;

const ANEW = 'ids are an installation’s own';

/** What a plain column may hold, by its type in the database. */
const BY_TYPE: Readonly<Record<string, () => z.ZodType>> = {
  text: () => z.string().max(MOST_TEXT),
  boolean: () => z.boolean(),
  smallint: () => z.int().min(-32_768).max(32_767),
  integer: () => z.int32(),
  bigint: () => z.int(),
  date: () => z.iso.date(),
  'timestamp with time zone': () => z.iso.datetime({ offset: true }),
  'text[]': () => z.array(z.string().max(300)).max(100),
};

function checkOf(column: Column, own?: z.ZodType): z.ZodType {
  const schema = own ?? (column.enumValues?.length ? z.enum(column.enumValues) : BY_TYPE[column.getSQLType()]?.());
  if (!schema) throw new Error(`${column.name} is ${column.getSQLType()}: say what it may hold`);
  if (!column.notNull) return schema.nullable().default(null);
  // An archive of a version that did not know the column says nothing of it.
  return column.default === undefined || is(column.default, SQL) ? schema : schema.default(column.default);
}

/** `platform:id` of an account `a`; null for one of an installation itself, which nobody can prove anywhere else. */
const KEY = sql`case when a.platform <> 'local' then a.platform || ':' || a.platform_id end`;
const keyOfMember = (member: SQL): SQL =>
  sql`(select ${KEY} from ${members} m join ${accounts} a on a.id = m.account_id where m.id = ${member})`;

/**
 * A query for `key` (`platform:id`) and `id`: the members of the new community, by all accounts that they are known by here. Who is one
 * person here is one member, whoever they were where they came from.
 */
const peopleIn = ({ community }: TakingIn): SQL => sql`
  select distinct a.platform || ':' || a.platform_id as key, m.id from ${members} m join ${accounts} own on own.id = m.account_id
    join ${accounts} a on a.id = own.id or a.person_id = own.person_id
  where m.community_id = ${community}`;

export const accountKey = z.string().regex(/^(?:twitch|discord|slack|youtube|kick):\S{1,100}$/, 'is no `platform:id`');

/** A column that refers to a member, who travels as `platform:id`. @param needed whether there is no row without them */
export function byMember(column = 'created_by', needed?: true): Translated {
  const person = sql.identifier(`person_${column}`);
  const key = sql`r.row ->> ${sql.raw(`'${column}'`)}`;
  return {
    out: keyOfMember(sql`t.${sql.identifier(column)}`),
    check: needed ? accountKey : accountKey.nullable(),
    join: (into) => sql`${needed ? sql`join` : sql`left join`} (${peopleIn(into)}) ${person} on ${person}.key = ${key}`,
    in: () => sql`${person}.id`,
    ...(needed ? { needed } : {}),
  };
}

export interface Archived {
  /** What names a row wherever it is, over `t`: the order of lines. */
  readonly order: readonly SQL[];
  readonly most: number;
  /** By name; what is not here travels as it is. */
  readonly columns?: Readonly<Record<string, Travels>>;
  /** Where rows `t` come from, where they have no `community_id`. */
  readonly from?: (community: SQL) => SQL;
  /** What holds of rows that travel. */
  readonly where?: SQL;
  /** Where several lines become one thing, the first is taken. */
  readonly first?: { readonly by: SQL };
  readonly late?: true;
  readonly mint?: ArchivedTable['mint'];
}

/** A table of which whole rows travel: what its columns hold, and what may come in, is read from the schema. */
export function archived(
  table: PgTable,
  { order, most, columns = {}, from, where, first, late, mint }: Archived,
): ArchivedTable {
  const name = getTableName(table);
  const all = Object.values(getTableColumns(table));
  const usual: Readonly<Record<string, Travels>> = {
    id: left(ANEW, () => freshId(sql`p.created_at`)),
    community_id: left('the archive is of one community', ({ community }) => community),
  };
  const how = new Map(all.map((column) => [column.name, columns[column.name] ?? usual[column.name]]));
  const kept = all.filter((column) => !isLeft(how.get(column.name)));
  const translated = kept.flatMap((column) => {
    const found = how.get(column.name);
    return isTranslated(found) ? [{ name: column.name, ...found }] : [];
  });
  const outOf = (column: Column): SQL => {
    const found = how.get(column.name);
    return isTranslated(found) ? found.out : sql`t.${sql.identifier(column.name)}`;
  };
  const names = kept.map((column) => column.name);
  const asText = (texts: readonly string[]): SQL => sql.raw(`'{${texts.join(',')}}'::text[]`);
  return {
    table: name,
    columns: names,
    left: Object.fromEntries(
      all.flatMap((column) => {
        const found = how.get(column.name);
        return isLeft(found) ? [[column.name, found.why]] : [];
      }),
    ),
    row: z.strictObject(
      Object.fromEntries(
        kept.map((column) => {
          const found = how.get(column.name);
          return [column.name, isTranslated(found) ? found.check : checkOf(column, found as z.ZodType | undefined)];
        }),
      ),
    ) as unknown as z.ZodType<Row>,
    most,
    ...(late ? { late } : {}),
    ...(mint ? { mint } : {}),
    export: (community) => {
      const fields = kept.map((column) => sql`${sql.raw(`'${column.name}'`)}, ${outOf(column)}`);
      const needed = translated.filter((each) => each.needed).map(({ out }) => sql`${out} is not null`);
      const holds = [from ? sql`true` : sql`t.community_id = ${community}`, ...(where ? [where] : []), ...needed];
      return sql`select jsonb_build_object(${sql.join(fields, sql`, `)}) as row from ${from?.(community) ?? sql`${table} t`}
        where ${sql.join(holds, sql` and `)} order by ${sql.join([...order], sql`, `)}`;
    },
    import: (into) => {
      const filled = all.flatMap((column) => {
        const found = how.get(column.name);
        const value = isLeft(found)
          ? found.in?.(into)
          : isTranslated(found)
            ? found.in(into)
            : sql`p.${sql.identifier(column.name)}`;
        return value ? [{ column: sql.identifier(column.name), value }] : [];
      });
      const plain = sql`jsonb_populate_record(null::${table}, r.row - ${asText([...translated.map((each) => each.name), 'id'])})`;
      return [
        sql`insert into ${table} (${sql.join(
          filled.map(({ column }) => column),
          sql`, `,
        )})
          select ${sql.join(
            filled.map(({ value }) => value),
            sql`, `,
          )}
          from (${into.lines(name)}) r cross join lateral ${plain} p
          ${sql.join(
            translated.flatMap(({ join }) => (join ? [join(into)] : [])),
            sql` `,
          )}
          ${first ? sql`order by ${first.by} on conflict do nothing` : sql``}`,
      ];
    },
  };
}

interface CountedByDay {
  /** Columns that say what is counted, and what they may hold. */
  readonly of: Readonly<Record<string, z.ZodType>>;
  /** The column that is counted. */
  readonly count: string;
  readonly most: number;
  /** Where the columns travel in another form: over `t`, and over the line's `row`. Null leaves a row out. */
  readonly out?: Readonly<Record<string, SQL>>;
  readonly in?: (into: TakingIn) => Readonly<Record<string, SQL>>;
  readonly late?: true;
}

/** A table with a row for each day, of which a line has all days: `{"2026-11-26": 3}`. */
export function countedByDay(
  table: PgTable,
  { of, count, most, out = {}, in: into, late }: CountedByDay,
): ArchivedTable {
  const name = getTableName(table);
  const keys = Object.keys(of);
  const outOf = (key: string): SQL => out[key] ?? sql`t.${sql.identifier(key)}`;
  const literal = (text: string): SQL => sql.raw(`'${text}'`);
  const list = (each: (key: string) => SQL): SQL => sql.join(keys.map(each), sql`, `);
  return {
    table: name,
    columns: [...keys, 'day', count],
    left: { community_id: 'the archive is of one community' },
    row: z.strictObject({ ...of, days: z.record(z.iso.date(), z.int32().min(0)) }) as unknown as z.ZodType<Row>,
    most,
    ...(late ? { late } : {}),
    export: (community) => sql`
      select jsonb_build_object(${list((key) => sql`${literal(key)}, k.${sql.identifier(key)}`)}, 'days', jsonb_object_agg(k.day, k.n)) as row
      from (select ${list((key) => sql`${outOf(key)} as ${sql.identifier(key)}`)}, t.day, sum(t.${sql.identifier(count)}) as n
        from ${table} t where t.community_id = ${community} group by ${list(outOf)}, t.day) k
      where ${sql.join(
        keys.map((key) => sql`k.${sql.identifier(key)} is not null`),
        sql` and `,
      )}
      group by ${list((key) => sql`k.${sql.identifier(key)}`)} order by ${list((key) => sql`k.${sql.identifier(key)} collate "C"`)}`,
    import: (taking) => {
      const values = into?.(taking) ?? {};
      const inOf = (key: string): SQL => values[key] ?? sql`r.row ->> ${literal(key)}`;
      return [
        sql`insert into ${table} (community_id, ${list((key) => sql.identifier(key) as unknown as SQL)}, day, ${sql.identifier(count)})
          select ${taking.community}, ${list((key) => sql`k.${sql.identifier(key)}`)}, d.day::date, d.n::integer
          from (select ${list((key) => sql`${inOf(key)} as ${sql.identifier(key)}`)}, r.row -> 'days' as days from (${taking.lines(name)}) r) k
            cross join lateral jsonb_each_text(k.days) as d (day, n)
          where ${sql.join(
            keys.map((key) => sql`k.${sql.identifier(key)} is not null`),
            sql` and `,
          )}`,
      ];
    },
  };
}
