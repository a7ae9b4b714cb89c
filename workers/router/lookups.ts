import { and, asc, desc, eq, isNull, or, sql } from 'drizzle-orm';
import { accounts, channels, communities, members } from '../../db/schema/index.ts';
import type { CacheStats } from '../core/cache.ts';
import { TtlCache } from '../core/cache.ts';
import type { CommunityFacts } from '../core/channel-settings.ts';
import { describeError } from '../core/errors.ts';
import type { Person } from '../core/events.ts';
import type { ChannelKey, CommunityId, Platform } from '../core/ids.ts';
import { channelKey, PLATFORMS } from '../core/ids.ts';
import { SingleFlight } from '../core/single-flight.ts';
import { bareName, codePoints } from '../core/text.ts';
import type { Language } from '../core/words.ts';
import type { Services } from './services.ts';

const CHANNELS_FOR_MS = 300_000;
const COMMUNITIES_FOR_MS = 600_000;
const ENTITIES_FOR_MS = 600_000;
/** About 300 bytes each, of the 128 MB that an isolate has. */
const COMMUNITIES_KEPT = 10_000;
const ENTITIES_KEPT = 10_000;
/** Channels that the first look-up brings along; an installation that has more of them loads the rest as it is asked for. */
const WARMED_WITH = 1_000;
/** No platform has longer names. */
const LONGEST_NAME = 100;
/** Nobody's name holds control characters or halves of characters, and Postgres takes no text that does. */
const isName = (text: string): boolean =>
  text !== '' && codePoints(text) <= LONGEST_NAME && !/[\p{Cc}\p{Cs}]/u.test(text);

/** A channel as it is linked. */
export interface LinkedChannel {
  readonly key: ChannelKey;
  readonly communityId: CommunityId;
  readonly login: string;
  /** Why the platform sends nothing any more; null while all is well. */
  readonly brokenReason: string | null;
}

export interface KnownCommunity extends CommunityFacts {
  readonly settingsVersion: number;
}

/** Where a name was said. */
export interface Whereabouts {
  readonly communityId: CommunityId;
  readonly platform: Platform;
  /** The platform's own id of the channel, guild or workspace. */
  readonly channel: string;
}

export interface LookUpStats {
  readonly channels: CacheStats;
  readonly communities: CacheStats;
  readonly entities: CacheStats;
}

type Parts = Pick<Services, 'db' | 'platforms' | 'clock' | 'log'>;

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

const facts = {
  id: communities.id,
  slug: communities.slug,
  name: communities.name,
  language: communities.language,
  zone: communities.zone,
  settingsVersion: communities.settingsVersion,
};
const link = {
  platform: channels.platform,
  platformId: channels.platformId,
  communityId: channels.communityId,
  login: channels.login,
  brokenReason: channels.brokenReason,
};

type FactsRow = Omit<KnownCommunity, 'id' | 'language'> & { readonly id: string; readonly language: string };
type LinkRow = Omit<LinkedChannel, 'key' | 'communityId'> & {
  readonly platform: string;
  readonly platformId: string;
  readonly communityId: string;
};

const knownCommunity = (row: FactsRow): KnownCommunity => ({
  ...row,
  id: row.id as CommunityId,
  language: row.language as Language,
});
const linkedChannel = ({ platform, platformId, communityId, login, brokenReason }: LinkRow): LinkedChannel => ({
  key: channelKey(platform as Platform, platformId),
  communityId: communityId as CommunityId,
  login,
  brokenReason,
});

/**
 * What an isolate need not ask Postgres or a platform for every time: which channels are linked, which community is meant,
 * and who goes by a name. Made once per isolate. A change reaches the isolate that writes it by `forget`, others when the
 * time to live is over, or at once where they are told of a newer version of the community's settings.
 */
