import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FailedTry, Invocation } from '../../workers/core/invocation.ts';
import { type ApiAnswer, aCommunity, aKey, ask, type Page } from '../support/api.ts';
import { quiet, startWorld, TWITCH_CHANNELS, until, type World } from '../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world?.close());

/** Stands in every text that people write here: it may be in no letter and no log. */
const WORDS = 'penguins-only';

let turn = 0;

/** A command that was typed and admitted, and has not run: what its queue carries, and the message it answers. */
async function admitted(args: string): Promise<{ readonly invocation: Invocation; readonly messageId: string }> {
  const n = turn++;
  const { id: channel } = TWITCH_CHANNELS[n % TWITCH_CHANNELS.length] as (typeof TWITCH_CHANNELS)[number];
  const user = { id: `8${n}00`, login: `mod${n}`, role: 'moderator' as const };
  const { messageId } = await world.twitch.chat({ channel, user, text: `!command add first${n} x` });
  const [row] = await until('it ran', async () => {
    const rows = await world.rows<{ invocation: Invocation }>(
      `select i.invocation from invocations i join deliveries d using (id) where i.id like $1 and d.status = 'sent'`,
      [`%:${messageId}:0`],
    );
    return rows.length > 0 && rows;
  });
  const invocation = row?.invocation as Invocation;
  // Another command under the same message: what was said under it before is no matter.
  return { invocation: { ...invocation, id: `${invocation.id}1` as Invocation['id'], args }, messageId };
}

interface Letter {
  readonly id: string;
  readonly kind: string;
  readonly queue: string;
  readonly community: string | null;
  readonly command: string | null;
  readonly channel: string | null;
  readonly reason: string;
  readonly attempts: number;
  readonly state: string;
  readonly tries: readonly FailedTry[];
  readonly outline: { readonly args?: string };
}

/** The queue hands a message over, for the how manieth time. @returns whether that was the last of it */
async function handOver(queue: string, body: unknown, attempts: number): Promise<boolean> {
  const consumer = await world.worker.miniflare.getWorker();
  const id = `m-${randomUUID()}`;
  const result = await consumer.queue(queue, [{ id, timestamp: new Date(), attempts, body }]);
  return result.explicitAcks.includes(id);
}

/** What a queue does with a message after its last try. @returns whether it was buried */
const giveUp = (body: unknown): Promise<boolean> => handOver('waddlebot-dead-letters', body, 1);

/** The open letter about something, as the API shows it, once it was kept. */
async function letterOf(about: Partial<Record<'channel' | 'kind' | 'command', string>>): Promise<Letter> {
  const { channel = null, kind = null, command = null } = about;
  const [found] = await until('the letter', async () => {
    const rows = await world.rows<{ id: string }>(
      `select id from dead_letters where settled is null and coalesce(channel = $1, $1 is null)
         and coalesce(kind = $2, $2 is null) and coalesce(command = $3, $3 is null)`,
      [channel, kind, command],
    );
    return rows.length > 0 && rows;
  });
  return (await ask<Letter>(world, 'GET', `/dead-letters/${found?.id}`)).json;
}

const repliesTo = (messageId: string, text: string) =>
  world.twitch.sent.filter((line) => line.replyTo === messageId && line.text.includes(text));
const commandsCalled = (name: string) => world.rows('select from commands where name = $1', [name]);

/** A letter of a command that adds `name`, as its queue gave it up after three tries. */
async function letterAdding(name: string) {
  const { invocation, messageId } = await admitted(`${name} ${WORDS}`);
  await giveUp(invocation);
  const channel = `twitch:${invocation.event.channel}`;
  return { letter: await letterOf({ channel, kind: 'invocation' }), messageId, invocation };
}

