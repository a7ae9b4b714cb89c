import { OpenId } from './openid.ts';
import type { Answer } from './routes.ts';
import { type StandInServer, startServer } from './server.ts';
import { helixError } from './twitch/auth.ts';
import { authorizeRoute } from './twitch/authorize.ts';
import { Categories, USUAL_CATEGORIES } from './twitch/categories.ts';
import { Conduits } from './twitch/conduits.ts';
import { controlChat, controlEmit } from './twitch/control.ts';
import type { Rights } from './twitch/event-types.ts';
import { type ChatMessage, chatMessageEvent } from './twitch/events.ts';
import { EventSub } from './twitch/eventsub.ts';
import { Facts } from './twitch/facts.ts';
import { Followers } from './twitch/followers.ts';
import { Grants } from './twitch/grants.ts';
import { type ChatLine, Lines } from './twitch/lines.ts';
import { TwitchModeration } from './twitch/moderation.ts';
import { payloads } from './twitch/payloads.ts';
import { People } from './twitch/people.ts';
import { Points } from './twitch/points.ts';
import { Roles } from './twitch/roles.ts';
import { SCOPES } from './twitch/scopes.ts';
import { ChatSender, type SentLine } from './twitch/send.ts';
import { Stage } from './twitch/stage.ts';
import { Streams } from './twitch/streams.ts';
import { Subscriptions } from './twitch/subscriptions.ts';
import { Tokens } from './twitch/tokens.ts';
import type { TwitchOptions, TwitchStandIn } from './twitch/types.ts';
import { TwitchWebhook } from './twitch/webhook.ts';

export type { TwitchCategory } from './twitch/categories.ts';
export type { Chatter, TwitchRole, TwitchUser } from './twitch/events.ts';
export type { FactDelivery } from './twitch/facts.ts';
export type { ChatLine } from './twitch/lines.ts';
export { NOTICE_TYPES } from './twitch/notices.ts';
export type { TwitchChannel } from './twitch/people.ts';
export type { SentLine } from './twitch/send.ts';
export { signTwitch, type TwitchMessage, twitchTimestamp } from './twitch/sign.ts';
export type { TwitchClip, TwitchMarker, TwitchRaid } from './twitch/stage.ts';
export type { ChatDelivery, TwitchOptions, TwitchStandIn } from './twitch/types.ts';
export type { DeliveryOptions, TwitchDelivery } from './twitch/webhook.ts';

const CHAT = 'channel.chat.message';
const BOT_BADGES = [{ set_id: 'moderator', id: '1', info: '' }];
// Scopes that only the account which reads and writes chat is asked for.
const BOT_SCOPES = ['user:bot', 'user:write:chat'];

