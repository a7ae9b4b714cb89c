import { type SQL, sql } from 'drizzle-orm';
import type { CommunityId } from '../workers/core/ids.ts';
import type { Effect } from '../workers/core/modules.ts';
import { moduleSettings } from './schema/index.ts';

/** A query for what a community has set for a module, as jsonb; no row where it has set nothing. */
export const storedSettings = (community: CommunityId, module: string): SQL =>
  sql`select value from ${moduleSettings} where community_id = ${community}::uuid and module = ${module}`;

/**
 * The effect of changing settings of a module: what is named is changed, the rest stays as it is, so that two who set two
 * things at once set both. It comes to everything that is stored then, and its Channels are told.
 */
export const settingsEffect = (community: CommunityId, module: string, change: Readonly<object>): Effect => ({
  ctes: [
    sql`was as (${storedSettings(community, module)})`,
    sql`changed as (
      insert into ${moduleSettings} (community_id, module, value)
      values (${community}::uuid, ${module}, ${JSON.stringify(change)}::jsonb)
      on conflict (community_id, module) do update set value = ${moduleSettings.value} || excluded.value,
        version = ${moduleSettings.version} + 1, updated_at = now()
      returning value)`,
  ],
  outcome: sql`(select value from changed)`,
  changesSettings: sql`true`,
  audit: {
    action: `${module}.set`,
    happened: sql`true`,
    target: sql`${`module:${module}`}::text`,
    before: sql`(select value from was)`,
    after: sql`(select value from changed)`,
  },
});
