import { and, asc, eq, gt, sql } from 'drizzle-orm';
import { httpModules, keywordRules } from '../../../db/schema/index.ts';
import { stateOf } from '../../../db/states.ts';
import { normaliseName } from '../../core/commands.ts';
import type { KeywordAction, KeywordMatch } from '../../core/keywords.ts';
import type { VerbCtx } from '../../core/modules.ts';

/** A rule as lists and editors have it. */
export interface ListedKeyword {
  readonly id: string;
  readonly name: string;
  readonly match: KeywordMatch;
  readonly pattern: string;
  readonly caseSensitive: boolean;
  readonly platforms: readonly string[] | null;
  readonly priority: number;
  readonly cooldown: number;
  readonly action: KeywordAction;
  /** The name of the HTTP module that answers; null where none does, or it is gone. */
  readonly module: string | null;
  readonly enabled: boolean;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  /** Named anew by every change. */
  readonly state: string;
}

/** A community's rules by name, as the database has them. @param after the name that the page before ended with */
export async function listKeywords(
  ctx: VerbCtx,
  { name, after, limit }: { readonly name?: string; readonly after?: string; readonly limit: number },
): Promise<readonly ListedKeyword[]> {
  return ctx.read('keyword.list', (db) =>
    db
      .select({
        id: keywordRules.id,
        name: keywordRules.name,
        match: keywordRules.match,
        pattern: keywordRules.pattern,
        caseSensitive: keywordRules.caseSensitive,
        platforms: keywordRules.platforms,
        priority: keywordRules.priority,
        cooldown: keywordRules.cooldown,
        action: keywordRules.action,
        module: httpModules.name,
        enabled: keywordRules.enabled,
        createdAt: keywordRules.createdAt,
        updatedAt: keywordRules.updatedAt,
        state: sql<string>`${stateOf(sql`${keywordRules}`)}`,
      })
      .from(keywordRules)
      .leftJoin(
        httpModules,
        and(
          eq(httpModules.communityId, keywordRules.communityId),
          eq(sql`${httpModules.id}::text`, sql`${keywordRules.action} ->> 'module'`),
        ),
      )
      .where(
        and(
          eq(keywordRules.communityId, ctx.community.id),
          name === undefined ? undefined : eq(keywordRules.name, name),
          after === undefined ? undefined : gt(keywordRules.name, after),
        ),
      )
      .orderBy(asc(keywordRules.name))
      .limit(limit),
  );
}

export async function findKeyword(ctx: VerbCtx, typed: string): Promise<ListedKeyword | undefined> {
  const [found] = await listKeywords(ctx, { name: normaliseName(typed), limit: 1 });
  return found;
}

/** In the order in which rules are tried: the highest priority first, then the oldest. */
export const inOrder = <Rule extends Pick<ListedKeyword, 'id' | 'priority'>>(rules: readonly Rule[]): readonly Rule[] =>
  rules.toSorted((a, b) => b.priority - a.priority || (a.id < b.id ? -1 : 1));