/** Starts a server that behaves as Twitch's Helix API, its auth server and EventSub do towards one chat bot. */
export async function startTwitch(options: TwitchOptions): Promise<TwitchStandIn> {
  const { bot, clientId, callbackUrl, webhookSecret, now = Date.now } = options;
  const settled = options.subscribed !== false;
  const people = new People(bot, options.channels);
  const streams = new Streams(people);
  const points = new Points(options.points ?? 800, now);
  const followers = new Followers(people);
  const stage = new Stage({
    people,
    streams,
    categories: new Categories(options.categories ?? USUAL_CATEGORIES),
    now,
    clipping: () => standIn.clipping,
    keepsVideos: () => standIn.keepsVideos,
    // What is changed by Helix is told like what is changed by hand.
    changed: (channel) => background(standIn.emit.channelUpdate({ channel, info: {} })),
  });
  const roles = new Roles({
    people,
    vipPlaces: options.vipPlaces ?? 10,
    now,
    demoted: () => background(eventsub.judge()),
  });
  const lines = new Lines(people, now);
  const moderation = new TwitchModeration({
    people,
    lines,
    now,
    deleted: ({ messageId, channelId }) => background(standIn.emit.messageDelete({ messageId, channel: channelId })),
  });
  const grants = new Grants();
  const background = (work: Promise<unknown>) => server.background(work);
  const rights: Rights = {
    clientId,
    allows: (userId, ...oneOf) => grants.allows(userId, ...oneOf),
    moderates: (userId, broadcasterId) => people.moderates(userId, broadcasterId),
    ownsConduit: (id) => conduits.has(id),
  };

  const openId = new OpenId({ issuer: () => `${server.url}/oauth2`, audience: clientId, now });
  const tokens = new Tokens({
    client: { id: clientId, secret: options.clientSecret },
    grants,
    openId,
    now,
    user: (id) => people.users.get(id),
    granted: (userId) => people.open(userId),
    revoked: (userId) => background(withdrawn(userId)),
  });
  const conduits = new Conduits({
    background,
    verify: (to, conduit_shard) => webhook.verify(to, { conduit_shard }),
    deleted: (id) => subscriptions.conduitDeleted(id),
  });
  const subscriptions = new Subscriptions({
    rights,
    connected: (userId) => grants.knows(userId),
    now,
    background,
    verify: (to, about) => webhook.verify(to, about),
  });
  const sender = new ChatSender({
    bot,
    now,
    rights,
    channel: (id) => people.channel(id),
    knownLine: (id) => lines.has(id) || options.refuseUnknownParents === false,
    posted: echo,
  });

  const server: StandInServer = await startServer({
    name: 'twitch',
    port: options.port,
    now,
    routes: () => [
      authorizeRoute({
        clientId,
        redirectUris: options.redirectUris ?? [],
        consent: () => standIn.consent,
        tokens,
        visitor: (scopes) => (BOT_SCOPES.some((scope) => scopes.includes(scope)) ? bot : people.channelOf()),
        person: (idOrLogin) => people.person(idOrLogin),
      }),
      ...tokens.routes(),
      ...subscriptions.routes(tokens.guard),
      ...conduits.routes(tokens.guard),
      ...people.routes(tokens.guard, points),
      ...stage.routes(tokens.guard, points),
      ...roles.routes(tokens.guard, points),
      ...moderation.routes(tokens.guard, points),
      { method: 'GET', path: '/helix/streams', op: 'streams', handle: tokens.guard(points.charged(streams.find)) },
      {
        method: 'GET',
        path: '/helix/channels/followers',
        op: 'followers',
        handle: tokens.guard(points.charged(followers.find)),
      },
      {
        method: 'POST',
        path: '/helix/chat/messages',
        op: 'send',
        handle: tokens.guard((request, caller) => sender.handle(request, caller)),
      },
    ],
    control: {
      chat: (body) => controlChat(standIn, body),
      emit: (body) => controlEmit(standIn, body),
      reset: () => standIn.reset(),
    },
    notFound: () => helixError(404, ''),
    failure: (status, retryAfter) => failure(status, retryAfter, now()),
  });
  const webhook = new TwitchWebhook({
    callbackUrl,
    retryDelaysMs: options.retryDelaysMs ?? [250, 1_000, 3_000],
    timeoutMs: options.timeoutMs ?? 5_000,
    now,
    log: server.log,
    stopped: server.stopped,
  });
  const eventsub = new EventSub({
    clientId,
    bot,
    subscriptions,
    conduits,
    webhook,
    log: server.log,
    unsubscribed: settled ? { callback: callbackUrl, secret: webhookSecret } : undefined,
  });

  if (settled) {
    grants.add(bot.id, SCOPES);
    for (const { id } of people.channels) {
      grants.add(id, SCOPES);
      const condition = { broadcaster_user_id: id, user_id: bot.id };
      subscriptions.add({ type: CHAT, version: '1', condition }, callbackUrl, webhookSecret);
    }
  }

  const chatEvent = (said: ChatMessage) => chatMessageEvent(said, [...people.users.values()]);

  /** Logs a line of the bot's and lets it be heard. */
  function echo(line: SentLine): void {
    const channel = people.channelOf(line.broadcasterId);
    server.log.add('posted', 'chat', { ...line, channel: channel.login });
    const { text, messageId, replyTo } = line;
    const said = lines.say({ channel: channel.id, user: { ...bot, role: undefined }, text, messageId, replyTo });
    const badges = channel.botIsModerator ? BOT_BADGES : [];
    if (standIn.echo) background(eventsub.send(CHAT, chatEvent({ ...said, badges })));
  }

  /** What follows when a user has taken something back. */
  async function withdrawn(userId: string): Promise<void> {
    await eventsub.judge();
    if (grants.knows(userId)) return;
    const event = payloads.authorizationRevoke(clientId, userId, people.users.get(userId));
    await eventsub.sendAnyhow({ type: 'user.authorization.revoke' }, event);
  }

  function known(idOrLogin: string): string {
    const user = people.person(idOrLogin);
    if (!user) throw new Error(`No Twitch user ${idOrLogin}`);
    return user.id;
  }

  async function chat(line: ChatLine) {
    const said = lines.say(line);
    const { messageId, channel } = said;
    server.log.add('posted', 'chat', {
      messageId,
      broadcasterId: channel.id,
      channel: channel.login,
      user: line.user,
      text: line.text,
      replyTo: line.replyTo,
    });
    return { ...(await eventsub.send(CHAT, chatEvent(said), line)), messageId };
  }

  const standIn: TwitchStandIn = {
    url: server.url,
    port: server.port,
    apiUrl: `${server.url}/helix`,
    authUrl: `${server.url}/oauth2`,
    log: server.log,
    tokens,
    openId,
    echo: options.echo ?? true,
    consent: options.consent ?? 'ask',
    clipping: 'works',
    keepsVideos: true,
    emit: new Facts({
      people,
      streams,
      followers,
      now,
      send: (type, event, delivery) => eventsub.sendAnyhow({ type }, event, delivery),
      author: (messageId) => lines.author(messageId),
      say: chat,
    }),
    get sent() {
      return sender.sent;
    },
    get deleted() {
      return moderation.deleted;
    },
    get clips() {
      return stage.clips;
    },
    get markers() {
      return stage.markers;
    },
    get raids() {
      return stage.raids;
    },
    fault: (plan) => server.faults.add(plan),
    user: (user) => people.meet(user),
    async moderator(is, { channel, user } = {}) {
      people.moderator(people.channelOf(channel).id, user === undefined ? bot.id : known(user), is);
      await eventsub.judge();
    },
    channel(idOrLogin) {
      const { id } = people.channelOf(idOrLogin);
      return { ...people.info(id), vips: [...roles.vips(id)], moderators: [...people.moderators(id)] };
    },
    onAir(is, channel) {
      const { id } = people.channelOf(channel);
      if (is) streams.start(id, { startedAt: now() });
      else streams.end(id);
    },
    async disconnect(user) {
      const userId = known(user);
      grants.endAll(userId);
      await withdrawn(userId);
    },
    disableShard(conduitId, shardId, status = 'notification_failures_exceeded') {
      const event = conduits.disable(conduitId, shardId, status);
      return eventsub.sendAnyhow({ type: 'conduit.shard.disabled' }, event);
    },
    chat,
    notify: (subscription, event, delivery) => eventsub.sendAnyhow(subscription, event, delivery),
    revoke(status, channel) {
      const where = channel === undefined ? people.channels : [people.channelOf(channel)];
      const revoked = where.flatMap(({ id }) => subscriptions.enabled(CHAT, { broadcaster_user_id: id }));
      return Promise.all(revoked.map((subscribed) => eventsub.revoke(subscribed, status)));
    },
    reset() {
      sender.reset();
      points.reset();
      stage.reset();
      roles.reset();
      moderation.reset();
    },
    idle: server.idle,
    stop: server.stop,
  };
  return standIn;
}

/** A bare status in Helix's words, `retryAfter` in seconds. */
function failure(status: number, retryAfter: number | undefined, now: number): Answer {
  const reset = String(Math.ceil(now / 1_000 + (retryAfter ?? 0)));
  return helixError(
    status,
    '',
    retryAfter === undefined ? {} : { 'Ratelimit-Remaining': '0', 'Ratelimit-Reset': reset },
  );
}
