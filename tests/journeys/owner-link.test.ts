import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { askOwnerLink } from '../../scripts/local/owner-link.ts';
import { deploymentOf } from '../../scripts/owner-link.ts';
import { aKey, ask } from '../support/api.ts';
import { Browser } from '../support/form-browser.ts';
import { whileHeld } from '../support/held.ts';
import { aPerson } from '../support/sign-in.ts';
import { startWorld, type World } from '../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world?.close());
beforeEach(() => world.rows(`truncate operators; delete from member_roles`));

const PASSWORD = 'a penguin on the ice';
const aName = () => `ann_${randomUUID().slice(0, 8).replaceAll(/[01]/g, 'x')}`;
const deployment = () => ({ url: world.worker.url, serviceKey: world.secrets.service });
const aLink = async (): Promise<string> => new URL((await askOwnerLink(deployment()))?.url as string).pathname;
const operators = () => world.rows<{ person_id: string }>('select person_id from operators');
const ownersOfDemo = () =>
  world.rows(`select a.login from member_roles r join members m on m.id = r.member_id join accounts a on a.id = m.account_id
    join communities c on c.id = m.community_id where c.slug = 'demo' and r.role = 'owner'`);

describe('the owner’s link', () => {
  it('makes whoever opens it the operator, and the owner of the demo', async () => {
    const path = await aLink();
    const browser = new Browser(world);
    const form = await browser.open(path);
    expect(form.text).toContain('Nobody runs this WaddleBot yet');
    const name = aName();
    const answer = await browser.post(path, browser.fields(form, path, { name, password: PASSWORD }));
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/hub']);
    expect((await browser.open('/auth/local')).text).toContain(`You sign in as ${name}`);
    expect(await operators()).toHaveLength(1);
    expect(await ownersOfDemo()).toEqual([{ login: name }]);
    expect((await browser.open(path)).status).toBe(404);
    expect(await askOwnerLink(deployment())).toBeNull();
    expect(world.logs.join('\n')).not.toContain(path.split('/').at(-1));
    const kept = await world.rows<{ all: string }>(`select string_agg(o::text, '') as all from one_time_links o`);
    expect(kept[0]?.all).not.toContain(path.split('/').at(-1));
  });

  it('makes one operator, however many use it at once, and leaves no half accounts', async () => {
    const path = await aLink();
    const before = (await world.rows('select from persons')).length;
    const all = await Promise.all(
      [1, 2, 3, 4].map(async () => {
        const browser = new Browser(world);
        const form = await browser.open(path);
        return (await browser.post(path, browser.fields(form, path, { name: aName(), password: PASSWORD }))).status;
      }),
    );
    expect(all.sort()).toEqual([303, 404, 404, 404]);
    expect([(await operators()).length, (await world.rows('select from persons')).length]).toEqual([1, before + 1]);
  });

  it('makes one operator, too, where two links were made at once', async () => {
    const links = await Promise.all([aLink(), aLink(), aLink()]);
    const open = await world.rows(`select from one_time_links where purpose = 'owner' and used_at is null`);
    expect(open).toHaveLength(1);
    // As if another Worker's had come through after all.
    await world.rows(
      `insert into one_time_links (token_hash, purpose, expires_at)
       select encode(sha256(convert_to(right(v, 43), 'utf8')), 'hex'), 'owner', now() + interval '10 minutes' from unnest($1::text[]) v
       on conflict do nothing`,
      [links],
    );
    const all = await Promise.all(
      links.map(async (path) => {
        const browser = new Browser(world);
        const form = await browser.open(path);
        return (await browser.post(path, browser.fields(form, path, { name: aName(), password: PASSWORD }))).status;
      }),
    );
    expect(all.sort()).toEqual([303, 404, 404]);
    expect(await operators()).toHaveLength(1);
  });

  it('takes who is signed in, with another token for their session', async () => {
    const ann = await aPerson(world);
    const browser = new Browser(world);
    browser.keep('wb_session', ann.token);
    const path = await aLink();
    const form = await browser.open(path);
    expect(form.text).toContain(`Run it as user_${ann.account}`);
    const answer = await browser.post(`${path}/present`, browser.fields(form, `${path}/present`));
    expect(answer.status).toBe(303);
    expect(browser.session).not.toBe(ann.token);
    expect(await operators()).toEqual([{ person_id: ann.id }]);
    expect(await ownersOfDemo()).toEqual([{ login: `user_${ann.account}` }]);
  });

  it('is good for 15 minutes, and still good after a name that was taken', async () => {
    const name = aName();
    const one = new Browser(world);
    await one.send(await one.open('/auth/local/sign-up'), '/auth/local/sign-up', { name, password: PASSWORD });
    const path = await aLink();
    const browser = new Browser(world);
    const form = await browser.open(path);
    expect((await browser.send(form, path, { name, password: PASSWORD })).status).toBe(409);
    expect((await browser.open(path)).status).toBe(200);
    await world.advance(15 * 60_000 + 1_000);
    expect((await browser.send(form, path, { name: aName(), password: PASSWORD })).status).toBe(404);
    expect(await operators()).toEqual([]);
  });

  it('leaves the demo to who owns it', async () => {
    await aPerson(world, { roles: { demo: 'owner' }, account: '41111111' });
    const path = await aLink();
    const browser = new Browser(world);
    await browser.post(path, browser.fields(await browser.open(path), path, { name: aName(), password: PASSWORD }));
    expect(await ownersOfDemo()).toEqual([{ login: 'user_41111111' }]);
  });

  it('is made for who has the deployment’s key alone', async () => {
    const ann = await aPerson(world, { operator: true });
    expect((await ask(world, 'POST', '/owner-link', { ...ann.asked })).status).toBe(403);
    expect((await ask(world, 'POST', '/owner-link', { key: await aKey(world) })).status).toBe(403);
    expect((await ask(world, 'POST', '/owner-link', { key: null })).status).toBe(401);
    expect((await ask(world, 'POST', '/owner-link')).status).toBe(409);
    await expect(askOwnerLink({ ...deployment(), serviceKey: 'a guess' })).rejects.toThrow(
      'SERVICE_API_KEY is not its own',
    );
    await expect(askOwnerLink({ url: 'http://bot.example.org', serviceKey: 'x' })).rejects.toThrow('https alone');
    await expect(askOwnerLink({ url: 'http://127.0.0.1:9', serviceKey: 'x' })).rejects.toThrow('Nothing answers');
  });

  it('is asked of the deployment that is meant', async () => {
    const run = { pid: process.pid, url: 'http://127.0.0.1:8787' } as never;
    const key = { SERVICE_API_KEY: 'the key' };
    expect(await deploymentOf(key, undefined, run)).toEqual({ url: 'http://127.0.0.1:8787', serviceKey: 'the key' });
    expect(await deploymentOf({ ...key, PUBLIC_URL: 'https://bot.example.org/' }, undefined, run)).toMatchObject({
      url: 'https://bot.example.org',
    });
    await expect(deploymentOf(key, undefined, undefined)).rejects.toThrow('not running here');
    await expect(deploymentOf({ PUBLIC_URL: 'https://bot.example.org' }, undefined, undefined)).rejects.toThrow(
      'Set SERVICE_API_KEY',
    );
    await expect(deploymentOf({ ...key, PUBLIC_URL: 'bot' }, undefined, undefined)).rejects.toThrow('no address');
    await expect(deploymentOf(key, 'no-such-file', undefined)).rejects.toThrow('nothing in no-such-file');
  });
});