describe('a command that no try brings through', () => {
  it('because the database is away: a letter with its first try, its last 19, and why each failed', async () => {
    const { invocation, messageId } = await admitted(`hundred ${WORDS}`);
    const began = world.now();
    await world.bridge.pause();
    for (let attempt = 1; attempt <= 100; attempt++)
      expect(await handOver('waddlebot-invocations', invocation, attempt)).toBe(false);
    expect(await giveUp(invocation)).toBe(false);
    await world.bridge.resume();
    expect(await giveUp(invocation)).toBe(true);

    const letter = await letterOf({ channel: `twitch:${invocation.event.channel}` });
    expect(letter).toMatchObject({
      queue: 'waddlebot-invocations',
      kind: 'invocation',
      command: 'command add',
      community: 'demo',
      reason: 'DatabaseError',
      attempts: 100,
      state: 'open',
    });
    expect(letter.tries.map(({ attempt }) => attempt)).toEqual([1, ...Array.from({ length: 19 }, (_, i) => 82 + i)]);
    for (const { reason, at } of letter.tries) {
      expect(reason).toBe('DatabaseError');
      expect(at).toBeGreaterThanOrEqual(began);
      expect(at).toBeLessThanOrEqual(world.now());
    }
    expect(await commandsCalled('hundred')).toHaveLength(0);

    const replayed = await ask(world, 'POST', `/dead-letters/${letter.id}/replay`);
    expect(replayed.status).toBe(200);
    expect(replayed.json).toMatchObject({ id: letter.id, state: 'replayed' });
    await until('the reply', () => repliesTo(messageId, 'hundred').length > 0);
    await quiet(world);
    expect(await commandsCalled('hundred')).toHaveLength(1);
    expect(repliesTo(messageId, 'hundred')).toHaveLength(1);
  });

  it('because this build does not know it: given up after five tries, each with its reason', async () => {
    const { invocation } = await admitted(WORDS);
    const unknown = { ...invocation, command: 'nosuch', subcommand: undefined, effect: 'none' };
    for (let attempt = 1; attempt <= 4; attempt++)
      expect(await handOver('waddlebot-invocations', unknown, attempt)).toBe(false);
    expect(await handOver('waddlebot-invocations', unknown, 5)).toBe(true);
    const letter = await letterOf({ command: 'nosuch' });
    expect(letter).toMatchObject({ reason: 'NOT_FOUND: this build has no command "nosuch"', attempts: 5 });
    expect(letter.tries.map(({ attempt }) => attempt)).toEqual([1, 2, 3, 4, 5]);
    expect(new Set(letter.tries.map(({ reason }) => reason))).toEqual(new Set([letter.reason]));
  });

  it('of which only an id was queued: its command, community and tries are found by it', async () => {
    const { invocation } = await admitted(WORDS);
    const id = invocation.id.slice(0, -1);
    await world.bridge.pause();
    for (let attempt = 1; attempt <= 3; attempt++)
      await handOver('waddlebot-deliveries', { v: 1, kind: 'delivery', id }, attempt);
    await world.bridge.resume();
    await giveUp({ v: 1, kind: 'delivery', id });
    const channel = `twitch:${invocation.event.channel}`;
    const letter = await letterOf({ channel, kind: 'delivery' });
    expect(letter).toMatchObject({ queue: 'waddlebot-deliveries', command: 'command add', community: 'demo' });
    expect(letter.tries.map(({ attempt }) => attempt)).toEqual([1, 2, 3]);
  });

  it('and of which nobody kept a try: it is kept all the same, and says so', async () => {
    const { invocation } = await admitted(WORDS);
    await giveUp(invocation);
    const letter = await letterOf({ channel: `twitch:${invocation.event.channel}` });
    expect(letter).toMatchObject({ attempts: 0, tries: [], reason: expect.stringContaining('was not kept') });
  });

  it('and that no database column could hold: kept without what could not be kept', async () => {
    const { invocation } = await admitted(`${WORDS}\u0000\ud800`);
    await giveUp(invocation);
    expect(await letterOf({ channel: `twitch:${invocation.event.channel}` })).toMatchObject({ kind: 'invocation' });
    await giveUp({ nothing: 'of ours' });
    const garbage = await letterOf({ kind: 'unknown' });
    expect((await ask(world, 'POST', `/dead-letters/${garbage.id}/replay`)).status).toBe(409);
  });
});

