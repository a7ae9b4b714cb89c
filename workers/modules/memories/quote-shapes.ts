import * as z from 'zod';
import { inCommunity, paging } from '../../core/api.ts';
import { WaddleError } from '../../core/errors.ts';
import { changedMeanwhile } from '../../core/if-match.ts';
import { MAX_NUMBER, MAX_QUOTES, quoteShape } from './quote-rows.ts';
import { line, MAX_AUTHOR, MAX_CATEGORY, MAX_CONTEXT, MAX_TEXT } from './quote-text.ts';
import type { QuoteChange, QuoteRefusal } from './quotes.ts';

export const TAG = 'Quotes';

export const numbered = inCommunity.extend({ number: z.coerce.number().int().min(1).max(MAX_NUMBER) });
export const category = line(MAX_CATEGORY).describe('Kept in lower case.');
export const quoted = z.object({ quote: quoteShape });
export const changed = quoted.extend({
  isDeleted: z.boolean().describe('Whether it is deleted now; undo brings it back.'),
});
const parts = {
  author: z.union([z.literal(''), line(MAX_AUTHOR)]).describe('Who said it; empty for nobody.'),
  category: category.nullable(),
  game: line(MAX_CONTEXT).nullable().describe('What was played.'),
  title: line(MAX_CONTEXT).nullable().describe('What the stream was called.'),
};
const saidAt = z.iso.datetime({ offset: true });
export const newQuote = z.strictObject({
  communityId: inCommunity.shape.communityId.describe('Id or slug.'),
  text: line(MAX_TEXT),
  ...z.object(parts).partial().shape,
  saidAt: saidAt.optional().describe('Now where it is left out.'),
});
export const patch = z
  .strictObject({ text: line(MAX_TEXT), ...parts, saidAt })
  .partial()
  .refine((change) => Object.keys(change).length > 0, 'Say at least one thing to change.');
export const filters = z.object({
  ...paging,
  q: line(200)
    .optional()
    .describe(
      'Words as search engines take them: `"in a row" either or this -without`. Best match first, else newest first.',
    ),
  category: category.optional(),
  author: line(MAX_AUTHOR).optional().describe('The whole name, in any case.'),
  status: z.enum(['approved', 'pending']).default('approved'),
});
export const position = z
  .strictObject({
    below: z.int().min(0).max(MAX_NUMBER).optional(),
    skip: z.int().min(0).max(MAX_QUOTES).optional(),
  })
  .refine(({ below, skip }) => below !== undefined || skip !== undefined, 'is none');

function failure(refusal: QuoteRefusal): WaddleError {
  switch (refusal.result) {
    case 'exists':
      return new WaddleError('CONFLICT', `That is quote ${refusal.number} already. It was not kept again.`);
    case 'missing':
      return missing(refusal.number);
    case 'forbidden':
      return new WaddleError(
        'FORBIDDEN',
        `Quote ${refusal.number} is changed by who added it, and by moderators; only these approve.`,
      );
    case 'already':
      return new WaddleError('CONFLICT', `Quote ${refusal.number} is approved already.`);
    case 'nothing':
      return new WaddleError('NOT_FOUND', `There is no change of quote ${refusal.number} that could be taken back.`);
    case 'stale':
      return changedMeanwhile(`#${refusal.number}`, refusal.last);
    case 'full':
      return new WaddleError('CONFLICT', `A community has at most ${MAX_QUOTES} quotes. Delete some first.`);
    case 'empty':
      return new WaddleError('INVALID', 'A quote needs a text.');
    case 'too-long':
      return new WaddleError('INVALID', `The ${refusal.what} of a quote has at most ${refusal.most} characters.`);
  }
}

export const missing = (number: number): WaddleError =>
  new WaddleError('NOT_FOUND', `There is no quote ${number} in this community.`);

export function done(change: QuoteChange): z.infer<typeof changed> {
  if (change.result !== 'done') throw failure(change);
  return { quote: change.quote, isDeleted: change.isDeleted };
}

export const answer = (description: string, schema: z.ZodType) => ({ 200: { description, schema } });
