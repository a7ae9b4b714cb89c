import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Invocation } from '../../workers/core/invocation.ts';
import { type ApiAnswer, type ApiRequest, aCommunity, ask, type Page } from '../support/api.ts';
import { aPerson } from '../support/sign-in.ts';
import { quiet, startWorld, TWITCH_CHANNELS, until, type World } from '../support/world.ts';

let world: World;
let owner: ApiRequest;
let operator: ApiRequest;
beforeAll(async () => {
  world = await startWorld();
  owner = (await aPerson(world, { roles: { demo: 'owner' } })).asked;
  operator = (await aPerson(world, { operator: true })).asked;
});
afterAll(() => world?.close());

/** Stands in every text that people write here. */
const WORDS = 'penguins-only';
const at = '/communities/demo/operations';

interface Letter {
  readonly id: string;
  readonly state: string;
  readonly replayable: boolean;
  readonly invocation: string | null;
  readonly said: { readonly text: string; readonly displayName: string; readonly reply: string | null } | null;
}
interface Unseen {
  readonly id: string;
  readonly status: string;
  readonly command: string | null;
  readonly channel: string | null;
  readonly said: { readonly text: string; readonly reply: string | null } | null;
  readonly notAgain: string | null;
}
interface Execution {
  readonly id: string;
  readonly command: string;
  readonly status: string | null;
  readonly trace: Readonly<Record<string, number>>;
  readonly said: { readonly text: string } | null;
}

let turn = 0;
/** A command with an effect that ran, in a channel of its own; its invocation. */
async function ran(name: string): Promise<Invocation & { readonly messageId: string }> {
  const n = turn++;
  const { id: channel } = TWITCH_CHANNELS[n % TWITCH_CHANNELS.length] as (typeof TWITCH_CHANNELS)[number];
  const user = { id: `83${n}`, login: `mod${n}`, role: 'moderator' as const };
  const { messageId } = await world.twitch.chat({ channel, user, text: `!command add ${name} ${WORDS}` });
  const row = await until('it ran', async () => {
    const [found] = await world.rows<{ invocation: Invocation }>(
      `select i.invocation from invocations i join deliveries d using (id) where i.id like $1 and d.status = 'sent'`,
      [`%:${messageId}:0`],
    );
    return found;
  });
  return { ...row.invocation, messageId };
}

/** The letter of a command that adds `name` and that its queue gave up. */
async function aLetter(name: string) {
  const { messageId, ...invocation } = await ran(`x${name}`);
  const body = { ...invocation, id: `${invocation.id}1`, args: `${name} ${WORDS}` };
  const consumer = await world.worker.miniflare.getWorker();
  const id = `m-${randomUUID()}`;
  await consumer.queue('waddlebot-dead-letters', [{ id, timestamp: new Date(), attempts: 1, body }]);
  const [row] = await world.rows<{ id: string }>(`select id from dead_letters where message_id = $1`, [id]);
  return { id: row?.id ?? '', messageId, invocation: body.id };
}

const commandsCalled = (name: string) => world.rows('select from commands where name = $1', [name]);
const letters = async (as: ApiRequest, query = '') =>
  (await ask<Page<Letter>>(world, 'GET', `/dead-letters?limit=100&${query}`, as)).json.data;
const linesIn = (channel: string, text: string) =>
  world.twitch.sent.filter((line) => line.broadcasterId === channel && line.text.includes(text));

