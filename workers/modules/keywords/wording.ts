import { MAX_PATTERN, type PatternRefusal } from '../../core/keyword-matcher-check.ts';
import { truncate } from '../../core/text.ts';
import type { Say } from '../../core/words.ts';

/** As much of what is wrong as helps to find it. */
const MOST_SHOWN = 20;

/** What is wrong with a pattern, where, and what to do about it. */
export const patternWords = ({ fault, at, near }: PatternRefusal, say: Say): string =>
  say(`pattern.${fault}`, { at: at ?? 1, near: truncate(near, MOST_SHOWN), most: MAX_PATTERN });
