import * as z from 'zod';
import type { AccessToken } from '../../core/tokens.ts';

const rotated = z.object({
  ok: z.literal(true),
  access_token: z.string().min(1),
  refresh_token: z.string().min(1),
  expires_in: z.coerce.number().positive(),
});

/**
 * Trades a refresh token for the next pair, where a workspace has token rotation on (Slack: oauth.v2.access). A refresh
 * token works once: the new pair has to be stored before the access token is used.
 * @throws when Slack says no; then only a new consent helps.
 */
export async function rotateToken(
  options: {
    readonly apiUrl: string;
    readonly clientId: string;
    readonly clientSecret: string;
    readonly refreshToken: string;
  },
  fetcher: typeof fetch,
  now: number,
): Promise<{ readonly access: AccessToken; readonly refresh: string }> {
  const response = await fetcher(`${options.apiUrl}/oauth.v2.access`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'refresh_token',
      refresh_token: options.refreshToken,
      client_id: options.clientId,
      client_secret: options.clientSecret,
    }),
    signal: AbortSignal.timeout(8_000),
  });
  const parsed = rotated.safeParse(await response.json().catch(() => null));
  if (!parsed.success) throw new Error('Slack refused to renew the token: the workspace has to connect again');
  const { access_token, refresh_token, expires_in } = parsed.data;
  return { access: { token: access_token, expiresAt: now + expires_in * 1000 }, refresh: refresh_token };
}

/** What the bot asks for, and why (Slack: Permission Scopes). */
export const SCOPES = {
  'chat:write': 'to answer',
  'chat:write.public': 'to answer in public channels it was not invited to',
  commands: 'for /waddlebot',
  'app_mentions:read': 'to hear when it is spoken to',
  'channels:history': 'to hear commands in public channels, and to see whether an answer arrived',
  'groups:history': 'the same in private channels it was invited to',
  'im:history': 'the same in direct messages',
  'channels:read': 'to list the public channels that timers and reminders can speak in',
  'groups:read': 'the same of private channels it was invited to',
  'reactions:read': 'to hear of reactions',
  'users:read': 'to know who owns and administrates the workspace',
} as const;

export function authorizeUrl(options: {
  readonly authUrl: string;
  readonly clientId: string;
  readonly redirectUri: string;
  readonly state: string;
}): string {
  const query = new URLSearchParams({
    client_id: options.clientId,
    scope: Object.keys(SCOPES).join(','),
    redirect_uri: options.redirectUri,
    state: options.state,
  });
  return `${options.authUrl}/authorize?${query}`;
}

const installed = z.object({
  ok: z.literal(true),
  access_token: z.string().min(1),
  refresh_token: z.string().optional(),
  expires_in: z.coerce.number().positive().optional(),
  scope: z.string(),
  bot_user_id: z.string(),
  team: z.object({ id: z.string(), name: z.string().nullish() }).nullable(),
  enterprise: z.object({ id: z.string(), name: z.string().nullish() }).nullish(),
});

export interface SlackInstallation {
  readonly access: AccessToken;
  readonly refresh: string | null;
  readonly scopes: readonly string[];
  readonly botUserId: string;
  /** The workspace, or the enterprise of an installation for all of its workspaces. */
  readonly team: { readonly id: string; readonly name: string };
}

/** Trades the code of a consent for the workspace's token (Slack: oauth.v2.access). `error` is Slack's own word. */
export async function exchangeCode(
  options: {
    readonly apiUrl: string;
    readonly clientId: string;
    readonly clientSecret: string;
    readonly redirectUri: string;
    readonly code: string;
  },
  fetcher: typeof fetch,
  now: number,
): Promise<{ readonly ok: true; readonly value: SlackInstallation } | { readonly ok: false; readonly error: string }> {
  const response = await fetcher(`${options.apiUrl}/oauth.v2.access`, {
    method: 'POST',
    body: new URLSearchParams({
      code: options.code,
      redirect_uri: options.redirectUri,
      client_id: options.clientId,
      client_secret: options.clientSecret,
    }),
    signal: AbortSignal.timeout(8_000),
  }).catch(() => null);
  if (!response) return { ok: false, error: 'unreachable' };
  const json: unknown = await response.json().catch(() => null);
  const parsed = installed.safeParse(json);
  if (!parsed.success) {
    const said = z.object({ error: z.string() }).safeParse(json);
    return { ok: false, error: said.success ? said.data.error : `HTTP ${response.status}` };
  }
  const { access_token: token, refresh_token, expires_in, scope, bot_user_id, team, enterprise } = parsed.data;
  const home = team ?? enterprise;
  if (!home) return { ok: false, error: 'no workspace was named' };
  return {
    ok: true,
    value: {
      access: { token, expiresAt: expires_in === undefined ? null : now + expires_in * 1000 },
      refresh: refresh_token ?? null,
      scopes: scope.split(/[\s,]+/).filter(Boolean),
      botUserId: bot_user_id,
      team: { id: home.id, name: home.name || home.id },
    },
  };
}

const said = z.object({ ok: z.boolean(), error: z.string().optional() });

/** Asks a method that takes a token alone. @returns `ok`, `unreachable`, or Slack's own word */
async function askWith(apiUrl: string, method: string, token: string, fetcher: typeof fetch): Promise<string> {
  const response = await fetcher(`${apiUrl}/${method}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}` },
    signal: AbortSignal.timeout(8_000),
  }).catch(() => null);
  const parsed = said.safeParse(await response?.json().catch(() => null));
  if (!parsed.success) return 'unreachable';
  return parsed.data.ok ? 'ok' : (parsed.data.error ?? 'refused');
}

/** Whether a token opens anything (Slack: auth.test). @returns `ok`, `unreachable`, or Slack's own word */
export const testToken = (apiUrl: string, token: string, fetcher: typeof fetch): Promise<string> =>
  askWith(apiUrl, 'auth.test', token, fetcher);

/** Takes a token back (Slack: auth.revoke). @returns as `testToken` */
export const revokeToken = (apiUrl: string, token: string, fetcher: typeof fetch): Promise<string> =>
  askWith(apiUrl, 'auth.revoke', token, fetcher);
