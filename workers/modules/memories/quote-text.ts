import * as z from 'zod';
import { codePoints } from '../../core/text.ts';

/** Longest text of a quote, in code points: in chat, where it is to fit one line, and elsewhere. */
export const MAX_TYPED = 500;
export const MAX_TEXT = 5_000;
export const MAX_AUTHOR = 100;
export const MAX_CATEGORY = 50;
/** Longest name of a game, and of a stream. */
export const MAX_CONTEXT = 300;
/** Words of a name behind a dash without quotation marks; more than that is the rest of a sentence. */
const MAX_NAME_WORDS = 4;

const MARK = '["\u201C\u201D\u201E\u201F\u00AB\u00BB]';
const DASH = '[-\u2010-\u2015\u2212~]';
const QUOTED = new RegExp(
  `^${MARK}((?:(?!${MARK}).)+)${MARK}(?:\\s*${DASH}+\\s*(.+)|\\s+(\\S+(?:\\s\\S+){0,2}))?$`,
  'su',
);
/** A dash between blanks, or one that no word or number has in front of it. */
const LAST_DASH = new RegExp(`^(.+)\\s(?:${DASH}+\\s+|[\u2013-\u2015]+|-+(?=@))(\\S.*?)$`, 'su');

export interface TypedQuote {
  readonly text: string;
  readonly author: string;
}

/** A name as it is kept: without any @ in front of it, so that what is kept is the same when it is typed again. */
export const authorOf = (typed: string): string =>
  typed
    .replace(/\s+/gu, ' ')
    .replace(/^[@\s]+/, '')
    .trimEnd();

/** Categories are compared as they are kept. */
export const categoryOf = (typed: string): string => typed.trim().replace(/\s+/gu, ' ').toLowerCase();

/**
 * What somebody types of a quote: `"text" - author`, `"text" author` or `text - author`, with the quotation marks and dashes
 * that phones make of them.
 */
export function readQuote(typed: string): TypedQuote {
  const line = typed.replaceAll('\u00A0', ' ').trim();
  const quoted = QUOTED.exec(line);
  if (quoted) return { text: (quoted[1] ?? '').trim(), author: authorOf(quoted[2] ?? quoted[3] ?? '') };
  const dashed = LAST_DASH.exec(line);
  const author = authorOf(dashed?.[2] ?? '');
  if (!dashed || author === '' || author.split(' ').length > MAX_NAME_WORDS) return { text: line, author: '' };
  return { text: (dashed[1] ?? '').trim(), author };
}

/** What two quotes have in common that say the same: no case, no accents, no signs. Of signs alone, these. */
export function normalisedText(text: string): string {
  const plain = text
    .normalize('NFKD')
    .replace(/[\u0300-\u036F]/g, '')
    .toLowerCase()
    .replaceAll('ß', 'ss');
  const words = plain.replace(/[^\p{L}\p{M}\p{N}]+/gu, ' ').trim();
  return words === '' ? plain.trim() : words;
}

/** What people typed, without what PostgreSQL does not take: NUL and halves of surrogate pairs. */
export const storable = (text: string): string => text.replaceAll('\u0000', '').toWellFormed().trim();

/** A text of a request, of at least one and at most so many code points. */
export const line = (longest: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(longest * 2)
    .refine((text) => codePoints(text) <= longest, `is longer than ${longest} characters`)
    .refine(
      (text) => text.isWellFormed() && !text.includes('\u0000'),
      'has a NUL character or half of a surrogate pair: take it out',
    );
