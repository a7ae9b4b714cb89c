import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ChatEvent } from '../../workers/core/events.ts';
import type { PlatformClient } from '../../workers/core/platforms.ts';
import { createDiscordClient } from '../../workers/platforms/discord/client.ts';
import { eventsOfDispatch } from '../../workers/platforms/discord/gateway-events.ts';
import { createKickClient } from '../../workers/platforms/kick/client.ts';
import { readKickEvent } from '../../workers/platforms/kick/events.ts';
import { BOT_SCOPES as KICK_SCOPES } from '../../workers/platforms/kick/oauth.ts';
import { parseChatMessage } from '../../workers/platforms/twitch/chat.ts';
import { BOT_SCOPES as TWITCH_SCOPES } from '../../workers/platforms/twitch/consent.ts';
import { twitchDeletes } from '../../workers/platforms/twitch/deletes.ts';
import { createYoutubeClient } from '../../workers/platforms/youtube/client.ts';
import { liveChatEvent } from '../../workers/platforms/youtube/live-chat.ts';
import { SCOPES as GOOGLE_SCOPES } from '../../workers/platforms/youtube/oauth.ts';
import { UNITS } from '../../workers/platforms/youtube/quota.ts';
import { type BotEndpoint, startBotEndpoint } from '../stand-ins/bot.ts';
import { DISCORD_DEMO, type DiscordStandIn, PERMISSIONS, startDiscord } from '../stand-ins/discord.ts';
import { KICK_DEMO, type KickStandIn, startKick } from '../stand-ins/kick.ts';
import { CLIENT, TwitchClient } from '../stand-ins/twitch/client.ts';
import { startTwitch, type TwitchStandIn } from '../stand-ins/twitch.ts';
import { startYouTube, YOUTUBE_DEMO, type YouTubeStandIn } from '../stand-ins/youtube.ts';
import { callWith } from './streams/verbs.ts';

// What somebody said, read as it comes, is taken away by what the event itself says: where it was said, and its id.

type Deletes = Required<Pick<PlatformClient, 'deleteMessage'>>;
const MINUTE = 60_000;

let now: number;
let bot: BotEndpoint;
beforeEach(async () => {
  now = Date.UTC(2026, 9, 4, 12);
  bot = await startBotEndpoint();
});
afterEach(() => bot.stop());
const clock = () => now;

const take = ({ deleteMessage }: Deletes, { channel, room, id }: ChatEvent) => deleteMessage(channel, room, id);
const event = (read: ChatEvent | null | undefined): ChatEvent => {
  if (read?.kind !== 'message') throw new Error('that is no message');
  return read;
};

describe('Twitch', () => {
  const CHANNEL = '1000001';
  const BOT = '1000002';
  const PIA = { id: '2000011', login: 'pia_penguin' };
  let twitch: TwitchStandIn;
  let client: Deletes;

  beforeEach(async () => {
    twitch = await startTwitch({
      ...CLIENT,
      webhookSecret: 'a secret of the webhook',
      callbackUrl: `${bot.url}/webhooks/twitch`,
      bot: { id: BOT, login: 'waddlebot' },
      channels: [{ id: CHANNEL, login: 'waddle_demo', botIsModerator: true }],
      now: clock,
    });
    await agree(Object.keys(TWITCH_SCOPES));
  });
  afterEach(() => twitch.stop());

  async function agree(scopes: readonly string[]): Promise<void> {
    const { access_token } = await new TwitchClient(twitch).connect(BOT, scopes.join(' '));
    const { apiUrl } = twitch;
    const asBot = async () => callWith(async () => access_token);
    client = twitchDeletes({ apiUrl, clientId: CLIENT.clientId, botUserId: BOT, asBot, clock });
  }

  async function say(user: { id: string; login: string } = PIA): Promise<ChatEvent> {
    await twitch.chat({ user, text: 'spam' });
    const { event: payload } = JSON.parse(bot.received.at(-1)?.body ?? '');
    const headers = { messageId: 'delivery', type: 'notification', retry: 0, sentAt: now };
    const read = parseChatMessage(payload, headers, BOT, now, 'c');
    return event(read.is === 'event' ? read.event : null);
  }

  it('has it taken away with what the bot’s account is asked for', async () => {
    const said = await say();
    expect(await take(client, said)).toEqual({ ok: true });
    expect(twitch.deleted).toEqual([said.id]);
    expect(await take(client, said)).toEqual({ ok: true });
    expect(twitch.deleted).toHaveLength(1);
  });

  it('keeps it where the bot may not, and says why', async () => {
    expect(await take(client, await say({ id: CHANNEL, login: 'waddle_demo' }))).toMatchObject({
      reason: 'forbidden',
      message: expect.stringContaining('broadcaster'),
    });
    const old = await say();
    now += 7 * 3_600_000;
    await agree(Object.keys(TWITCH_SCOPES));
    expect(await take(client, old)).toMatchObject({ message: expect.stringContaining('six hours') });
    await twitch.moderator(false);
    expect(await take(client, await say())).toMatchObject({
      reason: 'forbidden',
      message: expect.stringContaining('/mod'),
    });
    await agree(['user:bot', 'user:read:chat', 'user:write:chat']);
    expect(await take(client, await say())).toMatchObject({ reason: 'scope' });
    expect(twitch.deleted).toEqual([]);
  });
});

