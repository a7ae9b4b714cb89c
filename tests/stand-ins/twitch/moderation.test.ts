import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type BotEndpoint, startBotEndpoint } from '../bot.ts';
import { startTwitch, type TwitchStandIn } from '../twitch.ts';
import { CLIENT, TwitchClient } from './client.ts';

const CHANNEL = '1000001';
const OTHER = '1000003';
const BOT = '1000002';
const PIA = { id: '2000011', login: 'pia_penguin', name: 'Pia_Penguin' };
const MO = { id: '2000012', login: 'mo', name: 'Mo' };
const SCOPE = 'moderator:manage:chat_messages';
const HOUR = 3_600_000;

let bot: BotEndpoint;
let twitch: TwitchStandIn;
let app: TwitchClient;
let token: string;
let clock: number;

beforeEach(async () => {
  clock = Date.UTC(2026, 9, 4, 12);
  bot = await startBotEndpoint();
  twitch = await startTwitch({
    ...CLIENT,
    webhookSecret: 'a secret of the webhook',
    callbackUrl: `${bot.url}/webhooks/twitch`,
    bot: { id: BOT, login: 'waddlebot' },
    channels: [
      { id: CHANNEL, login: 'waddle_demo', botIsModerator: true },
      { id: OTHER, login: 'mod_home' },
    ],
    points: 10,
    now: () => clock,
  });
  app = new TwitchClient(twitch);
  token = (await app.connect(BOT, SCOPE)).access_token;
});
afterEach(async () => {
  await twitch.stop();
  await bot.stop();
});

const say = async (user: { id: string; login: string }, channel = CHANNEL) =>
  (await twitch.chat({ user, text: 'spam', channel })).messageId;
const take = (query: Record<string, string>, bearer = token) =>
  app.helix(`/moderation/chat?${new URLSearchParams(query)}`, bearer, undefined, 'DELETE');
const takeLine = (message_id: string, broadcaster_id = CHANNEL) =>
  take({ broadcaster_id, moderator_id: BOT, message_id });
const refused = (status: number, message: string) => ({ status, json: expect.objectContaining({ status, message }) });

describe('taking a line away', () => {
  test('is done once, and told to the bot', async () => {
    const messageId = await say(PIA);
    expect(await takeLine(messageId)).toEqual({ status: 204, json: undefined });
    expect(twitch.deleted).toEqual([messageId]);
    await twitch.idle();
    expect(JSON.parse(bot.received.at(-1)!.body)).toMatchObject({
      subscription: { type: 'channel.chat.message_delete' },
      event: { broadcaster_user_id: CHANNEL, target_user_id: PIA.id, message_id: messageId },
    });
    expect(await takeLine(messageId)).toEqual(refused(404, 'The ID in message_id was not found.'));
    twitch.reset();
    expect(twitch.deleted).toEqual([]);
    expect((await takeLine(messageId)).status).toBe(404);
  });

  test('takes a moderator’s own token, with the scope', async () => {
    const message_id = await say(PIA);
    const given = { broadcaster_id: CHANNEL, moderator_id: BOT, message_id };
    expect(await take(given, await app.appToken())).toEqual(refused(401, 'Missing User OAUTH Token'));
    const poor = (await app.connect(BOT, 'user:bot')).access_token;
    expect(await take(given, poor)).toEqual(refused(401, `Missing scope: ${SCOPE}`));
    expect(await take({ ...given, moderator_id: OTHER })).toEqual(
      refused(401, "The ID in moderator_id must match the user ID found in the request's OAuth token."),
    );
    expect((await take({ moderator_id: BOT, message_id })).status).toBe(400);
    expect((await take({ broadcaster_id: CHANNEL, message_id })).status).toBe(400);
    expect(await takeLine(await say(PIA, OTHER), OTHER)).toEqual(
      refused(403, "You don't have permission to perform that action."),
    );
    expect(twitch.deleted).toEqual([]);
  });

  test('is not done to the broadcaster, to other moderators, and to what was said long ago or elsewhere', async () => {
    twitch.user(MO);
    await twitch.moderator(true, { user: MO.id });
    expect(await takeLine(await say({ id: CHANNEL, login: 'waddle_demo' }))).toEqual(
      refused(400, "You cannot delete the broadcaster's messages."),
    );
    expect(await takeLine(await say(MO))).toEqual(
      refused(400, 'You cannot delete messages from another moderator Mo.'),
    );
    expect((await takeLine(await say(PIA, OTHER))).status).toBe(404);
    const old = await say(PIA);
    clock += 6 * HOUR + 1;
    // Tokens of users live four hours.
    token = (await app.connect(BOT, SCOPE)).access_token;
    expect(await takeLine(old)).toEqual(refused(404, 'The specified message was created more than 6 hours ago.'));
    expect(twitch.deleted).toEqual([]);
  });

  test('without an id clears the whole chat', async () => {
    const lines = [await say(PIA), await say(MO)];
    const elsewhere = await say(PIA, OTHER);
    expect((await take({ broadcaster_id: CHANNEL, moderator_id: BOT })).status).toBe(204);
    expect(twitch.deleted).toEqual(lines);
    expect(twitch.deleted).not.toContain(elsewhere);
  });

  test('costs a point of the account’s', async () => {
    for (let n = 0; n < 10; n++) expect((await takeLine('none')).status).toBe(404);
    expect(await takeLine('none')).toEqual(refused(429, 'Too Many Requests'));
    clock += 60_000;
    expect((await takeLine('none')).status).toBe(404);
  });
});
