import { runInDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { drizzle } from 'drizzle-orm/neon-http';
import { Hono } from 'hono';
import { requestId } from 'hono/request-id';
import { secureHeaders } from 'hono/secure-headers';
import { beforeEach, describe, expect, it } from 'vitest';
import { type Database, DatabaseError } from '../../db/client.ts';
import type { Scope } from '../core/api.ts';
import { toHex, utf8 } from '../core/bytes.ts';
import type { FeedEntry } from '../core/feed.ts';
import { type CommunityId, channelKey, type Platform } from '../core/ids.ts';
import type { Services } from '../router/services.ts';
import { answerError } from './errors.ts';
import { createFrame } from './frame.ts';
import { liveDoor, liveRoutes } from './live.ts';

const ORIGIN = 'https://bot.example.org';
const SERVICE_KEY = 'the key of this deployment';
const MINUTE = 60_000;

type Query = { readonly [Name in 'community' | 'ticket' | 'after' | 'epoch']?: string };

interface KeyRow {
  readonly key: string;
  readonly scopes: readonly Scope[];
  readonly communities: readonly CommunityId[];
  readonly platforms: readonly Platform[] | null;
}

const hashOf = async (key: string) => toHex(await crypto.subtle.digest('SHA-256', utf8(key)));

/** The door and the tickets over real objects, with communities and keys from a database that is played. */
class TestDoor {
  readonly community = crypto.randomUUID() as CommunityId;
  readonly other = crypto.randomUUID() as CommunityId;
  readonly slug = `c-${this.community.slice(0, 8)}`;
  readonly logged: string[] = [];
  readonly asked: string[] = [];
  readonly #keys = new Map<string, KeyRow>();
  now = Date.now();
  databaseIsAway = false;
  #address = 0;
  /** Where calls come from, unless they say: an address each, so that no limit is shared. */
  readonly #network = crypto.randomUUID();

  get app() {
    const services = {
      settings: { PUBLIC_URL: `${ORIGIN}/`, SERVICE_API_KEY: SERVICE_KEY },
      bindings: env,
      clock: () => this.now,
      behind: (_: number, work: () => Promise<void>) => void work(),
      log: (...line: readonly unknown[]) => void this.logged.push(JSON.stringify(line)),
      db: { run: this.#run, counts: { queries: 0, slow: 0, failed: 0 } } satisfies Database,
    } as unknown as Services;
    const app = new Hono();
    app.use(requestId());
    app.use(secureHeaders());
    app.onError((error, c) => answerError(error, c, services.log));
    app.route('/api/v1', createFrame(services).route('/live', liveRoutes(services)));
    app.route('/', liveDoor(services));
    return app;
  }

  readonly #run: Database['run'] = async (name, query) => {
    this.asked.push(name);
    if (this.databaseIsAway)
      throw new DatabaseError(name, undefined, undefined, new Error('secret words of the database'));
    const asked = query(drizzle.mock() as unknown as Parameters<typeof query>[0]) as unknown;
    const { params } = (asked as { toSQL(): { params: readonly unknown[] } }).toSQL();
    return (await this.#rows(name, params)) as never;
  };

  async #rows(name: string, params: readonly unknown[]): Promise<unknown> {
    const [param] = params;
    if (name === 'api.community' || name === 'live.community') {
      const row = { id: this.community, slug: this.slug, name: 'Demo', language: 'en', zone: 'UTC', prefix: '!' };
      const another = { ...row, id: this.other, slug: `${this.slug}-other` };
      return [row, another].filter(({ id, slug }) => param === id || param === slug);
    }
    if (name === 'key.find') {
      const found = this.#keys.get(String(param));
      return found
        ? [
            {
              id: found.key.slice(0, 10),
              name: 'Overlay',
              keyStart: found.key.slice(0, 10),
              scopes: found.scopes,
              communityIds: found.communities,
              platforms: found.platforms,
              createdAt: new Date(0),
              expiresAt: null,
              revokedAt: null,
              lastUsedAt: null,
            },
          ]
        : [];
    }
    return [];
  }

  async key(wanted: Partial<KeyRow> = {}): Promise<string> {
    const key = `wbk_${crypto.randomUUID().replaceAll('-', '').padEnd(43, 'x')}`;
    this.#keys.set(await hashOf(key), {
      key,
      scopes: ['feed:read'],
      communities: [this.community],
      platforms: null,
      ...wanted,
    });
    return key;
  }

  async fetch(path: string, { headers = {}, ...init }: RequestInit & { headers?: Record<string, string> } = {}) {
    const address = `${this.#network} ${this.#address++}`;
    return this.app.fetch(
      new Request(`${ORIGIN}${path}`, { ...init, headers: { 'cf-connecting-ip': address, ...headers } }),
      env,
    );
  }

  ticketWith(headers: Record<string, string>, body: unknown = { communityId: this.slug }): Promise<Response> {
    return this.fetch('/api/v1/live/tickets', {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });
  }

  async ticket(headers: Record<string, string> = service): Promise<string> {
    const response = await this.ticketWith(headers);
    return ((await response.json()) as { ticket: string }).ticket;
  }

  connect(query: Query = {}, headers: Record<string, string> = {}): Promise<Response> {
    const search = new URLSearchParams({ community: this.slug, ...query } as Record<string, string>);
    return this.fetch(`/live?${search}`, { headers: { upgrade: 'websocket', ...headers } });
  }

  async publish(...entries: readonly FeedEntry[]): Promise<void> {
    await env.COMMUNITY.getByName(this.community).publish(entries, this.now);
  }
}

