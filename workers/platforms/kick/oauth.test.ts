import { describe, expect, it } from 'vitest';
import { createPkce } from '../pkce.ts';
import { appToken, authorizeUrl, exchangeCode, introspect, refreshToken, whoAmI } from './oauth.ts';

const NOW = Date.UTC(2026, 9, 4, 12);
const app = { authUrl: 'https://id.example', clientId: 'client-1', clientSecret: 'shh' };

/** A Kick that answers everything the same way and remembers what it was asked. */
function kick(answer: () => Response | Promise<Response>) {
  const seen: Request[] = [];
  const fetcher: typeof fetch = async (input, init) => {
    seen.push(new Request(input as string, init));
    return answer();
  };
  return { seen, fetcher };
}
const saying = (json: unknown, status = 200) => kick(() => Response.json(json, { status }));
const formOf = async (request: Request | undefined) => Object.fromEntries(new URLSearchParams(await request?.text()));
const pair = {
  access_token: 'A',
  refresh_token: 'R',
  token_type: 'Bearer',
  expires_in: '7200',
  scope: 'user:read chat:write',
};

describe('the consent of Kick', () => {
  it('is asked for with state and challenge', () => {
    const url = new URL(
      authorizeUrl({
        authUrl: app.authUrl,
        clientId: app.clientId,
        redirectUri: 'http://localhost:8787/auth/kick',
        state: 'st&te',
        challenge: 'ch',
        scopes: ['user:read', 'chat:write'],
      }),
    );
    expect(url.origin + url.pathname).toBe('https://id.example/oauth/authorize');
    expect(Object.fromEntries(url.searchParams)).toEqual({
      response_type: 'code',
      client_id: 'client-1',
      redirect_uri: 'http://localhost:8787/auth/kick',
      scope: 'user:read chat:write',
      state: 'st&te',
      code_challenge: 'ch',
      code_challenge_method: 'S256',
    });
  });

  it('has a verifier of its own each time, and the S256 challenge to it', async () => {
    const [one, two] = [await createPkce(), await createPkce()];
    expect(one.verifier).toMatch(/^[\w-]{43}$/);
    expect(one.verifier).not.toBe(two.verifier);
    const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(one.verifier));
    const expected = btoa(String.fromCharCode(...new Uint8Array(digest))).replace(
      /[+/=]/g,
      (c) => ({ '+': '-', '/': '_' })[c] ?? '',
    );
    expect(one.challenge).toBe(expected);
  });

  it('is traded for tokens by code and verifier', async () => {
    const { fetcher, seen } = saying(pair);
    const consent = { code: 'C', verifier: 'V', redirectUri: 'http://localhost/cb' };
    expect(await exchangeCode(app, consent, fetcher, NOW)).toEqual({
      ok: true,
      value: {
        access: { token: 'A', expiresAt: NOW + 7_200_000 },
        refresh: 'R',
        scopes: ['user:read', 'chat:write'],
      },
    });
    expect(seen[0]).toMatchObject({ url: 'https://id.example/oauth/token', method: 'POST', redirect: 'manual' });
    expect(await formOf(seen[0])).toEqual({
      grant_type: 'authorization_code',
      code: 'C',
      code_verifier: 'V',
      redirect_uri: 'http://localhost/cb',
      client_id: 'client-1',
      client_secret: 'shh',
    });
  });
});

