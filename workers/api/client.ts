import type { Hono } from 'hono';
import type { HonoBase } from 'hono/hono-base';
import type { MergeSchemaPath, Schema } from 'hono/types';
import type { ApiEnv } from '../core/api.ts';
import type { routes as aliases } from '../modules/aliases/api.ts';
import type { routes as commands } from '../modules/commands/api.ts';
import type { communityApi } from '../modules/community/api.ts';
import type { routes as counters } from '../modules/counters/api.ts';
import type { routes as httpModules } from '../modules/http-modules/api.ts';
import type { routes as hype } from '../modules/hype/api.ts';
import type { routes as keywords } from '../modules/keywords/api.ts';
import type { bookmarkRoutes } from '../modules/memories/bookmark-api.ts';
import type { quoteRoutes } from '../modules/memories/quote-api.ts';
import type { reminderRoutes } from '../modules/memories/reminder-api.ts';
import type { routes as imports } from '../modules/moving/api.ts';
import type { routes as timers } from '../modules/timers/api.ts';
import type { routes as wording } from '../modules/wording/api.ts';
import type { archiveRoutes } from './archives.ts';
import type { auditRoutes } from './audit.ts';
import type { channelRoutes } from './channels.ts';
import type { communityRoutes } from './communities.ts';
import type { communityKeyRoutes } from './community-keys.ts';
import type { deadLetterRoutes } from './dead-letters.ts';
import type { installationRoutes } from './installation.ts';
import type { installationStateRoutes } from './installation-state.ts';
import type { inviteRoutes } from './invites.ts';
import type { liveRoutes } from './live.ts';
import type { meRoutes } from './me.ts';
import type { ownRoutes } from './me-own.ts';
import type { waysInRoutes } from './me-ways-in.ts';
import type { moduleSettingsRoutes } from './module-settings.ts';
import type { operationsRoutes } from './operations/index.ts';
import type { operatorRoutes } from './operators.ts';
import type { overviewRoutes } from './overview/index.ts';
import type { platformRoutes } from './platforms.ts';
import type { publicPageRoutes } from './public-pages.ts';
import type { rolesTableRoutes } from './roles-table.ts';
import type { securityRoutes } from './security.ts';
import type { simulationRoutes } from './simulations.ts';

/** Routes that were put together are a union: each of them is there. */
type Whole<Parts> = (Parts extends unknown ? (part: Parts) => void : never) extends (whole: infer All) => void
  ? All
  : never;
type SchemaOf<Routes> = Routes extends HonoBase<ApiEnv, infer Own extends Schema, string> ? Whole<Own> : never;
type At<Path extends string, Routes> = MergeSchemaPath<SchemaOf<Routes>, Path>;
type Made<Make extends (...of: never[]) => unknown> = ReturnType<Make>;

/**
 * The admin API as the hub calls it (`hc<AdminApi>('/')`): what each route takes and answers. A type alone: `createApi` puts the same
 * routes together, and `tests/hub` calls them through it.
 */
export type AdminApi = Hono<
  ApiEnv,
  MergeSchemaPath<
    At<'/me', Made<typeof meRoutes>> &
      At<'/me', Made<typeof ownRoutes>> &
      At<'/me', Made<typeof waysInRoutes>> &
      At<'/communities', Made<typeof communityRoutes>> &
      At<'/communities', Made<typeof archiveRoutes>> &
      At<'/communities/:communityId/audit', Made<typeof auditRoutes>> &
      At<'/communities/:communityId/keys', Made<typeof communityKeyRoutes>> &
      At<'/communities/:communityId/simulations', Made<typeof simulationRoutes>> &
      At<'/communities/:communityId/operations', Made<typeof operationsRoutes>> &
      At<'/communities/:communityId/overview', Made<typeof overviewRoutes>> &
      At<'/communities/:communityId/public-pages', Made<typeof publicPageRoutes>> &
      At<'/communities/:communityId/settings', Made<typeof moduleSettingsRoutes>> &
      At<'/invites', Made<typeof inviteRoutes>> &
      At<'/roles', Made<typeof rolesTableRoutes>> &
      At<'/channels', Made<typeof channelRoutes>> &
      At<'/platforms', Made<typeof platformRoutes>> &
      At<'/dead-letters', Made<typeof deadLetterRoutes>> &
      At<'/live', Made<typeof liveRoutes>> &
      At<'/security', Made<typeof securityRoutes>> &
      At<'/operators', Made<typeof operatorRoutes>> &
      At<'/installation', Made<typeof installationRoutes>> &
      At<'/installation', Made<typeof installationStateRoutes>> &
      SchemaOf<typeof communityApi> &
      SchemaOf<typeof commands> &
      SchemaOf<typeof aliases> &
      SchemaOf<typeof counters> &
      SchemaOf<typeof imports> &
      SchemaOf<typeof keywords> &
      SchemaOf<typeof timers> &
      SchemaOf<typeof hype> &
      SchemaOf<typeof httpModules> &
      SchemaOf<typeof wording> &
      SchemaOf<typeof quoteRoutes> &
      SchemaOf<typeof bookmarkRoutes> &
      SchemaOf<typeof reminderRoutes>,
    '/api/v1'
  >,
  '/'
>;
