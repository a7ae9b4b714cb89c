import * as z from 'zod';
import type { AccessToken } from '../../core/tokens.ts';

/** What a broadcaster is asked for, and why (Twitch: Scopes). */
export const SCOPES = {
  'channel:bot': 'to let the bot chat here as a bot',
  'channel:read:subscriptions': 'to hear of subs, resubs and gifts',
  'bits:read': 'to hear of cheers',
  'channel:read:redemptions': 'to hear of channel points redemptions',
  'moderator:read:followers': 'to hear of follows',
  'moderator:read:shoutouts': 'to hear of shoutouts',
  'channel:moderate': 'to hear of bans, timeouts and unbans',
  'moderation:read': 'to see whether the bot is a moderator',
} as const;
/** What a broadcaster is asked for besides, where WaddleBot is to steer the stream: `--with stream`. */
export const STREAM_SCOPES = {
  'channel:manage:broadcast': 'to set title and category and to mark moments',
  'clips:edit': 'to make clips, in your name',
  'channel:manage:raids': 'to start and cancel raids',
  'channel:manage:vips': 'to make VIPs and to end that',
  'channel:manage:moderators': 'to make moderators and to end that',
} as const;
/** The same for the bot's own account. */
export const BOT_SCOPES = {
  'user:bot': 'to chat as a bot',
  'user:read:chat': 'to hear chat',
  'user:write:chat': 'to answer in chat',
  'moderator:manage:chat_messages': 'to delete messages by the community’s moderation rules',
} as const;

