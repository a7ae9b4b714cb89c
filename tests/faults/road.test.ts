import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { FaultName } from '../../workers/core/faults.ts';
import { quiet, startWorld, TWITCH_CHANNELS, until, type World } from '../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterEach(() => world?.disarm());
afterAll(() => world?.close());

let turn = 0;
interface Asked {
  readonly name: string;
  readonly messageId: string;
  /** What each delivery of it was answered with; 0: nothing in time. */
  readonly statuses: readonly number[];
}

const channelOf = (n: number) => (TWITCH_CHANNELS[n % TWITCH_CHANNELS.length] as (typeof TWITCH_CHANNELS)[number]).id;

/** A command with an effect that can be counted: a custom command of a name of its own. */
async function add(): Promise<Asked> {
  const n = turn++;
  const name = `thing${n}`;
  const user = { id: `5${n}0`, login: `mod${n}`, role: 'moderator' as const };
  const said = { channel: channelOf(n), user, text: `!command add ${name} text` };
  const { messageId, statuses } = await world.twitch.chat(said);
  return { name, messageId, statuses };
}

const answersTo = (messageId: string) => world.twitch.sent.filter((line) => line.replyTo === messageId);

interface Found {
  readonly effects: number;
  readonly executions: number;
  readonly version: number;
  readonly replies: number;
}

async function countOf({ name, messageId }: Omit<Asked, 'statuses'>): Promise<Found> {
  const [row] = await world.rows<{ effects: string; executions: string; version: number }>(
    `select (select count(*) from commands where name = $1) as effects,
            (select count(*) from invocations where id like $2) as executions,
            (select settings_version from communities where slug = 'demo') as version`,
    [name, `%:${messageId}:0`],
  );
  return {
    effects: Number(row?.effects),
    executions: Number(row?.executions),
    version: Number(row?.version),
    replies: answersTo(messageId).length,
  };
}

/** The checker: what went in against what came out. */
async function expectExactlyOnce(asked: Asked): Promise<void> {
  const { effects, executions, replies } = await countOf(asked);
  expect({ ...asked, effects, executions }).toEqual({ ...asked, effects: 1, executions: 1 });
  expect(replies).toBeLessThanOrEqual(1);
}

const settled = (asked: Asked) =>
  until(
    `${asked.name} settled`,
    async () => {
      const rows = await world.rows(`select from deliveries where id like $1 and status in ('sent', 'unknown')`, [
        `%:${asked.messageId}:0`,
      ]);
      return rows.length > 0;
    },
    90_000,
  );

describe('the Channel dies at any await point of admit', () => {
  it.each<FaultName>(['admit:before-queue', 'admit:after-queue', 'admit:after-row', 'queue:refuse'])(
    '%s: the platform sends again, the effect is once, one reply',
    async (fault) => {
      await world.arm(fault);
      const asked = await add();
      await settled(asked);
      await quiet(world);
      await expectExactlyOnce(asked);
      expect(answersTo(asked.messageId)).toHaveLength(1);
    },
  );

  it.each<FaultName>(['admit:before-queue', 'admit:after-queue', 'queue:refuse'])(
    '%s: a command without an effect is answered once, and its cooldown is not eaten',
    async (fault) => {
      const n = turn++;
      const user = { id: `4${n}0`, login: `viewer${n}`, role: 'viewer' as const };
      await world.arm(fault);
      const { messageId, statuses } = await world.twitch.chat({ channel: channelOf(n), user, text: '!ping' });
      expect(statuses[0]).toBe(503);
      await until('an answer', () => answersTo(messageId).length > 0);
      await quiet(world);
      expect(answersTo(messageId)).toHaveLength(1);
    },
  );
});

describe('the consumer dies', () => {
  it.each<FaultName>(['execute:before-effect', 'execute:after-commit', 'execute:before-ack'])(
    '%s: the second run changes nothing and the reply is said once',
    async (fault) => {
      await world.arm(fault);
      const before = await countOf({ name: 'none', messageId: 'none' });
      const asked = await add();
      await settled(asked);
      await quiet(world);
      await expectExactlyOnce(asked);
      expect(answersTo(asked.messageId)).toHaveLength(1);
      expect((await countOf(asked)).version).toBe(before.version + 1);
    },
  );

  it('after it claimed the delivery: nothing was posted, nothing is doubled', async () => {
    await world.arm('deliver:after-claim');
    const asked = await add();
    await settled(asked);
    await expectExactlyOnce(asked);
  });

  it('after the platform took the message: its echo shows that, and it is not said again', async () => {
    await world.arm('deliver:after-send');
    const asked = await add();
    await settled(asked);
    await expectExactlyOnce(asked);
    expect(answersTo(asked.messageId)).toHaveLength(1);
    const rows = await world.rows(`select from deliveries where id like $1 and status = 'sent'`, [
      `%:${asked.messageId}:0`,
    ]);
    expect(rows).toHaveLength(1);
  });
});