describe('a letter that is replayed', () => {
  it('twice at once goes out once; who comes later is told so', async () => {
    const { letter, messageId } = await letterAdding('twice');
    const both = await Promise.all([1, 2].map(() => ask(world, 'POST', `/dead-letters/${letter.id}/replay`)));
    expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
    const third = await ask(world, 'POST', `/dead-letters/${letter.id}/replay`);
    expect(third.status).toBe(409);
    expect(third.json.error).toMatchObject({ code: 'CONFLICT', message: expect.stringContaining('was replayed at') });
    await until('the reply', () => repliesTo(messageId, 'twice').length > 0);
    await quiet(world);
    expect(await commandsCalled('twice')).toHaveLength(1);
    expect(repliesTo(messageId, 'twice')).toHaveLength(1);
  });

  it('after its command had run all the same changes nothing and says nothing again', async () => {
    const { letter, messageId, invocation } = await letterAdding('already');
    expect(await handOver('waddlebot-invocations', invocation, 1)).toBe(true);
    await until('the reply', () => repliesTo(messageId, 'already').length > 0);
    expect((await ask(world, 'POST', `/dead-letters/${letter.id}/replay`)).status).toBe(200);
    await quiet(world, 3_000);
    expect(await commandsCalled('already')).toHaveLength(1);
    expect(repliesTo(messageId, 'already')).toHaveLength(1);
  });

  it('is not too late, however old it is: its reply is late only from then on', async () => {
    const { invocation, messageId } = await admitted(`old ${WORDS}`);
    const hours = 3 * 3_600_000;
    const event = {
      ...invocation.event,
      at: invocation.event.at - hours,
      receivedAt: invocation.event.receivedAt - hours,
    };
    await giveUp({ ...invocation, event, admittedAt: invocation.admittedAt - hours });
    const letter = await letterOf({ channel: `twitch:${event.channel}`, kind: 'invocation' });
    await ask(world, 'POST', `/dead-letters/${letter.id}/replay`);
    await until('the reply', () => repliesTo(messageId, 'old').length > 0);
  });

  it('as a wake-up of a delivery that nobody made in time: the reply is said, once', async () => {
    const { invocation, messageId } = await admitted(WORDS);
    const ran = invocation.id.slice(0, -1);
    const hourAgo = Date.now() - 3_600_000;
    await world.rows(
      `with again as (
         insert into invocations (id, community_id, command, invocation, trace, expires_at)
         select $2, community_id, command,
           invocation || jsonb_build_object('id', $2::text, 'admittedAt', $3::bigint), trace, expires_at
         from invocations where id = $1 returning id)
       insert into deliveries (id, community_id, status, outcome, next_at)
       select again.id, community_id, 'pending', outcome, now() + interval '1 hour' from deliveries d, again where d.id = $1`,
      [ran, invocation.id, hourAgo],
    );
    await giveUp({ v: 1, kind: 'delivery', id: invocation.id });
    const letter = await letterOf({ channel: `twitch:${invocation.event.channel}`, kind: 'delivery' });
    const before = repliesTo(messageId, 'Added').length;
    await ask(world, 'POST', `/dead-letters/${letter.id}/replay`);
    await until('the reply', () => repliesTo(messageId, 'Added').length > before);
    await quiet(world);
    expect(repliesTo(messageId, 'Added')).toHaveLength(before + 1);
  });
});