export interface TwitchApp {
  readonly apiUrl: string;
  readonly authUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

export type TwitchAnswer<T> =
  | { readonly ok: true; readonly value: T }
  | {
      readonly ok: false;
      /** `grant`: the code or token is spent or too old; `client`: id, secret or redirect address are wrong. */
      readonly reason: 'grant' | 'client' | 'forbidden' | 'conflict' | 'unreachable' | 'refused';
      readonly detail: string;
    };

const TIMEOUT_MS = 8_000;
const failure = z.object({ message: z.string() });

async function ask<T>(
  fetcher: typeof fetch,
  url: string,
  init: RequestInit,
  shape: z.ZodType<T>,
): Promise<TwitchAnswer<T>> {
  const response = await fetcher(url, { ...init, redirect: 'manual', signal: AbortSignal.timeout(TIMEOUT_MS) }).catch(
    () => null,
  );
  if (!response) return { ok: false, reason: 'unreachable', detail: 'no answer' };
  const json: unknown = await response.json().catch(() => null);
  if (response.ok) {
    const parsed = shape.safeParse(json);
    return parsed.success
      ? { ok: true, value: parsed.data }
      : { ok: false, reason: 'unreachable', detail: 'an answer that is none' };
  }
  const detail = failure.safeParse(json).data?.message || `HTTP ${response.status}`;
  return { ok: false, reason: reasonOf(response.status, detail), detail };
}

function reasonOf(
  status: number,
  detail: string,
): 'grant' | 'client' | 'forbidden' | 'conflict' | 'unreachable' | 'refused' {
  if (status >= 500) return 'unreachable';
  if (status === 409) return 'conflict';
  if (/client|redirect/i.test(detail)) return 'client';
  if (status === 401 || /code|refresh token/i.test(detail)) return 'grant';
  return status === 403 ? 'forbidden' : 'refused';
}

export function authorizeUrl(
  app: Pick<TwitchApp, 'authUrl' | 'clientId'>,
  given: { readonly redirectUri: string; readonly state: string; readonly scopes: readonly string[] },
): string {
  const query = new URLSearchParams({
    response_type: 'code',
    client_id: app.clientId,
    redirect_uri: given.redirectUri,
    scope: given.scopes.join(' '),
    state: given.state,
    // Whoever is signed in may be somebody else than is meant.
    force_verify: 'true',
  });
  return `${app.authUrl}/authorize?${query}`;
}

const tokens = z.object({
  access_token: z.string().min(1),
  refresh_token: z.string().min(1),
  expires_in: z.coerce.number().positive(),
});
const validated = z.object({ user_id: z.string(), login: z.string(), scopes: z.array(z.string()).nullish() });

export interface TwitchGrant {
  readonly access: AccessToken;
  readonly refresh: string;
  readonly account: string;
  readonly login: string;
  readonly scopes: readonly string[];
}

/** Trades the code of a consent for the user's tokens, and asks whose they are. */
export async function exchangeCode(
  app: TwitchApp,
  given: { readonly code: string; readonly redirectUri: string },
  fetcher: typeof fetch,
  now: number,
): Promise<TwitchAnswer<TwitchGrant>> {
  const body = new URLSearchParams({
    grant_type: 'authorization_code',
    code: given.code,
    redirect_uri: given.redirectUri,
    client_id: app.clientId,
    client_secret: app.clientSecret,
  });
  const answer = await ask(fetcher, `${app.authUrl}/token`, { method: 'POST', body }, tokens);
  if (!answer.ok) return answer;
  const { access_token: token, refresh_token: refresh, expires_in } = answer.value;
  const who = await ask(
    fetcher,
    `${app.authUrl}/validate`,
    { headers: { authorization: `OAuth ${token}` } },
    validated,
  );
  if (!who.ok) return who;
  const { user_id: account, login, scopes } = who.value;
  return {
    ok: true,
    value: { access: { token, expiresAt: now + expires_in * 1000 }, refresh, account, login, scopes: scopes ?? [] },
  };
}

const helix = (app: Pick<TwitchApp, 'clientId'>, token: string, json?: unknown): RequestInit => ({
  headers: {
    authorization: `Bearer ${token}`,
    'client-id': app.clientId,
    ...(json === undefined ? {} : { 'content-type': 'application/json' }),
  },
  ...(json === undefined ? {} : { body: JSON.stringify(json) }),
});

const conduits = z.object({ data: z.array(z.object({ id: z.string(), shard_count: z.number() })) });
const shards = z.object({ data: z.array(z.object({ id: z.string(), status: z.string() })) });
const assigned = z.object({
  errors: z.array(z.object({ message: z.string() })).default([]),
});

/**
 * Sees to it that there is one conduit with one webhook shard that leads here: one secret for all channels and no challenge
 * for each of them (Twitch EventSub: Handling Conduit Events).
 */
export async function openConduit(
  app: TwitchApp,
  appToken: string,
  transport: { readonly callback: string; readonly secret: string },
  fetcher: typeof fetch,
): Promise<TwitchAnswer<string>> {
  const path = `${app.apiUrl}/eventsub/conduits`;
  const held = await ask(fetcher, path, helix(app, appToken), conduits);
  if (!held.ok) return held;
  let [conduit] = held.value.data;
  if (!conduit) {
    const made = await ask(fetcher, path, { method: 'POST', ...helix(app, appToken, { shard_count: 1 }) }, conduits);
    if (!made.ok) return made;
    [conduit] = made.value.data;
  }
  if (!conduit) return { ok: false, reason: 'refused', detail: 'Twitch made no conduit' };
  const update = { conduit_id: conduit.id, shards: [{ id: '0', transport: { method: 'webhook', ...transport } }] };
  const told = await ask(fetcher, `${path}/shards`, { method: 'PATCH', ...helix(app, appToken, update) }, assigned);
  if (!told.ok) return told;
  const [error] = told.value.errors;
  return error ? { ok: false, reason: 'refused', detail: error.message } : { ok: true, value: conduit.id };
}

/** How the shard stands: `enabled` once our webhook has given Twitch's challenge back. */
export async function shardStatus(
  app: TwitchApp,
  appToken: string,
  conduit: string,
  fetcher: typeof fetch,
): Promise<TwitchAnswer<string>> {
  const url = `${app.apiUrl}/eventsub/conduits/shards?conduit_id=${conduit}`;
  const answer = await ask(fetcher, url, helix(app, appToken), shards);
  if (!answer.ok) return answer;
  return { ok: true, value: answer.value.data.find(({ id }) => id === '0')?.status ?? 'missing' };
}

type Condition = Readonly<Record<string, string>>;

/** What is heard of a channel (Twitch EventSub: Subscription Types). */
export function subscriptionsFor(
  broadcaster: string,
  bot: string,
): readonly { readonly type: string; readonly version: string; readonly condition: Condition }[] {
  const own = { broadcaster_user_id: broadcaster };
  const heard = { ...own, user_id: bot };
  const moderated = { ...own, moderator_user_id: broadcaster };
  return [
    { type: 'channel.chat.message', version: '1', condition: heard },
    { type: 'channel.chat.message_delete', version: '1', condition: heard },
    { type: 'channel.chat.notification', version: '1', condition: heard },
    { type: 'channel.follow', version: '2', condition: moderated },
    { type: 'channel.subscribe', version: '1', condition: own },
    { type: 'channel.subscription.gift', version: '1', condition: own },
    { type: 'channel.subscription.message', version: '1', condition: own },
    { type: 'channel.cheer', version: '1', condition: own },
    { type: 'channel.bits.use', version: '1', condition: own },
    { type: 'channel.raid', version: '1', condition: { to_broadcaster_user_id: broadcaster } },
    { type: 'channel.channel_points_custom_reward_redemption.add', version: '1', condition: own },
    { type: 'stream.online', version: '1', condition: own },
    { type: 'stream.offline', version: '1', condition: own },
    { type: 'channel.update', version: '2', condition: own },
    { type: 'channel.shoutout.create', version: '1', condition: moderated },
    { type: 'channel.shoutout.receive', version: '1', condition: moderated },
    { type: 'channel.ban', version: '1', condition: own },
    { type: 'channel.unban', version: '1', condition: own },
  ];
}

export interface Subscribed {
  readonly made: number;
  readonly there: number;
  readonly refused: readonly { readonly type: string; readonly detail: string }[];
}

const anything = z.unknown();

/** Asks for each of the subscriptions through the conduit; one that is there already is fine. */
export async function subscribeAll(
  app: TwitchApp,
  appToken: string,
  conduit: string,
  wanted: ReturnType<typeof subscriptionsFor>,
  fetcher: typeof fetch,
): Promise<TwitchAnswer<Subscribed>> {
  let made = 0;
  let there = 0;
  const refused: { type: string; detail: string }[] = [];
  for (const subscription of wanted) {
    const body = { ...subscription, transport: { method: 'conduit', conduit_id: conduit } };
    const init = { method: 'POST', ...helix(app, appToken, body) };
    const answer = await ask(fetcher, `${app.apiUrl}/eventsub/subscriptions`, init, anything);
    if (answer.ok) made++;
    else if (answer.reason === 'conflict') there++;
    else if (answer.reason === 'unreachable') return answer;
    else refused.push({ type: subscription.type, detail: answer.detail });
  }
  return { ok: true, value: { made, there, refused } };
}

const subscribed = z.object({
  data: z.array(z.object({ id: z.string(), condition: z.record(z.string(), z.string().nullish()) })),
  pagination: z.object({ cursor: z.string().nullish() }).nullish(),
});
/** Pages of a hundred that are looked through at most: a channel has some twenty subscriptions. */
const MOST_PAGES = 10;

/**
 * Ends all subscriptions whose condition names the broadcaster (Twitch: Get and Delete EventSub Subscriptions).
 * @returns how many
 */
export async function unsubscribeAll(
  app: TwitchApp,
  appToken: string,
  broadcaster: string,
  fetcher: typeof fetch,
): Promise<TwitchAnswer<number>> {
  const path = `${app.apiUrl}/eventsub/subscriptions`;
  const found: string[] = [];
  let after: string | undefined;
  for (let page = 0; page < MOST_PAGES; page++) {
    const query = new URLSearchParams({ user_id: broadcaster, ...(after === undefined ? {} : { after }) });
    const answer = await ask(fetcher, `${path}?${query}`, helix(app, appToken), subscribed);
    if (!answer.ok) return answer;
    const { data, pagination } = answer.value;
    // The bot's own id stands in the conditions of other channels.
    found.push(...data.filter(({ condition }) => isOf(condition, broadcaster)).map(({ id }) => id));
    if (!pagination?.cursor) break;
    after = pagination.cursor;
  }
  for (const id of found) {
    const query = new URLSearchParams({ id });
    const init = { method: 'DELETE', ...helix(app, appToken) };
    const answer = await ask(fetcher, `${path}?${query}`, init, anything);
    if (!answer.ok && answer.reason === 'unreachable') return answer;
  }
  return { ok: true, value: found.length };
}

const isOf = (condition: Readonly<Record<string, string | null | undefined>>, broadcaster: string): boolean =>
  condition.broadcaster_user_id === broadcaster || condition.to_broadcaster_user_id === broadcaster;

/** Takes a token back (Twitch: Revoking Access Tokens). */
export const revokeToken = (app: TwitchApp, token: string, fetcher: typeof fetch): Promise<TwitchAnswer<unknown>> =>
  ask(
    fetcher,
    `${app.authUrl}/revoke`,
    { method: 'POST', body: new URLSearchParams({ client_id: app.clientId, token }) },
    anything,
  );

const moderators = z.object({ data: z.array(z.object({ user_id: z.string() })) });

/** Whether an account moderates the channel of the token (`moderation:read`). */
export async function isModerator(
  app: TwitchApp,
  token: string,
  broadcaster: string,
  account: string,
  fetcher: typeof fetch,
): Promise<TwitchAnswer<boolean>> {
  const query = new URLSearchParams({ broadcaster_id: broadcaster, user_id: account });
  const answer = await ask(fetcher, `${app.apiUrl}/moderation/moderators?${query}`, helix(app, token), moderators);
  return answer.ok ? { ok: true, value: answer.value.data.some(({ user_id }) => user_id === account) } : answer;
}
