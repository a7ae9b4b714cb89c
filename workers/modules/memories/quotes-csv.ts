import { type CsvRecord, readCsv, type Separator, unguardCell } from '../../core/csv.ts';
import { codePoints, oneLine, truncate } from '../../core/text.ts';
import { readWrittenDate } from '../../core/time/written-date.ts';
import { MAX_QUOTES } from './quote-rows.ts';
import {
  authorOf,
  categoryOf,
  MAX_AUTHOR,
  MAX_CATEGORY,
  MAX_CONTEXT,
  MAX_TEXT,
  normalisedText,
  readQuote,
  storable,
} from './quote-text.ts';
import { type Field, type Layout, layoutOf } from './quotes-csv-columns.ts';

/** Longest file that is read, in characters. */
export const MAX_CSV = 5_000_000;
/** What is shown of a line as it stands in the file, in code points. */
const SHOWN = 300;
/** What is said back of a cell, in code points. */
const TOLD = 40;
const DAY_MS = 86_400_000;

/** A quote of a file, in the form in which it would be kept. */
export interface CsvQuote {
  readonly text: string;
  readonly author: string;
  readonly category: string | null;
  readonly game: string | null;
  readonly title: string | null;
  /** ms since epoch; null where no day is known. */
  readonly saidAt: number | null;
}

export type CsvReason =
  | { readonly code: 'no-text' }
  | {
      readonly code: 'too-long';
      readonly field: Exclude<Field, 'date'>;
      readonly most: number;
      readonly length: number;
    }
  /** The line of the file on which the same is said before. */
  | { readonly code: 'twice'; readonly line: number }
  | { readonly code: 'broken' }
  | { readonly code: 'columns'; readonly found: number; readonly expected: number }
  | { readonly code: 'encoding' }
  | { readonly code: 'author-guessed'; readonly author: string }
  | { readonly code: 'pending' }
  | { readonly code: 'date-unknown' | 'date-future'; readonly typed: string }
  | {
      readonly code: 'date-ambiguous';
      readonly typed: string;
      /** ms since epoch, read either way round. */
      readonly dayFirst: number;
      readonly monthFirst: number;
    };

export type CsvStatus = 'ok' | 'review' | 'conflict' | 'unsupported';

export interface CsvLine {
  /** Of the file, counted from 1. */
  readonly line: number;
  readonly status: CsvStatus;
  /** Empty where it is ok. */
  readonly reasons: readonly CsvReason[];
  /** As it stands in the file, shortened. */
  readonly written: string;
  /** What would be kept; null where nothing can be. */
  readonly quote: CsvQuote | null;
}

export type CsvProblem =
  | { readonly code: 'empty' }
  | { readonly code: 'too-large' | 'too-many'; readonly most: number }
  | { readonly code: 'no-text-column'; readonly header: readonly string[] };

export interface CsvQuotes {
  /** Why nothing of the file is read; its lines are empty then. */
  readonly problem: CsvProblem | null;
  readonly separator: Separator;
  readonly hasHeader: boolean;
  /** Columns of its header that nothing is known of, and nothing is taken from. */
  readonly ignored: readonly string[];
  readonly lines: readonly CsvLine[];
}

export interface CsvContext {
  /** ms since epoch. */
  readonly now: number;
  /** IANA zone, for times without one. */
  readonly zone: string;
}

const tell = (typed: string): string => truncate(oneLine(typed), TOLD);

const LONGEST: readonly (readonly [Exclude<Field, 'date'>, number])[] = [
  ['text', MAX_TEXT],
  ['author', MAX_AUTHOR],
  ['category', MAX_CATEGORY],
  ['game', MAX_CONTEXT],
  ['title', MAX_CONTEXT],
];

function dateOf(typed: string, { now, zone }: CsvContext): { at: number | null; reason: CsvReason | null } {
  if (typed === '') return { at: null, reason: null };
  const date = readWrittenDate(typed, zone);
  switch (date.is) {
    case 'unknown':
      return { at: null, reason: { code: 'date-unknown', typed: tell(typed) } };
    case 'ambiguous':
      return {
        at: null,
        reason: {
          code: 'date-ambiguous',
          typed: tell(typed),
          dayFirst: date.dayFirst,
          monthFirst: date.monthFirst,
        },
      };
    case 'moment':
      return { at: date.at, reason: date.at > now + DAY_MS ? { code: 'date-future', typed: tell(typed) } : null };
  }
}

