import { env } from 'cloudflare:workers';
import type { Hono } from 'hono';
import { inject } from 'vitest';
import { Agenda } from '../../durable-objects/agenda.ts';
import { Channel } from '../../durable-objects/channel.ts';
import { Community } from '../../durable-objects/community.ts';
import { Feeds } from '../../durable-objects/feeds.ts';
import { Upstream } from '../../durable-objects/upstream.ts';
import { createApp } from '../../workers/app.ts';
import { compose } from '../../workers/compose.ts';
import { buildOf, entryOf } from '../../workers/core/modules.ts';
import type { Road } from '../../workers/core/road.ts';
import type { Bindings } from '../../workers/env.ts';
import { buildRoad } from '../../workers/router/road.ts';
import type { Behind, Services } from '../../workers/router/services.ts';
import type { Meter } from './meter.ts';
import { BOT, type SigningSecrets } from './senders.ts';
import { stamps } from './stamps.ts';

/** One isolate of the Worker, as `workers/index.ts` puts it together. */
export interface Isolate {
  readonly services: Services;
  readonly road: Road;
  readonly app: Hono;
}

/** The queues that the Worker itself sends to. */
type Producers = { readonly [Name in 'INVOCATIONS' | 'DELIVERIES']: Pick<Queue, 'send' | 'sendBatch'> };

export const secret = (): string => crypto.randomUUID() + crypto.randomUUID();

interface Surroundings {
  readonly producers: Producers;
  readonly signing: SigningSecrets;
  /** What answers instead of a Channel, uncounted; null where the Channel itself does. */
  readonly elsewhere: (name: string) => object | null;
  readonly behind: Behind;
}

export function anIsolate(meter: Meter, { producers, signing, elsewhere, behind }: Surroundings): Isolate {
  const bindings = {
    CHANNEL: meter.namespace(Channel, env.CHANNEL, elsewhere),
    UPSTREAM: meter.namespace(Upstream, env.UPSTREAM),
    COMMUNITY: meter.namespace(Community, env.COMMUNITY),
    AGENDA: meter.namespace(Agenda, env.AGENDA),
    FEEDS: meter.namespace(Feeds, env.FEEDS),
    ...producers,
  } as unknown as Bindings;
  const composition = compose(
    {
      ...bindings,
      ENVIRONMENT: 'development',
      PUBLIC_URL: 'https://bot.example',
      DATABASE_URL: inject('databaseUrl'),
      SESSION_SECRET: secret(),
      ENCRYPTION_KEY: secret(),
      TWITCH_CLIENT_ID: 'cost',
      TWITCH_CLIENT_SECRET: 'cost',
      TWITCH_WEBHOOK_SECRET: signing.twitch,
      TWITCH_BOT_USER_ID: BOT,
      SLACK_CLIENT_ID: 'cost',
      SLACK_CLIENT_SECRET: 'cost',
      SLACK_SIGNING_SECRET: signing.slack,
    },
    () => {},
  );
  const services = { ...withStamps(composition.services), behind };
  const road = buildRoad(services);
  return { services, road, app: createApp({ ...composition, services }, road) };
}

/** The deployment's modules, and one more. */
function withStamps(services: Services): Services {
  const modules = [...services.modules, stamps];
  const own = stamps.commands.map((command) => [command.name, { command, module: stamps }] as const);
  const builtins = new Map([...services.builtins, ...own]);
  const entries = Array.from(builtins.values(), ({ command }) => entryOf(command));
  return { ...services, modules, builtins, entries, build: buildOf(entries, modules) };
}