describe('tokens of Kick', () => {
  it('are renewed with a refresh token, which is replaced', async () => {
    const { fetcher, seen } = saying({ ...pair, refresh_token: 'R2', scope: undefined, expires_in: 60 });
    expect(await refreshToken(app, 'R', fetcher, NOW)).toEqual({
      ok: true,
      value: { access: { token: 'A', expiresAt: NOW + 60_000 }, refresh: 'R2', scopes: [] },
    });
    expect(await formOf(seen[0])).toEqual({
      grant_type: 'refresh_token',
      refresh_token: 'R',
      client_id: 'client-1',
      client_secret: 'shh',
    });
  });

  it('may be the app’s own', async () => {
    const { fetcher, seen } = saying({ access_token: 'A', token_type: 'Bearer', expires_in: '60' });
    expect(await appToken(app, fetcher, NOW)).toEqual({ ok: true, value: { token: 'A', expiresAt: NOW + 60_000 } });
    expect(await formOf(seen[0])).toMatchObject({ grant_type: 'client_credentials' });
  });

  it.each([
    ['grant', 400, { error: 'invalid_grant', error_description: 'spent' }, 'spent'],
    ['grant', 401, { error: 'invalid_grant' }, 'invalid_grant'],
    ['client', 401, { error: 'invalid_client' }, 'invalid_client'],
    ['client', 401, {}, undefined],
    ['invalid', 400, { error: 'Invalid request' }, 'Invalid request'],
    ['limited', 429, {}, undefined],
    ['upstream', 502, '<html>', undefined],
    ['upstream', 302, {}, undefined],
    ['upstream', 200, { access_token: '', expires_in: '5' }, 'an answer that is none'],
    ['upstream', 200, { ...pair, expires_in: 'soon' }, 'an answer that is none'],
    ['invalid', 418, { error: 'constructor' }, 'constructor'],
  ] as const)('are refused as %s: HTTP %d %j', async (reason, status, json, detail) => {
    const { fetcher } = saying(json, status);
    const refused = { ok: false, reason, status, ...(detail ? { detail } : {}) };
    expect(await refreshToken(app, 'R', fetcher, NOW)).toEqual(refused);
  });

  it('are out of reach when nobody answers', async () => {
    const { fetcher } = kick(() => Promise.reject(new DOMException('', 'TimeoutError')));
    expect(await appToken(app, fetcher, NOW)).toEqual({ ok: false, reason: 'unreachable' });
  });
});

describe('a token of Kick', () => {
  const api = { apiUrl: 'https://api.example', token: 'A' };

  it('says whose it is', async () => {
    const { fetcher, seen } = saying({
      data: [{ email: '', name: 'waddlebot', profile_picture: '', user_id: 3_000_002 }],
    });
    expect(await whoAmI(api, fetcher)).toEqual({ ok: true, value: { account: '3000002', login: 'waddlebot' } });
    expect(seen[0]?.url).toBe('https://api.example/public/v1/users');
    expect(seen[0]?.headers.get('authorization')).toBe('Bearer A');
  });

  it.each([
    ['token', 401],
    ['scope', 403],
    ['not-found', 404],
  ] as const)('may be refused: %s', async (reason, status) => {
    const { fetcher } = saying({ data: {}, message: 'No' }, status);
    expect(await whoAmI(api, fetcher)).toEqual({ ok: false, reason, status, detail: 'No' });
  });

  it('may be nobody’s', async () => {
    expect(await whoAmI(api, saying({ data: [] }).fetcher)).toMatchObject({ ok: false, reason: 'upstream' });
  });

  it('says what it is good for', async () => {
    const facts = {
      active: true,
      client_id: 'client-1',
      exp: 1_791_100_000,
      scope: 'user:read chat:write',
      token_type: 'user',
    };
    const { fetcher, seen } = saying({ data: facts, message: 'OK' });
    expect(await introspect({ authUrl: app.authUrl, token: 'A' }, fetcher)).toEqual({
      ok: true,
      value: {
        active: true,
        clientId: 'client-1',
        type: 'user',
        scopes: ['user:read', 'chat:write'],
        expiresAt: 1_791_100_000_000,
      },
    });
    expect(seen[0]).toMatchObject({ method: 'POST', url: 'https://id.example/oauth/token/introspect' });
    expect(await introspect({ authUrl: app.authUrl, token: 'A' }, saying({ data: { active: false } }).fetcher)).toEqual(
      {
        ok: true,
        value: { active: false, clientId: null, type: null, scopes: [], expiresAt: null },
      },
    );
  });
});
