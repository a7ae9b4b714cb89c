import { and, eq } from 'drizzle-orm';
import { channels } from '../../../db/schema/index.ts';
import { channelKey, type Platform } from '../../core/ids.ts';
import { compileKeywords } from '../../core/keyword-matcher.ts';
import { checkPattern, type PatternRefusal } from '../../core/keyword-matcher-check.ts';
import { type Place, placesOf } from '../../core/keyword-places.ts';
import { type KeywordEntry, keywordEntry } from '../../core/keywords.ts';
import type { VerbCtx } from '../../core/modules.ts';
import type { ObservedLine } from '../../core/observation.ts';
import type { KeywordRule } from './keywords.ts';
import { MAX_RULES } from './keywords.ts';
import { inOrder, listKeywords } from './listing.ts';

/** What a line would come to, by rules' names. */
export interface Tried {
  /** Null: none. */
  readonly acts: string | null;
  /** All that match, the one that acts first. */
  readonly matched: readonly string[];
  /** Those too ambiguous to be told for this line in the time there is. */
  readonly undecided: readonly string[];
}

export interface TriedLine extends Tried {
  readonly text: string;
  /** Where the rule that is tried is found in it; where none is, the one that acts. */
  readonly places: readonly Place[];
  /** Where it was not just given. */
  readonly line: Omit<ObservedLine, 'text'> | null;
}

/** A rule that nobody has kept. */
export interface UnsavedRule
  extends Pick<KeywordRule, 'match' | 'pattern' | 'caseSensitive' | 'platforms' | 'priority'> {
  /** Whether it is tried among those that are kept, in its place; else it stands alone for all of them. */
  readonly among?: boolean;
  /** The kept rule in whose place it is tried. */
  readonly replaces?: string;
}

export type Trial =
  | {
      readonly result: 'done';
      /** How many lines were looked at. */
      readonly looked: number;
      /** Those that some rule matches or cannot be told for. */
      readonly lines: readonly TriedLine[];
    }
  | { readonly result: 'bad-pattern'; readonly refusal: PatternRefusal }
  | { readonly result: 'no-channel'; readonly channel: string };

/** Where lines come from: a text as it is given, or the last ones of a channel. */
export type TrialOf =
  | { readonly text: string; readonly platform?: Platform | undefined }
  | { readonly platform: Platform; readonly channel: string };

/** Says which rules would act on what, and does nothing. A text without a platform is tried on the rules of all of them. */
export async function tryKeywords(ctx: VerbCtx, of: TrialOf, unsaved?: UnsavedRule): Promise<Trial> {
  const { platform } = of;
  const refusal = unsaved ? checkPattern(unsaved.match, unsaved.pattern, unsaved.caseSensitive) : null;
  if (refusal) return { result: 'bad-pattern', refusal };
  const lines = 'text' in of ? [{ text: of.text, line: null }] : await recentLines(ctx, of);
  if (lines === null) return { result: 'no-channel', channel: 'channel' in of ? of.channel : '' };
  const entries = await rulesOf(ctx, unsaved);
  const matcher = compileKeywords(platform === undefined ? entries.map(everywhere) : entries);
  const finders = new Map<KeywordEntry, ReturnType<typeof placesOf>>();
  const placesIn = (rule: KeywordEntry, text: string): readonly Place[] => {
    const find = finders.get(rule) ?? placesOf(rule);
    finders.set(rule, find);
    return find(text);
  };
  const tried = lines.map(({ text, line }) => {
    const { matched, undecided } = matcher.matchAll(text, platform ?? 'twitch');
    const shown = matched.find(({ name }) => name === UNSAVED) ?? matched[0];
    return {
      text,
      line,
      acts: matched[0]?.name ?? null,
      matched: matched.map(nameOf),
      undecided: undecided.map(nameOf),
      places: shown ? placesIn(shown, text) : [],
    };
  });
  // Of a rule that is tried, lines that it leaves alone say nothing.
  const concerns = ({ matched, undecided }: Tried): boolean =>
    unsaved ? matched.includes(UNSAVED) || undecided.includes(UNSAVED) : matched.length + undecided.length > 0;
  const told = tried.filter('text' in of ? isTold : concerns);
  return { result: 'done', looked: lines.length, lines: told };
}

/** What the rule that is tried is called: nothing. */
const UNSAVED = '';
const nameOf = ({ name }: KeywordEntry): string => name;
const isTold = ({ matched, undecided }: Tried): boolean => matched.length + undecided.length > 0;
const everywhere = ({ platforms: _, ...entry }: KeywordEntry): KeywordEntry => entry;

/** @param id by which it stands among others of its priority: as old as the one it replaces, else the newest */
const entryOf = (
  { match, pattern, caseSensitive = false, platforms = null, priority = 0 }: UnsavedRule,
  id: string,
): KeywordEntry =>
  keywordEntry({
    id,
    name: UNSAVED,
    match,
    pattern,
    caseSensitive,
    platforms,
    priority,
    cooldown: 0,
    action: { is: 'delete' },
  });

/** The rules that lines are tried on, in their order. */
async function rulesOf(ctx: VerbCtx, unsaved: UnsavedRule | undefined): Promise<readonly KeywordEntry[]> {
  if (unsaved && !unsaved.among) return [entryOf(unsaved, '')];
  const kept = await listKeywords(ctx, { limit: MAX_RULES });
  const rules = kept.filter(({ enabled, name }) => enabled && name !== unsaved?.replaces).map(keywordEntry);
  if (!unsaved) return inOrder(rules);
  const replaced = kept.find(({ name }) => name === unsaved.replaces);
  return inOrder([...rules, entryOf(unsaved, replaced?.id ?? NEWEST)]);
}

/** Behind every id there is. */
const NEWEST = '~';

/** Null where the community has no such channel. */
async function recentLines(
  ctx: VerbCtx,
  { platform, channel }: { readonly platform: Platform; readonly channel: string },
): Promise<readonly Pick<TriedLine, 'text' | 'line'>[] | null> {
  const linked = await ctx.read('keyword.channel', (db) =>
    db
      .select({ id: channels.id })
      .from(channels)
      .where(
        and(
          eq(channels.communityId, ctx.community.id),
          eq(channels.platform, platform),
          eq(channels.platformId, channel),
        ),
      ),
  );
  if (linked.length === 0) return null;
  const recent = await ctx.recentLines(channelKey(platform, channel));
  return recent.map(({ text, ...line }) => ({ text, line }));
}
