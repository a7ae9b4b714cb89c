import type { Alphabet } from './keyword-matcher-alphabet.ts';
import { RegexProgram } from './keyword-matcher-program.ts';

/** Steps that making a state costs besides those of its instructions: about as long as so many that are known. */
const STEPS_OF_STATE = 20;
const STEPS_OF_INSTRUCTION = 3;

/** What a transition is that nobody took yet, and one behind which there is a match. All others are rows. */
const UNKNOWN = 0;
const MATCH = -1;

/** How far a search has come. It may be left for a while and gone on with, while its automaton has no other. */
export interface Search {
  readonly text: string;
  /** In UTF-16 units. */
  at: number;
  /** 0: before the first step. */
  row: number;
  /** Null while it is not known. */
  found: boolean | null;
}

export const newSearch = (text: string): Search => ({ text, at: 0, row: 0, found: null });

/**
 * Whether a pattern matches anywhere in a text: re2js's program, run as an automaton whose states are made when they are
 * first met. A character costs one step, or where its state is new a few for each instruction that the search has come
 * to; the caller says how many steps there are, and the states are forgotten when they take more than they may. So neither
 * time nor memory depends on what the pattern or the text is.
 */
export class RegexAutomaton {
  readonly #program: RegexProgram;
  readonly #alphabet: Alphabet;
  /** Numbers of a row: what comes next by class, and at the end. */
  readonly #width: number;
  readonly #mostStates: number;
  /** There is no state 0: its row would look like a transition that is not known. */
  #states = 1;
  #next = new Int32Array(0);
  /** The instructions that a state stands for as bits, and what stands before its place. */
  #kernels = new Uint32Array(0);
  #befores = new Uint8Array(0);
  /** The last state made of those whose hashes end alike, and before each state the one made before it; 0: none. */
  readonly #lastOfHash: Uint32Array;
  #beforeInHash = new Uint32Array(0);
  /** Instructions of the state that is being made. */
  readonly #kernel: Uint32Array;
  #spent = 0;
  /** How often its states were forgotten. */
  #forgot = 0;

  /** @param mostBytes what its states may take @throws what re2js throws, and RangeError for what is too large */
  constructor(pattern: string, caseSensitive: boolean, mostBytes: number) {
    this.#program = new RegexProgram(pattern, caseSensitive);
    this.#alphabet = this.#program.alphabet;
    this.#width = this.#alphabet.classes + 1;
    this.#kernel = new Uint32Array(this.#program.words);
    // Its row, its instructions, and its place among those of like hashes.
    const bytesOfState = 4 * (this.#width + this.#program.words) + 16;
    this.#mostStates = Math.max(4, Math.floor(mostBytes / bytesOfState));
    this.#lastOfHash = new Uint32Array(2 ** Math.ceil(Math.log2(this.#mostStates)));
  }

  /** Goes on with a search. @returns how many of the steps are left; where it is not decided, none */
  run(search: Search, steps: number): number {
    const { text } = search;
    const end = text.length;
    const atEnd = this.#width - 1;
    const alphabet = this.#alphabet;
    const ofLatin = alphabet.ofLatin;
    let left = steps;
    let { at, row } = search;
    if (row === 0) row = this.#startRow();
    let transitions = this.#next;
    while (left > 0) {
      left--;
      let size = 0;
      let charClass = atEnd;
      if (at < end) {
        const unit = text.charCodeAt(at);
        size = 1;
        if (unit < 256) charClass = ofLatin[unit] as number;
        else {
          const point = text.codePointAt(at) as number;
          if (point > 0xffff) size = 2;
          charClass = alphabet.classOf(point);
        }
      }
      let next = transitions[row + charClass] as number;
      if (next === UNKNOWN) {
        next = this.#step(row, charClass);
        left -= this.#spent;
        transitions = this.#next;
      }
      if (next === MATCH || size === 0) {
        search.found = next === MATCH;
        return Math.max(0, left);
      }
      row = next;
      at += size;
    }
    search.at = at;
    search.row = row;
    return 0;
  }

  /** Bytes that its states take. */
  get bytes(): number {
    const { byteLength } = this.#lastOfHash;
    return byteLength + this.#next.byteLength + this.#kernels.byteLength + 5 * this.#befores.length;
  }

  #startRow(): number {
    this.#kernel.fill(0);
    return this.#rowOf(this.#program.beforeText);
  }

  /** Makes a transition. What it cost is in `#spent`. */
  #step(row: number, column: number): number {
    const program = this.#program;
    const state = row / this.#width;
    const before = this.#befores[state] as number;
    const charClass = column === this.#width - 1 ? null : column;
    const matches = program.step(this.#kernels, state * program.words, before, charClass, this.#kernel);
    this.#spent = STEPS_OF_STATE + STEPS_OF_INSTRUCTION * (program.visited + program.words);
    const forgot = this.#forgot;
    const next = matches ? MATCH : charClass === null ? row : this.#rowOf(program.beforeBehind(charClass));
    // Where there was no room for it, the row that it would be noted in is gone.
    if (this.#forgot === forgot) this.#next[row + column] = next;
    return next;
  }

  /** The row of the state that is in `#kernel`. */
  #rowOf(before: number): number {
    let hash = before + 1;
    for (const bits of this.#kernel) hash = Math.imul(hash ^ bits, 0x01000193);
    const place = (hash ^ (hash >>> 15)) & (this.#lastOfHash.length - 1);
    let known = this.#lastOfHash[place] as number;
    while (known !== 0 && !this.#isState(known, before)) known = this.#beforeInHash[known] as number;
    if (known !== 0) return known * this.#width;
    if (this.#states >= this.#mostStates) this.#forget();
    const state = this.#states++;
    this.#makeRoom();
    this.#kernels.set(this.#kernel, state * this.#kernel.length);
    this.#befores[state] = before;
    this.#beforeInHash[state] = this.#lastOfHash[place] as number;
    this.#lastOfHash[place] = state;
    return state * this.#width;
  }

  #isState(state: number, before: number): boolean {
    if (this.#befores[state] !== before) return false;
    const words = this.#kernel.length;
    for (let word = 0; word < words; word++)
      if (this.#kernel[word] !== this.#kernels[state * words + word]) return false;
    return true;
  }

  #forget(): void {
    this.#forgot++;
    this.#states = 1;
    this.#lastOfHash.fill(0);
    this.#next.fill(UNKNOWN);
  }

  #makeRoom(): void {
    const room = this.#befores.length;
    if (this.#states <= room) return;
    const states = Math.min(this.#mostStates, Math.max(8, 2 * room));
    const [next, kernels, befores, beforeInHash] = [this.#next, this.#kernels, this.#befores, this.#beforeInHash];
    this.#next = new Int32Array(states * this.#width);
    this.#kernels = new Uint32Array(states * this.#kernel.length);
    this.#befores = new Uint8Array(states);
    this.#beforeInHash = new Uint32Array(states);
    this.#next.set(next);
    this.#kernels.set(kernels);
    this.#befores.set(befores);
    this.#beforeInHash.set(beforeInHash);
  }
}
