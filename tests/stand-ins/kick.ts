import { randomUUID } from 'node:crypto';
import { kickError, ok } from './kick/api.ts';
import { KickChannels, USUAL_CATEGORIES } from './kick/channels.ts';
import { controlChat, controlEmit } from './kick/control.ts';
import { chatPayload, EVENT_TYPES, eventPayload, type KickLine, type KickUser, slugOf } from './kick/events.ts';
import { findChannels, findUsers } from './kick/lookups.ts';
import { type KickBan, KickModeration } from './kick/moderation.ts';
import { KickOAuth } from './kick/oauth.ts';
import { KickSender, type KickSentLine } from './kick/send.ts';
import { makeKickKey } from './kick/sign.ts';
import { type KickSubscription, KickSubscriptions } from './kick/subscriptions.ts';
import { isToken, type KickToken, KickTokens } from './kick/tokens.ts';
import type { KickChatLine, KickDeliveries, KickOptions, KickSendOptions, KickStandIn } from './kick/types.ts';
import { type KickDelivery, type KickDeliveryOptions, KickWebhook } from './kick/webhook.ts';
import type { Answer, Route, StandInRequest } from './routes.ts';
import { startServer } from './server.ts';

export type { KickCategory } from './kick/channels.ts';
export type { KickChatter, KickEvent, KickRole, KickUser } from './kick/events.ts';
export type { KickBan } from './kick/moderation.ts';
export type { KickSentLine } from './kick/send.ts';
export type { KickSubscription } from './kick/subscriptions.ts';
export type { KickTokenPair } from './kick/tokens.ts';
export type { KickChatDelivery, KickChatLine, KickDeliveries, KickOptions, KickStandIn } from './kick/types.ts';
export type { KickDelivery, KickDeliveryOptions } from './kick/webhook.ts';

/** The Kick accounts of the demo community. */
export const KICK_DEMO = {
  channel: { id: '3000001', login: 'waddle_demo' },
  bot: { id: '3000002', login: 'waddlebot' },
} as const;

const CHAT = 'chat.message.sent';
const DAY_MS = 86_400_000;

type WithToken = (handle: (request: StandInRequest, token: KickToken) => Answer) => Route['handle'];

