import { lastOf, resultOf, type Undos, undoing } from '../../core/undo.ts';
import { undoBookmark } from './bookmark-undo.ts';
import { undoQuote } from './quote-undo.ts';

/** How the audit log's lines about quotes and bookmarks are taken back. */
export const undo: Undos = {
  ...undoing(['quote.edit', 'quote.approve', 'quote.delete', 'quote.undo'], {
    access: 'memories:write',
    run: async (line, ctx) => resultOf((await undoQuote(ctx, Number(lastOf(line).number), null, line.id)).result),
  }),
  ...undoing(['bookmark.add', 'bookmark.edit', 'bookmark.tag', 'bookmark.delete', 'bookmark.undo'], {
    access: 'memories:write',
    run: async (line, ctx) => resultOf((await undoBookmark(ctx, Number(lastOf(line).number), null, line.id)).result),
  }),
};
