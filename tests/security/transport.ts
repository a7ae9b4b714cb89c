import { expect } from 'vitest';
import { type Abuse, crossed, type Site } from './site.ts';

const CLIMBS = [
  '/../../../../etc/passwd',
  '/%2e%2e/%2e%2e/%2e%2e/etc/passwd',
  '/..%2f..%2f..%2fetc%2fpasswd',
  '/..%5c..%5c..%5cetc%5cpasswd',
  '/vendor/../../../.dev.vars',
  '/vendor/%2e%2e/%2e%2e/.dev.vars',
  '/.dev.vars',
  '/.git/config',
  '/wrangler.toml',
  '/_headers',
  '/%00',
  '/api/v1/quotes/%00',
  '/api/v1/quotes/demo%00.json',
  '/api/v1/quotes/%252e%252e%252f',
  '/b/..%2f..%2fapi%2fv1%2fkeys',
  '//etc/passwd',
  '/\\..\\..\\windows\\win.ini',
  '/api/v1/%2e%2e/%2e%2e/api/v1/keys',
];

export const paths: readonly Abuse[] = CLIMBS.map((path) => ({
  name: path,
  attack: async (site) => {
    // As somebody who is signed in: what nobody gets past the door is no test of what is behind it.
    const { status, text } = await site.raw('GET', path, site.owner.asked.headers);
    expect([301, 302, 307, 308, 400, 403, 404]).toContain(status);
    expect(text).not.toMatch(
      /root:x:|ENCRYPTION_KEY|repositoryformatversion|compatibility_date|Permissions-Policy: camera/,
    );
  },
}));

const KEYS: Readonly<Record<string, (right: string) => Readonly<Record<string, string>>>> = {
  'an empty key': () => ({ 'x-service-key': '' }),
  'a blank': () => ({ 'x-service-key': ' ' }),
  'the key but for its last sign': (right) => ({ 'x-service-key': right.slice(0, -1) }),
  'the key and one sign more': (right) => ({ 'x-service-key': `${right}x` }),
  'the key twice': (right) => ({ 'x-service-key': `${right}, ${right}` }),
  'the key in capitals': (right) => ({ 'x-service-key': right.toUpperCase() }),
  'the key as a bearer token': (right) => ({ authorization: `Bearer ${right}` }),
  'the key as a password': (right) => ({ authorization: `Basic ${btoa(`service:${right}`)}` }),
  'a bearer token that is none': () => ({ authorization: 'Bearer' }),
  undefined: () => ({ 'x-service-key': 'undefined' }),
  'a session’s token as a key': () => ({ authorization: `Bearer ${'A'.repeat(43)}` }),
  'somebody spoken for, and no key': () => ({ 'x-on-behalf-of': 'twitch:1' }),
  'both a key and a token': (right) => ({ 'x-service-key': right, authorization: 'Bearer x' }),
};

export const headers: readonly Abuse[] = [
  ...Object.entries(KEYS).map(([what, of]) => ({
    name: `${what} opens nothing`,
    attack: async (site: Site) => {
      const { status } = await site.api('GET', '/keys', { headers: of(site.world.secrets.service) }, null);
      expect([400, 401]).toContain(status);
    },
  })),
  ...['x-http-method-override', 'x-method-override', 'x-http-method'].map((name) => ({
    name: `${name} deletes nothing`,
    attack: async (site: Site) => {
      const before = await site.quotes();
      await site.api('POST', '/quotes/demo/1', { headers: { [name]: 'DELETE' } });
      expect(await site.quotes()).toBe(before);
    },
  })),
  ...['<script>', 'a\tb', 'x'.repeat(5_000), '"; DROP TABLE', '../../x'].map((id) => ({
    name: `${id.slice(0, 20)} as a request id comes back in no header`,
    attack: async (site: Site) => {
      const { headers: answered } = await site.api('GET', '/quotes/demo', { headers: { 'x-request-id': id } });
      expect(answered.get('x-request-id')).toMatch(/^[\w\-=]{1,64}$/);
    },
  })),
  {
    name: 'a session speaks for nobody else',
    attack: async (site) => {
      const { status } = await site.api('POST', '/quotes', {
        headers: { 'x-on-behalf-of': 'twitch:1' },
        body: { communityId: 'demo', text: 'for another' },
      });
      expect(status).toBe(403);
    },
  },
];