/** Starts a server that behaves as Kick's public API, its OAuth server and its webhooks do towards one app. */
export async function startKick(options: KickOptions): Promise<KickStandIn> {
  const { bot = KICK_DEMO.bot, channels = [KICK_DEMO.channel], now = Date.now } = options;
  const users = new Map<string, KickUser>([bot, ...channels].map((user) => [user.id, user]));
  const lines = new Map<string, KickLine>();
  const tokens = new KickTokens(now);
  let key = makeKickKey();
  let foreign: typeof key | undefined;
  let deleted: string[] = [];

  for (const { userId, scopes, ...pair } of options.grants ?? []) tokens.grant(userId, scopes, pair);

  const isBroadcaster = (id: string | number) => channels.some((channel) => channel.id === String(id));
  const subscriptions = new KickSubscriptions({
    appId: options.clientId,
    broadcaster: isBroadcaster,
    chatLimit: options.chatSubscriptionLimit ?? 1_000,
    failureMs: options.unsubscribeAfterMs ?? DAY_MS,
    now,
    ended: (event, count) => server.log.add('notice', 'unsubscribed', { event, count }),
  });
  if (options.subscribed !== false) {
    for (const { id } of channels) for (const event of EVENT_TYPES) subscriptions.add(event, Number(id));
  }

  const sender = new KickSender({
    now,
    broadcaster: isBroadcaster,
    botTypeBroken: () => standIn.botTypeBroken,
    rate: options.rate,
    posted: (line) => posted(line),
  });
  const moderation = new KickModeration({
    now,
    broadcaster: isBroadcaster,
    banned: (ban) => server.background(announce(ban)),
  });
  const shown = new KickChannels({
    categories: options.categories ?? USUAL_CATEGORIES,
    now,
    lagMs: () => standIn.channelLagMs,
    changed: (channel, { title, category, language, mature }) => {
      // What is changed by the API is told like what is changed by hand.
      const event = { type: 'livestream.metadata.updated', channel, title, category, language, mature } as const;
      if (isBroadcaster(channel)) server.background(standIn.emit(event));
    },
  });
  const oauth = new KickOAuth({
    ...options,
    tokens,
    consent: () => standIn.consent,
    account: bot.id,
    now,
  });

  /** Lets user tokens in that hold the scope, and app tokens where `app` says so. */
  const guarded =
    (scope: string | undefined, app: boolean): WithToken =>
    (handle) =>
    (request) => {
      const token = tokens.check(request, scope, app);
      return isToken(token) ? handle(request, token) : token;
    };

  function deleteMessage(messageId: string): Answer {
    if (!lines.delete(messageId)) return kickError(404);
    deleted.push(messageId);
    return { status: 204 };
  }

  const api = (): Route[] => [
    {
      method: 'GET',
      path: '/public/v1/public-key',
      op: 'public-key',
      handle: () => ok({ public_key: standIn.publicKeyPem }),
    },
    ...subscriptions.routes(guarded('events:subscribe', true)),
    {
      method: 'POST',
      path: '/public/v1/chat',
      op: 'chat',
      aliases: ['send'],
      handle: guarded('chat:write', false)((request, token) => sender.handle(request, token)),
    },
    {
      method: 'DELETE',
      path: '/public/v1/chat/:id',
      op: 'chat.delete',
      handle: guarded('moderation:chat_message:manage', false)(({ params }) => deleteMessage(params.id ?? '')),
    },
    {
      method: 'POST',
      path: '/public/v1/moderation/bans',
      op: 'ban',
      handle: guarded('moderation:ban', false)((request, token) => moderation.ban(request, token)),
    },
    {
      method: 'DELETE',
      path: '/public/v1/moderation/bans',
      op: 'unban',
      handle: guarded('moderation:ban', false)((request) => moderation.unban(request)),
    },
    {
      method: 'GET',
      path: '/public/v1/users',
      op: 'users',
      handle: guarded('user:read', true)(({ query }, token) => findUsers(users, query, token)),
    },
    {
      method: 'GET',
      path: '/public/v1/channels',
      op: 'channels',
      handle: guarded(
        'channel:read',
        true,
      )(({ query }, token) => findChannels(users, (id) => shown.told(id), query, token)),
    },
    {
      method: 'PATCH',
      path: '/public/v1/channels',
      op: 'channels.modify',
      handle: guarded('channel:write', false)((request, token) => shown.modify(request, token)),
    },
    {
      method: 'GET',
      path: '/public/v2/categories',
      op: 'categories',
      handle: guarded(undefined, true)((request) => shown.byName(request)),
    },
    {
      method: 'GET',
      path: '/public/v1/categories',
      op: 'categories.search',
      handle: guarded(undefined, true)((request) => shown.search(request)),
    },
  ];

  const server = await startServer({
    name: 'kick',
    port: options.port,
    now,
    routes: () => [...oauth.routes(), ...api()],
    control: {
      chat: (body) => controlChat(standIn, body),
      emit: (body) => controlEmit(standIn, body),
      reset: () => standIn.reset(),
    },
    notFound: () => kickError(404),
    failure: (status, retryAfter) => kickError(status, undefined, retryAfter),
  });

  const webhook = new KickWebhook({
    webhookUrl: options.webhookUrl,
    retryDelaysMs: options.retryDelaysMs ?? [250, 1_000],
    timeoutMs: options.timeoutMs ?? 5_000,
    key: () => key,
    now,
    log: server.log,
    stopped: server.stopped,
  });

  function channelOf(name: string | undefined): KickUser {
    const found = channels.find(
      (channel) => name === undefined || [channel.id, channel.login, slugOf(channel)].includes(name),
    );
    if (!found) throw new Error(`No Kick channel ${name}`);
    return found;
  }

  async function sendTo(to: KickSubscription, payload: unknown, given?: KickDeliveryOptions): Promise<KickDelivery> {
    foreign ??= given?.signature === 'wrong' ? makeKickKey() : undefined;
    const delivery = await webhook.send(to, payload, () => foreign ?? makeKickKey(), given);
    subscriptions.noteOutcome(to.event, delivery.status >= 200 && delivery.status < 300);
    return delivery;
  }

  /** Sends an event to each of its subscriptions at once. */
  async function publish(event: string, channel: KickUser, payload: unknown, given?: KickDeliveryOptions) {
    const all = subscriptions.to(event, Number(channel.id));
    // Duplicates come with message ids of their own (KickDevDocs#246).
    const each = (nth: number) => (nth === 0 ? given : { ...given, eventId: undefined });
    const deliveries = await Promise.all(all.map((to, nth) => sendTo(to, payload, each(nth))));
    return { ...(deliveries[0] ?? undelivered), deliveries };
  }

  const style = ({ at = now(), offsetMinutes }: KickSendOptions) => ({ at, offsetMinutes, older: standIn.older });

  /** Remembers a line, so that it can be replied to, and gives its payload. */
  function say(line: KickChatLine & { messageId: string }, channel: KickUser) {
    const said = { messageId: line.messageId, broadcasterId: channel.id, user: line.user, text: line.text };
    const parent =
      line.replyTo === undefined
        ? undefined
        : (lines.get(line.replyTo) ?? { ...said, messageId: line.replyTo, user: channel, text: '' });
    users.set(line.user.id, line.user);
    lines.set(said.messageId, said);
    return chatPayload({ ...said, parent }, channel, style(line));
  }

  /** The bot's line stands in chat; it comes back as an event. */
  function posted(line: KickSentLine): void {
    const channel = channelOf(line.broadcasterId);
    const { userId, ...shown } = line;
    server.log.add('posted', 'chat', { ...shown, channel: channel.login });
    const user = { ...(users.get(userId) ?? { id: userId, login: `user${userId}` }), role: undefined };
    const payload = say({ ...line, user }, channel);
    if (standIn.echo) server.background(publish(CHAT, channel, payload));
  }

  /** A ban by the API is told like one by hand. */
  async function announce({ broadcasterId, userId, moderatorId, reason, expiresAt }: KickBan): Promise<void> {
    const named = (id: string) => users.get(id) ?? { id, login: `user${id}` };
    const minutes = expiresAt === null ? undefined : (expiresAt - now()) / 60_000;
    const [user, moderator] = [named(userId), named(moderatorId)];
    await standIn.emit({ type: 'moderation.banned', channel: broadcasterId, user, moderator, minutes, reason });
  }

  const standIn: KickStandIn = {
    url: server.url,
    port: server.port,
    apiUrl: server.url,
    authUrl: server.url,
    log: server.log,
    channels,
    tokens,
    echo: options.echo ?? true,
    botTypeBroken: options.botTypeBroken ?? false,
    older: options.older ?? false,
    consent: options.consent ?? 'ask',
    channelLagMs: 0,
    stream: (channel) => shown.stream(channelOf(channel).id),
    get publicKeyPem() {
      return key.publicPem;
    },
    get sent() {
      return sender.sent;
    },
    get deleted() {
      return deleted;
    },
    get bans() {
      return moderation.bans;
    },
    get subscriptions() {
      return subscriptions.all;
    },
    fault: (plan) => server.faults.add(plan),
    rotateKey() {
      key = makeKickKey();
    },
    subscribe: (event, channel) => subscriptions.add(event, Number(channelOf(channel).id)),
    unsubscribeAll: () => subscriptions.clear(),
    async chat(line) {
      const channel = channelOf(line.channel);
      const messageId = line.messageId ?? randomUUID();
      const payload = say({ ...line, messageId }, channel);
      const { user, text, replyTo } = line;
      const shown = { messageId, broadcasterId: channel.id, channel: channel.login, user, text, replyTo };
      server.log.add('posted', 'chat', shown);
      return { ...(await publish(CHAT, channel, payload, line)), messageId };
    },
    async emit(event, given = {}): Promise<KickDeliveries> {
      const channel = channelOf(event.channel);
      shown.note(event, channel.id);
      if ('user' in event) users.set(event.user.id, event.user);
      return publish(event.type, channel, eventPayload(event, channel, style(given)), given);
    },
    send(event, payload, given) {
      const [known] = subscriptions.all.filter((one) => one.event === event);
      return sendTo(known ?? subscriptions.unlisted(event, Number(channels[0]?.id)), payload, given);
    },
    reset() {
      sender.reset();
      deleted = [];
    },
    idle: server.idle,
    stop: server.stop,
  };
  return standIn;
}

const undelivered: KickDelivery = {
  status: 0,
  statuses: [],
  body: '',
  eventId: '',
  subscriptionId: '',
  redeliver: async () => 0,
};
