import { and, eq } from 'drizzle-orm';
import { channels } from '../../../db/schema/index.ts';
import { channelKey, type Platform } from '../../core/ids.ts';
import { compileKeywords } from '../../core/keyword-matcher.ts';
import { checkPattern, type PatternRefusal } from '../../core/keyword-matcher-check.ts';
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
  /** Where it was not just given. */
  readonly line: Omit<ObservedLine, 'text'> | null;
}

/** A rule that nobody has kept: alone it stands for all. */
export type UnsavedRule = Pick<KeywordRule, 'match' | 'pattern' | 'caseSensitive'>;

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
  const entries = unsaved ? [entryOf(unsaved)] : await keptRules(ctx);
  const matcher = compileKeywords(platform === undefined ? entries.map(everywhere) : entries);
  const tried = lines.map(({ text, line }) => {
    const { matched, undecided } = matcher.matchAll(text, platform ?? 'twitch');
    return {
      text,
      line,
      acts: matched[0]?.name ?? null,
      matched: matched.map(nameOf),
      undecided: undecided.map(nameOf),
    };
  });
  const told = tried.filter(({ matched, undecided }) => matched.length + undecided.length > 0);
  return { result: 'done', looked: lines.length, lines: told };
}

const nameOf = ({ name }: KeywordEntry): string => name;
const everywhere = ({ platforms: _, ...entry }: KeywordEntry): KeywordEntry => entry;

const entryOf = ({ match, pattern, caseSensitive = false }: UnsavedRule): KeywordEntry => ({
  id: '',
  name: '',
  match,
  pattern,
  caseSensitive,
  priority: 0,
  cooldown: 0,
  action: { is: 'delete' },
});

async function keptRules(ctx: VerbCtx): Promise<readonly KeywordEntry[]> {
  const rules = await listKeywords(ctx, { limit: MAX_RULES });
  return inOrder(rules.filter(({ enabled }) => enabled)).map(keywordEntry);
}

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
