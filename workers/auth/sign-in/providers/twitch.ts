import * as z from 'zod';
import { SignInFailure } from '../failure.ts';
import type { Provider } from '../provider.ts';

/** Helix: Get Users, without an id: whose token it is. */
const users = z.object({
  data: z.array(z.object({ id: z.string().min(1), login: z.string().min(1), display_name: z.string() })).min(1),
});

/**
 * Twitch Authentication: OIDC authorization code grant flow. The ID token says who it is, Helix how they are called; the two
 * have to agree. Twitch documents no code challenge; the nonce in the signed token keeps a stolen code from counting.
 */
export const twitch: Provider = {
  platform: 'twitch',
  title: 'Twitch',
  scopes: ['openid'],
  pkce: false,
  openId: true,
  anew: { force_verify: 'true' },
  server: ({ TWITCH_AUTH_URL: at }) => ({
    issuer: at,
    authorization_endpoint: `${at}/authorize`,
    token_endpoint: `${at}/token`,
    revocation_endpoint: `${at}/revoke`,
    jwks_uri: `${at}/keys`,
  }),
  client: ({ TWITCH_CLIENT_ID: id, TWITCH_CLIENT_SECRET: secret }) => ({ id, secret }),
  mend(status, body) {
    // Errors are `{status, message}`, and `scope` is a list where RFC 6749 §5.1 has a string.
    if (status >= 400) return { status, body: { error: status === 400 ? 'invalid_grant' : 'invalid_client' } };
    const { scope } = body;
    return { status, body: { ...body, scope: Array.isArray(scope) ? scope.join(' ') : scope } };
  },
  async identify({ settings, clientId, claims, read }) {
    const shown = users.safeParse(await read(`${settings.TWITCH_API_URL}/users`, { 'client-id': clientId }));
    const [user] = shown.data?.data ?? [];
    if (!user) throw new SignInFailure('garbage', 'twitch');
    if (user.id !== claims?.sub) throw new SignInFailure('proof', 'twitch');
    return { account: user.id, login: user.login, displayName: user.display_name || user.login };
  },
};
