import { sql } from 'drizzle-orm';
import { Hono } from 'hono';
import { requestId } from 'hono/request-id';
import { secureHeaders } from 'hono/secure-headers';
import { describeError, ERROR_STATUS, WaddleError } from './core/errors.ts';
import { armFault, disarmFaults, type FaultName } from './core/faults.ts';
import { within } from './core/within.ts';
import { missingFor } from './env.ts';
import { slackWebhooks } from './platforms/slack/webhook.ts';
import { twitchWebhook } from './platforms/twitch/webhook.ts';
import { buildRoad } from './router/road.ts';
import type { Services } from './router/services.ts';

/** The Hono app of one isolate: middleware in order, then the doors. */
export function createApp(services: Services): Hono {
  const { settings, log } = services;
  const road = buildRoad(services);
  const app = new Hono();

  // The doors come before the middleware of the rest: platforms need no headers for browsers, and pay for none.
  if (missingFor('twitch', settings).length === 0) {
    app.route(
      '/webhooks/twitch',
      twitchWebhook({
        road,
        webhookSecret: settings.TWITCH_WEBHOOK_SECRET as string,
        botUserId: settings.TWITCH_BOT_USER_ID as string,
      }),
    );
  }
  if (missingFor('slack', settings).length === 0) {
    app.route('/webhooks/slack', slackWebhooks({ road, signingSecret: settings.SLACK_SIGNING_SECRET as string }));
  }

  app.use(requestId());
  app.use(secureHeaders());
  app.notFound(async (c) => {
    const pages = services.bindings.ASSETS;
    if (pages && (c.req.method === 'GET' || c.req.method === 'HEAD')) {
      const page = await pages.fetch(c.req.raw);
      if (page.status !== 404) return page;
      await page.body?.cancel();
    }
    return c.json(envelope('NOT_FOUND', `There is nothing at ${c.req.path}.`, c.get('requestId')), 404);
  });
  app.onError((error, c) => {
    const code = error instanceof WaddleError ? error.code : 'INTERNAL';
    if (code === 'INTERNAL')
      log('error', 'request.failed', {
        path: c.req.routePath,
        error: describeError(error),
        requestId: c.get('requestId'),
      });
    const message =
      error instanceof WaddleError
        ? error.message
        : 'Something went wrong on our side. Try again; if it stays, report the request id.';
    return c.json(envelope(code, message, c.get('requestId')), ERROR_STATUS[code]);
  });

  app.get('/health', (c) => c.json({ name: 'waddlebot', status: 'alive' }));
  app.get('/ready', async (c) => {
    const [database, objects] = await Promise.all([
      isThere(databaseAnswers(services)),
      isThere(objectsAnswer(services)),
    ]);
    const platforms = Object.fromEntries(
      (['twitch', 'slack'] as const).map((name) => {
        const missing = missingFor(name, settings);
        return [name, missing.length === 0 ? 'on' : `off: ${missing.join(', ')} not set`];
      }),
    );
    return c.json(
      { status: database && objects ? 'ready' : 'not ready', database, objects, platforms },
      database && objects ? 200 : 503,
    );
  });
  if (FAULTS) addFaultDoor(app, services);
  return app;
}

const envelope = (code: string, message: string, requestId: string) => ({ error: { code, message, requestId } });

const databaseAnswers = (services: Services) => services.db.run('ready', (db) => db.execute(sql`select 1`));
const objectsAnswer = (services: Services) => services.bindings.AGENDA.getByName('outbox').isDue(services.clock());

async function isThere(answer: Promise<unknown>): Promise<boolean> {
  try {
    await within(3_000, 'a probe', answer);
    return true;
  } catch {
    return false;
  }
}

/** Only in builds made for fault journeys: arms crashes by name. */
function addFaultDoor(app: Hono, services: Services): void {
  app.post('/_faults', async (c) => {
    const plan = await c.req.json<{ readonly arm?: FaultName; readonly times?: number }>();
    disarmFaults();
    if (plan.arm) armFault(plan.arm, plan.times ?? 1);
    return c.json({ build: services.build });
  });
}
