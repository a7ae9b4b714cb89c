import { lastOf, resultOf, undoing } from '../../core/undo.ts';
import { undoTimer } from './timers.ts';

/** How the audit log's lines about timers are taken back. */
export const undo = undoing(['timer.add', 'timer.edit', 'timer.remove', 'timer.undo'], {
  access: 'commands:write',
  run: async (line, ctx) => resultOf((await undoTimer(ctx, String(lastOf(line).name), null, line.id)).result),
});
