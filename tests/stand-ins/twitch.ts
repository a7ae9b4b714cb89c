import { randomUUID } from 'node:crypto';
import type { FaultPlan } from './faults.ts';
import type { EventLog } from './log.ts';
import type { Route } from './routes.ts';
import { type StandInServer, startServer } from './server.ts';
import { AppTokens, helixError } from './twitch/auth.ts';
import { controlChat, controlEmit } from './twitch/control.ts';
import { type Chatter, chatMessageEvent, type KnownLine, type TwitchUser, unknownLine } from './twitch/events.ts';
import { ChatSender, type SentLine, type TwitchChannel } from './twitch/send.ts';
import { Subscriptions } from './twitch/subscriptions.ts';
import { findUsers } from './twitch/users.ts';
import { type DeliveryOptions, type TwitchDelivery, TwitchWebhook } from './twitch/webhook.ts';

export type { Chatter, TwitchRole, TwitchUser } from './twitch/events.ts';
export type { SentLine, TwitchChannel } from './twitch/send.ts';
export { signTwitch, type TwitchMessage, twitchTimestamp } from './twitch/sign.ts';
export type { DeliveryOptions, TwitchDelivery } from './twitch/webhook.ts';

export interface TwitchOptions {
  port?: number;
  clientId: string;
  clientSecret: string;
  /** The secret of the subscriptions that are there from the start. */
  webhookSecret: string;
  /** The bot's `POST /webhooks/twitch`. */
  callbackUrl: string;
  bot: TwitchUser;
  channels: TwitchChannel[];
  /** Whether each channel starts with an enabled channel.chat.message subscription (default true). */
  subscribed?: boolean;
  /** Whether the bot hears its own lines, as it does on Twitch (default true). */
  echo?: boolean;
  /** Whether replying to a line that was never said here is refused with 400, as on Twitch (default true). */
  refuseUnknownParents?: boolean;
  /** Pauses before redeliveries, in milliseconds (default 250, 1,000, 3,000). */
  retryDelaysMs?: readonly number[];
  /** How long the bot may take to answer a webhook, in milliseconds (default 5,000). */
  timeoutMs?: number;
  /** Milliseconds since the epoch. */
  now?: () => number;
}

/** One chat line; `channel` is an id or login, the first channel unless given. */
export interface ChatLine extends DeliveryOptions {
  channel?: string;
  user: Chatter;
  text: string;
  messageId?: string;
  /** The id of the line it answers. */
  replyTo?: string;
  sharedFrom?: TwitchUser;
}

export interface ChatDelivery extends TwitchDelivery {
  messageId: string;
}

export interface TwitchStandIn {
  url: string;
  port: number;
  /** TWITCH_API_URL and TWITCH_AUTH_URL. */
  apiUrl: string;
  authUrl: string;
  log: EventLog;
  /** The bot's lines since the start or the last reset, oldest first. */
  readonly sent: readonly SentLine[];
  tokens: AppTokens;
  echo: boolean;
  fault(plan: FaultPlan): void;
  /** A person says a line; resolves when the bot took it or every redelivery failed. `status` 0 without attempts: nobody is subscribed. */
  chat(line: ChatLine): Promise<ChatDelivery>;
  /** Sends any other notification about `event.broadcaster_user_id`. */
  notify(
    subscription: { type: string; version?: string; condition?: Record<string, string> },
    event: Record<string, unknown>,
    options?: DeliveryOptions,
  ): Promise<TwitchDelivery>;
  /** Revokes the chat subscription of a channel (of all unless given) and resolves to the bot's statuses. */
  revoke(status: string, channel?: string): Promise<number[]>;
  /** Forgets what was sent and the limits; tokens, subscriptions and said lines stay. */
  reset(): void;
  /** Resolves when echoes and handshakes under way are done. */
  idle(): Promise<void>;
  stop(): Promise<void>;
}

const CHAT = 'channel.chat.message';
const BOT_BADGES = [{ set_id: 'moderator', id: '1', info: '' }];

