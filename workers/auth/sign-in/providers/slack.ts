import * as z from 'zod';
import { SignInFailure } from '../failure.ts';
import { originOf, type Provider } from '../provider.ts';

/** Slack: openid.connect.userInfo. */
const userInfo = z.object({
  ok: z.literal(true),
  sub: z.string().min(1),
  'https://slack.com/user_id': z.string().regex(/^[UW][A-Z0-9]{1,30}$/),
  'https://slack.com/team_id': z.string().min(1),
  name: z.string().nullish(),
});

/** Slack says in 200s that it refused; both errors are of codes. */
const OF_CODES = ['invalid_code', 'code_already_used', 'code_expired'];

/** Sign in with Slack (OpenID Connect). Its addresses are on slack.com itself, its methods with the others of the Web API. */
export const slack: Provider = {
  platform: 'slack',
  title: 'Slack',
  scopes: ['openid', 'profile'],
  // With a code challenge Slack takes an app for a public one, which ours is not.
  pkce: false,
  openId: true,
  server({ SLACK_AUTH_URL, SLACK_API_URL }) {
    const origin = originOf(SLACK_AUTH_URL);
    return {
      issuer: origin,
      authorization_endpoint: `${origin}/openid/connect/authorize`,
      token_endpoint: `${SLACK_API_URL}/openid.connect.token`,
      jwks_uri: `${origin}/openid/connect/keys`,
    };
  },
  // Slack: auth.revoke; it ends this one token, and leaves the workspace's installation as it is.
  revokeAt: ({ SLACK_API_URL }) => `${SLACK_API_URL}/auth.revoke`,
  client: ({ SLACK_CLIENT_ID: id, SLACK_CLIENT_SECRET: secret }) => ({ id, secret }),
  mend(status, body) {
    if (body.ok === true) return { status, body };
    const error = OF_CODES.includes(String(body.error)) ? 'invalid_grant' : 'invalid_client';
    return { status: status === 200 ? 400 : status, body: { error } };
  },
  async identify({ settings, claims, read }) {
    const shown = userInfo.safeParse(await read(`${settings.SLACK_API_URL}/openid.connect.userInfo`));
    if (!shown.success) throw new SignInFailure('garbage', 'slack');
    const { sub, name } = shown.data;
    const account = shown.data['https://slack.com/user_id'];
    const team = shown.data['https://slack.com/team_id'];
    // The two come by different ways; OpenID Connect Core §5.3.2 has them compared.
    if (sub !== claims?.sub || team !== claims['https://slack.com/team_id']) throw new SignInFailure('proof', 'slack');
    return { account, login: name || account, displayName: name || account };
  },
};
