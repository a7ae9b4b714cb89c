import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ask } from '../support/api.ts';
import { Authenticator, type Offered, type Spoiled } from '../support/authenticator.ts';
import { Browser, type Page } from '../support/form-browser.ts';
import { aPerson } from '../support/sign-in.ts';
import { startWorld, type World } from '../support/world.ts';

let world: World;
/** Browsers make no passkeys for 127.0.0.1: on a laptop they are localhost's. */
let origin: string;
beforeAll(async () => {
  world = await startWorld();
  origin = `http://localhost:${new URL(world.publicUrl).port}`;
});
afterAll(() => world?.close());

/** Somebody who is signed in at localhost, straight from the database. */
async function someone() {
  const person = await aPerson(world);
  const browser = new Browser(world, origin);
  browser.keep('wb_session', person.token);
  return { person, browser, page: await browser.open('/auth/local') };
}

async function optionsFrom(browser: Browser, page: Page, action: string) {
  const csrf = browser.fields(page, action).get('_csrf') as string;
  const response = await browser.request('POST', `${action}/options`, {
    headers: { 'x-csrf-token': csrf, accept: 'application/json' },
  });
  return { status: response.status, options: (await response.json()) as Offered };
}

async function add(
  browser: Browser,
  page: Page,
  device: Authenticator,
  spoiled: Spoiled = {},
  name = 'My phone',
): Promise<Page> {
  const { options } = await optionsFrom(browser, page, '/auth/local/passkeys');
  return browser.send(page, '/auth/local/passkeys', { name, credential: device.create(options, spoiled) });
}

const SIGN_IN = '/auth/local/sign-in/passkey';
async function ready(browser = new Browser(world, origin)) {
  const page = await browser.open('/auth/local/sign-in?to=/auth/local');
  const { options } = await optionsFrom(browser, page, SIGN_IN);
  return { browser, page, options };
}

