import { RE2JS } from 're2js';
import { Alphabet, isRune, type RuneSet } from './keyword-matcher-alphabet.ts';

/** Largest program of one pattern, in instructions: `(a{1000}){1000}` would have a million. */
export const MOST_INSTRUCTIONS = 1_000;

/** What an instruction is, as re2js numbers them; those that take a character are the alphabet's. */
const OP = { alt: 1, altMatch: 2, capture: 3, assert: 4, match: 6, nop: 7 } as const;
/** What an assertion asks for. */
const ASSERT = { beginLine: 1, endLine: 2, beginText: 4, endText: 8, boundary: 16, noBoundary: 32 } as const;
/** What stands before a place, as far as an assertion may ask. */
const BEFORE = { start: 0, newline: 1, word: 2, other: 3 } as const;
/** Which assertions tell such a place from any other. */
const ASKS = [
  ASSERT.beginText | ASSERT.beginLine,
  ASSERT.beginLine | ASSERT.endLine,
  ASSERT.boundary | ASSERT.noBoundary,
  0,
] as const;

interface Instruction extends RuneSet {
  readonly out: number;
}

/** A pattern as re2js has parsed and compiled it. @throws what re2js throws */
export const compileRegex = (pattern: string, caseSensitive: boolean): RE2JS =>
  RE2JS.compile(pattern, caseSensitive ? 0 : RE2JS.CASE_INSENSITIVE);

/** A pattern's instructions, as sets of bits say which of them a search has come to. */
export class RegexProgram {
  readonly alphabet: Alphabet;
  /** Numbers of 32 bits that a set of instructions takes. */
  readonly words: number;
  /** What an instruction is, where it leads, and what it holds. */
  readonly #ops: Uint8Array;
  readonly #outs: Uint16Array;
  readonly #args: Uint16Array;
  readonly #start: number;
  /** Assertions of all instructions. */
  readonly #asserts: number;
  /** What stands before a place behind a character of a class. */
  readonly #beforeOf: Uint8Array;
  /** Where the instructions wait that are to be looked at, and when each was put there last. */
  readonly #stack: Uint16Array;
  readonly #seen: Uint32Array;
  #turn = 0;
  #visited = 0;

  /** @throws what re2js throws, and RangeError for what is too large */
  constructor(pattern: string, caseSensitive: boolean) {
    const { prog, dfa } = compileRegex(pattern, caseSensitive).re2();
    const program = prog.inst as readonly Instruction[];
    if (program.length > MOST_INSTRUCTIONS) throw new RangeError(`a program of ${program.length} instructions`);
    this.words = (program.length + 31) >> 5;
    this.#ops = Uint8Array.from(program, ({ op }) => op);
    this.#outs = Uint16Array.from(program, ({ out }) => out);
    this.#args = Uint16Array.from(program, ({ arg }) => arg);
    this.#start = prog.start;
    this.#asserts = program.reduce((all, { op, arg }) => (op === OP.assert ? all | arg : all), 0);
    const before = (point: number): number => this.#asked(kindBefore(point));
    this.alphabet = new Alphabet(program, dfa.classBounds, before);
    this.#beforeOf = Uint8Array.from(this.alphabet.examples, before);
    this.#stack = new Uint16Array(program.length);
    this.#seen = new Uint32Array(program.length);
  }

  /** What stands before a text, as far as this pattern asks. */
  get beforeText(): number {
    return this.#asked(BEFORE.start);
  }

  /** The same behind a character of a class. */
  beforeBehind(charClass: number): number {
    return this.#beforeOf[charClass] as number;
  }

  /** How many instructions the last step has looked at. */
  get visited(): number {
    return this.#visited;
  }

  /**
   * Makes a step. `from` holds the instructions that a search has come to, from `offset` on, and those it would begin with are
   * always among them; `into` gets those it comes to by a character of a class, or at the end where that is null.
   *
   * @returns whether it has come to a match before that
   */
  step(from: Uint32Array, offset: number, before: number, charClass: number | null, into: Uint32Array): boolean {
    const ops = this.#ops;
    const outs = this.#outs;
    const args = this.#args;
    const seen = this.#seen;
    const stack = this.#stack;
    const alphabet = this.alphabet;
    const turn = ++this.#turn;
    const holds = holdingAt(before, charClass === null ? null : this.beforeBehind(charClass));
    let visited = 0;
    let matches = false;
    into.fill(0);
    stack[0] = this.#start;
    seen[this.#start] = turn;
    let top = 1;
    for (let word = 0; word < this.words; word++)
      for (let bits = from[offset + word] as number; bits !== 0; bits &= bits - 1) {
        const pc = (word << 5) + 31 - Math.clz32(bits & -bits);
        if (seen[pc] !== turn) stack[top++] = pc;
        seen[pc] = turn;
      }
    while (top > 0) {
      const pc = stack[--top] as number;
      const op = ops[pc] as number;
      const out = outs[pc] as number;
      visited++;
      if (isRune(op)) {
        if (charClass !== null && alphabet.takes(pc, charClass)) setBit(into, out);
        continue;
      }
      if (op === OP.match) matches = true;
      if (!passes(op, args[pc] as number, holds)) continue;
      if (seen[out] !== turn) stack[top++] = out;
      seen[out] = turn;
      if (op !== OP.alt && op !== OP.altMatch) continue;
      const other = args[pc] as number;
      if (seen[other] !== turn) stack[top++] = other;
      seen[other] = turn;
    }
    this.#visited = visited;
    return matches;
  }

  /** Places are told apart only where some assertion does. */
  #asked(before: number): number {
    return (this.#asserts & (ASKS[before] as number)) === 0 ? BEFORE.other : before;
  }
}

const setBit = (bits: Uint32Array, at: number): void => {
  bits[at >> 5] = (bits[at >> 5] as number) | (1 << (at & 31));
};

/** Whether an instruction leads on without a character, where these assertions hold. */
const passes = (op: number, arg: number, holds: number): boolean =>
  op === OP.assert ? (arg & ~holds) === 0 : op <= OP.capture || op === OP.nop;

/** What stands before a place behind a character. `\b` knows letters of ASCII only. */
function kindBefore(point: number): number {
  if (point === 10) return BEFORE.newline;
  const isDigit = point >= 48 && point <= 57;
  const isLetter = (point >= 65 && point <= 90) || (point >= 97 && point <= 122);
  return isDigit || isLetter || point === 95 ? BEFORE.word : BEFORE.other;
}

/** Assertions that hold between what was and what comes; null: the end. */
function holdingAt(before: number, behind: number | null): number {
  return (
    (before === BEFORE.start ? ASSERT.beginText | ASSERT.beginLine : 0) |
    (before === BEFORE.newline ? ASSERT.beginLine : 0) |
    (behind === null ? ASSERT.endText | ASSERT.endLine : behind === BEFORE.newline ? ASSERT.endLine : 0) |
    ((before === BEFORE.word) === (behind === BEFORE.word) ? ASSERT.noBoundary : ASSERT.boundary)
  );
}
