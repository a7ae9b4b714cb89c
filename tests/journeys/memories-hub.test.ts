import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readQuotesCsv } from '../../workers/modules/memories/quotes-csv.ts';
import { aKey, ask } from '../support/api.ts';
import { aPerson } from '../support/sign-in.ts';
import { startWorld, type World } from '../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world?.close());

const api = (method: string, path: string, body?: Record<string, unknown>, key?: string) =>
  // biome-ignore lint/suspicious/noExplicitAny: what is asserted is what it holds
  ask<any>(world, method, path, { ...(body === undefined ? {} : { body }), ...(key === undefined ? {} : { key }) });

/** A community of its own; its slug. */
async function aCommunity(zone = 'Europe/Berlin'): Promise<string> {
  const slug = `c-${randomUUID().slice(0, 8)}`;
  await world.rows(`insert into communities (id, slug, name, zone) values (gen_random_uuid(), $1, 'Somewhere', $2)`, [
    slug,
    zone,
  ]);
  return slug;
}

const HOSTILE = [
  { text: '=HYPERLINK("http://evil.example","x")', author: '+1' },
  { text: "'=1+1", author: "'@x", category: '-5', game: '@Game' },
  { text: 'a, b; c\td "said" he\r\nand went', author: 'Ünïcödé 🐧', title: '＝1' },
  { text: '-- \u202Ertl\u202C <b>', author: '' },
];

describe('quotes as a file', () => {
  it('come back by the import as they were, none of them a formula', async () => {
    const slug = await aCommunity();
    for (const quote of HOSTILE)
      expect(
        (await api('POST', '/quotes', { communityId: slug, saidAt: '2026-03-01T12:34:56.789Z', ...quote })).status,
      ).toBe(201);
    const file = await api('GET', `/quotes/${slug}/csv`);
    expect(file.headers.get('content-type')).toMatch(/^text\/csv; charset=utf-8/);
    expect(file.headers.get('content-disposition')).toBe(`attachment; filename="quotes-${slug}.csv"`);
    expect(file.headers.get('cache-control')).toBe('no-store');
    expect(file.text.split('\r\n')[0]).toMatch(/^\uFEFF?number,text,author,category,game,title,date,status,up,down$/);
    const { problem, lines } = readQuotesCsv(file.text, { now: Date.now(), zone: 'Europe/Berlin' });
    expect(problem).toBeNull();
    expect(lines.map(({ status, reasons }) => [status, reasons])).toEqual(HOSTILE.map(() => ['ok', []]));
    const kept = (await api('GET', `/quotes/${slug}`)).json.data.toReversed();
    expect(lines.map(({ quote }) => quote)).toEqual(
      kept.map(({ text, author, category, game, title, saidAt }: Record<string, string>) => ({
        text,
        author,
        category,
        game,
        title,
        saidAt: Date.parse(saidAt as string),
      })),
    );
  });

  it('hold all of ten thousand, those of no other community, and those alone that were asked for', async () => {
    const slug = await aCommunity();
    await world.rows(
      `insert into quotes (id, community_id, number, text, normalised, status)
       select gen_random_uuid(), c.id, n, 'quote ' || n, 'quote ' || n, case when n % 100 = 0 then 'pending' else 'approved' end
       from communities c, generate_series(1, 10000) n where c.slug = $1`,
      [slug],
    );
    await world.rows(
      `insert into quotes (id, community_id, number, text, normalised)
       select gen_random_uuid(), c.id, n, 'a neighbour’s ' || n, 'a neighbour’s ' || n
       from communities c, unnest(array[5, 10001]) n where c.slug = $1`,
      [await aCommunity()],
    );
    const lines = async (query: string) =>
      (await api('GET', `/quotes/${slug}/csv${query}`)).text.trim().split('\r\n').slice(1);
    const all = await lines('');
    expect(all).toHaveLength(10_000);
    expect(all[9_999]).toMatch(/^10000,quote 10000,/);
    expect(await lines('?status=pending')).toHaveLength(100);
    expect(await lines('?status=approved')).toHaveLength(9_900);
    expect((await api('GET', `/quotes/${slug}/csv?status=gone`)).status).toBe(400);
    const stranger = await aKey(world, { scopes: ['memories:read'], communities: ['demo'] });
    expect((await api('GET', `/quotes/${slug}/csv`, undefined, stranger)).status).toBe(404);
  });
});

