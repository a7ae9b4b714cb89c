import type { Author } from './events.ts';

/** What a custom command's text may name. */
export interface TemplateScope {
  readonly author: Pick<Author, 'displayName'>;
  /** All that was typed after the command. */
  readonly query: string;
}

const VARIABLE = /\$\(\s*([a-z]+|[1-9][0-9]?)\s*\)/gi;

/**
 * Prints a custom command's text in one pass: what a variable prints is never expanded again, so nobody can smuggle
 * a variable in by their name or their words. Unknown variables stay as typed.
 *
 * - `$(user)` who typed the command, `$(touser)` the first argument (without `@`) or else that person
 * - `$(query)` everything after the command, `$(1)` … `$(99)` its words; a missing word prints nothing
 */
export function renderTemplate(text: string, scope: TemplateScope): string {
  const words = scope.query.split(/\s+/).filter(Boolean);
  return text.replace(VARIABLE, (typed, name: string) => {
    if (/^\d/.test(name)) return words[Number(name) - 1] ?? '';
    switch (name.toLowerCase()) {
      case 'user':
        return scope.author.displayName;
      case 'touser':
        return words[0]?.replace(/^@/, '') || scope.author.displayName;
      case 'query':
        return scope.query;
      default:
        return typed;
    }
  });
}