const service = { 'x-service-key': SERVICE_KEY };
const bearer = (key: string) => ({ authorization: `Bearer ${key}` });
const browser = { origin: ORIGIN };

const follow = (platform: Platform): FeedEntry => ({
  id: crypto.randomUUID(),
  channel: channelKey(platform, '1'),
  room: '1',
  at: Date.now(),
  is: 'event',
  kind: 'follow',
  author: null,
});

/** What a connection is told, until a frame with entries came. */
async function heard(
  response: Response,
): Promise<{ hello: unknown; channels: string[]; told: (string | undefined)[] }> {
  const socket = response.webSocket;
  if (!socket) throw new Error(`answered ${response.status}: ${await response.text()}`);
  const frames: { type: string; entries?: { channel: string; action?: string; kind?: string }[] }[] = [];
  socket.addEventListener('message', ({ data }) => void frames.push(JSON.parse(String(data))));
  socket.accept();
  for (let i = 0; i < 200 && frames.length < 2; i++) await scheduler.wait(5);
  socket.close(1000);
  const entries = frames.slice(1).flatMap(({ entries = [] }) => entries);
  return {
    hello: frames[0],
    channels: entries.map(({ channel }) => channel),
    told: entries.map(({ action, kind }) => action ?? kind),
  };
}

interface Told {
  readonly error: { readonly code: string; readonly message: string; readonly requestId: string };
}
async function refusal(response: Response): Promise<readonly [number, string, string]> {
  const { error } = (await response.json()) as Told;
  expect(error.requestId).toMatch(/\w/);
  return [response.status, error.code, error.message];
}

let door: TestDoor;
beforeEach(() => {
  door = new TestDoor();
});

