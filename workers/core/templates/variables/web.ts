import { programOf } from '../program.ts';
import type { Fetched } from '../scope.ts';
import type { Segment } from '../segments.ts';
import { afterWords, literal, textOf, unquoted, wordsOf } from '../segments.ts';
import { cut } from '../shown.ts';
import { error, unavailable } from '../words.ts';
import { fossabotHeaders, nightbotHeaders } from './headers.ts';
import type { Call, Printed, Variable } from './variable.ts';
import { ALL, FOSSABOT, WORKS } from './variable.ts';

/** Nightbot takes less than this of a plain answer, in characters. */
const NIGHTBOT_LENGTH = 400;

/** Who is told what about the caller; StreamElements tells nothing. */
function headersOf({ dialect, scope }: Call): Readonly<Record<string, string>> {
  if (dialect === 'streamelements') return {};
  return dialect === 'fossabot' ? fossabotHeaders(scope) : nightbotHeaders(scope);
}

/** The address: StreamElements drops blanks and adds a missing `http://`, the others keep blanks as `%20`. */
function addressOf({ dialect }: Call, args: readonly Segment[]): string {
  const typed = textOf(unquoted(args)).trim();
  if (dialect !== 'streamelements') return typed.replace(/\s/g, '%20');
  const address = typed.replace(/\s+/g, '');
  return /^https?:\/\//i.test(address) ? address : `http://${address}`;
}

/** `$(urlfetch json …)`: only Nightbot has it, and only a word that was typed there says so. */
function asksForJson({ dialect, args }: Call): boolean {
  const [first] = wordsOf(args);
  const isTyped = first?.segments.every((segment) => segment.literal) && textOf(first.segments) === 'json';
  return Boolean(isTyped) && (dialect === 'nightbot' || dialect === 'native');
}

async function fetched(call: Call): Promise<Printed> {
  const { dialect, inside, warn, spend, sources } = call;
  const isJson = asksForJson(call);
  const args = isJson ? afterWords(call.args, 1) : call.args;
  if (args.length === 0) return dialect === 'streamelements' ? null : error(dialect, 'An address is needed.');
  if (isJson && inside !== 'eval') {
    warn('$(urlfetch json …) is data for $(eval …); it prints nothing by itself.');
    return error(dialect, 'JSON is for $(eval …) only.');
  }
  const tooMany = spend('fetches');
  if (tooMany !== null) return tooMany;
  const answer = await sources.fetchText(addressOf(call, args), headersOf(call));
  const problem = problemOf(call, answer);
  if (problem !== null) return problem;
  const text = answer.is === 'answered' ? answer.text : '';
  if (isJson) return parsed(call, text);
  return dialect === 'nightbot' ? cut(text, NIGHTBOT_LENGTH) : text;
}

function parsed({ dialect, warn }: Call, text: string): Printed {
  try {
    return { text, json: JSON.parse(text) };
  } catch {
    warn('The answer is no JSON.');
    return error(dialect, 'The answer is no JSON.');
  }
}

/** What each prints instead of an answer; Fossabot takes any that comes, whatever its status. */
function problemOf({ dialect, warn }: Call, answer: Fetched): string | null {
  if (answer.is === 'answered' && (dialect === 'fossabot' || (answer.status >= 200 && answer.status < 300)))
    return null;
  const words =
    answer.is === 'answered'
      ? `The server answered ${answer.status}.`
      : answer.is === 'bad-url'
        ? 'This is no address.'
        : 'The server cannot be reached.';
  warn(words);
  switch (dialect) {
    case 'nightbot':
      return answer.is === 'answered'
        ? `Remote Server Returned Code ${answer.status}`
        : 'Error Connecting To Remote Server';
    case 'streamelements':
      return 'Unable to make request';
    case 'fossabot':
      return error(dialect, 'Failed to connect to remote server.');
    default:
      return error(dialect, words);
  }
}

/**
 * Fossabot's code stands in double quotes and is escaped once more than code is: `\\` is a backslash in it, `\"` a quote.
 * Null where the quotes are missing.
 */
function unwrapped(args: readonly Segment[]): Segment[] | null {
  const [first, last] = [args[0], args.at(-1)];
  const isWrapped = first?.literal && last?.literal && first.text.startsWith('"') && last.text.endsWith('"');
  if (!isWrapped || (first === last && first.text.length < 2)) return null;
  return args.map((segment, at) => {
    if (!segment.literal) return segment;
    const text = segment.text.slice(at === 0 ? 1 : 0, at === args.length - 1 ? -1 : undefined);
    return literal(text.replace(/\\([\\"])/g, '$1'));
  });
}

async function evaluated(call: Call): Promise<Printed> {
  const { dialect, args, sources, spend, warn } = call;
  const code = dialect === 'fossabot' ? unwrapped(args) : args;
  if (code === null) return error(dialect, 'JavaScript has to be in double quotes.');
  const tooMany = spend('scripts');
  if (tooMany !== null) return tooMany;
  const answer = await sources.evaluate(programOf(code));
  switch (answer?.is) {
    case 'printed':
      return answer.text;
    case 'threw':
      warn(answer.message);
      return dialect === 'native' ? error(dialect, answer.message) : answer.message;
    case 'stopped':
      warn('The script was stopped: it took too long or too much memory.');
      return error(
        dialect,
        dialect === 'fossabot'
          ? 'JavaScript evaluation timed out on remote server.'
          : 'The script took too long or too much memory.',
      );
    default:
      return unavailable(dialect, 'eval');
  }
}

async function references({ dialect, args, scope, sources, isBrought, render }: Call): Promise<Printed> {
  const typed = textOf(unquoted(args)).trim();
  const name = scope.prefix !== '' && typed.startsWith(scope.prefix) ? typed.slice(scope.prefix.length) : typed;
  if (name === '') return error(dialect, 'Input argument required.');
  if (isBrought) return error(dialect, 'A referenced command cannot refer to another.');
  const command = await sources.commandText(name);
  return command ? render(command.text, command.dialect) : error(dialect, 'Command not found.');
}

export const WEB: readonly Variable[] = [
  {
    names: ['urlfetch'],
    of: ['nightbot', 'streamelements'],
    status: WORKS,
    says: 'what an address answers; `urlfetch json <url>` (Nightbot) is data for `$(eval …)`',
    print: fetched,
  },
  { names: ['customapi'], of: ALL, status: WORKS, says: 'the same', print: fetched },
  {
    names: ['eval'],
    of: ['nightbot', 'fossabot'],
    status: WORKS,
    says: 'what a script comes to; variables in it are data. Fossabot’s code stands in double quotes',
    print: evaluated,
  },
  { names: ['references'], of: FOSSABOT, status: WORKS, says: 'what another custom command says', print: references },
];
