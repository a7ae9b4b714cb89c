import type { Database } from '../../db/client.ts';
import type { Agenda } from '../../durable-objects/agenda.ts';
import type { Channel } from '../../durable-objects/channel.ts';
import type { RateLimiter, Standing } from '../../durable-objects/rate-limiter.ts';
import type { Upstream } from '../../durable-objects/upstream.ts';
import type { ChannelSettings } from '../core/channel-settings.ts';
import type { Platform } from '../core/ids.ts';
import type { Invocation } from '../core/invocation.ts';
import type { PlatformClient, PlatformTraits } from '../core/platforms.ts';
import { SIMULATED_PREFIX } from '../core/simulation.ts';
import type { StreamPort } from '../core/stream.ts';
import type { Bindings } from '../env.ts';
import { refusal } from '../net/refusals.ts';
import { FeedPublisher } from './feed.ts';
import { SendNotes } from './health.ts';
import type { PlatformPort, Services } from './services.ts';
import { Tokens } from './tokens.ts';

/** Something outside that would have been called. */
export interface WouldCall {
  /** A platform, `web`, `module` (HTTP) or `queue`. */
  readonly to: string;
  readonly what: string;
}

/** A callback that a handler asked for. */
export interface Later {
  readonly invocation: Invocation;
  readonly afterSeconds: number;
}

/** What work that is tried out asked of the world. */
export interface Asked {
  readonly calls: WouldCall[];
  readonly later: Later[];
  /** Whether Channels would have been told of changed settings. */
  settingsChanged: boolean;
}

export const nothingAsked = (): Asked => ({ calls: [], later: [], settingsChanged: false });

interface Rehearsing {
  readonly db: Database;
  readonly platform: Platform;
  /** What the Channel went by. */
  readonly channel: ChannelSettings;
  readonly asked: Asked;
  /** Whether the database keeps what is done: then what falls due by it is announced. */
  readonly keep: boolean;
}

/**
 * The road over a database that is rolled back, and a world in which nothing happens: whatever would leave the house is
 * written down instead. Made of replaced parts, so that what nobody thought of here fails instead of happening.
 */
export function rehearsalServices(services: Services, { db, platform, channel, asked, keep }: Rehearsing): Services {
  const { traits, clock, log } = services;
  const bindings = quietBindings(services, channel, asked, keep);
  return services.over({
    db,
    bindings,
    platforms: { [platform]: quietPort(traits[platform], asked) },
    tokens: new Tokens(bindings.UPSTREAM, clock),
    renewal: null,
    health: new SendNotes(bindings.CHANNEL),
    fetchPublic: async (url, { method = 'GET' } = {}) => {
      asked.calls.push({ to: 'web', what: `${method} ${withoutQuery(url)}` });
      return refusal('unreachable', 'Nothing is fetched while something is tried out.');
    },
    behind: () => undefined,
    feed: new FeedPublisher({
      community: () => ({ publish: async () => ({ open: false }) }),
      unheard: async () => undefined,
      waitUntil: () => undefined,
      log,
      clock,
    }),
    pushed: new Set(),
  });
}

/** What stands behind the question mark may be anybody's words. */
function withoutQuery(url: string): string {
  if (!URL.canParse(url)) return 'what is no address';
  const { origin, pathname } = new URL(url);
  return origin + pathname;
}

/** Objects of one kind of which only so much is there. */
const objects = <T extends Rpc.DurableObjectBranded | undefined>(named: (name: string) => object) =>
  ({ getByName: named }) as unknown as DurableObjectNamespace<T>;

const absent = (kind: string) => (): never => {
  throw new Error(`${kind} takes no part in what is tried out`);
};

function queue<Body>(take: (body: Body, delaySeconds: number) => void) {
  return {
    send: async (body: Body, { delaySeconds = 0 }: QueueSendOptions = {}) => take(body, delaySeconds),
    sendBatch: async (messages: Iterable<MessageSendRequest<Body>>) => {
      for (const { body, delaySeconds = 0 } of messages) take(body, delaySeconds);
    },
  } as unknown as Queue<Body>;
}

