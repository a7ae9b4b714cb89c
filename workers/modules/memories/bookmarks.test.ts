import { sql } from 'drizzle-orm';
import { beforeAll, describe, expect, it } from 'vitest';
import { migrateForCost } from '../../../tests/cost/database.ts';
import { A_PAGE, MOD, Place, person, rows, SAM } from '../../../tests/support/bookmarks.ts';
import type { Actor } from '../../core/actors.ts';
import { MAX_BOOKMARKS } from './bookmarks.ts';

beforeAll(migrateForCost);

describe('keeping a page in chat', () => {
  it('gives it the next number, tags and a short link, and has it read', async () => {
    const place = await Place.make();
    const said = await place.says('add Example.com/fish?utm_source=x #Fish #Sea-Food');
    const kept = await place.find(1);
    expect(said).toBe(`Kept as bookmark #1: https://waddle.example/b/${kept?.code}`);
    expect(kept).toMatchObject({
      url: 'https://example.com/fish?utm_source=x',
      title: '',
      tags: ['fish', 'sea-food'],
      metadata: 'pending',
      visits: 0,
      createdBy: { account: 'twitch:bm-pia', name: 'pia' },
    });
    expect(place.jobs).toHaveLength(1);
    expect(await place.says('1')).toBe(
      `#1: example.com/fish?utm_source=x – https://waddle.example/b/${kept?.code} #fish #sea-food`,
    );
    expect(await place.says('add https://example.org A title #b')).toContain('Kept as bookmark #2');
    expect(await place.find(2)).toMatchObject({ title: 'A title', tags: ['b'] });
    expect((await place.audit()).map(({ action }) => action)).toEqual(['bookmark.add', 'bookmark.add']);
  });

  it('keeps a page once in a community, however it is spelled, also where several keep it at once', async () => {
    const [place, other] = [await Place.make(), await Place.make()];
    const spellings = ['https://www.example.com/fish/', 'http://example.com/fish?utm_medium=y', 'example.com/fish'];
    const all = [...spellings, ...spellings, ...spellings];
    const said = await Promise.all(all.map((url, n) => place.says(`add ${url} Fish`, person(`p${n}`))));
    expect(said.filter((text) => text.startsWith('Kept'))).toHaveLength(1);
    expect(said.filter((text) => text === 'That page is bookmark #1 already: Fish')).toHaveLength(all.length - 1);
    expect(await place.says('add example.com/other')).toContain('bookmark #2');
    expect(await other.says('add example.com/fish')).toContain('bookmark #1');
  });

  it('gives every number once where many are kept at once', async () => {
    const place = await Place.make();
    await Promise.all(Array.from({ length: 12 }, (_, n) => place.says(`add example.com/${n}`)));
    const [row] = await rows(
      sql`select count(distinct number)::int as n, max(number) as last from bookmarks where community_id = ${place.id}::uuid`,
    );
    expect(row).toEqual({ n: 12, last: 12 });
  });

  it.each([
    ['add ftp://example.com', '"ftp://example.com" is no address of a page'],
    ['add fish', '"fish" is no address'],
    ['add https://user:pass@example.com', 'is no address'],
    ['add example.com #a.b', '"#a.b" cannot be a tag: use up to 30 letters'],
    [`add example.com ${Array.from({ length: 11 }, (_, n) => `#t${n}`).join(' ')}`, 'at most 10 tags'],
    [`add example.com ${'y'.repeat(501)}`, 'That has 501 characters. There is room for 500'],
    ['note #only #tags', 'A note has to say something'],
    ['note \u200B', 'A note has to say something'],
    ['0', '"0" is no number of a bookmark'],
    ['fish', '"fish" is no number'],
    ['99999999999', 'is no number'],
    ['7', 'There is no bookmark #7 here'],
    ['edit 7 x', 'There is no bookmark #7 here'],
    ['tag 7 #x', 'There is no bookmark #7 here'],
    ['delete 7', 'There is no bookmark #7 here'],
    ['undo 7', 'There is no bookmark #7 here'],
  ])('is refused in words: %j', async (typed, said) => {
    const place = await Place.make();
    expect(await place.says(typed)).toContain(said);
    expect(await place.find(1)).toBeNull();
    expect(place.jobs).toEqual([]);
  });

  it('stops at twenty thousand', async () => {
    const place = await Place.make();
    await rows(sql`insert into bookmarks (id, community_id, number, code, title)
      select gen_random_uuid(), ${place.id}::uuid, n, 'full-' || n || ${place.id}, 'x' from generate_series(1, ${MAX_BOOKMARKS}) n`);
    expect(await place.says('note one more')).toContain('This community has 20000 bookmarks');
    await place.says('delete 5', MOD);
    await rows(sql`insert into memory_numbers values (${place.id}::uuid, 'bookmark', ${MAX_BOOKMARKS})`);
    expect(await place.says('note one more')).toBe('Kept as note #20001.');
    expect(await place.says('undo 5', MOD)).toContain('This community has 20000 bookmarks');
  });

  it('speaks German where the community does', async () => {
    const place = await Place.make();
    place.language = 'de';
    expect(await place.says('note Fische füttern')).toBe('Gemerkt als Notiz #1.');
  });
});

describe('notes', () => {
  it('are bookmarks without a page, which nobody reads', async () => {
    const place = await Place.make();
    expect(await place.says('note Feed the penguins #todo')).toBe('Kept as note #1.');
    expect(await place.says('1')).toBe('#1: Feed the penguins #todo');
    expect(await place.find(1)).toMatchObject({ url: null, metadata: 'none' });
    expect(place.jobs).toEqual([]);
    expect((await place.api('POST', '/demo/1/refresh')).status).toBe(409);
    expect((await place.api('PATCH', '/demo/1', { title: null })).status).toBe(400);
  });
});

describe('changing a bookmark', () => {
  it('is for who made it and for moderators', async () => {
    const place = await Place.make();
    await place.says('add example.com/fish Fish');
    for (const typed of ['edit 1 Mine', 'tag 1 #mine', 'delete 1'])
      expect(await place.says(typed, SAM)).toContain('somebody else’s');
    expect(await place.says('undo 1', SAM)).toContain('was not yours');
    expect(await place.says('edit 1 Better')).toBe('Changed bookmark #1.');
    expect(await place.says('tag 1 #a b -#none')).toBe('Bookmark #1 has the tags #a #b now.');
    expect(await place.says('tag 1 -a #c', MOD)).toBe('Bookmark #1 has the tags #b #c now.');
    expect(await place.says('tag 1 -b -c')).toBe('Bookmark #1 has no tags now.');
    expect(await place.find(1)).toMatchObject({ title: 'Better', tags: [] });
    const many = Array.from({ length: 6 }, (_, n) => `#t${n}`).join(' ');
    await place.says(`tag 1 ${many}`);
    expect(await place.says(`tag 1 ${many.replaceAll('t', 'u')}`)).toContain('at most 10 tags');
    const spoken: Actor = { kind: 'service', onBehalfOf: SAM };
    expect((await place.api('DELETE', '/demo/1', undefined, spoken)).status).toBe(403);
  });

  it('deletes it softly, and undo takes it back and forth', async () => {
    const place = await Place.make();
    await place.says('add example.com/fish #a Fish');
    await place.says('tag 1 #b');
    expect(await place.says('delete 1')).toContain('!bookmark undo 1 brings it back');
    expect(await place.says('1')).toContain('no bookmark #1 here');
    expect(await place.says('delete 1')).toContain('no bookmark #1 here');
    expect(await place.says('undo 1')).toContain('Took the last change');
    expect(await place.find(1)).toMatchObject({ title: 'Fish', tags: ['a', 'b'] });
    expect(await place.says('undo 1')).toContain('is gone again');
    expect(await place.says('undo 1')).toContain('Took the last change');
    expect(await place.find(1)).toMatchObject({ title: 'Fish', tags: ['a', 'b'] });
  });

  it('takes the making of it back as well', async () => {
    const place = await Place.make();
    await place.says('note x');
    expect(await place.says('undo 1')).toContain('is gone again');
    expect(await place.find(1)).toBeNull();
    await place.says('undo 1');
    expect(await place.find(1)).toMatchObject({ title: 'x' });
  });

  it('brings nothing back that a moderator took away, but for moderators', async () => {
    const place = await Place.make();
    await place.says('add example.com/fish');
    await place.says('delete 1', MOD);
    expect(await place.says('undo 1')).toContain('was not yours');
    expect(await place.find(1)).toBeNull();
    expect(await place.says('undo 1', person('other', 'moderator'))).toContain('Took the last change');
  });

  it('does not bring a page back that is kept again meanwhile', async () => {
    const place = await Place.make();
    await place.says('add example.com/fish One');
    await place.says('delete 1');
    expect(await place.says('add example.com/fish Two')).toContain('bookmark #2');
    expect(await place.says('undo 1')).toBe('That page is bookmark #2 already: Two');
  });

  it('touches nobody else’s numbers', async () => {
    const [place, other] = [await Place.make(), await Place.make()];
    await place.says('note ours');
    for (const typed of ['1', 'edit 1 x', 'tag 1 #x', 'delete 1', 'undo 1'])
      expect(await other.says(typed, MOD)).toContain('no bookmark #1 here');
    for (const [method, path, body] of [
      ['GET', '/demo/1'],
      ['PATCH', '/demo/1', { title: 'x' }],
      ['DELETE', '/demo/1'],
      ['POST', '/demo/1/undo'],
      ['POST', '/demo/1/refresh'],
    ] as const)
      expect((await other.api(method, path, body)).status).toBe(404);
    expect(await place.find(1)).toMatchObject({ title: 'ours', tags: [] });
  });
});

describe('another address', () => {
  const MOVED = { url: 'https://example.org/birds', metadata: 'pending', image: null, site: null } as const;

  it('leads there, is read, and leaves nothing of what the page before said', async () => {
    const place = await Place.make();
    await place.says('add example.com/fish #a');
    await place.does(place.jobs[0]);
    const before = await place.find(1);
    expect(await place.says('url 1 Example.org/birds')).toBe(
      `Bookmark #1 has its new address now. https://waddle.example/b/${before?.code} leads there.`,
    );
    expect(await place.find(1)).toMatchObject({
      ...MOVED,
      title: '',
      description: null,
      tags: ['a'],
      code: before?.code,
    });
    // Who reads the page before at this moment has nothing to say any more.
    expect(await place.does(place.jobs[1], () => ({ ...A_PAGE, title: 'Birds' }))).toEqual([MOVED.url]);
    expect(await place.find(1)).toMatchObject({ title: 'Birds', metadata: 'read' });
    await place.says('undo 1');
    expect(await place.find(1)).toMatchObject({
      url: before?.url,
      title: before?.title,
      site: null,
      metadata: 'pending',
    });
    await place.does(place.jobs[2]);
    expect(await place.find(1)).toMatchObject({ ...before, updatedAt: expect.any(Date), state: expect.any(String) });
    await place.says('undo 1');
    expect(await place.find(1)).toMatchObject({ ...MOVED, title: 'Birds' });
    const { json } = await place.api('GET', '/demo/1/changes');
    expect(json.data[0]).toMatchObject({
      action: 'bookmark.undo',
      before: { url: before?.url },
      after: { url: MOVED.url },
    });
    expect(json.data[0].after).not.toHaveProperty('urlKey');
  });

  it('leaves what a person gave, and the read of the page before nothing to say', async () => {
    const place = await Place.make();
    await place.api('POST', '', {
      communityId: 'demo',
      url: 'example.com/fish',
      title: 'Mine',
      description: 'And mine',
    });
    await place.does(place.jobs[0], async () => {
      expect((await place.api('PATCH', '/demo/1', { url: 'example.org/birds' })).status).toBe(200);
      return A_PAGE;
    });
    expect(await place.find(1)).toMatchObject({ ...MOVED, title: 'Mine', description: 'And mine' });
    // The same address again is no other page.
    await place.does(place.jobs[1]);
    await place.api('PATCH', '/demo/1', { url: 'example.org/birds', tags: ['b'] });
    expect(await place.find(1)).toMatchObject({ site: 'Example', metadata: 'read', tags: ['b'] });
  });

  it('that was never read does not keep the name of the one after', async () => {
    const place = await Place.make();
    await place.says('add example.com/fish');
    await place.says('url 1 example.org/birds');
    await place.does(place.jobs[1], () => ({ ...A_PAGE, title: 'Birds' }));
    await place.says('undo 1');
    expect(await place.find(1)).toMatchObject({ url: 'https://example.com/fish', title: '', description: null });
  });

  it('is no other bookmark’s, also where several want it at once, and is one of the web', async () => {
    const place = await Place.make();
    for (const page of ['fish', 'birds', 'bears']) await place.says(`add example.com/${page}`);
    expect(await place.says('url 2 https://www.example.com/fish/')).toBe(
      'That page is bookmark #1 already: https://example.com/fish',
    );
    const taken = await place.api('PATCH', '/demo/2', { url: 'example.com/fish', title: 'Mine' });
    expect(taken).toEqual({ status: 409, json: { code: 'CONFLICT', message: 'That page is bookmark 1 already.' } });
    const both = await Promise.all([2, 3].map((n) => place.api('PATCH', `/demo/${n}`, { url: 'example.com/new' })));
    expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
    // Another spelling of its own address is its own.
    expect((await place.api('PATCH', '/demo/1', { url: 'http://example.com/fish/' })).json.url).toBe(
      'http://example.com/fish/',
    );
    for (const url of ['ftp://example.com', 'javascript:1', 'fish', '', `example.com/${'y'.repeat(2_000)}`])
      expect((await place.api('PATCH', '/demo/1', { url })).status).toBe(400);
    expect(await place.says('url 1 fish')).toContain('"fish" is no address of a page');
    expect(await place.says('url 1 example.com/mine', SAM)).toContain('somebody else’s');
    expect(await place.says('url 9 example.com/mine')).toContain('no bookmark #9 here');
    // What was freed may be kept again, and undo does not take it away.
    await place.says('url 1 example.com/moved');
    expect(await place.says('add example.com/fish')).toContain('bookmark #4');
    expect(await place.says('undo 1')).toBe('That page is bookmark #4 already: https://example.com/fish');
  });

  it('makes a page of a note, and undo a note again', async () => {
    const place = await Place.make();
    await place.says('note The guide');
    expect((await place.api('PATCH', '/demo/1', { url: 'example.org/birds', title: null })).json).toMatchObject({
      ...MOVED,
      title: '',
    });
    await place.does(place.jobs[0]);
    await place.says('undo 1', MOD);
    expect(await place.find(1)).toMatchObject({ url: null, title: 'The guide', metadata: 'none', site: null });
    expect(place.jobs).toHaveLength(1);
    expect(await place.says('add example.org/birds')).toContain('bookmark #2');
  });

  it('is no change where the page tells of itself', async () => {
    const place = await Place.make();
    await place.says('add example.com/fish');
    const before = await place.find(1);
    await place.does(place.jobs[0]);
    expect(await place.find(1)).toMatchObject({ title: A_PAGE.title, state: before?.state });
    await place.says('tag 1 #b');
    expect((await place.find(1))?.state).not.toBe(before?.state);
  });
});

describe('by the API', () => {
  it('keeps, changes and deletes as chat does', async () => {
    const place = await Place.make();
    const made = await place.api('POST', '', {
      communityId: 'demo',
      url: 'example.com/fish',
      title: 'Fish',
      description: 'Mine',
      tags: ['#A', 'b'],
    });
    expect(made).toMatchObject({
      status: 201,
      json: { number: 1, title: 'Fish', description: 'Mine', tags: ['a', 'b'] },
    });
    expect(made.json).toMatchObject({ path: expect.stringMatching(/^\/b\/[2-9b-z]{7}$/), createdBy: null });
    expect(await place.api('GET', '/demo/1')).toEqual({ status: 200, json: made.json });
    expect((await place.api('POST', '', { communityId: 'demo', url: 'example.com/fish' })).status).toBe(409);
    expect((await place.api('POST', '', { communityId: 'demo' })).status).toBe(400);
    expect((await place.api('POST', '', { communityId: 'demo', url: 'javascript:1' })).status).toBe(400);
    expect((await place.api('POST', '', { communityId: 'demo', title: '\u0000\ud800' })).status).toBe(400);
    expect((await place.api('PATCH', '/demo/1', { tags: ['c'], description: 'New' })).json).toMatchObject({
      title: 'Fish',
      description: 'New',
      tags: ['c'],
    });
    expect((await place.api('PATCH', '/demo/1', { tags: ['a.b'] })).status).toBe(400);
    expect((await place.api('GET', '/demo/0')).status).toBe(400);
    expect((await place.api('GET', '/demo/2147483648')).status).toBe(400);
    expect((await place.api('DELETE', '/demo/1')).status).toBe(200);
    expect((await place.api('GET', '/demo/1')).status).toBe(404);
    expect((await place.api('POST', '/demo/1/undo')).json).toMatchObject({ number: 1, deleted: false });
  });

  it('keeps odd texts as text', async () => {
    const place = await Place.make();
    for (const title of ["'; drop table bookmarks; --", '$1 {0} %s', '\\', '"', '🐧‍🐟', 'a\nb\u0007c']) {
      const { status, json } = await place.api('POST', '', { communityId: 'demo', title });
      expect([status, json.title]).toEqual([201, title.replace('\nb\u0007', ' b')]);
    }
  });
});