export class LookUps {
  readonly #parts: Parts;
  readonly #channels: TtlCache<Platform, readonly LinkedChannel[]>;
  /** By `community:<id or slug>` and by `channel:<platform>:<id>`. */
  readonly #communities: TtlCache<string, KnownCommunity | null>;
  /** By community, place and name: what is known in one community is not known in another. */
  readonly #entities: TtlCache<string, Person | null>;
  readonly #warming = new SingleFlight<'all', void>();
  #isWarm = false;
  /** Counts what was forgotten, so that what was being read meanwhile is not kept. */
  #forgotten = 0;

  constructor(parts: Parts) {
    const { clock } = parts;
    this.#parts = parts;
    this.#channels = new TtlCache({ ttlMs: CHANNELS_FOR_MS, maxEntries: PLATFORMS.length, clock });
    this.#communities = new TtlCache({ ttlMs: COMMUNITIES_FOR_MS, maxEntries: COMMUNITIES_KEPT, clock });
    this.#entities = new TtlCache({ ttlMs: ENTITIES_FOR_MS, maxEntries: ENTITIES_KEPT, clock });
  }

  /** The linked channels of a platform, as they were at most five minutes ago. */
  async channelsOf(platform: Platform): Promise<readonly LinkedChannel[]> {
    await this.#warm();
    return this.#channels.get(platform, () => this.#loadChannels(platform));
  }

  /**
   * A community by its id or slug, as it was at most ten minutes ago; null where there is none.
   * @param version the newest version of its settings that the caller knows of: it is then no older than that.
   */
  async community(idOrSlug: string, version?: number): Promise<KnownCommunity | null> {
    if (!isName(idOrSlug)) return null;
    await this.#warm();
    return this.#communities.get(`community:${idOrSlug}`, () => this.#loadCommunity(idOrSlug), version);
  }

  /** The community a channel is linked to, as it was at most ten minutes ago; null where it is linked to none. */
  async communityOf(channel: ChannelKey): Promise<CommunityId | null> {
    await this.#warm();
    const found = await this.#communities.get(`channel:${channel}`, () => this.#loadCommunityOf(channel));
    return found?.id ?? null;
  }

