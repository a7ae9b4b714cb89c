import { beforeAll, describe, expect, it } from 'vitest';
import { migrateForCost } from '../../../tests/cost/database.ts';
import { A_PAGE, Place } from '../../../tests/support/bookmarks.ts';
import { PageNotThere } from './bookmark-metadata.ts';
import { addBookmark, changeBookmark } from './bookmarks.ts';

beforeAll(migrateForCost);

describe('the job that reads a page', () => {
  it('keeps what the page says, once', async () => {
    const place = await Place.make();
    await place.says('add example.com/fish');
    expect(await place.does(place.jobs[0])).toEqual(['https://example.com/fish']);
    const { title, description, image, site } = A_PAGE;
    expect(await place.find(1)).toMatchObject({
      title,
      description,
      image,
      site,
      metadata: 'read',
      metadataReason: null,
    });
    expect(await place.does(place.jobs[0])).toEqual([]);
    expect(await place.says('search fishes penguin')).toContain('#1: Fish of the sea');
  });

  it('leaves what a person gave', async () => {
    const place = await Place.make();
    await addBookmark(place.ctx(), { url: 'example.com/fish', title: 'Mine', description: 'And mine' });
    await place.does(place.jobs[0]);
    expect(await place.find(1)).toMatchObject({
      title: 'Mine',
      description: 'And mine',
      site: 'Example',
      metadata: 'read',
    });
    await changeBookmark(place.ctx(), 1, { title: null, description: null });
    expect(place.jobs).toHaveLength(2);
    await place.does(place.jobs[1]);
    expect(await place.find(1)).toMatchObject({ title: A_PAGE.title, description: A_PAGE.description });
  });

  it('leaves what was given while it read', async () => {
    const place = await Place.make();
    await place.says('add example.com/fish');
    await place.does(place.jobs[0], async () => {
      await place.says('edit 1 Mine');
      return A_PAGE;
    });
    expect(await place.find(1)).toMatchObject({ title: 'Mine', description: A_PAGE.description });
    await place.says('undo 1');
    expect(place.jobs).toHaveLength(2);
    await place.does(place.jobs[1]);
    expect(await place.find(1)).toMatchObject({ title: A_PAGE.title });
  });

  it('keeps nothing of a page whose bookmark is deleted before or meanwhile, and reads it once that is undone', async () => {
    const place = await Place.make();
    await place.says('add example.com/fish');
    await place.does(place.jobs[0], async () => {
      await place.says('delete 1');
      return A_PAGE;
    });
    expect(await place.does(place.jobs[0])).toEqual([]);
    await place.says('undo 1');
    expect(await place.find(1)).toMatchObject({ title: '', metadata: 'pending' });
    await place.does(place.jobs[1]);
    expect(await place.find(1)).toMatchObject({ title: A_PAGE.title, metadata: 'read' });
  });

  it('says why a page was not read, and calls it by its address or file', async () => {
    const place = await Place.make();
    await place.says('add example.com/annual.pdf');
    const message = 'it is a PDF, and only web pages tell what they are called';
    await place.does(place.jobs[0], () => ({ ok: false, reason: 'not-a-page', message, title: 'annual.pdf' }));
    expect(await place.find(1)).toMatchObject({ title: 'annual.pdf', metadata: 'failed', metadataReason: message });
  });

  it.each(['resolver', 'unreachable', 'timeout', 'failing'])('is tried again after %s, and heals', async (reason) => {
    const place = await Place.make();
    await place.says('add example.com/fish');
    const away = place.does(place.jobs[0], () => ({
      ok: false,
      reason,
      message: 'it is away',
      title: 'example.com/fish',
    }));
    await expect(away).rejects.toThrow(PageNotThere);
    expect(await place.find(1)).toMatchObject({
      title: 'example.com/fish',
      metadata: 'failed',
      metadataReason: 'it is away',
    });
    await place.does(place.jobs[0]);
    expect(await place.find(1)).toMatchObject({ title: A_PAGE.title, metadata: 'read', metadataReason: null });
  });

  it('reads it again when asked to, and forgets nothing where it is away then', async () => {
    const place = await Place.make();
    await place.says('add example.com/fish');
    await place.does(place.jobs[0]);
    expect(await place.api('POST', '/demo/1/refresh')).toMatchObject({ status: 202, json: { metadata: 'pending' } });
    await place.does(place.jobs[1], () => ({
      ok: false,
      reason: 'missing',
      message: 'it is gone',
      title: 'example.com',
    }));
    expect(await place.find(1)).toMatchObject({ title: A_PAGE.title, site: 'Example', metadata: 'failed' });
    await place.api('POST', '/demo/1/refresh');
    await place.does(place.jobs[2], () => ({ ...A_PAGE, title: 'New', description: null, site: null }));
    expect(await place.find(1)).toMatchObject({ title: 'New', description: null, site: null, metadata: 'read' });
  });

  it('reads nothing for another community, nor for data that is none', async () => {
    const [place, other] = [await Place.make(), await Place.make()];
    await place.says('add example.com/fish');
    expect(await place.does(place.jobs[0], undefined, other.id)).toEqual([]);
    await expect(place.does({ id: 'x' })).rejects.toThrow();
  });
});