function quietBindings({ bindings: real }: Services, channel: ChannelSettings, asked: Asked, keep: boolean): Bindings {
  const { calls, later } = asked;
  const held = new Map<string, ChannelSettings>([[channel.channel, channel]]);
  const queued = <Body>(what: (body: Body) => string) =>
    queue<Body>((body) => void calls.push({ to: 'queue', what: what(body) }));
  return {
    CHANNEL: objects<Channel>((name) => ({
      commands: async () => held.get(name)?.commands ?? [],
      configure: async (settings: ChannelSettings) => {
        held.set(name, settings);
        asked.settingsChanged = true;
      },
      // Looking changes nothing.
      recentLines: (...args: Parameters<Channel['recentLines']>) => real.CHANNEL.getByName(name).recentLines(...args),
      untoldUses: () => real.CHANNEL.getByName(name).untoldUses(),
      giveBackCooldown: async () => undefined,
    })),
    AGENDA: keep ? real.AGENDA : objects<Agenda>(() => ({ announce: async () => undefined })),
    UPSTREAM: objects<Upstream>(() => ({
      report: async () => false,
      breaker: async () => ({ state: 'closed' }),
    })),
    RATE_LIMITER: objects<RateLimiter>(() => ({ take: async () => FREE })),
    DISCORD_GATEWAY: objects(absent('The gateway')),
    LIVE_CHAT: objects(absent('A live chat')),
    COMMUNITY: objects(absent('The community’s object')),
    FEEDS: objects(absent('The feed')),
    INVOCATIONS: queue((invocation, afterSeconds) => void later.push({ invocation, afterSeconds })),
    DELIVERIES: queued(({ kind }) => `deliveries: ${kind}`),
    ACTIVITY: queued(({ kind }) => `activity: ${kind}`),
    JOBS: queued(({ module, name }) => `job: ${module} ${name}`),
    DEAD_LETTERS: queued(() => 'a dead letter'),
  };
}

const FREE: Standing = { allowed: true, name: '', limit: 1, remaining: 1, resetMs: 0, retryAfterMs: 0 };

/** Where there are broadcasts, and where a bot may take others’ lines away. */
const STREAMS: readonly Platform[] = ['twitch', 'kick', 'youtube'];
const DELETES: readonly Platform[] = ['twitch', 'kick', 'youtube', 'discord'];

/** A platform that is asked nothing: look-ups come to nothing, and what would be done counts as done. */
function quietPort(traits: PlatformTraits, { calls }: Asked): PlatformPort {
  const { name } = traits;
  const would = <T>(what: string, answer: T): Promise<T> => {
    calls.push({ to: name, what });
    return Promise.resolve(answer);
  };
  const client: PlatformClient = {
    budget: absent('A send budget'),
    send: () => would('send a message', { outcome: 'refused', reason: 'simulated' }),
    respond: () => would('answer an interaction', { outcome: 'refused', reason: 'simulated' }),
    readBack: async () => 'unclear',
    lookUpLevel: () => would('look up somebody’s level', null),
    findAccount: () => would('look up who goes by a name', null),
    lookUpLive: () => would('look up whether the channel is live', null),
    ...(DELETES.includes(name) ? { deleteMessage: () => would('delete the message', { ok: true }) } : {}),
    ...(STREAMS.includes(name) ? { stream: quietStream(would) } : {}),
  };
  return { traits, client };
}

const DONE = { ok: true } as const;
const NO_STATS = { hits: 0, misses: 0, entries: 0, hitRatio: 0 };
const ID = `${SIMULATED_PREFIX}1`;

const quietStream = (would: <T>(what: string, answer: T) => Promise<T>): StreamPort => ({
  streamOf: () => would('look up the stream', null),
  profileOf: () => would('look up somebody’s profile', null),
  followedAt: () => would('look up since when somebody follows', 'unknown'),
  searchCategories: (text) => would('search the categories', [{ id: ID, name: text }]),
  hasClip: () => would('look whether the clip is there', true),
  setTitle: () => would('set the title', DONE),
  setCategory: () => would('set the category', DONE),
  createClip: () => would('make a clip', { ...DONE, id: ID, url: `https://clips.example/${ID}` }),
  createMarker: () => would('set a marker', { ...DONE, positionSeconds: 0 }),
  raid: (_, login) => would('start a raid', { ...DONE, to: { account: ID, login, displayName: login } }),
  cancelRaid: () => would('cancel the raid', DONE),
  addVip: () => would('make somebody a VIP', DONE),
  removeVip: () => would('take a VIP’s rank away', DONE),
  addModerator: () => would('make somebody a moderator', DONE),
  removeModerator: () => would('take a moderator’s rank away', DONE),
  stats: () => ({ streams: NO_STATS, profiles: NO_STATS, follows: NO_STATS, categories: NO_STATS }),
});
