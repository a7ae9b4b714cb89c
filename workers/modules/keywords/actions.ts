import { unquoted } from '../../core/aliases.ts';
import { MAX_REPLY } from '../../core/command-options.ts';
import type { KeywordAction } from '../../core/keywords.ts';
import type { Registry } from '../../core/registry.ts';
import type { Problem } from '../../core/templates/nodes.ts';
import { parse } from '../../core/templates/parse.ts';
import { codePoints } from '../../core/text.ts';

/** Longest command line that a rule runs, in code points. */
export const MAX_LINE = 500;

/** What a rule is to do, as people say it: an HTTP module by its name. */
export type GivenAction =
  | Exclude<KeywordAction, { readonly is: 'module' }>
  | { readonly is: 'module'; readonly module: string };

/** The same, or what a rule does with the words that it has already. */
export type ChangedAction = GivenAction | { readonly is: 'say-same' } | { readonly is: 'run-same' };

export type ActionRefusal =
  | { readonly result: 'nothing-to-say' }
  | { readonly result: 'too-long'; readonly length: number; readonly most: number };

/** What is odd about an action, and no reason to refuse it. */
export interface ActionNotes {
  /** Commands that it runs and that are not there, yet or any more. */
  readonly unknown: readonly string[];
  /** What its text says as it stands, though it looks like more. */
  readonly problems: readonly Problem[];
  /** A placeholder of another kind of text: `{user}`. */
  readonly braces: string | null;
}

const NO_NOTES: ActionNotes = { unknown: [], problems: [], braces: null };
const BRACES = /(?<!\$)\{(?:user|touser|target|args|all_args|arg[1-9]|query|count|channel|[1-9])\}/i;

const withoutPrefix = (line: string, prefix: string): string =>
  line.startsWith(prefix) ? line.slice(prefix.length).trim() : line;

/** An action in the form in which it is kept. */
export function actionOf(given: GivenAction, prefix: string): GivenAction {
  if (given.is === 'reply') return { is: 'reply', text: given.text.trim() };
  if (given.is === 'run') return { is: 'run', line: withoutPrefix(given.line.trim(), prefix) };
  return given;
}

/** What a changed action comes to; null where a rule has no words yet. */
export function changedAction(given: ChangedAction, was: KeywordAction): GivenAction | null {
  if (given.is !== 'say-same' && given.is !== 'run-same') return given;
  const words = was.is === 'reply' ? was.text : was.is === 'run' ? was.line : null;
  if (words === null) return null;
  return given.is === 'say-same' ? { is: 'reply', text: words } : { is: 'run', line: words };
}

/** Why an action cannot be so; whether its module is there, the database knows. */
export function actionRefusal(action: GivenAction): ActionRefusal | null {
  if (action.is === 'delete' || action.is === 'module') return null;
  const [words, most] = action.is === 'reply' ? [action.text, MAX_REPLY] : [action.line, MAX_LINE];
  if (words === '') return { result: 'nothing-to-say' };
  const length = codePoints(words);
  return length > most ? { result: 'too-long', length, most } : null;
}

export function notesOn(action: GivenAction, registry: Registry): ActionNotes {
  if (action.is === 'reply') {
    const [braces = null] = BRACES.exec(action.text) ?? [];
    return { ...NO_NOTES, problems: parse(action.text).problems, braces };
  }
  if (action.is !== 'run') return NO_NOTES;
  const [head = ''] = action.line.split(/\s/, 1);
  return { ...NO_NOTES, unknown: head.includes('{') || registry.get(head) ? [] : [head] };
}

/**
 * What is typed behind the arrow: `!so {user}` runs a command, `#weather` asks an HTTP module, `delete` takes the line
 * away, and everything else is said; so is what stands in quotes. Null where there is nothing.
 */
export function readAction(typed: string, prefix: string): GivenAction | null {
  const text = typed.trim();
  if (text === '') return null;
  if (text.toLowerCase() === 'delete') return { is: 'delete' };
  const [, module] = /^#(\S+)$/.exec(text) ?? [];
  if (module !== undefined) return { is: 'module', module };
  if (text.startsWith(prefix) && withoutPrefix(text, prefix) !== '')
    return { is: 'run', line: withoutPrefix(text, prefix) };
  return { is: 'reply', text: unquoted(text) };
}

/** An action as it would be typed. @param module its module's name; null where it is gone */
export function printAction(action: KeywordAction, prefix: string, module: string | null): string {
  switch (action.is) {
    case 'delete':
      return 'delete';
    case 'module':
      return `#${module ?? '?'}`;
    case 'run':
      return prefix + action.line;
    case 'reply': {
      const read = readAction(action.text, prefix);
      const isPlain = read?.is === 'reply' && read.text === action.text;
      return isPlain ? action.text : `"${action.text}"`;
    }
  }
}
