import type { CommandOptions } from '../../core/command-options.ts';
import type { Alternative, Dialect, Node, VariableNode } from '../../core/templates/nodes.ts';
import { parse } from '../../core/templates/parse.ts';
import { wordsOfRange } from '../../core/templates/variables/arguments.ts';
import { variableNamed } from '../../core/templates/variables/index.ts';
import type { Variable } from '../../core/templates/variables/variable.ts';
import { variablesIn } from '../../core/templates/walk.ts';
import { type Reason, reason } from './lines.ts';

/** Variables that print nobody's words: a script that takes them can only be what its author wrote. */
const WORDLESS = [
  'count',
  'userid',
  'userlevel',
  'channel',
  'channelid',
  'chatid',
  'provider',
  'command',
  'time',
  'random',
  'math',
  'msgid',
];

const ANYBODY = {
  author: null,
  platform: 'twitch',
  channel: { account: '', login: '', displayName: '' },
  room: '',
  community: { id: '', slug: '', zone: 'UTC' },
  prefix: '!',
  command: '',
  args: '',
  message: { id: '', text: '' },
  now: 0,
  random: () => 0,
} as const;

/** What is worth a look in a text before it speaks here, each thing once. */
export function templateNotes(text: string, dialect: Dialect): readonly Reason[] {
  const { nodes, problems } = parse(text, dialect);
  const notes = [
    ...problems.map(({ problem, start }) =>
      reason('unread-template', { problem, near: text.slice(start, start + 20) }),
    ),
    ...notesIn(nodes, { dialect, script: false }),
  ];
  const keys = notes.map((note) => JSON.stringify(note));
  return notes.filter((_, i) => keys.indexOf(keys[i] as string) === i);
}

/** Whether a text says no more than what stands there, in a dialect and in our own. */
export const isPlain = (text: string, dialect: Dialect): boolean =>
  printed(text, dialect) === text && printed(text, 'native') === text;

const printed = (text: string, dialect: Dialect): string | null => {
  const { nodes } = parse(text, dialect);
  return nodes.every((node) => node.kind === 'text') ? nodes.map(({ text: piece }) => piece).join('') : null;
};

interface Where {
  readonly dialect: Dialect;
  /** Whether it stands in a script. */
  readonly script: boolean;
}

const notesIn = (nodes: readonly Node[], where: Where): readonly Reason[] =>
  nodes.flatMap((node) => (node.kind === 'variable' ? notesAt(node, where) : []));

function notesAt(node: VariableNode, where: Where): readonly Reason[] {
  const [first, ...others] = node.alternatives as [Alternative, ...Alternative[]];
  const { dialect } = where;
  const isKnown = first.ref !== null && isRefKnown(first, dialect);
  if (!isKnown) return [reason('unknown-variable', { name: node.typed.slice(0, 60) })];
  return [first, ...others].flatMap((side) => sideNotes(side, where));
}

function isRefKnown({ ref }: Alternative, dialect: Dialect): boolean {
  if (ref?.is === 'range') return wordsOfRange(ref, dialect, ANYBODY) !== null;
  return ref !== null && variableNamed(dialect, ref.name, ref.members) !== null;
}

function sideNotes(side: Alternative, where: Where): readonly Reason[] {
  const { dialect, script } = where;
  const known = side.ref?.is === 'name' ? variableNamed(dialect, side.ref.name, side.ref.members) : null;
  if (side.ref?.is === 'range')
    return [
      ...(script ? [reason('script-takes-text', { name: '1' })] : []),
      ...notesIn(side.args, { ...where, script: false }),
    ];
  if (!known) return notesIn(side.words, where);
  const { variable } = known;
  const name = variable.names[0] as string;
  const isScript = name === 'eval';
  return [
    ...variableNotes(variable, name),
    ...(script && !isScript && !WORDLESS.includes(name) ? [reason('script-takes-text', { name })] : []),
    ...(isFetch(name) ? [reason('fetches', { host: hostIn(side.args) })] : []),
    ...notesIn(side.args, { dialect, script: isScript }),
  ];
}

const isFetch = (name: string): boolean => name === 'urlfetch' || name === 'customapi';

function variableNotes({ status, effect }: Variable, name: string): readonly Reason[] {
  if (effect === 'changes-stream') return [reason('changes-stream', { name })];
  switch (status.is) {
    case 'joins with step':
      return [reason('joins-later', { name, step: status.step })];
    case 'not offered':
      return [reason('not-offered', { name })];
    case 'needs a linked account':
      return [reason('needs-account', { name })];
    case 'works':
      return [];
  }
}

/** The host that is asked, as far as it is written down. */
function hostIn(args: readonly Node[]): string {
  const [head] = args;
  const text = head?.kind === 'text' ? head.text.replace(/^json\s+/i, '').replace(/^["']/, '') : '';
  return /^(?:https?:\/\/)?([^\s/?#"'$]+)/i.exec(text.trim())?.[1]?.slice(0, 100) ?? '?';
}

/** Whether a command's text tells how often it was used. */
export function countsItself({ text, options }: { readonly text: string; readonly options: CommandOptions }): boolean {
  const dialect = options.dialect ?? 'native';
  return variablesIn(parse(text, dialect).nodes, dialect).some(
    ({ known, args }) =>
      known.variable.effect === 'counts' &&
      ['count', 'count.get'].includes(known.variable.names[0] ?? '') &&
      args.length === 0,
  );
}