describe('Discord', () => {
  const THREAD = { id: '2000000000000000012', name: 'a thread' };
  const PIA = { id: '2100000000000000001', username: 'pia' };
  let discord: DiscordStandIn;
  let client: Deletes;

  beforeEach(async () => {
    discord = await startDiscord({
      applicationId: DISCORD_DEMO.applicationId,
      clientSecret: 'shh',
      botToken: 'bot-token',
      webhookUrl: `${bot.url}/webhooks/discord`,
      guilds: [{ ...DISCORD_DEMO.guild, channels: [DISCORD_DEMO.channel, THREAD], members: [PIA] }],
      limits: { others: { limit: 2, windowMs: 1_000 } },
      now: clock,
    });
    const { apiUrl } = discord;
    const call = callWith(async (stale) => (stale === undefined ? 'bot-token' : undefined));
    client = createDiscordClient({ apiUrl, botToken: 'bot-token', call, fetch, clock }) as Deletes;
  });
  afterEach(() => discord.stop());

  /** The message as Discord tells of it; the Gateway adds where its room is. */
  async function say(channel: string): Promise<ChatEvent> {
    const { messageId } = await discord.message({ user: PIA, text: 'spam', channel });
    const d = {
      id: messageId,
      channel_id: channel,
      guild_id: DISCORD_DEMO.guild.id,
      author: { id: PIA.id, username: PIA.username },
      content: 'spam',
    };
    const batch = { session: 's', botUserId: DISCORD_DEMO.applicationId, dispatches: [] };
    return event(eventsOfDispatch({ t: 'MESSAGE_CREATE', s: 1, d }, batch, now)[0]);
  }

  it('has it taken away in a channel and in a thread', async () => {
    const said = [await say(DISCORD_DEMO.channel.id), await say(THREAD.id)];
    expect(await Promise.all(said.map((one) => take(client, one)))).toEqual([{ ok: true }, { ok: true }]);
    expect([...discord.deleted].sort()).toEqual(said.map(({ id }) => id));
    expect(await take(client, said[0] as ChatEvent)).toEqual({ ok: true });
    expect(discord.deleted).toHaveLength(2);
  });

  it('never runs into the limit of a room', async () => {
    const said = [await say(THREAD.id), await say(THREAD.id), await say(THREAD.id)];
    const answers = [];
    for (const one of said) answers.push(await take(client, one));
    expect(answers).toMatchObject([{ ok: true }, { ok: true }, { ok: false, reason: 'limited', retryAfterMs: 1_000 }]);
    expect(discord.invalidRequests).toBe(0);
    now += 1_000;
    expect(await take(client, said[2] as ChatEvent)).toEqual({ ok: true });
  });

  it('leaves a room alone where the bot may not, and Discord where its token is refused', async () => {
    Object.assign(discord.guilds[0] as object, { botPermissions: String(PERMISSIONS.VIEW_CHANNEL) });
    const said = await say(THREAD.id);
    const no = { ok: false, reason: 'forbidden', message: expect.stringContaining('Manage Messages') };
    expect([await take(client, said), await take(client, said)]).toEqual([no, no]);
    expect(discord.invalidRequests).toBe(1);
    now += MINUTE;
    discord.resetToken();
    expect(await take(client, said)).toMatchObject({ reason: 'scope' });
    expect(await take(client, await say(DISCORD_DEMO.channel.id))).toMatchObject({ reason: 'scope' });
    expect(discord.invalidRequests).toBe(2);
  });
});

