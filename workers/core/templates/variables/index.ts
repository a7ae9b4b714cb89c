import type { Dialect } from '../nodes.ts';
import { DIALECTS } from '../nodes.ts';
import { ARGUMENTS } from './arguments.ts';
import { CHANNEL } from './channel.ts';
import { COUNTERS } from './counters.ts';
import { ELSEWHERE } from './elsewhere.ts';
import { PEOPLE } from './people.ts';
import { RANDOM } from './random.ts';
import { STREAM } from './stream.ts';
import { TEXT } from './text.ts';
import { TIME } from './time.ts';
import type { Variable } from './variable.ts';
import { WEB } from './web.ts';

/** Every variable of the three, by what it is about. */
export const VARIABLES: readonly (readonly [string, readonly Variable[]])[] = [
  ['What was typed', ARGUMENTS],
  ['People', PEOPLE],
  ['The channel', CHANNEL],
  ['The stream', STREAM],
  ['Counters', COUNTERS],
  ['Chance', RANDOM],
  ['Time', TIME],
  ['Text and numbers', TEXT],
  ['The web, scripts and other commands', WEB],
  ['What others know', ELSEWHERE],
];

/**
 * The variables that a dialect knows. Ours knows all; where the three call different things alike, the one that stands first
 * above.
 */
export function variablesOf(dialect: Dialect): Variable[] {
  const taken = new Set<string>();
  return VARIABLES.flatMap(([, variables]) => variables).filter(({ names, of, notOurs }) => {
    if (dialect === 'native' ? notOurs : !of.includes(dialect)) return false;
    const isFirst = names.some((name) => !taken.has(name));
    for (const name of names) taken.add(name);
    return isFirst;
  });
}

const byName: ReadonlyMap<string, Variable> = new Map(
  DIALECTS.flatMap((dialect) =>
    variablesOf(dialect)
      .flatMap((variable) => variable.names.map((name) => [`${dialect} ${name}`, variable] as const))
      // Of two the first, which a map gets last.
      .reverse(),
  ),
);

export interface Known {
  readonly variable: Variable;
  /** Members that are not a part of its name. */
  readonly members: readonly string[];
}

/** The variable that a dialect knows by a name, its members as far as they are a part of it. */
export function variableNamed(dialect: Dialect, name: string, members: readonly string[]): Known | null {
  for (let own = members.length; own >= 0; own--) {
    const path = [name, ...members.slice(0, own)].join('.').toLowerCase();
    const variable = byName.get(`${dialect} ${path}`);
    if (variable && (own === members.length || variable.open)) return { variable, members: members.slice(own) };
  }
  return null;
}
