import { normaliseName } from '../../commands.ts';
import type { Dialect } from '../nodes.ts';
import type { Segment } from '../segments.ts';
import { wordTexts } from '../segments.ts';
import type { Known } from './index.ts';

/** What is done to a counter; every one of them answers with the value it has then. */
export interface Counting {
  /** The counter's name, case folded; of the command's own one the command's name. */
  readonly counter: string;
  readonly change:
    | { readonly is: 'add'; readonly by: number }
    | { readonly is: 'set'; readonly to: number }
    | { readonly is: 'read' };
  /** The count of the command's own uses, that goes up by itself. */
  readonly isUse: boolean;
}

export interface Refusal {
  readonly refusal: string;
}

/** More than this no counter goes up, down or to at once. */
const MOST = 1_000_000_000;
const LONGEST_NAME = 40;
const AMOUNT = /^[+-]?\d{1,12}$/;

/** Fossabot's sentence; the others document none. */
const BAD_NAME = 'Count name invalid. Must contain only alphanumeric, dashes, or underscores.';

const add = (by: number) => ({ is: 'add', by }) as const;

/** The operation that a counter's variable stands for, or the words for why it stands for none. */
export function countingOf(
  dialect: Dialect,
  { variable, members }: Known,
  args: readonly Segment[],
  command: string,
): Counting | Refusal {
  const own: Counting = { counter: normaliseName(command), change: add(1), isUse: true };
  const words = wordTexts(args);
  const [name, amount] = words;
  switch (variable.names[0]) {
    case 'count.get':
      return name === undefined ? own : named(name, { is: 'read' });
    case 'getcount':
      return named(name ?? '', { is: 'read' });
    case 'count.set':
      // Nothing below nought is stored (Fossabot, "count.set").
      return amount === undefined
        ? { refusal: 'Usage: $(count.set <name> <count>).' }
        : amounted(name, amount, (to) => ({ is: 'set', to: Math.max(0, to) }));
    case 'count.increment':
      return amount === undefined ? named(name ?? '', add(1)) : amounted(name, amount, add);
    default:
      return dialect === 'native' || dialect === 'streamelements' ? byStreamElements(own, words, members) : own;
  }
}

/** `$(count [name] [+n|-n|n])`, and the old form `$(count.name)`, which takes no amount. */
function byStreamElements(
  own: Counting,
  [first, second]: readonly string[],
  [member]: readonly string[],
): Counting | Refusal {
  if (member !== undefined) return named(member, add(1));
  if (first === undefined) return own;
  if (AMOUNT.test(first) && second === undefined) return amounted(own.counter, first, changeOf(first));
  return second === undefined ? named(first, add(1)) : amounted(first, second, changeOf(second));
}

/** With a sign it is added, without one it is what the counter is set to. */
const changeOf =
  (typed: string) =>
  (amount: number): Counting['change'] =>
    /^[+-]/.test(typed) ? add(amount) : { is: 'set', to: amount };

function amounted(
  name: string | undefined,
  typed: string,
  change: (amount: number) => Counting['change'],
): Counting | Refusal {
  if (!AMOUNT.test(typed) || Math.abs(Number(typed)) > MOST)
    return { refusal: 'Count amount invalid. Must be a whole number.' };
  return named(name ?? '', change(Number(typed)));
}

function named(typed: string, change: Counting['change']): Counting | Refusal {
  const counter = normaliseName(typed);
  const isName = /^[\p{L}\p{N}_-]+$/u.test(counter) && [...counter].length <= LONGEST_NAME;
  return isName ? { counter, change, isUse: false } : { refusal: BAD_NAME };
}
