import * as z from 'zod';
import type { EventKind } from '../../core/events.ts';

/** What people are thanked for. */
export const GREETED = [
  'follow',
  'subscribe',
  'resubscribe',
  'gift',
  'cheer',
  'tip',
  'raid',
] as const satisfies EventKind[];
export type Greeted = (typeof GREETED)[number];

/** Longest text of a community's own, in characters: with names filled in it still fits every platform's line. */
export const MAX_TEXT = 300;

const kind = z.enum(GREETED);

/** Off until somebody switches it on: a bot that speaks unasked is the first to be muted. */
export const settings = z.object({
  enabled: z.boolean().default(false).meta({
    title: 'Thank people',
    description: 'Whether the bot thanks people in chat for what they do for the channel.',
  }),
  off: z.array(kind).max(GREETED.length).default([]).meta({
    title: 'Not for',
    description: 'Kinds that are left out while the rest is on, where a chat would be too loud.',
  }),
  texts: z.partialRecord(kind, z.string().max(MAX_TEXT)).default({}).meta({
    title: 'Own words',
    description:
      'What is said, by kind: $(names), $(count), $(amount) and $(what) are filled in. Left out: the built-in words.',
  }),
});
export type GreetingSettings = z.infer<typeof settings>;

export const isGreeted = (word: string): word is Greeted => GREETED.some((known) => known === word);

export const wanted = (given: unknown): readonly Greeted[] => {
  const { enabled, off } = settings.parse(given ?? {});
  return enabled ? GREETED.filter((greeted) => !off.includes(greeted)) : [];
};
