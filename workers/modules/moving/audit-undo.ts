import { resultOf, targetOf, type Undos } from '../../core/undo.ts';
import { undoImport } from './undo.ts';

/** How the audit log's lines about imports are taken back: what was changed since stays. */
export const undo: Undos = {
  'import.apply': {
    access: 'commands:write',
    run: async (line, ctx) => resultOf((await undoImport(ctx, targetOf(line), false)).result),
  },
  'quote.import': {
    access: 'memories:write',
    run: async (line, ctx) => resultOf((await undoImport(ctx, targetOf(line), true)).result),
  },
};
