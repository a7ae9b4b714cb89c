import { and, eq, lte } from 'drizzle-orm';
import * as schema from '../../db/schema/index.ts';
import type { ChannelSettings } from '../core/channel-settings.ts';
import { DEFAULT_COMMAND_LIMIT, DEFAULT_PREFIX, DEFAULT_REPLY_LIMIT } from '../core/channel-settings.ts';
import type { CommandEntry } from '../core/commands.ts';
import { NO_COOLDOWN } from '../core/commands.ts';
import type { ChannelKey, CommunityId, Platform } from '../core/ids.ts';
import { channelKey } from '../core/ids.ts';
import type { Language } from '../core/words.ts';
import type { Services } from './services.ts';
import { channelStub } from './services.ts';

/** Seconds before anybody may use the same custom command again: enough that two people at once get one answer. */
const CUSTOM_COOLDOWN = { ...NO_COOLDOWN, user: 3, channel: 1 };

const customEntry = (row: { readonly name: string; readonly text: string }): CommandEntry => ({
  name: row.name,
  aliases: [],
  kind: 'custom',
  hidden: false,
  summary: '',
  options: {},
  level: 'everyone',
  cooldown: CUSTOM_COOLDOWN,
  effect: 'none',
  visibility: 'public',
  subcommands: {},
  text: row.text,
});

/** A channel's settings as Postgres has them; without a community where the channel is linked to none. One round trip. */
export async function loadChannelSettings(
  services: Services,
  platform: Platform,
  platformId: string,
): Promise<ChannelSettings> {
  const { channels, communities, commands } = schema;
  const ofChannel = and(eq(channels.platform, platform), eq(channels.platformId, platformId));
  const [found, custom] = await services.db.run('settings.of-channel', (db) =>
    db.batch([
      db
        .select({ community: communities, privileged: channels.botIsModerator })
        .from(channels)
        .innerJoin(communities, eq(communities.id, channels.communityId))
        .where(ofChannel),
      db
        .select({ name: commands.name, text: commands.text })
        .from(channels)
        .innerJoin(commands, eq(commands.communityId, channels.communityId))
        .where(ofChannel),
    ]),
  );
  const { community, privileged = false } = found[0] ?? {};
  return settingsOf(services, { key: channelKey(platform, platformId), privileged }, community, custom);
}

/** Tells every Channel of a community what its settings are now, and takes what was told off the outbox. */
export async function pushSettings(services: Services, communityId: CommunityId): Promise<void> {
  const { channels, communities, commands, outbox } = schema;
  const [found, custom, linked] = await services.db.run('settings.of-community', (db) =>
    db.batch([
      db.select().from(communities).where(eq(communities.id, communityId)),
      db
        .select({ name: commands.name, text: commands.text })
        .from(commands)
        .where(eq(commands.communityId, communityId)),
      db
        .select({ platform: channels.platform, platformId: channels.platformId, privileged: channels.botIsModerator })
        .from(channels)
        .where(eq(channels.communityId, communityId)),
    ]),
  );
  const community = found[0];
  if (!community) return;
  const now = services.clock();
  await Promise.all(
    linked.map(({ platform, platformId, privileged }) => {
      const key = channelKey(platform as Platform, platformId);
      return channelStub(services, key).configure(settingsOf(services, { key, privileged }, community, custom), now);
    }),
  );
  await services.db.run('outbox.told', (db) => {
    const told = and(eq(outbox.communityId, communityId), lte(outbox.version, community.settingsVersion));
    return db.delete(outbox).where(told);
  });
}

function settingsOf(
  services: Pick<Services, 'entries' | 'build'>,
  channel: { readonly key: ChannelKey; readonly privileged: boolean },
  community: typeof schema.communities.$inferSelect | undefined,
  custom: readonly { readonly name: string; readonly text: string }[],
): ChannelSettings {
  return {
    channel: channel.key,
    privileged: channel.privileged,
    version: community?.settingsVersion ?? 0,
    build: services.build,
    community: community
      ? {
          id: community.id as CommunityId,
          slug: community.slug,
          name: community.name,
          language: community.language as Language,
          zone: community.zone,
        }
      : null,
    prefix: community?.prefix ?? DEFAULT_PREFIX,
    unknownHint: community?.unknownHint ?? false,
    replyLimit: DEFAULT_REPLY_LIMIT,
    commandLimit: DEFAULT_COMMAND_LIMIT,
    commands: community ? [...services.entries, ...custom.map(customEntry)] : [],
  };
}
