import { randomUUID } from 'node:crypto';
import { Secret, TOTP } from 'otpauth';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ask } from '../support/api.ts';
import { Browser, type Page } from '../support/form-browser.ts';
import { whileHeld } from '../support/held.ts';
import { aPerson } from '../support/sign-in.ts';
import { startWorld, until, type World } from '../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world?.close());

const PASSWORD = 'a penguin on the ice';
const aName = () => `ann_${randomUUID().slice(0, 8).replaceAll(/[01]/g, 'x')}`;

async function signUp(
  name = aName(),
  browser = new Browser(world),
): Promise<{ readonly name: string; readonly browser: Browser; readonly page: Page }> {
  const form = await browser.open('/auth/local/sign-up?to=/auth/local');
  const page = await browser.send(form, '/auth/local/sign-up', { name, password: PASSWORD });
  return { name, browser, page };
}

async function signIn(
  name: string,
  password = PASSWORD,
  browser = new Browser(world),
): Promise<{ readonly browser: Browser; readonly page: Page }> {
  const form = await browser.open('/auth/local/sign-in?to=/auth/local');
  return { browser, page: await browser.send(form, '/auth/local/sign-in', { name, password }) };
}

const personOf = async (name: string): Promise<string> =>
  (await world.rows<{ id: string }>('select person_id as id from local_logins where name = $1', [name]))[0]
    ?.id as string;

