import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ChatEvent } from '../../workers/core/events.ts';
import type { Road } from '../../workers/core/road.ts';
import { upstreamCaller } from '../../workers/platforms/call.ts';
import type { KickAnswer } from '../../workers/platforms/kick/answer.ts';
import { createKickClient, type KickVoice } from '../../workers/platforms/kick/client.ts';
import { KICK_EVENTS } from '../../workers/platforms/kick/events.ts';
import { KickKeys } from '../../workers/platforms/kick/keys.ts';
import {
  appToken,
  authorizeUrl,
  BOT_SCOPES,
  exchangeCode,
  introspect,
  refreshToken,
  SCOPES,
  whoAmI,
} from '../../workers/platforms/kick/oauth.ts';
import {
  createSubscriptions,
  deleteSubscriptions,
  listSubscriptions,
} from '../../workers/platforms/kick/subscriptions.ts';
import { kickWebhook } from '../../workers/platforms/kick/webhook.ts';
import { createPkce } from '../../workers/platforms/pkce.ts';
import { type BotEndpoint, startBotEndpoint } from '../stand-ins/bot.ts';
import { KICK_DEMO, type KickStandIn, startKick } from '../stand-ins/kick.ts';

const CHANNEL = KICK_DEMO.channel.id;
const BOT = KICK_DEMO.bot.id;
const PIA = { id: '3000011', login: 'Pia_Penguin', role: 'moderator' } as const;
const REDIRECT = 'http://localhost:1/auth/kick/callback';

let bot: BotEndpoint;
let kick: KickStandIn;
let now: number;

beforeEach(async () => {
  now = Date.UTC(2026, 9, 4, 12);
  bot = await startBotEndpoint();
  kick = await startKick({
    clientId: 'client',
    clientSecret: 'shh',
    webhookUrl: `${bot.url}/webhooks/kick`,
    now: () => now,
  });
});
afterEach(async () => {
  await kick.stop();
  await bot.stop();
});

const app = (more: { readonly clientSecret?: string } = {}) => ({
  authUrl: kick.authUrl,
  clientId: 'client',
  clientSecret: 'shh',
  ...more,
});
const failed = (answer: KickAnswer<unknown>) => (answer.ok ? 'nothing' : answer.reason);
function taken<T>(answer: KickAnswer<T>): T {
  if (!answer.ok) throw new Error(answer.reason);
  return answer.value;
}

/** Somebody follows the address, and Kick sends them back. */
async function consent(scopes: readonly string[] = Object.keys(SCOPES)) {
  const { verifier, challenge } = await createPkce();
  const url = authorizeUrl({
    authUrl: kick.authUrl,
    clientId: 'client',
    redirectUri: REDIRECT,
    state: 'state-1',
    challenge,
    scopes,
  });
  const response = await fetch(url, { redirect: 'manual' });
  const back = new URL(response.headers.get('location') ?? 'about:blank').searchParams;
  return { back, grant: { code: back.get('code') ?? '', verifier, redirectUri: REDIRECT } };
}

