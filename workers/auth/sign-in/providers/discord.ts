import * as z from 'zod';
import { SignInFailure } from '../failure.ts';
import { originOf, type Provider } from '../provider.ts';

/** Discord: Get Current User. */
const me = z.object({
  id: z.string().regex(/^\d{1,20}$/),
  username: z.string().min(1),
  global_name: z.string().nullish(),
});

/** Discord: OAuth2, authorization code grant; its metadata names S256 and the parameter `iss` (RFC 9207). */
export const discord: Provider = {
  platform: 'discord',
  title: 'Discord',
  scopes: ['identify'],
  pkce: true,
  openId: false,
  anew: { prompt: 'consent' },
  server: ({ DISCORD_AUTH_URL, DISCORD_API_URL }) => ({
    issuer: originOf(DISCORD_API_URL),
    authorization_endpoint: `${DISCORD_AUTH_URL}/authorize`,
    token_endpoint: `${DISCORD_API_URL}/oauth2/token`,
    revocation_endpoint: `${DISCORD_API_URL}/oauth2/token/revoke`,
  }),
  client: ({ DISCORD_APPLICATION_ID: id, DISCORD_CLIENT_SECRET: secret }) => ({ id, secret }),
  async identify({ settings, read }) {
    const shown = me.safeParse(await read(`${settings.DISCORD_API_URL}/users/@me`));
    if (!shown.success) throw new SignInFailure('garbage', 'discord');
    const { id, username, global_name } = shown.data;
    return { account: id, login: username, displayName: global_name || username };
  },
};
