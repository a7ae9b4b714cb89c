import type { CsvRecord, Separator } from '../../core/csv.ts';
import { readCsv, SEPARATORS } from '../../core/csv.ts';

/** What is kept of a quote, in the order in which a file without a header has it. */
const FIELDS = ['text', 'author', 'category', 'game', 'title', 'date'] as const;
export type Field = (typeof FIELDS)[number];
/** `status`: whether it waited to be approved. */
export type Column = Field | 'status';
export type Columns = Readonly<Partial<Record<Column, number>>>;

/** How programs and people call their columns, without case, accents, blanks and signs. */
const NAMES: Readonly<Record<Column, string>> = {
  text: 'text quote quotetext quotes content message body zitat zitate inhalt nachricht',
  author: 'author quotee by saidby who name user username person speaker originator autor autorin von wer',
  category: 'category categories group kategorie',
  game: 'game gamename playing played spiel',
  title: 'title streamtitle stream titel',
  date: 'date saidat when time datetime timestamp created createdat createdon added addedat addedon dateadded datum zeit zeitpunkt am',
  status: 'status state',
};
/** Columns that are known, and nothing that could be taken in: numbers and votes are a community’s own. */
const KNOWN = new Set('number no nr num id quoteid quotenumber nummer up down votes'.split(' '));
const COLUMN_OF: ReadonlyMap<string, Column> = new Map(
  (Object.keys(NAMES) as Column[]).flatMap((column) =>
    NAMES[column].split(' ').map((name): [string, Column] => [name, column]),
  ),
);

/** Records that are looked at to learn how a file is made. */
const LOOKED_AT = 20;

const plain = (name: string): string =>
  name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');

export interface Layout {
  readonly separator: Separator;
  readonly hasHeader: boolean;
  readonly columns: Columns;
  /** Columns of the header that nothing is known of. */
  readonly ignored: readonly string[];
  /** Cells that a record has. */
  readonly width: number;
  /** The record with which quotes begin, counted from 0. */
  readonly first: number;
}

function headerOf({ cells }: CsvRecord): Pick<Layout, 'columns' | 'ignored'> | null {
  const columns: Partial<Record<Column, number>> = {};
  const ignored: string[] = [];
  let known = 0;
  for (const [place, cell] of cells.entries()) {
    const column = COLUMN_OF.get(plain(cell));
    if (column !== undefined && columns[column] === undefined) columns[column] = place;
    else if (column === undefined && KNOWN.has(plain(cell))) known++;
    else if (cell.trim() !== '') ignored.push(cell.trim());
  }
  const found = Object.keys(columns).length;
  // One word that is known may be what somebody said: a header says at least what the text is, or two things.
  if (columns.text === undefined && found + known < 2) return null;
  return { columns, ignored };
}

function someOf(text: string, separator: Separator): readonly CsvRecord[] {
  const records: CsvRecord[] = [];
  for (const record of readCsv(text, separator)) {
    if (record.cells.some((cell) => cell.trim() !== '')) records.push(record);
    if (records.length === LOOKED_AT) break;
  }
  return records;
}

/** How many of the records have as many cells as most of them, and how many that is. */
function commonWidth(records: readonly CsvRecord[]): { readonly width: number; readonly agreeing: number } {
  const counts = new Map<number, number>();
  for (const { cells } of records) counts.set(cells.length, (counts.get(cells.length) ?? 0) + 1);
  const [width, agreeing] = [...counts].toSorted((one, other) => other[1] - one[1] || other[0] - one[0])[0] ?? [1, 0];
  return { width, agreeing };
}

/** `sep=;`, by which spreadsheets are told the separator. */
const HINT = /^\uFEFF?sep=([,;\t])[ \t]*(?:\r\n|\r|\n)/i;

/** How a file is made: told by its header where it has one, else by the separator that makes its lines equally long. */
export function layoutOf(text: string): Layout {
  const hinted = HINT.exec(text)?.[1] as Separator | undefined;
  const candidates = (hinted === undefined ? SEPARATORS : [hinted]).map((separator) => {
    const [hint, ...others] = someOf(text, separator);
    const records = hinted === undefined && hint ? [hint, ...others] : others;
    const header = records[0] ? headerOf(records[0]) : null;
    return { separator, header, columns: records[0]?.cells.length ?? 0, ...commonWidth(records) };
  });
  const skipped = hinted === undefined ? 0 : 1;
  const named = candidates
    .filter(({ header }) => header !== null)
    .toSorted(
      (one, other) =>
        Object.keys(other.header?.columns ?? {}).length - Object.keys(one.header?.columns ?? {}).length ||
        other.columns - one.columns,
    )[0];
  if (named?.header)
    return { separator: named.separator, hasHeader: true, ...named.header, width: named.columns, first: skipped + 1 };
  const best = candidates
    .filter(({ width }) => width > 1)
    .toSorted((one, other) => other.agreeing - one.agreeing || other.width - one.width)[0];
  const { separator, width } = best ?? { separator: hinted ?? (',' as const), width: 1 };
  const columns = Object.fromEntries(FIELDS.slice(0, width).map((field, place) => [field, place]));
  return { separator, hasHeader: false, columns, ignored: [], width, first: skipped };
}
