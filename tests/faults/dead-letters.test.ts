import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Database, openDatabase } from '../../db/client.ts';
import { type Bridge, startBridge } from '../../db/local/bridge.ts';
import { migrate } from '../../db/migrate.ts';
import { seedDemo } from '../../scripts/local/demo.ts';
import type { InvocationId } from '../../workers/core/ids.ts';
import type { Invocation } from '../../workers/core/invocation.ts';
import { discardDeadLetter, openDeadLetter } from '../../workers/router/dead-letters.ts';
import { type Replaying, replayDeadLetter } from '../../workers/router/replay.ts';
import { A_COMMUNITY, aMessage } from '../support/channel.ts';
import { freshDatabase } from '../support/fresh-database.ts';

let bridge: Bridge;
let db: Database;
let client: pg.Client;
let communityId: string;
beforeAll(async () => {
  const url = await freshDatabase();
  await migrate({ url, folder: 'db/migrations' });
  bridge = await startBridge({ upstream: url });
  db = openDatabase(bridge.url, () => {}, Date.now);
  await seedDemo(db);
  client = new pg.Client({ connectionString: url });
  await client.connect();
  communityId = (await client.query<{ id: string }>('select id from communities')).rows[0]?.id as string;
});
afterAll(async () => {
  await client?.end();
  await bridge?.close();
});

const NOW = Date.UTC(2026, 10, 26, 12);
const ACTOR = { kind: 'service' } as const;

const invocation = (): Invocation => ({
  v: 1,
  id: `twitch:1000001:${randomUUID()}:0` as InvocationId,
  event: aMessage('m1', '!ping', NOW - 3_600_000),
  command: 'ping',
  prefix: '!',
  args: '',
  effect: 'none',
  visibility: 'public',
  community: { ...A_COMMUNITY, id: communityId as typeof A_COMMUNITY.id },
  privileged: false,
  admittedAt: NOW - 3_600_000,
});

async function letter(body: unknown = invocation()): Promise<string> {
  const id = randomUUID();
  await client.query(
    `insert into dead_letters (id, queue, message_id, community_id, body, reason, attempts)
     values ($1, 'waddlebot-invocations', $1::uuid::text, $2, $3, 'it failed', 5)`,
    [id, communityId, JSON.stringify(body)],
  );
  return id;
}

type Taking = (body: unknown) => Promise<void>;

/** The parts of the Worker, with queues that the test is, at a time that it tells. */
function worker(taking: Partial<Record<'INVOCATIONS' | 'DELIVERIES' | 'ACTIVITY', Taking>> = {}, now = NOW) {
  const sent: { readonly queue: string; readonly body: unknown }[] = [];
  const lines: string[] = [];
  const queueOf = (queue: 'INVOCATIONS' | 'DELIVERIES' | 'ACTIVITY') => ({
    send: async (body: unknown) => {
      await taking[queue]?.(body);
      sent.push({ queue, body });
    },
  });
  const bindings = {
    INVOCATIONS: queueOf('INVOCATIONS'),
    DELIVERIES: queueOf('DELIVERIES'),
    ACTIVITY: queueOf('ACTIVITY'),
  };
  const log: Replaying['log'] = (...line) => void lines.push(JSON.stringify(line));
  const services = { db, clock: () => now, log, bindings, behind: () => {} } as unknown as Replaying;
  return { services, sent, lines };
}

const stateOf = async (id: string) => (await openDeadLetter({ db }, id)).state;
const auditOf = async (id: string) =>
  (await client.query(`select action, actor, community_id from audit_log where target = 'dead-letter:' || $1`, [id]))
    .rows;

/** A queue whose Worker waits for it, until the test refuses, if ever; `asked` when it has begun to. */
function slowQueue() {
  const asked = Promise.withResolvers<void>();
  const answer = Promise.withResolvers<void>();
  const taking: Taking = () => {
    asked.resolve();
    return answer.promise;
  };
  return { taking, asked: asked.promise, refuse: answer.reject };
}

