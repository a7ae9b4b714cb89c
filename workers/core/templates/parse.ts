import { alternativesOf, referenceAt } from './head.ts';
import type { Dialect, Node, Problem, Template, VariableNode } from './nodes.ts';

/** Deeper than this nothing opens a variable: what stands there is text. Evaluation ends sooner, with words. */
const MOST_DEPTH = 20;
/** How many parsed texts an isolate keeps. */
const MOST_KEPT = 256;

const CLOSER = { '(': ')', '{': '}' } as const;
/** Code has `${` and `\` of its own. Its name stands before anything else, so it is known when the variable opens. */
const CODE = /(\s*)(eval(?=\s))?/iy;

const kept = new Map<string, Template>();

/**
 * Reads a command's text: one pass, the grammar of Nightbot, StreamElements and Fossabot together, in the dialect's limits
 * (`${…}` and `|` are StreamElements', `\$` and `\\` ours). No text is refused: what does not parse stays as typed and is
 * told in `problems`, and the work is a small multiple of its length whatever stands in it.
 */
export function parse(source: string, dialect: Dialect = 'native'): Template {
  const key = `${dialect} ${source}`;
  const known = kept.get(key);
  kept.delete(key);
  const template = known ?? new Parser(source, dialect).parse();
  kept.set(key, template);
  if (kept.size > MOST_KEPT) kept.delete(kept.keys().next().value as string);
  return template;
}

/** A variable that is open: where it began, and what closes it. */
interface Frame {
  readonly start: number;
  readonly open: '(' | '{';
  /** Where in `#out` its opener stands as text, and behind it what it holds. */
  readonly base: number;
  readonly isCode: boolean;
  /** Brackets of its own kind that are open inside. */
  depth: number;
}

class Parser {
  readonly #source: string;
  readonly #dialect: Dialect;
  readonly #problems: Problem[] = [];
  readonly #frames: Frame[] = [];
  /** All nodes so far, flat: a variable that closes takes those behind its opener, one that never does leaves them. */
  readonly #out: Node[] = [];
  /** Where the text begins that is not in `#out` yet. */
  #textStart = 0;
  #steps = 0;

  constructor(source: string, dialect: Dialect) {
    this.#source = source;
    this.#dialect = dialect;
  }

  parse(): Template {
    const source = this.#source;
    for (let at = 0; at < source.length; ) {
      this.#steps++;
      at = this.#step(at);
    }
    this.#text(source.length, source.length);
    for (const { start } of this.#frames) this.#problems.push({ problem: 'unclosed', start, end: source.length });
    const problems = this.#problems.sort((a, b) => a.start - b.start);
    return { source, dialect: this.#dialect, nodes: this.#out, problems, steps: this.#steps };
  }

  /** @returns where to go on */
  #step(at: number): number {
    const char = this.#source[at] as string;
    const next = this.#source[at + 1];
    const frame = this.#frames.at(-1);
    if (char === '$' && this.#opens(next, frame)) return this.#open(at, next);
    if (char === '\\' && (next === '$' || next === '\\') && this.#dialect === 'native' && !frame?.isCode) {
      this.#text(at, at + 1);
      this.#out.push({ kind: 'text', text: next, start: at, end: at + 2 });
      this.#textStart = at + 2;
      return at + 2;
    }
    if (frame && char === frame.open) frame.depth++;
    if (frame && char === CLOSER[frame.open] && frame.depth-- === 0) this.#close(frame, at);
    return at + 1;
  }

  #opens(next: string | undefined, frame: Frame | undefined): next is '(' | '{' {
    if (next === '(') return true;
    return next === '{' && (this.#dialect === 'native' || this.#dialect === 'streamelements') && !frame?.isCode;
  }

  #open(at: number, open: '(' | '{'): number {
    if (this.#frames.length >= MOST_DEPTH) {
      this.#problems.push({ problem: 'too-deep', start: at, end: at + 2 });
      return at + 1;
    }
    this.#text(at, at + 2);
    const base = this.#out.push({ kind: 'text', text: `$${open}`, start: at, end: at + 2 }) - 1;
    CODE.lastIndex = at + 2;
    const [, blanks = '', code] = CODE.exec(this.#source) ?? [];
    this.#steps += blanks.length + 1;
    this.#frames.push({ start: at, open, base, isCode: code !== undefined, depth: 0 });
    return at + 2;
  }

  #close({ start, open, base }: Frame, at: number): void {
    this.#text(at, at + 1);
    this.#frames.pop();
    const end = at + 1;
    const head = this.#out[base + 1];
    const found = head?.kind === 'text' ? referenceAt(head.text, 0, this.#dialect) : null;
    this.#steps += found?.end ?? (head?.kind === 'text' ? head.text.length : 1);
    const isAlone = this.#out.length === base + 2;
    if (head?.kind !== 'text' || !found || !(isAlone || endsApart(head.text, found.end))) {
      this.#problems.push({ problem: 'no-name', start, end });
      this.#out.push({ kind: 'text', text: CLOSER[open], start: at, end });
      return;
    }
    const inside = this.#out.slice(base + 1);
    for (const node of inside) this.#steps += node.kind === 'text' ? node.text.length : 1;
    const alternatives = alternativesOf(inside, found, this.#dialect);
    const typed = this.#source.slice(start, end);
    this.#out.length = base;
    this.#out.push({ kind: 'variable', typed, alternatives, start, end } satisfies VariableNode);
  }

  /** Puts the text up to `end` down; the next begins at `next`. */
  #text(end: number, next: number): void {
    const start = this.#textStart;
    if (end > start) this.#out.push({ kind: 'text', text: this.#source.slice(start, end), start, end });
    this.#textStart = next;
  }
}

/** Whether a reference is not glued to what follows its text: `user$(1)` is no name, `customapi.$(1)` ends in its dot. */
const endsApart = (text: string, end: number): boolean => end < text.length || text.endsWith('.');
