import * as z from 'zod';
import type { AccessToken } from '../../core/tokens.ts';

/** What is asked of an account, and why. */
export const SCOPES = {
  bot: {
    /** Writing and reading live chats; `youtube.readonly` reads only, and an API key cannot write. */
    'https://www.googleapis.com/auth/youtube.force-ssl': 'write and read in live chats as the bot account',
  },
  channel: {
    /** Proves whose channel it is, and lists its broadcasts; uploads and chats are public. */
    'https://www.googleapis.com/auth/youtube.readonly':
      'see which channel this account has, and what it has on the air',
  },
  /** Asked of a channel besides, where WaddleBot is to steer the stream: `--with stream`. */
  stream: {
    /** As good as `youtube` for broadcasts, and on the app's consent screen already. */
    'https://www.googleapis.com/auth/youtube.force-ssl': 'set the title of your broadcasts',
  },
} as const;

const TIMEOUT_MS = 8_000;

export interface GoogleClient {
  /** The whole address of the consent page. */
  readonly authUrl: string;
  readonly tokenUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

export type OauthFailure =
  /** The person said no. */
  | { readonly ok: false; readonly reason: 'denied' }
  /** The answer belongs to another question. */
  | { readonly ok: false; readonly reason: 'wrong-state' }
  /** The code or the refresh token is used, revoked or too old: only a new consent helps. */
  | { readonly ok: false; readonly reason: 'invalid_grant' }
  /** The person unticked something that is needed. */
  | { readonly ok: false; readonly reason: 'under-scoped'; readonly missing: readonly string[] }
  /** Google says that this client is wrong or may not do this (`invalid_client`, `redirect_uri_mismatch` …). */
  | { readonly ok: false; readonly reason: 'refused'; readonly error: string }
  /** Google did not answer, or not as documented. */
  | { readonly ok: false; readonly reason: 'unavailable'; readonly error: string };

export interface Grant {
  readonly ok: true;
  readonly access: AccessToken;
  /** Google's live on; a refresh brings another only when it means to. */
  readonly refresh: string;
  readonly scopes: readonly string[];
}

const tokenAnswer = z.object({
  access_token: z.string().min(1),
  expires_in: z.coerce.number().positive(),
  refresh_token: z.string().min(1).optional(),
  scope: z.string().optional(),
});
const tokenError = z.object({ error: z.string().min(1).max(100) });
const ownChannel = z.object({
  items: z.array(z.object({ id: z.string().min(1).max(100), snippet: z.object({ title: z.string() }) })).nullish(),
});
const tokenFacts = z.object({ scope: z.string() });

const split = (scope: string | undefined): string[] => (scope ?? '').split(' ').filter(Boolean);

/**
 * Where a person is sent to agree (Google: OAuth 2.0 for web server applications). `offline` with a consent that is asked
 * for every time is what brings a refresh token every time.
 */
export function authorizeUrl(
  { authUrl, clientId }: Pick<GoogleClient, 'authUrl' | 'clientId'>,
  ask: {
    readonly redirectUri: string;
    readonly state: string;
    readonly scopes: readonly string[];
    /** Of a PKCE verifier, by S256 (RFC 7636). */
    readonly challenge?: string;
  },
): string {
  const url = new URL(authUrl);
  const query = {
    response_type: 'code',
    client_id: clientId,
    redirect_uri: ask.redirectUri,
    scope: ask.scopes.join(' '),
    state: ask.state,
    access_type: 'offline',
    prompt: 'consent',
    include_granted_scopes: 'true',
    ...(ask.challenge === undefined ? {} : { code_challenge: ask.challenge, code_challenge_method: 'S256' }),
  };
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
  return url.href;
}

/** What came back to the redirect address. */
export function readRedirect(
  query: URLSearchParams,
  state: string,
): { readonly ok: true; readonly code: string } | OauthFailure {
  if (query.get('state') !== state) return { ok: false, reason: 'wrong-state' };
  const error = query.get('error');
  if (error === 'access_denied') return { ok: false, reason: 'denied' };
  if (error !== null) return { ok: false, reason: 'refused', error };
  const code = query.get('code');
  return code ? { ok: true, code } : { ok: false, reason: 'refused', error: 'no code' };
}

/** Trades a code for tokens, if everything in `needs` was granted. */
export async function exchangeCode(
  client: GoogleClient,
  given: {
    readonly code: string;
    readonly redirectUri: string;
    readonly needs: readonly string[];
    readonly verifier?: string;
  },
  fetcher: typeof fetch,
  now: number,
): Promise<Grant | OauthFailure> {
  const form = {
    grant_type: 'authorization_code',
    code: given.code,
    redirect_uri: given.redirectUri,
    ...(given.verifier === undefined ? {} : { code_verifier: given.verifier }),
  };
  const answer = await askForToken(client, form, fetcher);
  if (!answer.ok) return answer;
  const scopes = split(answer.token.scope);
  const missing = given.needs.filter((scope) => !scopes.includes(scope));
  if (missing.length > 0) return { ok: false, reason: 'under-scoped', missing };
  const refresh = answer.token.refresh_token;
  if (!refresh) return { ok: false, reason: 'unavailable', error: 'no refresh token' };
  return { ok: true, access: accessOf(answer.token, now), refresh, scopes };
}

/**
 * A new access token, good for an hour. `invalid_grant` is final: the token was revoked, or died after six idle months, a
 * new password, or seven days while the consent screen is in testing. A used-up quota is never said here.
 */
export async function refreshToken(
  client: GoogleClient,
  refresh: string,
  fetcher: typeof fetch,
  now: number,
): Promise<Grant | OauthFailure> {
  const answer = await askForToken(client, { grant_type: 'refresh_token', refresh_token: refresh }, fetcher);
  if (!answer.ok) return answer;
  const { token } = answer;
  return {
    ok: true,
    access: accessOf(token, now),
    refresh: token.refresh_token ?? refresh,
    scopes: split(token.scope),
  };
}

/** The channel an account speaks as; null where it has none yet. */
export async function whoAmI(
  apiUrl: string,
  accessToken: string,
  fetcher: typeof fetch,
): Promise<
  { readonly ok: true; readonly channel: { readonly id: string; readonly title: string } | null } | OauthFailure
> {
  const answer = await ask(
    `${apiUrl}/channels?part=id,snippet&mine=true`,
    { headers: { authorization: `Bearer ${accessToken}` } },
    fetcher,
  );
  if (!answer.ok) return answer;
  const parsed = ownChannel.safeParse(answer.json);
  if (answer.status !== 200 || !parsed.success)
    return { ok: false, reason: 'unavailable', error: `HTTP ${answer.status}` };
  const [channel] = parsed.data.items ?? [];
  return { ok: true, channel: channel ? { id: channel.id, title: channel.snippet.title } : null };
}

/** What a token may do, as Google knows it (`tokeninfo`, beside the token's own address). */
export async function tokenScopes(
  tokenUrl: string,
  accessToken: string,
  fetcher: typeof fetch,
): Promise<{ readonly ok: true; readonly scopes: readonly string[] } | OauthFailure> {
  const url = new URL('tokeninfo', tokenUrl);
  url.searchParams.set('access_token', accessToken);
  const answer = await ask(url.href, {}, fetcher);
  if (!answer.ok) return answer;
  const parsed = tokenFacts.safeParse(answer.json);
  if (answer.status === 200 && parsed.success) return { ok: true, scopes: split(parsed.data.scope) };
  return failureOf(answer.status, answer.json);
}

/** Takes a token back, and the consent with it (Google: `/revoke`). @returns whether it opens nothing any more, as far as Google says */
export async function revokeToken(tokenUrl: string, token: string, fetcher: typeof fetch): Promise<boolean> {
  const body = new URLSearchParams({ token });
  const answer = await ask(new URL('revoke', tokenUrl).href, { method: 'POST', body }, fetcher);
  // 400 is what a token gets that has ended already.
  return answer.ok && (answer.status === 200 || answer.status === 400);
}

async function askForToken(
  { tokenUrl, clientId, clientSecret }: GoogleClient,
  form: Readonly<Record<string, string>>,
  fetcher: typeof fetch,
): Promise<{ readonly ok: true; readonly token: z.infer<typeof tokenAnswer> } | OauthFailure> {
  const body = new URLSearchParams({ ...form, client_id: clientId, client_secret: clientSecret });
  const answer = await ask(tokenUrl, { method: 'POST', body }, fetcher);
  if (!answer.ok) return answer;
  const parsed = tokenAnswer.safeParse(answer.json);
  if (answer.status === 200 && parsed.success) return { ok: true, token: parsed.data };
  return failureOf(answer.status, answer.json);
}

function failureOf(status: number, json: unknown): OauthFailure {
  const error = tokenError.safeParse(json).data?.error;
  if (error === 'invalid_grant') return { ok: false, reason: 'invalid_grant' };
  if (error !== undefined && status >= 400 && status < 500) return { ok: false, reason: 'refused', error };
  return { ok: false, reason: 'unavailable', error: `HTTP ${status}` };
}

async function ask(
  url: string,
  init: RequestInit,
  fetcher: typeof fetch,
): Promise<{ readonly ok: true; readonly status: number; readonly json: unknown } | OauthFailure> {
  try {
    const response = await fetcher(url, { ...init, redirect: 'manual', signal: AbortSignal.timeout(TIMEOUT_MS) });
    const json: unknown = await response.json().catch(() => null);
    return { ok: true, status: response.status, json };
  } catch (error) {
    return { ok: false, reason: 'unavailable', error: error instanceof Error ? error.name : 'connection lost' };
  }
}

const accessOf = ({ access_token, expires_in }: z.infer<typeof tokenAnswer>, now: number): AccessToken => ({
  token: access_token,
  expiresAt: now + expires_in * 1000,
});
