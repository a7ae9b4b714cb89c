import { env } from 'cloudflare:workers';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { keyringOf, seal, unseal } from '../core/sealed.ts';
import type { StreamPort } from '../core/stream.ts';
import type { PlatformPort } from '../router/services.ts';
import { Tokens } from '../router/tokens.ts';
import type { Base } from './base.ts';
import { kickPort } from './kick.ts';
import { twitchPort } from './twitch.ts';
import { youtubePort } from './youtube.ts';

const NOW = Date.UTC(2026, 9, 4, 12);
const CHANNEL = '1000001';
const KEYS = keyringOf('a key of this test alone, long enough');

interface Row {
  sealedAccessToken: string;
  sealedRefreshToken: string | null;
  accessExpiresAt: Date | null;
}

/** The one installation there is; null: the channel was never connected. */
let row: Row | null;
let isDatabaseAway: boolean;
/** What was done, in order: `refresh`, `store` and the tokens the platform was asked with. */
let trail: string[];
/** The access tokens that the platform takes. */
let good: string[];
let platform: 'twitch' | 'kick' | 'youtube';

const store = async (access: string, refresh: string | null, expiresAt = NOW + 3_600_000): Promise<void> => {
  const context = `${platform}:${CHANNEL}`;
  row = {
    sealedAccessToken: await seal(KEYS, `${context}:access`, access),
    sealedRefreshToken: refresh === null ? null : await seal(KEYS, `${context}:refresh`, refresh),
    accessExpiresAt: new Date(expiresAt),
  };
};

/** Postgres as far as installations go: what is upserted is what is read next. */
async function run(name: string, query: (d: unknown) => unknown): Promise<unknown> {
  if (isDatabaseAway) throw new Error('no database');
  if (name !== 'installation.store') return row ? [{ id: '1', details: {}, ...row }] : [];
  trail.push('store');
  const keep = (values: Row) => {
    row = values;
    return { onConflictDoUpdate: () => [] };
  };
  return query({ insert: () => ({ values: keep }) });
}

beforeEach(() => {
  row = null;
  isDatabaseAway = false;
  trail = [];
  good = [];
  let issued = 0;
  vi.stubGlobal('fetch', async (url: string, init?: RequestInit) => {
    if (url.includes('/token')) {
      const given = new URLSearchParams(String(init?.body));
      trail.push(`refresh ${given.get('refresh_token')}`);
      if (given.get('refresh_token') === 'dead') return Response.json({ error: 'invalid_grant' }, { status: 400 });
      const access_token = `renewed-${++issued}`;
      good.push(access_token);
      return Response.json({ access_token, refresh_token: `next-${issued}`, expires_in: 14_400, scope: '' });
    }
    const token = new Headers(init?.headers).get('authorization')?.replace('Bearer ', '') ?? '';
    trail.push(token);
    const errors = [{ reason: 'insufficientPermissions' }];
    // Each platform says in its own way that a token lacks the scope.
    if (!good.includes(token))
      return Response.json({ error: { errors } }, { status: platform === 'twitch' ? 401 : 403 });
    if (platform !== 'youtube') return new Response(null, { status: 204 });
    return Response.json({ items: [{ id: 'b1', snippet: { title: 'Old' } }] });
  });
});
afterEach(() => void vi.unstubAllGlobals());

/** A port's stream with real `Upstream` objects, of an installation of its own. */
function streamOf(name: typeof platform): StreamPort {
  platform = name;
  const installation = crypto.randomUUID();
  const settings = {
    TWITCH_API_URL: 'https://api.example',
    TWITCH_AUTH_URL: 'https://id.example',
    TWITCH_CLIENT_ID: 'client-1',
    TWITCH_CLIENT_SECRET: 'shh',
    KICK_API_URL: 'https://api.example',
    KICK_AUTH_URL: 'https://id.example',
    KICK_CLIENT_ID: 'client-1',
    KICK_CLIENT_SECRET: 'shh',
    YOUTUBE_API_URL: 'https://api.example',
    YOUTUBE_UNITS_PER_DAY: 10_000,
    GOOGLE_TOKEN_URL: 'https://id.example/token',
    GOOGLE_CLIENT_ID: 'client-1',
    GOOGLE_CLIENT_SECRET: 'shh',
    ENCRYPTION_KEY: KEYS.current,
  };
  const UPSTREAM = { getByName: (of: string) => env.UPSTREAM.getByName(`${installation}:${of}`) };
  const clock = () => NOW;
  const tokens = new Tokens(UPSTREAM as unknown as typeof env.UPSTREAM, clock);
  const base = { settings, bindings: { UPSTREAM }, db: { run }, tokens, clock, log: () => {} } as unknown as Base;
  const ports = { twitch: twitchPort, kick: kickPort, youtube: youtubePort };
  const port: PlatformPort = ports[name](base);
  if (!port.client.stream) throw new Error(`${name} has no streams`);
  return port.client.stream;
}

const setTitle = (stream: StreamPort) => stream.setTitle(CHANNEL, 'A new title');

describe.each(['twitch', 'kick', 'youtube'] as const)('a verb on %s', (name) => {
  it('is done with the token that the owner gave', async () => {
    const stream = streamOf(name);
    await store('given', 'first');
    good.push('given');
    expect(await setTitle(stream)).toMatchObject({ ok: true });
    expect(new Set(trail)).toEqual(new Set(['given']));
  });

  it('renews a token that has ended once for all who need it, and keeps the new pair before it is used', async () => {
    const stream = streamOf(name);
    await store('ended', 'first', NOW - 1);
    const answers = await Promise.all([1, 2, 3].map(() => setTitle(stream)));
    expect(answers).toEqual(answers.map(() => expect.objectContaining({ ok: true })));
    expect(trail.slice(0, 2)).toEqual(['refresh first', 'store']);
    expect(trail.filter((step) => /refresh|store/.test(step))).toHaveLength(2);
    expect(await unseal(KEYS, `${name}:${CHANNEL}:refresh`, row?.sealedRefreshToken ?? '')).toBe('next-1');
  });

  it('is done at once with what a new consent brought', async () => {
    const stream = streamOf(name);
    await store('without the scope', null);
    expect(await setTitle(stream)).toMatchObject({ ok: false, reason: 'scope' });
    await store('with the scope', 'second');
    good.push('with the scope');
    expect(await setTitle(stream)).toMatchObject({ ok: true });
    expect(trail).not.toContain('refresh second');
  });

  it('is not done for a channel that nobody has connected, until somebody does', async () => {
    const stream = streamOf(name);
    const answer = await setTitle(stream);
    expect(answer).toMatchObject({
      reason: 'scope',
      message: expect.stringContaining(`npm run connect ${name} -- --with stream`),
    });
    expect(trail).toEqual([]);
    await store('given', 'first');
    good.push('given');
    expect(await setTitle(stream)).toMatchObject({ ok: true });
  });

  it('is not done while the database is away, and says that nothing was', async () => {
    const stream = streamOf(name);
    isDatabaseAway = true;
    const answer = await setTitle(stream);
    expect(answer).toMatchObject({ reason: 'upstream', message: expect.stringContaining('nothing was done') });
    expect(trail).toEqual([]);
  });

  it('is not done when the token cannot be renewed any more', async () => {
    const stream = streamOf(name);
    await store('ended', 'dead', NOW - 1);
    const answer = await setTitle(stream);
    expect(answer).toMatchObject({ reason: 'upstream', message: expect.stringContaining('agree again') });
    expect(trail).toEqual(['refresh dead']);
  });
});
