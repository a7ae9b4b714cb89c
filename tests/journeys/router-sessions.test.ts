import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aCommunity, aKey, ask } from '../support/api.ts';
import { aMessage } from '../support/channel.ts';
import { line, programsOf, type SessionTold } from '../support/programs.ts';
import { startWorld, until, type World } from '../support/world.ts';

let world: World;
let key: string;
let programs: ReturnType<typeof programsOf>;
beforeAll(async () => {
  world = await startWorld();
  key = await aKey(world);
  programs = programsOf(world, key);
});
afterAll(() => world?.close());

/** Holds the table of commands until released: what changes one waits. */
async function holdCommands(): Promise<() => Promise<void>> {
  const client = new pg.Client({ connectionString: world.postgresUrl });
  await client.connect();
  await client.query('begin');
  await client.query('lock table commands in access exclusive mode');
  return async () => {
    await client.query('rollback');
    await client.end();
  };
}

describe('a command that takes longer than its request may', () => {
  it('is acknowledged with its session, and answered in it once', async () => {
    const { twitch } = programs.place();
    const speaking = await programs.moderator();
    const channel = `twitch:${twitch}`;
    // The channel has its settings; else they would be what waits.
    await programs.say({ channel, text: '!about' });
    const said = line({ channel, text: '!command add slow x' });
    const release = await holdCommands();
    const { status, json } = await programs.say(said, key, speaking);
    const pending = await programs.read(json.sessionId);
    await release();
    expect(status).toBe(202);
    expect(json).toEqual({ eventId: said.eventId, decision: 'admitted', sessionId: expect.any(String) });
    expect(pending.status).toBe(202);
    expect(pending.json).toMatchObject({ state: 'pending', responses: [] });
    await until('the answer', async () => (await programs.read(json.sessionId)).json.state === 'answered');
    // The safety net, which comes after 30 s, finds it said.
    const [ran] = await world.rows<{ invocation: unknown }>('select invocation from invocations where id like $1', [
      `%:${said.eventId}:0`,
    ]);
    const consumer = await world.worker.miniflare.getWorker();
    const net = {
      id: 'net',
      timestamp: new Date(),
      attempts: 1,
      body: { v: 1, kind: 'run', invocation: ran?.invocation },
    };
    expect(await consumer.queue('waddlebot-deliveries', [net])).toMatchObject({ explicitAcks: ['net'] });
    expect((await programs.read(json.sessionId)).json.responses).toHaveLength(1);
    expect(await world.rows(`select from commands where name = 'slow'`)).toHaveLength(1);
    expect((await programs.say(said, key, speaking)).json).toMatchObject({
      decision: 'duplicate',
      response: { text: expect.stringContaining('slow') },
    });
  });

  it('and whose answer could not be kept is answered when the database is back', async () => {
    const { twitch } = programs.place();
    const { json } = await programs.say({ channel: `twitch:${twitch}`, text: '!about' }, await aKey(world));
    const [community] = await world.rows('select id, slug, name, language, zone from communities where slug = $1', [
      'demo',
    ]);
    const now = Date.now();
    const invocation = {
      v: 1,
      id: `twitch:${twitch}:e:0`,
      event: aMessage('e', '!ping', now, {
        channel: twitch,
        room: twitch,
        via: 'program',
        answer: { by: 'session', sessionId: json.sessionId ?? '' },
      }),
      command: 'ping',
      prefix: '!',
      args: '',
      effect: 'none',
      visibility: 'public',
      community,
      privileged: false,
      admittedAt: now,
    };
    const consumer = await world.worker.miniflare.getWorker();
    const handOver = (attempts: number) =>
      consumer.queue('waddlebot-deliveries', [
        { id: 'net', timestamp: new Date(), attempts, body: { v: 1, kind: 'run', invocation } },
      ]);
    await world.bridge.pause();
    expect(await handOver(1)).toMatchObject({ explicitAcks: [] });
    await world.bridge.resume();
    expect(await handOver(2)).toMatchObject({ explicitAcks: ['net'] });
    expect(await handOver(3)).toMatchObject({ explicitAcks: ['net'] });
    const { json: kept } = await ask<SessionTold>(world, 'GET', `/router/responses/${json.sessionId}`);
    expect(kept.responses.filter(({ text }) => text === 'Pong!')).toHaveLength(1);
  });

  it.each(['deliver:after-claim', 'deliver:after-send'] as const)(
    'and whose run dies at %s has its answer kept once, by who takes it up',
    async (fault) => {
      const { twitch } = programs.place();
      const speaking = await programs.moderator();
      const said = line({ channel: `twitch:${twitch}`, text: `!command add dies${fault.slice(-4)} x` });
      await world.arm(fault);
      const { status, json } = await programs.say(said, key, speaking);
      expect(status).toBe(202);
      const claimed = await until('it was claimed', async () => {
        const [row] = await world.rows<{ id: string }>(
          `update deliveries set claimed_at = now() - interval '1 minute' where id like $1 and status = 'claimed' returning id`,
          [`%:${said.eventId}:0`],
        );
        return row;
      });
      await world.disarm();
      const consumer = await world.worker.miniflare.getWorker();
      const wakeup = { v: 1, kind: 'delivery', id: claimed.id };
      await consumer.queue('waddlebot-deliveries', [{ id: 'wake', timestamp: new Date(), attempts: 1, body: wakeup }]);
      expect((await programs.read(json.sessionId)).json.responses).toMatchObject([
        { text: expect.stringContaining('Added !dies') },
      ]);
      const [settled] = await world.rows('select status from deliveries where id = $1', [claimed.id]);
      expect(settled).toEqual({ status: 'sent' });
    },
  );

  it('is not taken at all while the database is away, and says so; brought again it is done', async () => {
    const { twitch } = programs.place();
    const said = line({ channel: `twitch:${twitch}`, text: '!ping' });
    const as = await aKey(world);
    await programs.say({ channel: `twitch:${twitch}`, text: '!about' }, as);
    await world.bridge.pause();
    const away = await programs.say(said, as);
    await world.bridge.resume();
    expect(away.status).toBe(503);
    expect(away.json.error.code).toBe('UNAVAILABLE');
    expect((await programs.say(said, as)).json).toMatchObject({ decision: 'admitted', response: { text: 'Pong!' } });
  });
});

