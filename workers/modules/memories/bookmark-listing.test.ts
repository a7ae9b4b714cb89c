import { sql } from 'drizzle-orm';
import { beforeAll, describe, expect, it } from 'vitest';
import { migrateForCost } from '../../../tests/cost/database.ts';
import { Place, rows, SAM } from '../../../tests/support/bookmarks.ts';
import { ownTables } from '../../../tests/support/own-tables.ts';
import type { CommunityId } from '../../core/ids.ts';
import type { Ctx } from '../../core/modules.ts';
import { listQuery } from './bookmark-listing.ts';

beforeAll(migrateForCost);

describe('finding bookmarks', () => {
  async function aShelf() {
    const place = await Place.make();
    await place.says('note Running with penguins #sport #birds');
    await place.says('note Cooking fish #food');
    await place.says('note The penguin at dinner #food #birds');
    return place;
  }

  it('by words in any of their forms, and by tags', async () => {
    const place = await aShelf();
    expect(await place.says('search penguin')).toMatch(/^Bookmarks: #\d .*penguin/);
    expect(await place.says('search penguins run')).toBe('#1: Running with penguins #sport #birds');
    expect(await place.says('search penguin -dinner')).toBe('#1: Running with penguins #sport #birds');
    expect(await place.says('search #food penguin')).toBe('#3: The penguin at dinner #food #birds');
    expect(await place.says('search whale')).toContain('No bookmark fits "whale"');
    for (const odd of ['!!!', '" ', ':* & |', "'", '\u0000', '((('])
      expect(await place.says(`search ${odd}x`)).toContain('No bookmark fits');
    expect(await place.says('list')).toBe(
      'Bookmarks: #3 The penguin at dinner · #2 Cooking fish · #1 Running with penguins',
    );
    expect(await place.says('list #food #birds')).toContain('#3: The penguin');
    expect(await place.says('list FOOD')).toBe('Bookmarks: #3 The penguin at dinner · #2 Cooking fish');
    for (const odd of ['#none', '#"', '#a"},{', '#\\', '\u0000'])
      expect(await place.says(`list ${odd}`)).toContain('No bookmark fits');
    expect(await place.says('search penguin -dinners')).toBe('#1: Running with penguins #sport #birds');
    expect(await place.says('tags')).toBe('Tags: #birds (2) #food (2) #sport (1)');
    await place.says('delete 3');
    expect(await place.says('tags')).toBe('Tags: #birds (1) #food (1) #sport (1)');
  });

  it('finds German words in German', async () => {
    const place = await Place.make();
    place.language = 'de';
    await place.says('note Die Pinguine schlafen');
    expect(await place.says('search pinguin')).toBe('#1: Die Pinguine schlafen');
  });

  it('tells what to do where there is none', async () => {
    const place = await Place.make();
    expect(await place.says('list')).toContain('no bookmarks yet');
    expect(await place.says('tags')).toContain('No bookmark has a tag yet');
    expect(await place.says('popular')).toContain('No bookmark was visited yet');
    await place.says('note x');
    await rows(sql`update bookmarks set visits = 7 where community_id = ${place.id}::uuid`);
    expect(await place.says('popular')).toBe('Most visited: #1 x (7)');
  });

  it('lists page by page, by any or all tags, words and who made it', async () => {
    const place = await aShelf();
    await place.says('note Sam saw a penguin', SAM);
    const all: number[] = [];
    let cursor = '';
    do {
      const { json } = await place.api('GET', `/demo?limit=1&q=penguin${cursor}`);
      all.push(...json.data.map(({ number }: { number: number }) => number));
      cursor = json.next === null ? '' : `&cursor=${json.next}`;
    } while (cursor !== '');
    expect(all.toSorted()).toEqual([1, 3, 4]);
    const numbers = async (query: string) =>
      (await place.api('GET', `/demo?${query}`)).json.data.map(({ number }: { number: number }) => number);
    expect(await numbers('limit=2')).toEqual([4, 3]);
    expect(await numbers('tags=sport,food')).toEqual([3, 2, 1]);
    expect(await numbers('tags=Birds,food&match=all')).toEqual([3]);
    expect(await numbers('createdBy=twitch:bm-sam')).toEqual([4]);
    expect(await numbers('createdBy=kick:bm-sam')).toEqual([]);
    expect(await numbers('q=%00')).toEqual([]);
    expect(await numbers(`q=${encodeURIComponent('\u202E')}`)).toEqual([]);
    expect((await place.api('GET', '/demo?tags=a.b')).status).toBe(400);
    expect((await place.api('GET', '/demo?cursor=x')).status).toBe(400);
    const first = (await place.api('GET', '/demo/tags?limit=2')).json;
    expect(first.data).toEqual([
      { tag: 'birds', count: 2 },
      { tag: 'food', count: 2 },
    ]);
    expect((await place.api('GET', `/demo/tags?limit=2&cursor=${first.next}`)).json).toEqual({
      data: [{ tag: 'sport', count: 1 }],
      next: null,
    });
    expect((await place.api('GET', '/demo/stats')).json).toEqual({
      bookmarks: 4,
      notes: 4,
      contributors: 2,
      tags: 3,
      visits: 0,
      latest: 4,
    });
    expect((await place.api('GET', '/demo/popular')).json).toEqual({ data: [] });
  });

  it('goes by the indexes of tags and words among many', async () => {
    const tables = await ownTables();
    const id = crypto.randomUUID() as CommunityId;
    await tables.rows(sql`insert into communities (id, slug, name) values (${id}::uuid, 'many', 'Many')`);
    await tables.rows(sql`insert into bookmarks (id, community_id, number, code, title, tags)
      select gen_random_uuid(), ${id}::uuid, n, 'c' || n, 'Word' || n % 5000, array['t' || n % 2000, 'all'] from generate_series(1, 20000) n`);
    await tables.rows(sql`analyze bookmarks`);
    const ctx = { community: { id } } as Ctx;
    const planOf = async (filters: Parameters<typeof listQuery>[1]) =>
      JSON.stringify(await tables.rows(sql`explain ${listQuery(ctx, filters, { limit: 51 })}`));
    expect(await planOf({ tags: ['t5', 'all'], match: 'all' })).toContain('bookmarks_tags_idx');
    expect(await planOf({ tags: ['t5', 't6'], match: 'any' })).toContain('bookmarks_tags_idx');
    expect(await planOf({ search: 'word77' })).toContain('bookmarks_search_idx');
  });
});