describe('a connection', () => {
  it.each(['the service’s key', 'a scoped key'])('is opened by %s, to the community by its slug or id', async (by) => {
    const headers = by === 'a scoped key' ? bearer(await door.key()) : service;
    await door.publish(follow('twitch'));
    for (const community of [door.slug, door.community]) {
      const response = await door.connect({ community, after: '0' }, headers);
      expect(response.status).toBe(101);
      const { hello, channels } = await heard(response);
      expect(hello).toMatchObject({ type: 'hello', gap: false, seq: 0, epoch: expect.any(String) });
      expect(channels).toEqual(['twitch:1']);
    }
  });

  it('goes on where it was', async () => {
    await door.publish(follow('twitch'), follow('kick'));
    const { hello } = await heard(await door.connect({ after: '0' }, service));
    const { epoch } = hello as { epoch: string };
    const again = await heard(await door.connect({ after: '1', epoch }, service));
    expect(again).toMatchObject({ hello: { type: 'hello', epoch, seq: 1, gap: false }, channels: ['kick:1'] });
  });

  it('of a key that is bound to platforms is told of no others, and so is one with its ticket', async () => {
    const key = await door.key({ platforms: ['slack', 'kick'] });
    await door.publish(follow('twitch'), follow('slack'), follow('kick'));
    expect((await heard(await door.connect({ after: '0' }, bearer(key)))).channels).toEqual(['slack:1', 'kick:1']);
    const ticket = await door.ticket(bearer(key));
    expect((await heard(await door.connect({ after: '0', ticket }, browser))).channels).toEqual(['slack:1', 'kick:1']);
  });

  it.each([
    ['no key', {}, 401],
    ['a wrong key', bearer(`wbk_${'x'.repeat(43)}`), 401],
    ['a wrong service key', { 'x-service-key': 'a guess' }, 401],
    ['two keys', { ...service, ...bearer('wbk_x') }, 400],
  ])('is not opened by %s', async (_, headers: Record<string, string>, status) => {
    const response = await door.connect({}, headers);
    expect((await refusal(response))[0]).toBe(status);
  });

  it('is not opened by a key without the scope, or of another community, or to one that is not there', async () => {
    const lacking = await door.key({ scopes: ['channels:read'] });
    expect(await refusal(await door.connect({}, bearer(lacking)))).toEqual([
      403,
      'FORBIDDEN',
      expect.stringContaining('feed:read'),
    ]);
    const foreign = await door.key({ communities: [door.other] });
    expect((await refusal(await door.connect({}, bearer(foreign))))[0]).toBe(404);
    expect((await refusal(await door.connect({ community: 'nowhere' }, service)))[0]).toBe(404);
  });

  it.each([
    { community: '' },
    { community: 'x'.repeat(101) },
    { after: '-1' },
    { after: '1e3' },
    { after: '9'.repeat(16) },
    { epoch: 'x'.repeat(101) },
    { ticket: 'x'.repeat(201) },
  ])('takes no %j', async (query) => {
    expect((await refusal(await door.connect(query, service))).slice(0, 2)).toEqual([400, 'INVALID']);
  });

  it('is a WebSocket: without an upgrade it is said so', async () => {
    for (const headers of [service, { ...service, upgrade: 'h2c' }]) {
      const response = await door.fetch(`/live?community=${door.slug}`, { headers });
      expect(response.headers.get('upgrade')).toBe('websocket');
      expect(await refusal(response)).toEqual([426, 'INVALID', expect.stringContaining('WebSocket')]);
    }
    expect((await door.fetch('/live', { method: 'HEAD' })).status).toBe(426);
  });

  it('is refused in words where there is no place', async () => {
    const stub = env.COMMUNITY.getByName(door.community);
    await runInDurableObject(stub, (_, ctx) => {
      for (let i = 0; i < 100; i++) ctx.acceptWebSocket(new WebSocketPair()[1]);
    });
    expect(await refusal(await door.connect({}, service))).toEqual([
      503,
      'UNAVAILABLE',
      expect.stringContaining('All 100 places'),
    ]);
  });
});

describe('a browser', () => {
  it('connects with a ticket, once', async () => {
    const ticket = await door.ticket();
    expect((await door.connect({ ticket }, browser)).status).toBe(101);
    expect(await refusal(await door.connect({ ticket }, browser))).toEqual([
      401,
      'UNAUTHENTICATED',
      expect.stringContaining('Ask for another'),
    ]);
  });

  it('needs one, even with a key', async () => {
    for (const headers of [browser, { ...browser, ...service }])
      expect(await refusal(await door.connect({}, headers))).toEqual([
        401,
        'UNAUTHENTICATED',
        expect.stringContaining('/api/v1/live/tickets'),
      ]);
  });

  it.each(['https://evil.example', 'http://bot.example.org', `${ORIGIN}.evil.example`, `${ORIGIN}:8443`, 'null', ''])(
    'of another origin does not, whatever it has: %j',
    async (origin) => {
      const ticket = await door.ticket();
      expect(await refusal(await door.connect({ ticket }, { origin, ...service }))).toEqual([
        403,
        'FORBIDDEN',
        expect.stringContaining(ORIGIN),
      ]);
      expect((await door.connect({ ticket }, browser)).status).toBe(101);
    },
  );
});

