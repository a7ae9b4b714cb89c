import { type AnyColumn, and, desc, eq, gt, isNotNull, lte, or, type SQL, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import * as schema from '../../db/schema/index.ts';
import type { ChannelSettings, HandlerEntry } from '../core/channel-settings.ts';
import {
  DEFAULT_CHANNEL_LIMIT,
  DEFAULT_COMMAND_LIMIT,
  DEFAULT_COMMUNITY_LIMIT,
  DEFAULT_PREFIX,
  DEFAULT_REPLY_LIMIT,
  DEFAULT_WEBHOOK_LIMIT,
} from '../core/channel-settings.ts';
import type { CommandOptions, CommandReply } from '../core/command-options.ts';
import type { CommandConditions, CommandEntry } from '../core/commands.ts';
import { NO_COOLDOWN } from '../core/commands.ts';
import type { EventKind } from '../core/events.ts';
import type { ChannelKey, CommunityId, Platform } from '../core/ids.ts';
import { channelKey } from '../core/ids.ts';
import { keywordEntry } from '../core/keywords.ts';
import type { Level, Role } from '../core/levels.ts';
import { highest, levelOfRole } from '../core/levels.ts';
import type { Module } from '../core/modules.ts';
import { conditionsOf, entryOf, placeOf, settingsFor } from '../core/modules.ts';
import { Registry } from '../core/registry.ts';
import { isEdited } from '../core/rights.ts';
import { usesEffect } from '../core/templates/counters.ts';
import { parse } from '../core/templates/parse.ts';
import { timersIn } from '../core/timers.ts';
import type { Language, OwnWords } from '../core/words.ts';
import { httpEntry } from './http-module-entry.ts';
import type { Services } from './services.ts';
import { channelStub } from './services.ts';

/** Seconds before anybody may use the same custom command again: enough that two people at once get one answer. */
const CUSTOM_COOLDOWN = { ...NO_COOLDOWN, user: 3, channel: 1 };

interface CustomCommand {
  readonly id: string;
  readonly name: string;
  readonly replies: readonly CommandReply[];
  readonly options: CommandOptions;
}

/** The registry's line for a community's own command. */
const customEntry = ({ id, name, replies, options }: CustomCommand): CommandEntry => ({
  id,
  name,
  aliases: [],
  kind: 'custom',
  hidden: options.hidden ?? false,
  summary: '',
  options: {},
  level: options.level ?? 'everyone',
  cooldown: { ...CUSTOM_COOLDOWN, ...options.cooldown },
  // What only says something costs no database.
  effect: replies.some(({ text }) => usesEffect(parse(text, options.dialect))) ? 'database' : 'none',
  visibility: 'public',
  subcommands: {},
  replies,
  ...conditionsOf(options),
  ...placeOf(options),
  ...(options.platforms ? { platforms: options.platforms } : {}),
});

interface Alias {
  readonly id: string;
  readonly name: string;
  readonly expansion: string;
  readonly options: CommandOptions;
}

/** The registry's line for an alias: its own level and waits; what it stands for has its own besides. */
const aliasEntry = ({ id, name, expansion, options }: Alias): CommandEntry => ({
  id,
  name,
  aliases: [],
  kind: 'alias',
  hidden: options.hidden ?? false,
  summary: '',
  options: {},
  level: options.level ?? 'everyone',
  cooldown: { ...NO_COOLDOWN, ...options.cooldown },
  effect: 'none',
  visibility: 'public',
  subcommands: {},
  expansion,
  ...conditionsOf(options),
  ...placeOf(options),
  ...(options.platforms ? { platforms: options.platforms } : {}),
});

/** What belongs to one channel alone. */
interface LinkedChannel {
  readonly key: ChannelKey;
  readonly privileged: boolean;
  readonly botAccount: string | null;
}

/** What all channels of a community share. */
interface OfCommunity {
  /** Absent where it is deleted, too: its Channels fall silent at once. */
  readonly community: typeof schema.communities.$inferSelect | undefined;
  /** Its row, deleted or not. */
  readonly row: typeof schema.communities.$inferSelect | undefined;
  readonly custom: readonly CustomCommand[];
  readonly aliases: readonly Alias[];
  readonly overrides: readonly { readonly command: string; readonly options: CommandOptions }[];
  readonly keywords: readonly (typeof schema.keywordRules.$inferSelect)[];
  readonly timers: Parameters<typeof timersIn>[0];
  readonly http: readonly (typeof schema.httpModules.$inferSelect)[];
  readonly permits: readonly { readonly account: string; readonly command: string; readonly until: Date }[];
  readonly roles: readonly { readonly platform: string; readonly account: string; readonly role: Role }[];
  readonly modules: readonly { readonly module: string; readonly value: unknown }[];
  /** Channels (`platform:id`) that have left it and were not told so yet. */
  readonly left: readonly string[];
  readonly linked: readonly {
    readonly platform: string;
    readonly platformId: string;
    readonly privileged: boolean;
    readonly botAccount: string | null;
  }[];
}

/** All that a community's Channels go by, as Postgres has it, in one round trip; `id` is its id or a query for it. */
async function loadCommunity(services: Pick<Services, 'db' | 'clock'>, name: string, id: SQL): Promise<OfCommunity> {
  const { accounts, aliases, channels, commandOverrides, commandPermits, commands, communities } = schema;
  const { httpModules, keywordRules, memberRoles, members, moduleSettings, outbox, timers } = schema;
  const own = alias(accounts, 'own');
  const of = (column: AnyColumn) => sql`${column} = ${id}`;
  const now = new Date(services.clock());
  const [found, custom, named, overrides, permits, roles, modules, linked, keywords, speaking, http, left] =
    await services.db.run(name, (db) =>
      db.batch([
        db.select().from(communities).where(of(communities.id)),
        db
          .select({ id: commands.id, name: commands.name, replies: commands.replies, options: commands.options })
          .from(commands)
          .where(of(commands.communityId)),
        db
          .select({ id: aliases.id, name: aliases.name, expansion: aliases.expansion, options: aliases.options })
          .from(aliases)
          .where(of(aliases.communityId)),
        db
          .select({ command: commandOverrides.command, options: commandOverrides.options })
          .from(commandOverrides)
          .where(of(commandOverrides.communityId)),
        db
          .select({ account: commandPermits.account, command: commandPermits.command, until: commandPermits.until })
          .from(commandPermits)
          .where(and(of(commandPermits.communityId), gt(commandPermits.until, now))),
        db
          .select({ platform: accounts.platform, account: accounts.platformId, role: memberRoles.role })
          .from(memberRoles)
          .innerJoin(members, eq(members.id, memberRoles.memberId))
          .innerJoin(own, eq(own.id, members.accountId))
          // A role is a person's: it counts whichever of their accounts they come with.
          .innerJoin(accounts, or(eq(accounts.id, own.id), eq(accounts.personId, own.personId)))
          .where(
            and(
              of(members.communityId),
              sql`not exists (select from ${schema.communityBans} b where b.member_id = ${members.id})`,
            ),
          ),
        db
          .select({ module: moduleSettings.module, value: moduleSettings.value })
          .from(moduleSettings)
          .where(of(moduleSettings.communityId)),
        db
          .select({
            platform: channels.platform,
            platformId: channels.platformId,
            privileged: channels.botIsModerator,
            botAccount: channels.botAccount,
          })
          .from(channels)
          .where(of(channels.communityId)),
        db
          .select()
          .from(keywordRules)
          .where(and(of(keywordRules.communityId), keywordRules.enabled))
          .orderBy(desc(keywordRules.priority), keywordRules.id),
        db
          .select({ enabled: timers.enabled, minLines: timers.minLines, target: timers.target })
          .from(timers)
          .where(and(of(timers.communityId), timers.enabled)),
        db
          .select()
          .from(httpModules)
          .where(and(of(httpModules.communityId), httpModules.enabled)),
        db
          .selectDistinct({ channel: outbox.channel })
          .from(outbox)
          .where(and(of(outbox.communityId), isNotNull(outbox.channel))),
      ]),
    );
  return {
    community: found[0]?.deletedAt ? undefined : found[0],
    row: found[0],
    custom,
    aliases: named,
    overrides,
    permits,
    roles,
    modules,
    linked,
    keywords,
    timers: speaking,
    http,
    left: left.flatMap(({ channel }) => channel ?? []),
  };
}

/** A channel's settings as Postgres has them; without a community where the channel is linked to none. One round trip. */
export async function loadChannelSettings(
  services: Services,
  platform: Platform,
  platformId: string,
): Promise<ChannelSettings> {
  const { channels } = schema;
  const shared = await loadCommunity(
    services,
    'settings.of-channel',
    sql`(select ${channels.communityId} from ${channels} where ${channels.platform} = ${platform} and ${channels.platformId} = ${platformId})`,
  );
  const own = shared.linked.find((linked) => linked.platform === platform && linked.platformId === platformId);
  const { privileged = false, botAccount = null } = own ?? {};
  return settingsOf(services, { key: channelKey(platform, platformId), privileged, botAccount }, shared);
}

/** What a channel that is not there would go by, if it were one of the community's. One round trip. */
export async function loadMadeUpSettings(
  services: Services,
  communityId: CommunityId,
  key: ChannelKey,
): Promise<ChannelSettings> {
  const shared = await loadCommunity(services, 'settings.made-up', sql`${communityId}::uuid`);
  return settingsOf(services, { key, privileged: false, botAccount: null }, shared);
}

/**
 * Tells every Channel of a community what its settings are now, and those that have left it that they have; and takes what
 * was told off the outbox.
 */
export async function pushSettings(services: Services, communityId: CommunityId): Promise<void> {
  const shared = await loadCommunity(services, 'settings.of-community', sql`${communityId}::uuid`);
  const { row, linked, left } = shared;
  if (!row) return;
  const now = services.clock();
  await Promise.all([
    ...left.map((key) => tellLeft(services, key as ChannelKey)),
    ...linked.map(({ platform, platformId, ...channel }) => {
      const key = channelKey(platform as Platform, platformId);
      return channelStub(services, key)
        .configure(settingsOf(services, { key, ...channel }, shared), now)
        .then(() => services.pushed.forEach((told) => void told(key)));
    }),
  ]);
  const { outbox } = schema;
  await services.db.run('outbox.told', (db) => {
    const told = and(eq(outbox.communityId, communityId), lte(outbox.version, row.settingsVersion));
    return db.delete(outbox).where(told);
  });
}

/** Tells a Channel that has left a community whose it is now, if anybody's: nobody's says nothing. */
async function tellLeft(services: Services, key: ChannelKey): Promise<void> {
  const colon = key.indexOf(':');
  const settings = await loadChannelSettings(services, key.slice(0, colon) as Platform, key.slice(colon + 1));
  await channelStub(services, key).configure(settings, services.clock());
  for (const told of services.pushed) told(key);
}

/** A community's commands as Postgres has them, for doors that are no channel. One round trip. */
export async function loadRegistry(services: Services, communityId: CommunityId): Promise<Registry> {
  return new Registry(
    commandsOf(services, await loadCommunity(services, 'settings.registry', sql`${communityId}::uuid`)),
  );
}

function commandsOf(
  { builtins }: Pick<Services, 'builtins'>,
  { overrides, custom, aliases, http }: OfCommunity,
): CommandEntry[] {
  const set = new Map(overrides.map(({ command, options }) => [command, options]));
  return [
    ...Array.from(builtins.values(), ({ command, module }) => ({
      ...entryOf(command, set),
      ...(isEdited(module.name) ? { edited: true as const } : {}),
    })),
    ...custom.map(customEntry),
    ...aliases.map(aliasEntry),
    ...http.map(httpEntry),
  ];
}

/** Where there are no streams: being live means nothing there. */
const WITHOUT_STREAMS: readonly string[] = ['discord', 'slack'] satisfies Platform[];

/** A part as one platform's channels know it: its accounts without the platform's name, and only conditions that mean something there. */
function onPlatform<Part extends CommandConditions>({ live, ...part }: Part, platform: string) {
  const own = (keys: readonly string[] | undefined) =>
    keys?.filter((key) => key.startsWith(`${platform}:`)).map((key) => key.slice(platform.length + 1));
  const { allow, deny } = part;
  return {
    ...part,
    ...(live && !WITHOUT_STREAMS.includes(platform) ? { live } : {}),
    ...(allow ? { allow: own(allow) } : {}),
    ...(deny ? { deny: own(deny) } : {}),
  };
}

const entryOnPlatform = (entry: CommandEntry, platform: string): CommandEntry => ({
  ...onPlatform(entry, platform),
  subcommands: Object.fromEntries(
    Object.entries(entry.subcommands).map(([name, part]) => [name, onPlatform(part, platform)]),
  ),
});

/** What the module `wording` keeps. */
function ownWordsIn(stored: OfCommunity['modules']): OwnWords {
  const { texts } = (stored.find(({ module }) => module === 'wording')?.value ?? {}) as { readonly texts?: OwnWords };
  return texts ?? {};
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
  services: Pick<Services, 'builtins' | 'build' | 'modules' | 'settings'>,
  channel: LinkedChannel,
  shared: OfCommunity,
): ChannelSettings {
  const { community, row, modules, permits, linked } = shared;
  const platform = channel.key.slice(0, channel.key.indexOf(':'));
  const limits = community?.limits ?? {};
  const roles = shared.roles.filter((held) => held.platform === platform);
  return {
    channel: channel.key,
    privileged: channel.privileged,
    // On Twitch the bot is the same account everywhere.
    botAccount: channel.botAccount ?? (platform === 'twitch' ? (services.settings.TWITCH_BOT_USER_ID ?? null) : null),
    version: row?.settingsVersion ?? 0,
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
    ...(row && !community ? { deleted: row.id as CommunityId } : {}),
    prefix: community?.prefix ?? DEFAULT_PREFIX,
    unknownHint: community?.unknownHint ?? false,
    replyLimit: limits.reply ?? DEFAULT_REPLY_LIMIT,
    commandLimit: limits.command ?? DEFAULT_COMMAND_LIMIT,
    channelLimit: limits.channel ?? DEFAULT_CHANNEL_LIMIT,
    communityLimit: linked.length > 1 ? (limits.community ?? DEFAULT_COMMUNITY_LIMIT) : null,
    webhookLimit: DEFAULT_WEBHOOK_LIMIT,
    raised: raisedBy(roles),
    editors: roles.filter(({ role }) => role === 'editor').map(({ account }) => account),
    permits: permits
      .filter(({ account }) => account.startsWith(`${platform}:`))
      .map(({ account, command, until }) => ({
        account: account.slice(platform.length + 1),
        command,
        until: until.getTime(),
      })),
    ownWords: ownWordsIn(modules),
    commands: community ? commandsOf(services, shared).map((entry) => entryOnPlatform(entry, platform)) : [],
    handlers: community ? handlersOf(services.modules, modules) : [],
    keywords: (community ? shared.keywords : [])
      .filter(({ platforms }) => platforms?.includes(platform) ?? true)
      .map(keywordEntry),
    timers: timersIn(community ? shared.timers : [], channel.key),
    recentLines: community?.recentLines ?? false,
  };
}

/** Levels that roles raise accounts to; who has several, as several of a person's accounts may, has the highest. */
function raisedBy(roles: readonly { readonly account: string; readonly role: Role }[]): Record<string, Level> {
  const raised: Record<string, Level> = {};
  for (const { account, role } of roles) {
    const level = levelOfRole(role);
    if (level !== 'everyone') raised[account] = highest(raised[account] ?? level, level);
  }
  return raised;
}