  /**
   * Who goes by a name, with or without an @, as it was at most ten minutes ago: a member of the community whose login or,
   * if only one is called so, whose display name it is; else whoever the platform finds. Null where that is nobody.
   * @throws WaddleError `UPSTREAM` when the platform had to be asked and did not answer.
   */
  async account(where: Whereabouts, name: string): Promise<Person | null> {
    const wanted = bareName(name);
    if (!isName(wanted)) return null;
    const key = `${entitiesOf(where.communityId)}${where.platform}:${where.channel}:${wanted}`;
    return this.#entities.get(key, async () => {
      const member = await this.#loadMember(where, wanted);
      return member ?? (await this.#parts.platforms[where.platform]?.client.findAccount(where.channel, wanted)) ?? null;
    });
  }

  /** For whoever changed a community, its channels or its people: this isolate asks anew. */
  forget(communityId: CommunityId): void {
    this.#forgotten++;
    // Its channels may be on any platform now, and what was nobody's channel or slug may be its own.
    this.#channels.clear();
    this.#communities.deleteWhere((_, found) => found === null || found.id === communityId);
    this.#entities.deleteWhere((key) => key.startsWith(entitiesOf(communityId)));
  }

  stats(): LookUpStats {
    return {
      channels: this.#channels.stats(),
      communities: this.#communities.stats(),
      entities: this.#entities.stats(),
    };
  }

  /** The first look-up reads communities and channels in one round trip, which is all of them where they are few. */
  #warm(): Promise<void> {
    if (this.#isWarm) return Promise.resolve();
    return this.#warming.run('all', async () => {
      try {
        await this.#readAhead();
        this.#isWarm = true;
      } catch (error) {
        // What was asked for may be had all the same, and says so itself if not.
        this.#parts.log('warn', 'lookups.not-warmed', { error: describeError(error) });
      }
    });
  }

  async #readAhead(): Promise<void> {
    const before = this.#forgotten;
    const rows = await this.#parts.db.run('lookups.warm', (db) =>
      db
        .select({ facts, link })
        .from(communities)
        .leftJoin(channels, eq(channels.communityId, communities.id))
        .where(isNull(communities.deletedAt))
        .orderBy(desc(communities.id))
        .limit(WARMED_WITH + 1),
    );
    if (this.#forgotten !== before) return;
    for (const row of rows) {
      const found = knownCommunity(row.facts);
      const names = [`community:${found.id}`, `community:${found.slug}`];
      if (row.link) names.push(`channel:${linkedChannel(row.link).key}`);
      for (const name of names) this.#communities.put(name, found, found.settingsVersion);
    }
    if (rows.length > WARMED_WITH) return;
    const linked = rows.flatMap((row) => (row.link ? [row.link] : []));
    for (const platform of PLATFORMS) {
      const own = linked.filter((row) => row.platform === platform).map(linkedChannel);
      this.#channels.put(
        platform,
        own.sort((one, other) => (one.key < other.key ? -1 : 1)),
      );
    }
  }

  async #loadChannels(platform: Platform): Promise<readonly LinkedChannel[]> {
    const rows = await this.#parts.db.run('lookups.channels', (db) =>
      db
        .select(link)
        .from(channels)
        .innerJoin(communities, eq(communities.id, channels.communityId))
        .where(and(eq(channels.platform, platform), isNull(communities.deletedAt)))
        .orderBy(asc(channels.platformId)),
    );
    return rows.map(linkedChannel);
  }

  async #loadCommunity(idOrSlug: string): Promise<KnownCommunity | null> {
    const named = UUID.test(idOrSlug) ? eq(communities.id, idOrSlug) : eq(communities.slug, idOrSlug);
    const rows = await this.#parts.db.run('lookups.community', (db) =>
      db
        .select(facts)
        .from(communities)
        .where(and(named, isNull(communities.deletedAt))),
    );
    return rows[0] ? knownCommunity(rows[0]) : null;
  }

  async #loadCommunityOf(channel: ChannelKey): Promise<KnownCommunity | null> {
    const colon = channel.indexOf(':');
    const linked = and(
      eq(channels.platform, channel.slice(0, colon)),
      eq(channels.platformId, channel.slice(colon + 1)),
      isNull(communities.deletedAt),
    );
    const rows = await this.#parts.db.run('lookups.community-of', (db) =>
      db.select(facts).from(channels).innerJoin(communities, eq(communities.id, channels.communityId)).where(linked),
    );
    return rows[0] ? knownCommunity(rows[0]) : null;
  }

  /** Among the members of this community and nobody else. Of two who had the same login, the one seen last has it now. */
  async #loadMember({ communityId, platform }: Whereabouts, wanted: string): Promise<Person | null> {
    const isLogin = sql<boolean>`lower(${accounts.login}) = ${wanted}`;
    const isShown = sql<boolean>`lower(${accounts.displayName}) = ${wanted}`;
    const rows = await this.#parts.db.run('lookups.member', (db) =>
      db
        .select({
          isLogin,
          person: { account: accounts.platformId, login: accounts.login, displayName: accounts.displayName },
        })
        .from(members)
        .innerJoin(accounts, eq(accounts.id, members.accountId))
        .where(and(eq(members.communityId, communityId), eq(accounts.platform, platform), or(isLogin, isShown)))
        .orderBy(desc(isLogin), desc(accounts.updatedAt))
        .limit(2),
    );
    const [found, another] = rows;
    return found && (found.isLogin || !another) ? found.person : null;
  }
}

/** How the keys of what is known in one community begin. */
const entitiesOf = (communityId: CommunityId): string => `${communityId} `;

export const lookUpsFor = (parts: Parts): LookUps => new LookUps(parts);
