const OTHER = 0;
const LETTER = 1;
const DIGIT = 2;
/** Of a script that puts no blanks between words: each character is taken for a word. */
const UNSPACED = 3;
/** Belongs to the character before it. */
const EXTENDS = 4;
const JOINER = 5;
/** Two of them make a flag. */
const REGIONAL = 6;
const APOSTROPHE = 7;
const POINT = 8;

const EXTENDING = /^[\p{M}\p{EMod}\u{E0020}-\u{E007F}]$/u;
const WITHOUT_BLANKS = /^[\p{scx=Hani}\p{scx=Hira}\p{scx=Kana}\p{scx=Thai}\p{scx=Laoo}\p{scx=Khmr}\p{scx=Mymr}]$/u;
const OF_WORDS = /^[\p{L}\p{Nl}\p{Pc}]$/u;
const NUMBER = /^\p{N}$/u;
const FLAG = /^\p{RI}$/u;

/** Kinds of the characters up to here are kept once they were asked for. */
const MOST_KEPT = 0x20000;
const NOT_ASKED = 255;
let kept: Uint8Array | undefined;

const isOfWord = (kind: number): boolean => kind === LETTER || kind === DIGIT;

function kindOf(point: number): number {
  if (point >= MOST_KEPT) return findKind(point);
  kept ??= new Uint8Array(MOST_KEPT).fill(NOT_ASKED);
  const known = kept[point] as number;
  if (known !== NOT_ASKED) return known;
  const found = findKind(point);
  kept[point] = found;
  return found;
}

function findKind(point: number): number {
  const char = String.fromCodePoint(point);
  if (char === "'") return APOSTROPHE;
  if (char === '.' || char === ',') return POINT;
  if (char === '\u200D') return JOINER;
  if (EXTENDING.test(char)) return EXTENDS;
  if (FLAG.test(char)) return REGIONAL;
  if (WITHOUT_BLANKS.test(char)) return UNSPACED;
  if (OF_WORDS.test(char)) return LETTER;
  return NUMBER.test(char) ? DIGIT : OTHER;
}

/**
 * Where words of a line begin and end: 1 at every place (in UTF-16 units) that lies between two of them. As UAX #29 has
 * it, but for what needs a dictionary and how people write in chat: letters of scripts without blanks are words of their own,
 * an emoji with all that belongs to it is one, an apostrophe joins letters, a point joins digits and no letters.
 */
export function wordBoundaries(text: string): Uint8Array {
  const boundaries = new Uint8Array(text.length + 1);
  boundaries[0] = 1;
  boundaries[text.length] = 1;
  /** Kind of the last character that is one by itself. */
  let before = OTHER;
  let isJoined = false;
  let flags = 0;
  /** Where a sign stands that joins what is before it with more of the same, and what that is. */
  let sign = -1;
  let joins = OTHER;
  for (let at = 0; at < text.length; ) {
    const point = text.codePointAt(at) as number;
    const kind = kindOf(point);
    const isContinued = at > 0 && (isJoined || kind === EXTENDS || kind === JOINER);
    const isInWord = isOfWord(kind) && isOfWord(before);
    const isSecondHalf = kind === REGIONAL && flags % 2 === 1;
    if (!isContinued && !isInWord && !isSecondHalf) boundaries[at] = 1;
    if (sign === at - 1 && at > 0 && kind === joins) {
      boundaries[sign] = 0;
      boundaries[at] = 0;
    }
    const joinsMore = (kind === APOSTROPHE && before === LETTER) || (kind === POINT && before === DIGIT);
    sign = joinsMore ? at : -1;
    joins = before;
    isJoined = kind === JOINER;
    if (!isContinued) {
      before = kind;
      flags = kind === REGIONAL ? flags + 1 : 0;
    }
    at += point > 0xffff ? 2 : 1;
  }
  return boundaries;
}

/** Places where a word is and is not whole, after which it is looked for in the way that never reads a place twice. */
const MOST_IN_VAIN = 4;

/** Looks for a word (or several with blanks between them) that stands in a line whole. */
export class WordSearch {
  readonly #word: string;
  /** How long the longest beginning is that ends at a character, too (Knuth, Morris, Pratt); made where it is needed. */
  #overlaps: Uint16Array | undefined;

  constructor(word: string) {
    this.#word = word;
  }

  /** @param boundariesOf those of the line; asked for only where the word is there at all */
  isIn(line: string, boundariesOf: () => Uint8Array): boolean {
    const word = this.#word;
    let at = line.indexOf(word);
    if (at < 0) return false;
    const boundaries = boundariesOf();
    for (let tried = 0; at >= 0; tried++) {
      if (boundaries[at] === 1 && boundaries[at + word.length] === 1) return true;
      const next = boundaries.indexOf(1, at + 1);
      if (next < 0) return false;
      if (tried >= MOST_IN_VAIN) return this.#isBehind(next, line, boundaries);
      at = line.indexOf(word, next);
    }
    return false;
  }

  #isBehind(start: number, line: string, boundaries: Uint8Array): boolean {
    const word = this.#word;
    this.#overlaps ??= overlapsOf(word);
    let same = 0;
    for (let at = start; at < line.length; at++) {
      const unit = line.charCodeAt(at);
      while (same > 0 && word.charCodeAt(same) !== unit) same = this.#overlaps[same - 1] as number;
      if (word.charCodeAt(same) === unit) same++;
      if (same < word.length) continue;
      if (boundaries[at + 1] === 1 && boundaries[at + 1 - same] === 1) return true;
      same = this.#overlaps[same - 1] as number;
    }
    return false;
  }
}

function overlapsOf(word: string): Uint16Array {
  const overlaps = new Uint16Array(word.length);
  let same = 0;
  for (let at = 1; at < word.length; at++) {
    while (same > 0 && word[at] !== word[same]) same = overlaps[same - 1] as number;
    if (word[at] === word[same]) same++;
    overlaps[at] = same;
  }
  return overlaps;
}
