import { beforeEach, describe, expect, it } from 'vitest';
import type { NamedLimit, Standing } from '../../durable-objects/rate-limiter.ts';
import type { Scope } from '../core/api.ts';
import type { CommunityId } from '../core/ids.ts';
import type { ListedKey } from '../router/keys.ts';
import { type AuthOptions, authenticate, mayAccess, requirePlatform } from './auth.ts';
import { ApiLimits } from './limits.ts';

const NOW = 1_800_000_000_000;
const SERVICE_KEY = 'the key of this deployment';
const KEY: ListedKey = {
  id: '01900000-0000-7000-8000-000000000001',
  name: 'Overlay',
  start: 'wbk_abcdef',
  scopes: ['channels:read'],
  communities: ['01900000-0000-7000-8000-000000000002' as CommunityId],
  platforms: null,
  createdAt: new Date(NOW - 1_000),
  expiresAt: null,
  revokedAt: null,
  lastUsedAt: null,
};

/** Limiters that count all they are asked, or that are away. */
class TestLimiters {
  readonly taken = new Map<string, number>();
  readonly names = new Set<string>();
  away = false;

  of(name: string) {
    this.names.add(name);
    const used = (limit: NamedLimit) => this.taken.get(`${name} ${limit.name}`) ?? 0;
    const take = async (
      limits: readonly [NamedLimit],
      _: number,
      __ = 1,
      besides: readonly NamedLimit[] = [],
    ): Promise<Standing> => {
      if (this.away) throw new Error('the object cannot be reached');
      const full = [...limits, ...besides].find((limit) => used(limit) >= limit.count);
      const [limit] = limits;
      if (full)
        return {
          allowed: false,
          name: full.name,
          limit: full.count,
          remaining: 0,
          resetMs: 60_000,
          retryAfterMs: 30_000,
        };
      this.taken.set(`${name} ${limit.name}`, used(limit) + 1);
      return {
        allowed: true,
        name: limit.name,
        limit: limit.count,
        remaining: limit.count - used(limit),
        resetMs: 60_000,
        retryAfterMs: 0,
      };
    };
    return { take };
  }
}

let limiters: TestLimiters;
let keys: Map<string, ListedKey>;
let lookedFor: string[];
let used: string[];
beforeEach(() => {
  limiters = new TestLimiters();
  keys = new Map([['wbk_right', KEY]]);
  lookedFor = [];
  used = [];
});

function come(headers: Readonly<Record<string, string>>, options: Partial<AuthOptions> = {}) {
  const given: AuthOptions = {
    serviceKey: SERVICE_KEY,
    limits: new ApiLimits({ limiter: (name) => limiters.of(name), clock: () => NOW, log: () => {} }),
    clock: () => NOW,
    findKey: async (key) => {
      lookedFor.push(key);
      return keys.get(key) ?? null;
    },
    noteUse: async ({ id }) => void used.push(id),
    sessionIn: () => undefined,
    findSession: async () => null,
    requireOwnPage: async () => undefined,
    onServiceKeyRefused: async () => undefined,
    ...options,
  };
  return authenticate(
    given,
    new Request('https://x.test/', { headers: { 'cf-connecting-ip': '203.0.113.7', ...headers } }),
  );
}
const bearer = (key: string) => ({ authorization: `Bearer ${key}` });
const service = { 'x-service-key': SERVICE_KEY };

describe('the deployment’s own key', () => {
  it('opens everything', async () => {
    const { caller } = await come(service);
    expect(caller).toEqual({ kind: 'service' });
    expect(mayAccess(caller, 'operator')).toBe(true);
  });

  it('opens nothing where none is set, not even an empty one', async () => {
    for (const serviceKey of [undefined, ''])
      for (const given of ['', 'undefined', SERVICE_KEY])
        await expect(come({ 'x-service-key': given }, { serviceKey })).rejects.toMatchObject({
          code: 'UNAUTHENTICATED',
        });
  });

  it.each(['', 'the key of this deploymen', 'the key of this deployment!', 'THE KEY OF THIS DEPLOYMENT'])(
    'is no other: %j',
    async (guess) => {
      await expect(come({ 'x-service-key': guess })).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
    },
  );

  it('does not come together with another', async () => {
    await expect(come({ ...service, ...bearer('wbk_right') })).rejects.toMatchObject({ code: 'INVALID' });
  });
});

