import { and, eq, lte } from 'drizzle-orm';
import * as schema from '../../db/schema/index.ts';
import type { ChannelSettings, HandlerEntry } from '../core/channel-settings.ts';
import {
  DEFAULT_COMMAND_LIMIT,
  DEFAULT_PREFIX,
  DEFAULT_REPLY_LIMIT,
  DEFAULT_WEBHOOK_LIMIT,
} from '../core/channel-settings.ts';
import type { CommandEntry } from '../core/commands.ts';
import { NO_COOLDOWN } from '../core/commands.ts';
import type { EventKind } from '../core/events.ts';
import type { ChannelKey, CommunityId, Platform } from '../core/ids.ts';
import { channelKey } from '../core/ids.ts';
import type { Module } from '../core/modules.ts';
import { settingsFor } from '../core/modules.ts';
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

/** What belongs to one channel alone. */
interface LinkedChannel {
  readonly key: ChannelKey;
  readonly privileged: boolean;
  readonly botAccount: string | null;
}

/** What all channels of a community share. */
interface OfCommunity {
  readonly community: typeof schema.communities.$inferSelect | undefined;
  readonly custom: readonly { readonly name: string; readonly text: string }[];
  readonly modules: readonly { readonly module: string; readonly value: unknown }[];
}

/** A channel's settings as Postgres has them; without a community where the channel is linked to none. One round trip. */
export async function loadChannelSettings(
  services: Services,
  platform: Platform,
  platformId: string,
): Promise<ChannelSettings> {
  const { channels, communities, commands, moduleSettings } = schema;
  const ofChannel = and(eq(channels.platform, platform), eq(channels.platformId, platformId));
  const [found, custom, modules] = await services.db.run('settings.of-channel', (db) =>
    db.batch([
      db
        .select({ community: communities, privileged: channels.botIsModerator, botAccount: channels.botAccount })
        .from(channels)
        .innerJoin(communities, eq(communities.id, channels.communityId))
        .where(ofChannel),
      db
        .select({ name: commands.name, text: commands.text })
        .from(channels)
        .innerJoin(commands, eq(commands.communityId, channels.communityId))
        .where(ofChannel),
      db
        .select({ module: moduleSettings.module, value: moduleSettings.value })
        .from(channels)
        .innerJoin(moduleSettings, eq(moduleSettings.communityId, channels.communityId))
        .where(ofChannel),
    ]),
  );
  const { community, privileged = false, botAccount = null } = found[0] ?? {};
  const channel = { key: channelKey(platform, platformId), privileged, botAccount };
  return settingsOf(services, channel, { community, custom, modules });
}

/** Tells every Channel of a community what its settings are now, and takes what was told off the outbox. */
export async function pushSettings(services: Services, communityId: CommunityId): Promise<void> {
  const { channels, communities, commands, moduleSettings, outbox } = schema;
  const [found, custom, modules, linked] = await services.db.run('settings.of-community', (db) =>
    db.batch([
      db.select().from(communities).where(eq(communities.id, communityId)),
      db
        .select({ name: commands.name, text: commands.text })
        .from(commands)
        .where(eq(commands.communityId, communityId)),
      db
        .select({ module: moduleSettings.module, value: moduleSettings.value })
        .from(moduleSettings)
        .where(eq(moduleSettings.communityId, communityId)),
      db
        .select({
          platform: channels.platform,
          platformId: channels.platformId,
          privileged: channels.botIsModerator,
          botAccount: channels.botAccount,
        })
        .from(channels)
        .where(eq(channels.communityId, communityId)),
    ]),
  );
  const community = found[0];
  if (!community) return;
  const now = services.clock();
  await Promise.all(
    linked.map(({ platform, platformId, ...channel }) => {
      const key = channelKey(platform as Platform, platformId);
      const settings = settingsOf(services, { key, ...channel }, { community, custom, modules });
      return channelStub(services, key).configure(settings, now);
    }),
  );
  await services.db.run('outbox.told', (db) => {
    const told = and(eq(outbox.communityId, communityId), lte(outbox.version, community.settingsVersion));
    return db.delete(outbox).where(told);
  });
}

/** Which modules want which events, with the settings they have here. */
function handlersOf(modules: readonly Module[], stored: OfCommunity['modules']): HandlerEntry[] {
  return modules.flatMap((module) => {
    const settings = settingsFor(module, stored.find((row) => row.module === module.name)?.value);
    const handled = Object.keys(module.on ?? {}) as EventKind[];
    const kinds = module.wants ? handled.filter((kind) => module.wants?.(settings).includes(kind)) : handled;
    if (kinds.length === 0) return [];
    return [{ module: module.name, kinds, effect: module.eventEffect ?? 'none', settings }];
  });
}

function settingsOf(
  services: Pick<Services, 'entries' | 'build' | 'modules' | 'settings'>,
  channel: LinkedChannel,
  { community, custom, modules }: OfCommunity,
): ChannelSettings {
  return {
    channel: channel.key,
    privileged: channel.privileged,
    // On Twitch the bot is the same account everywhere.
    botAccount:
      channel.botAccount ?? (channel.key.startsWith('twitch:') ? (services.settings.TWITCH_BOT_USER_ID ?? null) : null),
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
    webhookLimit: DEFAULT_WEBHOOK_LIMIT,
    commands: community ? [...services.entries, ...custom.map(customEntry)] : [],
    handlers: community ? handlersOf(services.modules, modules) : [],
  };
}
