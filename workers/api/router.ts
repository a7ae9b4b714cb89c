import { Hono } from 'hono';
import * as z from 'zod';
import type { ApiEnv } from '../core/api.ts';
import { route } from '../core/api.ts';
import type { Road } from '../core/road.ts';
import type { Services } from '../router/services.ts';
import { eventRoutes } from './events.ts';
import { responseRoutes } from './responses.ts';

const count = z.int().min(0);
const cache = z.object({ hits: count, misses: count, entries: count, hitRatio: z.number().min(0).max(1) });
const metrics = z
  .object({
    queries: z.object({ queries: count, slow: count, failed: count }),
    lookUps: z.object({ channels: cache, communities: cache, entities: cache }),
  })
  .meta({ id: 'RouterMetrics' });

/** `/router`: the road as programs see it. */
export function routerRoutes(services: Services, road: Road) {
  return new Hono<ApiEnv>()
    .route('/events', eventRoutes(services, road))
    .route('/responses', responseRoutes(services))
    .get(
      '/metrics',
      route({
        operationId: 'getRouterMetrics',
        summary: 'Tells how often this isolate asked the database, and how often it did not have to.',
        access: 'operator',
        tag: 'Router',
        answers: { 200: { description: 'Counts since this isolate began.', schema: metrics } },
      }),
      (c) => c.json({ queries: services.db.counts, lookUps: services.lookUps.stats() }),
    );
}
