import { sql } from 'drizzle-orm';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type OwnTables, ownTables } from '../../tests/support/own-tables.ts';
import type { Services } from './services.ts';
import { forgetVisits, shortLinks } from './short-links.ts';

const NOON = Date.parse('2026-11-26T12:00:00Z');
const DAY = 24 * 3600_000;
const BROWSER = 'Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0';
const ADDRESS = '203.0.113.77';

let tables: OwnTables;
beforeAll(async () => {
  tables = await ownTables();
  await tables.rows(
    sql`insert into communities (id, slug, name) values ('01900000-0000-7000-8000-000000000001', 'links', 'Links')`,
  );
});
beforeEach(async () => {
  await tables.rows(sql`delete from bookmarks`);
  await tables.rows(sql`insert into bookmarks (id, community_id, number, code, url, title, deleted_at)
    select gen_random_uuid(), '01900000-0000-7000-8000-000000000001', n, code, url, title, deleted_at
    from (values (1, 'fsh2345', 'https://example.com/fish?a=1#b', '', null::timestamptz),
      (2, 'n2t3456', null, 'Füttert <b>die</b> Pinguine', null),
      (3, 'gn23456', 'https://example.com/gone', '', now())) as v (n, code, url, title, deleted_at)`);
});

let now = NOON;
beforeEach(() => {
  now = NOON;
});
const logged: unknown[] = [];
const services = (more: Partial<Services> = {}) =>
  ({
    db: tables,
    clock: () => now,
    log: (...line: unknown[]) => logged.push(line),
    settings: { SESSION_SECRET: 'a secret of the session' },
    ...more,
  }) as unknown as Services;

interface Visit {
  readonly agent?: string;
  readonly from?: string;
  readonly headers?: Record<string, string>;
  readonly method?: string;
}
const visit = (code: string, { agent = BROWSER, from = ADDRESS, headers = {}, method = 'GET' }: Visit = {}) =>
  shortLinks(services()).request(`/b/${code}`, {
    method,
    headers: { 'user-agent': agent, 'cf-connecting-ip': from, ...headers },
  });
const visits = async (): Promise<number> =>
  Number((await tables.rows<{ visits: number }>(sql`select visits from bookmarks where number = 1`))[0]?.visits);

describe('a short link', () => {
  it('leads to the page, is kept by nobody and tells the page nothing', async () => {
    const response = await visit('fsh2345');
    expect(response.status).toBe(302);
    expect(response.headers.get('location')).toBe('https://example.com/fish?a=1#b');
    expect(response.headers.get('referrer-policy')).toBe('no-referrer');
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect((await visit('FSH2345')).status).toBe(302);
  });

  it('shows a note as plain text', async () => {
    const response = await visit('n2t3456');
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toMatch(/^text\/plain/);
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    expect(await response.text()).toBe('Füttert <b>die</b> Pinguine');
  });

  it.each(['gn23456', 'zzzzzzz', 'x', '..%2Fready', "'%20or%201=1", '%00', '%F0%9F%90%A7', 'a'.repeat(2_000)])(
    'that leads nowhere says so: %s',
    async (code) => {
      const response = await visit(code);
      expect(response.status).toBe(404);
      expect(response.headers.get('content-type')).toMatch(/^text\/plain/);
      expect(await response.text()).toContain('no page behind this link');
    },
  );

  it('asks for another time where the database is away', async () => {
    const away = shortLinks(
      services({ db: { counts: {} as never, run: () => Promise.reject(new Error('secret text')) } }),
    );
    const response = await away.request('/b/fsh2345');
    expect(response.status).toBe(503);
    expect(response.headers.get('retry-after')).toBe('30');
    expect(await response.text()).toContain('Try again');
    expect(JSON.stringify(logged)).not.toContain('secret text');
  });
});

describe('a visit', () => {
  it('counts once per visitor and day', async () => {
    for (let i = 0; i < 3; i++) await visit('fsh2345');
    expect(await visits()).toBe(1);
    await visit('fsh2345', { from: '203.0.113.78' });
    await visit('fsh2345', { agent: `${BROWSER} other` });
    expect(await visits()).toBe(3);
    now += 11.9 * 3600_000;
    await visit('fsh2345');
    expect(await visits()).toBe(3);
    now += DAY / 2;
    await visit('fsh2345');
    expect(await visits()).toBe(4);
  });

  it('counts once where it comes several times at once', async () => {
    await Promise.all(Array.from({ length: 8 }, () => visit('fsh2345')));
    expect(await visits()).toBe(1);
  });

  it.each([
    ['HEAD', { method: 'HEAD' }],
    ['Googlebot', { agent: 'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)' }],
    ['Discordbot', { agent: 'Mozilla/5.0 (compatible; Discordbot/2.0; +https://discordapp.com)' }],
    ['Slack', { agent: 'Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)' }],
    ['WhatsApp', { agent: 'WhatsApp/2.23' }],
    ['curl', { agent: 'curl/8.5.0' }],
    ['nobody by name', { agent: '' }],
    ['a prefetch', { headers: { 'sec-purpose': 'prefetch;prerender' } }],
    ['an old prefetch', { headers: { purpose: 'prefetch' } }],
    ['an older prefetch', { headers: { 'x-moz': 'prefetch' } }],
  ] as const)('of %s is led on and not counted', async (_, asked) => {
    expect((await visit('fsh2345', asked)).status).toBe(302);
    expect(await visits()).toBe(0);
    expect(await tables.rows(sql`select from bookmark_visits`)).toEqual([]);
  });

  it.each([
    'Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/19.0 Mobile/15E148 Safari/604.1',
    'Mozilla/5.0 (Linux; Android 16; Cubot X90) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Mobile Safari/537.36',
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36 Edg/142.0.0.0',
  ])('of a person counts: %s', async (agent) => {
    await visit('fsh2345', { agent });
    expect(await visits()).toBe(1);
  });

  it('keeps nothing of the address, nor what tells one day’s visitor from another’s', async () => {
    await visit('fsh2345');
    now += DAY;
    await visit('fsh2345');
    const kept = await tables.rows<{ visitor: string; day: string }>(sql`select * from bookmark_visits order by day`);
    expect(kept).toHaveLength(2);
    expect(kept[0]?.visitor).toMatch(/^[0-9a-f]{32}$/);
    expect(kept[0]?.visitor).not.toBe(kept[1]?.visitor);
    expect(JSON.stringify(kept)).not.toContain(ADDRESS);
  });

  it('is forgotten after 30 days, and still counted', async () => {
    await visit('fsh2345');
    await forgetVisits(services(), NOON + 30 * DAY);
    expect(await tables.rows(sql`select from bookmark_visits`)).toHaveLength(1);
    await forgetVisits(services(), NOON + 31 * DAY);
    expect(await tables.rows(sql`select from bookmark_visits`)).toEqual([]);
    expect(await visits()).toBe(1);
  });
});
