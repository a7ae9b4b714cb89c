import { codePoints } from '../text.ts';
import type { Node, TextNode } from './nodes.ts';
import { BUDGET } from './words.ts';

/** How a platform may be asked to show an answer, by what a command's own text begins with (Nightbot, "Twitch commands"). */
const STYLES = ['me', 'announce', 'announceblue', 'announcegreen', 'announceorange', 'announcepurple'] as const;
export type Style = (typeof STYLES)[number];

const STYLE = /^\s*\/(me|announce(?:blue|green|orange|purple)?)(?:\s+|$)/i;
/** Shows nothing, so that what follows it would be read as the beginning. */
const UNSEEN = /^(?:[\p{C}\p{Z}\s\u2800]|\u034F|[\uFE00-\uFE0F])+/u;
/** The same mark as the guard of outgoing messages sets, which then finds nothing to do. */
const HARMLESS = '› ';

/** The style that is typed at the start of a command's own text, and the text without it. No variable can print one. */
export function styleOf(nodes: readonly Node[]): { readonly style: Style | null; readonly nodes: readonly Node[] } {
  const [head, ...rest] = nodes;
  const found = head?.kind === 'text' ? STYLE.exec(head.text) : null;
  if (!found) return { style: null, nodes };
  const text: TextNode = { ...(head as TextNode), text: (head as TextNode).text.slice(found[0].length) };
  return { style: (found[1] as string).toLowerCase() as Style, nodes: [text, ...rest] };
}

/** What is to be said, so that it begins no command of the platform's or of the bot's. */
export function harmless(text: string, prefix: string): string {
  const seen = text.replace(UNSEEN, '');
  const isCommand = /^[/.]/.test(seen) || (prefix !== '' && seen.startsWith(prefix));
  return isCommand ? HARMLESS + seen : text;
}

/** The first so many code points. */
export function cut(text: string, length: number = BUDGET.length): string {
  if (text.length <= length || codePoints(text) <= length) return text;
  let end = 0;
  for (let count = 0; count < length - 1; count++) end += (text.codePointAt(end) as number) > 0xffff ? 2 : 1;
  return `${text.slice(0, end)}…`;
}
