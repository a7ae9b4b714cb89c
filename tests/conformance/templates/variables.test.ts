import { describe, expect, it } from 'vitest';
import type { Dialect } from '../../../workers/core/templates/nodes.ts';
import { VARIABLES, variablesOf } from '../../../workers/core/templates/variables/index.ts';
import type { Peer } from '../../../workers/core/templates/variables/variable.ts';
import { FOSSABOT } from './fossabot.table.ts';
import { NIGHTBOT } from './nightbot.table.ts';
import { STREAMELEMENTS } from './streamelements.table.ts';
import type { Documented } from './table.ts';
import { inOurWords } from './table.ts';
import { says } from './world.ts';

const TABLES: Readonly<Record<Peer, readonly Documented[]>> = {
  nightbot: NIGHTBOT,
  streamelements: STREAMELEMENTS,
  fossabot: FOSSABOT,
};
const PEERS = Object.keys(TABLES) as Peer[];

const agrees = (text: string, prints: string | RegExp) =>
  typeof prints === 'string' ? expect(text).toBe(prints) : expect(text).toMatch(prints);

const rowsOf = (peer: Peer) =>
  TABLES[peer].flatMap(({ variable, docs, cases }) =>
    cases.map(([text, prints, given, ours = inOurWords(prints)]) => ({ variable, docs, text, prints, given, ours })),
  );

describe.each(PEERS)('%s', (peer) => {
  it.each(rowsOf(peer))('$variable, as in “$docs”: $text', async ({ text, prints, given }) => {
    agrees(await says(text, peer, given), prints);
  });

  it('has at least two cases for every variable that its documents list', () => {
    const cases = new Map<string, number>();
    for (const { variable } of rowsOf(peer)) cases.set(variable, (cases.get(variable) ?? 0) + 1);
    const wanting = variablesOf(peer).filter(({ names: [name] }) => (cases.get(name as string) ?? 0) < 2);
    expect(wanting.map(({ names }) => names[0])).toEqual([]);
    const known = variablesOf(peer).map(({ names }) => names[0]);
    expect([...cases.keys()].filter((name) => !known.includes(name))).toEqual([]);
  });
});

describe('our own dialect knows what each of them has', () => {
  it.each(PEERS.flatMap(rowsOf))('$variable: $text', async ({ text, ours, given }) => {
    agrees(await says(text, 'native', given), ours);
  });
});

/** Every name of the three in a dialect that does not have it. */
const strangers = PEERS.flatMap((dialect) =>
  VARIABLES.flatMap(([, variables]) => variables)
    .filter(
      ({ of, names }) =>
        !of.includes(dialect) && /^[a-z7]/.test(names[0] as string) && !isKnown(dialect, names[0] as string),
    )
    .map(({ names }) => ({ dialect, name: names[0] as string })),
);

function isKnown(dialect: Dialect, name: string): boolean {
  // Where an open name takes members as arguments, they are no names of their own: `count.set` is a counter called so.
  const base = name.split('.')[0] as string;
  return variablesOf(dialect).some(({ names, open }) => names.includes(name) || (open && names.includes(base)));
}

describe('the same text in a dialect that has no such variable', () => {
  it.each(strangers)('$dialect: $$($name a)', async ({ dialect, name }) => {
    const text = `<$(${name} a)>`;
    expect(await says(text, dialect)).toBe(dialect === 'fossabot' ? `<[Error: Unknown variable ${name}.]>` : text);
  });
});
