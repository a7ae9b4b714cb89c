import { evaluate } from '../math/math.ts';
import { MathError } from '../math/tokens.ts';
import { afterWords, textOf, unquoted, wordTexts } from '../segments.ts';
import { cut } from '../shown.ts';
import { BUDGET, error, usedUp } from '../words.ts';
import { pathDecoded, pathEncoded, queryDecoded, queryEncoded, uriEncoded } from './encoding.ts';
import type { Call, Printed, Variable } from './variable.ts';
import { FOSSABOT, NIGHTBOT, STREAMELEMENTS, WORKS } from './variable.ts';

/** Longer expressions nobody calculates in chat. */
const LONGEST_EXPRESSION = 500;

/** `$(repeat n phrase)`, joined by blanks. */
function repeat(call: Call): Printed {
  const { dialect, args } = call;
  const [typed, ...words] = wordTexts(args);
  const count = /^\d{1,9}$/.test(typed ?? '') ? Number(typed) : 0;
  if (count < 1 || words.length === 0) {
    // StreamElements sends nothing at all where the count is none.
    if (dialect === 'streamelements' && count < 1) call.silence();
    return dialect === 'streamelements' ? '' : error(dialect, 'Usage: $(repeat 6 Phrase).');
  }
  const phrase = textOf(unquoted(afterWords(args, 1)));
  const times = Math.min(count, BUDGET.repeats);
  const repeated = cut(Array.from({ length: times }, () => phrase).join(' '));
  if (count === times) return repeated;
  call.warn(usedUp('repeats'));
  return `${repeated} ${error(dialect, usedUp('repeats'))}`;
}

function math({ dialect, args, scope, warn }: Call): Printed {
  const expression = textOf(unquoted(args));
  if (expression.trim() === '') return dialect === 'streamelements' ? null : error(dialect, 'No math provided.');
  try {
    if (expression.length > LONGEST_EXPRESSION) throw new MathError('The expression is too long');
    return evaluate(expression, scope.random);
  } catch (failure) {
    if (!(failure instanceof MathError)) throw failure;
    warn(`${failure.message}.`);
    if (dialect === 'fossabot') return error(dialect, 'Math.js API returned error 400.');
    return dialect === 'streamelements' ? `Error: ${failure.message}` : error(dialect, `${failure.message}.`);
  }
}

/** StreamElements leaves it as typed where there is nothing to encode, and takes the first parameter. */
const encoding =
  (encode: (text: string) => string) =>
  ({ dialect, args }: Call): Printed => {
    if (args.length === 0 && dialect === 'streamelements') return null;
    return encode(dialect === 'streamelements' ? (wordTexts(args)[0] ?? '') : textOf(unquoted(args)));
  };

const decoding =
  (decode: (text: string) => string | null) =>
  ({ dialect, args }: Call): Printed =>
    decode(textOf(args)) ?? error(dialect, 'Invalid URL escape.');

const TRUE = ['1', 't', 'T', 'true', 'TRUE', 'True'];

/** `$(if <condition> <then> [else])`: false without an else, and the bot says nothing at all. */
function choose({ args, silence }: Call): Printed {
  const [condition, yes, no] = wordTexts(args);
  if (condition === undefined || yes === undefined) return null;
  if (TRUE.includes(condition)) return yes;
  if (no === undefined) silence();
  return no ?? '';
}

/** Links that open a post to send; they are as long as they are. */
const posting =
  (address: string) =>
  ({ args }: Call): Printed =>
    `${address}${uriEncoded(textOf(unquoted(args)))}`;

export const TEXT: readonly Variable[] = [
  {
    names: ['repeat'],
    of: ['streamelements', 'fossabot'],
    status: WORKS,
    says: `a phrase so many times, at most ${BUDGET.repeats}`,
    print: repeat,
  },
  {
    names: ['math'],
    of: ['streamelements', 'fossabot'],
    status: WORKS,
    says: 'a calculation as math.js does it: functions, `random(1, 10)`, units',
    print: math,
  },
  {
    names: ['if'],
    of: STREAMELEMENTS,
    status: WORKS,
    says: 'one of two, by `1`/`true` or anything else; both are worked out',
    print: choose,
  },
  {
    names: ['queryescape', 'queryencode'],
    of: STREAMELEMENTS,
    status: WORKS,
    says: 'for the query of a URL, blanks as `+`',
    print: encoding(queryEncoded),
  },
  {
    names: ['pathescape'],
    of: STREAMELEMENTS,
    status: WORKS,
    says: 'for the path of a URL, blanks as `%20`',
    print: encoding(pathEncoded),
  },
  {
    names: ['pathencode'],
    of: ['streamelements', 'fossabot'],
    status: WORKS,
    says: 'the same',
    print: encoding(pathEncoded),
  },
  {
    names: ['urlencode'],
    of: FOSSABOT,
    status: WORKS,
    says: 'for the query of a URL, blanks as `+`',
    print: encoding(queryEncoded),
  },
  {
    names: ['urldecode'],
    of: FOSSABOT,
    status: WORKS,
    says: 'what was encoded for a query',
    print: decoding(queryDecoded),
  },
  {
    names: ['pathdecode'],
    of: FOSSABOT,
    status: WORKS,
    says: 'what was encoded for a path',
    print: decoding(pathDecoded),
  },
  {
    names: ['x', 'tweet'],
    of: NIGHTBOT,
    status: WORKS,
    says: 'a link that posts a text on X',
    print: posting('https://x.com/intent/post?text='),
  },
  {
    names: ['bluesky'],
    of: NIGHTBOT,
    status: WORKS,
    says: 'a link that posts a text on Bluesky',
    print: posting('https://bsky.app/intent/compose?text='),
  },
  {
    names: ['threads'],
    of: NIGHTBOT,
    status: WORKS,
    says: 'a link that posts a text on Threads',
    print: posting('https://www.threads.net/intent/post?text='),
  },
];