describe('operators', () => {
  it('name others, by id or by name, and are told so', async () => {
    const ann = await aPerson(world, { operator: true });
    const name = aName();
    const one = new Browser(world);
    await one.send(await one.open('/auth/local/sign-up'), '/auth/local/sign-up', { name, password: PASSWORD });
    const added = await ask<{ displayName: string; namedBy: string }>(world, 'POST', '/operators', {
      ...ann.asked,
      body: { person: name.toUpperCase() },
    });
    expect([added.status, added.json]).toEqual([201, expect.objectContaining({ displayName: name, namedBy: ann.id })]);
    const again = await ask(world, 'POST', '/operators', { ...ann.asked, body: { person: name } });
    expect(again.json).toEqual(added.json);
    const listed = await ask<{ data: { displayName: string }[] }>(world, 'GET', '/operators', ann.asked);
    expect(listed.json.data.map(({ displayName }) => displayName)).toEqual([`user_${ann.account}`, name]);
    expect((await ask(world, 'POST', '/operators', { ...ann.asked, body: { person: randomUUID() } })).status).toBe(404);
    const log = await world.rows(
      `select action, community_id, actor->>'person' as by from audit_log where action = 'operator.add' order by id desc limit 1`,
    );
    expect(log).toEqual([{ action: 'operator.add', community_id: null, by: ann.id }]);
  });

  it('go, but for the last one, also where two let each other go at once', async () => {
    const [ann, bob] = [await aPerson(world, { operator: true }), await aPerson(world, { operator: true })];
    // Both are held where they have looked and not yet deleted.
    const both = await whileHeld(world, { lock: 'select from operators for update', waiting: 2 }, () =>
      Promise.all([
        ask(world, 'DELETE', `/operators/${ann.id}`, bob.asked),
        ask(world, 'DELETE', `/operators/${bob.id}`, ann.asked),
      ]),
    );
    expect(both.map(({ status }) => status).sort()).toEqual([204, 409]);
    expect(await operators()).toHaveLength(1);
    expect((await ask(world, 'DELETE', `/operators/${randomUUID()}`)).status).toBe(404);
    const left = (await operators())[0]?.person_id as string;
    expect((await ask(world, 'DELETE', `/operators/${left}`)).json.error.message).toContain('last operator');
  });

  it('are who says so in the database at that moment: who was let go may nothing more', async () => {
    const [ann, bob] = [await aPerson(world, { operator: true }), await aPerson(world, { operator: true })];
    expect((await ask(world, 'GET', '/installation', bob.asked)).status).toBe(200);
    await ask(world, 'DELETE', `/operators/${bob.id}`, ann.asked);
    expect((await ask(world, 'GET', '/installation', bob.asked)).status).toBe(403);
  });
});