describe('dead letters', () => {
  it('are an owner’s with what was written, and an operator’s without', async () => {
    const { id, invocation } = await aLetter('mine');
    const theirs = await ask<Letter>(world, 'GET', `/dead-letters/${id}`, owner);
    expect(theirs.json).toMatchObject({
      invocation,
      replayable: true,
      said: { text: `!command add xmine ${WORDS}`, displayName: expect.stringContaining('mod') },
    });
    const blank = await ask<Letter>(world, 'GET', `/dead-letters/${id}`, operator);
    expect(blank.json).toMatchObject({ id, invocation: null, said: null });
    expect(blank.text).not.toContain(WORDS);
    const service = await ask<Letter>(world, 'GET', `/dead-letters/${id}`);
    expect(service.json.said).toBeNull();

    const others = await aPerson(world, { roles: { [(await aCommunity(world)).slug]: 'owner' } });
    expect((await ask(world, 'GET', `/dead-letters/${id}`, others.asked)).status).toBe(404);
    expect(await letters(others.asked)).toEqual([]);
    expect((await letters(owner)).map((one) => one.id)).toContain(id);
    for (const role of ['admin', 'moderator', 'editor', 'viewer'] as const) {
      const { asked } = await aPerson(world, { roles: { demo: role } });
      expect((await ask(world, 'GET', '/dead-letters', asked)).status).toBe(403);
      expect((await ask(world, 'GET', `/dead-letters/${id}`, asked)).status).toBe(403);
      expect((await ask(world, 'POST', `/dead-letters/${id}/replay`, asked)).status).toBe(403);
    }
    // One of no community is nobody's but the installation's.
    await world.rows(
      `insert into dead_letters (id, queue, message_id, body, reason, attempts)
       values (gen_random_uuid(), 'waddlebot-jobs', 'nobodys', '{}', 'odd \u{1F427} Reason', 3)`,
    );
    expect(await letters(owner, 'queue=waddlebot-jobs')).toEqual([]);
    expect(await letters(operator, 'queue=waddlebot-jobs&kind=unknown&reason=reason')).toHaveLength(1);
  });

  it('are found by kind, channel, command and reason', async () => {
    const { id } = await aLetter('found');
    const [row] = await world.rows<{ channel: string }>('select channel from dead_letters where id = $1', [id]);
    const found = async (query: string) => (await letters(owner, query)).some((one) => one.id === id);
    for (const query of ['kind=invocation', `channel=${row?.channel}`, 'command=Command', 'reason=was+not+kept'])
      expect([query, await found(query)]).toEqual([query, true]);
    for (const query of ['kind=job', 'channel=twitch:1', 'command=quote', 'reason=timeout', 'command=%25'])
      expect([query, await found(query)]).toEqual([query, false]);
  });

  it('are discarded and had back, by who may', async () => {
    const { id, messageId } = await aLetter('back');
    expect((await ask<Letter>(world, 'DELETE', `/dead-letters/${id}`, owner)).json.state).toBe('discarded');
    const refused = await ask(world, 'POST', `/dead-letters/${id}/replay`, owner);
    expect([refused.status, refused.json.error.message]).toEqual([409, expect.stringContaining('Have it back first')]);
    expect((await ask<Letter>(world, 'POST', `/dead-letters/${id}/reopen`, owner)).json.state).toBe('open');
    expect((await ask(world, 'POST', `/dead-letters/${id}/reopen`, owner)).status).toBe(409);
    expect((await ask<Letter>(world, 'POST', `/dead-letters/${id}/replay`, owner)).json.state).toBe('replayed');
    await until('it ran', async () => (await commandsCalled('back')).length === 1);
    expect((await ask(world, 'POST', `/dead-letters/${id}/reopen`, owner)).status).toBe(409);
    await quiet(world);
    expect(world.twitch.sent.filter((line) => line.replyTo === messageId && line.text.includes('back'))).toHaveLength(
      2,
    );
    const audit = await world.rows(`select action from audit_log where target = $1 order by id`, [`dead-letter:${id}`]);
    expect(audit.map(({ action }) => action)).toEqual([
      'dead-letter.discard',
      'dead-letter.reopen',
      'dead-letter.replay',
    ]);
  });

  it('are changed many at once, each with what became of it', async () => {
    const [one, two] = [await aLetter('bulka'), await aLetter('bulkb')];
    await ask(world, 'DELETE', `/dead-letters/${two.id}`, owner);
    const body = { action: 'replay', letters: [one.id, two.id, one.id, randomUUID()] };
    const { json } = await ask<{ data: { id: string; done: boolean; code: string | null }[] }>(
      world,
      'POST',
      '/dead-letters/changes',
      { ...owner, body },
    );
    expect(json.data.map(({ id, done, code }) => [id, done, code])).toEqual([
      [one.id, true, null],
      [two.id, false, 'CONFLICT'],
      [body.letters[3], false, 'NOT_FOUND'],
    ]);
    await until('one ran', async () => (await commandsCalled('bulka')).length === 1);
    expect(await commandsCalled('bulkb')).toEqual([]);
    // Under a key, the same call gets the same answer, and does nothing more.
    const key = { ...owner, headers: { ...owner.headers, 'idempotency-key': 'in-bulk' } };
    const put = { action: 'discard', letters: [one.id, randomUUID(), (await aLetter('bulkc')).id] };
    const first = await ask(world, 'POST', '/dead-letters/changes', { ...key, body: put });
    const repeated = await ask(world, 'POST', '/dead-letters/changes', { ...key, body: put });
    expect([first.status, repeated.status, repeated.json]).toEqual([200, 200, first.json]);
    expect([first, repeated].map(({ headers }) => headers.get('idempotency-replayed'))).toEqual([null, 'true']);
    expect(first.json).toMatchObject({ data: [{ code: 'CONFLICT' }, { code: 'NOT_FOUND' }, { done: true }] });
    const other = { action: 'reopen', letters: put.letters };
    expect((await ask(world, 'POST', '/dead-letters/changes', { ...key, body: other })).status).toBe(409);
    const single = { ...owner, headers: { ...owner.headers, 'idempotency-key': 'one-back' } };
    const back = [1, 2].map(() => () => ask<Letter>(world, 'POST', `/dead-letters/${put.letters[2]}/reopen`, single));
    for (const reopen of back) expect((await reopen()).json.state).toBe('open');
    const others = await aPerson(world, { roles: { [(await aCommunity(world)).slug]: 'owner' } });
    const strange = await ask<{ data: { code: string }[] }>(world, 'POST', '/dead-letters/changes', {
      ...others.asked,
      body: { action: 'reopen', letters: [two.id] },
    });
    expect(strange.json.data).toMatchObject([{ done: false, code: 'NOT_FOUND' }]);
  });

  it.each(['discard', 'replay'] as const)(
    'are changed once by a request whose run died on its way: %s',
    async (action) => {
      const [one, two] = [await aLetter(`${action}a`), await aLetter(`${action}b`)];
      await ask(world, 'DELETE', `/dead-letters/${two.id}`, owner);
      const asked = {
        ...owner,
        headers: { ...owner.headers, 'idempotency-key': `died-${action}` },
        body: { action, letters: [one.id, two.id] },
      };
      const change = () =>
        ask<{ data: { done: boolean; code: string | null }[] }>(world, 'POST', '/dead-letters/changes', asked);
      expect((await change()).json).toMatchObject({ data: [{ done: true }, { done: false, code: 'CONFLICT' }] });
      // As it is a minute after a run that changed letters and told nobody.
      await world.rows(
        `update idempotency_keys set outcome = null, created_at = now() - interval '61 seconds'
       where jsonb_typeof(outcome -> 'outcome') = 'array' and outcome #>> '{outcome,0,id}' = $1`,
        [one.id],
      );
      await ask(world, 'POST', `/dead-letters/${two.id}/reopen`, owner);
      const again = await change();
      expect(again.json).toMatchObject({
        data: [
          { done: true, code: null },
          { done: true, code: null },
        ],
      });
      expect((await change()).json).toEqual(again.json);
      // What another request has done is not this one's.
      const elsewhere = await ask<{ data: { code: string }[] }>(world, 'POST', '/dead-letters/changes', {
        ...asked,
        headers: { ...owner.headers, 'idempotency-key': `another-${action}` },
      });
      expect(elsewhere.json.data.map(({ code }) => code)).toEqual(['CONFLICT', 'CONFLICT']);
      const changes = await world.rows('select id from audit_log where target = $1 and action = $2', [
        `dead-letter:${one.id}`,
        `dead-letter.${action}`,
      ]);
      expect(changes).toHaveLength(1);
    },
  );
});

