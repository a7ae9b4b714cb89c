import type { Dialect, Ref } from '../nodes.ts';
import type { Scope } from '../scope.ts';
import { textOf } from '../segments.ts';
import { error } from '../words.ts';
import { queryEncoded, uriEncoded } from './encoding.ts';
import type { Variable } from './variable.ts';
import { ALL, FOSSABOT, NIGHTBOT, notOffered, STREAMELEMENTS, WORKS } from './variable.ts';

/** What was typed after the command, split at runs of blanks. */
const argumentsOf = ({ args }: Scope): string[] => args.split(/\s+/).filter(Boolean);

/** The first argument as a name, without its `@`; empty where there is none. */
export const namedBy = (scope: Scope): string => bare(argumentsOf(scope)[0] ?? '');

const bare = (name: string): string => name.replace(/^@/, '');

type Range = Extract<Ref, { readonly is: 'range' }>;

/** Words as typed, or what a dialect says instead of those that were not. Null: the dialect has no such range. */
type Found = { readonly is: 'printed'; readonly text: string } | { readonly is: 'missing'; readonly instead: string };

const printed = (text: string): Found => ({ is: 'printed', text });
const nothing: Found = { is: 'missing', instead: '' };

/** `$(2)`, `$(2:)`, `$(1:3)`, `$(1.word)`: words of what was typed, by the dialect's rules. */
export function wordsOfRange({ from, to, member }: Range, dialect: Dialect, scope: Scope): Found | null {
  if (dialect === 'nightbot')
    return to === null && member === null && from >= 1 && from <= 9 ? picked(from, from, scope) : null;
  if (dialect === 'fossabot') return member === null ? byFossabot(from, to, scope) : null;
  const isOurs = dialect === 'native';
  if ((from === 0 && isOurs) || (typeof to === 'number' && to < from)) return null;
  const found = picked(from, to ?? from, scope);
  if (found.is === 'missing') return found;
  const { text } = found;
  // No viewer has the bot send `/timeout` (StreamElements, "Argument tokens").
  const safe = isOurs ? text : text.replace(/^[/.]+/, '');
  switch (member) {
    case null:
      return printed(safe);
    case 'word':
    case 'username':
      return /^@?\w{1,30}$/.test(text) ? printed(safe) : nothing;
    case 'emote':
      return nothing;
    default:
      return isOurs ? null : printed(safe);
  }
}

function byFossabot(from: number, to: Range['to'], scope: Scope): Found | null {
  if (from < 1 || (typeof to === 'number' && to < from)) return printed(error('fossabot', 'Invalid tag'));
  const found = picked(from, to ?? from, scope);
  return found.is === 'printed'
    ? found
    : { is: 'missing', instead: error('fossabot', `Index ${from} is not in arguments.`) };
}

/** Word 0 is the command itself. */
function picked(from: number, to: number | 'end', scope: Scope): Found {
  const words = [scope.prefix + scope.command, ...argumentsOf(scope)];
  const some = words.slice(from, to === 'end' ? undefined : to + 1);
  return some.length === 0 ? nothing : printed(some.join(' '));
}

const range = (says: string, name: string, of: Variable['of']): Variable => ({
  names: [name],
  of,
  status: WORKS,
  says,
});

export const ARGUMENTS: readonly Variable[] = [
  // Ranges are no names (`wordsOfRange` prints them); they stand here for the lists.
  range('the word at that place', '1', ALL),
  range('the same', 'index1', FOSSABOT),
  range('all words from that place on', '2:', ['streamelements', 'fossabot']),
  range('the same', 'fromindex2', FOSSABOT),
  range('the words from one place to another', '1:3', ['streamelements', 'fossabot']),
  // A bracket after a colon is a face here: `:(`.
  { ...range('the words from the command itself (0) to a place', ':3', STREAMELEMENTS), notOurs: true },
  range('the word if it could be a name: letters, digits, `_`', '1.word', STREAMELEMENTS),
  {
    names: ['1.emote'],
    of: STREAMELEMENTS,
    status: notOffered('messages come without a list of their emotes'),
    says: 'the word if it is an emote',
  },
  {
    names: ['args'],
    of: STREAMELEMENTS,
    status: WORKS,
    says: 'all that was typed after the command',
    print: ({ scope }) => argumentsOf(scope).join(' '),
  },
  {
    names: ['query'],
    of: ['nightbot', 'fossabot'],
    status: WORKS,
    says: 'all that was typed after the command, as it was',
    print: ({ scope }) => scope.args,
  },
  {
    names: ['querystring'],
    of: ['nightbot', 'fossabot'],
    status: WORKS,
    says: 'the same for a URL; with arguments (Nightbot) those',
    // Nightbot encodes as JavaScript does, Fossabot as Go.
    print: ({ dialect, scope, args }) =>
      dialect === 'fossabot' ? queryEncoded(scope.args) : uriEncoded(args.length > 0 ? textOf(args) : scope.args),
  },
  {
    names: ['command'],
    of: NIGHTBOT,
    status: WORKS,
    says: 'the command with its prefix: `!hug`',
    print: ({ scope }) => scope.prefix + scope.command,
  },
  {
    names: ['echo'],
    of: FOSSABOT,
    status: WORKS,
    says: 'the whole message, or what follows the name',
    print: ({ scope, args }) => (args.length > 0 ? textOf(args) : scope.message.text),
  },
  {
    names: ['msgid'],
    of: ['streamelements', 'fossabot'],
    status: WORKS,
    says: 'the platform’s id of the message',
    print: ({ scope }) => scope.message.id,
  },
];