/** Starts a server that behaves as Twitch's Helix API, its auth server and EventSub do towards one chat bot. */
export async function startTwitch(options: TwitchOptions): Promise<TwitchStandIn> {
  const { bot, callbackUrl, webhookSecret, now = Date.now } = options;
  const channels = new Map(options.channels.map((channel) => [channel.id, channel]));
  const users = new Map<string, TwitchUser>([bot, ...options.channels].map((user) => [user.id, user]));
  const lines = new Map<string, KnownLine>();
  const tokens = new AppTokens({ id: options.clientId, secret: options.clientSecret }, now);

  const sender = new ChatSender({
    bot,
    now,
    channel: (id) => channels.get(id),
    knownLine: (id) => lines.has(id) || options.refuseUnknownParents === false,
    posted(line, channel) {
      server.log.add('posted', 'chat', { ...line, channel: channel.login });
      const user = { ...bot, role: undefined };
      const badges = channel.botIsModerator ? BOT_BADGES : [];
      const said = say({
        channel: channel.id,
        user,
        text: line.text,
        messageId: line.messageId,
        replyTo: line.replyTo,
      });
      const event = chatMessageEvent({ ...said, badges }, [...users.values()]);
      if (standIn.echo)
        for (const to of subscriptions.enabled(CHAT, channel.id)) server.background(webhook.notify(to, event));
    },
  });

  const subscriptions = new Subscriptions({
    now,
    background: (work) => server.background(work),
    verify: (to, body) => webhook.verify(to, body),
  });

  const authorized =
    (handle: Route['handle']): Route['handle'] =>
    (request) =>
      tokens.refusal(request) ?? handle(request);

  const server: StandInServer = await startServer({
    name: 'twitch',
    port: options.port,
    now,
    routes: () => [
      ...tokens.routes(),
      ...subscriptions.routes(authorized),
      {
        method: 'POST',
        path: '/helix/chat/messages',
        op: 'send',
        handle: authorized((request) => sender.handle(request)),
      },
      { method: 'GET', path: '/helix/users', op: 'users', handle: authorized(({ query }) => findUsers(users, query)) },
    ],
    control: {
      chat: (body) => controlChat(standIn, body),
      emit: (body) => controlEmit(standIn, body),
      reset: () => sender.reset(),
    },
    notFound: () => helixError(404, ''),
    failure(status, retryAfter) {
      const reset = String(Math.ceil(now() / 1_000 + (retryAfter ?? 0)));
      return helixError(
        status,
        '',
        retryAfter === undefined ? {} : { 'Ratelimit-Remaining': '0', 'Ratelimit-Reset': reset },
      );
    },
  });

  const webhook = new TwitchWebhook({
    callbackUrl,
    retryDelaysMs: options.retryDelaysMs ?? [250, 1_000, 3_000],
    timeoutMs: options.timeoutMs ?? 5_000,
    now,
    log: server.log,
    stopped: server.stopped,
  });

  if (options.subscribed !== false) {
    for (const { id } of channels.values()) {
      const condition = { broadcaster_user_id: id, user_id: bot.id };
      subscriptions.add({ type: CHAT, version: '1', condition }, callbackUrl, webhookSecret);
    }
  }

  function channelOf(idOrLogin: string | undefined): TwitchChannel {
    const found = options.channels.find(
      ({ id, login }) => idOrLogin === undefined || id === idOrLogin || login === idOrLogin,
    );
    if (!found) throw new Error(`No Twitch channel ${idOrLogin}`);
    return found;
  }

  /** Remembers a line, so that it can be replied to, and fills in what the event needs. */
  function say(line: ChatLine) {
    const messageId = line.messageId ?? randomUUID();
    const channel = channelOf(line.channel);
    const parent =
      line.replyTo === undefined ? undefined : (lines.get(line.replyTo) ?? unknownLine(line.replyTo, channel));
    users.set(line.user.id, line.user);
    lines.set(messageId, { messageId, user: line.user, text: line.text, thread: parent && (parent.thread ?? parent) });
    const { user, text, sharedFrom } = line;
    return { channel, user, text, messageId, parent, sharedFrom };
  }

  const standIn: TwitchStandIn = {
    url: server.url,
    port: server.port,
    apiUrl: `${server.url}/helix`,
    authUrl: `${server.url}/oauth2`,
    log: server.log,
    tokens,
    echo: options.echo ?? true,
    get sent() {
      return sender.sent;
    },
    fault: (plan) => server.faults.add(plan),
    async chat(line) {
      const said = say(line);
      const { messageId } = said;
      server.log.add('posted', 'chat', {
        messageId,
        broadcasterId: said.channel.id,
        channel: said.channel.login,
        user: line.user,
        text: line.text,
        replyTo: line.replyTo,
      });
      const [to] = subscriptions.enabled(CHAT, said.channel.id);
      if (!to) return { ...undelivered, messageId };
      return { ...(await webhook.notify(to, chatMessageEvent(said, [...users.values()]), line)), messageId };
    },
    notify(subscription, event, delivery) {
      const broadcasterId = String(event.broadcaster_user_id ?? '');
      const { type, version = '1', condition = { broadcaster_user_id: broadcasterId } } = subscription;
      const [known] = subscriptions.enabled(type, broadcasterId);
      const to = known ?? subscriptions.unlisted({ type, version, condition }, callbackUrl, webhookSecret);
      return webhook.notify(to, event, delivery);
    },
    async revoke(status, channel) {
      const revoked = (channel === undefined ? options.channels : [channelOf(channel)]).flatMap(({ id }) =>
        subscriptions.enabled(CHAT, id),
      );
      for (const { subscription } of revoked) subscription.status = status;
      return Promise.all(revoked.map(async (to) => (await webhook.revoke(to)).status));
    },
    reset: () => sender.reset(),
    idle: server.idle,
    stop: server.stop,
  };
  return standIn;
}

const undelivered: TwitchDelivery = {
  status: 0,
  statuses: [],
  body: '',
  eventsubMessageId: '',
  redeliver: async () => 0,
};
