import { wordBoundaries } from './keyword-matcher-words.ts';

/** Characters of a line that rules look at, in UTF-16 units. */
export const MOST_LINE = 5_000;

/**
 * What shows nothing by itself (Unicode's Default_Ignorable_Code_Point: joiners, fillers, variation selectors, marks of
 * direction), but for what makes one emoji of several: the joiner between two, and the tags behind a black flag.
 */
const INVISIBLE =
  /(\u{1F3F4}[\u{E0020}-\u{E007E}]{1,10}\u{E007F}|(?<=\p{ExtPict}(?:\p{EMod}|\uFE0F)?)\u200D(?=\p{ExtPict}))|\p{DI}/gu;
const NOT_ASCII = /[\u0080-\uFFFF]/;
/** What people type for an apostrophe; NFKC would make a blank of the acute accent. */
const APOSTROPHES = /[\u2018\u2019\u02BC\u00B4]/g;
/** U+2800 is a letter that looks like a blank. */
const BLANKS = /[\s\u2800]+/g;
const ODD_BLANKS = /[^\S ]|\u2800| {2}/;

const isAscii = (text: string): boolean => !NOT_ASCII.test(text);

/** The part of a line that counts. */
function cutLine(text: string): string {
  if (text.length <= MOST_LINE) return text;
  const splitsPair = (text.charCodeAt(MOST_LINE - 1) & 0xfc00) === 0xd800;
  return text.slice(0, splitsPair ? MOST_LINE - 1 : MOST_LINE);
}

const squeezed = (text: string): string => (ODD_BLANKS.test(text) ? text.replace(BLANKS, ' ') : text).trim();

/**
 * A line or pattern as `exact`, `word` and `contains` compare it: NFKC, one kind of apostrophe, one blank between words and
 * none at the ends, without what shows nothing.
 */
export function plainForm(text: string): string {
  if (isAscii(text)) return squeezed(text);
  const shown = text.replace(INVISIBLE, '$1').replaceAll('\u00B4', "'").normalize('NFKC').replace(APOSTROPHES, "'");
  return squeezed(shown);
}

/** The same where case makes no difference: folded as names are, and a final sigma is a sigma. */
export function foldedForm(text: string): string {
  const plain = plainForm(text);
  if (isAscii(plain)) return plain.toLowerCase();
  return plain.toUpperCase().toLowerCase().normalize('NFKC').replaceAll('ς', 'σ');
}

/** A line in the forms that rules ask for, each made once. */
export class Line {
  readonly text: string;
  #plain: string | undefined;
  #folded: string | undefined;
  #lowered: string | undefined;
  readonly #boundaries: { plain?: Uint8Array; folded?: Uint8Array } = {};

  constructor(text: string) {
    this.text = cutLine(text);
  }

  get plain(): string {
    this.#plain ??= plainForm(this.text);
    return this.#plain;
  }

  get folded(): string {
    this.#folded ??= foldedForm(this.text);
    return this.#folded;
  }

  /** Where words of a form begin and end. */
  boundariesOf(form: 'plain' | 'folded'): Uint8Array {
    this.#boundaries[form] ??= wordBoundaries(this[form]);
    return this.#boundaries[form];
  }

  /** As `needlesOf` wants it: ASCII letters, and what folds to one, in lower case; everything else where it was. */
  get lowered(): string {
    this.#lowered ??= this.text.toLowerCase().replaceAll('ſ', 's');
    return this.#lowered;
  }
}
