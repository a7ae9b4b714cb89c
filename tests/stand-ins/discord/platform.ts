import { randomBytes } from 'node:crypto';
import type { Route } from '../routes.ts';
import type { StandInServer } from '../server.ts';
import { ChannelRoutes } from './channel-routes.ts';
import { Commands } from './commands.ts';
import { Gateway } from './gateway.ts';
import { INTENT } from './gateway-session.ts';
import { GuildEvents } from './guild-events.ts';
import { applicationOperations, guildOperations } from './guild-routes.ts';
import { type DiscordGuild, Guilds } from './guilds.ts';
import { Interactions } from './interaction-tokens.ts';
import { InteractionSender } from './interactions.ts';
import { RateLimits } from './limits.ts';
import { OAuth } from './oauth.ts';
import { type GatewayEvent, Posts } from './posts.ts';
import { guarded } from './rest.ts';
import { discordKeys } from './sign.ts';
import { Snowflakes } from './snowflake.ts';
import type { DiscordOptions, DiscordStandIn, IntentGrant, MemberRef, MessageRef, ReactionRef } from './types.ts';
import { WebhookEvents } from './webhook-events.ts';

export interface DiscordPlatform {
  routes: Route[];
  gateway: Gateway;
  standIn: DiscordStandIn;
}

// Discord: application resource, application flags: what the portal granted.
const PRIVILEGED = {
  presences: { granted: 1 << 12, limited: 1 << 13, intent: INTENT.GUILD_PRESENCES },
  guildMembers: { granted: 1 << 14, limited: 1 << 15, intent: INTENT.GUILD_MEMBERS },
  messageContent: { granted: 1 << 18, limited: 1 << 19, intent: INTENT.MESSAGE_CONTENT },
} as const;

const MINUTE_MS = 60_000;

/** The application's flags, and the privileged intents that the Gateway takes. */
function portal(given: DiscordOptions['intents'] = {}): { flags: number; allowedIntents: number } {
  const { presences = false, guildMembers = 'limited', messageContent = 'limited' } = given;
  const grants: Record<keyof typeof PRIVILEGED, IntentGrant> = { presences, guildMembers, messageContent };
  const bits = Object.entries(PRIVILEGED).map(([name, privileged]) => {
    const grant = grants[name as keyof typeof PRIVILEGED];
    if (grant === false) return { flag: 0, intent: 0 };
    return { flag: grant === 'limited' ? privileged.limited : privileged.granted, intent: privileged.intent };
  });
  return {
    flags: bits.reduce((sum, { flag }) => sum | flag, 0),
    allowedIntents: bits.reduce((sum, { intent }) => sum | intent, 0),
  };
}

