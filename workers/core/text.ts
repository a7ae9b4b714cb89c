/**
 * Chat clients append invisible characters to dodge the duplicate check (Chatterino and 7TV: U+034F, before that
 * U+E0000). Only the end is cleaned: inside the text U+200D and U+FE0F build emoji.
 */
const INVISIBLE_END = /[\s\u034F\u200B-\u200F\u2060-\u206F\u2800\uFE00-\uFE0F\u{E0000}-\u{E007F}]+$/u;
/** A variation selector that ends the text after a symbol belongs to it. */
const EMOJI_END = /[\p{Emoji}\u20E3]\uFE0F$/u;

export function stripInvisibleEnd(text: string): string {
  const stripped = text.replace(INVISIBLE_END, '');
  const kept = `${stripped}\uFE0F`;
  return text.startsWith(kept) && EMOJI_END.test(kept) ? kept : stripped;
}

const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

export const graphemes = (text: string): string[] => Array.from(segmenter.segment(text), (s) => s.segment);

/** Code points, the unit in which Twitch and Slack count. */
export const codePoints = (text: string): number => {
  let count = 0;
  for (const _ of text) count++;
  return count;
};

const NEWLINES = /[\s]*[\r\n\u0085\u2028\u2029]+[\s]*/g;

/** One line for platforms that have no second one. */
export const oneLine = (text: string): string => text.replace(NEWLINES, ' ').trim();

/**
 * Cuts a text into parts that measure at most `limit`, at word borders where there are any and never inside a grapheme.
 * A grapheme longer than the limit is dropped: no platform could show it.
 *
 * @param measure length of a piece in the platform's unit; additive over pieces
 */
export function splitText(text: string, limit: number, measure: (piece: string) => number = codePoints): string[] {
  if (measure(text) <= limit) return text === '' ? [] : [text];
  const parts: string[] = [];
  let part = '';
  let length = 0;
  const flush = () => {
    const cut = part.trimEnd();
    if (cut !== '') parts.push(cut);
    part = '';
    length = 0;
  };
  for (const word of text.split(/(?<=\s)/u)) {
    const size = measure(word.trimEnd());
    if (length > 0 && length + size > limit) flush();
    if (size <= limit) {
      part += word;
      length += measure(word);
      continue;
    }
    for (const grapheme of graphemes(word)) {
      const points = measure(grapheme);
      if (points > limit) continue;
      if (length + points > limit) flush();
      part += grapheme;
      length += points;
    }
  }
  flush();
  return parts;
}

/** The first part of a text that fits into `limit` code points, with an ellipsis where something was left out. */
export function truncate(text: string, limit: number): string {
  if (codePoints(text) <= limit) return text;
  return `${splitText(text, limit - 1)[0] ?? ''}…`;
}