describe('the consent', () => {
  beforeEach(() => {
    kick.consent = 'allow';
  });

  it('gives tokens that say whose they are and what they are good for', async () => {
    const { back, grant } = await consent();
    expect(back.get('state')).toBe('state-1');
    const tokens = taken(await exchangeCode(app(), grant, fetch, now));
    expect(tokens).toMatchObject({ access: { expiresAt: now + 7_200_000 }, scopes: Object.keys(SCOPES) });
    const { token } = tokens.access;
    expect(await whoAmI({ apiUrl: kick.apiUrl, token }, fetch)).toEqual({
      ok: true,
      value: { account: BOT, login: KICK_DEMO.bot.login },
    });
    expect(taken(await introspect({ authUrl: kick.authUrl, token }, fetch))).toEqual({
      active: true,
      clientId: 'client',
      type: 'user',
      scopes: Object.keys(SCOPES),
      expiresAt: now + 7_200_000,
    });
  });

  it('is good once, for its own verifier, and for its own app', async () => {
    const { grant } = await consent(Object.keys(BOT_SCOPES));
    expect(failed(await exchangeCode(app({ clientSecret: 'wrong' }), grant, fetch, now))).toBe('client');
    expect((await exchangeCode(app(), grant, fetch, now)).ok).toBe(true);
    expect(failed(await exchangeCode(app(), grant, fetch, now))).toBe('grant');
    const other = await consent();
    const { verifier } = await createPkce();
    expect(failed(await exchangeCode(app(), { ...other.grant, verifier }, fetch, now))).toBe('grant');
  });

  it('may be for less, or refused', async () => {
    kick.consent = { scopes: ['user:read'] };
    const { grant } = await consent();
    expect(taken(await exchangeCode(app(), grant, fetch, now)).scopes).toEqual(['user:read']);
    kick.consent = 'deny';
    expect((await consent()).back.get('error')).toBe('access_denied');
  });

  it('is renewed with a token that is replaced each time', async () => {
    const { grant } = await consent();
    const first = taken(await exchangeCode(app(), grant, fetch, now));
    const second = taken(await refreshToken(app(), first.refresh, fetch, now));
    expect(second.refresh).not.toBe(first.refresh);
    expect(failed(await refreshToken(app(), first.refresh, fetch, now))).toBe('grant');
    expect(failed(await whoAmI({ apiUrl: kick.apiUrl, token: first.access.token }, fetch))).toBe('token');
  });
});

describe('subscriptions', () => {
  it('are made once, by the app’s own token, however often that is asked for', async () => {
    kick.unsubscribeAll();
    const { token } = taken(await appToken(app(), fetch, now));
    const subscriber = { apiUrl: kick.apiUrl, token, broadcaster: CHANNEL };
    for (const created of [KICK_EVENTS.length, 0, 0])
      expect(taken(await createSubscriptions(subscriber, fetch))).toMatchObject({
        created,
        duplicates: [],
        refused: [],
      });
    expect(kick.subscriptions.map(({ event }) => event).sort()).toEqual([...KICK_EVENTS].sort());

    const { id } = kick.subscribe('kicks.gifted');
    const { duplicates } = taken(await createSubscriptions(subscriber, fetch));
    expect(duplicates).toEqual([{ id, event: 'kicks.gifted' }]);
    expect((await deleteSubscriptions(subscriber, [id], fetch)).ok).toBe(true);
    expect(taken(await listSubscriptions(subscriber, fetch))).toHaveLength(KICK_EVENTS.length);
  });

  it('need a channel that Kick knows, a token, and the scope', async () => {
    const { token } = taken(await appToken(app(), fetch, now));
    const refusal = async (more: object) =>
      failed(
        await createSubscriptions({ apiUrl: kick.apiUrl, token, broadcaster: CHANNEL, ...more }, fetch, ['unheard.of']),
      );
    expect(await refusal({ broadcaster: '999' })).toBe('not-found');
    expect(await refusal({ token: 'none' })).toBe('token');
    expect(await refusal({ token: kick.tokens.grant(CHANNEL, ['user:read']).accessToken })).toBe('scope');
    expect(await refusal({})).toBe('nothing');
  });
});

/** What comes to the door when it is handed what the stand-in sent. */
async function throughTheDoor(): Promise<{ readonly events: ChatEvent[]; readonly statuses: number[] }> {
  const events: ChatEvent[] = [];
  const report = () => undefined;
  const road: Road = {
    clock: () => now,
    isPlain: () => false,
    bring: async (event) => {
      events.push(event);
      return { decision: 'ignored' };
    },
    suggest: async () => [],
    answer: async () => ({ answer: 'now', text: '', ephemeral: true }),
    echo: async () => undefined,
    revoked: async () => undefined,
    report,
  };
  const statuses: number[] = [];
  for (const { headers, body } of bot.received) {
    const door = kickWebhook({ road, keys });
    const response = await door.request('/', { method: 'POST', headers: headers as Record<string, string>, body });
    statuses.push(response.status);
  }
  bot.received.length = 0;
  return { events, statuses };
}

