import type { PlatformTraits } from './platforms.ts';
import { type Reply, unmarkedTexts } from './replies.ts';
import { codePoints, oneLine, splitText, stripInvisibleEnd, stripInvisibleStart } from './text.ts';

/** Control and bidirectional-override characters: they show nothing and can make a line read as what it is not. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is removed
const UNSEEN = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F\u202A-\u202E\u2066-\u2069]/g;
/** Stands before a line that would otherwise be a command of the platform or of a bot. */
const HARMLESS = '› ';

/**
 * The last look at everything shown in chat: the platform's length by grapheme and its number of lines, nothing that
 * starts a command, no markup that pings a crowd. What there is no room for is left out, with an ellipsis, and a reply's
 * mark is seen in any case. Returns the messages to send, in order; none if nothing is left.
 */
export function guard(
  reply: Reply,
  traits: Pick<PlatformTraits, 'limits' | 'escape' | 'measure'>,
  prefix: string,
): string[] {
  const { length, multiline, parts: most } = traits.limits;
  const count = traits.measure ?? codePoints;
  const measure = (piece: string): number => count(traits.escape(piece));
  const seen = (text: string): string => stripInvisibleEnd(stripInvisibleStart(text));
  const clean = (text: string): string => {
    const shown = text.replace(UNSEEN, '');
    return multiline ? shown : oneLine(shown);
  };
  const harmless = (line: string): string => {
    const shown = seen(line);
    return /^[/.]/.test(shown) || shown.startsWith(prefix) ? HARMLESS + shown : shown;
  };
  const cut = (text: string, limit: number): string => `${splitText(text, limit - 1, measure)[0] ?? ''}…`;
  const messages = unmarkedTexts(reply).flatMap((text) => {
    const whole = harmless(clean(text));
    if (measure(whole) <= length) return whole === '' ? [] : [whole];
    // A cut can bring a slash to the front of any part, so each keeps room for what makes it harmless.
    return splitText(whole, length - codePoints(HARMLESS), measure)
      .map(harmless)
      .filter(Boolean);
  });
  const shown = messages.slice(0, most);
  const isCut = messages.length > most;
  const mark = seen(clean(reply.mark ?? ''));
  // A community's own may be long: half a message is the other half's.
  const ending = measure(mark) <= length / 2 ? mark : cut(mark, Math.floor(length / 2));
  const behind = ending === '' ? '' : ` ${ending}`;
  const room = length - measure(behind);
  const last = shown.at(-1);
  if (last === undefined || (measure(last) > room && shown.length < most)) {
    if (ending !== '') shown.push(harmless(ending));
  } else {
    shown[shown.length - 1] = (isCut || measure(last) > room ? cut(last, room) : last) + behind;
  }
  return shown.map(traits.escape);
}
