import type { Given } from './world.ts';

/** A text, what it prints, in which circumstances; and what our own dialect prints where that is something else. */
export type Case = readonly [text: string, prints: string | RegExp, given?: Given, ours?: string | RegExp];

export interface Documented {
  /** As `docs/templates.md` calls it first. */
  readonly variable: string;
  /** The page of the peer's documents, and what it promises. */
  readonly docs: string;
  readonly cases: readonly Case[];
}

/** Our own errors are the same words without Fossabot's `Error:`. */
export const inOurWords = (prints: string | RegExp): string | RegExp =>
  typeof prints === 'string' ? prints.replaceAll('[Error: ', '[') : prints;
