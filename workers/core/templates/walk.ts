import type { Alternative, Dialect, Node, VariableNode } from './nodes.ts';
import type { Known } from './variables/index.ts';
import { variableNamed } from './variables/index.ts';

/** A variable that a dialect knows, where it stands in a text. */
export interface Placed {
  readonly node: VariableNode;
  readonly known: Known;
  readonly args: readonly Node[];
  /** It is worked out only where something before it prints nothing. */
  readonly isFallback: boolean;
  readonly isInCounter: boolean;
}

type Where = Pick<Placed, 'isFallback' | 'isInCounter'>;

export const isCounter = ({ variable }: Known): boolean =>
  variable.effect === 'counts' || variable.effect === 'reads-counter';

/** All variables of a text that are worked out, from its beginning to its end; what stays as typed holds none. */
export const variablesIn = (nodes: readonly Node[], dialect: Dialect): Placed[] =>
  placedIn(nodes, dialect, { isFallback: false, isInCounter: false });

export const holdsCounter = (nodes: readonly Node[], dialect: Dialect): boolean =>
  variablesIn(nodes, dialect).some(({ known }) => isCounter(known));

const placedIn = (nodes: readonly Node[], dialect: Dialect, where: Where): Placed[] =>
  nodes.flatMap((node) => (node.kind === 'variable' ? placedAt(node, dialect, where) : []));

function placedAt(node: VariableNode, dialect: Dialect, where: Where): Placed[] {
  const [first, ...others] = node.alternatives as [Alternative, ...Alternative[]];
  if (first.ref?.is === 'name' && !knownOf(first, dialect)) return [];
  return [
    ...sideOf(node, first, dialect, where),
    ...others.flatMap((other) => sideOf(node, other, dialect, { ...where, isFallback: true })),
  ];
}

function sideOf(node: VariableNode, side: Alternative, dialect: Dialect, where: Where): Placed[] {
  if (side.ref?.is === 'range') return placedIn(side.args, dialect, { ...where, isFallback: true });
  const known = knownOf(side, dialect);
  if (!known) return placedIn(side.words, dialect, where);
  const inside = { ...where, isInCounter: where.isInCounter || isCounter(known) };
  return [{ ...where, node, known, args: side.args }, ...placedIn(side.args, dialect, inside)];
}

const knownOf = ({ ref }: Alternative, dialect: Dialect): Known | null =>
  ref?.is === 'name' ? variableNamed(dialect, ref.name, ref.members) : null;