describe('two who change one', () => {
  const KINDS = [
    { of: 'quotes', made: { text: 'It works here' }, change: (n: number) => ({ text: `It works ${n}` }) },
    { of: 'bookmarks', made: { title: 'Bring cables' }, change: (n: number) => ({ title: `Bring ${n}` }) },
  ] as const;

  it.each(KINDS)('are told: $of', async ({ of, made, change }) => {
    const slug = await aCommunity();
    const robin = await aPerson(world, { name: 'Robin', roles: { [slug]: 'editor' } });
    const at = `/${of}/${slug}/1`;
    const under = (etag: string, method: string, path: string, body?: object) =>
      ask(world, method, path, {
        ...robin.asked,
        headers: { ...robin.asked.headers, 'if-match': etag },
        ...(body === undefined ? {} : { body }),
      });
    const look = async () => {
      const { headers, json } = await api('GET', at);
      return { etag: headers.get('etag') ?? '', kept: json.quote ?? json };
    };
    expect((await api('POST', `/${of}`, { communityId: slug, ...made })).status).toBe(201);
    const { etag: first, kept } = await look();
    expect(first).toContain(`"${kept.state}.`);
    // Of several at once one is first, and nobody else's is lost unseen.
    const all = await Promise.all([1, 2, 3, 4].map((n) => under(first, 'PATCH', at, change(n))));
    expect(all.map(({ status }) => status).sort()).toEqual([200, 409, 409, 409]);
    const won = all.findIndex(({ status }) => status === 200) + 1;
    expect((await look()).kept).toMatchObject(change(won));
    const before = await look();
    for (const late of [
      await under(first, 'PATCH', at, change(5)),
      await under(first, 'DELETE', at),
      await under(first, 'POST', `${at}/undo`),
    ]) {
      expect([late.status, late.json.error.code]).toEqual([409, 'CONFLICT']);
      expect(late.json.error.changed).toEqual({ by: 'Robin', at: expect.stringMatching(/Z$/) });
    }
    expect(await look()).toEqual(before);
    expect((await under(before.etag, 'POST', `${at}/undo`)).status).toBe(200);
    expect((await under(`"${(await look()).kept.state}"`, 'DELETE', at)).status).toBe(200);
    expect((await api('POST', `${at}/undo`)).status).toBe(200);
    expect((await under('nonsense', 'PATCH', at, change(6))).status).toBe(400);
  });

  it('are told before they approve what they have not read, and not of votes', async () => {
    const slug = await aCommunity();
    const [kim, robin] = await Promise.all(
      ['moderator', 'viewer'].map((role) => aPerson(world, { roles: { [slug]: role as 'moderator' } })),
    );
    await api('POST', '/quotes', { communityId: slug, text: 'It works here' });
    const at = `/quotes/${slug}/1`;
    const state = async () => (await api('GET', at)).json.quote.state;
    const seen = await state();
    await ask(world, 'POST', `${at}/vote`, {
      headers: { 'x-on-behalf-of': robin?.account ?? '' },
      body: { vote: 'up' },
    });
    await api('GET', `/quotes/${slug}/random`);
    // What leaves everything as it is is no change either.
    await api('PATCH', at, { text: 'It works here' });
    expect(await state()).toBe(seen);
    await world.rows(
      `update quotes q set status = 'pending' from communities c where c.id = q.community_id and c.slug = $1`,
      [slug],
    );
    await api('PATCH', at, { text: 'Something else' });
    const approve = (etag: string) =>
      ask(world, 'POST', `${at}/approve`, {
        ...kim?.asked,
        headers: { ...kim?.asked.headers, 'if-match': `"${etag}"` },
      });
    expect((await approve(seen)).status).toBe(409);
    expect((await approve(await state())).status).toBe(200);
  });
});

describe('changes', () => {
  it('of a quote are told with who made them, and its day comes back by undo', async () => {
    const slug = await aCommunity();
    const day = '2026-01-02T12:00:00.000Z';
    await api('POST', '/quotes', { communityId: slug, text: 'First', author: 'Ann', saidAt: day });
    await api('PATCH', `/quotes/${slug}/1`, { text: 'Second', saidAt: '2025-05-05T12:00:00Z' });
    const { data } = (await api('GET', `/quotes/${slug}/1/changes`)).json;
    expect(data).toMatchObject([
      {
        action: 'quote.edit',
        actor: { kind: 'service' },
        before: { text: 'First', saidAt: day },
        after: { text: 'Second', saidAt: '2025-05-05T12:00:00.000Z' },
      },
      { action: 'quote.add', before: null, after: { text: 'First' } },
    ]);
    expect(data[0].before).not.toHaveProperty('normalised');
    expect((await api('POST', `/quotes/${slug}/1/undo`)).json.quote).toMatchObject({ text: 'First', saidAt: day });
    await api('DELETE', `/quotes/${slug}/1`);
    const first = (await api('GET', `/quotes/${slug}/1/changes?limit=1`)).json;
    expect(first.data).toMatchObject([{ action: 'quote.delete' }]);
    const rest = (await api('GET', `/quotes/${slug}/1/changes?cursor=${first.next}`)).json;
    expect(rest.data.map(({ action }: { action: string }) => action)).toEqual([
      'quote.undo',
      'quote.edit',
      'quote.add',
    ]);
    expect((await api('GET', `/quotes/${slug}/2/changes`)).status).toBe(404);
  });

  it('are for those who may change, as what was taken out stands in them', async () => {
    const slug = await aCommunity();
    await api('POST', '/quotes', { communityId: slug, text: 'Mine' });
    await api('POST', '/bookmarks', { communityId: slug, title: 'Bring cables' });
    const reader = await aKey(world, { scopes: ['memories:read'], communities: [slug] });
    const writer = await aKey(world, { scopes: ['memories:write'], communities: [slug] });
    for (const path of [`/quotes/${slug}/1/changes`, `/bookmarks/${slug}/1/changes`]) {
      expect((await api('GET', path, undefined, reader)).status).toBe(403);
      expect((await api('GET', path, undefined, writer)).json.data).toHaveLength(1);
    }
  });
});

