import type { CsvLine, CsvReason } from '../memories/quotes-csv.ts';
import { readQuotesCsv } from '../memories/quotes-csv.ts';
import { isFields } from './fields.ts';
import { MAX_LINES, type Read, type Reason, reason, type SourceLine } from './lines.ts';
import { recognised } from './read.ts';

/** Quotes of a table. @param zone IANA, for days without one */
export function readQuotes(text: string, now: number, zone: string): Read {
  const other = ofAnotherSource(text);
  if (other) return other;
  const { problem, lines } = readQuotesCsv(text, { now, zone });
  if (problem === null)
    return lines.length > MAX_LINES ? { fault: 'too-many', most: MAX_LINES } : { lines: lines.map(lineOf) };
  switch (problem.code) {
    case 'no-text-column':
      return { fault: 'no-text-column', header: problem.header.join(', ') };
    case 'empty':
      return { fault: 'empty' };
    default:
      return { fault: 'too-many', most: MAX_LINES };
  }
}

/** A bot's answer in JSON is no table. */
function ofAnotherSource(text: string): Read | null {
  if (!/^\uFEFF?\s*[[{]/.test(text)) return null;
  try {
    const document: unknown = JSON.parse(text.replace(/^\uFEFF/, ''));
    const is = recognised(document);
    if (is !== null) return { fault: 'other-source', is };
    return isFields(document) || Array.isArray(document) ? { fault: 'unknown-shape' } : null;
  } catch {
    return null;
  }
}

function lineOf({ line, written, quote, reasons }: CsvLine): SourceLine {
  const place = `line ${line}`;
  return {
    id: `line-${line}`,
    place,
    kind: 'quote',
    typed: quote?.text ?? written,
    name: '',
    of: null,
    draft: quote === null ? null : { is: 'quote', ...quote },
    reasons: reasons.flatMap(told),
  };
}

/** What is told of a quote here; what is said twice, the plan finds by itself. */
function told(why: CsvReason): readonly Reason[] {
  switch (why.code) {
    case 'no-text':
      return [reason('incomplete', { field: 'text' })];
    case 'too-long':
      return [reason('too-long', { length: why.length, most: why.most, field: why.field })];
    case 'twice':
      return [];
    case 'columns':
      return [reason('quote-columns', { found: why.found, expected: why.expected })];
    case 'author-guessed':
      return [reason('quote-author-guessed', { author: why.author })];
    case 'date-unknown':
      return [reason('quote-date-unknown', { typed: why.typed })];
    case 'date-future':
      return [reason('quote-date-future', { typed: why.typed })];
    case 'date-ambiguous':
      return [reason('quote-date-ambiguous', { typed: why.typed })];
    case 'broken':
    case 'encoding':
    case 'pending':
      return [reason(`quote-${why.code}`)];
  }
}