describe('a ticket', () => {
  it('is of 32 random bytes, and says until when it is good', async () => {
    const tickets = await Promise.all([door.ticketWith(service), door.ticketWith(service)]);
    const [one, other] = (await Promise.all(tickets.map((response) => response.json()))) as {
      ticket: string;
      expiresAt: string;
    }[];
    expect(tickets.map(({ status }) => status)).toEqual([201, 201]);
    expect(one?.ticket).toMatch(/^[A-Za-z0-9_-]{43}$/);
    expect(one?.ticket).not.toBe(other?.ticket);
    expect(one?.expiresAt).toBe(new Date(door.now + MINUTE).toISOString());
    expect(tickets[0]?.headers.get('cache-control')).toBe('no-store');
  });

  it('is kept as its hash alone', async () => {
    const ticket = await door.ticket();
    const rows = await runInDurableObject(env.COMMUNITY.getByName(door.community), (_, { storage }) =>
      storage.sql.exec('SELECT * FROM live_tickets').toArray(),
    );
    const all = JSON.stringify({ platforms: null, areas: null, isPersons: false });
    expect(rows).toEqual([{ hash: await hashOf(ticket), expires: door.now + MINUTE, ticket: all }]);
  });

  it('is made for who may read the feed of that community', async () => {
    expect((await door.ticketWith(bearer(await door.key()))).status).toBe(201);
    const lacking = await door.key({ scopes: ['channels:read'] });
    expect((await door.ticketWith(bearer(lacking))).status).toBe(403);
    const foreign = await door.key({ communities: [door.other] });
    expect((await door.ticketWith(bearer(foreign))).status).toBe(404);
    expect((await door.ticketWith({})).status).toBe(401);
    expect((await door.ticketWith(service, { communityId: door.slug, platforms: null })).status).toBe(400);
  });

  it('of a key hears of changes what its scopes read, of the service’s all', async () => {
    const change = (action: string): FeedEntry => ({
      id: crypto.randomUUID(),
      at: door.now,
      is: 'change',
      action,
      target: 'x:1',
      by: null,
    });
    await door.publish(follow('kick'), change('command.edit'), change('quote.add'), change('key.add'), change('odd'));
    const key = await door.key({ scopes: ['feed:read', 'commands:read', 'memories:write'] });
    const told = async (headers: Record<string, string>) =>
      (await heard(await door.connect({ after: '0', ticket: await door.ticket(headers) }, browser))).told;
    expect(await told(bearer(key))).toEqual(['follow', 'command.edit']);
    expect(await told(bearer(await door.key()))).toEqual(['follow']);
    expect(await told(service)).toEqual(['follow', 'command.edit', 'quote.add', 'key.add', 'odd']);
  });

  it('opens nothing after a minute, nor the feed of another community', async () => {
    const ticket = await door.ticket();
    expect((await door.connect({ ticket, community: `${door.slug}-other` }, browser)).status).toBe(401);
    door.now += MINUTE;
    expect((await door.connect({ ticket }, browser)).status).toBe(401);
  });

  it.each(['', 'x', 'x'.repeat(43), `${'x'.repeat(42)}"`, SERVICE_KEY])('is no other: %j', async (ticket) => {
    expect((await refusal(await door.connect({ ticket }, browser))).slice(0, 2)).toEqual([401, 'UNAUTHENTICATED']);
    expect((await refusal(await door.connect({ ticket, community: 'nowhere' }, browser))).slice(0, 2)).toEqual([
      401,
      'UNAUTHENTICATED',
    ]);
  });

  it('is guessed twenty times from an address: then nothing from there is looked at', async () => {
    const headers = { ...browser, 'cf-connecting-ip': `198.51.100.${crypto.randomUUID()}` };
    for (let i = 0; i < 20; i++) expect((await door.connect({ ticket: 'x'.repeat(43) }, headers)).status).toBe(401);
    const ticket = await door.ticket();
    const response = await door.connect({ ticket }, headers);
    expect(response.status).toBe(429);
    expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await door.connect({ ticket }, browser)).status).toBe(101);
  });
});

it('tells no log of tickets and keys, and never fails on our side', async () => {
  const ticket = await door.ticket();
  const key = await door.key();
  door.databaseIsAway = true;
  const answers = [
    await door.connect({ ticket }, browser),
    await door.connect({}, bearer(key)),
    await door.connect({ community: '%00' }, bearer(key)),
  ];
  for (const { status } of answers) expect(status).toBe(503);
  door.databaseIsAway = false;
  const log = door.logged.join('\n');
  for (const secret of [ticket, key, await hashOf(ticket), SERVICE_KEY, 'secret words'])
    expect(log).not.toContain(secret);
  for (const odd of ['\0', '🐧', '"', '\ud800', '../..', '%F0%9F'])
    for (const query of [{ community: odd }, { ticket: odd }, { epoch: odd, after: '3' }, { after: odd }])
      expect((await door.connect(query, service)).status, JSON.stringify(query)).toBeLessThan(500);
});
