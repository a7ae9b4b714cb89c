import * as z from 'zod';
import type { AccessToken } from '../../core/tokens.ts';
import type { KickAnswer } from './answer.ts';
import { ask, bearer } from './answer.ts';

/** What a broadcaster is asked for, and why. */
export const SCOPES = {
  'user:read': 'to know which account said yes',
  'channel:read': 'to show title, category and whether the stream is on',
  'chat:write': 'to answer in chat',
  'events:subscribe': 'to hear chat, follows, subscriptions, redemptions and streams',
  'moderation:ban': 'to time out and ban by the community’s moderation rules',
  'moderation:chat_message:manage': 'to delete messages by the community’s moderation rules',
} as const;

/** What a broadcaster is asked for besides, where WaddleBot is to steer the stream: `--with stream`. */
export const STREAM_SCOPES = { 'channel:write': 'to set title and category' } as const;

/** The same for an account of the bot's own, which speaks and moderates in channels of others. */
export const BOT_SCOPES = {
  'user:read': SCOPES['user:read'],
  'chat:write': SCOPES['chat:write'],
  'moderation:ban': SCOPES['moderation:ban'],
  'moderation:chat_message:manage': SCOPES['moderation:chat_message:manage'],
} as const satisfies Partial<typeof SCOPES>;

