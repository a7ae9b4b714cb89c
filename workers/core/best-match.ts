/** How well a name fits what was typed, from the best to the worst; each way is a better reason than the next. */
const WAYS: readonly ((typed: Spelling, name: Spelling) => boolean)[] = [
  (typed, name) => typed.joined === name.joined,
  (typed, name) => name.joined.startsWith(typed.joined),
  // `gta`, `cs2`.
  (typed, name) => typed.joined.length > 1 && initialsOf(name).startsWith(typed.joined),
  (typed, name) => areBeginnings(typed.words, name.words),
  (typed, name) => name.joined.includes(typed.joined),
  (typed, name) => likeness(typed.joined, name.joined) >= ALIKE,
];

/** From here on names are alike: "fal guyz" and "Fall Guys" are 0.77. */
const ALIKE = 0.5;

interface Spelling {
  /** In small letters, without accents and signs. */
  readonly words: readonly string[];
  readonly joined: string;
}

/**
 * Sorts by how well the names fit what somebody typed: the same, beginning so, by initials, by the beginnings of words,
 * holding it, or only alike. Of two that fit equally well the shorter name goes first; what does not fit stays last, in the
 * order it came in. Case, accents and signs make no difference.
 */
export function bestMatch<T extends { readonly name: string }>(typed: string, among: readonly T[]): readonly T[] {
  const wanted = spell(typed);
  if (wanted.joined === '') return among;
  const ranked = among.map((item) => {
    const name = spell(item.name);
    const way = WAYS.findIndex((fits) => fits(wanted, name));
    return way < 0 ? { item, way: WAYS.length, length: 0 } : { item, way, length: name.joined.length };
  });
  return ranked.sort((one, other) => one.way - other.way || one.length - other.length).map(({ item }) => item);
}

function spell(text: string): Spelling {
  // A name of signs alone is nothing but its signs.
  const plain = text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  const words = plain.split(/[^\p{L}\p{N}]+/u).filter(Boolean);
  return words.length > 0 ? { words, joined: words.join('') } : { words: [], joined: plain.trim() };
}

const initialsOf = ({ words }: Spelling): string => words.map((word) => [...word][0]).join('');

/** Whether each of the words begins one of the name's, in the same order: "counter 2" of "Counter-Strike 2". */
function areBeginnings(typed: readonly string[], name: readonly string[]): boolean {
  if (typed.length === 0) return false;
  let from = 0;
  return typed.every((word) => {
    const at = name.findIndex((whole, place) => place >= from && whole.startsWith(word));
    from = at + 1;
    return at >= 0;
  });
}

/** Sørensen–Dice coefficient over pairs of neighbouring letters, 0 to 1. */
function likeness(one: string, other: string): number {
  const pairs = pairsOf(one);
  const left = pairsOf(other);
  const total = pairs.length + left.length;
  if (total === 0) return 0;
  let shared = 0;
  for (const pair of pairs) {
    const at = left.indexOf(pair);
    if (at < 0) continue;
    left.splice(at, 1);
    shared++;
  }
  return (2 * shared) / total;
}

const pairsOf = (text: string): string[] => {
  const letters = [...text];
  return letters.slice(1).map((letter, at) => `${letters[at]}${letter}`);
};