describe('a letter that is discarded', () => {
  it('is put away for good, and the log of changes says by whom', async () => {
    const { letter, messageId } = await letterAdding('discarded');
    const gone = await ask(world, 'DELETE', `/dead-letters/${letter.id}`);
    expect(gone.status).toBe(200);
    expect(gone.json).toMatchObject({ state: 'discarded', settledAt: expect.any(String) });
    for (const [method, path] of [
      ['DELETE', `/dead-letters/${letter.id}`],
      ['POST', `/dead-letters/${letter.id}/replay`],
    ] as const)
      expect((await ask(world, method, path)).status).toBe(409);
    const lines = await world.rows(`select action, actor from audit_log where target = $1`, [
      `dead-letter:${letter.id}`,
    ]);
    expect(lines).toEqual([{ action: 'dead-letter.discard', actor: { kind: 'service' } }]);
    await quiet(world);
    expect(await commandsCalled('discarded')).toHaveLength(0);
    expect(repliesTo(messageId, 'discarded')).toHaveLength(0);
  });
});

describe('the list', () => {
  it('goes by community, queue and state, page by page', async () => {
    const all: Letter[] = [];
    for (let next: string | null = ''; next !== null; ) {
      const { json }: ApiAnswer<Page<Letter>> = await ask(
        world,
        'GET',
        `/dead-letters?limit=3${next ? `&cursor=${next}` : ''}`,
      );
      expect(json.data.length).toBeLessThanOrEqual(3);
      all.push(...json.data);
      next = json.next;
    }
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
    expect(all.map(({ id }) => id)).toEqual(
      all
        .map(({ id }) => id)
        .toSorted()
        .reverse(),
    );
    const only = async (query: string) =>
      (await ask<Page<Letter>>(world, 'GET', `/dead-letters?limit=100&${query}`)).json.data;
    expect(await only('state=open')).toEqual(all.filter(({ state }) => state === 'open'));
    expect(await only('state=settled')).toEqual(all.filter(({ state }) => state !== 'open'));
    expect(await only('queue=waddlebot-deliveries')).toEqual(
      all.filter(({ queue }) => queue === 'waddlebot-deliveries'),
    );
    expect(await only('community=demo')).toEqual(all.filter(({ community }) => community === 'demo'));
    const { slug } = await aCommunity(world);
    expect(await only(`community=${slug}`)).toEqual([]);
    expect((await ask(world, 'GET', '/dead-letters?community=nobodys')).status).toBe(404);
    for (const query of ['queue=spam', 'limit=0', 'cursor=x', 'of=me'])
      expect((await ask(world, 'GET', `/dead-letters?${query}`)).status).toBe(400);
  });

  it('is for who runs this installation: a key that may everything else may not', async () => {
    const key = await aKey(world);
    const id = randomUUID();
    for (const [method, path] of [
      ['GET', '/dead-letters'],
      ['GET', `/dead-letters/${id}`],
      ['POST', `/dead-letters/${id}/replay`],
      ['DELETE', `/dead-letters/${id}`],
    ] as const) {
      expect((await ask(world, method, path, { key })).status).toBe(403);
      if (path.includes(id)) expect((await ask(world, method, path)).status).toBe(404);
    }
    expect((await ask(world, 'GET', '/dead-letters/7')).status).toBe(400);
  });

  it('shows nothing that people wrote, and no log does', async () => {
    const { json } = await ask<Page<Letter>>(world, 'GET', '/dead-letters?limit=100');
    expect(json.data.length).toBeGreaterThan(5);
    for (const { id } of json.data) {
      const { text, json: opened } = await ask<Letter>(world, 'GET', `/dead-letters/${id}`);
      expect(text).not.toContain(WORDS);
      expect(text).not.toMatch(/mod\d/);
      if (opened.kind === 'invocation') expect(opened.outline.args).toMatch(/^text of \d+ characters$/);
    }
    expect(JSON.stringify(json)).not.toContain(WORDS);
    expect(world.logs.join('\n')).not.toContain(WORDS);
  });
});
