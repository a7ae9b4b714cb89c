import { describe, expect, it } from 'vitest';
import { authorizeUrl, exchangeCode, readRedirect, refreshToken, SCOPES, tokenScopes, whoAmI } from './oauth.ts';

const NOW = Date.parse('2026-10-04T12:00:00Z');
const [WRITE = ''] = Object.keys(SCOPES.bot);
const [READ = ''] = Object.keys(SCOPES.channel);
const CLIENT = {
  authUrl: 'https://accounts.example/o/oauth2/v2/auth',
  tokenUrl: 'https://oauth2.example/token',
  clientId: 'client-1',
  clientSecret: 'the client secret',
};

function google(answer: () => Response | Promise<Response>) {
  const asked: { url: string; form: Record<string, string>; init: RequestInit }[] = [];
  const fetcher = (async (url, init) => {
    const form = init?.body instanceof URLSearchParams ? Object.fromEntries(init.body) : {};
    asked.push({ url: String(url), form, init: init as RequestInit });
    return answer();
  }) as typeof fetch;
  return { asked, fetcher };
}
const tokens = (more: object = {}) => ({
  access_token: 'a1',
  expires_in: 3599,
  refresh_token: 'r1',
  scope: `${WRITE} openid`,
  token_type: 'Bearer',
  ...more,
});
const exchange = (answer: () => Response | Promise<Response>, needs: readonly string[] = [WRITE]) =>
  exchangeCode(CLIENT, { code: 'c1', redirectUri: 'https://bot.example/back', needs }, google(answer).fetcher, NOW);
const error =
  (code: string, status = 400) =>
  () =>
    Response.json({ error: code, error_description: 'No.' }, { status });

describe('consent', () => {
  it('is asked for so that a refresh token comes of it', () => {
    const url = new URL(
      authorizeUrl(CLIENT, { redirectUri: 'https://bot.example/back?x=1', state: 's 1', scopes: [WRITE, READ] }),
    );
    expect(url.origin + url.pathname).toBe(CLIENT.authUrl);
    expect(Object.fromEntries(url.searchParams)).toEqual({
      response_type: 'code',
      client_id: 'client-1',
      redirect_uri: 'https://bot.example/back?x=1',
      scope: `${WRITE} ${READ}`,
      state: 's 1',
      access_type: 'offline',
      prompt: 'consent',
      include_granted_scopes: 'true',
    });
  });

  it('comes back with a code, for the question that was asked', () => {
    expect(readRedirect(new URLSearchParams('state=s1&code=c1&scope=x'), 's1')).toEqual({ ok: true, code: 'c1' });
    expect(readRedirect(new URLSearchParams('state=s2&code=c1'), 's1')).toEqual({ ok: false, reason: 'wrong-state' });
    expect(readRedirect(new URLSearchParams('code=c1'), 's1')).toEqual({ ok: false, reason: 'wrong-state' });
  });

  it('may come back with a no', () => {
    const back = (query: string) => readRedirect(new URLSearchParams(`state=s1&${query}`), 's1');
    expect(back('error=access_denied')).toEqual({ ok: false, reason: 'denied' });
    expect(back('error=admin_policy_enforced')).toEqual({
      ok: false,
      reason: 'refused',
      error: 'admin_policy_enforced',
    });
    expect(back('')).toEqual({ ok: false, reason: 'refused', error: 'no code' });
  });
});

