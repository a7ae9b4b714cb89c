import { OpenId } from './openid.ts';
import type { Answer, Route, StandInRequest } from './routes.ts';
import { startServer } from './server.ts';
import { googleError, googleFailure } from './youtube/api.ts';
import { deletedFeed, videoFeed } from './youtube/atom.ts';
import { Broadcasts } from './youtube/broadcasts.ts';
import { controlChat, controlEmit } from './youtube/control.ts';
import { Hub, type PushDelivery, type PushOptions } from './youtube/hub.ts';
import type { LiveChatter } from './youtube/items.ts';
import { type LiveChat, LiveChats } from './youtube/live-chat.ts';
import { YouTubeModeration } from './youtube/moderation.ts';
import { AUTH_PATH, GoogleOAuth } from './youtube/oauth.ts';
import { Quota } from './youtube/quota.ts';
import { type Caller, type GoogleToken, GoogleTokens, isCaller } from './youtube/tokens.ts';
import type { PushDeliveries, YouTubeOptions, YouTubeStandIn } from './youtube/types.ts';
import { Catalogue, type Video } from './youtube/videos.ts';

export { googleError } from './youtube/api.ts';
export type { Lease, PushDelivery, PushOptions } from './youtube/hub.ts';
export type { LiveChatter, LiveDetails, LiveEventType, LiveItem, YouTubeRole } from './youtube/items.ts';
export type { LiveChat, YouTubeSentLine } from './youtube/live-chat.ts';
export type { YouTubeBan } from './youtube/moderation.ts';
export { type GoogleTokenPair, YOUTUBE_SCOPES } from './youtube/tokens.ts';
export type { PushDeliveries, YouTubeOptions, YouTubeStandIn } from './youtube/types.ts';
export type { YouTubeChannel, YouTubeVideo } from './youtube/videos.ts';

/** The YouTube channels of the demo community, and the broadcast that is on air. */
export const YOUTUBE_DEMO = {
  channel: { id: 'UCdemo0000000000000000000', title: 'Waddle Demo' },
  bot: { id: 'UCwaddlebot00000000000000', title: 'WaddleBot' },
  broadcast: { id: 'demoBroadcast', title: 'Waddle Demo live', live: 'live' },
} as const;

const HOUR_MS = 3_600_000;
const FEED_LENGTH = 15;

