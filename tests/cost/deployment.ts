import { env } from 'cloudflare:workers';
import { sql } from 'drizzle-orm';
import { inject, vi } from 'vitest';
import type { Activity } from '../../workers/core/activity.ts';
import type { CommunityLimits } from '../../workers/core/channel-settings.ts';
import type { Platform } from '../../workers/core/ids.ts';
import type { Invocation } from '../../workers/core/invocation.ts';
import { consumeActivity } from '../../workers/router/activity.ts';
import { consumeDeliveries, consumeInvocations } from '../../workers/router/consume.ts';
import type { Wakeup } from '../../workers/router/wakeup.ts';
import { anIsolate, type Isolate, secret } from './isolate.ts';
import type { Meter } from './meter.ts';
import { CPU_MS } from './prices.ts';
import { BOT, type Line, slackEchoRequest, slackRequest, slashRequest, twitchRequest } from './senders.ts';
import { Tally } from './tally.ts';

const TOKENS = 'https://id.twitch.tv/oauth2/token';
const CHAT = 'https://api.twitch.tv/helix/chat/messages';
/** `max_batch_size` in wrangler.toml. */
const BATCH = { invocations: 10, deliveries: 25, activity: 100 } as const;
type QueueName = keyof typeof BATCH;
/** How long an answer takes to come back as the bot's own line, ms. */
const ECHO_AFTER_MS = 300;

const realFetch = fetch;

interface Queued {
  readonly queue: QueueName;
  readonly body: unknown;
  /** ms since epoch. */
  readonly dueAt: number;
  /** What it does is counted where it was sent. */
  readonly tally: Tally;
}

export interface DeploymentOptions {
  readonly isolates: number;
  /** From 0 up to 1. */
  readonly random: () => number;
  /** What answers instead of a Channel, uncounted; null where the Channel itself does. */
  readonly elsewhere?: (name: string, isolate: number) => object | null;
}

/**
 * The whole Worker in some isolates, over the real objects, a real database and a Twitch that takes every line: webhooks go
 * in, and all that follows from one is done before the next. Its clock is the faked `Date`.
 */
export class Deployment {
  readonly isolates: readonly Isolate[];
  readonly #meter: Meter;
  readonly #random: () => number;
  readonly #secrets = { twitch: secret(), slack: secret() };
  readonly #queued: Queued[] = [];
  /** What isolates do behind their answers, and when it is due, ms since epoch. */
  readonly #behind: { readonly dueAt: number; readonly work: () => Promise<void>; readonly tally: Tally }[] = [];
  /** The bot's own lines that Twitch is about to show. */
  readonly #echoes: Line[] = [];
  #sent = 0;

