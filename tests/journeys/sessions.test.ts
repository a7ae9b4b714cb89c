import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aCommunity, ask } from '../support/api.ts';
import { aPerson } from '../support/sign-in.ts';
import { startWorld, until, type World } from '../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world?.close());

const quote = { communityId: 'demo', text: 'said in the hub' };

describe('who is signed in', () => {
  it('reads and writes what their role allows, as who they are', async () => {
    const ann = await aPerson(world, { roles: { demo: 'editor' } });
    expect((await ask(world, 'GET', '/quotes/demo', ann.asked)).status).toBe(200);
    const added = await ask<{ quote: { addedBy: string } }>(world, 'POST', '/quotes', { ...ann.asked, body: quote });
    expect([added.status, added.json.quote.addedBy]).toEqual([201, `twitch:${ann.account}`]);
  });

  it('hears why not: another role, another community, none at all', async () => {
    const bob = await aPerson(world, { roles: { demo: 'viewer' } });
    const { slug } = await aCommunity(world);
    const refused = await ask(world, 'POST', '/quotes', { ...bob.asked, body: { ...quote, text: 'by a viewer' } });
    expect([refused.status, refused.json.error.code]).toEqual([403, 'FORBIDDEN']);
    expect(refused.json.error.message).toContain('As viewer');
    expect((await ask(world, 'GET', `/quotes/${slug}`, bob.asked)).status).toBe(404);
    expect((await ask(world, 'GET', '/quotes/nowhere', bob.asked)).status).toBe(404);
    expect((await ask(world, 'GET', '/keys', bob.asked)).status).toBe(403);
  });

  it('is nobody with a session that ended, and writes only from pages of ours', async () => {
    const eve = await aPerson(world, { roles: { demo: 'owner' } });
    const { headers } = eve.asked;
    const without = (...names: string[]) =>
      Object.fromEntries(Object.entries(headers).filter(([name]) => !names.includes(name)));
    const write = async (spoiled: Record<string, string>) =>
      (
        await ask(world, 'POST', '/quotes', {
          key: null,
          headers: spoiled,
          body: { ...quote, text: crypto.randomUUID() },
        })
      ).status;
    expect(await write({ ...headers })).toBe(201);
    expect(await write(without('x-csrf-token'))).toBe(403);
    expect(await write({ ...headers, cookie: `wb_session=${eve.token}` })).toBe(403);
    expect(await write({ ...headers, origin: 'https://evil.example' })).toBe(403);
    expect(await write({ ...headers, 'sec-fetch-site': 'cross-site' })).toBe(403);
    const other = await aPerson(world, { roles: { demo: 'owner' } });
    expect(await write({ ...headers, cookie: other.asked.headers.cookie as string })).toBe(403);
    // Counted behind the answers.
    await expect
      .poll(() => world.rows(`select sum(count)::int as count from security_counts where kind = 'csrf-mismatch'`))
      .toEqual([{ count: 5 }]);
    await world.rows('delete from sessions where person_id = $1', [eve.id]);
    expect((await ask(world, 'GET', '/quotes/demo', eve.asked)).status).toBe(401);
  });

  it('has signs that nobody sees counted, and what cannot be kept refused', async () => {
    const ann = await aPerson(world, { roles: { demo: 'owner' } });
    const text = `clean\u0000ed ${crypto.randomUUID()}`;
    expect((await ask(world, 'POST', '/quotes', { ...ann.asked, body: { ...quote, text } })).status).toBe(400);
    const counted = async () =>
      (await ask<{ data: { kind: string; count: number }[] }>(world, 'GET', '/security/counts')).json.data;
    await until('it is counted', async () => (await counted()).some(({ kind }) => kind === 'input-sanitised'));
    expect((await ask(world, 'GET', '/security/counts', ann.asked)).status).toBe(403);
  });
});