describe('an answer that nobody saw', () => {
  const unseen = async (query = '') =>
    (await ask<Page<Unseen>>(world, 'GET', `${at}/deliveries?${query}`, owner)).json.data;

  it('is shown with why, and is said again once, when a person decides so', async () => {
    const channel = TWITCH_CHANNELS[0]?.id as string;
    // The next line that is sent is to be this one's.
    await quiet(world);
    world.twitch.fault({ op: 'send', fault: { kind: 'status', status: 500, when: 'before' } });
    const { messageId } = await world.twitch.chat({
      channel,
      user: { id: '8400', login: 'ann', role: 'viewer' },
      text: '!ping',
    });
    const ended = `select from deliveries where status = 'unknown' and id like $1`;
    await until('its end', async () => (await world.rows(ended, [`%${messageId}%`])).length > 0, 60_000);
    const found = (await unseen('status=unknown')).find(({ id }) => id.includes(messageId)) as Unseen;
    expect(found).toMatchObject({
      command: 'ping',
      channel: `twitch:${channel}`,
      said: { text: '!ping', reply: expect.stringContaining('ong') },
      notAgain: null,
    });
    expect(await unseen('status=refused')).toEqual([]);
    expect((await unseen('command=pin')).map(({ id }) => id)).toContain(found.id);
    expect(await unseen('channel=twitch:1')).toEqual([]);

    const path = `${at}/deliveries/${encodeURIComponent(found.id)}/again`;
    for (const asked of [operator, (await aPerson(world, { roles: { demo: 'admin' } })).asked])
      expect([403, 404]).toContain((await ask(world, 'POST', path, asked)).status);
    const before = linesIn(channel, '(again)').length;
    const key = { ...owner, headers: { ...owner.headers, 'idempotency-key': 'once' } };
    const [first, repeated] = [await ask(world, 'POST', path, key), await ask(world, 'POST', path, key)];
    expect([first.status, repeated.status]).toEqual([200, 200]);
    expect(repeated.json).toEqual(first.json);
    const all = await Promise.all([1, 2, 3].map(() => ask(world, 'POST', path, owner)));
    expect(all.map(({ status }) => status)).toEqual([409, 409, 409]);
    await until('it is said', () => linesIn(channel, '(again)').length > before);
    await quiet(world, 2_000);
    expect(linesIn(channel, '(again)')).toHaveLength(before + 1);
    expect((await unseen()).find(({ id }) => id === found.id)?.notAgain).toBe('said-again');
    const audit = await world.rows(`select action from audit_log where target = $1`, [`delivery:${found.id}`]);
    expect(audit).toEqual([{ action: 'delivery.again' }]);
  });

  it('is said again by nobody where that would open what was closed', async () => {
    const place = (answer: object, visibility: string, reason: string) => ({ answer, visibility, reason });
    const cases = {
      interaction: place({ by: 'discord-interaction', token: 'sealed' }, 'public', 'unclear'),
      private: place({ by: 'api' }, 'ephemeral', 'unclear'),
      simulated: place({ by: 'api' }, 'public', 'simulated'),
    };
    for (const [why, { answer, visibility, reason }] of Object.entries(cases)) {
      const { id } = await ran(`closed${why}`);
      await world.rows(
        `with i as (update invocations set invocation = invocation || jsonb_build_object('visibility', $2::text)
           || jsonb_build_object('event', (invocation -> 'event') || jsonb_build_object('answer', $3::jsonb)) where id = $1)
         update deliveries set status = 'withheld', reason = $4 where id = $1`,
        [id, visibility, JSON.stringify(answer), reason],
      );
      expect((await unseen('status=withheld')).find((one) => one.id === id)?.notAgain).toBe(why);
      const path = `${at}/deliveries/${encodeURIComponent(id)}/again`;
      expect((await ask(world, 'POST', path, owner)).status).toBe(409);
    }
    await quiet(world);
    expect(await world.rows(`select from deliveries where id like '%/again' and id like '%closed%'`)).toEqual([]);
  });

  it('comes page by page, each once', async () => {
    await world.rows(
      `insert into deliveries (id, community_id, status, next_at, created_at)
       select 'twitch:1000001:page' || n || ':0', c.id, 'refused', now(), now() - (n / 3) * interval '1 second'
       from communities c, generate_series(1, 20) n where c.slug = 'demo'`,
    );
    const all: string[] = [];
    for (let next: string | null = ''; next !== null; ) {
      const query: string = `status=refused&limit=7${next ? `&cursor=${next}` : ''}`;
      const { json }: ApiAnswer<Page<Unseen>> = await ask(world, 'GET', `${at}/deliveries?${query}`, owner);
      all.push(...json.data.map(({ id }) => id));
      next = json.next;
    }
    expect(all.length).toBeGreaterThanOrEqual(20);
    expect(new Set(all).size).toBe(all.length);
  });
});