describe('an account of this installation’s own', () => {
  it('is made with a name and a password, and opens the same way from elsewhere', async () => {
    const { name, page } = await signUp();
    expect([page.status, page.path]).toEqual([200, '/auth/local']);
    expect(page.text).toContain(`You sign in as ${name}`);
    const person = await personOf(name);
    expect(
      await world.rows('select platform, platform_id, login, is_primary from accounts where person_id = $1', [person]),
    ).toEqual([{ platform: 'local', platform_id: person, login: name, is_primary: true }]);
    const [kept] = await world.rows<{ password_hash: string }>(
      'select password_hash from local_logins where name = $1',
      [name],
    );
    expect(kept?.password_hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    const { page: again } = await signIn(name.toUpperCase());
    expect(again.text).toContain(`You sign in as ${name}`);
    const [session] = await world.rows('select method, device from sessions where person_id = $1', [person]);
    expect(session).toEqual({ method: 'password', device: 'A browser' });
  });

  it('is refused a name that looks like somebody’s, a bad password, and what is no form', async () => {
    const { name } = await signUp('marlene_one');
    expect(name).toBe('marlene_one');
    const { page: taken } = await signUp('Marlene_0ne');
    expect([taken.status, taken.text]).toEqual([409, expect.stringContaining('looks like it')]);
    const browser = new Browser(world);
    const form = await browser.open('/auth/local/sign-up');
    for (const [fields, why] of [
      [{ name: 'a b', password: PASSWORD }, 'letters, digits, _ and - alone'],
      [{ name: 'Waddlebot', password: PASSWORD }, 'WaddleBot’s own'],
      [{ name: 'p\u0430ypal', password: PASSWORD }, 'one script'],
      [{ name: 'bob\0', password: PASSWORD }, 'letters, digits'],
      [{ name: 'bobby', password: 'short' }, '10 characters'],
      [{ name: 'bobby', password: 'password123' }, 'guessers'],
    ] as const) {
      const page = await browser.send(form, '/auth/local/sign-up', fields);
      expect([page.status, page.text]).toEqual([400, expect.stringContaining(why)]);
    }
    const strange = browser.fields(form, '/auth/local/sign-up', { name: 'bobby', password: PASSWORD });
    strange.set('isOperator', 'true');
    expect((await browser.post('/auth/local/sign-up', strange)).status).toBe(400);
    expect(await world.rows(`select from local_logins where name = 'bobby'`)).toEqual([]);
  });

  it('is one person’s alone where two want the name at once', async () => {
    const name = aName();
    const all = await Promise.all([1, 2, 3].map(() => signUp(name)));
    expect(all.map(({ page }) => page.status).sort()).toEqual([200, 409, 409]);
    expect(await world.rows('select from persons where display_name = $1', [name])).toHaveLength(1);
  });

  it('is shown to nobody from elsewhere: paths that lead away lead to the hub', async () => {
    const { name } = await signUp();
    for (const to of ['//evil.example', 'https://evil.example', '/\\evil.example']) {
      const browser = new Browser(world);
      const form = await browser.open(`/auth/local/sign-in?to=${encodeURIComponent(to)}`);
      const response = await browser.post(
        '/auth/local/sign-in',
        browser.fields(form, '/auth/local/sign-in', { name, password: PASSWORD }),
      );
      expect([response.status, response.headers.get('location')]).toEqual([303, '/hub']);
    }
  });

  it('takes the place of what was signed in before in that browser, and leaves forms of before to nobody', async () => {
    const { browser } = await signUp();
    const before = browser.session as string;
    const { name: other } = await signUp();
    await signIn(other, PASSWORD, browser);
    expect(browser.session).not.toBe(before);
    const old = new Browser(world);
    expect((await old.request('GET', '/auth/local', { headers: { cookie: `wb_session=${before}` } })).status).toBe(401);
  });
});

describe('a sign-in that fails', () => {
  /** What one try does: its answer without what differs by itself, and how many statements it ran. */
  async function tried(name: string) {
    const browser = new Browser(world);
    const form = await browser.open('/auth/local/sign-in');
    const before = world.bridge.queries;
    const page = await browser.send(form, '/auth/local/sign-in', { name, password: 'not the right one' });
    const statements = world.bridge.queries - before;
    return {
      status: page.status,
      text: page.text,
      html: page.html.replaceAll(name, 'NAME').replace(/nonce="[^"]+"|value="[^"]{43}"/g, ''),
      statements,
    };
  }

  it('says, does and costs the same for a name that nobody has', async () => {
    const { name } = await signUp();
    const strangers = aName();
    const [known, unknown, odd] = [await tried(name), await tried(strangers), await tried('no name\0')];
    expect(known.status).toBe(401);
    expect(known.text).toContain('do not belong together');
    expect(unknown.html).toBe(known.html);
    expect([known.statements, unknown.statements, odd.statements]).toEqual([3, 3, 3]);
  });

  it('is counted, and after five of them in a minute even the right password waits', async () => {
    const { name } = await signUp();
    const count = async () =>
      (
        await world.rows<{ count: number }>(
          `select coalesce(sum(count), 0)::int as count from security_counts where kind = 'sign-in-failed'`,
        )
      )[0]?.count ?? 0;
    const before = await count();
    for (let i = 0; i < 5; i++) expect((await signIn(name, 'not the right one')).page.status).toBe(401);
    expect(await count()).toBe(before + 5);
    const { page: locked } = await signIn(name);
    expect([locked.status, locked.text]).toEqual([429, expect.stringMatching(/Try again in \d+ (?:s|min)/)]);
    expect(Number(locked.headers.get('retry-after'))).toBeGreaterThan(30);
    await world.advance(61_000);
    expect((await signIn(name)).page.status).toBe(200);
  });

  it('is no more for many at once: tries are counted before they are looked at', async () => {
    const { name } = await signUp();
    const all = await Promise.all(Array.from({ length: 12 }, () => signIn(name, 'not the right one')));
    expect(all.filter(({ page }) => page.status === 401)).toHaveLength(5);
    expect(all.filter(({ page }) => page.status === 429)).toHaveLength(7);
  });

  it('is refused without a form of ours', async () => {
    const browser = new Browser(world);
    const form = await browser.open('/auth/local/sign-in');
    const body = browser.fields(form, '/auth/local/sign-in', { name: 'ann', password: PASSWORD });
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const strangers: readonly Record<string, string>[] = [
      { 'sec-fetch-site': 'cross-site' },
      { origin: 'null', 'sec-fetch-site': 'none' },
      { origin: 'https://evil.example' },
    ];
    // A frame that a stranger put into a sandbox, and a browser that says nothing of where it comes from.
    for (const from of strangers) {
      const response = await browser.request('POST', '/auth/local/sign-in', {
        body: body.toString(),
        headers: { ...headers, ...from },
      });
      expect(response.status).toBe(403);
    }
    body.set('_csrf', 'x'.repeat(43));
    expect((await browser.post('/auth/local/sign-in', body)).status).toBe(403);
  });
});

describe('sign-up', () => {
  const rule = async (signUp: string) => (await ask(world, 'PATCH', '/installation', { body: { signUp } })).status;
  const tryIt = async (to: string) => {
    const browser = new Browser(world);
    const form = await browser.open(`/auth/local/sign-up?to=${encodeURIComponent(to)}`);
    if (form.status !== 200) return form.status;
    return (
      await browser.post(
        '/auth/local/sign-up',
        browser.fields(form, '/auth/local/sign-up', { name: aName(), password: PASSWORD }),
      )
    ).status;
  };

  it('is open, by invite, or closed, as the operators say', async () => {
    const token = 'i'.repeat(43);
    await world.rows(
      `insert into invites (id, community_id, token_hash, expires_at)
       select gen_random_uuid(), id, encode(sha256($1::bytea), 'hex'), now() + interval '1 hour' from communities where slug = 'demo'`,
      [Buffer.from(token)],
    );
    expect(await tryIt('/')).toBe(303);
    expect(await rule('invited')).toBe(200);
    expect([await tryIt('/'), await tryIt(`/auth/join/${'x'.repeat(43)}`), await tryIt(`/auth/join/${token}`)]).toEqual(
      [403, 403, 303],
    );
    await world.rows('update invites set revoked_at = now()');
    expect(await tryIt(`/auth/join/${token}`)).toBe(403);
    expect(await rule('closed')).toBe(200);
    expect(await tryIt('/')).toBe(403);
    expect(await rule('open')).toBe(200);
    const log = await world.rows(
      `select before, after, community_id from audit_log where action = 'installation.change' order by id`,
    );
    expect(log.slice(0, 2)).toEqual([
      { before: { signUp: 'open' }, after: { signUp: 'invited' }, community_id: null },
      { before: { signUp: 'invited' }, after: { signUp: 'closed' }, community_id: null },
    ]);
  });
});

describe('a password', () => {
  it('is changed by the old one, and ends every other session', async () => {
    const { name, browser } = await signUp();
    const { browser: other } = await signIn(name);
    await world.advance(11 * 60_000);
    const form = await browser.open('/auth/local/password');
    const before = browser.session;
    const wrong = await browser.send(form, '/auth/local/password', {
      old: 'not the old one',
      password: 'another penguin',
    });
    expect(wrong.status).toBe(401);
    const done = await browser.send(form, '/auth/local/password', { old: PASSWORD, password: 'another penguin' });
    expect([done.status, done.text]).toEqual([200, expect.stringContaining('Your password is set')]);
    expect(browser.session).not.toBe(before);
    expect((await other.open('/auth/local')).status).toBe(401);
    expect((await signIn(name)).page.status).toBe(401);
    expect((await signIn(name, 'another penguin')).page.status).toBe(200);
  });

  it('is set by who has none, after a proof of a moment ago, with a name', async () => {
    const ann = await aPerson(world);
    const browser = new Browser(world);
    browser.keep('wb_session', ann.token);
    const name = aName();
    const page = await browser.open('/auth/local/password');
    const done = await browser.send(page, '/auth/local/password', { name, password: PASSWORD });
    expect([done.status, done.text]).toEqual([200, expect.stringContaining(`You sign in as ${name}`)]);
    expect(await world.rows('select platform from accounts where person_id = $1 order by 1', [ann.id])).toEqual([
      { platform: 'local' },
      { platform: 'twitch' },
    ]);
    expect((await signIn(name)).page.status).toBe(200);
  });

  it('that is old and long unproved is asked for before anything changes', async () => {
    const { browser } = await signUp();
    const fresh = await browser.open('/auth/local');
    await world.advance(11 * 60_000);
    const body = browser.fields(fresh, '/auth/local/app');
    expect((await browser.post('/auth/local/app', body)).status).toBe(403);
    const stale = await browser.open('/auth/local');
    expect(stale.html).not.toContain('action="/auth/local/app"');
    const before = browser.session;
    const prove = await browser.open('/auth/local/prove?to=/auth/local');
    expect((await browser.send(prove, '/auth/local/prove', { password: 'not the right one' })).status).toBe(401);
    const proved = await browser.send(prove, '/auth/local/prove', { password: PASSWORD });
    expect([proved.status, proved.path]).toEqual([200, '/auth/local']);
    expect(proved.html).toContain('action="/auth/local/app"');
    expect(browser.session).not.toBe(before);
  });
});

const codeAt = (secret: string, at = world.now()) =>
  TOTP.generate({ secret: Secret.fromBase32(secret), algorithm: 'SHA1', digits: 6, period: 30, timestamp: at });

/** Turns an authenticator app on. */
async function withApp(browser: Browser) {
  const set = await browser.send(await browser.open('/auth/local'), '/auth/local/app');
  const [, shown] = /The key: <code>([A-Z2-7 ]+)<\/code>/.exec(set.html) ?? [];
  const secret = shown?.replaceAll(' ', '') as string;
  const wrong = await browser.send(set, '/auth/local/app/confirm', { code: '000000' });
  expect(wrong.status).toBe(400);
  const on = await browser.send(wrong, '/auth/local/app/confirm', { code: codeAt(secret) });
  expect(on.status).toBe(200);
  const codes = [...on.html.matchAll(/<code>([0-9A-Z]{5}-[0-9A-Z]{5})<\/code>/g)].map(([, code]) => code as string);
  await world.advance(60_000);
  return { secret, codes };
}

/** A browser whose password was right: the page that asks for the code. */
async function halfIn(name: string) {
  const { browser, page } = await signIn(name);
  expect(page.text).toContain('Now the second proof');
  return { browser, page };
}

describe('an authenticator app', () => {
  it('is asked after the password; until then nobody is signed in, and each code lets in once', async () => {
    const { name, browser } = await signUp();
    const { secret, codes } = await withApp(browser);
    expect(codes).toHaveLength(10);
    const half = await halfIn(name);
    expect(half.browser.session).toBeUndefined();
    expect((await half.browser.open('/auth/local')).status).toBe(401);
    const wrong = await half.browser.send(half.page, '/auth/local/sign-in/code', { code: '123456' });
    expect([wrong.status, wrong.text]).toEqual([401, expect.stringContaining('That code is not right')]);
    const code = codeAt(secret);
    const both = await half.browser.send(half.page, '/auth/local/sign-in/code', { code });
    expect([both.status, both.path]).toEqual([200, '/auth/local']);
    const second = await halfIn(name);
    expect((await second.browser.send(second.page, '/auth/local/sign-in/code', { code })).status).toBe(401);
    await world.advance(30_000);
    expect((await second.browser.send(second.page, '/auth/local/sign-in/code', { code: codeAt(secret) })).status).toBe(
      200,
    );
  });

  it('lets in once where a code or a half sign-in is sent many times at once', async () => {
    const { name, browser } = await signUp();
    const { secret, codes } = await withApp(browser);
    const half = await halfIn(name);
    const body = half.browser.fields(half.page, '/auth/local/sign-in/code', { code: codeAt(secret) });
    const all = await Promise.all(
      Array.from({ length: 4 }, () => half.browser.copy().post('/auth/local/sign-in/code', body)),
    );
    expect(all.map(({ status }) => status).sort()).toEqual([303, 401, 401, 401]);
    const inParallel = async (code: string) => {
      await world.advance(61_000);
      const halves = await Promise.all([halfIn(name), halfIn(name), halfIn(name)]);
      const typed = code === '' ? codeAt(secret) : code;
      // All have looked at the code before one of them uses it up.
      const lock = `select from ${code === '' ? 'totps' : 'recovery_codes'} where person_id = $1 for update`;
      const answers = await whileHeld(world, { lock, values: [await personOf(name)], waiting: 3 }, () =>
        Promise.all(
          halves.map(({ browser: each, page }) =>
            each.post('/auth/local/sign-in/code', each.fields(page, '/auth/local/sign-in/code', { code: typed })),
          ),
        ),
      );
      return answers.map(({ status }) => status).sort();
    };
    expect(await inParallel('')).toEqual([303, 401, 401]);
    expect(await inParallel(codes[0] as string)).toEqual([303, 401, 401]);
  });

  it('belongs to the browser whose password was right, for five minutes', async () => {
    const { name, browser } = await signUp();
    const { secret } = await withApp(browser);
    const half = await halfIn(name);
    const thief = new Browser(world);
    const own = await thief.open('/auth/local/sign-in');
    const body = half.browser.fields(half.page, '/auth/local/sign-in/code', { code: codeAt(secret) });
    body.set('_csrf', thief.fields(own, '/auth/local/sign-in').get('_csrf') as string);
    expect((await thief.post('/auth/local/sign-in/code', body)).status).toBe(401);
    await world.advance(5 * 60_000 + 1_000);
    expect((await half.browser.send(half.page, '/auth/local/sign-in/code', { code: codeAt(secret) })).status).toBe(401);
  });

  it('takes five wrong codes a minute and no more, whoever types them', async () => {
    const { name, browser } = await signUp();
    const { secret } = await withApp(browser);
    for (let i = 0; i < 5; i++) {
      const { browser: each, page } = await halfIn(name);
      expect((await each.send(page, '/auth/local/sign-in/code', { code: `00000${i}` })).status).toBe(401);
    }
    const { browser: right, page } = await halfIn(name);
    const locked = await right.send(page, '/auth/local/sign-in/code', { code: codeAt(secret) });
    expect([locked.status, locked.text]).toEqual([429, expect.stringContaining('Too many codes')]);
  });

  it('is helped by recovery codes, each for once; new ones make the old void', async () => {
    const { name, browser } = await signUp();
    const { codes } = await withApp(browser);
    const [first, second] = codes as [string, string];
    const half = await halfIn(name);
    expect(
      (await half.browser.send(half.page, '/auth/local/sign-in/code', { code: first.toLowerCase().replace('-', ' ') }))
        .status,
    ).toBe(200);
    expect((await half.browser.open('/auth/local')).text).toContain('You have 9 recovery codes left');
    const again = await halfIn(name);
    expect((await again.browser.send(again.page, '/auth/local/sign-in/code', { code: first })).status).toBe(401);
    const fresh = await half.browser.send(await half.browser.open('/auth/local'), '/auth/local/app/recovery-codes');
    expect(fresh.text).toContain('New recovery codes');
    expect((await again.browser.send(again.page, '/auth/local/sign-in/code', { code: second })).status).toBe(401);
    expect((await half.browser.open('/auth/local')).text).toContain('You have 10 recovery codes left');
  });

  it('is turned off by a code of its own, and lies sealed until then', async () => {
    const { name, browser } = await signUp();
    const { secret, codes } = await withApp(browser);
    const dump = await world.rows<{ all: string }>(
      `select (select string_agg(t::text, '') from totps t) || (select string_agg(r::text, '') from recovery_codes r) as all`,
    );
    expect(dump[0]?.all).not.toContain(secret);
    for (const code of codes) expect(dump[0]?.all).not.toContain(code);
    const off = await browser.open('/auth/local/app/off');
    expect((await browser.send(off, '/auth/local/app/off', { code: '000000' })).status).toBe(401);
    const done = await browser.send(off, '/auth/local/app/off', { code: codeAt(secret) });
    expect(done.text).toContain('asked no more');
    const person = await personOf(name);
    expect(await world.rows('select from recovery_codes where person_id = $1', [person])).toEqual([]);
    expect((await signIn(name)).page.path).toBe('/auth/local');
  });
});

describe('a reset link', () => {
  const make = async (id: string, body: object = {}) => {
    const answer = await ask<{ url: string; expiresAt: string }>(world, 'POST', `/persons/${id}/reset-link`, { body });
    return { ...answer, path: answer.status === 201 ? new URL(answer.json.url).pathname : '' };
  };

  it('sets a new password once, signs out everywhere, and leaves the second factor as it is', async () => {
    const { name, browser } = await signUp();
    await withApp(browser);
    const made = await make(name);
    expect(made.status).toBe(201);
    const token = made.path.split('/').at(-1) as string;
    const lost = new Browser(world);
    const form = await lost.open(made.path);
    expect(form.text).toContain(`Choose a new password for ${name}`);
    expect(form.headers.get('referrer-policy')).toMatch(/^(?:no-referrer|same-origin)$/);
    const body = lost.fields(form, made.path, { password: 'the herring is fresh' });
    const all = await Promise.all([1, 2, 3].map(() => lost.post(made.path, body)));
    expect(all.map(({ status }) => status).sort()).toEqual([303, 404, 404]);
    expect((await lost.open(made.path)).status).toBe(404);
    expect((await browser.open('/auth/local')).status).toBe(401);
    expect((await signIn(name)).page.status).toBe(401);
    expect((await signIn(name, 'the herring is fresh')).page.text).toContain('Now the second proof');
    const log = await world.rows(`select action, community_id from audit_log where target = $1 order by id`, [
      `person:${await personOf(name)}`,
    ]);
    expect(log).toEqual([
      { action: 'reset-link.make', community_id: null },
      { action: 'reset-link.use', community_id: null },
    ]);
    const kept = await world.rows<{ all: string }>(`select string_agg(o::text, '') as all from one_time_links o`);
    expect(kept[0]?.all).not.toContain(token);
    expect(world.logs.join('\n')).not.toContain(token);
  });

  it('takes the second factor away where the operator says so', async () => {
    const { name, browser } = await signUp();
    await withApp(browser);
    const made = await make(await personOf(name), { everything: true });
    const lost = new Browser(world);
    await lost.send(await lost.open(made.path), made.path, { password: 'the herring is fresh' });
    expect((await signIn(name, 'the herring is fresh')).page.path).toBe('/auth/local');
  });

  it('ends after a day, by a newer one, and opens nothing for who has no password', async () => {
    const { name } = await signUp();
    const first = await make(name);
    const second = await make(name);
    const lost = new Browser(world);
    expect([(await lost.open(first.path)).status, (await lost.open(second.path)).status]).toEqual([404, 200]);
    await world.advance(24 * 3600_000);
    expect((await lost.open(second.path)).status).toBe(404);
    const ann = await aPerson(world);
    expect((await make(ann.id)).status).toBe(404);
    expect((await make('nobody_here')).status).toBe(404);
    for (const bad of ['/auth/reset/x', `/auth/reset/${'x'.repeat(43)}`, '/auth/owner/%00'])
      expect((await lost.open(bad)).status).toBe(404);
  });
});

describe('what opens nothing any more', () => {
  it('is gone after the night: sessions, half sign-ins, challenges, links; and nothing else is', async () => {
    const { name, browser } = await signUp();
    await withApp(browser);
    await halfIn(name);
    await ask(world, 'POST', `/persons/${name}/reset-link`, { body: {} });
    const counts = async () =>
      (
        await world.rows(`select (select count(*)::int from sessions) as sessions, (select count(*)::int from oauth_states) as halves,
          (select count(*)::int from one_time_links) as links`)
      )[0];
    await world.worker.cron('0 3 * * *', new Date(world.now()));
    const held = await counts();
    expect(held).toMatchObject({ sessions: expect.any(Number), halves: 1 });
    expect([held?.sessions > 0, held?.links > 0]).toEqual([true, true]);
    await world.advance(15 * 24 * 3600_000);
    await world.worker.cron('0 3 * * *', new Date(world.now()));
    await until('the night’s clearing', async () => (await counts())?.sessions === 0);
    expect(await counts()).toEqual({ sessions: 0, halves: 0, links: 0 });
    expect(await personOf(name)).toMatch(/^[0-9a-f-]{36}$/);
  });
});