  constructor(meter: Meter, { isolates, random, elsewhere = () => null }: DeploymentOptions) {
    this.#meter = meter;
    this.#random = random;
    // Objects hold the very bindings that a test does.
    Object.assign(env.INVOCATIONS, this.#producer('invocations', 'object'));
    Object.assign(env.ACTIVITY, this.#producer('activity', 'object'));
    vi.stubGlobal('fetch', (input: RequestInfo | URL, init?: RequestInit) => this.#fetch(input, init));
    const producers = {
      INVOCATIONS: this.#producer('invocations', 'worker'),
      DELIVERIES: this.#producer('deliveries', 'worker'),
    };
    this.isolates = Array.from({ length: isolates }, (_, i) =>
      anIsolate(meter, {
        producers,
        signing: this.#secrets,
        elsewhere: (name) => elsewhere(name, i),
        behind: (afterMs, work) => void this.#behind.push({ dueAt: Date.now() + afterMs, work, tally: meter.tally }),
      }),
    );
  }

  /** Has every isolate get Twitch's token, which each does once in two months, and the send budget be there. */
  async warmUp(): Promise<void> {
    const message = { deliveryId: 'first', channel: '0', privileged: true, room: '0', text: 'Pong!' };
    for (const { services } of this.isolates) await services.platforms.twitch?.client.send(message);
    this.#echoes.length = 0;
    await this.takeSendPlace('0', 'first', new Tally());
  }

  /** Links channels, in which the bot moderates, to a community of their own. */
  async link(
    channels: readonly (readonly [Platform, string])[],
    { limits = {}, isObserved = false }: { readonly limits?: CommunityLimits; readonly isObserved?: boolean } = {},
  ): Promise<void> {
    const { db } = this.anyIsolate().services;
    const linked = JSON.stringify(channels.map(([platform, id]) => ({ platform, id })));
    await db.run('cost.link', (d) =>
      d.execute(sql`
        with community as (
          insert into communities (id, slug, name, limits)
          values (gen_random_uuid(), gen_random_uuid()::text, 'Cost', ${JSON.stringify(limits)}::jsonb) returning id),
        timer as (
          insert into timers (id, community_id, name, texts, schedule, min_lines)
          select gen_random_uuid(), id, 'socials', '["Follow us"]', '{"every":30}', 5 from community where ${isObserved})
        insert into channels (id, community_id, platform, platform_id, login, bot_is_moderator)
        select gen_random_uuid(), community.id, c.platform, c.id, c.id, true
        from community, jsonb_to_recordset(${linked}::jsonb) as c (platform text, id text)`),
    );
  }

  /** A line of Twitch chat comes in. */
  async say(line: Line, tally: Tally): Promise<void> {
    const what = line.text.startsWith('!') ? 'command' : 'plain';
    await this.#take(tally, await twitchRequest(line, this.#secrets), what);
  }

  /** A line of a Slack workspace comes in. */
  async post(line: Line, tally: Tally): Promise<void> {
    await this.#take(tally, await slackRequest(line, this.#secrets), 'plain');
  }

  /** A slash command of a Slack workspace comes in; what it answers in public comes back as an event. */
  async slash(line: Line, tally: Tally): Promise<void> {
    const answer = await this.#take(tally, await slashRequest(line, this.#secrets), 'command');
    const isPublic = answer.includes('"in_channel"');
    if (isPublic) await this.#take(tally, await slackEchoRequest(line, this.#secrets), 'echo');
  }

  /** Takes a place in Twitch's send budget, as an answer in a channel would that is not sent by us. */
  async takeSendPlace(channel: string, id: string, tally: Tally): Promise<void> {
    const { bindings, platforms } = this.anyIsolate().services;
    const message = { deliveryId: id, channel, privileged: true, room: channel, text: 'Pong!' };
    const budget = platforms.twitch?.client.budget(message);
    if (!budget) throw new Error('Twitch is off');
    await this.#meter.during(tally, async () => {
      await bindings.UPSTREAM.getByName(budget.upstream).acquire(id, budget.limits, Date.now());
    });
  }

  /** Sees to what was put off and is due by now. */
  async catchUp(): Promise<void> {
    for (;;) {
      const now = Date.now();
      const behind = this.#behind.find(({ dueAt }) => dueAt <= now);
      if (behind) {
        this.#behind.splice(this.#behind.indexOf(behind), 1);
        await this.#meter.during(behind.tally, behind.work);
        continue;
      }
      const first = this.#queued.find(({ dueAt }) => dueAt <= now);
      if (!first) return;
      const { queue, tally } = first;
      // What one message sent and is due together goes together, as Queues would hand it over.
      const batch = this.#queued
        .filter((one) => one.queue === queue && one.tally === tally && one.dueAt <= now)
        .slice(0, BATCH[queue]);
      for (const one of batch) this.#queued.splice(this.#queued.indexOf(one), 1);
      await this.#meter.during(tally, () => this.#consume(queue, batch));
      await this.#showEchoes(tally);
    }
  }

  /** Some isolate, as Cloudflare would choose. */
  anyIsolate(): Isolate {
    return this.isolates[Math.floor(this.#random() * this.isolates.length)] as Isolate;
  }

  /** One webhook request, and all that follows from it. @returns the answer's text. */
  #take(tally: Tally, request: Request, what: 'plain' | 'command' | 'echo'): Promise<string> {
    const door = what === 'echo' ? 'echo' : 'webhook';
    return this.#meter.during(tally, async () => {
      this.#meter.count(`request ${door}`);
      this.#meter.count(`cpu ${door}`, CPU_MS[what === 'command' ? 'command' : 'plain']);
      const behind: Promise<unknown>[] = [];
      const context = { waitUntil: (work: Promise<unknown>) => void behind.push(work), passThroughOnException() {} };
      const response = await this.anyIsolate().app.fetch(request, {}, context as unknown as ExecutionContext);
      const text = await response.text();
      if (!response.ok) throw new Error(`the webhook answered ${response.status}: ${text}`);
      await Promise.all(behind);
      await this.catchUp();
      return text;
    });
  }

