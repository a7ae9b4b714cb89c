import type { Hono } from 'hono';
import type { ApiEnv } from '../core/api.ts';
import type { Road } from '../core/road.ts';
import type { Services } from '../router/services.ts';
import { channelRoutes } from './channels.ts';
import { communityRoutes } from './communities.ts';
import { communityKeyRoutes } from './community-keys.ts';
import { deadLetterRoutes } from './dead-letters.ts';
import { encryptionRoutes } from './encryption.ts';
import { createFrame } from './frame.ts';
import { installationRoutes } from './installation.ts';
import { inviteRoutes } from './invites.ts';
import { keyRoutes } from './keys.ts';
import { liveRoutes } from './live.ts';
import { meRoutes } from './me.ts';
import { ownRoutes } from './me-own.ts';
import { ownerLinkRoutes, resetLinkRoutes } from './one-time-links.ts';
import { operatorRoutes } from './operators.ts';
import { rolesTableRoutes } from './roles-table.ts';
import { routerRoutes } from './router.ts';
import { securityRoutes } from './security.ts';

/** `/api/v1`: the frame, what belongs to the installation, and what each module brings. */
export function createApi(services: Services, road: Road): Hono<ApiEnv> {
  const api = createFrame(services);
  api.route('/me', meRoutes(services));
  api.route('/me', ownRoutes(services));
  api.route('/keys', keyRoutes(services));
  api.route('/communities', communityRoutes(services));
  api.route('/communities/:communityId/keys', communityKeyRoutes(services));
  api.route('/invites', inviteRoutes(services));
  api.route('/roles', rolesTableRoutes());
  api.route('/channels', channelRoutes(services));
  api.route('/dead-letters', deadLetterRoutes(services));
  api.route('/encryption', encryptionRoutes(services));
  api.route('/live', liveRoutes(services));
  api.route('/operators', operatorRoutes(services));
  api.route('/installation', installationRoutes(services));
  api.route('/owner-link', ownerLinkRoutes(services));
  api.route('/persons', resetLinkRoutes(services));
  api.route('/security', securityRoutes(services));
  api.route('/router', routerRoutes(services, road));
  for (const { routes } of services.modules) if (routes) api.route('/', routes);
  return api;
}
