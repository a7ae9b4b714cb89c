import type { KeywordMatch } from '../../core/keywords.ts';
import { takeWord } from '../../core/options.ts';

export const MATCHES = ['exact', 'word', 'contains', 'regex'] as const satisfies readonly KeywordMatch[];
/** How a pattern is compared where nobody says how: it hits least by accident. */
export const USUAL_MATCH = 'word' satisfies KeywordMatch;

/** A rule as it was typed; what is absent was not typed. */
export interface TypedRule {
  readonly match?: KeywordMatch;
  readonly pattern?: string;
  /** What stands behind the arrow. */
  readonly action?: string;
}

/** Phones make one sign of two. */
const ARROW = /(?:^|\s)(?:=>|⇒)(?:\s|$)/;
const QUOTES = /^["\u201C\u201D\u201E]/;

const isMatch = (word: string): word is KeywordMatch => (MATCHES as readonly string[]).includes(word);

/**
 * Reads `[exact|word|contains|regex] <pattern> => <what to do>`. The first arrow between blanks ends the pattern; a pattern
 * that has one of its own, or blanks at its ends, or is the name of a kind, stands in quotes.
 */
export function readRule(typed: string): TypedRule {
  const text = typed.trim();
  const first = takeWord(text);
  const kind = first.word.toLowerCase();
  const isKind = isMatch(kind) && first.rest !== '' && !QUOTES.test(text) && !startsWithArrow(first.rest);
  const rest = isKind ? first.rest : text;
  const { pattern, action } = splitAtArrow(rest);
  return {
    ...(isKind ? { match: kind } : {}),
    ...(pattern === '' ? {} : { pattern }),
    ...(action === null ? {} : { action }),
  };
}

const startsWithArrow = (text: string): boolean => ARROW.exec(text)?.index === 0;

function splitAtArrow(text: string): { readonly pattern: string; readonly action: string | null } {
  if (QUOTES.test(text)) {
    const { word, rest } = takeWord(text);
    if (!QUOTES.test(word) && (rest === '' || startsWithArrow(rest)))
      return { pattern: word, action: rest === '' ? null : rest.replace(ARROW, '').trim() };
  }
  const arrow = ARROW.exec(text);
  if (!arrow) return { pattern: text, action: null };
  return { pattern: text.slice(0, arrow.index).trim(), action: text.slice(arrow.index + arrow[0].length).trim() };
}

/** A rule's kind and pattern as they would be typed. */
export function printPattern(match: KeywordMatch, pattern: string): string {
  const plain = `${match} ${pattern}`;
  const read = readRule(`${plain} => x`);
  return read.pattern === pattern && read.action === 'x' ? plain : `${match} "${pattern}"`;
}