/** Starts a server that behaves as the YouTube Data API, the push hub and Google's OAuth server do towards one project. */
export async function startYouTube(options: YouTubeOptions): Promise<YouTubeStandIn> {
  const { bot = YOUTUBE_DEMO.bot, channels = [YOUTUBE_DEMO.channel], now = Date.now } = options;
  const firstChannel = channels[0]?.id ?? bot.id;
  const known = new Map([bot, ...channels].map((channel) => [channel.id, channel]));
  const tokens = new GoogleTokens(options.testing ?? false, now);
  const quota = new Quota(options.quota ?? 10_000, options.costs ?? {}, now);
  const catalogue = new Catalogue({ channels: known, firstChannel, now });
  const broadcasts = new Broadcasts(catalogue, now);
  for (const { userId, scopes, ...pair } of options.grants ?? []) tokens.grant(userId, scopes, pair);

  const openId = new OpenId({ issuer: () => server.url, audience: options.clientId, now });
  const oauth = new GoogleOAuth({ ...options, tokens, openId, consent: () => standIn.consent, account: bot.id, now });

  /** Who a token lets write: the chat's owner, the bot as a moderator, or anybody. */
  function author({ userId }: GoogleToken, chat: LiveChat): LiveChatter {
    const owner = catalogue.get(chat.videoId)?.channel === userId;
    const moderator = userId === bot.id && options.botIsModerator !== false;
    const role = owner ? 'owner' : moderator ? 'moderator' : 'viewer';
    return { id: userId, name: known.get(userId)?.title, role };
  }

  function chatOf(liveChatId: string): LiveChat | undefined {
    const video = catalogue.withChat(liveChatId);
    return video && chats.open(liveChatId, video.id);
  }

  const moderation = new YouTubeModeration({ now, author, chatOf, chats: () => chats.all });

  /** Lets callers in whose token is good for it, and charges the project. */
  const api = (
    method: Route['method'],
    path: string,
    op: string,
    need: 'read' | 'write',
    handle: (request: StandInRequest, caller: Caller) => Answer,
  ): Route => ({
    method,
    path: `/youtube/v3${path}`,
    op,
    aliases: op === 'liveChatMessages.insert' ? ['send'] : [],
    handle(request) {
      const caller = tokens.caller(request, options.apiKeys ?? [], need);
      return isCaller(caller) ? (quota.charge(op) ?? handle(request, caller)) : caller;
    },
  });

  /** As `api`, for what only people with a token may do. */
  const write = (
    method: Route['method'],
    path: string,
    op: string,
    handle: (request: StandInRequest, token: GoogleToken) => Answer,
  ): Route =>
    api(method, path, op, 'write', (request, caller) =>
      caller === 'key' ? googleFailure(401) : handle(request, caller),
    );

  function feed({ query }: StandInRequest): Answer {
    const channel = query.get('channel_id') ?? '';
    if (!known.has(channel)) return { status: 404 };
    const videos = catalogue.of(channel).slice(0, FEED_LENGTH);
    const text = videoFeed(videos, catalogue.titleOf(channel), topicOf(channel), now());
    return { headers: { 'content-type': 'text/xml; charset=UTF-8' }, text };
  }

  const server = await startServer({
    name: 'youtube',
    port: options.port,
    now,
    routes: () => [
      ...oauth.routes(),
      { method: 'POST', path: '/subscribe', op: 'hub', handle: (request) => hub.subscribe(request) },
      { method: 'GET', path: '/feeds/videos.xml', op: 'feed', handle: feed },
      { method: 'GET', path: '/xml/feeds/videos.xml', op: 'feed', handle: feed },
      api('GET', '/videos', 'videos.list', 'read', (request) => catalogue.videos(request)),
      api('GET', '/channels', 'channels.list', 'read', (request, caller) => catalogue.channels(request, caller)),
      api('GET', '/liveBroadcasts', 'liveBroadcasts.list', 'read', (request, caller) =>
        broadcasts.list(request, caller),
      ),
      write('PUT', '/liveBroadcasts', 'liveBroadcasts.update', (request, token) => broadcasts.update(request, token)),
      api('GET', '/liveChat/messages', 'liveChatMessages.list', 'read', (request, caller) =>
        chats.list(request, caller),
      ),
      write('POST', '/liveChat/messages', 'liveChatMessages.insert', (request, token) => chats.insert(request, token)),
      write('DELETE', '/liveChat/messages', 'liveChatMessages.delete', (request, token) =>
        moderation.deleteMessage(request, token),
      ),
      write('POST', '/liveChat/bans', 'liveChatBans.insert', (request, token) => moderation.ban(request, token)),
      write('DELETE', '/liveChat/bans', 'liveChatBans.delete', (request, token) => moderation.unban(request, token)),
    ],
    control: {
      chat: (body) => controlChat(standIn, body),
      emit: (body) => controlEmit(standIn, body),
      reset: () => standIn.reset(),
    },
    notFound: () => googleError(404, 'notFound', 'Not Found'),
    failure(status, retryAfter) {
      const headers = retryAfter === undefined ? undefined : { 'Retry-After': String(retryAfter) };
      return { ...googleFailure(status), headers };
    },
  });

  const chats = new LiveChats({
    log: server.log,
    now,
    pollingIntervalMs: () => standIn.pollingIntervalMs,
    historySize: options.historySize ?? 75,
    forgetMs: options.forgetChatMs ?? HOUR_MS,
    author,
    chatOf,
  });

  const hub = new Hub({
    botUrl: options.botUrl,
    leaseSeconds: options.leaseSeconds ?? { usual: 432_000, longest: 828_000 },
    retryDelaysMs: options.retryDelaysMs ?? [250, 1_000, 3_000],
    timeoutMs: options.timeoutMs ?? 5_000,
    verifyDelayMs: options.verifyDelayMs ?? 10,
    now,
    log: server.log,
    stopped: server.stopped,
    background: (work) => server.background(work),
  });

  function existing(id: string): Video {
    const video = catalogue.get(id) ?? catalogue.withChat(id);
    if (!video) throw new Error(`No YouTube video ${id}`);
    return video;
  }

  const announce = async (video: Video, given?: PushOptions): Promise<PushDeliveries> => {
    const told = (topic: string) => videoFeed([video], catalogue.titleOf(video.channel), topic, now());
    return outcome(await hub.push(video.channel, told, given));
  };

  const standIn: YouTubeStandIn = {
    url: server.url,
    port: server.port,
    apiUrl: `${server.url}/youtube/v3`,
    hubUrl: `${server.url}/subscribe`,
    authUrl: server.url + AUTH_PATH,
    tokenUrl: `${server.url}/token`,
    log: server.log,
    channels,
    tokens,
    openId,
    quota,
    consent: options.consent ?? 'ask',
    pollingIntervalMs: options.pollingIntervalMs ?? 5_000,
    get sent() {
      return chats.sent;
    },
    get leases() {
      return hub.leases;
    },
    get bans() {
      return moderation.bans;
    },
    get deleted() {
      return moderation.deleted;
    },
    fault: (plan) => server.faults.add(plan),
    video: (video) => catalogue.put(video),
    videoOf: (id) => existing(id),
    publish: (video, given) => announce(catalogue.put(video), given),
    edit: (video, given) => announce(catalogue.put({ ...existing(video.id), updated: now(), ...video }), given),
    async delete(videoId, given) {
      const video = existing(videoId);
      catalogue.delete(video.id);
      const told = deletedFeed(video, catalogue.titleOf(video.channel), now());
      return outcome(await hub.push(video.channel, () => told, given));
    },
    push: async (body, channel = firstChannel, given) => outcome(await hub.push(channel, () => body, given)),
    subscribe: ({ callback, channel = firstChannel, secret, seconds }) =>
      hub.add({ topic: topicOf(channel), callback, secret }, seconds),
    deny: (channel = firstChannel, reason) => hub.deny(channel, reason),
    live(id) {
      const video = id === undefined ? catalogue.firstBroadcast : existing(id);
      if (video?.liveChatId === undefined) throw new Error(`No YouTube live chat ${id ?? ''}`);
      return chats.open(video.liveChatId, video.id);
    },
    start: (videoId) => catalogue.put({ ...existing(videoId), live: 'live' }),
    end(videoId) {
      const chat = standIn.live(videoId);
      chat.emit('chatEndedEvent', {});
      chat.endedAt = now();
      return catalogue.put({ ...existing(videoId), live: 'none', actualEnd: now() });
    },
    reset() {
      chats.reset();
      moderation.reset();
    },
    idle: server.idle,
    stop: server.stop,
  };
  for (const video of options.videos ?? [YOUTUBE_DEMO.broadcast]) catalogue.put(video);
  return standIn;
}

const topicOf = (channel: string): string => `https://www.youtube.com/xml/feeds/videos.xml?channel_id=${channel}`;

const outcome = (deliveries: PushDelivery[]): PushDeliveries => ({
  status: deliveries[0]?.status ?? 0,
  statuses: deliveries[0]?.statuses ?? [],
  deliveries,
});
