import { RE2JSSyntaxException } from 're2js';
import { compileRegex } from './keyword-matcher-program.ts';
import { RegexAutomaton } from './keyword-matcher-regex.ts';
import { plainForm } from './keyword-matcher-text.ts';
import type { KeywordMatch } from './keywords.ts';
import { codePoints } from './text.ts';

/** Longest pattern, in code points. */
export const MAX_PATTERN = 500;

/** What can be wrong with a pattern. */
export type PatternFault =
  | 'empty'
  | 'too-long'
  /** It repeats so much, or tells so many characters apart, that its program would be too large. */
  | 'too-large'
  | 'unclosed-group'
  | 'unopened-group'
  | 'unclosed-set'
  | 'bad-group'
  | 'bad-set'
  | 'bad-escape'
  | 'bad-repeat'
  | 'nothing-to-repeat'
  | 'repeated-twice'
  | 'ends-in-backslash'
  /** What no engine can tell in time that grows with the line only: `(?=…)`, `(?<!…)`. */
  | 'look-around'
  /** `\1`, for the same reason. */
  | 'back-reference'
  | 'syntax';

export interface PatternRefusal {
  readonly fault: PatternFault;
  /** The character at which it is wrong, counted from 1; null where it is the whole. */
  readonly at: number | null;
  /** What stands there. */
  readonly near: string;
}

/** What re2js calls what is wrong. */
const FAULTS: Readonly<Record<string, PatternFault>> = {
  'expression too large': 'too-large',
  'expression nests too deeply': 'too-large',
  'missing closing )': 'unclosed-group',
  'unexpected )': 'unopened-group',
  'missing closing ]': 'unclosed-set',
  'invalid character class range': 'bad-set',
  'invalid escape sequence': 'bad-escape',
  'invalid repeat count': 'bad-repeat',
  'missing argument to repetition operator': 'nothing-to-repeat',
  'invalid nested repetition operator': 'repeated-twice',
  'trailing backslash at end of expression': 'ends-in-backslash',
  'invalid named capture': 'bad-group',
  'duplicate capture group name': 'bad-group',
  'invalid or unsupported Perl syntax': 'bad-group',
};

/** Places at which a fault is looked for, at most. */
const MOST_PLACES = 20;
/** States that trying a pattern may make room for, bytes. */
const TRIED_BYTES = 4_096;

/** What is wrong with a rule's pattern, by its place; null for one that can be matched. */
export function checkPattern(match: KeywordMatch, pattern: string, caseSensitive = false): PatternRefusal | null {
  if (codePoints(pattern) > MAX_PATTERN) return { fault: 'too-long', at: null, near: '' };
  if (match !== 'regex') return plainForm(pattern) === '' ? { fault: 'empty', at: null, near: '' } : null;
  if (pattern === '') return { fault: 'empty', at: null, near: '' };
  try {
    new RegexAutomaton(pattern, caseSensitive, TRIED_BYTES);
    return null;
  } catch (error) {
    if (error instanceof RangeError) return { fault: 'too-large', at: null, near: '' };
    return refusalOf(pattern, error);
  }
}

function refusalOf(pattern: string, error: unknown): PatternRefusal {
  if (!(error instanceof RE2JSSyntaxException)) return { fault: 'syntax', at: null, near: '' };
  const fault = FAULTS[error.error] ?? 'syntax';
  const near = error.input ?? '';
  if (fault === 'unclosed-group') return refusalAt(pattern, fault, openBracketOf(pattern), '(');
  if (fault === 'unopened-group') return refusalAt(pattern, fault, closingBracketOf(pattern), ')');
  if (fault === 'ends-in-backslash') return refusalAt(pattern, fault, pattern.length - 1, '\\');
  if (fault === 'too-large') return { fault, at: null, near: '' };
  const told = /^\(\?<?[=!]/.test(near) ? 'look-around' : /^\\[1-9]/.test(near) ? 'back-reference' : fault;
  return refusalAt(pattern, told, placeOf(pattern, near, error.error), near);
}

function refusalAt(pattern: string, fault: PatternFault, place: number, near: string): PatternRefusal {
  return { fault, at: place < 0 ? null : codePoints(pattern.slice(0, place)) + 1, near };
}

/** Where what is wrong stands: there, what comes before it and itself are wrong in the same way. */
function placeOf(pattern: string, near: string, reason: string): number {
  let place = near === '' ? -1 : pattern.indexOf(near);
  for (let tried = 0; place >= 0 && tried < MOST_PLACES; tried++) {
    if (reasonOf(pattern.slice(0, place + near.length)) === reason) return place;
    place = pattern.indexOf(near, place + 1);
  }
  return -1;
}

function reasonOf(pattern: string): string | null {
  try {
    compileRegex(pattern, true);
    return null;
  } catch (error) {
    return error instanceof RE2JSSyntaxException ? error.error : null;
  }
}

/** A pattern's brackets of groups, with the depth behind each; what stands in sets and behind backslashes is left out. */
function bracketsOf(pattern: string): readonly { readonly at: number; readonly depth: number }[] {
  const brackets: { at: number; depth: number }[] = [];
  let depth = 0;
  for (const { 0: found, index } of pattern.matchAll(/\\[\s\S]|\[\^?\]?(?:\\[\s\S]|[^\\\]])*\]|[()]/g)) {
    if (found !== '(' && found !== ')') continue;
    depth += found === '(' ? 1 : -1;
    brackets.push({ at: index, depth });
  }
  return brackets;
}

/** The last bracket that is never closed. */
function openBracketOf(pattern: string): number {
  const brackets = bracketsOf(pattern);
  return (
    brackets.findLast(({ at, depth }, i) => {
      return pattern[at] === '(' && brackets.slice(i + 1).every((later) => later.depth >= depth);
    })?.at ?? -1
  );
}

/** The first bracket that closes nothing. */
const closingBracketOf = (pattern: string): number => bracketsOf(pattern).find(({ depth }) => depth < 0)?.at ?? -1;
