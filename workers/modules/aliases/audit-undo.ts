import { lastOf, resultOf, undoing } from '../../core/undo.ts';
import { undoChange } from './history.ts';

/** How the audit log's lines about aliases are taken back. */
export const undo = undoing(['alias.add', 'alias.edit', 'alias.options', 'alias.remove', 'alias.undo'], {
  access: 'commands:write',
  run: async (line, ctx) => resultOf((await undoChange(ctx, String(lastOf(line).name), null, line.id)).result),
});
