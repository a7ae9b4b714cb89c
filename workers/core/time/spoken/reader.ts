import type { Language } from '../../words.ts';
import type { SpokenReason } from './words.ts';

/** A word ends here: no letter or digit follows, nor an apostrophe or hyphen with one (`friday's`, `sunday-school`). */
const END = "(?![\\p{L}\\p{N}_]|['’-]\\p{L})";

/** A pattern for what stands next, as a whole word. */
export const word = (source: string): RegExp => new RegExp(`(?:${source})${END}`, 'iuy');

const BLANKS = /\s*(?:(,)\s*)?/uy;
/** No name is longer. */
const WORD = word('(\\p{L}{1,24})\\.?');

/** As names are looked up: small letters, no umlauts, and no letters that only look like others (ſ, K). */
const fold = (name: string): string =>
  name
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll('ä', 'ae')
    .replaceAll('ö', 'oe')
    .replaceAll('ü', 'ue')
    .replaceAll('ß', 'ss');

/** What a name stands for, in any case and with or without its umlauts. */
export const named = <T>(names: Readonly<Record<string, T>>, name: string): T | null =>
  Object.hasOwn(names, fold(name)) ? (names[fold(name)] as T) : null;

export interface Refusal {
  readonly reason: SpokenReason;
  readonly values: Readonly<Record<string, string | number>>;
}

/** A text that is read from its front, piece by piece. */
export class Reader {
  readonly text: string;
  readonly language: Language;
  /** What was certainly meant as a time, and cannot be one. The first says it best. */
  refusal: Refusal | null = null;
  /** Whether a comma stood behind what was last taken. */
  hadComma = false;
  #at = 0;

  constructor(text: string, language: Language) {
    this.text = text;
    this.language = language;
    this.#skip();
  }

  /** Takes what stands next, and the blanks and the comma behind it. */
  take(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.text);
    if (!found || found[0] === '') return null;
    this.#at = pattern.lastIndex;
    this.#skip();
    return found;
  }

  /** Takes the next word if it is one of these, and gives what it stands for. */
  takeNamed<T>(names: Readonly<Record<string, T>>): T | null {
    return this.attempt(() => named(names, this.take(WORD)?.[1] ?? ''));
  }

  looksAt(pattern: RegExp): boolean {
    pattern.lastIndex = this.#at;
    return pattern.test(this.text);
  }

  /** Reads something longer, or gives back all that was taken for it. */
  attempt<T>(read: () => T | null): T | null {
    const [at, hadComma] = [this.#at, this.hadComma];
    const found = read();
    if (found === null) [this.#at, this.hadComma] = [at, hadComma];
    return found;
  }

  /** The character before the next one, which is a blank unless the two are written together. */
  get isGlued(): boolean {
    return this.#at > 0 && /\S/u.test(this.text[this.#at - 1] ?? ' ');
  }

  get isAtEnd(): boolean {
    return this.#at >= this.text.length;
  }

  get rest(): string {
    return this.text.slice(this.#at).trim();
  }

  refuse(reason: SpokenReason, values: Refusal['values'] = {}): null {
    this.refusal ??= { reason, values };
    return null;
  }

  #skip(): void {
    BLANKS.lastIndex = this.#at;
    this.hadComma = BLANKS.exec(this.text)?.[1] !== undefined;
    this.#at = BLANKS.lastIndex;
  }
}
