import * as z from 'zod';

/** JSON can spell what PostgreSQL does not take: NUL and halves of surrogate pairs. */
const isStorable = (text: string): boolean => text.isWellFormed() && !text.includes('\u0000');

/** Text of people or programs, without the blanks around it. */
export const line = (longest: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(longest)
    .refine(isStorable, 'has a NUL character or half of a surrogate pair: take it out');

/** One answer of a session. */
export const response = z
  .object({ text: z.string(), ephemeral: z.literal(true).optional().describe('Meant for the asker’s eyes only.') })
  .meta({ id: 'Response' });
