import { env } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';
import { A_COMMUNITY } from '../../tests/support/channel.ts';
import { utf8 } from '../core/bytes.ts';
import type { CommunityId } from '../core/ids.ts';
import { freshWebhookSecret, verifyWebhook } from '../core/standard-webhooks.ts';
import type { PublicFetch, PublicFetchOptions } from '../net/fetch-public.ts';
import { httpModulesDoor } from './http-module-door.ts';
import { moduleOf, sealModuleSecret } from './http-module-rows.ts';
import type { Services } from './services.ts';

const NOW = 1_791_100_000_000;
const ID = '01999999-0000-7000-8000-000000000002';
const OTHER = '01900000-0000-7000-8000-000000000002' as CommunityId;
const KEY = 'an encryption key of these tests';

interface Surroundings {
  readonly allow?: string;
  readonly answer?: PublicFetch;
  readonly sealed?: string;
  /** No module there. */
  readonly gone?: boolean;
}

/** A door of the demo community, with one module behind it. */
async function aDoor({ allow, answer, sealed, gone }: Surroundings = {}) {
  const settings = { PUBLIC_URL: 'https://waddle.example.com/', ENCRYPTION_KEY: KEY, FETCH_ALLOW_HOSTS: allow };
  const secret = freshWebhookSecret();
  const row = {
    id: ID,
    name: 'weather',
    url: `https://${crypto.randomUUID()}.example.com/hook`,
    enabled: false,
    sealedSecret: sealed ?? (await sealModuleSecret({ settings } as unknown as Services, ID, secret)),
    updatedAt: new Date(NOW),
  };
  const asked: PublicFetchOptions[] = [];
  let loads = 0;
  let now = NOW;
  const services = {
    settings,
    bindings: { UPSTREAM: env.UPSTREAM },
    db: {
      counts: {},
      run: async () => {
        loads++;
        return gone ? [] : [row];
      },
    },
    clock: () => now,
    random: () => 0.5,
    log: () => {},
    fetchPublic: async (_: string, options: PublicFetchOptions) => {
      asked.push(options);
      now += 42;
      return answer ?? { ok: true, status: 200, url: '', type: 'text/plain', text: 'Sunny', isCut: false };
    },
  } as unknown as Services;
  const door = httpModulesDoor(services, { community: A_COMMUNITY, prefix: '!' });
  return { door, asked, secret, services, row, loads: () => loads, host: () => new URL(row.url).host };
}

const refused = (reason: 'timeout'): PublicFetch => ({ ok: false, reason, message: '' });
const answered = (status: number, text = ''): PublicFetch => ({
  ok: true,
  status,
  url: '',
  type: 'text/plain',
  text,
  isCut: false,
});

describe('an address of a module', () => {
  it.each([
    ['https://example.com/hook?x=1', null],
    ['https://example.com:8443/', null],
    ['HTTPS://Example.COM', null],
    ['http://example.com/', 'not-https'],
    ['https://localhost/', 'not-public'],
    ['https://10.0.0.1/', 'not-public'],
    ['https://[::1]/', 'not-public'],
    ['https://2130706433/', 'not-public'],
    ['https://metadata.google.internal/', 'not-public'],
    ['ftp://example.com/', 'not-a-url'],
    ['javascript:alert(1)', 'not-a-url'],
    ['https://user:pass@example.com/', 'not-a-url'],
    ['example.com', 'not-a-url'],
    ['', 'not-a-url'],
    [`https://example.com/${'x'.repeat(2_048)}`, 'too-long'],
    ['http://127.0.0.1:9000/hook', 'not-https'],
  ])('%s', async (url, problem) => {
    const { door } = await aDoor();
    expect(door.problemOf(url)).toBe(problem);
  });

  it('on this machine is one where tests say so, and only there', async () => {
    const { door } = await aDoor({ allow: '127.0.0.1:9000, example.com' });
    expect(door.problemOf('http://127.0.0.1:9000/hook')).toBeNull();
    expect(door.problemOf('http://127.0.0.1:9001/hook')).toBe('not-https');
    expect(door.problemOf('http://example.com/hook')).toBe('not-https');
  });
});