describe('a replay', () => {
  it('puts the message on its queue as if it had been admitted now, settles the letter and says who did it', async () => {
    const body = invocation();
    const id = await letter(body);
    const { services, sent } = worker();
    await replayDeadLetter(services, ACTOR, id);
    expect(sent).toEqual([{ queue: 'INVOCATIONS', body: { ...body, admittedAt: NOW } }]);
    expect(await stateOf(id)).toBe('replayed');
    expect(await auditOf(id)).toEqual([{ action: 'dead-letter.replay', actor: ACTOR, community_id: communityId }]);
  });

  it.each([
    ['a reply', 'DELIVERIES', { v: 1, kind: 'reply', reply: { text: 'Pong!' }, from: 0, tries: 1 }],
    ['a deferred command', 'DELIVERIES', { v: 1, kind: 'run' }],
  ] as const)('of %s goes where it came from, late only from now on', async (_, queue, wakeup) => {
    const carried = invocation();
    const id = await letter({ ...wakeup, invocation: carried });
    const { services, sent } = worker();
    await replayDeadLetter(services, ACTOR, id);
    expect(sent).toEqual([{ queue, body: { ...wakeup, invocation: { ...carried, admittedAt: NOW } } }]);
  });

  it('of a wake-up by id says since when it counts, and counts of use go back as they are', async () => {
    const { services, sent } = worker();
    await replayDeadLetter(services, ACTOR, await letter({ v: 1, kind: 'delivery', id: 'twitch:1:m1:0' }));
    const usage = { v: 1, kind: 'usage', channel: 'twitch:1', community: communityId, number: 3, days: {} };
    await replayDeadLetter(services, ACTOR, await letter(usage));
    expect(sent).toEqual([
      { queue: 'DELIVERIES', body: { v: 1, kind: 'delivery', id: 'twitch:1:m1:0', replayedAt: NOW } },
      { queue: 'ACTIVITY', body: usage },
    ]);
  });

  it('asked for ten times at once sends once; nine are told why not', async () => {
    const id = await letter();
    const { services, sent } = worker();
    const answers = await Promise.allSettled(Array.from({ length: 10 }, () => replayDeadLetter(services, ACTOR, id)));
    expect(sent).toHaveLength(1);
    const refused = answers.filter((answer) => answer.status === 'rejected').map(({ reason }) => reason);
    expect(refused).toHaveLength(9);
    for (const reason of refused) expect(reason).toMatchObject({ code: 'CONFLICT' });
    expect(await auditOf(id)).toHaveLength(1);
  });

  it('that its queue refuses leaves the letter open, and can be asked for again at once', async () => {
    const id = await letter();
    const refusing = worker({ INVOCATIONS: () => Promise.reject(new Error('too many')) });
    await expect(replayDeadLetter(refusing.services, ACTOR, id)).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    expect(await stateOf(id)).toBe('open');
    const { services, sent } = worker();
    await replayDeadLetter(services, ACTOR, id);
    expect(sent).toHaveLength(1);
  });

  it('that dies before its queue has the message loses nothing: after a minute the letter is open again', async () => {
    const id = await letter();
    const dying = slowQueue();
    void replayDeadLetter(worker({ INVOCATIONS: dying.taking }).services, ACTOR, id);
    await dying.asked;
    const early = worker({}, NOW + 59_000);
    await expect(replayDeadLetter(early.services, ACTOR, id)).rejects.toMatchObject({
      code: 'CONFLICT',
      message: 'This letter is being replayed this moment. Look at it again in a minute.',
    });
    await expect(discardDeadLetter(early.services, ACTOR, id)).rejects.toMatchObject({ code: 'CONFLICT' });
    const later = worker({}, NOW + 60_000);
    await replayDeadLetter(later.services, ACTOR, id);
    expect(early.sent).toHaveLength(0);
    expect(later.sent).toHaveLength(1);
    expect(await stateOf(id)).toBe('replayed');
  });

  it('that is overtaken after its minute does not settle or reopen the letter of the one that overtook it', async () => {
    const id = await letter();
    const [slow, dying] = [slowQueue(), slowQueue()];
    const overtaken = replayDeadLetter(worker({ INVOCATIONS: slow.taking }).services, ACTOR, id).catch(
      (error: unknown) => error,
    );
    await slow.asked;
    void replayDeadLetter(worker({ INVOCATIONS: dying.taking }, NOW + 61_000).services, ACTOR, id);
    await dying.asked;
    slow.refuse(new Error('gone'));
    expect(await overtaken).toMatchObject({ code: 'UNAVAILABLE' });
    const third = worker({}, NOW + 62_000);
    await expect(replayDeadLetter(third.services, ACTOR, id)).rejects.toMatchObject({ code: 'CONFLICT' });
  });

  it('whose end cannot be written down says that the message is on its way, and the letter stays to be seen', async () => {
    const id = await letter();
    const { services, sent, lines } = worker({ INVOCATIONS: () => bridge.pause() });
    const refused = await replayDeadLetter(services, ACTOR, id).catch((error: unknown) => error);
    await bridge.resume();
    expect(refused).toMatchObject({ code: 'UNAVAILABLE', message: expect.stringContaining('on its queue again') });
    expect(sent).toHaveLength(1);
    expect(lines.join()).toContain('dead-letter.not-settled');
    expect(await stateOf(id)).toBe('open');
  });

  it('is refused of what nothing could run, and of what is not there', async () => {
    const { services } = worker();
    await expect(replayDeadLetter(services, ACTOR, await letter({ garbage: true }))).rejects.toMatchObject({
      code: 'CONFLICT',
      message: 'Nothing in this letter could be run: discard it.',
    });
    await expect(replayDeadLetter(services, ACTOR, randomUUID())).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});

describe('a letter that is settled', () => {
  it('stays so: neither a replay nor a discard changes it, and each is told when it was settled', async () => {
    const { services, sent } = worker();
    const id = await letter();
    await discardDeadLetter(services, ACTOR, id);
    const message = 'This letter was discarded at 2026-11-26T12:00:00.000Z. Have it back first.';
    await expect(replayDeadLetter(services, ACTOR, id)).rejects.toMatchObject({ code: 'CONFLICT', message });
    await expect(discardDeadLetter(services, ACTOR, id)).rejects.toMatchObject({ code: 'CONFLICT', message });
    expect(sent).toHaveLength(0);
    expect((await auditOf(id)).map(({ action }) => action)).toEqual(['dead-letter.discard']);
  });
});
