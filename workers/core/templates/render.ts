import type { Counted } from './counters.ts';
import type { Template } from './nodes.ts';
import type { Warning } from './run.ts';
import { Run } from './run.ts';
import type { Scope, Sources } from './scope.ts';
import { textOf } from './segments.ts';
import type { Style } from './shown.ts';
import { cut, harmless, styleOf } from './shown.ts';
import type { StreamChange } from './variables/variable.ts';

export interface Rendered {
  /** What to say; nothing where it is empty. It begins no command of the platform's or the bot's. */
  readonly text: string;
  /** `me`, `announce` …: how to say it, where the command's own text begins with that. */
  readonly as: Style | null;
  /** For whoever writes the text, by place. */
  readonly warnings: readonly Warning[];
  /** What was asked of the stream, in order. */
  readonly effects: readonly StreamChange[];
}

const PROBLEMS = {
  unclosed: 'This is never closed; it stays as typed.',
  'no-name': 'There is no variable’s name here; it stays as typed.',
  'too-deep': 'This stands in too many others; it stays as typed.',
} as const;

/**
 * Prints a command's text: inner variables first, every one once. What a variable printed is data ever after: it is not
 * looked through for variables, quotes or separators. Whatever stands in the text, this ends within its budgets
 * (`words.ts`) and throws nothing.
 *
 * @param counted what the operations that `counterOps` found came to
 */
export async function render(
  template: Template,
  scope: Scope,
  sources: Sources,
  counted: readonly Counted[] = [],
): Promise<Rendered> {
  const { dialect, problems } = template;
  const counts = new Map(counted.flatMap(({ positions, value }) => positions.map((at) => [at, value] as const)));
  const run = new Run({ scope, sources, counts });
  for (const { problem, ...span } of problems) run.warn(PROBLEMS[problem], span);
  const { style, nodes } = styleOf(template.nodes);
  const whole = textOf(await run.nodes(nodes, { dialect, depth: 0, inside: null }));
  const text = cut(whole);
  if (text !== whole) run.warn('The answer is too long; its end is cut.', { start: 0, end: template.source.length });
  return {
    text: run.isSilent ? '' : harmless(text, scope.prefix),
    as: style,
    warnings: run.warnings.toSorted((a, b) => a.start - b.start),
    effects: run.changes,
  };
}