/** Where no column names who said it, the line may: `"text" - author`. */
function saidBy(text: string, { columns }: Layout): { text: string; author: string; reason: CsvReason | null } {
  if (columns.author !== undefined) return { text, author: '', reason: null };
  const read = readQuote(text);
  if (read.author === '') return { text, author: '', reason: null };
  // Behind quotation marks it can only be a name; behind a dash alone it may be the rest of a sentence.
  const isSure = /^["\u201C\u201D\u201E\u00AB\u00BB]/u.test(text);
  return { ...read, reason: isSure ? null : { code: 'author-guessed', author: tell(read.author) } };
}

/** One record by itself: whether the same is said elsewhere, only all of them together tell. */
function lineOf(record: CsvRecord, layout: Layout, context: CsvContext): CsvLine {
  const { columns, separator, width } = layout;
  const cellOf = (field: keyof typeof columns): string => {
    const place = columns[field];
    return place === undefined ? '' : storable(unguardCell(record.cells[place] ?? ''));
  };
  const { line } = record;
  const written = truncate(oneLine(record.cells.join(separator)), SHOWN);
  const said = saidBy(cellOf('text'), layout);
  const author = authorOf(cellOf('author') || said.author);
  const date = dateOf(cellOf('date'), context);
  const quote: CsvQuote = {
    text: said.text,
    author,
    category: categoryOf(cellOf('category')) || null,
    game: cellOf('game') || null,
    title: cellOf('title') || null,
    saidAt: date.at,
  };
  if (quote.text === '') return { line, status: 'unsupported', reasons: [{ code: 'no-text' }], written, quote: null };
  const tooLong = LONGEST.flatMap(([field, most]): readonly CsvReason[] => {
    const length = codePoints(quote[field] ?? '');
    return length > most ? [{ code: 'too-long', field, most, length }] : [];
  });
  if (tooLong.length > 0) return { line, status: 'unsupported', reasons: tooLong, written, quote: null };
  const found = record.cells.length;
  const isTorn = layout.hasHeader ? found > width : found !== width;
  const reasons: readonly (CsvReason | null)[] = [
    record.isBroken ? { code: 'broken' } : null,
    isTorn ? { code: 'columns', found, expected: width } : null,
    record.cells.some((cell) => cell.includes('\uFFFD')) ? { code: 'encoding' } : null,
    cellOf('status').toLowerCase() === 'pending' ? { code: 'pending' } : null,
    said.reason,
    date.reason,
  ];
  const told = reasons.filter((reason) => reason !== null);
  return { line, status: told.length > 0 ? 'review' : 'ok', reasons: told, written, quote };
}

/** What a file says twice is kept once: the later line is a conflict. */
function onceEach(lines: readonly CsvLine[]): readonly CsvLine[] {
  const seen = new Map<string, number>();
  return lines.map((line) => {
    if (line.quote === null) return line;
    const normalised = normalisedText(line.quote.text);
    const earlier = seen.get(normalised);
    if (earlier === undefined) seen.set(normalised, line.line);
    return earlier === undefined ? line : { ...line, status: 'conflict', reasons: [{ code: 'twice', line: earlier }] };
  });
}

/**
 * The quotes of a CSV file, line by line, with what may become of each: RFC 4180 with commas, semicolons or tabs, columns in any
 * order under common names, or without a header as text, author, category, game, title and date. It never fails, and changes
 * nothing. Our own export comes back as it was.
 */
export function readQuotesCsv(text: string, context: CsvContext): CsvQuotes {
  const none = { separator: ',', hasHeader: false, ignored: [], lines: [] } as const;
  if (text.length > MAX_CSV) return { ...none, problem: { code: 'too-large', most: MAX_CSV } };
  const layout = layoutOf(text);
  const { separator, hasHeader, ignored } = layout;
  const made = { separator, hasHeader, ignored };
  const records: CsvRecord[] = [];
  let header: readonly string[] = [];
  let nth = 0;
  for (const record of readCsv(text, separator)) {
    if (record.cells.every((cell) => cell.trim() === '')) continue;
    if (nth++ < layout.first) header = record.cells;
    else records.push(record);
    if (records.length > MAX_QUOTES) return { ...made, problem: { code: 'too-many', most: MAX_QUOTES }, lines: [] };
  }
  if (layout.columns.text === undefined && hasHeader)
    return { ...made, problem: { code: 'no-text-column', header: header.map(tell) }, lines: [] };
  if (records.length === 0) return { ...made, problem: { code: 'empty' }, lines: [] };
  const lines = records.map((record) => lineOf(record, layout, context));
  return { ...made, problem: null, lines: onceEach(lines) };
}
