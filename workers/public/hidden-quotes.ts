import { type SQL, sql } from 'drizzle-orm';
import type { UnnamedName } from '../core/unnamed.ts';

/** A text as words with one blank around each, so that a name is found in it as a whole word: as `Unnamed` has it. */
const spaced = (text: SQL): SQL =>
  sql`' ' || regexp_replace(lower(normalize(${text}, NFKC)), '[^[:alnum:]_]+', ' ', 'g') || ' '`;

/**
 * A boolean over a row of quotes: whether its author or its text names one of these. What a page takes a name out of is not found by
 * searching either, as whether it is found would tell the name.
 */
export function namesOneOf(names: readonly UnnamedName[]): ((row: SQL) => SQL) | undefined {
  if (names.length === 0) return undefined;
  const list = JSON.stringify(
    names.map(({ name, isHere }) => ({ name: name.toWellFormed().replaceAll('\0', ''), here: isHere })),
  );
  const isIn = (text: SQL): SQL => sql`position(n.spaced in ${spaced(text)}) > 0`;
  return (row) => sql`exists (
    select from (
      select ${spaced(sql`x.name`)} as spaced, x.here from jsonb_to_recordset(${list}::jsonb) as x(name text, here boolean)) n
    where length(btrim(n.spaced)) > 0 and (
      ${isIn(sql`${row}.author`)} or n.here and ${isIn(sql`${row}.text || ' ' || coalesce(${row}.category, '') || ' ' || coalesce(${row}.game, '')`)}))`;
}
