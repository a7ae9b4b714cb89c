/** What stands between the cells of a line: RFC 4180's comma, and what spreadsheets write in countries where that is a decimal mark. */
export const SEPARATORS = [',', ';', '\t'] as const;
export type Separator = (typeof SEPARATORS)[number];

export interface CsvRecord {
  /** The line of the file on which it begins, counted from 1. */
  readonly line: number;
  readonly cells: readonly string[];
  /** Whether its quotation marks do not match; its cells are then what they could mean. */
  readonly isBroken: boolean;
}

interface Cell {
  readonly value: string;
  /** Where the separator, the line's end or the text's end stands. */
  readonly end: number;
  readonly isBroken: boolean;
}

/** The end of a line that begins at or before `from`: where its CR, LF or the text's end stands. */
function lineEnd(text: string, from: number): number {
  for (let at = from; at < text.length; at++) if (text[at] === '\n' || text[at] === '\r') return at;
  return text.length;
}

function plainEnd(text: string, from: number, separator: Separator): number {
  for (let at = from; at < text.length; at++)
    if (text[at] === separator || text[at] === '\n' || text[at] === '\r') return at;
  return text.length;
}

/** The cell behind the quotation mark at `from`; null where no mark closes it before `until`. */
function quotedCell(text: string, from: number, separator: Separator, until: number): Cell | null {
  let value = '';
  let start = from + 1;
  for (;;) {
    const mark = text.indexOf('"', start);
    if (mark === -1 || mark >= until) return null;
    value += text.slice(start, mark);
    if (text[mark + 1] === '"') {
      value += '"';
      start = mark + 2;
      continue;
    }
    const end = plainEnd(text, mark + 1, separator);
    const behind = text.slice(mark + 1, end);
    // Blanks between a mark and the separator mean nothing.
    if (behind.trim() === '') return { value, end, isBroken: false };
    return { value: text.slice(from, end), end, isBroken: true };
  }
}

function cellAt(text: string, from: number, separator: Separator, isLineOnly: boolean): Cell {
  if (text[from] === '"') {
    const quoted = quotedCell(text, from, separator, isLineOnly ? lineEnd(text, from) : text.length);
    if (quoted) return quoted;
  }
  const end = plainEnd(text, from, separator);
  return { value: text.slice(from, end), end, isBroken: text[from] === '"' };
}

interface Read {
  readonly record: CsvRecord;
  readonly end: number;
}

function recordAt(text: string, from: number, line: number, separator: Separator, isLineOnly: boolean): Read {
  const cells: string[] = [];
  let isBroken = false;
  let at = from;
  for (;;) {
    const cell = cellAt(text, at, separator, isLineOnly);
    cells.push(cell.value);
    isBroken ||= cell.isBroken;
    at = cell.end;
    if (text[at] !== separator) return { record: { line, cells, isBroken }, end: at };
    at++;
  }
}

function breaksIn(text: string, from: number, to: number): number {
  let breaks = 0;
  for (let at = from; at < to; at++) {
    if (text[at] === '\n') breaks++;
    else if (text[at] === '\r' && text[at + 1] !== '\n') breaks++;
  }
  return breaks;
}

/**
 * The records of a file (RFC 4180), in order; lines may end in CR, LF or both, and a byte order mark is no part of the first
 * cell. Where a quotation mark is never closed, that line and all after it are read line by line, so that one mark does not
 * swallow the file. It takes time in proportion to the text, whatever is in it.
 */
export function* readCsv(text: string, separator: Separator): Generator<CsvRecord> {
  let at = text.startsWith('\uFEFF') ? 1 : 0;
  let line = 1;
  let isLineOnly = false;
  while (at < text.length) {
    if (!isLineOnly && !closes(text, at, separator)) isLineOnly = true;
    const { record, end } = recordAt(text, at, line, separator, isLineOnly);
    yield record;
    line += breaksIn(text, at, end);
    if (end < text.length) line++;
    at = text[end] === '\r' && text[end + 1] === '\n' ? end + 2 : end + 1;
  }
}

/** Whether each quotation mark that opens a cell of this record is closed somewhere. */
function closes(text: string, from: number, separator: Separator): boolean {
  let at = from;
  for (;;) {
    if (text[at] === '"') {
      const quoted = quotedCell(text, at, separator, text.length);
      if (!quoted) return false;
      at = quoted.end;
    } else at = plainEnd(text, at, separator);
    if (text[at] !== separator) return true;
    at++;
  }
}

/** OWASP, CSV injection: what spreadsheets may take for a formula, however many of our own marks are in front of it. */
const GUARDED = /^'*[=+\-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20]/;

/** A cell that no spreadsheet reckons: with an apostrophe, their sign for text, in front of what would begin a formula. */
export const guardCell = (value: string): string => (GUARDED.test(value) ? `'${value}` : value);

/** What `guardCell` was given. */
export const unguardCell = (value: string): string =>
  value.startsWith("'") && GUARDED.test(value.slice(1)) ? value.slice(1) : value;

/** A record as it stands in a file, its end included; every cell is guarded, and quoted where any program might split it. */
export const csvRecord = (cells: readonly string[]): string =>
  `${cells.map((cell) => quoted(guardCell(cell))).join(',')}\r\n`;

const quoted = (cell: string): string => (/^\s|\s$|[",;\t\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);