describe('the queue hands over more than it was given', () => {
  it('the same batch twice: once', async () => {
    const asked = await add();
    await settled(asked);
    const [row] = await world.rows<{ invocation: unknown }>('select invocation from invocations where id like $1', [
      `%:${asked.messageId}:0`,
    ]);
    const consumer = await world.worker.miniflare.getWorker();
    const batch = [1, 2].map((n) => ({ id: `copy-${n}`, timestamp: new Date(), attempts: 1, body: row?.invocation }));
    for (let i = 0; i < 2; i++) {
      const result = await consumer.queue('waddlebot-invocations', batch);
      expect(result.outcome).toBe('ok');
    }
    await quiet(world);
    await expectExactlyOnce(asked);
    expect(answersTo(asked.messageId)).toHaveLength(1);
  });

  it('an invocation of another community under a known id: refused, nothing changed', async () => {
    const asked = await add();
    await settled(asked);
    const [row] = await world.rows<{ invocation: { community: object } }>(
      'select invocation from invocations where id like $1',
      [`%:${asked.messageId}:0`],
    );
    const forged = {
      ...row?.invocation,
      community: { ...row?.invocation.community, id: '01900000-0000-7000-8000-000000000000' },
    };
    const consumer = await world.worker.miniflare.getWorker();
    await consumer.queue('waddlebot-invocations', [{ id: 'forged', timestamp: new Date(), attempts: 5, body: forged }]);
    await expectExactlyOnce(asked);
    expect(answersTo(asked.messageId)).toHaveLength(1);
  });
});

describe('Postgres is away', () => {
  it('for 30 s: webhooks are answered, every effect happens once, cooldowns hold', async () => {
    await world.bridge.pause();
    const cut = Date.now();
    const asked: Asked[] = [];
    for (let i = 0; i < 12; i++) {
      const one = await add();
      expect(one.statuses).toEqual([204]);
      asked.push(one);
    }
    // What needs no database is answered all the while.
    const { messageId } = await world.twitch.chat({
      channel: '1000001',
      user: { id: '3331', login: 'pia', role: 'viewer' },
      text: '!ping',
    });
    await until('a pong without a database', () => answersTo(messageId).length === 1);
    await until('30 s', () => Date.now() - cut > 30_000, 31_000);
    await world.bridge.resume();
    for (const each of asked) await settled(each);
    for (const each of asked) await expectExactlyOnce(each);
  }, 180_000);

  it('a dead letter reaches it when it is back, once, and gives the cooldown back', async () => {
    const asked = await add();
    await settled(asked);
    const [row] = await world.rows<{ invocation: unknown }>('select invocation from invocations where id like $1', [
      `%:${asked.messageId}:0`,
    ]);
    const since = world.logs.length;
    await world.bridge.pause();
    const queue = await world.worker.miniflare.getQueueProducer('DEAD_LETTERS');
    await queue.send(row?.invocation);
    await until('the first try failed', () =>
      world.logs.slice(since).some((line) => line.includes('dead-letter.failed')),
    );
    await world.bridge.resume();
    // What else was on its way while PostgreSQL was away may have become a letter, too.
    const letters = () =>
      world.rows('select queue, reason from dead_letters where body::text like $1', [`%${asked.messageId}%`]);
    await until('the letter', async () => (await letters()).length > 0, 60_000);
    expect(await letters()).toHaveLength(1);
  });
});

describe('chaos', () => {
  it('30 commands under crashes at random: what went in came out, once each', async () => {
    const faults: FaultName[] = [
      'admit:before-queue',
      'admit:after-queue',
      'admit:after-row',
      'queue:refuse',
      'execute:before-effect',
      'execute:after-commit',
      'execute:before-ack',
      'deliver:after-claim',
      'deliver:after-send',
    ];
    const asked: Asked[] = [];
    for (let i = 0; i < 30; i++) {
      await world.arm(faults[i % faults.length] as FaultName);
      asked.push(await add());
    }
    await world.disarm();
    for (const each of asked) await settled(each);
    for (const each of asked) await expectExactlyOnce(each);
  }, 240_000);
});
