import { lastOf, resultOf, undoing } from '../../core/undo.ts';
import { undoKeyword } from './undo.ts';

/** How the audit log's lines about keywords are taken back. */
export const undo = undoing(['keyword.add', 'keyword.edit', 'keyword.remove', 'keyword.undo'], {
  access: 'commands:write',
  run: async (line, ctx) => resultOf((await undoKeyword(ctx, String(lastOf(line).name), null, line.id)).result),
});
