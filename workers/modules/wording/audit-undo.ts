import { lastOf, targetOf, undoing } from '../../core/undo.ts';
import { restoreSentence, WORDING_CHANGES } from './sentences.ts';

/** How the audit log's lines about sentences are taken back. */
export const undo = undoing(WORDING_CHANGES, {
  access: 'communities:write',
  run: (line, ctx) => {
    const text = lastOf({ ...line, after: line.before }).text;
    return restoreSentence(ctx, { key: targetOf(line), text: typeof text === 'string' ? text : null }, line.id);
  },
});