/** Puts the parts of Discord together behind a server's address. */
export function discordPlatform(options: DiscordOptions, server: StandInServer): DiscordPlatform {
  const { applicationId, webhookUrl, timeoutMs = 3_000, now = Date.now } = options;
  const { log, stopped } = server;
  const ids = new Snowflakes(now);
  const keys = discordKeys(options.privateKey);
  const guilds = new Guilds({ id: applicationId, username: 'WaddleBot' }, ids);
  for (const user of options.users ?? []) guilds.know(user);
  for (const guild of structuredClone(options.guilds)) guilds.add(guild);
  const { flags, allowedIntents } = portal(options.intents);
  let botToken = options.botToken;
  let consent = options.consent ?? 'ask';

  const emit = (event: GatewayEvent): number => gateway.dispatch(event);
  const limits = new RateLimits(options.limits ?? {}, now);
  const commands = new Commands(applicationId, ids);
  const events = new GuildEvents(guilds, emit, now);
  const posts = new Posts({ guilds, ids, log, now, emit });
  const gateway = new Gateway({
    options: options.gateway ?? {},
    applicationId,
    flags,
    allowedIntents,
    guilds,
    events,
    log,
    now,
    token: () => botToken,
    resetToken: () => void resetToken(),
    stopped,
    origin: server.url.replace(/^http/, 'ws'),
  });
  const tokenLifeMs = options.tokenLifeMs ?? 15 * MINUTE_MS;
  const interactions = new Interactions({ applicationId, tokenLifeMs, posts, ids, now });
  const sending = { applicationId, keys, webhookUrl, timeoutMs, now, log, stopped };
  const sender = new InteractionSender({ ...sending, guilds, commands, interactions, ids });
  const webhookEvents = new WebhookEvents({
    ...sending,
    retryDelaysMs: options.retryDelaysMs ?? [250, 1_000, 4_000],
  });
  const channels = new ChannelRoutes({
    guilds,
    posts,
    nonceLifeMs: options.nonceLifeMs ?? 3 * MINUTE_MS,
    now,
    react: (event, place, message, emoji) => {
      const bot = guilds.users.get(applicationId);
      if (bot) events.reaction(event, place, message, bot, emoji);
    },
  });
  const oauth = new OAuth({
    applicationId,
    clientSecret: options.clientSecret,
    guilds,
    redirectUris: options.redirectUris,
    consent: () => consent,
    joined: (guild) => events.guildCreate(guild),
    now,
  });

  function resetToken(token = randomBytes(32).toString('base64url')): string {
    botToken = token;
    gateway.terminate();
    return token;
  }

  /** Work that `idle` waits for. */
  function tracked<T>(work: Promise<T>): Promise<T> {
    server.background(work);
    return work;
  }

  function reaction(t: 'MESSAGE_REACTION_ADD' | 'MESSAGE_REACTION_REMOVE', ref: ReactionRef): void {
    const { place, message } = found(ref);
    guilds.know(ref.user, place.guild);
    events.reaction(t, place, message, ref.user, ref.emoji);
  }

  function found({ channel, messageId }: MessageRef) {
    const place = guilds.placeNamed(channel);
    const message = guilds.message(place.channel.id, messageId);
    if (!message) throw new Error(`No Discord message ${messageId} in ${place.channel.id}`);
    return { place, message };
  }

  const inGuild = ({ guild }: { guild?: string }): DiscordGuild => guilds.named(guild);
  const operations = [
    ...applicationOperations({
      applicationId,
      flags,
      guilds,
      commands,
      interactions,
      gatewayUrl: () => gateway.controls.url,
      gatewayBot: () => gateway.bot(),
    }),
    ...channels.operations(),
    ...guildOperations({ guilds, events }),
  ];

  const standIn: DiscordStandIn = {
    url: server.url,
    port: server.port,
    apiUrl: `${server.url}/api/v10`,
    authUrl: `${server.url}/oauth2`,
    applicationId,
    publicKey: keys.publicKey,
    get botToken() {
      return botToken;
    },
    log,
    get guilds() {
      return guilds.joined;
    },
    get posted() {
      return posts.lines;
    },
    get deleted() {
      return channels.deleted;
    },
    gateway: gateway.controls,
    commands: (guild) => commands.list(guild),
    get invalidRequests() {
      return limits.invalid;
    },
    fault: (plan) => server.faults.add(plan),
    limit: (forced) => limits.force(forced),
    resetToken,
    get consent() {
      return consent;
    },
    set consent(given) {
      consent = given;
    },
    interact: (request) => tracked(sender.send(request)),
    probe: () => tracked(sender.probe()),
    webhookEvent: (type, data) => tracked(webhookEvents.event(type, data)),
    webhookPing: () => tracked(webhookEvents.ping()),
    async message(said) {
      const place = said.dm ? guilds.dm(said.user) : guilds.placeNamed(said.channel, said.guild);
      const { message, delivered } = posts.say(place, said);
      return { messageId: message.id, channel: place.channel.id, delivered };
    },
    edit(ref) {
      const { place, message } = found(ref);
      posts.rewrite(place, message, ref.text);
    },
    messageDelete(ref) {
      posts.delete(found(ref).place, ref.messageId);
    },
    messageDeleteBulk: ({ channel, messageIds }) => posts.deleteBulk(guilds.placeNamed(channel), messageIds),
    memberJoin: (ref: MemberRef) => events.memberJoin(inGuild(ref), ref.user),
    memberLeave: (ref) => events.memberLeave(inGuild(ref), ref.user),
    memberUpdate: (ref) => void events.memberUpdate(inGuild(ref), ref.user, ref.until),
    banAdd: (ref) => events.banAdd(inGuild(ref), ref.user),
    banRemove: (ref) => events.banRemove(inGuild(ref), ref.user),
    reactionAdd: (ref) => reaction('MESSAGE_REACTION_ADD', ref),
    reactionRemove: (ref) => reaction('MESSAGE_REACTION_REMOVE', ref),
    guildDelete: (guild, { unavailable = false } = {}) => events.guildDelete(guilds.named(guild), unavailable),
    guildCreate: (guild) => events.guildCreate(guild),
    channel(channel, guildId) {
      const { channels: held } = guilds.named(guildId);
      const known = held.find(({ id }) => id === channel.id);
      if (known) Object.assign(known, channel);
      else held.push(channel);
    },
    reset() {
      posts.lines = [];
      guilds.forgetMessages();
      limits.reset();
      channels.reset();
    },
    idle: server.idle,
    stop: server.stop,
  };

  const rest = operations.map((operation) => {
    const route = guarded(operation, { limits, botToken: () => botToken });
    return { ...route, handle: oauth.orAsUser(operation, route.handle) };
  });
  return { routes: [...oauth.routes(), ...rest], gateway, standIn };
}
