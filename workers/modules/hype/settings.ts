import * as z from 'zod';

export const MODULE = 'hype';

/** One person alone is no hype. */
export const LEAST_GOAL = 2;
/** Everybody who cheers is in the one row that each of them writes anew. */
export const MOST_GOAL = 100;

export const settings = z.object({
  goal: z.int().min(LEAST_GOAL).max(MOST_GOAL).default(10).meta({
    title: 'Goal',
    description: 'Different people within a minute who make the meter full: one alone is no hype.',
  }),
  // Never shorter than a cheer counts: nobody is celebrated twice for one.
  restMinutes: z.int().min(1).max(1_440).default(5).meta({
    title: 'Rest, minutes',
    description: 'Between a celebration and the next meter, so that it stays something special.',
  }),
  raids: z.boolean().default(false).meta({
    title: 'Tell raiders',
    description: 'Whether the guests of a raid are told of the meter, so that they can join in.',
  }),
});
export type HypeSettings = z.infer<typeof settings>;

/** What another build stored and this one cannot read counts as not set. */
export const settingsFrom = (stored: unknown): HypeSettings =>
  settings.safeParse(stored ?? {}).data ?? settings.parse({});
