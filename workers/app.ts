import { sql } from 'drizzle-orm';
import { Hono } from 'hono';
import { requestId } from 'hono/request-id';
import { apiDocs } from './api/docs.ts';
import { answerError, answerNoRoute } from './api/errors.ts';
import { createApi } from './api/index.ts';
import { liveDoor } from './api/live.ts';
import { printOpenApi } from './api/openapi/document.ts';
import { createAuth } from './auth/index.ts';
import type { Composition } from './compose.ts';
import { armFault, disarmFaults, type FaultName, putClockAhead } from './core/faults.ts';
import type { Platform } from './core/ids.ts';
import { PLATFORMS } from './core/ids.ts';
import type { Road } from './core/road.ts';
import { within } from './core/within.ts';
import { missingFor } from './env.ts';
import { closedHeaders, STATIC_POLICY } from './headers.ts';
import { hubPages } from './hub.ts';
import { discordWebhook } from './platforms/discord/webhook.ts';
import { genericWebhook } from './platforms/generic/webhook.ts';
import { KickKeys } from './platforms/kick/keys.ts';
import { kickWebhook } from './platforms/kick/webhook.ts';
import { slackWebhooks } from './platforms/slack/webhook.ts';
import { twitchWebhook } from './platforms/twitch/webhook.ts';
import { youtubeWebhook } from './platforms/youtube/webhook.ts';
import { fetcher, keysOf } from './ports/base.ts';
import { publicPages } from './public/index.ts';
import { Leases } from './router/leases.ts';
import type { Services } from './router/services.ts';
import { shortLinks } from './router/short-links.ts';
import { findWebhook } from './router/webhooks.ts';

/** The Hono app of one isolate: middleware in order, then the doors. */
export function createApp({ services }: Composition, road: Road): Hono {
  const { settings, log } = services;
  const app = new Hono();

  // The doors come before the middleware of the rest: platforms need no headers for browsers, and pay for none.
  addDoors(app, services, road);

  // As long as a UUID is long: an id that callers choose ends up in logs.
  app.use(requestId({ limitLength: 64 }));
  app.use(closedHeaders(settings.PUBLIC_URL));
  app.notFound(async (c) => {
    const pages = services.bindings.ASSETS;
    const isRead = c.req.method === 'GET' || c.req.method === 'HEAD';
    if (pages && isRead && !c.req.path.startsWith('/api/')) {
      const page = await pages.fetch(c.req.raw);
      if (page.status !== 404) {
        const headers = new Headers(page.headers);
        headers.set('Content-Security-Policy', STATIC_POLICY);
        return new Response(page.body, { status: page.status, headers });
      }
      await page.body?.cancel();
    }
    return answerNoRoute(c, app);
  });
  app.onError((error, c) => answerError(error, c, log));

  app.get('/health', (c) => c.json({ name: 'waddlebot', status: 'alive' }));
  app.get('/ready', async (c) => {
    const [database, objects] = await Promise.all([
      isThere(databaseAnswers(services)),
      isThere(objectsAnswer(services)),
    ]);
    const platforms = Object.fromEntries(
      PLATFORMS.map((name) => {
        const missing = missingFor(name, settings);
        return [name, missing.length === 0 ? 'on' : `off: ${missing.join(', ')} not set`];
      }),
    );
    return c.json(
      { status: database && objects ? 'ready' : 'not ready', database, objects, platforms },
      database && objects ? 200 : 503,
    );
  });
  app.route('/api/v1', createApi(services, road));
  app.route('/auth', createAuth(services));
  app.route('/hub', hubPages(services));
  app.route('/', liveDoor(services));
  app.route('/', shortLinks(services));
  app.route('/', publicPages(services));
  const print = () => printOpenApi(app.routes, settings.PUBLIC_URL);
  app.route('/', apiDocs({ print, pages: services.bindings.ASSETS }));
  if (FAULTS) addFaultDoor(app, services);
  return app;
}

/** The doors of the platforms that are on. */
function addDoors(app: Hono, services: Services, road: Road): void {
  const { settings, clock, log } = services;
  const isOn = (platform: Platform) => missingFor(platform, settings).length === 0;
  if (isOn('twitch')) {
    const webhookSecret = settings.TWITCH_WEBHOOK_SECRET as string;
    app.route(
      '/webhooks/twitch',
      twitchWebhook({ road, webhookSecret, botUserId: settings.TWITCH_BOT_USER_ID as string }),
    );
  }
  if (isOn('discord')) {
    const publicKey = settings.DISCORD_PUBLIC_KEY as string;
    const applicationId = settings.DISCORD_APPLICATION_ID as string;
    app.route('/webhooks/discord', discordWebhook({ road, publicKey, applicationId }));
  }
  if (isOn('slack'))
    app.route('/webhooks/slack', slackWebhooks({ road, signingSecret: settings.SLACK_SIGNING_SECRET as string }));
  if (isOn('youtube')) {
    const leases = new Leases(services.db, settings.YOUTUBE_WEBHOOK_SECRET as string);
    const watch = async (video: { readonly channel: string; readonly videoId: string }): Promise<void> => {
      await services.bindings.LIVE_CHAT.getByName(video.videoId).watch(video, clock());
    };
    app.route('/webhooks/youtube', youtubeWebhook({ road, leases, watch }));
  }
  if (isOn('kick')) {
    const report: Road['report'] = (event, fields) => log('warn', event, fields);
    const keys = new KickKeys({
      apiUrl: settings.KICK_API_URL,
      pinned: settings.KICK_PUBLIC_KEY,
      fetch: fetcher,
      clock,
      report,
    });
    app.route('/webhooks/kick', kickWebhook({ road, keys }));
  }
  const hooks = { find: (token: string) => findWebhook(services.db, keysOf(services), token) };
  app.route('/webhooks/in', genericWebhook({ road, hooks }));
}

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

/** Only in builds made for fault journeys: arms crashes by name, or puts the clock ahead. */
function addFaultDoor(app: Hono, services: Services): void {
  app.post('/_faults', async (c) => {
    const plan = await c.req.json<{ readonly arm?: FaultName; readonly times?: number; readonly aheadMs?: number }>();
    if (plan.aheadMs !== undefined) {
      putClockAhead(plan.aheadMs);
      return c.json({ now: services.clock() });
    }
    disarmFaults();
    if (plan.arm) armFault(plan.arm, plan.times ?? 1);
    return c.json({ build: services.build });
  });
}