let keys: KickKeys;
beforeEach(() => {
  keys = new KickKeys({
    apiUrl: kick.apiUrl,
    pinned: kick.publicKeyPem,
    fetch,
    clock: () => now,
    report: () => undefined,
  });
});

describe('webhooks', () => {
  it('are read in every kind, now and as earlier captures have them', async () => {
    for (const older of [false, true]) {
      kick.older = older;
      await kick.chat({ user: PIA, text: '!ping [emote:37226:KEKW]' });
      await kick.emit({ type: 'channel.followed', user: PIA });
      await kick.emit({ type: 'channel.subscription.new', user: PIA });
      await kick.emit({ type: 'channel.subscription.renewal', user: PIA, months: 4 });
      await kick.emit({ type: 'channel.subscription.gifts', gifter: null, giftees: [PIA] });
      const reward = { title: 'Slide' };
      await kick.emit({ type: 'channel.reward.redemption.updated', user: PIA, reward });
      await kick.emit({ type: 'livestream.status.updated', isLive: true });
      await kick.emit({ type: 'livestream.status.updated', isLive: false });
      await kick.emit({ type: 'livestream.metadata.updated', title: 'Uphill' });
      await kick.emit({ type: 'moderation.banned', user: PIA });
      await kick.emit({ type: 'moderation.banned', user: PIA, minutes: 5 });
      await kick.emit({ type: 'kicks.gifted', user: PIA, amount: 5 });
      const { events, statuses } = await throughTheDoor();
      expect(new Set(statuses)).toEqual(new Set([204]));
      expect(events.map(({ kind }) => kind)).toEqual([
        'message',
        'follow',
        'subscribe',
        'resubscribe',
        'gift',
        'redemption',
        'stream.online',
        'stream.offline',
        'stream.update',
        'ban',
        'timeout',
        'cheer',
      ]);
      expect(events.every(({ channel, at }) => channel === CHANNEL && at === now)).toBe(true);
      expect(events[0]).toMatchObject({
        text: '!ping KEKW',
        author: { account: PIA.id, level: older ? 'everyone' : 'moderator' },
      });
    }
  });

  it('are one fact each, however many subscriptions tell it', async () => {
    kick.subscribe('channel.followed');
    kick.subscribe('channel.subscription.gifts');
    kick.subscribe('chat.message.sent');
    const facts = [
      () => kick.chat({ user: PIA, text: '!ping' }),
      () => kick.emit({ type: 'channel.subscription.gifts', gifter: PIA, giftees: [PIA] }),
      () => kick.emit({ type: 'channel.followed', user: PIA }),
    ];
    for (const happen of facts) {
      await happen();
      const { events } = await throughTheDoor();
      const [first, second] = events as [ChatEvent, ChatEvent];
      expect(events).toHaveLength(2);
      expect(first.correlationId).not.toBe(second.correlationId);
      if (first.twin) {
        expect(second.twin?.key).toBe(first.twin.key);
        expect(second.twin?.source).not.toBe(first.twin.source);
      } else expect(second.id).toBe(first.id);
    }
  });

  it('are taken after a change of key, and those from before it as well', async () => {
    await kick.chat({ user: PIA, text: 'before' });
    kick.rotateKey();
    await kick.chat({ user: PIA, text: 'after' });
    await kick.chat({ user: PIA, text: 'forged', signature: 'wrong' });
    await kick.chat({ user: PIA, text: 'unsigned', signature: 'none' });
    const { events, statuses } = await throughTheDoor();
    expect(statuses).toEqual([204, 204, 401, 401]);
    expect(events.map(({ text }) => text)).toEqual(['before', 'after']);
  });

  it('may come most of an hour late', async () => {
    await kick.chat({ user: PIA, text: 'late', at: now - 50 * 60_000 });
    await kick.chat({ user: PIA, text: 'too late', at: now - 61 * 60_000 });
    expect((await throughTheDoor()).statuses).toEqual([204, 401]);
  });
});

