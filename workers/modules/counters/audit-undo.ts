import { resultOf, targetOf, undoing } from '../../core/undo.ts';
import { undoCounter } from './counters.ts';

/** How the audit log's lines about counters are taken back. */
export const undo = undoing(['counter.set', 'counter.remove', 'counter.undo'], {
  access: 'commands:write',
  run: async (line, ctx) => resultOf((await undoCounter(ctx, targetOf(line), line.id)).result),
});
