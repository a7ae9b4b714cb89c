import * as z from 'zod';
import { inCommunity, paging } from '../../core/api.ts';
import { WaddleError } from '../../core/errors.ts';
import { changedMeanwhile } from '../../core/if-match.ts';
import { BOOKMARK_SORTS } from './bookmark-listing.ts';
import type { Bookmark } from './bookmark-rows.ts';
import { bookmarkTag, MAX_TAG, MAX_TAGS } from './bookmark-tags.ts';
import type { BookmarkChange, BookmarkRefusal } from './bookmarks.ts';
import { MAX_BOOKMARKS, MAX_DESCRIPTION, MAX_TITLE } from './bookmarks.ts';

export const numbered = inCommunity.extend({ number: z.coerce.number().int().min(1).max(2_147_483_647) });
export const url = z.string().max(2_100).describe('The page’s address, by http or https; without one it is a note.');
export const title = z
  .string()
  .max(4 * MAX_TITLE)
  .describe('Without one it is called as its page calls itself.');
export const description = z.string().max(4 * MAX_DESCRIPTION);
export const tags = z
  .array(z.string().max(4 * MAX_TAG))
  .max(50)
  .describe(`At most ${MAX_TAGS}, of up to ${MAX_TAG} letters, digits, - or _.`);

export const bookmark = z.object({
  id: z.uuid().describe('What the audit log and the feed call it, as `bookmark:<id>`.'),
  number: z.number().describe('Counted in its community; it never moves.'),
  url: z.string().nullable().describe('Null: a note.'),
  path: z.string().describe('Leads to the page and counts visits: `/b/k7f2w9x`.'),
  title: z.string().describe('Empty until its page was read, where nobody gave one.'),
  description: z.string().nullable(),
  image: z.string().nullable(),
  site: z.string().nullable(),
  tags: z.array(z.string()),
  metadata: z.enum(['pending', 'read', 'failed', 'none']).describe('Whether its page was read; none for notes.'),
  metadataReason: z.string().nullable().describe('Why its page was not read, as the rest of a sentence.'),
  visits: z.number().describe('One per visitor and day.'),
  createdBy: z.object({ account: z.string().describe('`platform:id`'), name: z.string() }).nullable(),
  createdAt: z.string(),
  updatedAt: z.string().describe('When somebody changed it last.'),
  state: z
    .string()
    .describe('Named anew by every change: in quotes it is what If-Match takes. What its page says is none.'),
});

export const filters = z.object({
  q: z.string().max(200).optional().describe('Words, "words together", or, -without.'),
  tags: z.string().max(1_000).optional().describe('With commas between them.'),
  match: z.enum(['any', 'all']).default('any').describe('Whether one of the tags is enough.'),
  createdBy: z
    .string()
    .max(200)
    .regex(/^[a-z]+:[^\p{Cc}]+$/u, 'is no account: write it as twitch:123')
    .optional()
    .describe('An account, as `twitch:123`.'),
  sort: z
    .enum(BOOKMARK_SORTS)
    .optional()
    .describe('Without it: what fits best first where words are searched for, else the newest.'),
  ...paging,
});

export const answer = (text: string, schema: z.ZodType) => ({ 200: { description: text, schema } });

export const shown = ({ code, createdAt, updatedAt, ...rest }: Bookmark) => ({
  id: rest.id,
  number: rest.number,
  url: rest.url,
  path: `/b/${code}`,
  title: rest.title,
  description: rest.description,
  image: rest.image,
  site: rest.site,
  tags: [...rest.tags],
  metadata: rest.metadata,
  metadataReason: rest.metadataReason,
  visits: rest.visits,
  createdBy: rest.createdBy,
  createdAt: createdAt.toISOString(),
  updatedAt: updatedAt.toISOString(),
  state: rest.state,
});

/** Why a bookmark cannot be so, as a failure. */
export function failure(refused: BookmarkRefusal, number = 0): WaddleError {
  switch (refused.result) {
    case 'missing':
      return new WaddleError('NOT_FOUND', `There is no bookmark ${number} here.`);
    case 'nothing':
      return new WaddleError('NOT_FOUND', `There is no change of bookmark ${number} that could be taken back.`);
    case 'forbidden':
      return new WaddleError(
        'FORBIDDEN',
        `Bookmark ${number} is somebody else’s, or was changed by somebody else: who made it may change it, and moderators.`,
      );
    case 'stale':
      return changedMeanwhile(`#${number}`, refused.last);
    case 'full':
      return new WaddleError('CONFLICT', `A community has at most ${MAX_BOOKMARKS} bookmarks. Delete some first.`);
    case 'exists':
      return new WaddleError('CONFLICT', `That page is bookmark ${refused.number} already.`);
    case 'note':
      return new WaddleError('CONFLICT', `Bookmark ${number} is a note, which has no page to read.`);
    case 'empty':
      return new WaddleError('INVALID', 'A note has to say something: give a title, or the URL of a page.');
    case 'too-long':
      return new WaddleError('INVALID', `A text has ${refused.length} characters. There is room for ${refused.most}.`);
    case 'bad-url':
      return new WaddleError('INVALID', `That URL cannot be kept: ${refused.message}.`);
    case 'bad-tag':
      return new WaddleError(
        'INVALID',
        `"${refused.typed}" cannot be a tag: use up to ${MAX_TAG} letters, digits, - or _.`,
      );
    case 'too-many-tags':
      return new WaddleError('INVALID', `A bookmark has at most ${MAX_TAGS} tags.`);
  }
}

export function done(change: BookmarkChange, number?: number) {
  if (change.result !== 'done') throw failure(change, number);
  return shown(change.bookmark);
}

/** @throws INVALID for what cannot be a tag */
export function readTag(typed: string): string {
  const tag = bookmarkTag(typed);
  if (tag === null) throw failure({ result: 'bad-tag', typed });
  return tag;
}
