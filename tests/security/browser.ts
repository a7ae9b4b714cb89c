import { expect } from 'vitest';
import WebSocket from 'ws';
import { type Abuse, crossed, type Site } from './site.ts';

const SCRIPTS = [
  `<script>alert(1)</script>`,
  `"><img src=x onerror=alert(1)>`,
  `javascript:alert(1)`,
  `'-alert(1)-'`,
  `</title><svg onload=alert(1)>`,
  `{{constructor.constructor('alert(1)')()}}`,
];

const REFLECTED: readonly ((text: string) => string)[] = [
  (text) => `/${text}`,
  (text) => `/api/v1/${text}`,
  (text) => `/api/v1/quotes/${text}`,
  (text) => `/b/${text}`,
  (text) => `/auth/${text}`,
  (text) => `/docs?${new URLSearchParams({ url: decodeURIComponent(text) })}`,
];

/** Whether a browser would run what came: as a page, with the attack unescaped in it. */
function expectHarmless({ headers, text }: Awaited<ReturnType<Site['raw']>>, script: string): void {
  expect(headers['x-content-type-options']).toBe('nosniff');
  const isPage = String(headers['content-type']).includes('html');
  if (!isPage) return;
  if (/[<>"']/.test(script)) expect(text).not.toContain(script);
  const policy = String(headers['content-security-policy']);
  expect(policy).toContain("default-src 'none'");
  expect(policy).not.toMatch(/script-src[^;]*'unsafe-inline'/);
}

export const scripts: readonly Abuse[] = [
  ...crossed(SCRIPTS, REFLECTED, (script, at) => ({
    name: `${script} reflected at ${at('…')}`,
    attack: async (site) =>
      expectHarmless(await site.raw('GET', at(encodeURIComponent(script)), { accept: 'text/html' }), script),
  })),
  ...SCRIPTS.map((script) => ({
    name: `${script} stored as a quote`,
    attack: async (site: Site) => {
      const body = { communityId: 'demo', text: `${script} ${crypto.randomUUID()}` };
      const { headers } = await site.api('POST', '/quotes', { body });
      expect(headers.get('content-type')).toContain('application/json');
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('content-security-policy')).toContain("default-src 'none'");
    },
  })),
];

const FORGED: Readonly<Record<string, (site: Site) => Readonly<Record<string, string>>>> = {
  'no token': ({ owner }) => omit(owner.asked.headers, 'x-csrf-token'),
  'the cookie alone': ({ owner }) => ({ cookie: owner.asked.headers.cookie as string }),
  'another’s token': ({ owner, viewer }) => ({
    ...owner.asked.headers,
    'x-csrf-token': viewer.asked.headers['x-csrf-token'] as string,
  }),
  'a token that is none': ({ owner }) => ({ ...owner.asked.headers, 'x-csrf-token': 'A'.repeat(43) }),
  'a token of the attacker’s own in both places': ({ owner }) => ({
    ...owner.asked.headers,
    cookie: `wb_session=${owner.token}; wb_csrf=${'A'.repeat(43)}`,
    'x-csrf-token': 'A'.repeat(43),
  }),
  'the page of another site': ({ owner }) => ({ ...owner.asked.headers, origin: 'https://evil.example' }),
  'a frame in a sandbox': ({ owner }) => ({
    ...owner.asked.headers,
    origin: 'null',
    'sec-fetch-site': 'cross-site',
  }),
  'a page without an origin, and a browser that says nothing of its site': ({ owner }) => ({
    ...omit(owner.asked.headers, 'sec-fetch-site'),
    origin: 'null',
  }),
  'a cross-site request': ({ owner }) => ({ ...owner.asked.headers, 'sec-fetch-site': 'cross-site' }),
  'a sister domain': ({ owner }) => ({ ...owner.asked.headers, 'sec-fetch-site': 'same-site' }),
  'a form': ({ owner }) => ({
    ...omit(owner.asked.headers, 'x-csrf-token'),
    'content-type': 'application/x-www-form-urlencoded',
  }),
  'text that is JSON': ({ owner }) => ({ ...omit(owner.asked.headers, 'x-csrf-token'), 'content-type': 'text/plain' }),
};

const omit = (headers: Readonly<Record<string, string>>, name: string): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(headers).filter(([known]) => known !== name));

