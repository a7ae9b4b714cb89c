import { WorkerEntrypoint, waitUntil } from 'cloudflare:workers';
import type { Hono } from 'hono';
import { createApp } from './app.ts';
import { compose } from './compose.ts';
import type { Activity } from './core/activity.ts';
import type { GatewayBatch, Intake as IntakeContract, LiveChatAsk } from './core/intake.ts';
import type { Invocation } from './core/invocation.ts';
import type { Job } from './core/jobs.ts';
import { consoleLog } from './core/log.ts';
import type { Bindings } from './env.ts';
import { EnvironmentError } from './env.ts';
import { buildIntake } from './intake.ts';
import { consumeActivity } from './router/activity.ts';
import { consumeDeliveries, consumeInvocations } from './router/consume.ts';
import { consumeJobs } from './router/jobs.ts';
import { consumeDeadLetters } from './router/letters.ts';
import { buildRoad } from './router/road.ts';
import type { Services } from './router/services.ts';
import type { Wakeup } from './router/wakeup.ts';
import { runCron } from './scheduler/index.ts';

export { Agenda } from '../durable-objects/agenda.ts';
export { Channel } from '../durable-objects/channel.ts';
export { Community } from '../durable-objects/community.ts';
export { DiscordGateway } from '../durable-objects/discord-gateway.ts';
export { Feeds } from '../durable-objects/feeds.ts';
export { LiveChat } from '../durable-objects/live-chat.ts';
export { RateLimiter } from '../durable-objects/rate-limiter.ts';
export { Upstream } from '../durable-objects/upstream.ts';

type Env = Bindings & Readonly<Record<string, unknown>>;

interface Isolate {
  readonly env: Env;
  readonly services: Services;
  readonly app: Hono;
  readonly intake: IntakeContract;
}

let isolate: Isolate | undefined;

/** Built with the first request and kept; a changed environment (only in development) builds it anew. */
function isolateOf(env: Env): Isolate {
  if (isolate?.env !== env) {
    const composition = compose(env, waitUntil);
    const { services } = composition;
    const road = buildRoad(services);
    isolate = { env, services, app: createApp(composition, road), intake: buildIntake(composition, road) };
  }
  return isolate;
}

/** A misconfigured Worker answers nobody; it says which names are wrong, never their values. */
function refuse(error: unknown): Response {
  if (!(error instanceof EnvironmentError)) throw error;
  for (const problem of error.problems) consoleLog('error', 'environment', { problem });
  return Response.json({ error: { code: 'UNAVAILABLE', message: error.message } }, { status: 503 });
}

/** The way from objects that watch a platform back to the Worker: reached by them alone, through `ctx.exports`. */
export class Intake extends WorkerEntrypoint<Env> implements IntakeContract {
  gatewayStart() {
    return isolateOf(this.env).intake.gatewayStart();
  }
  dispatch(batch: GatewayBatch) {
    return isolateOf(this.env).intake.dispatch(batch);
  }
  lookAtVideo(ask: { readonly channel: string; readonly videoId: string }) {
    return isolateOf(this.env).intake.lookAtVideo(ask);
  }
  readLiveChat(ask: LiveChatAsk) {
    return isolateOf(this.env).intake.readLiveChat(ask);
  }
}

export default {
  async fetch(request, env, ctx) {
    let app: Hono;
    try {
      ({ app } = isolateOf(env));
    } catch (error) {
      return refuse(error);
    }
    return app.fetch(request, env, ctx);
  },

  async queue(batch, env) {
    const { services } = isolateOf(env);
    switch (batch.queue) {
      case 'waddlebot-invocations':
        return consumeInvocations(services, batch as MessageBatch<Invocation>);
      case 'waddlebot-deliveries':
        return consumeDeliveries(services, batch as MessageBatch<Wakeup>);
      case 'waddlebot-activity':
        return consumeActivity(services, batch as MessageBatch<Activity>);
      case 'waddlebot-jobs':
        return consumeJobs(services, batch as MessageBatch<Job>);
      case 'waddlebot-dead-letters':
        return consumeDeadLetters(services, batch);
      default:
        throw new Error(`no consumer for queue ${batch.queue}`);
    }
  },

  async scheduled(controller, env) {
    const { services } = isolateOf(env);
    await runCron(services, controller.cron, controller.scheduledTime);
  },
} satisfies ExportedHandler<Env>;
