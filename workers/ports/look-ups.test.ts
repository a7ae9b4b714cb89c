import { env } from 'cloudflare:workers';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Tokens } from '../router/tokens.ts';
import type { Base } from './base.ts';
import { kickPort } from './kick.ts';
import { youtubePort } from './youtube.ts';

const NOW = Date.UTC(2026, 9, 4, 12);

/** What was asked of the network, and what of the database. */
let seen: { readonly url: string; readonly authorization: string | null; readonly body: string }[];
let queries: string[];
let isDatabaseAway: boolean;
let answer: (url: string, authorization: string | null) => Response;

beforeEach(() => {
  seen = [];
  queries = [];
  isDatabaseAway = false;
  vi.stubGlobal('fetch', async (url: string, init?: RequestInit) => {
    const authorization = new Headers(init?.headers).get('authorization');
    seen.push({ url, authorization, body: String(init?.body ?? '') });
    return answer(url, authorization);
  });
});
afterEach(() => void vi.unstubAllGlobals());

/** A port's parts with real `Upstream` objects, of an installation of its own. */
function base(): Base {
  const settings = {
    KICK_API_URL: 'https://api.kick.example',
    KICK_AUTH_URL: 'https://id.kick.example',
    KICK_CLIENT_ID: 'client-1',
    KICK_CLIENT_SECRET: 'shh',
    YOUTUBE_API_URL: 'https://youtube.example/v3',
    YOUTUBE_UNITS_PER_DAY: 3,
    GOOGLE_CLIENT_ID: crypto.randomUUID(),
    ENCRYPTION_KEY: 'a key of this test alone, long enough',
  };
  const run = async (name: string) => {
    queries.push(name);
    if (isDatabaseAway) throw new Error('no database');
    return [];
  };
  const UPSTREAM = { getByName: (name: string) => env.UPSTREAM.getByName(`${settings.GOOGLE_CLIENT_ID}:${name}`) };
  const clock = () => NOW;
  const tokens = new Tokens(UPSTREAM as unknown as typeof env.UPSTREAM, clock);
  return { settings, bindings: { UPSTREAM }, db: { run }, tokens, clock, log: () => {} } as unknown as Base;
}

describe('Kick', () => {
  const CHANNEL = '3000001';
  let issued: number;
  let good: string;

  beforeEach(() => {
    issued = 0;
    good = 'app-1';
    answer = (url, authorization) => {
      if (url.startsWith('https://id.kick.example'))
        return Response.json({ access_token: `app-${++issued}`, expires_in: '5184000', token_type: 'Bearer' });
      if (authorization !== `Bearer ${good}`)
        return Response.json({ data: {}, message: 'Unauthorized' }, { status: 401 });
      return Response.json({ data: [], message: 'OK' });
    };
  });

  it('is asked with the app’s own token, which is asked for once and kept', async () => {
    const { client } = kickPort(base());
    expect(await client.lookUpLive(CHANNEL)).toBeNull();
    expect(await client.findAccount(CHANNEL, 'pia')).toBeNull();
    expect(Object.fromEntries(new URLSearchParams(seen[0]?.body))).toEqual({
      grant_type: 'client_credentials',
      client_id: 'client-1',
      client_secret: 'shh',
    });
    expect(seen.slice(1).map(({ authorization }) => authorization)).toEqual(['Bearer app-1', 'Bearer app-1']);
    expect(queries).toEqual(['installation.load', 'installation.store']);
  });

  it('is asked with another one when that is refused', async () => {
    const { client } = kickPort(base());
    await client.lookUpLive(CHANNEL);
    good = 'app-2';
    expect(await client.lookUpLive(CHANNEL)).toBeNull();
    expect(issued).toBe(2);
  });

  it('is asked while the database is away', async () => {
    isDatabaseAway = true;
    expect(await kickPort(base()).client.lookUpLive(CHANNEL)).toBeNull();
  });

  it('that gives no token ends the look-up, and nothing is said of the secret', async () => {
    answer = () => Response.json({ error: 'invalid_client', error_description: 'shh is wrong' }, { status: 401 });
    await expect(kickPort(base()).client.lookUpLive(CHANNEL)).rejects.toThrow(
      /^Kick did not answer a look-up: no token$/,
    );
  });
});

it('YouTube is asked for units that are paid where messages and live chats are', async () => {
  const parts = base();
  const { client } = youtubePort(parts);
  const upstream = parts.bindings.UPSTREAM.getByName(`youtube:${parts.settings.GOOGLE_CLIENT_ID}`);
  // Paid, and then there is no token to ask with: nobody has connected the bot's account here.
  await expect(client.findAccount('UC1', '@pia')).rejects.toThrow('no token');
  expect(await upstream.unitsUsed(NOW)).toBe(1);
  for (let i = 0; i < 2; i++) await expect(client.findAccount('UC1', '@pia')).rejects.toThrow('no token');
  await expect(client.findAccount('UC1', '@pia')).rejects.toThrow('the units of the day are used up');
  expect(await upstream.unitsUsed(NOW)).toBe(3);
  expect(seen).toEqual([]);
});
