/** Sets of characters in one pattern, times the ranges that they are made of: telling them apart is work, too. */
const MOST_DISTINCTIONS = 250_000;
/** Characters of which the class is kept, besides the first 256; a power of two. */
const KNOWN = 256;

/** Instructions of re2js that take a character: `RUNE`, `RUNE1`, `RUNE_ANY`, `RUNE_ANY_NOT_NL`. */
export const isRune = (op: number): boolean => op >= 8 && op <= 11;

/** An instruction, as far as it takes characters. */
export interface RuneSet {
  readonly op: number;
  readonly arg: number;
  readonly runes: Int32Array;
  matchRune(rune: number): boolean;
}

/** The characters that a pattern tells apart, put together into classes where it does not. */
export class Alphabet {
  readonly classes: number;
  /** A character of each class. */
  readonly examples: readonly number[];
  /** Classes of the first 256 characters. */
  readonly ofLatin = new Uint16Array(256);
  /** Where the ranges begin that the pattern tells apart, but for the first; and the class of each. */
  readonly #bounds: Int32Array;
  readonly #ofRange: Uint16Array;
  /** Which set of characters an instruction takes. */
  readonly #setOf: Uint16Array;
  /** Whether a class belongs to a set: a bit for each set and class. */
  readonly #belongs: Uint32Array;
  /** Classes of characters that were asked for, each in the place of its last bits. */
  readonly #known = new Uint32Array(KNOWN);
  readonly #ofKnown = new Uint16Array(KNOWN);

  /** @param signOf what else is told apart, from 0 up to 3 @throws RangeError for too many sets of too many characters */
  constructor(program: readonly RuneSet[], bounds: Int32Array, signOf: (point: number) => number) {
    const { sets, setOf } = setsOf(program);
    const firsts = [0, ...bounds];
    if (sets.length * firsts.length > MOST_DISTINCTIONS) throw new RangeError(`${sets.length} sets of characters`);
    this.#bounds = bounds;
    this.#setOf = setOf;
    this.#ofRange = new Uint16Array(firsts.length);
    this.#split(firsts, signOf);
    for (const set of sets) this.#split(firsts, (first) => (set.matchRune(first) ? 1 : 0));
    const examples: number[] = [];
    for (const [range, first] of firsts.entries()) examples[this.#ofRange[range] as number] ??= first;
    this.examples = examples;
    this.classes = examples.length;
    this.#belongs = new Uint32Array(((sets.length * this.classes) >> 5) + 1);
    for (const [i, set] of sets.entries())
      for (const [charClass, example] of examples.entries())
        if (set.matchRune(example)) this.#setBelongs(i * this.classes + charClass);
    for (let code = 0; code < 256; code++) this.ofLatin[code] = this.#find(code);
  }

  /** The class of a character that is not one of the first 256. */
  classOf(point: number): number {
    const place = point & (KNOWN - 1);
    if (this.#known[place] === point) return this.#ofKnown[place] as number;
    const found = this.#find(point);
    this.#known[place] = point;
    this.#ofKnown[place] = found;
    return found;
  }

  /** Whether an instruction (by its place in the program) takes the characters of a class. */
  takes(pc: number, charClass: number): boolean {
    const bit = (this.#setOf[pc] as number) * this.classes + charClass;
    return (((this.#belongs[bit >> 5] as number) >>> (bit & 31)) & 1) === 1;
  }

  #find(point: number): number {
    let low = 0;
    let high = this.#bounds.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#bounds[middle] as number) <= point) low = middle + 1;
      else high = middle;
    }
    return this.#ofRange[low] as number;
  }

  #setBelongs(bit: number): void {
    this.#belongs[bit >> 5] = (this.#belongs[bit >> 5] as number) | (1 << (bit & 31));
  }

  /** Splits classes by a sign of their characters. */
  #split(firsts: readonly number[], signOf: (point: number) => number): void {
    const split = new Map<number, number>();
    for (const [range, first] of firsts.entries()) {
      const key = (this.#ofRange[range] as number) * 4 + signOf(first);
      const to = split.get(key) ?? split.size;
      split.set(key, to);
      this.#ofRange[range] = to;
    }
  }
}

/** The sets of characters that a program takes, each once. */
function setsOf(program: readonly RuneSet[]) {
  const sets: RuneSet[] = [];
  const known = new Map<unknown, number>();
  const setOf = new Uint16Array(program.length);
  for (const [pc, instruction] of program.entries()) {
    const { op, arg, runes } = instruction;
    if (!isRune(op)) continue;
    // Copies of a repeated part share their ranges.
    const key = runes.length > 8 ? runes : `${arg} ${runes.join()}`;
    const set = known.get(key) ?? sets.push(instruction) - 1;
    known.set(key, set);
    setOf[pc] = set;
  }
  return { sets, setOf };
}