describe('sending', () => {
  const message = {
    deliveryId: 'd#0',
    channel: CHANNEL,
    privileged: false,
    room: CHANNEL,
    text: 'Pong! [emote:1:KEKW]',
  };
  let refreshed: number;

  function clientFor(type: KickVoice['type'], account: string) {
    const pair = { ...kick.tokens.grant(account) };
    refreshed = 0;
    const call = upstreamCaller(
      {
        get: async (stale) => {
          if (stale !== pair.accessToken) return pair.accessToken;
          refreshed++;
          const next = taken(await refreshToken(app(), pair.refreshToken, fetch, now));
          Object.assign(pair, { accessToken: next.access.token, refreshToken: next.refresh });
          return pair.accessToken;
        },
      },
      fetch,
    );
    return createKickClient({
      apiUrl: kick.apiUrl,
      voiceIn: async () => ({ type, call }),
      asApp: call,
      clock: () => now,
      echoed: async (looked) =>
        (await throughTheDoor()).events.some(({ text }) => text === looked.text) ? 'posted' : 'unclear',
    });
  }

  it('posts by the bot’s own account, in answer to a line, and knows its line when it comes back', async () => {
    const client = clientFor('user', BOT);
    expect(await client.send({ ...message, replyTo: 'line-1' })).toMatchObject({ outcome: 'sent' });
    expect(kick.sent).toMatchObject([
      { broadcasterId: CHANNEL, userId: BOT, type: 'user', text: message.text, replyTo: 'line-1' },
    ]);
    await kick.idle();
    expect(await client.readBack(message, now)).toBe('posted');
  });

  it('posts as the app where there is no such account, and does not know what became of it where Kick fails', async () => {
    const client = clientFor('bot', CHANNEL);
    expect(await client.send(message)).toMatchObject({ outcome: 'sent' });
    expect(kick.sent).toMatchObject([{ broadcasterId: CHANNEL, type: 'bot' }]);
    kick.botTypeBroken = true;
    expect(await client.send(message)).toEqual({ outcome: 'unclear', reason: 'HTTP 500' });
  });

  it('renews a token that has ended', async () => {
    const client = clientFor('user', BOT);
    kick.tokens.expireAll();
    expect(await client.send(message)).toMatchObject({ outcome: 'sent' });
    expect(refreshed).toBe(1);
  });

  it('tells a limit, a line that is held back, and a loss of the answer apart', async () => {
    const client = clientFor('user', BOT);
    kick.fault({ op: 'chat', fault: { kind: 'status', status: 429, retryAfter: 3 } });
    expect(await client.send(message)).toMatchObject({ outcome: 'refused', retryAfterMs: 3_000 });
    kick.fault({ op: 'chat', fault: { kind: 'reject' } });
    expect(await client.send(message)).toEqual({ outcome: 'refused', reason: 'not sent' });
    expect(kick.sent).toEqual([]);
    kick.fault({ op: 'chat', fault: { kind: 'drop', when: 'after' } });
    expect(await client.send(message)).toMatchObject({ outcome: 'unclear' });
    expect(kick.sent).toHaveLength(1);
  });

  it('takes what Kick takes, to the character', async () => {
    const client = clientFor('user', BOT);
    expect(await client.send({ ...message, text: '🐧'.repeat(500) })).toMatchObject({ outcome: 'sent' });
    expect(await client.send({ ...message, text: '🐧'.repeat(501) })).toEqual({
      outcome: 'refused',
      reason: 'HTTP 400',
    });
  });
});
