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
