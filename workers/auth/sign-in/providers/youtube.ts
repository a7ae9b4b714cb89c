import * as z from 'zod';
import { SignInFailure } from '../failure.ts';
import { originOf, type Provider } from '../provider.ts';

/** YouTube Data API: channels.list with `mine`. */
const channels = z.object({
  items: z
    .array(
      z.object({
        id: z.string().regex(/^UC[\w-]{1,40}$/),
        snippet: z.object({ title: z.string(), customUrl: z.string().optional() }),
      }),
    )
    .optional(),
});

/**
 * Google's OpenID Connect, and which YouTube channel is theirs: people on YouTube are known by their channel's id, as live
 * chat names them. No refresh token is asked for. One unit of the project's quota each.
 */
export const youtube: Provider = {
  platform: 'youtube',
  title: 'YouTube',
  scopes: ['openid', 'https://www.googleapis.com/auth/youtube.readonly'],
  pkce: true,
  openId: true,
  anew: { prompt: 'select_account' },
  server: ({ GOOGLE_AUTH_URL, GOOGLE_TOKEN_URL, YOUTUBE_API_URL }) => ({
    issuer: originOf(GOOGLE_AUTH_URL),
    authorization_endpoint: GOOGLE_AUTH_URL,
    token_endpoint: GOOGLE_TOKEN_URL,
    revocation_endpoint: `${originOf(GOOGLE_TOKEN_URL)}/revoke`,
    jwks_uri: `${originOf(YOUTUBE_API_URL)}/oauth2/v3/certs`,
  }),
  client: ({ GOOGLE_CLIENT_ID: id, GOOGLE_CLIENT_SECRET: secret }) => ({ id, secret }),
  async identify({ settings, read }) {
    const shown = channels.safeParse(await read(`${settings.YOUTUBE_API_URL}/channels?part=snippet&mine=true`));
    if (!shown.success) throw new SignInFailure('garbage', 'youtube');
    const [channel] = shown.data.items ?? [];
    if (!channel) throw new SignInFailure('no-channel', 'youtube');
    const { title, customUrl } = channel.snippet;
    const login = (customUrl ?? '').replace(/^@/, '') || title || channel.id;
    return { account: channel.id, login, displayName: title || login };
  },
};
