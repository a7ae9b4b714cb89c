import { codePoints } from './text.ts';

/** A name of somebody who is not to be named where anybody reads. */
export interface UnnamedName {
  readonly name: string;
  /** Whether they take part in the community whose page it is. */
  readonly isHere: boolean;
}

const WORD = /[\p{L}\p{N}\p{M}\p{Pc}]+/gu;
/** Scripts that put no blanks between words: a name in them is looked for wherever it stands. */
const WITHOUT_BLANKS =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;
/** Shorter names are words of every other sentence; as somebody's author they count all the same. */
const SHORTEST_IN_TEXT = 3;

interface Word {
  readonly key: string;
  readonly start: number;
  readonly end: number;
}

const asPattern = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');

const folded = (text: string): string => text.normalize('NFKC').toLowerCase();

const wordsOf = (text: string): Word[] =>
  Array.from(text.matchAll(WORD), ({ 0: word, index }) => ({
    key: folded(word),
    start: index,
    end: index + word.length,
  }));

/** Names of one kind, to be found in texts as whole words, whatever their case and the signs between them. */
class Phrases {
  readonly #phrases = new Set<string>();
  readonly #pieces: readonly string[];
  #longest = 0;

  constructor(names: readonly string[]) {
    const pieces: string[] = [];
    for (const name of names) {
      const words = wordsOf(name);
      if (words.length > 0) this.#phrases.add(words.map(({ key }) => key).join(' '));
      this.#longest = Math.max(this.#longest, words.length);
      if (WITHOUT_BLANKS.test(name)) pieces.push(folded(name));
    }
    this.#pieces = pieces;
  }

  /** Where they stand, from the beginning to the end, none over another. */
  find(text: string): readonly (readonly [start: number, end: number])[] {
    const found: (readonly [number, number])[] = [];
    const words = this.#longest === 0 ? [] : wordsOf(text);
    for (let at = 0; at < words.length; ) {
      const length = this.#lengthAt(words, at);
      const [first, last] = [words[at], words[at + length - 1]];
      if (length > 0 && first && last) found.push([first.start, last.end]);
      at += Math.max(1, length);
    }
    return found;
  }

  /** Whether one of them stands there without blanks around it, where its script has none. */
  holds(text: string): boolean {
    return this.#pieces.length > 0 && this.#pieces.some((piece) => folded(text).includes(piece));
  }

  without(text: string, instead: string): string {
    let shown = '';
    let from = 0;
    for (const [start, end] of this.find(text)) {
      shown += text.slice(from, start) + instead;
      from = end;
    }
    shown += text.slice(from);
    for (const piece of this.#pieces) shown = shown.replace(new RegExp(asPattern(piece), 'giu'), () => instead);
    return shown;
  }

  /** How many words from there on are a name; the longest counts. */
  #lengthAt(words: readonly Word[], at: number): number {
    let phrase = '';
    let longest = 0;
    for (let length = 1; length <= this.#longest; length++) {
      const word = words[at + length - 1];
      if (!word) break;
      phrase = length === 1 ? word.key : `${phrase} ${word.key}`;
      if (this.#phrases.has(phrase)) longest = length;
    }
    return longest;
  }
}

/**
 * Takes names out of what anybody may read. As an author, whoever has one of the names may be meant, wherever they take part; within
 * other texts names count of those who take part here, so that nobody elsewhere can blank out a word by calling themselves so.
 */
export class Unnamed {
  readonly #anywhere: Phrases;
  readonly #here: Phrases;
  /** Names without a letter in them, as they are. */
  readonly #signs: ReadonlySet<string>;
  readonly #instead: string;

  /** @param instead what stands in place of a name: `somebody` */
  constructor(names: readonly UnnamedName[], instead: string) {
    const all = names.map(({ name }) => name);
    this.#anywhere = new Phrases(all);
    this.#here = new Phrases(
      names.filter(({ name, isHere }) => isHere && codePoints(name) >= SHORTEST_IN_TEXT).map(({ name }) => name),
    );
    this.#signs = new Set(all.filter((name) => wordsOf(name).length === 0).map((name) => name.trim()));
    this.#instead = instead;
  }

  /** Whether a text that stands for somebody names one of them. */
  isAuthor(text: string): boolean {
    return this.#anywhere.find(text).length > 0 || this.#anywhere.holds(text) || this.#signs.has(text.trim());
  }

  author(text: string): string {
    return this.isAuthor(text) ? this.#instead : text;
  }

  /** Whether a text names somebody who takes part here. */
  isNaming(text: string): boolean {
    return this.#here.find(text).length > 0 || this.#here.holds(text);
  }

  text(text: string): string {
    return this.isNaming(text) ? this.#here.without(text, this.#instead) : text;
  }
}
