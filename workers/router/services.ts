import type { Database } from '../../db/client.ts';
import type { Channel } from '../../durable-objects/channel.ts';
import type { CommandEntry } from '../core/commands.ts';
import type { ChannelKey, CommunityId, Platform } from '../core/ids.ts';
import type { Invocation } from '../core/invocation.ts';
import type { Log } from '../core/log.ts';
import type { Command, Module } from '../core/modules.ts';
import type { PageRead } from '../core/pages.ts';
import type { PeopleDoor } from '../core/people.ts';
import type { PlatformClient, PlatformTraits } from '../core/platforms.ts';
import type { TimerDue } from '../core/timers.ts';
import type { Bindings, Settings } from '../env.ts';
import type { FetchPublic } from '../net/fetch-public.ts';
import type { FeedPublisher } from './feed.ts';
import type { SendNotes } from './health.ts';
import type { Leases, StoredLease } from './leases.ts';
import type { LookUps } from './lookups.ts';
import type { Rooms } from './rooms.ts';
import type { Tokens } from './tokens.ts';

/** A platform as the road sees it, put together in `workers/index.ts`. */
export interface PlatformPort {
  readonly traits: PlatformTraits;
  readonly client: PlatformClient;
  /**
   * The token that a channel's owner gave, renewed where that is due; absent where the bot needs none. `stale`: the one that
   * the platform just refused. @throws WaddleError where there is none (any more)
   */
  token?(channel: string, stale?: string): Promise<string>;
}

export interface LeaseRenewal {
  readonly leases: Leases;
  request(lease: StoredLease): Promise<{ readonly ok: true } | { readonly ok: false; readonly reason: string }>;
}

export interface BuiltinCommand {
  readonly command: Command;
  readonly module: Module;
}

/** Does some work behind the answer, after a while, ms; it is never waited for, and an isolate that dies loses it. */
export type Behind = (afterMs: number, work: () => Promise<void>) => void;

/** What `Services` is made of; the rest is made out of these. */
export type RoadParts = Omit<
  Services,
  'readPage' | 'quoteText' | 'people' | 'lookUps' | 'rooms' | 'timerDue' | 'traits' | 'over'
>;

/** Which timer, and in which channel. */
export interface TimerAsked {
  readonly community: CommunityId;
  readonly name: string | null;
  readonly channel: ChannelKey;
  /** ms since epoch. */
  readonly now: number;
}

/** Everything the road works with, made once per isolate. Nothing in it belongs to one request. */
export interface Services {
  readonly settings: Settings;
  readonly bindings: Bindings;
  readonly db: Database;
  readonly tokens: Tokens;
  readonly log: Log;
  readonly clock: () => number;
  readonly random: () => number;
  readonly platforms: Readonly<Partial<Record<Platform, PlatformPort>>>;
  /** Asking YouTube's hub again; null where YouTube is off. */
  readonly renewal: LeaseRenewal | null;
  readonly builtins: ReadonlyMap<string, BuiltinCommand>;
  readonly entries: readonly CommandEntry[];
  readonly modules: readonly Module[];
  /** What of answers is still to be told to Channels, for their health. */
  readonly health: SendNotes;
  /** The only way out for URLs that people wrote. */
  readonly fetchPublic: FetchPublic;
  /** A quote of a community, by its number or by chance, as texts print it. */
  readonly quoteText: (community: CommunityId, number: number | null) => Promise<string | null>;
  /** What a command may ask about who uses it. */
  readonly people: (invocation: Invocation) => PeopleDoor;
  /** What each platform shows, whether it is on or off. */
  readonly traits: Readonly<Record<Platform, PlatformTraits>>;
  /** A timer of a community as a channel would be told of it now: by its name, or the first; null where it has none of it. */
  readonly timerDue: (of: TimerAsked) => Promise<TimerDue | null>;
  /** The same road over other parts, with all that is made of them: nothing in it reaches the parts that were replaced. */
  readonly over: (parts: Partial<RoadParts>) => Services;
  /** What a page that people name says of itself. */
  readonly readPage: (url: string) => Promise<PageRead>;
  /** What need not be asked of Postgres or a platform every time. */
  readonly lookUps: LookUps;
  /** Rooms of channels that have many. */
  readonly rooms: Rooms;
  readonly behind: Behind;
  /** What happens in communities whose feed somebody watches. */
  readonly feed: FeedPublisher;
  /** Told of Channels whose settings this isolate has just pushed. */
  readonly pushed: Set<(channel: ChannelKey) => void>;
  /** Names the set of built-in commands and handlers of this deployment. */
  readonly build: string;
}

export const channelStub = (services: Pick<Services, 'bindings'>, key: ChannelKey): DurableObjectStub<Channel> =>
  services.bindings.CHANNEL.getByName(key);
