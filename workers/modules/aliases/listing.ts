import { and, asc, eq, gt, sql } from 'drizzle-orm';
import { aliases } from '../../../db/schema/index.ts';
import { stateOf } from '../../../db/states.ts';
import type { VerbCtx } from '../../core/modules.ts';
import type { AliasOptions } from './aliases.ts';

/** An alias as lists, editors and exports have it. */
export interface ListedAlias {
  readonly id: string;
  readonly name: string;
  readonly expansion: string;
  readonly options: AliasOptions;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  /** Named anew by every change. */
  readonly state: string;
}

export interface AliasFilters {
  readonly category?: string;
  /** Part of a name or of what it stands for. */
  readonly search?: string;
}

/** A community's aliases by name, as the database has them. @param after the name that the page before ended with */
export async function listAliases(
  ctx: VerbCtx,
  {
    filters = {},
    name,
    after,
    limit,
  }: {
    readonly filters?: AliasFilters;
    readonly name?: string;
    readonly after?: string;
    readonly limit: number;
  },
): Promise<readonly ListedAlias[]> {
  const { category, search } = filters;
  return ctx.read('alias.list', (db) =>
    db
      .select({
        id: aliases.id,
        name: aliases.name,
        expansion: aliases.expansion,
        options: aliases.options,
        createdAt: aliases.createdAt,
        updatedAt: aliases.updatedAt,
        state: sql<string>`${stateOf(sql`${aliases}`)}`,
      })
      .from(aliases)
      .where(
        and(
          eq(aliases.communityId, ctx.community.id),
          name === undefined ? undefined : eq(aliases.name, name),
          after === undefined ? undefined : gt(aliases.name, after),
          category === undefined ? undefined : sql`${aliases.options} ->> 'category' = ${category}`,
          search === undefined
            ? undefined
            : sql`(strpos(${aliases.name}, ${search.toLowerCase()}) > 0 or strpos(lower(${aliases.expansion}), ${search.toLowerCase()}) > 0)`,
        ),
      )
      .orderBy(asc(aliases.name))
      .limit(limit),
  );
}