  async #showEchoes(tally: Tally): Promise<void> {
    for (const line of this.#echoes.splice(0)) {
      vi.setSystemTime(Date.now() + ECHO_AFTER_MS);
      await this.#take(tally, await twitchRequest(line, this.#secrets), 'echo');
    }
  }

  async #consume(queue: QueueName, queued: readonly Queued[]): Promise<void> {
    const consumer = queue === 'activity' ? 'activity' : 'consumer';
    this.#meter.count(`request ${consumer}`);
    this.#meter.count(`cpu ${consumer}`, CPU_MS.command);
    let acks = 0;
    const messages = queued.map(({ body }, i) => ({
      id: String(i),
      timestamp: new Date(),
      attempts: 1,
      body,
      ack: () => void acks++,
      retry: () => undefined,
    }));
    const batch: unknown = { queue: `waddlebot-${queue}`, messages };
    const { services } = this.anyIsolate();
    if (queue === 'invocations') await consumeInvocations(services, batch as MessageBatch<Invocation>);
    else if (queue === 'deliveries') await consumeDeliveries(services, batch as MessageBatch<Wakeup>);
    else await consumeActivity(services, batch as MessageBatch<Activity>);
    if (acks !== messages.length) throw new Error(`${messages.length - acks} messages of ${queue} failed`);
  }

  #producer(queue: QueueName, from: 'object' | 'worker'): Pick<Queue, 'send' | 'sendBatch'> {
    const send = (body: unknown, delaySeconds = 0): void => {
      this.#meter.queued(queue, body, from);
      const dueAt = Date.now() + delaySeconds * 1000;
      this.#queued.push({ queue, body: structuredClone(body), dueAt, tally: this.#meter.tally });
    };
    const accepted = { metadata: { metrics: { backlogCount: 0, backlogBytes: 0 } } };
    return {
      send: async (body, options) => {
        send(body, options?.delaySeconds);
        return accepted;
      },
      sendBatch: async (batch, options) => {
        for (const { body, delaySeconds = options?.delaySeconds } of batch) send(body, delaySeconds);
        return accepted;
      },
    };
  }

  async #fetch(input: RequestInfo | URL, init?: RequestInit): Promise<Response> {
    const url = String(input instanceof Request ? input.url : input);
    if (new URL(url).host === new URL(inject('databaseUrl')).host) {
      this.#meter.count('trip database');
      return realFetch(input, init);
    }
    if (url === TOKENS) return Response.json({ access_token: 'token', expires_in: 5_000_000, token_type: 'bearer' });
    if (url !== CHAT) throw new Error(`nobody answers for ${url}`);
    const sent = JSON.parse(String(init?.body)) as { readonly broadcaster_id: string; readonly message: string };
    this.#sent++;
    this.#echoes.push({ channel: sent.broadcaster_id, id: `echo-${this.#sent}`, text: sent.message, by: BOT });
    return Response.json({ data: [{ message_id: `line-${this.#sent}`, is_sent: true }] });
  }
}
