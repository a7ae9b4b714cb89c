import * as z from 'zod';
import type { AccessToken } from '../../core/tokens.ts';

const tokenAnswer = z.object({ access_token: z.string().min(1), expires_in: z.coerce.number().positive() });

/**
 * A new app token by client credentials. It has no refresh token: when it ends, another is asked for.
 * @throws with the HTTP status when Twitch says no; the answer's body stays unread by logs.
 */
export async function requestAppToken(
  options: { readonly authUrl: string; readonly clientId: string; readonly clientSecret: string },
  fetcher: typeof fetch,
  now: number,
): Promise<AccessToken> {
  const response = await fetcher(`${options.authUrl}/token`, {
    method: 'POST',
    body: new URLSearchParams({
      client_id: options.clientId,
      client_secret: options.clientSecret,
      grant_type: 'client_credentials',
    }),
    signal: AbortSignal.timeout(8_000),
  });
  const json: unknown = await response.json().catch(() => null);
  const parsed = tokenAnswer.safeParse(json);
  if (!response.ok || !parsed.success) throw new Error(`Twitch gave no app token (HTTP ${response.status})`);
  return { token: parsed.data.access_token, expiresAt: now + parsed.data.expires_in * 1000 };
}

const renewed = tokenAnswer.extend({ refresh_token: z.string().min(1) });

export type Renewed =
  | { readonly ok: true; readonly access: AccessToken; readonly refresh: string }
  /** `grant`: the refresh token is dead (a new password, a disconnected app), and only a new consent helps. */
  | { readonly ok: false; readonly reason: 'grant' | 'unreachable' };

/**
 * A new access token of a user, good for about four hours. The refresh token that comes with it may be another one, so both
 * have to be stored before either is used (Twitch: refreshing access tokens).
 */
export async function renewUserToken(
  options: { readonly authUrl: string; readonly clientId: string; readonly clientSecret: string },
  refresh: string,
  fetcher: typeof fetch,
  now: number,
): Promise<Renewed> {
  const body = new URLSearchParams({
    client_id: options.clientId,
    client_secret: options.clientSecret,
    grant_type: 'refresh_token',
    refresh_token: refresh,
  });
  const signal = AbortSignal.timeout(8_000);
  const response = await fetcher(`${options.authUrl}/token`, {
    method: 'POST',
    body,
    redirect: 'manual',
    signal,
  }).catch(() => null);
  const json: unknown = await response?.json().catch(() => null);
  const parsed = renewed.safeParse(json);
  // "Invalid refresh token" is a 400, and a 401 where the user has disconnected the app.
  if (response?.status === 400 || response?.status === 401) return { ok: false, reason: 'grant' };
  if (!response?.ok || !parsed.success) return { ok: false, reason: 'unreachable' };
  const { access_token: token, expires_in, refresh_token } = parsed.data;
  return { ok: true, access: { token, expiresAt: now + expires_in * 1000 }, refresh: refresh_token };
}