describe('series', () => {
  it('count quotes by the month in which the community’s clocks had them, by category and by author', async () => {
    const slug = await aCommunity('Pacific/Auckland');
    const now = new Date();
    const says = (text: string, more: object) => api('POST', '/quotes', { communityId: slug, text, ...more });
    await says('One', { author: 'Ann', category: 'bugs', saidAt: now.toISOString() });
    await says('Two', { author: 'ann', saidAt: now.toISOString() });
    await says('Three', { author: 'Bob', saidAt: '1999-12-31T23:00:00Z' });
    await world.rows(
      `update quotes q set up = 3 from communities c where c.id = q.community_id and c.slug = $1 and number = 3`,
      [slug],
    );
    const { json } = await api('GET', `/quotes/${slug}/stats/series`);
    expect(json.months).toHaveLength(12);
    expect(json.months.map(({ quotes }: { quotes: number }) => quotes)).toEqual([...Array(11).fill(0), 2]);
    const start = new Date(json.months[11].from);
    expect(
      new Intl.DateTimeFormat('en-GB', { timeZone: 'Pacific/Auckland', day: 'numeric', hour: 'numeric' }).format(start),
    ).toMatch(/^1(?:,| at)? 00$/);
    expect(json).toMatchObject({
      earlier: 1,
      categories: [
        { category: null, quotes: 2 },
        { category: 'bugs', quotes: 1 },
      ],
      authors: [
        { author: expect.stringMatching(/^ann$/i), quotes: 2 },
        { author: 'Bob', quotes: 1 },
      ],
      best: [{ number: 3, up: 3 }],
    });
  });

  it('count bookmarks and their visits, and what became of reminders', async () => {
    const slug = await aCommunity();
    await api('POST', '/bookmarks', { communityId: slug, title: 'Bring cables' });
    await world.rows(
      `insert into bookmark_visits (bookmark_id, day, visitor)
       select b.id, (now() at time zone 'UTC')::date, v from bookmarks b join communities c on c.id = b.community_id,
         unnest(array['a', 'b']) v where c.slug = $1`,
      [slug],
    );
    const kept = (await api('GET', `/bookmarks/${slug}/stats/series`)).json;
    expect([kept.months.length, kept.days.length, kept.earlier]).toEqual([12, 30, 0]);
    expect(kept.months.at(-1).bookmarks).toBe(1);
    // Visits are of a day of UTC's; this may be the day before in the community.
    expect(kept.days.slice(-2).reduce((sum: number, { visits }: { visits: number }) => sum + visits, 0)).toBe(2);
    const { id: person } = await aPerson(world, { roles: { [slug]: 'viewer' } });
    await world.rows(
      `with r as (
         insert into reminders (id, community_id, number, member_id, text, target, zone)
         select gen_random_uuid(), m.community_id, 1, m.id, 'tea', '{}', 'UTC'
         from members m join accounts a on a.id = m.account_id where a.person_id = $1 returning id)
       insert into reminder_firings (reminder_id, due_at, status)
       select id, extract(epoch from now())::bigint * 1000 - n, case when n = 0 then 'missed' else 'queued' end
       from r, generate_series(0, 2) n`,
      [person],
    );
    const { months } = (await api('GET', `/reminders/${slug}/stats/series`)).json;
    expect(months).toHaveLength(12);
    expect(months.at(-1)).toMatchObject({ made: 1, fired: 2, missed: 1 });
  });
});

describe('bookmarks', () => {
  it('are listed by visits, page by page, also where words are searched for', async () => {
    const slug = await aCommunity();
    for (const title of ['A cable', 'B cable', 'C note', 'D cable'])
      await api('POST', '/bookmarks', { communityId: slug, title });
    await world.rows(
      `update bookmarks b set visits = case number when 2 then 9 when 4 then 1 when 1 then 1 else 0 end
       from communities c where c.id = b.community_id and c.slug = $1`,
      [slug],
    );
    const numbers: number[] = [];
    for (let next: string | null = ''; next !== null; ) {
      const { json } = await api('GET', `/bookmarks/${slug}?sort=visits&limit=1${next && `&cursor=${next}`}`);
      numbers.push(...json.data.map(({ number }: { number: number }) => number));
      next = json.next;
    }
    expect(numbers).toEqual([2, 4, 1, 3]);
    const listed = async (query: string) =>
      (await api('GET', `/bookmarks/${slug}?${query}`)).json.data.map(({ number }: { number: number }) => number);
    expect(await listed('q=cable&sort=visits')).toEqual([2, 4, 1]);
    expect(await listed('q=cable&sort=newest')).toEqual([4, 2, 1]);
    expect((await api('GET', `/bookmarks/${slug}?sort=title`)).status).toBe(400);
  });
});
