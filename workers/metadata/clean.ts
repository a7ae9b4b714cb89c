import { graphemes } from '../core/text.ts';

/** What is looked at of a text, in UTF-16 units: enough for every limit below, however it is spelled. */
const LOOKED_AT = 8_192;
/** The longest grapheme that means something is a family of emoji with skin tones, of 25 units. */
const LONGEST_GRAPHEME = 32;

const SCRIPT = /<(script|style)\b[^>]*>[\s\S]*?<\/\1\s*>/gi;
/** U+FEFF is a blank to JavaScript, and nothing to people. */
const BLANK = /[^\S\uFEFF]+/g;
/** Tags that get into texts by mistake. Others stay: they may be what a page is about. */
const INLINE = /<\/?(?:a|b|big|em|font|i|mark|s|small|span|strong|sub|sup|u)(?:\s[^<>]*)?\/?>/gi;
const BLOCKS = /<\/?(?:br|div|h[1-6]|img|li|ol|p|ul|wbr)(?:\s[^<>]*)?\/?>/gi;

/**
 * Controls, overrides of the reading direction, and what shows nothing: soft hyphens, zero-width spaces, fillers, tags. The marks
 * of direction, joiners and emoji stay.
 */
const UNSEEN =
  /[[\p{Default_Ignorable_Code_Point}\p{Cc}\u2800\uFFF9-\uFFFB]--[\u061C\u200C-\u200F\uFE0E\uFE0F\u{E0000}-\u{E007F}]]|(?<!\u{1F3F4}[\u{E0020}-\u{E007E}]{0,8})[\u{E0000}-\u{E007F}]/gv;
/** Joiners that join nothing: between letters of scripts that have none, before and after blanks, several in a row. */
const IDLE_JOINERS =
  /(?<![\p{L}\p{M}\p{Extended_Pictographic}\p{Emoji_Modifier}])[\u200C\u200D]|(?<=[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}])[\u200C\u200D]|[\u200C\u200D](?![\p{L}\p{M}\p{Extended_Pictographic}])/gu;
/** Marks on one letter, of which no language has more than a handful. */
const PILED_MARKS = /(\p{M}{6})\p{M}+/gu;
const SEEN = /[\p{L}\p{N}\p{P}\p{S}]/u;

/** A text without the tags of a rich one: `<p>A <b>bold</b> dish</p>`. */
export const withoutMarkup = (text: string): string =>
  text.replace(SCRIPT, ' ').replace(BLOCKS, ' ').replace(INLINE, '');

/**
 * A text from somewhere else as one line that can be shown: well-formed, composed (NFC), without what is not seen or turns the
 * line around, without scripts, at most `limit` graphemes with an ellipsis where something was left out. Empty where nothing
 * is left. What is left may still hold `<` and `&`: it is text, and has to be escaped like any other.
 */
export function cleanText(text: string, limit: number): string {
  const line = text
    .slice(0, LOOKED_AT)
    .toWellFormed()
    .replaceAll('\uFFFD', '')
    .normalize('NFC')
    .replace(SCRIPT, ' ')
    .replace(BLANK, ' ')
    .replace(UNSEEN, '')
    .replace(IDLE_JOINERS, '')
    .replace(PILED_MARKS, '$1')
    .replace(BLANK, ' ')
    .trim();
  if (!SEEN.test(line)) return '';
  if (line.length <= limit && line.length <= LONGEST_GRAPHEME) return line;
  const shown = graphemes(line).filter((grapheme) => grapheme.length <= LONGEST_GRAPHEME);
  if (shown.length <= limit) return shown.join('').trim();
  const cut = shown.slice(0, limit - 1).join('');
  return `${cut.trimEnd()}…`;
}
