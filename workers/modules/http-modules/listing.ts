import { and, asc, eq, gt, sql } from 'drizzle-orm';
import { httpModules } from '../../../db/schema/index.ts';
import { stateOf } from '../../../db/states.ts';
import type { VerbCtx } from '../../core/modules.ts';
import type { ModuleOptions } from './options.ts';

/** A module as lists and editors have it: without its secret. */
export interface ListedModule {
  readonly id: string;
  readonly name: string;
  readonly summary: string;
  readonly url: string;
  readonly cacheSeconds: number;
  readonly options: ModuleOptions;
  readonly enabled: boolean;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  /** Names it as it is; another one after every change. */
  readonly state: string;
}

/** A community's modules by name, those that are off among them. @param after the name that the page before ended with */
export function listModules(
  ctx: VerbCtx,
  { name, after, limit }: { readonly name?: string; readonly after?: string; readonly limit: number },
): Promise<readonly ListedModule[]> {
  return ctx.read('module.list', (db) =>
    db
      .select({
        id: httpModules.id,
        name: httpModules.name,
        summary: httpModules.summary,
        url: httpModules.url,
        cacheSeconds: httpModules.cacheSeconds,
        options: httpModules.options,
        enabled: httpModules.enabled,
        createdAt: httpModules.createdAt,
        updatedAt: httpModules.updatedAt,
        state: stateOf(sql`${httpModules}`).mapWith(String),
      })
      .from(httpModules)
      .where(
        and(
          eq(httpModules.communityId, ctx.community.id),
          name === undefined ? undefined : eq(httpModules.name, name),
          after === undefined ? undefined : gt(httpModules.name, after),
        ),
      )
      .orderBy(asc(httpModules.name))
      .limit(limit),
  );
}

export async function findModule(ctx: VerbCtx, name: string): Promise<ListedModule | null> {
  const [found] = await listModules(ctx, { name, limit: 1 });
  return found ?? null;
}
