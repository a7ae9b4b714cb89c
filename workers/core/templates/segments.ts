/**
 * A piece of a variable's arguments: as the command's author typed it, or what a variable printed there. Only what was
 * typed has syntax (blanks, quotes, commas, `{{field}}`); a value is opaque, whatever stands in it.
 */
export interface Segment {
  readonly text: string;
  readonly literal: boolean;
  /** What a value is besides its text: JSON that was fetched for code. */
  readonly json?: unknown;
}

export const literal = (text: string): Segment => ({ text, literal: true });
export const value = (text: string, json?: unknown): Segment =>
  json === undefined ? { text, literal: false } : { text, literal: false, json };

export const textOf = (segments: readonly Segment[]): string => segments.map(({ text }) => text).join('');

/** One parameter; `quoted` is told so that an empty one counts. */
export interface Word {
  readonly segments: readonly Segment[];
  readonly quoted: boolean;
}

const QUOTES = ['"', "'", '`'];

/** A literal's characters one by one, a value as one. */
type Unit = string | Segment;

const unitsOf = (segments: readonly Segment[]): Unit[] =>
  segments.flatMap<Unit>((segment) => (segment.literal ? [...segment.text] : [segment]));

function segmentsOf(units: readonly Unit[]): Segment[] {
  const segments: Segment[] = [];
  let typed = '';
  for (const unit of units) {
    if (typeof unit === 'string') typed += unit;
    else {
      if (typed !== '') segments.push(literal(typed));
      segments.push(unit);
      typed = '';
    }
  }
  if (typed !== '') segments.push(literal(typed));
  return segments;
}

const isBlank = (unit: Unit | undefined): boolean => typeof unit === 'string' && /\s/.test(unit);

/**
 * The parameters, split at blanks; `"…"`, `'…'` and `` `…` `` hold one with blanks. A quote that nothing closes before a
 * blank or the end is a character like any other (`don't`).
 */
export function wordsOf(segments: readonly Segment[]): Word[] {
  const units = unitsOf(segments);
  const words: Word[] = [];
  const unclosed = new Set<Unit>();
  let at = 0;
  while (at < units.length) {
    const unit = units[at] as Unit;
    if (isBlank(unit)) {
      at++;
      continue;
    }
    const close = isQuote(unit) && !unclosed.has(unit) ? closeOf(units, at) : -1;
    if (close >= 0) {
      words.push({ segments: segmentsOf(units.slice(at + 1, close)), quoted: true });
      at = close + 1;
      continue;
    }
    // None closes here, so none does further on: every kind of quote is looked for in vain once.
    if (isQuote(unit)) unclosed.add(unit);
    let end = at;
    while (end < units.length && !isBlank(units[end])) end++;
    words.push({ segments: segmentsOf(units.slice(at, end)), quoted: false });
    at = end;
  }
  return words;
}

const isQuote = (unit: Unit): boolean => typeof unit === 'string' && QUOTES.includes(unit);

/** Where a quote that opens at `open` is closed: by its like before a blank or the end. -1 where it is not. */
function closeOf(units: readonly Unit[], open: number): number {
  for (let at = open + 1; at < units.length; at++) {
    if (units[at] === units[open] && (at + 1 === units.length || isBlank(units[at + 1]))) return at;
  }
  return -1;
}

/** The texts of the parameters. */
export const wordTexts = (segments: readonly Segment[]): string[] =>
  wordsOf(segments).map(({ segments: s }) => textOf(s));

/** All arguments as one text, out of the quotes if one pair holds them all. */
export function unquoted(segments: readonly Segment[]): Segment[] {
  const [word, ...more] = wordsOf(segments);
  return word?.quoted && more.length === 0 ? [...word.segments] : [...segments];
}

/**
 * A list that is separated by a character, its items trimmed, without empty ones. Where one value is the whole list, as in
 * `$(rngphrase $(query))`, it is the list that its author meant and is split too.
 */
export function listOf(segments: readonly Segment[], separator: string): string[] {
  const [only] = segments;
  const list = segments.length === 1 && only && !only.literal ? [literal(only.text)] : segments;
  const items: Unit[][] = [[]];
  for (const unit of unitsOf(list)) {
    if (unit === separator) items.push([]);
    else items.at(-1)?.push(unit);
  }
  return items.map((units) => textOf(segmentsOf(units)).trim()).filter((item) => item !== '');
}

/** What follows the first `count` parameters, with its blanks and quotes. */
export function afterWords(segments: readonly Segment[], count: number): Segment[] {
  const units = unitsOf(segments);
  let at = 0;
  for (let n = 0; n <= count; n++) {
    while (at < units.length && isBlank(units[at])) at++;
    if (n === count) break;
    while (at < units.length && !isBlank(units[at])) at++;
  }
  return segmentsOf(units.slice(at));
}

/** `{{field}}` in what was typed, filled in. */
export const fillFields = (segments: readonly Segment[], field: (name: string) => string): string =>
  segments
    .map(({ text, literal: typed }) => (typed ? text.replace(/\{\{\s*(\w+)\s*\}\}/g, (_, name) => field(name)) : text))
    .join('');