describe('a secret', () => {
  it('is another each time, and kept in a form that opens for its module alone', async () => {
    const { door, services } = await aDoor();
    const [one, other] = await Promise.all([door.freshSecret(ID), door.freshSecret(ID)]);
    expect(one.secret).toMatch(/^whsec_/);
    expect(one.secret).not.toBe(other.secret);
    expect(one.sealed).not.toContain(one.secret.slice(6, 20));
    const stranger = await aDoor({ sealed: (await httpModulesDoor(services, WHERE).freshSecret('another')).sealed });
    expect((await moduleOf(stranger.services, A_COMMUNITY.id, ID))?.secret).toBeNull();
  });
});

const WHERE = { community: A_COMMUNITY, prefix: '!' };

describe('a trial', () => {
  it('calls the module once, also one that is off, with a signed sample that says it is a test', async () => {
    const { door, asked, secret } = await aDoor();
    expect(await door.tryOut(ID)).toEqual({
      status: 200,
      tookMs: 42,
      shows: 'Sunny',
      promised: false,
      problem: null,
      breaker: 'closed',
      retryAt: null,
    });
    const [options] = asked as [PublicFetchOptions];
    const body = options.body ?? '';
    expect(await verifyWebhook(secret, new Headers(options.headers), utf8(body), NOW)).toMatch(/^test_/);
    expect(JSON.parse(body)).toMatchObject({
      type: 'invocation',
      test: true,
      command: 'weather',
      args: 'test',
      text: '!weather test',
      community: { slug: 'demo' },
      respond: { sessionId: expect.any(String) },
    });
  });

  it.each([
    [answered(202), { status: 202, shows: null, promised: true, problem: null }],
    [answered(204), { status: 204, shows: null, problem: null }],
    [answered(500), { status: 500, shows: null, problem: expect.stringContaining('No answer from !weather') }],
    [refused('timeout'), { status: null, problem: expect.stringContaining('longer than 5 seconds') }],
  ])('tells what came of it: %j', async (answer, wanted) => {
    const { door, asked } = await aDoor({ answer });
    expect(await door.tryOut(ID)).toMatchObject(wanted);
    expect(asked).toHaveLength(1);
  });

  it('counts for the breaker, calls whatever that says, and closes it again', async () => {
    const failing = await aDoor({ answer: answered(500) });
    for (let i = 0; i < 4; i++) expect(await failing.door.tryOut(ID)).toMatchObject({ breaker: 'closed' });
    expect(await failing.door.tryOut(ID)).toMatchObject({ breaker: 'open', retryAt: expect.any(Number) });
    expect(await failing.door.tryOut(ID)).toMatchObject({ status: 500, breaker: 'open' });
    const host = env.UPSTREAM.getByName(`http:${failing.host()}`);
    await host.report('answered', true, NOW);
    expect(await failing.door.tryOut(ID)).toMatchObject({ breaker: 'closed' });
  });

  it('of a module whose secret is lost, or that is not there, calls nobody', async () => {
    const lost = await aDoor({ sealed: 'v1.00000000.AAAA' });
    expect(await lost.door.tryOut(ID)).toMatchObject({ problem: expect.stringContaining('its secret') });
    const gone = await aDoor({ gone: true });
    expect(await gone.door.tryOut(ID)).toBeNull();
    expect([...lost.asked, ...gone.asked]).toEqual([]);
  });
});

describe('what an isolate knows of a module', () => {
  it('is read once for a while, until it is forgotten', async () => {
    const { door, services, loads } = await aDoor();
    await moduleOf(services, A_COMMUNITY.id, ID);
    await moduleOf(services, A_COMMUNITY.id, ID);
    expect(loads()).toBe(1);
    door.forget();
    await moduleOf(services, A_COMMUNITY.id, ID);
    expect(loads()).toBe(2);
  });

  it('is known to its community alone', async () => {
    const { services, loads } = await aDoor();
    await moduleOf(services, A_COMMUNITY.id, ID);
    await moduleOf(services, OTHER, ID);
    expect(loads()).toBe(2);
  });
});