describe('a code', () => {
  it('is traded for tokens', async () => {
    const { asked, fetcher } = google(() => Response.json(tokens()));
    const given = { code: 'c1', redirectUri: 'https://bot.example/back', needs: [WRITE] };
    expect(await exchangeCode(CLIENT, given, fetcher, NOW)).toEqual({
      ok: true,
      access: { token: 'a1', expiresAt: NOW + 3_599_000 },
      refresh: 'r1',
      scopes: [WRITE, 'openid'],
    });
    expect(asked[0]).toMatchObject({
      url: CLIENT.tokenUrl,
      init: { method: 'POST', redirect: 'manual' },
      form: {
        grant_type: 'authorization_code',
        code: 'c1',
        redirect_uri: 'https://bot.example/back',
        client_id: 'client-1',
        client_secret: 'the client secret',
      },
    });
  });

  it('is worth nothing without what is needed', async () => {
    expect(await exchange(() => Response.json(tokens()), [WRITE, READ])).toEqual({
      ok: false,
      reason: 'under-scoped',
      missing: [READ],
    });
    expect(await exchange(() => Response.json(tokens({ scope: undefined })))).toMatchObject({ missing: [WRITE] });
    expect(await exchange(() => Response.json(tokens({ refresh_token: undefined })))).toEqual({
      ok: false,
      reason: 'unavailable',
      error: 'no refresh token',
    });
  });

  it('may be refused', async () => {
    expect(await exchange(error('invalid_grant'))).toEqual({ ok: false, reason: 'invalid_grant' });
    expect(await exchange(error('redirect_uri_mismatch'))).toMatchObject({
      reason: 'refused',
      error: 'redirect_uri_mismatch',
    });
    expect(await exchange(error('invalid_client', 401))).toMatchObject({ reason: 'refused', error: 'invalid_client' });
  });

  it.each([
    ['a server error', () => Response.json({ error: 'internal_failure' }, { status: 500 }), 'HTTP 500'],
    ['no JSON', () => new Response('<html>'), 'HTTP 200'],
    ['no token', () => Response.json({ expires_in: 1 }), 'HTTP 200'],
    ['no connection', () => Promise.reject(new TypeError('a1 r1')), 'TypeError'],
  ])('may meet %s', async (_, answer, words) => {
    expect(await exchange(answer)).toEqual({ ok: false, reason: 'unavailable', error: words });
  });
});

describe('a refresh token', () => {
  const refresh = (answer: () => Response) => refreshToken(CLIENT, 'r0', google(answer).fetcher, NOW);

  it('brings the next access token, and lives on', async () => {
    const { asked, fetcher } = google(() => Response.json(tokens({ refresh_token: undefined })));
    expect(await refreshToken(CLIENT, 'r0', fetcher, NOW)).toMatchObject({
      ok: true,
      access: { token: 'a1', expiresAt: NOW + 3_599_000 },
      refresh: 'r0',
    });
    expect(asked[0]?.form).toMatchObject({ grant_type: 'refresh_token', refresh_token: 'r0', client_id: 'client-1' });
  });

  it('is replaced where Google gives another', async () => {
    expect(await refresh(() => Response.json(tokens()))).toMatchObject({ refresh: 'r1' });
  });

  it('that is dead stays dead, and one that Google had no time for does not', async () => {
    expect(await refresh(error('invalid_grant'))).toEqual({ ok: false, reason: 'invalid_grant' });
    expect(await refresh(error('quotaExceeded', 503))).toMatchObject({ reason: 'unavailable' });
  });
});

describe('an access token', () => {
  it('speaks as a channel, or as none', async () => {
    const { asked, fetcher } = google(() =>
      Response.json({ items: [{ id: 'UCwaddlebot00000000000000', snippet: { title: 'WaddleBot' } }] }),
    );
    expect(await whoAmI('https://api.example/youtube/v3', 'a1', fetcher)).toEqual({
      ok: true,
      channel: { id: 'UCwaddlebot00000000000000', title: 'WaddleBot' },
    });
    expect(asked[0]?.url).toBe('https://api.example/youtube/v3/channels?part=id,snippet&mine=true');
    expect(new Headers(asked[0]?.init.headers).get('authorization')).toBe('Bearer a1');
    const none = google(() => Response.json({ kind: 'youtube#channelListResponse' }));
    expect(await whoAmI('https://api.example', 'a1', none.fetcher)).toEqual({ ok: true, channel: null });
    const refused = google(() => Response.json({ error: {} }, { status: 403 }));
    expect(await whoAmI('https://api.example', 'a1', refused.fetcher)).toEqual({
      ok: false,
      reason: 'unavailable',
      error: 'HTTP 403',
    });
  });

  it('may do what Google says it may', async () => {
    const { asked, fetcher } = google(() => Response.json({ scope: `${WRITE} ${READ}`, expires_in: '3000' }));
    expect(await tokenScopes(CLIENT.tokenUrl, 'a1', fetcher)).toEqual({ ok: true, scopes: [WRITE, READ] });
    expect(asked[0]?.url).toBe('https://oauth2.example/tokeninfo?access_token=a1');
    expect(await tokenScopes(CLIENT.tokenUrl, 'a1', google(error('invalid_token')).fetcher)).toMatchObject({
      reason: 'refused',
      error: 'invalid_token',
    });
  });
});
