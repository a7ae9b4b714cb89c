import { lastOf, targetOf, undoing } from '../../core/undo.ts';
import { wordSentence } from './sentences.ts';

/** How the audit log's lines about sentences are taken back. */
export const undo = undoing(['wording.set', 'wording.reset'], {
  access: 'communities:write',
  run: async (line, ctx) => {
    const text = lastOf({ ...line, after: line.before }).text;
    const { result } = await wordSentence(ctx, { key: targetOf(line), text: typeof text === 'string' ? text : null });
    return result === 'done' || result === 'full' ? result : 'overtaken';
  },
});
