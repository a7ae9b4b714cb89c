import { createHash, randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freshCredentials, type StandIns, startStandIns } from './run.ts';

const PUBLIC_URL = 'http://127.0.0.1:9';
const PLATFORMS = ['twitch', 'discord', 'slack', 'youtube', 'kick'] as const;
type Name = (typeof PLATFORMS)[number];

const credentials = freshCredentials();
let standIns: StandIns;
beforeAll(async () => {
  standIns = await startStandIns({ publicUrl: PUBLIC_URL, ...credentials });
  for (const platform of PLATFORMS) (standIns[platform] as { consent: unknown }).consent = 'allow';
});
afterAll(() => standIns?.stop());

const vars = (name: string): string => standIns.vars[name] as string;
const origin = (name: string): string => new URL(vars(name)).origin;

/** Where each has its consent page and its token endpoint, and what sign-in asks for. */
const DOORS: Readonly<
  Record<Name, () => { authorize: string; token: string; id: string; secret: string; scope: string }>
> = {
  twitch: () => ({
    authorize: `${vars('TWITCH_AUTH_URL')}/authorize`,
    token: `${vars('TWITCH_AUTH_URL')}/token`,
    id: vars('TWITCH_CLIENT_ID'),
    secret: vars('TWITCH_CLIENT_SECRET'),
    scope: 'openid',
  }),
  discord: () => ({
    authorize: `${vars('DISCORD_AUTH_URL')}/authorize`,
    token: `${vars('DISCORD_API_URL')}/oauth2/token`,
    id: vars('DISCORD_APPLICATION_ID'),
    secret: vars('DISCORD_CLIENT_SECRET'),
    scope: 'identify',
  }),
  slack: () => ({
    authorize: `${origin('SLACK_AUTH_URL')}/openid/connect/authorize`,
    token: `${vars('SLACK_API_URL')}/openid.connect.token`,
    id: vars('SLACK_CLIENT_ID'),
    secret: vars('SLACK_CLIENT_SECRET'),
    scope: 'openid profile',
  }),
  youtube: () => ({
    authorize: vars('GOOGLE_AUTH_URL'),
    token: vars('GOOGLE_TOKEN_URL'),
    id: vars('GOOGLE_CLIENT_ID'),
    secret: vars('GOOGLE_CLIENT_SECRET'),
    scope: 'openid https://www.googleapis.com/auth/youtube.readonly',
  }),
  kick: () => ({
    authorize: `${vars('KICK_AUTH_URL')}/oauth/authorize`,
    token: `${vars('KICK_AUTH_URL')}/oauth/token`,
    id: vars('KICK_CLIENT_ID'),
    secret: vars('KICK_CLIENT_SECRET'),
    scope: 'user:read',
  }),
};
const WITH_CHALLENGE: readonly Name[] = ['discord', 'youtube', 'kick'];

const verifier = randomBytes(32).toString('base64url');
const challenge = createHash('sha256').update(verifier).digest('base64url');
const redirectUriOf = (platform: Name): string => `${PUBLIC_URL}/auth/callback/${platform}`;

async function authorize(platform: Name, spoiled: Readonly<Record<string, string>> = {}): Promise<Response> {
  const { authorize: at, id, scope } = DOORS[platform]();
  const query = new URLSearchParams({
    response_type: 'code',
    client_id: id,
    redirect_uri: redirectUriOf(platform),
    scope,
    state: 'a state',
    nonce: 'a nonce',
    ...(WITH_CHALLENGE.includes(platform) ? { code_challenge: challenge, code_challenge_method: 'S256' } : {}),
    ...spoiled,
  });
  return fetch(`${at}?${query}`, { redirect: 'manual' });
}

async function codeOf(platform: Name): Promise<string> {
  const back = new URL((await authorize(platform)).headers.get('location') as string);
  expect([back.origin + back.pathname, back.searchParams.get('state')]).toEqual([redirectUriOf(platform), 'a state']);
  return back.searchParams.get('code') as string;
}

/** The token endpoint's answer; undefined where it gives no token. */
async function exchange(platform: Name, code: string, spoiled: Readonly<Record<string, string>> = {}) {
  const { token, id, secret } = DOORS[platform]();
  const body = new URLSearchParams({
    grant_type: 'authorization_code',
    code,
    client_id: id,
    client_secret: secret,
    redirect_uri: redirectUriOf(platform),
    ...(WITH_CHALLENGE.includes(platform) ? { code_verifier: verifier } : {}),
    ...spoiled,
  });
  const json = (await (await fetch(token, { method: 'POST', body })).json()) as Record<string, unknown>;
  return json.access_token === undefined ? undefined : json;
}

describe.each(PLATFORMS)('signing in by the stand-in of %s', (platform) => {
  it('gives a token for a code, once', async () => {
    const code = await codeOf(platform);
    const given = await exchange(platform, code);
    expect(given?.access_token).toEqual(expect.any(String));
    expect(given?.id_token === undefined).toBe(platform === 'discord' || platform === 'kick');
    expect(await exchange(platform, code)).toBeUndefined();
  });

  it.each<Readonly<Record<string, string>>>([
    { client_id: 'another' },
    { client_secret: 'a guess' },
    { redirect_uri: `${PUBLIC_URL}/auth/callback/${platform}/` },
    { code: 'a guess' },
  ])('gives none for %j', async (spoiled) => {
    expect(await exchange(platform, await codeOf(platform), spoiled)).toBeUndefined();
  });

  it.runIf(WITH_CHALLENGE.includes(platform))('gives none without the verifier of the challenge', async () => {
    for (const code_verifier of ['', 'short', 'x'.repeat(43), challenge])
      expect(await exchange(platform, await codeOf(platform), { code_verifier })).toBeUndefined();
  });

  it('sends nobody to an address that is not registered, letter by letter', async () => {
    for (const redirect_uri of [
      `${PUBLIC_URL}/auth/callback/${platform}/`,
      `${PUBLIC_URL}/auth/callback`,
      'https://evil.example/',
    ]) {
      const { headers } = await authorize(platform, { redirect_uri });
      const location = headers.get('location');
      // Twitch tells the registered address of the mismatch.
      expect(location ?? '').not.toContain('code=');
      if (location !== null) expect(location.startsWith(`${redirectUriOf(platform)}?error=`)).toBe(true);
    }
    expect((await authorize(platform, { client_id: 'another' })).headers.get('location')).toBeNull();
  });
});
