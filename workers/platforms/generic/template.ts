import { truncate } from '../../core/text.ts';

/** What a webhook's template may name. */
export interface TemplateScope {
  /** The sender's name for what happened (`push`), or ''. */
  readonly event: string;
  /** The payload. */
  readonly data: unknown;
}

/** Longest text one webhook says, in code points; the platform's own limits come later. */
export const MAX_SAID = 4_000;
/** Longest value that is filled in, in code points. */
export const MAX_VALUE = 500;

const VARIABLE = /\$\(\s*(event|data(?:\.[^\s.()]{1,100}){0,16})\s*\)/g;

/** Cuts without looking at all of a text that may be a quarter of a mebibyte; two units hold any code point. */
export const shorten = (text: string, limit: number): string => truncate(text.slice(0, 2 * limit + 2), limit);

/**
 * Fills a webhook's template in, in one pass: what a variable prints is never expanded again, so that no payload can
 * smuggle a variable in. Unknown variables stay as typed.
 *
 * - `$(event)` the sender's name for what happened
 * - `$(data.pusher.name)` a value of the payload by its path, `$(data.commits.0.message)` of a list by its index; texts,
 *   numbers, true and false are printed, anything else and what is not there prints nothing
 */
export function fillIn(template: string, { event, data }: TemplateScope): string {
  const filled = template.replace(VARIABLE, (_, path: string) =>
    shorten(path === 'event' ? event : printed(valueAt(data, path.split('.').slice(1))), MAX_VALUE),
  );
  return shorten(filled, MAX_SAID);
}

/** Own values only: a payload has no `constructor` and a list no `length`. */
function valueAt(data: unknown, path: readonly string[]): unknown {
  let value = data;
  for (const key of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
    if (Array.isArray(value) && !/^\d+$/.test(key)) return undefined;
    value = (value as Readonly<Record<string, unknown>>)[key];
  }
  return value;
}

const printed = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
