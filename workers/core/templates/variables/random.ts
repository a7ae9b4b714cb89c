import { listOf, textOf, wordTexts } from '../segments.ts';
import { error } from '../words.ts';
import type { Call, Printed, Variable } from './variable.ts';
import { FOSSABOT, notOffered, STREAMELEMENTS, WORKS } from './variable.ts';

const between = (a: number, b: number, random: () => number): string =>
  String(Math.min(a, b) + Math.floor(random() * (Math.abs(b - a) + 1)));

/** A bound that can be counted from: StreamElements falls back on 1 to 100 where one is no number. */
const RANGE = /^\s*(-?\d{1,15})\s*-\s*(-?\d{1,15})\s*$/;

/** `$(random)`, `$(random 1-6)`, `$(random.1-6)`, `$(random.number 1-6)`: both ends count. */
function number({ members, args, scope }: Call): Printed {
  const [, from = '1', to = '100'] = RANGE.exec(members[0] ?? textOf(args)) ?? [];
  return between(Number(from), Number(to), scope.random);
}

const oneOf = (items: readonly string[], random: () => number): string =>
  items[Math.floor(random() * items.length)] ?? '';

/** Items in quotes or between blanks; a single one is a list with commas. */
function pick({ args, scope }: Call): Printed {
  const words = wordTexts(args);
  return words.length === 0 ? null : oneOf(words.length === 1 ? listOf(args, ',') : words, scope.random);
}

function randint({ dialect, args, scope }: Call): Printed {
  const [from, to, ...more] = wordTexts(args);
  const isNumber = (typed: string | undefined): typed is string => /^-?\d{1,15}$/.test(typed ?? '');
  if (!isNumber(from) || !isNumber(to) || more.length > 0) return error(dialect, 'Usage: $(randint 1 30).');
  return between(Number(from), Number(to), scope.random);
}

function phrase({ dialect, args, scope }: Call): Printed {
  const phrases = listOf(args, ',');
  return phrases.length === 0 ? error(dialect, 'Must provide arguments.') : oneOf(phrases, scope.random);
}

export const RANDOM: readonly Variable[] = [
  {
    names: ['random', 'random.number'],
    of: STREAMELEMENTS,
    status: WORKS,
    says: 'a whole number from 1 to 100, or of a range: `random 1-6`, `random.1-6`',
    open: true,
    print: number,
  },
  {
    names: ['random.pick'],
    of: STREAMELEMENTS,
    status: WORKS,
    says: "one of several: `'a' 'b c'`, or `a,b,c`",
    print: pick,
  },
  {
    names: ['randint'],
    of: FOSSABOT,
    status: WORKS,
    says: 'a whole number between two, both included',
    print: randint,
  },
  { names: ['rngphrase'], of: FOSSABOT, status: WORKS, says: 'one of several phrases between commas', print: phrase },
  {
    names: ['random.emote'],
    of: STREAMELEMENTS,
    status: notOffered('no list of the channel’s emotes is kept'),
    says: 'an emote of the channel',
  },
];