describe('the way of a command', () => {
  it('is kept with its times, and found by its id', async () => {
    const { id, messageId } = await ran('waterfall');
    const listed = (await ask<Page<Execution>>(world, 'GET', `${at}/executions?command=add&limit=50`, owner)).json.data;
    expect(listed.map((one) => one.id)).toContain(id);
    const { json } = await ask<Execution>(world, 'GET', `${at}/executions/${encodeURIComponent(id)}`, owner);
    expect(json).toMatchObject({
      id,
      command: 'command add',
      status: 'sent',
      said: { text: expect.stringContaining(WORDS) },
    });
    const { at: began, received, admitted, executed, committed, claimed, sent } = json.trace;
    const times = [began, received, admitted, executed, committed, claimed, sent];
    expect(times).toEqual(times.toSorted((one = 0, other = 0) => one - other));
    expect(times.every((time) => typeof time === 'number')).toBe(true);
    expect(messageId.length).toBeGreaterThan(0);
    const gone = await ask(world, 'GET', `${at}/executions/${encodeURIComponent('twitch:1:none:0')}`, owner);
    expect([gone.status, gone.json.error.message]).toEqual([404, expect.stringContaining('had an effect')]);
    const { slug } = await aCommunity(world);
    const others = await aPerson(world, { roles: { [slug]: 'owner' } });
    const path = `/communities/${slug}/operations/executions/${encodeURIComponent(id)}`;
    expect((await ask(world, 'GET', path, others.asked)).status).toBe(404);
  });
});