describe('a scoped key', () => {
  it('is who calls, and its use is noted', async () => {
    expect(await come(bearer('wbk_right'))).toMatchObject({ caller: { kind: 'key', key: { name: 'Overlay' } } });
    expect(await come({ authorization: 'bearer wbk_right' })).toMatchObject({ caller: { kind: 'key' } });
    expect(used).toEqual([KEY.id, KEY.id]);
  });

  it('opens nothing once it is revoked or has expired, to the millisecond', async () => {
    keys.set('wbk_revoked', { ...KEY, revokedAt: new Date(NOW - 1) });
    keys.set('wbk_expired', { ...KEY, expiresAt: new Date(NOW) });
    keys.set('wbk_ending', { ...KEY, expiresAt: new Date(NOW + 1) });
    await expect(come(bearer('wbk_revoked'))).rejects.toThrow('"Overlay" was revoked');
    await expect(come(bearer('wbk_expired'))).rejects.toThrow('"Overlay" expired at 2027-01-15T08:00:00.000Z');
    expect(await come(bearer('wbk_ending'))).toMatchObject({ caller: { kind: 'key' } });
    expect(used).toHaveLength(1);
  });

  it.each(['Basic d2Jr', 'wbk_right', 'Bearer', 'Bearer wbk_right more', 'Token wbk_right'])(
    'is sent as a bearer: not %j',
    async (authorization) => {
      await expect(come({ authorization })).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
    },
  );

  it('may what its scopes say, and never what is the operator’s', async () => {
    const { caller } = await come(bearer('wbk_right'));
    expect([mayAccess(caller, 'channels:read'), mayAccess(caller, 'commands:write')]).toEqual([true, false]);
    keys.set('wbk_odd', { ...KEY, scopes: ['operator' as Scope] });
    expect(mayAccess((await come(bearer('wbk_odd'))).caller, 'operator')).toBe(false);
  });

  it('does nothing on platforms it is not bound to', async () => {
    keys.set('wbk_slack', { ...KEY, platforms: ['slack'] });
    const { caller } = await come(bearer('wbk_slack'));
    expect(() => requirePlatform(caller, 'slack')).not.toThrow();
    expect(() => requirePlatform(caller, 'twitch')).toThrow('bound to slack');
  });
});

describe('who is spoken for', () => {
  const speaking: ListedKey = { ...KEY, scopes: ['events:actor'], platforms: ['twitch'] };

  it('is told by the service, and by a key with the scope on its platforms', async () => {
    keys.set('wbk_speaks', speaking);
    const behalf = { 'x-on-behalf-of': 'twitch:12345' };
    const spokenFor = { platform: 'twitch', account: '12345' };
    expect(await come({ ...service, ...behalf })).toMatchObject({ spokenFor });
    expect(await come({ ...bearer('wbk_speaks'), ...behalf })).toMatchObject({ spokenFor });
    await expect(come({ ...bearer('wbk_right'), ...behalf })).rejects.toThrow('lacks the scope events:actor');
    await expect(come({ ...bearer('wbk_speaks'), 'x-on-behalf-of': 'slack:U1' })).rejects.toMatchObject({
      code: 'FORBIDDEN',
    });
  });

  it.each([
    '',
    'ada',
    'twitch:',
    ':1',
    'Twitch:1',
    'myspace:1',
    'twitch:a b',
    'discord:../../users/@me',
    'discord:1?x',
    'slack:%2e',
    `twitch:${'1'.repeat(101)}`,
  ])('is a platform and an id: not %j', async (header) => {
    await expect(come({ ...service, 'x-on-behalf-of': header })).rejects.toMatchObject({ code: 'INVALID' });
  });
});

describe('limits', () => {
  it('look at nothing from an address that showed twenty bad credentials', async () => {
    for (let i = 0; i < 20; i++)
      await expect(come(bearer(`wbk_guess${i}`))).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
    lookedFor = [];
    await expect(come(bearer('wbk_guess'))).rejects.toMatchObject({ code: 'LIMITED', retryAfterMs: 30_000 });
    await expect(come(bearer('wbk_right'))).rejects.toMatchObject({ code: 'LIMITED' });
    await expect(come(service)).rejects.toMatchObject({ code: 'LIMITED' });
    expect(lookedFor).toEqual([]);
    expect(await come({ ...bearer('wbk_right'), 'cf-connecting-ip': '203.0.113.8' })).toMatchObject({
      caller: { kind: 'key' },
    });
  });

  it('count no bad credential where there is none', async () => {
    for (let i = 0; i < 30; i++) await expect(come({})).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
    expect(limiters.taken.size).toBe(0);
  });

  it('let good callers through where no limiter answers, and look at no bad one', async () => {
    limiters.away = true;
    expect(await come(service)).toMatchObject({ caller: { kind: 'service' }, standing: null });
    expect(await come(bearer('wbk_right'))).toMatchObject({ standing: null });
    await expect(come(bearer('wbk_guess'))).rejects.toMatchObject({ code: 'LIMITED', retryAfterMs: 60_000 });
  });

  it('are told as the tighter of the key’s and the address’s', async () => {
    for (let i = 0; i < 5; i++) await come({ ...bearer('wbk_right'), 'cf-connecting-ip': `203.0.113.${i}` });
    expect((await come(bearer('wbk_right'))).standing).toMatchObject({ limit: 600, remaining: 594 });
    expect((await come(service)).standing).toMatchObject({ remaining: 598 });
  });

  it('are kept under names that tell neither a key nor an address', async () => {
    await come(bearer('wbk_right'));
    for (const name of limiters.names) expect(name).toMatch(/^[0-9a-f]{64}$/);
    expect(limiters.names.size).toBe(2);
  });

  it('make no object for a wrong key', async () => {
    await expect(come(bearer('wbk_guess'))).rejects.toThrow();
    expect(limiters.names.size).toBe(1);
  });
});