const HOSTS: Readonly<Record<string, string>> = {
  host: 'evil.example',
  'x-forwarded-host': 'evil.example',
  'x-forwarded-proto': 'javascript',
  'x-original-url': '/api/v1/keys',
  'x-rewrite-url': '/api/v1/keys',
  forwarded: 'host=evil.example',
  'x-forwarded-prefix': '//evil.example',
};
const CACHED = ['/openapi.json', '/docs', '/auth/sign-in', '/api/v1/quotes/demo'];

export const caches: readonly Abuse[] = [
  ...crossed(Object.entries(HOSTS), CACHED, ([name, value], path) => ({
    name: `${name} at ${path}`,
    attack: async (site) => {
      const { text, headers: answered } = await site.raw('GET', path, { [name]: value, ...site.owner.asked.headers });
      expect(text).not.toContain('evil.example');
      expect(String(answered.location)).not.toContain('evil.example');
    },
  })),
  ...[
    '/api/v1/quotes/demo/x.css',
    '/api/v1/quotes/demo;.css',
    '/api/v1/quotes/demo/%2e.css',
    '/api/v1/quotes/demo?.js',
  ].map((path) => ({
    name: `${path} is kept by no cache`,
    attack: async (site: Site) => {
      const { headers: answered } = await site.raw('GET', path, site.owner.asked.headers);
      expect(String(answered['cache-control'])).toMatch(/no-store|private/);
    },
  })),
];

const SESSIONS: Readonly<Record<string, (site: Site) => readonly [string, Readonly<Record<string, string>>]>> = {
  'in the address': ({ owner }) => [`/quotes/demo?wb_session=${owner.token}`, {}],
  'as a bearer token': ({ owner }) => ['/quotes/demo', { authorization: `Bearer ${owner.token}` }],
  'under the other name': ({ owner }) => ['/quotes/demo', { cookie: `__Host-wb_session=${owner.token}` }],
  'of the attacker’s own choice': () => ['/quotes/demo', { cookie: `wb_session=${'A'.repeat(43)}` }],
  'behind another of the same name': ({ owner }) => [
    '/quotes/demo',
    { cookie: `wb_session=x; wb_session=${owner.token}` },
  ],
  'with a sign more': ({ owner }) => ['/quotes/demo', { cookie: `wb_session=${owner.token}A` }],
  'as its hash': () => ['/quotes/demo', { cookie: `wb_session=${'a'.repeat(64)}` }],
};

export const fixation: readonly Abuse[] = Object.entries(SESSIONS).map(([how, of]) => ({
  name: `a session ${how}`,
  attack: async (site) => {
    const [path, sent] = of(site);
    expect((await site.api('GET', path, { headers: sent }, null)).status).toBe(401);
  },
}));

const HIDDEN = ['others', 'nowhere', '00000000-0000-4000-8000-000000000000'];
const READS = ['/quotes/{}', '/bookmarks/{}', '/reminders/{}/stats', '/communities/{}', '/memories/{}/settings'];

export const enumeration: readonly Abuse[] = READS.map((path) => ({
  name: `${path} tells no stranger which communities there are`,
  attack: async (site) => {
    const answers = await Promise.all(
      HIDDEN.map(async (named) => {
        const { status, json } = await site.api<{ error: { code: string; message: string } }>(
          'GET',
          path.replace('{}', named),
        );
        return [status, json.error.code, json.error.message.replace(named, '…')];
      }),
    );
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(answers[0]?.[0]).toBe(404);
  },
}));
