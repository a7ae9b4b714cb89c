import type { State } from '../../../design/status-dot.tsx';
import type { Line } from './queries.ts';

export const STATUSES = ['ok', 'needs-review', 'conflict', 'unsupported'] as const satisfies readonly Line['status'][];
export const KINDS = [
  'command',
  'alias',
  'counter',
  'keyword',
  'timer',
  'quote',
  'other',
] as const satisfies readonly Line['kind'][];

/** How each status looks: a shape and a colour, beside its word. */
export const LOOKS: Readonly<Record<Line['status'], State>> = {
  ok: 'ok',
  'needs-review': 'warning',
  conflict: 'danger',
  unsupported: 'idle',
};

/** What can be made of a line. */
export const MADE = ['command', 'alias', 'counter', 'keyword', 'timer', 'quote'] as const;
