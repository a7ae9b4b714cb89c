import { expect } from 'vitest';
import { type Abuse, crossed, type Site } from './site.ts';

const SQL = [
  `'; drop table quotes; --`,
  `' or '1'='1`,
  `") or ("1"="1`,
  `1; select pg_sleep(5)`,
  `\\'; truncate communities; --`,
  `' union select key_hash from api_keys --`,
  `%' or text like '%`,
  `$$; delete from quotes; $$`,
  `\u02bc or 1=1 --`,
  `'||(select current_user)||'`,
];

/** Where people's text reaches statements. */
const PLACES: readonly { readonly at: string; readonly send: (site: Site, text: string) => Promise<void> }[] = [
  {
    at: 'the text of a quote',
    send: async (site, text) => {
      const { status, json } = await site.api<{ quote: { number: number } }>('POST', '/quotes', {
        body: { communityId: 'demo', text: `${text} ${crypto.randomUUID()}` },
      });
      expect(status).toBe(201);
      const shown = await site.api<{ quote: { text: string } }>('GET', `/quotes/demo/${json.quote.number}`);
      expect(shown.json.quote.text.startsWith(text.trim())).toBe(true);
    },
  },
  {
    at: 'words that are looked for',
    send: async (site, text) => {
      const { status } = await site.api('GET', `/quotes/demo?${new URLSearchParams({ q: text })}`);
      expect([200, 400]).toContain(status);
    },
  },
  {
    at: 'a community’s name in the path',
    send: async (site, text) => {
      const { status } = await site.api('GET', `/quotes/${encodeURIComponent(text)}`);
      expect([400, 404]).toContain(status);
    },
  },
  {
    at: 'a cursor',
    send: async (site, text) => {
      const cursor = Buffer.from(JSON.stringify([text])).toString('base64url');
      const { status } = await site.api('GET', `/quotes/demo?${new URLSearchParams({ cursor })}`);
      expect(status).toBe(400);
    },
  },
  {
    at: 'the account somebody is spoken for by',
    send: async (site, text) => {
      const headers = { 'x-service-key': site.world.secrets.service, 'x-on-behalf-of': `twitch:${encodeURI(text)}` };
      const { status } = await site.api('GET', '/quotes/demo', { headers }, null);
      expect(status).toBe(400);
    },
  },
];

export const sqlInjection: readonly Abuse[] = crossed(SQL, PLACES, (text, { at, send }) => ({
  name: `${JSON.stringify(text)} as ${at}`,
  attack: async (site) => {
    const before = await site.quotes();
    await send(site, text);
    expect(await site.quotes()).toBeGreaterThanOrEqual(before);
    expect(await site.world.rows('select from communities limit 1')).toHaveLength(1);
  },
}));

const POLLUTIONS = [
  '{"__proto__":{"isOperator":true}}',
  '{"constructor":{"prototype":{"isOperator":true}}}',
  '{"communityId":"demo","text":"polluted","__proto__":{"role":"owner"}}',
  '{"communityId":"demo","text":"polluted","constructor":{"prototype":{"role":"owner"}}}',
  '{"communityId":"demo","text":{"__proto__":{"toString":"x"}}}',
  '[{"__proto__":{"isOperator":true}}]',
];
const WRITES = [
  ['POST', '/quotes'],
  ['PATCH', '/memories/demo/settings'],
  ['POST', '/reminders/preview'],
] as const;

export const prototypePollution: readonly Abuse[] = crossed(POLLUTIONS, WRITES, (body, [method, path]) => ({
  name: `${body} to ${method} ${path}`,
  attack: async (site) => {
    expect((await site.api(method, path, { body })).status).toBe(400);
    // What polluted the isolate would show in whoever asks next.
    expect((await site.api('GET', '/keys', {}, site.viewer)).status).toBe(403);
    expect(
      (await site.api('POST', '/quotes', { body: { communityId: 'demo', text: 'after it' } }, site.viewer)).status,
    ).toBe(403);
  },
}));

const CLAIMS: Readonly<Record<string, unknown>> = {
  id: '00000000-0000-4000-8000-000000000000',
  number: 1,
  status: 'approved',
  createdBy: 'twitch:1',
  addedBy: 'twitch:1',
  up: 999,
  deletedAt: null,
  role: 'owner',
  roles: ['owner'],
  level: 'owner',
  isOperator: true,
  permissions: ['*'],
  userId: '1',
  community_id: 'others',
};

/** Bodies that are right but for what they claim besides. */
const RIGHT: readonly (readonly [string, string, object])[] = [
  ['POST', '/quotes', { communityId: 'demo', text: 'claimed' }],
  ['PATCH', '/memories/demo/settings', { quoteApproval: false }],
];

export const massAssignment: readonly Abuse[] = crossed(
  Object.entries(CLAIMS),
  RIGHT,
  ([name, value], [method, path, body]) => ({
    name: `${name} in ${method} ${path}`,
    attack: async (site) => {
      const before = await site.quotes();
      const { status, text } = await site.api(method, path, { body: { ...body, [name]: value } });
      expect(status).toBe(400);
      expect(text).toContain(name);
      expect(await site.quotes()).toBe(before);
    },
  }),
);
