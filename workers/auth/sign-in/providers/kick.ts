import * as z from 'zod';
import { SignInFailure } from '../failure.ts';
import type { Provider } from '../provider.ts';

/** Kick: GET /public/v1/users, without an id: whose token it is. */
const users = z.object({
  data: z.array(z.object({ user_id: z.int().positive(), name: z.string().min(1) })).min(1),
});

/** Kick: OAuth 2.1, where a code challenge is a must. */
export const kick: Provider = {
  platform: 'kick',
  title: 'Kick',
  scopes: ['user:read'],
  pkce: true,
  openId: false,
  server: ({ KICK_AUTH_URL: at }) => ({
    issuer: at,
    authorization_endpoint: `${at}/oauth/authorize`,
    token_endpoint: `${at}/oauth/token`,
    revocation_endpoint: `${at}/oauth/revoke`,
  }),
  client: ({ KICK_CLIENT_ID: id, KICK_CLIENT_SECRET: secret }) => ({ id, secret }),
  async identify({ settings, read }) {
    const shown = users.safeParse(await read(`${settings.KICK_API_URL}/public/v1/users`));
    const [user] = shown.data?.data ?? [];
    if (!user) throw new SignInFailure('garbage', 'kick');
    return { account: String(user.user_id), login: user.name, displayName: user.name };
  },
};
