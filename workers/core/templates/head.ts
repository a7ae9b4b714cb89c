import type { Alternative, Dialect, Node, Ref, TextNode } from './nodes.ts';

/** Who knows `|`. Nightbot has no fallbacks, and Fossabot's is what follows a number: `$(2 nobody)`. */
const ALTERNATIVES: readonly Dialect[] = ['native', 'streamelements'];

/** An old form of StreamElements' in which a dot is as good as a blank: `$(customapi.https://…)`. */
const DOT_ARGUMENT: readonly string[] = ['customapi', 'urlfetch'];

const BLANKS = /\s*/y;
const RANGE = /(\d{0,3})(:?)(\d{0,3})(?:\.([a-z]+))?/iy;
/** Fossabot's older names for `2` and `2:`. */
const INDEX = /(from)?index(\d{1,3})/iy;
const INDEX_DIALECTS: readonly Dialect[] = ['native', 'fossabot'];
const NAME = /[a-z0-9_-]+/iy;
/** Time zones have a slash and a plus: `time.Etc/GMT+5`. */
const MEMBERS = /(?:\.[a-z0-9_/+-]+)*/iy;

/** Where a reference ends in its text, and what it is. */
interface Found {
  readonly ref: Ref;
  readonly end: number;
}

/**
 * The head of a variable, if it has one: only text can be a name, so that nothing that somebody typed ever is.
 * @param at where to look in `text`
 */
export function referenceAt(text: string, at: number, dialect: Dialect): Found | null {
  const start = at + matchAt(BLANKS, text, at)[0].length;
  return rangeAt(text, start, dialect) ?? nameAt(text, start, dialect);
}

function rangeAt(text: string, start: number, dialect: Dialect): Found | null {
  const [index, isFrom, place] = INDEX_DIALECTS.includes(dialect) ? matchAt(INDEX, text, start) : [];
  if (index && isBorder(text, start + index.length, dialect))
    return {
      ref: { is: 'range', from: Number(place), to: isFrom ? 'end' : null, member: null },
      end: start + index.length,
    };
  const [whole, from = '', colon, to = '', member] = matchAt(RANGE, text, start);
  const end = start + whole.length;
  // `:3` counts from the command itself; only StreamElements has it.
  if ((from === '' && (to === '' || dialect !== 'streamelements')) || !isBorder(text, end, dialect)) return null;
  const last = colon === '' ? null : to === '' ? 'end' : Number(to);
  return { ref: { is: 'range', from: Number(from), to: last, member: member?.toLowerCase() ?? null }, end };
}

function nameAt(text: string, start: number, dialect: Dialect): Found | null {
  const [typed] = matchAt(NAME, text, start);
  if (!typed) return null;
  const name = typed.toLowerCase();
  const dot = start + typed.length;
  if (text[dot] === '.' && DOT_ARGUMENT.includes(name)) return { ref: { is: 'name', name, members: [] }, end: dot + 1 };
  const [dotted] = matchAt(MEMBERS, text, dot);
  const end = dot + dotted.length;
  if (!isBorder(text, end, dialect)) return null;
  return { ref: { is: 'name', name, members: dotted.split('.').slice(1) }, end };
}

/** The alternatives of a variable whose first reference was found in the first of its nodes. */
export function alternativesOf(nodes: readonly Node[], first: Found, dialect: Dialect): Alternative[] {
  const [head, ...rest] = nodes as [TextNode, ...Node[]];
  const bar = first.end + matchAt(BLANKS, head.text, first.end)[0].length;
  const isBar = head.text[bar] === '|' && ALTERNATIVES.includes(dialect);
  if (!isBar) return [{ ref: first.ref, args: trimmed([from(head, first.end), ...rest]), words: [] }];
  const others = splitAtBars([from(head, bar + 1), ...rest]).map((side) => alternative(side, dialect));
  return [{ ref: first.ref, args: [], words: [] }, ...others];
}

/** A side of a `|`: quoted words, a reference with its arguments, or words. */
function alternative(side: readonly Node[], dialect: Dialect): Alternative {
  const words = trimmed(side);
  const [head] = words;
  if (head?.kind !== 'text') return { ref: null, args: [], words };
  const quote = head.text[0];
  if (words.length === 1 && head.text.length > 1 && (quote === "'" || quote === '"') && head.text.endsWith(quote))
    return { ref: null, args: [], words: [{ ...from(head, 1), text: head.text.slice(1, -1), end: head.end - 1 }] };
  const found = referenceAt(head.text, 0, dialect);
  // What is glued to a variable is no name: `$(1|user$(2))`.
  if (!found || (found.end === head.text.length && words.length > 1)) return { ref: null, args: [], words };
  return { ref: found.ref, args: trimmed([from(head, found.end), ...words.slice(1)]), words };
}

function splitAtBars(nodes: readonly Node[]): Node[][] {
  const sides: Node[][] = [[]];
  for (const node of nodes) {
    if (node.kind === 'variable') {
      sides.at(-1)?.push(node);
      continue;
    }
    let start = 0;
    let quote = '';
    let isBlank = sides.at(-1)?.length === 0;
    for (let i = 0; i < node.text.length; i++) {
      const char = node.text[i] as string;
      if (quote !== '') quote = char === quote ? '' : quote;
      else if (isBlank && (char === "'" || char === '"') && node.text.includes(char, i + 1)) quote = char;
      else if (char === '|') {
        sides.at(-1)?.push(piece(node, start, i));
        sides.push([]);
        start = i + 1;
      }
      isBlank = char === '|' || (isBlank && /\s/.test(char));
    }
    sides.at(-1)?.push(from(node, start));
  }
  return sides;
}

const piece = (node: TextNode, start: number, end: number): TextNode => ({
  kind: 'text',
  text: node.text.slice(start, end),
  start: node.start + start,
  end: node.start + end,
});

const from = (node: TextNode, start: number): TextNode => ({ ...piece(node, start, node.text.length), end: node.end });

/** Without blanks at both ends, and without texts that are empty. */
function trimmed(nodes: readonly Node[]): Node[] {
  const list = nodes.filter((node) => node.kind !== 'text' || node.text !== '');
  const [head] = list;
  if (head?.kind === 'text') list[0] = from(head, head.text.length - head.text.trimStart().length);
  const last = list.at(-1);
  if (last?.kind === 'text') list[list.length - 1] = { ...last, text: last.text.trimEnd() };
  return list.filter((node) => node.kind !== 'text' || node.text !== '');
}

const isBorder = (text: string, at: number, dialect: Dialect): boolean =>
  at >= text.length || /\s/.test(text[at] as string) || (text[at] === '|' && ALTERNATIVES.includes(dialect));

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | [''] {
  pattern.lastIndex = at;
  return pattern.exec(text) ?? [''];
}
