import { lastOf, resultOf, targetOf, undoing } from '../../core/undo.ts';
import { UNDOABLE, undoChange } from './history.ts';
import type { Named } from './names.ts';

/** A community's own command goes by its name, a built-in one by the path that the line is about. */
function commandOf(name: unknown, path: string): Named {
  if (typeof name === 'string') return { name };
  const [whole = '', subcommand] = path.split(' ', 2);
  return { name: whole, ...(subcommand === undefined ? {} : { subcommand }) };
}

/** How the audit log's lines about commands are taken back. */
export const undo = undoing(UNDOABLE, {
  access: 'commands:write',
  run: async (line, ctx) => {
    const { name, replies } = lastOf(line);
    const command = commandOf(replies === undefined ? undefined : name, targetOf(line));
    return resultOf((await undoChange(ctx, command, null, line.id)).result);
  },
});