/** The app, as Kick's developer settings show it. */
export interface KickApp {
  /** `KICK_AUTH_URL`. */
  readonly authUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

/** Tokens of one user. Each refresh token works once and for about 30 days, used or not (KickDevDocs#397). */
export interface KickTokens {
  readonly access: AccessToken;
  readonly refresh: string;
  /** What the user agreed to; empty where Kick does not say. */
  readonly scopes: readonly string[];
}

/**
 * Where somebody says yes.
 * @param options.redirectUri as the app's settings have it; on a laptop with `localhost`, for Kick's consent page breaks
 *   addresses with 127.0.0.1
 * @param options.state comes back with the code; Kick refuses to go without
 */
export function authorizeUrl(options: {
  readonly authUrl: string;
  readonly clientId: string;
  readonly redirectUri: string;
  readonly state: string;
  readonly challenge: string;
  readonly scopes: readonly string[];
}): string {
  const query = new URLSearchParams({
    response_type: 'code',
    client_id: options.clientId,
    redirect_uri: options.redirectUri,
    scope: options.scopes.join(' '),
    state: options.state,
    code_challenge: options.challenge,
    code_challenge_method: 'S256',
  });
  return `${options.authUrl}/oauth/authorize?${query}`;
}

const seconds = z.coerce.number().positive();
const appTokenAnswer = z.object({ access_token: z.string().min(1), expires_in: seconds });
const userTokenAnswer = appTokenAnswer.extend({ refresh_token: z.string().min(1), scope: z.string().nullish() });

const words = (scope: string | null | undefined): string[] => (scope ?? '').split(/[\s,]+/).filter(Boolean);

/** Trades the code of a consent for the user's tokens. `now` in ms since epoch, here and below. */
export const exchangeCode = (
  app: KickApp,
  consent: { readonly code: string; readonly verifier: string; readonly redirectUri: string },
  fetcher: typeof fetch,
  now: number,
): Promise<KickAnswer<KickTokens>> =>
  requestUserTokens(
    app,
    {
      grant_type: 'authorization_code',
      code: consent.code,
      code_verifier: consent.verifier,
      redirect_uri: consent.redirectUri,
    },
    fetcher,
    now,
  );

/** Trades a refresh token for the next pair, which has to be stored before it is used: the old one is dead by then. */
export const refreshToken = (
  app: KickApp,
  refresh: string,
  fetcher: typeof fetch,
  now: number,
): Promise<KickAnswer<KickTokens>> =>
  requestUserTokens(app, { grant_type: 'refresh_token', refresh_token: refresh }, fetcher, now);

/** A token of the app itself, by client credentials. It has no refresh token: when it ends, another is asked for. */
export async function appToken(app: KickApp, fetcher: typeof fetch, now: number): Promise<KickAnswer<AccessToken>> {
  const answer = await requestToken(app, { grant_type: 'client_credentials' }, fetcher, appTokenAnswer);
  return answer.ok ? { ok: true, value: accessOf(answer.value, now) } : answer;
}

async function requestUserTokens(
  app: KickApp,
  grant: Readonly<Record<string, string>>,
  fetcher: typeof fetch,
  now: number,
): Promise<KickAnswer<KickTokens>> {
  const answer = await requestToken(app, grant, fetcher, userTokenAnswer);
  if (!answer.ok) return answer;
  const { refresh_token: refresh, scope } = answer.value;
  return { ok: true, value: { access: accessOf(answer.value, now), refresh, scopes: words(scope) } };
}

async function requestToken<Schema extends z.ZodType>(
  { authUrl, clientId, clientSecret }: KickApp,
  grant: Readonly<Record<string, string>>,
  fetcher: typeof fetch,
  schema: Schema,
): Promise<KickAnswer<z.output<Schema>>> {
  const body = new URLSearchParams({ ...grant, client_id: clientId, client_secret: clientSecret });
  const answer = await ask(fetcher, `${authUrl}/oauth/token`, { method: 'POST', body }, schema);
  // There is no token in this request that could be wrong.
  return !answer.ok && answer.reason === 'token' ? { ...answer, reason: 'client' } : answer;
}

/** Takes a token back; one that is no token any more is none to take (Kick: `/oauth/revoke`). */
export const revokeToken = (
  { authUrl }: Pick<KickApp, 'authUrl'>,
  token: string,
  fetcher: typeof fetch,
): Promise<KickAnswer<unknown>> =>
  ask(fetcher, `${authUrl}/oauth/revoke`, { method: 'POST', body: new URLSearchParams({ token }) }, z.unknown());

const accessOf = (answer: z.output<typeof appTokenAnswer>, now: number): AccessToken => ({
  token: answer.access_token,
  expiresAt: now + answer.expires_in * 1_000,
});

const usersAnswer = z.object({
  data: z.tuple([z.object({ user_id: z.int().positive().transform(String), name: z.string() })], z.unknown()),
});

/** Whose token it is (`user:read`). */
export async function whoAmI(
  { apiUrl, token }: { readonly apiUrl: string; readonly token: string },
  fetcher: typeof fetch,
): Promise<KickAnswer<{ readonly account: string; readonly login: string }>> {
  const answer = await ask(fetcher, `${apiUrl}/public/v1/users`, { headers: bearer(token) }, usersAnswer);
  if (!answer.ok) return answer;
  const [{ user_id: account, name: login }] = answer.value.data;
  return { ok: true, value: { account, login } };
}

const introspected = z.object({
  data: z.object({
    active: z.boolean(),
    client_id: z.string().nullish(),
    exp: z.number().nullish(),
    scope: z.string().nullish(),
    token_type: z.string().nullish(),
  }),
});

export interface KickTokenFacts {
  readonly active: boolean;
  readonly clientId: string | null;
  /** Whether it speaks for a user or for the app. */
  readonly type: string | null;
  readonly scopes: readonly string[];
  /** ms since epoch. */
  readonly expiresAt: number | null;
}

/** What a token is good for (RFC 7662 in Kick's envelope). Whose it is only `whoAmI` tells (KickDevDocs#101). */
export async function introspect(
  { authUrl, token }: { readonly authUrl: string; readonly token: string },
  fetcher: typeof fetch,
): Promise<KickAnswer<KickTokenFacts>> {
  const init = { method: 'POST', headers: bearer(token) };
  const answer = await ask(fetcher, `${authUrl}/oauth/token/introspect`, init, introspected);
  if (!answer.ok) return answer;
  const { active, client_id, exp, scope, token_type } = answer.value.data;
  return {
    ok: true,
    value: {
      active,
      clientId: client_id ?? null,
      type: token_type ?? null,
      scopes: words(scope),
      expiresAt: exp ? exp * 1_000 : null,
    },
  };
}
