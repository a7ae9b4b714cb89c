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
