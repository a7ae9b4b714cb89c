import type { Template } from './nodes.ts';
import { Run } from './run.ts';
import type { Scope, Sources } from './scope.ts';
import { NO_SOURCES } from './scope.ts';
import { literal, value, wordsOf } from './segments.ts';
import type { Counting } from './variables/counting.ts';
import { countingOf } from './variables/counting.ts';
import { holdsCounter, isCounter, variablesIn } from './walk.ts';

/** What a text does to a counter, in one execution. */
export interface CounterOp extends Counting {
  /** Where in the text its value is printed: each the start of a variable. */
  readonly positions: readonly number[];
}

/** An operation with what it came to. */
export type Counted = Pick<CounterOp, 'positions'> & { readonly value: number };

/**
 * What a text does to counters, in order, so that it can be done in one effect before anything is rendered; `render` takes
 * the values. A command's own plain count goes up once per execution, however often it is printed. What is no operation (a
 * bad name, a counter inside of another, in a fallback or in a referenced command) is not here: rendering says why.
 *
 * @param sources for names of people; a counter's name does not come from the web or from a script.
 */
export async function counterOps(
  template: Template,
  scope: Scope,
  sources: Sources = NO_SOURCES,
): Promise<CounterOp[]> {
  const { dialect, nodes } = template;
  const ops: CounterOp[] = [];
  const run = new Run({ scope, sources, onlyAsks: true });
  for (const { node, known, args, isFallback, isInCounter } of variablesIn(nodes, dialect)) {
    if (!isCounter(known) || isFallback || isInCounter || holdsCounter(args, dialect)) continue;
    const segments = await run.nodes(args, { dialect, depth: 1, inside: known.variable.names[0] as string });
    const counting = countingOf(dialect, known, segments, scope.command);
    if ('refusal' in counting) continue;
    const same = counting.isUse ? ops.findIndex(({ isUse }) => isUse) : -1;
    const earlier = ops[same];
    if (earlier) ops[same] = { ...earlier, positions: [...earlier.positions, node.start] };
    else ops.push({ ...counting, positions: [node.start] });
  }
  return ops;
}

/**
 * The counters that a text names itself, whatever is typed: what it works out only when it runs is not here.
 * @param command whose own count `$(count)` is; null where the text is no command's
 */
export function countersNamed({ nodes, dialect }: Template, command: string | null): readonly string[] {
  const names = variablesIn(nodes, dialect).flatMap(({ known, args }) => {
    if (!isCounter(known)) return [];
    // Any amount will do in place of one that is worked out.
    const segments = args.map((node) => (node.kind === 'text' ? literal(node.text) : value('1')));
    const isKnown = wordsOf(segments)[0]?.segments.every((segment) => segment.literal) ?? true;
    if (!isKnown) return [];
    const counting = countingOf(dialect, known, segments, command ?? '');
    return 'refusal' in counting || (counting.isUse && command === null) ? [] : [counting.counter];
  });
  return [...new Set(names)];
}

/** Whether a text changes anything besides what it says: a counter, the stream's title or category. */
export const usesEffect = ({ nodes, dialect }: Template): boolean =>
  variablesIn(nodes, dialect).some(
    ({ known: { variable } }) => variable.effect === 'counts' || variable.effect === 'changes-stream',
  );
