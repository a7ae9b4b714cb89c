import { WaddleError } from '../../core/errors.ts';

/** A name as it is shown, and as names are compared. */
export interface LocalName {
  readonly name: string;
  readonly key: string;
}

const SHORTEST = 3;
const LONGEST = 32;

/** Letters of scripts in everyday use (UAX #31, Table 5): the others hold look-alikes, signs that nobody sees, and few names. */
const ALONE = [
  'Greek',
  'Cyrillic',
  'Armenian',
  'Hebrew',
  'Arabic',
  'Devanagari',
  'Bengali',
  'Gurmukhi',
  'Gujarati',
  'Oriya',
  'Tamil',
  'Telugu',
  'Kannada',
  'Malayalam',
  'Sinhala',
  'Thai',
  'Lao',
  'Tibetan',
  'Myanmar',
  'Georgian',
  'Ethiopic',
  'Khmer',
] as const;
/** Latin without phonetic signs and clicks, which are made to look like something else. */
const LATIN = 'A-Za-zªºÀ-ÖØ-öø-ƿǄ-ɏḀ-ỿ\\u0300-\\u036f';
/** Scripts that are written together (UTS #39 §5.2, "Highly Restrictive"). */
const TOGETHER = [
  LATIN,
  `${LATIN}\\p{scx=Han}\\p{scx=Hiragana}\\p{scx=Katakana}`,
  `${LATIN}\\p{scx=Han}\\p{scx=Bopomofo}`,
  `${LATIN}\\p{scx=Han}\\p{scx=Hangul}`,
  ...ALONE.map((script) => `\\p{scx=${script}}`),
];
const ONE_WAY_OF_WRITING = TOGETHER.map(
  (letters) => new RegExp(`^(?:(?=[\\p{L}\\p{M}0-9_-])[${letters}0-9_-])+$`, 'u'),
);

/** Hangul's fillers are letters by their class and nothing to the eye. */
const UNSEEN = /[\u115f\u1160\u3164\uffa0]/u;

/** What looks like Latin without being it, and Latin letters and digits that look like one another (UTS #39, confusables). */
const LOOKS_LIKE: Readonly<Record<string, string>> = {
  ...pairs('аaвbгrԁdеeєeһhіlїlјjкkԛqмmнhоoрpсcѕsтtуyүyхxѵvԝwьbзe'),
  ...pairs('αaβbγyεeηnιlκkμmνvοoρpσoτtυuχxωw'),
  ...pairs('աwգqզqհhոnոnսuցgօoքpյj'),
  ...pairs('øoðdđdħhłlŧtəeƒf'),
  ...pairs('0o1lil'),
};
const TWO_AS_ONE: readonly (readonly [string, string])[] = [
  ['rn', 'm'],
  ['vv', 'w'],
];

/** Names that would pass for somebody who runs the place, or for a part of it. */
const RESERVED = new Set(
  [
    'admin',
    'administrator',
    'anonymous',
    'api',
    'auth',
    'bot',
    'everyone',
    'here',
    'help',
    'local',
    'me',
    'moderator',
    'mods',
    'nobody',
    'null',
    'official',
    'operator',
    'owner',
    'root',
    'security',
    'service',
    'staff',
    'support',
    'system',
    'undefined',
    'waddle',
    'waddlebot',
  ].map(keyOf),
);

function pairs(text: string): Readonly<Record<string, string>> {
  const letters = [...text];
  return Object.fromEntries(letters.flatMap((letter, i) => (i % 2 === 0 ? [[letter, letters[i + 1] as string]] : [])));
}

/**
 * A name as it is compared: whoever looks the same has the same key. Compatibility forms (NFKC), case, accents and
 * look-alikes are folded; what comes out is for comparing alone.
 */
export function keyOf(typed: string): string {
  const plain = typed
    .normalize('NFKC')
    .toUpperCase()
    .toLowerCase()
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/gu, '')
    .normalize('NFC');
  const folded = [...plain].map((letter) => LOOKS_LIKE[letter] ?? letter).join('');
  return TWO_AS_ONE.reduce((text, [two, one]) => text.replaceAll(two, one), folded);
}

/** A name that somebody wants to go by. @throws INVALID in words that say what names are like */
export function newName(typed: string): LocalName {
  const name = typed.normalize('NFKC').trim();
  const length = [...name].length;
  const refuse = (why: string): never => {
    throw new WaddleError('INVALID', why);
  };
  if (length < SHORTEST || length > LONGEST) refuse(`A name has ${SHORTEST} to ${LONGEST} characters. Choose another.`);
  if (!/^[\p{L}\p{M}0-9_-]+$/u.test(name) || UNSEEN.test(name) || /^\p{M}/u.test(name))
    refuse('A name has letters, digits, _ and - alone. Choose another.');
  if (!/\p{L}/u.test(name)) refuse('A name has a letter at least. Choose another.');
  if (!ONE_WAY_OF_WRITING.some((pattern) => pattern.test(name)))
    refuse('A name’s letters are of one script, so that nobody passes for somebody else. Choose another.');
  const key = keyOf(name);
  if (RESERVED.has(key)) refuse('That name could be taken for WaddleBot’s own. Choose another.');
  return { name, key };
}