describe('limits and hosts', () => {
  it('tell what was refused, what is left, and which hosts are left alone', async () => {
    const channel = TWITCH_CHANNELS[1]?.id as string;
    const user = { id: '8500', login: 'hasty', role: 'viewer' as const };
    await ask(world, 'PATCH', '/commands/demo/ping', { ...owner, body: { options: { cooldown: { user: 600 } } } });
    await world.twitch.chat({ channel, user, text: '!ping' });
    await world.twitch.chat({ channel, user, text: '!ping' });
    const { json } = await ask<{
      readonly limits: readonly { readonly name: string; readonly count: number; readonly isUsual: boolean }[];
      readonly community: { readonly left: number; readonly of: number } | null;
      readonly channels: readonly {
        readonly channel: string;
        readonly refused: { readonly byReason: Record<string, number>; readonly byHour: readonly unknown[] } | null;
      }[];
    }>(world, 'GET', `${at}/limits`, owner);
    expect(json.limits.map(({ name }) => name)).toEqual(['command', 'channel', 'community', 'reply']);
    expect(json.community?.left).toBeLessThanOrEqual(json.community?.of ?? 0);
    const here = json.channels.find((one) => one.channel === `twitch:${channel}`);
    expect(here?.refused?.byReason.cooldown).toBeGreaterThan(0);
    expect(here?.refused?.byHour).toHaveLength(24);

    await world.rows(
      `insert into http_modules (id, community_id, name, url, sealed_secret)
       select gen_random_uuid(), id, 'weather', 'https://weather.example.org/hook', 'x' from communities where slug = 'demo'`,
    );
    const hosts = await ask<{ data: unknown[] }>(world, 'GET', `${at}/hosts`, owner);
    expect(hosts.json.data).toEqual([
      {
        host: 'weather.example.org',
        modules: ['weather'],
        breaker: { state: 'closed', failures: 0, until: null, forMs: null },
      },
    ]);
    const all = await ask<{ data: unknown[] }>(world, 'GET', '/installation/hosts', operator);
    expect(all.json.data).toMatchObject([{ host: 'weather.example.org', modules: 1 }]);
    expect(all.text).not.toContain('demo');
  });
});

describe('the installation', () => {
  it('tells its agenda and versions to who runs it, and to nobody else', async () => {
    await world.worker.cron('0 3 * * *', new Date(world.now()));
    const agenda = await ask<{ data: { kind: string; waiting: number; answers: boolean }[] }>(
      world,
      'GET',
      '/installation/agenda',
      operator,
    );
    expect(agenda.json.data.map(({ kind }) => kind)).toEqual(
      expect.arrayContaining(['outbox', 'deliveries', 'leases', 'reminders', 'timers', 'commands']),
    );
    for (const kind of agenda.json.data) expect(kind).toMatchObject({ answers: true, waiting: expect.any(Number) });
    const versions = await ask<{
      readonly database: string;
      readonly nightlyAt: number | null;
      readonly migrations: readonly { readonly name: string; readonly state: string }[];
    }>(world, 'GET', '/installation/versions', operator);
    expect(versions.json.database).toMatch(/^\d+/);
    expect(versions.json.nightlyAt).toEqual(expect.any(Number));
    expect(versions.json.migrations.length).toBeGreaterThan(5);
    expect(versions.json.migrations.every(({ state }) => state === 'applied')).toBe(true);
    for (const path of ['agenda', 'versions', 'hosts'])
      expect((await ask(world, 'GET', `/installation/${path}`, owner)).status).toBe(403);
  });
});
