import type { Platform } from './ids.ts';

const KEYWORD = 'keyword:';

/** How a rule's pattern is compared with a line. */
export type KeywordMatch = 'exact' | 'word' | 'contains' | 'regex';

/** What a rule does with a line it matches. */
export type KeywordAction =
  /** A template, rendered as a custom command's text is. */
  | { readonly is: 'reply'; readonly text: string }
  /** A command line without its prefix, `so {user}`: run as if the line's author had typed it, with their own level. */
  | { readonly is: 'run'; readonly line: string }
  /** The line is taken away where the platform lets the bot do that. */
  | { readonly is: 'delete' }
  /** An HTTP module of the community, by its row's id; it is given the line as its arguments. */
  | { readonly is: 'module'; readonly module: string };

/** A rule as Channels and the edge know it; only enabled rules of the channel's platform are there, in the order in which they are tried. */
export interface KeywordEntry {
  readonly id: string;
  readonly name: string;
  readonly match: KeywordMatch;
  readonly pattern: string;
  readonly caseSensitive: boolean;
  readonly platforms?: readonly Platform[];
  readonly priority: number;
  /** Seconds before the rule acts again in the channel. */
  readonly cooldown: number;
  readonly action: KeywordAction;
}

/** A rule as the database has it. */
export interface KeywordRow extends Omit<KeywordEntry, 'platforms'> {
  readonly platforms: readonly string[] | null;
}

/** A rule's row as Channels and the edge know it: what everybody's rules have in common is left out. */
export function keywordEntry(row: KeywordRow): KeywordEntry {
  const { id, name, match, pattern, caseSensitive, platforms, priority, cooldown, action } = row;
  const entry = { id, name, match, pattern, caseSensitive, priority, cooldown, action };
  return platforms === null ? entry : { ...entry, platforms: platforms as readonly Platform[] };
}

/** What a rule is known by among commands, where it says something itself. */
export const keywordKey = ({ id }: KeywordEntry): string => `${KEYWORD}${id}`;
export const isKeywordKey = (command: string): boolean => command.startsWith(KEYWORD);