describe('a passkey', () => {
  it('is made after a proof, and signs in by itself, without a name', async () => {
    const { person, browser, page } = await someone();
    const device = new Authenticator(origin);
    const { options } = await optionsFrom(browser, page, '/auth/local/passkeys');
    expect(options).toMatchObject({
      rp: { id: 'localhost' },
      attestation: 'none',
      authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
    });
    const added = await browser.send(page, '/auth/local/passkeys', {
      name: 'My phone',
      credential: device.create(options),
    });
    expect([added.status, added.text]).toEqual([200, expect.stringContaining('My phone')]);
    const own = await ready();
    expect(own.options).toMatchObject({ rpId: 'localhost', userVerification: 'required' });
    const inside = await own.browser.send(own.page, SIGN_IN, { credential: device.get(own.options) });
    expect([inside.status, inside.path]).toEqual([200, '/auth/local']);
    const [session] = await world.rows(
      `select method from sessions where person_id = $1 order by created_at desc limit 1`,
      [person.id],
    );
    expect(session).toEqual({ method: 'passkey' });
    const [kept] = await world.rows(
      'select counter, transports, last_used_at is not null as used from passkeys where id = $1',
      [device.id],
    );
    expect(kept).toEqual({ counter: 1, transports: ['internal'], used: true });
  });

  it('signs in once for each challenge, in the browser that asked, for five minutes', async () => {
    const { browser, page } = await someone();
    const device = new Authenticator(origin);
    await add(browser, page, device);
    const own = await ready();
    // As most passkeys do, this one counts nothing, so that no counter helps.
    const body = own.browser.fields(own.page, SIGN_IN, { credential: device.get(own.options, { counter: 0 }) });
    const all = await Promise.all([1, 2, 3].map(() => own.browser.copy().post(SIGN_IN, body)));
    expect(all.map(({ status }) => status).sort()).toEqual([303, 401, 401]);
    const [one, other] = [await ready(), await ready()];
    const stolen = other.browser.fields(other.page, SIGN_IN, { credential: device.get(one.options) });
    expect((await other.browser.post(SIGN_IN, stolen)).status).toBe(401);
    const late = await ready();
    await world.advance(5 * 60_000 + 1_000);
    expect((await late.browser.send(late.page, SIGN_IN, { credential: device.get(late.options) })).status).toBe(401);
  });

  it.each<[string, () => Spoiled]>([
    ['another site', () => ({ origin: 'https://evil.example' })],
    ['the address instead of the name', () => ({ origin: world.publicUrl })],
    ['another party', () => ({ rpId: 'evil.example' })],
    ['another challenge', () => ({ challenge: 'x'.repeat(43) })],
    ['nobody who was there', () => ({ flags: 4 })],
    ['somebody who proved nothing', () => ({ flags: 1 })],
    ['a counter that stood higher', () => ({ counter: 3 })],
    ['a counter that did not move', () => ({ counter: 7 })],
    ['another key', () => ({ key: generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey })],
    ['somebody else’s handle', () => ({ userHandle: Buffer.from(randomUUID()).toString('base64url') })],
    ['the wrong ceremony', () => ({ type: 'webauthn.create' })],
  ])('opens nothing with %s', async (_, spoiled) => {
    const { browser, page } = await someone();
    const device = new Authenticator(origin);
    await add(browser, page, device);
    device.counter = 6;
    const first = await ready();
    expect((await first.browser.send(first.page, SIGN_IN, { credential: device.get(first.options) })).status).toBe(200);
    const own = await ready();
    const refused = await own.browser.send(own.page, SIGN_IN, { credential: device.get(own.options, spoiled()) });
    expect([refused.status, refused.text]).toEqual([401, expect.stringMatching(/opens nothing here/)]);
    expect(own.browser.session).toBeUndefined();
  });

  it.each<[string, () => Spoiled]>([
    ['another site', () => ({ origin: 'https://evil.example' })],
    ['another party', () => ({ rpId: 'evil.example' })],
    ['another challenge', () => ({ challenge: 'x'.repeat(43) })],
    ['nobody who proved who they are', () => ({ flags: 1 })],
    ['a maker’s certificate', () => ({ fmt: 'packed' })],
    ['a statement of its own', () => ({ fmt: 'tpm' })],
  ])('is not kept with %s', async (_, spoiled) => {
    const { person, browser, page } = await someone();
    const refused = await add(browser, page, new Authenticator(origin), spoiled());
    expect(refused.status).toBe(400);
    // A certificate is not even looked into: it could say where to connect to.
    if (spoiled().fmt) expect(refused.text).toContain('that we cannot read');
    expect(await world.rows('select from passkeys where person_id = $1', [person.id])).toEqual([]);
  });

  it('is kept once, and is nobody else’s', async () => {
    const { browser, page } = await someone();
    const device = new Authenticator(origin);
    await add(browser, page, device);
    const thief = await someone();
    expect((await add(thief.browser, thief.page, device)).status).toBe(409);
    const again = await add(browser, page, new Authenticator(origin), {}, 'a\0b');
    expect(again.status).toBe(400);
  });

  it('is no passkey where it is no JSON, or none of ours', async () => {
    const own = await ready();
    for (const credential of ['', '{', 'null', '[]', '{"id":"x"}', JSON.stringify({ id: '\0', type: 'public-key' })])
      expect((await own.browser.send(own.page, SIGN_IN, { credential })).status).toBe(400);
    const stranger = new Authenticator(origin);
    expect((await own.browser.send(own.page, SIGN_IN, { credential: stranger.get(own.options) })).status).toBe(401);
  });

  it('proves who is signed in, and nobody else', async () => {
    const { browser, page } = await someone();
    const device = new Authenticator(origin);
    await add(browser, page, device);
    const other = await someone();
    const others = new Authenticator(origin);
    await add(other.browser, other.page, others);
    await world.advance(11 * 60_000);
    const PROVE = '/auth/local/prove/passkey';
    expect((await browser.open('/auth/local')).html).not.toContain('action="/auth/local/passkeys"');
    const form = await browser.open('/auth/local/prove?to=/auth/local');
    const first = await optionsFrom(browser, form, PROVE);
    expect((await browser.send(form, PROVE, { credential: others.get(first.options) })).status).toBe(401);
    const second = await optionsFrom(browser, form, PROVE);
    const proved = await browser.send(form, PROVE, { credential: device.get(second.options) });
    expect([proved.status, proved.html]).toEqual([200, expect.stringContaining('action="/auth/local/passkeys"')]);
  });

  it('is renamed and removed by whose it is', async () => {
    const { person, browser, page } = await someone();
    const device = new Authenticator(origin);
    const held = await add(browser, page, device);
    const renamed = await browser.send(held, '/auth/local/passkeys/rename', { name: 'Old <b>phone</b>' });
    expect(renamed.html).toContain('Old &lt;b&gt;phone&lt;/b&gt;');
    const thief = await someone();
    const own = await add(thief.browser, thief.page, new Authenticator(origin));
    const body = thief.browser.fields(own, '/auth/local/passkeys/remove');
    body.set('id', device.id);
    expect((await thief.browser.post('/auth/local/passkeys/remove', body)).status).toBe(404);
    const gone = await browser.send(renamed, '/auth/local/passkeys/remove');
    expect(gone.text).toContain('opens nothing any more');
    expect(await world.rows('select from passkeys where person_id = $1', [person.id])).toEqual([]);
    const late = await ready();
    expect((await late.browser.send(late.page, SIGN_IN, { credential: device.get(late.options) })).status).toBe(401);
  });

  it('is made, named and removed by the API, after a proof alone', async () => {
    const [ann, thief] = [await aPerson(world), await aPerson(world)];
    const device = new Authenticator(origin);
    const made = async (by: typeof ann, name: string) => {
      const { json } = await ask<Offered>(world, 'POST', '/me/passkeys/options', by.asked);
      const credential = JSON.parse(device.create(json)) as object;
      return ask(world, 'POST', '/me/passkeys', { ...by.asked, body: { name, credential } });
    };
    expect((await made(ann, 'My phone')).status).toBe(201);
    const { json: ways } = await ask<{ passkeys: object[] }>(world, 'GET', '/me/ways-in', ann.asked);
    expect(ways).toMatchObject({ isFresh: true, hasPassword: false, passkeys: [{ id: device.id, name: 'My phone' }] });
    // What was given to one session opens nothing for another, nor twice.
    const { json: options } = await ask<Offered>(world, 'POST', '/me/passkeys/options', ann.asked);
    const credential = JSON.parse(new Authenticator(origin).create(options)) as object;
    const body = { name: 'Stolen', credential };
    expect((await ask(world, 'POST', '/me/passkeys', { ...thief.asked, body })).status).toBe(401);
    expect((await ask(world, 'POST', '/me/passkeys', { ...ann.asked, body })).status).toBe(201);
    expect((await ask(world, 'POST', '/me/passkeys', { ...ann.asked, body })).status).toBe(401);
    const path = `/me/passkeys/${device.id}`;
    expect((await ask(world, 'DELETE', path, thief.asked)).status).toBe(404);
    expect((await ask(world, 'PATCH', path, { ...ann.asked, body: { name: 'a\u0000b' } })).status).toBe(400);
    await world.advance(11 * 60_000);
    for (const [method, at, sent] of [
      ['POST', '/me/passkeys/options', undefined],
      ['PATCH', path, { name: 'Another' }],
      ['DELETE', path, undefined],
    ] as const)
      expect([
        method,
        (await ask(world, method, at, { ...ann.asked, ...(sent ? { body: sent } : {}) })).status,
      ]).toEqual([method, 403]);
  });
});
