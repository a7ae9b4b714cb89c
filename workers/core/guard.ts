import type { PlatformTraits } from './platforms.ts';
import type { Reply } from './replies.ts';
import { codePoints, oneLine, splitText, stripInvisibleEnd, stripInvisibleStart } from './text.ts';

/** Control and bidirectional-override characters: they show nothing and can make a line read as what it is not. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is removed
const UNSEEN = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F\u202A-\u202E\u2066-\u2069]/g;
/** Stands before a line that would otherwise be a command of the platform or of a bot. */
const HARMLESS = '› ';

/**
 * The last look at everything shown in chat: the platform's length by grapheme and its number of lines, nothing that
 * starts a command, no markup that pings a crowd. Returns the messages to send, in order; none if nothing is left.
 */
export function guard(
  reply: Reply,
  traits: Pick<PlatformTraits, 'limits' | 'escape' | 'measure'>,
  prefix: string,
): string[] {
  const { length, multiline, parts: most } = traits.limits;
  const count = traits.measure ?? codePoints;
  const measure = (piece: string): number => count(traits.escape(piece));
  const harmless = (line: string): string => {
    const seen = stripInvisibleEnd(stripInvisibleStart(line));
    return /^[/.]/.test(seen) || seen.startsWith(prefix) ? HARMLESS + seen : seen;
  };
  const messages = (reply.parts ?? [reply.text]).flatMap((text) => {
    const clean = text.replace(UNSEEN, '');
    const whole = harmless(multiline ? clean : oneLine(clean));
    if (measure(whole) <= length) return whole === '' ? [] : [whole];
    // A cut can bring a slash to the front of any part, so each keeps room for what makes it harmless.
    return splitText(whole, length - codePoints(HARMLESS), measure)
      .map(harmless)
      .filter(Boolean);
  });
  const shown = messages.slice(0, most);
  const last = shown.at(-1);
  if (messages.length > most && last !== undefined) {
    shown[shown.length - 1] = `${splitText(last, length - 1, measure)[0] ?? ''}…`;
  }
  return shown.map(traits.escape);
}