describe('YouTube', () => {
  const PIA = { id: 'UCpia00000000000000000000', name: '@pia' };
  let youtube: YouTubeStandIn;
  let client: Deletes;

  const start = async (more: { botIsModerator?: boolean } = {}) => {
    youtube = await startYouTube({ clientId: 'client', clientSecret: 'shh', now: clock, ...more });
    await agree(Object.keys(GOOGLE_SCOPES.bot));
  };
  beforeEach(() => start());
  afterEach(() => youtube.stop());

  async function agree(scopes: readonly string[]): Promise<void> {
    client = createYoutubeClient({
      apiUrl: youtube.apiUrl,
      project: 'client',
      unitsPerDay: 10_000,
      spend: async () => true,
      call: callWith(async () => youtube.tokens.grant(YOUTUBE_DEMO.bot.id, scopes).accessToken),
      clock,
      echoed: async () => 'unclear',
    }) as Deletes;
  }

  const say = (role: 'viewer' | 'moderator' = 'viewer'): ChatEvent => {
    const chat = youtube.live();
    const place = { channel: YOUTUBE_DEMO.channel.id, liveChatId: chat.id };
    return event(liveChatEvent(chat.say({ user: { ...PIA, role }, text: 'spam' }), place, now));
  };

  it('has it taken away for 50 units', async () => {
    const said = say();
    expect(await take(client, said)).toEqual({ ok: true });
    expect([youtube.deleted, youtube.quota.used]).toEqual([[said.id], UNITS.deleteMessage]);
    expect(await take(client, said)).toEqual({ ok: true });
    expect(youtube.deleted).toHaveLength(1);
  });

  it('keeps it where the bot may not, and says why', async () => {
    expect(await take(client, say('moderator'))).toMatchObject({ reason: 'forbidden' });
    youtube.quota.used = youtube.quota.limit;
    expect(await take(client, say())).toMatchObject({ reason: 'limited' });
    await agree(['https://www.googleapis.com/auth/youtube.readonly']);
    expect(await take(client, say())).toMatchObject({ reason: 'scope' });
    await youtube.stop();
    await start({ botIsModerator: false });
    expect(await take(client, say())).toMatchObject({
      reason: 'forbidden',
      message: expect.stringContaining('YouTube Studio'),
    });
  });
});

describe('Kick', () => {
  const PIA = { id: '3000011', login: 'Pia_Penguin' };
  let kick: KickStandIn;
  let client: Deletes;

  beforeEach(async () => {
    kick = await startKick({
      clientId: 'client',
      clientSecret: 'shh',
      webhookUrl: `${bot.url}/webhooks/kick`,
      now: clock,
    });
    agree(Object.keys(KICK_SCOPES));
  });
  afterEach(() => kick.stop());

  function agree(scopes: readonly string[]): void {
    const call = callWith(async () => kick.tokens.grant(KICK_DEMO.bot.id, scopes).accessToken);
    client = createKickClient({
      apiUrl: kick.apiUrl,
      voiceIn: async () => ({ type: 'user', call }),
      asApp: call,
      clock,
      echoed: async () => 'unclear',
    }) as Deletes;
  }

  async function say(): Promise<ChatEvent> {
    await kick.chat({ user: PIA, text: 'spam' });
    const headers = { messageId: 'delivery', subscriptionId: null, type: 'chat.message.sent', sentAt: now };
    const read = await readKickEvent(JSON.parse(bot.received.at(-1)?.body ?? ''), headers, now);
    return event(read.is === 'event' ? read.event : null);
  }

  it('has it taken away with what the bot’s account is asked for', async () => {
    const said = await say();
    expect(await take(client, said)).toEqual({ ok: true });
    expect(kick.deleted).toEqual([said.id]);
    expect(await take(client, said)).toEqual({ ok: true });
    expect(kick.deleted).toHaveLength(1);
  });

  it('keeps it where the bot may not, and when Kick asks for patience', async () => {
    agree(['chat:write']);
    expect(await take(client, await say())).toMatchObject({ ok: false, reason: 'forbidden' });
    kick.fault({ op: 'chat.delete', fault: { kind: 'status', when: 'before', status: 429, retryAfter: 3 } });
    expect(await take(client, await say())).toMatchObject({ reason: 'limited', retryAfterMs: 3_000 });
    expect(kick.deleted).toEqual([]);
  });
});