describe('a session', () => {
  const opened = async (as = key): Promise<string | null> => {
    const { twitch } = programs.place();
    return (await programs.say({ channel: `twitch:${twitch}`, text: '!about' }, as)).json.sessionId;
  };
  const answer = (sessionId: string | null, text: string, as = key) =>
    ask(world, 'POST', '/router/responses', { key: as, body: { sessionId, response: { text } } });

  it('takes one answer by the door, beside those of commands', async () => {
    const sessionId = await opened();
    expect((await answer(sessionId, 'And one more thing.')).status).toBe(201);
    const again = await answer(sessionId, 'And another.');
    expect(again.status).toBe(409);
    expect(again.json.error.code).toBe('CONFLICT');
    const { json } = await programs.read(sessionId);
    expect(json.responses.map(({ text }) => text)).toEqual([
      expect.stringContaining('WaddleBot'),
      'And one more thing.',
    ]);
  });

  it('takes one of ten answers that come at once', async () => {
    const sessionId = await opened();
    const statuses = await Promise.all(
      Array.from({ length: 10 }, async (_, n) => (await answer(sessionId, `${n}`)).status),
    );
    expect(statuses.toSorted()).toEqual([201, ...Array.from({ length: 9 }, () => 409)]);
  });

  it('is nobody else’s: another key, of the same community or another, finds none', async () => {
    const sessionId = await opened();
    const { slug } = await aCommunity(world);
    const unknown = await programs.read(randomUUID());
    for (const as of [await aKey(world), await aKey(world, { communities: [slug] })]) {
      const found = await programs.read(sessionId, as);
      expect(found.status).toBe(404);
      expect(found.json.error.message.replace(sessionId ?? '', '')).toBe(
        unknown.json.error.message.replace(/[0-9a-f-]{36}/, ''),
      );
      expect((await answer(sessionId, 'not mine', as)).status).toBe(404);
    }
    expect((await ask(world, 'GET', `/router/responses/${sessionId}`)).status).toBe(200);
  });

  it('needs the scope, and an id that is one', async () => {
    const as = await aKey(world, { scopes: ['events:write'] });
    const sessionId = await opened(as);
    expect((await programs.read(sessionId, as)).status).toBe(403);
    expect((await answer(sessionId, 'x', as)).status).toBe(403);
    expect((await programs.read('penguin')).status).toBe(400);
  });

  it('ends an hour after its last answer, and the night forgets it', async () => {
    const sessionId = await opened();
    const row = () =>
      world.rows<{ left: number }>(
        `select extract(epoch from expires_at - now())::float as left from response_sessions where id = $1`,
        [sessionId],
      );
    await world.rows(`update response_sessions set expires_at = now() + interval '1 minute' where id = $1`, [
      sessionId,
    ]);
    await answer(sessionId, 'late, but there');
    const [kept] = await row();
    expect(kept?.left).toBeGreaterThan(3_500);
    await world.rows(`update response_sessions set expires_at = now() - interval '1 second' where id = $1`, [
      sessionId,
    ]);
    expect((await programs.read(sessionId)).status).toBe(404);
    expect((await answer(sessionId, 'too late')).status).toBe(404);
    await world.worker.cron('0 3 * * *');
    expect(await row()).toHaveLength(0);
    expect(await world.rows('select from responses where session_id = $1', [sessionId])).toHaveLength(0);
  });

  it('that has ended gives its event another one, which is told that it comes again', async () => {
    const { twitch } = programs.place();
    const said = line({ channel: `twitch:${twitch}`, text: '!about' });
    const as = await aKey(world);
    const first = await programs.say(said, as);
    await world.rows(`update response_sessions set expires_at = now() - interval '1 second' where id = $1`, [
      first.json.sessionId,
    ]);
    const second = await programs.say(said, as);
    expect(second.json).toMatchObject({ decision: 'duplicate' });
    expect(second.json.sessionId).not.toBe(first.json.sessionId);
  });
});

interface Counts {
  readonly queries: { readonly queries: number };
  readonly lookUps: Readonly<Record<string, object>>;
}

describe('the router’s own counts', () => {
  it('are for who runs this installation', async () => {
    const { status, json } = await ask<Counts>(world, 'GET', '/router/metrics');
    expect(status).toBe(200);
    expect(json.queries.queries).toBeGreaterThan(0);
    expect(json.lookUps.communities).toMatchObject({ hitRatio: expect.any(Number) });
    expect((await ask(world, 'GET', '/router/metrics', { key })).status).toBe(403);
  });
});