const OWN_WRITES = [
  ['POST', '/quotes', { communityId: 'demo', text: 'forged' }],
  ['PATCH', '/memories/demo/settings', { remindersPerPerson: 1 }],
  ['DELETE', '/quotes/demo/1', undefined],
] as const;

export const forgedRequests: readonly Abuse[] = crossed(
  Object.entries(FORGED),
  OWN_WRITES,
  ([how, headers], [method, path, body]) => ({
    name: `${method} ${path} by ${how}`,
    attack: async (site) => {
      const before = await site.quotes();
      const { status } = await site.api(method, path, { headers: headers(site), ...(body ? { body } : {}) }, null);
      expect(status).toBe(403);
      expect(await site.quotes()).toBe(before);
    },
  }),
);

const PAGES = [
  '/',
  '/docs',
  '/openapi.json',
  '/health',
  '/ready',
  '/auth/sign-in',
  '/auth/account',
  '/auth/nowhere',
  '/nowhere',
  '/b/nowhere',
  '/c/nowhere',
  '/p/nowhere',
  '/api/v1/communities',
  '/style.css',
];

export const framing: readonly Abuse[] = PAGES.map((path) => ({
  name: `${path} in a frame`,
  attack: async (site) => {
    const { headers } = await site.raw('GET', path, { accept: 'text/html' });
    expect(headers['x-frame-options']).toMatch(/DENY|SAMEORIGIN/);
    expect(headers['content-security-policy']).toContain("frame-ancestors 'none'");
    expect(headers['referrer-policy']).toBe(path.startsWith('/auth/') ? 'same-origin' : 'no-referrer');
  },
}));

/** How a connection to the feed ends: open, or the status it was refused with. */
const connected = (site: Site, path: string, headers: Readonly<Record<string, string>>): Promise<number> =>
  new Promise((resolve) => {
    const socket = new WebSocket(site.world.worker.url.replace('http', 'ws') + path, { headers });
    socket.once('open', () => {
      socket.terminate();
      resolve(101);
    });
    socket.once('unexpected-response', (_, answer) => {
      socket.terminate();
      resolve(answer.statusCode ?? 0);
    });
    socket.once('error', () => undefined);
  });

const LIVE = '/live?community=demo';
const SOCKETS: Readonly<
  Record<string, (site: Site) => readonly [string, Readonly<Record<string, string>>, readonly number[]]>
> = {
  'another site with the victim’s cookie': ({ owner }) => [
    LIVE,
    { cookie: owner.asked.headers.cookie as string, origin: 'https://evil.example' },
    [403],
  ],
  'no origin but a sandboxed frame’s': ({ owner }) => [
    LIVE,
    { cookie: owner.asked.headers.cookie as string, origin: 'null' },
    [403],
  ],
  'our own origin without a ticket': ({ owner, world }) => [
    LIVE,
    { cookie: owner.asked.headers.cookie as string, origin: world.publicUrl },
    [401],
  ],
  'a ticket that is none': ({ world }) => [`${LIVE}&ticket=${'A'.repeat(43)}`, { origin: world.publicUrl }, [401]],
  nobody: () => [LIVE, {}, [401]],
  'a wrong key': () => [LIVE, { 'x-service-key': 'x'.repeat(43) }, [401]],
  'a member of another community': ({ other }) => [LIVE, { cookie: other.owner.asked.headers.cookie as string }, [404]],
};

export const sockets: readonly Abuse[] = Object.entries(SOCKETS).map(([who, of]) => ({
  name: `the feed to ${who}`,
  attack: async (site) => {
    const [path, headers, statuses] = of(site);
    expect(statuses).toContain(await connected(site, path, headers));
  },
}));
