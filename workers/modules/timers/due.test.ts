import { type SQL, sql } from 'drizzle-orm';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type OwnTables, ownTables } from '../../../tests/support/own-tables.ts';
import type { ChannelKey } from '../../core/ids.ts';
import type { DueCtx } from '../../core/modules.ts';
import type { TimerDue, TimerVerdict } from '../../core/timers.ts';
import { dueTimers } from './due.ts';

const SECOND = 1_000;
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** A Friday. */
const NOON = Date.parse('2026-11-27T12:00:00Z');

let tables: OwnTables;
const rows = <Row extends Record<string, unknown>>(query: SQL): Promise<Row[]> => tables.rows<Row>(query);
beforeAll(async () => {
  tables = await ownTables();
});
beforeEach(() => rows(sql`delete from communities`));

let turn = 0;
/** A community with channels on these platforms. */
async function aCommunity(...platforms: readonly string[]): Promise<{ id: string; channels: ChannelKey[] }> {
  const id = crypto.randomUUID();
  await rows(
    sql`insert into communities (id, slug, name, zone) values (${id}::uuid, ${`due-${id}`}, 'Due', 'Europe/Berlin')`,
  );
  const channels: ChannelKey[] = [];
  for (const platform of platforms) {
    const platformId = `d${Date.now()}${turn++}`;
    channels.push(`${platform}:${platformId}` as ChannelKey);
    await rows(sql`insert into channels (id, community_id, platform, platform_id, login)
      values (gen_random_uuid(), ${id}::uuid, ${platform}, ${platformId}, ${platformId})`);
  }
  return { id, channels };
}

interface Given {
  readonly schedule?: unknown;
  readonly texts?: readonly string[];
  readonly nextAt?: number | null;
  readonly enabled?: boolean;
  readonly target?: { readonly channel: string; readonly room: string };
  readonly order?: string;
  readonly jitter?: number;
  readonly live?: string;
  readonly minLines?: number;
}

async function aTimer(community: string, given: Given = {}): Promise<string> {
  const { schedule = { every: 10 }, texts = ['Hello'], nextAt = NOON, enabled = true, target } = given;
  const [row] = await rows<{ id: string }>(sql`
    insert into timers (id, community_id, name, texts, schedule, next_at, enabled, target, "order", jitter, live, min_lines)
    values (gen_random_uuid(), ${community}::uuid, ${`t${turn++}`}, ${JSON.stringify(texts)}::jsonb, ${JSON.stringify(schedule)}::jsonb,
      ${nextAt === null ? null : new Date(nextAt).toISOString()}::timestamptz, ${enabled},
      ${target ? JSON.stringify(target) : null}::jsonb, ${given.order ?? 'rotate'}, ${given.jitter ?? 0}, ${given.live ?? null}::text,
      ${given.minLines ?? 0})
    returning id`);
  return row?.id ?? '';
}

async function stateOf(id: string) {
  const [row] = await rows<{ next: number | null; round: number; leased: boolean }>(sql`
    select (extract(epoch from next_at) * 1000)::float8 as next, round, leased_until is not null as leased from timers where id = ${id}::uuid`);
  return row;
}

/** What the Channels were asked. Each remembers what it decided, as a Channel does. */
class Channels {
  readonly asked: (TimerDue & { readonly channel: ChannelKey; readonly verdict: TimerVerdict })[] = [];
  /** What a channel does instead of deciding. */
  instead: (channel: ChannelKey) => Promise<TimerVerdict> | null = () => null;

  readonly fire = async (channel: ChannelKey, due: TimerDue): Promise<TimerVerdict> => {
    const other = this.instead(channel);
    const known = this.asked.some(
      (old) => old.channel === channel && old.timerId === due.timerId && old.dueAt === due.dueAt,
    );
    const verdict = other === null ? (known ? 'duplicate' : 'queued') : await other;
    this.asked.push({ ...due, channel, verdict });
    return verdict;
  };

  get said() {
    return this.asked.filter(({ verdict }) => verdict === 'queued');
  }
}

/** A run of the minute's cron. @param dies where it is cut off, by the name of its query */
const cronAt = (now: number, { fire }: Channels, dies?: string): Promise<number | null> => {
  const ctx: DueCtx = {
    now,
    log: () => undefined,
    read: (name, query) => (name === dies ? Promise.reject(new Error('killed')) : tables.run(name, query)),
    effect: () => Promise.reject(new Error('no effects here')),
    fire,
    deliver: async () => undefined,
    agenda: async () => undefined,
    watched: async () => new Set(),
  };
  return dueTimers.run(ctx);
};

describe('a timer that is due', () => {
  it('speaks in every channel of its community that has one room, and nowhere else', async () => {
    const { id, channels } = await aCommunity('twitch', 'kick', 'youtube', 'discord', 'slack');
    const other = await aCommunity('twitch');
    const timer = await aTimer(id, { texts: ['Follow us'], minLines: 4, live: 'live' });
    const asked = new Channels();
    await cronAt(NOON, asked);
    expect(asked.asked.map(({ channel }) => channel).toSorted()).toEqual(channels.slice(0, 3).toSorted());
    expect(asked.asked.map(({ channel }) => channel)).not.toContain(other.channels[0]);
    const [, platformId] = (channels[0] ?? '').split(':');
    expect(asked.asked.find(({ channel }) => channel === channels[0])).toMatchObject({
      timerId: timer,
      dueAt: NOON,
      speakAt: NOON,
      room: platformId,
      text: 'Follow us',
      minLines: 4,
      live: 'live',
    });
  });

  it('speaks in the one room it was made for, where being live means nothing', async () => {
    const { id, channels } = await aCommunity('twitch', 'discord');
    await aTimer(id, { target: { channel: channels[1] as string, room: 'r1' }, live: 'live' });
    const asked = new Channels();
    await cronAt(NOON, asked);
    expect(asked.asked).toHaveLength(1);
    expect(asked.asked[0]).toMatchObject({ channel: channels[1], room: 'r1' });
    expect(asked.asked[0]?.live).toBeUndefined();
  });

  it('says nothing in a channel that is another community’s by now, and goes on', async () => {
    const mine = await aCommunity('twitch');
    const other = await aCommunity('twitch');
    const timer = await aTimer(mine.id, { target: { channel: other.channels[0] as string, room: 'r' } });
    const asked = new Channels();
    await cronAt(NOON, asked);
    expect(asked.asked).toEqual([]);
    expect(await stateOf(timer)).toEqual({ next: NOON + 10 * MINUTE, round: 1, leased: false });
  });

  it('is fired up to a minute ahead, so that its Channel can wait for the very second', async () => {
    const { id } = await aCommunity('twitch');
    await aTimer(id, { nextAt: NOON + 37 * SECOND, jitter: 30 });
    await aTimer(id, { nextAt: NOON + MINUTE + 1 });
    const asked = new Channels();
    expect(await cronAt(NOON, asked)).toBe(NOON + 1);
    expect(asked.asked).toHaveLength(1);
    const { dueAt = 0, speakAt = 0 } = asked.asked[0] ?? {};
    expect(dueAt).toBe(NOON + 37 * SECOND);
    expect(speakAt).toBeGreaterThanOrEqual(dueAt);
    expect(speakAt).toBeLessThanOrEqual(dueAt + 30 * SECOND);
  });

  it('is not fired while it is off', async () => {
    const { id } = await aCommunity('twitch');
    await aTimer(id, { enabled: false });
    const asked = new Channels();
    expect(await cronAt(NOON, asked)).toBeNull();
    expect(asked.asked).toEqual([]);
  });

  it('says its texts in turn', async () => {
    const { id } = await aCommunity('twitch');
    await aTimer(id, { texts: ['a', 'b', 'c'] });
    const asked = new Channels();
    for (let i = 0; i < 5; i++) await cronAt(NOON + i * 10 * MINUTE, asked);
    expect(asked.said.map(({ text }) => text)).toEqual(['a', 'b', 'c', 'a', 'b']);
  });

  it('keeps its beat to the second over an hour of crons that come when they come', async () => {
    const { id } = await aCommunity('twitch');
    await aTimer(id, { schedule: { every: 1 }, nextAt: NOON + 37 * SECOND });
    await aTimer(id, { schedule: { cron: '*/20 * * * *' }, nextAt: NOON + 20 * MINUTE });
    const asked = new Channels();
    for (let i = 0; i < 60; i++) await cronAt(NOON + i * MINUTE + ((i * 7) % 20) * SECOND, asked);
    const [first, second] = [...new Set(asked.said.map(({ timerId }) => timerId))];
    const timesOf = (id: string | undefined) =>
      asked.said.filter(({ timerId }) => timerId === id).map(({ dueAt }) => dueAt);
    expect(timesOf(first)).toEqual(Array.from({ length: 60 }, (_, i) => NOON + 37 * SECOND + i * MINUTE));
    expect(timesOf(second)).toEqual([20, 40, 60].map((i) => NOON + i * MINUTE));
  });

  it('is planned in its community’s zone where it was not yet', async () => {
    const { id } = await aCommunity('twitch');
    const timer = await aTimer(id, { schedule: { cron: '0 18 * * 5' }, nextAt: null });
    const asked = new Channels();
    expect(await cronAt(NOON, asked)).toBe(NOON + 5 * HOUR - MINUTE);
    expect(asked.asked).toEqual([]);
    expect(await stateOf(timer)).toEqual({ next: NOON + 5 * HOUR, round: 0, leased: false });
  });

  it('is left alone for a day where its schedule cannot be read', async () => {
    const { id } = await aCommunity('twitch');
    const timer = await aTimer(id, { schedule: { cron: 'of another build' } });
    await cronAt(NOON, new Channels());
    expect(await stateOf(timer)).toMatchObject({ next: NOON + 24 * HOUR, leased: false });
  });
});

describe('several crons at once', () => {
  it('fire each occurrence once', async () => {
    const { id } = await aCommunity('twitch');
    const timers = await Promise.all(Array.from({ length: 40 }, () => aTimer(id)));
    const asked = new Channels();
    await Promise.all(Array.from({ length: 6 }, (_, i) => cronAt(NOON + i, asked)));
    expect(asked.asked.map(({ timerId }) => timerId).toSorted()).toEqual(timers.toSorted());
    for (const timer of timers)
      expect(await stateOf(timer)).toEqual({ next: NOON + 10 * MINUTE, round: 1, leased: false });
  });

  it('pass over what another is just about to claim', async () => {
    const { id } = await aCommunity('twitch');
    const [claimed, free] = [await aTimer(id), await aTimer(id)];
    const until = new Date(NOON + 2 * MINUTE).toISOString();
    const other = tables.together([
      sql`update timers set leased_until = ${until}::timestamptz where id = ${claimed}::uuid`,
      sql`select pg_sleep(0.5)`,
    ]);
    await scheduler.wait(200);
    const asked = new Channels();
    await cronAt(NOON, asked);
    await other;
    expect(asked.asked.map(({ timerId }) => timerId)).toEqual([free]);
  });

  it('take more than one claim holds', async () => {
    const { id } = await aCommunity('twitch');
    await rows(sql`insert into timers (id, community_id, name, texts, schedule, next_at)
      select gen_random_uuid(), ${id}::uuid, 'many' || n, '["x"]', '{"every": 10}', ${new Date(NOON).toISOString()}::timestamptz
      from generate_series(1, 250) n`);
    const asked = new Channels();
    expect(await cronAt(NOON, asked)).toBe(NOON + 9 * MINUTE);
    expect(new Set(asked.asked.map(({ timerId }) => timerId)).size).toBe(250);
    expect(asked.asked).toHaveLength(250);
  });
});

describe('a run that breaks off', () => {
  it('after its claim says nothing, and the same occurrence is said when its lease is over', async () => {
    const { id } = await aCommunity('twitch', 'kick');
    const timer = await aTimer(id, { texts: ['a', 'b'] });
    const asked = new Channels();
    const dying = new Channels();
    dying.instead = () => Promise.reject(new Error('killed'));
    expect(await cronAt(NOON, dying)).toBe(NOON + 2 * MINUTE);
    expect(await cronAt(NOON + MINUTE, asked)).toBe(NOON + 2 * MINUTE);
    expect(asked.asked).toEqual([]);
    await cronAt(NOON + 2 * MINUTE, asked);
    expect(asked.said.map(({ dueAt, text }) => [dueAt, text])).toEqual([
      [NOON, 'a'],
      [NOON, 'a'],
    ]);
    expect(await stateOf(timer)).toEqual({ next: NOON + 10 * MINUTE, round: 1, leased: false });
  });

  it('after it fired says nothing twice, and loses no beat', async () => {
    const { id } = await aCommunity('twitch', 'kick');
    const timer = await aTimer(id, { texts: ['a', 'b'], order: 'random', jitter: 60 });
    const asked = new Channels();
    await expect(cronAt(NOON, asked, 'timers.settle')).rejects.toThrow('killed');
    expect(asked.said).toHaveLength(2);
    // A deploy later, whoever runs then.
    for (let minute = 1; minute <= 10; minute++) await cronAt(NOON + minute * MINUTE, asked);
    expect(asked.said.map(({ dueAt }) => dueAt)).toEqual([NOON, NOON, NOON + 10 * MINUTE, NOON + 10 * MINUTE]);
    const again = asked.asked.filter(({ dueAt }) => dueAt === NOON);
    expect(again).toHaveLength(4);
    expect(new Set(again.map(({ text, speakAt }) => `${text} ${speakAt}`)).size).toBe(1);
    expect(await stateOf(timer)).toMatchObject({ next: NOON + 20 * MINUTE, round: 2 });
  });

  it('for one channel has the others say it once all the same', async () => {
    const { id, channels } = await aCommunity('twitch', 'kick');
    await aTimer(id);
    const asked = new Channels();
    asked.instead = (channel) => (channel === channels[1] ? Promise.reject(new Error('overloaded')) : null);
    await cronAt(NOON, asked);
    asked.instead = () => null;
    await cronAt(NOON + 2 * MINUTE, asked);
    expect(asked.said.map(({ channel }) => channel).toSorted()).toEqual([...channels].toSorted());
  });

  it.each([
    ['with its lease', sql``, true],
    ['and freed', sql`, leased_until = null`, false],
  ])('does not plan what somebody has planned otherwise meanwhile, %s', async (_, freed, leased) => {
    const { id } = await aCommunity('twitch');
    const timer = await aTimer(id);
    const asked = new Channels();
    const planned = NOON + 3 * HOUR;
    asked.instead = async () => {
      const at = new Date(planned).toISOString();
      await rows(sql`update timers set next_at = ${at}::timestamptz ${freed} where id = ${timer}::uuid`);
      return 'queued' as const;
    };
    await cronAt(NOON, asked);
    expect(await stateOf(timer)).toEqual({ next: planned, round: 0, leased });
  });

  it('and outlives its lease does not plan for whoever has it then', async () => {
    const { id } = await aCommunity('twitch');
    const timer = await aTimer(id);
    const slow = Promise.withResolvers<TimerVerdict>();
    const asked = new Channels();
    asked.instead = () => slow.promise;
    const first = cronAt(NOON, asked);
    while ((await stateOf(timer))?.leased === false) await scheduler.wait(5);
    const dying = new Channels();
    dying.instead = () => Promise.reject(new Error('killed'));
    await cronAt(NOON + 2 * MINUTE, dying);
    slow.resolve('queued');
    await first;
    expect(await stateOf(timer)).toEqual({ next: NOON, round: 0, leased: true });
  });
});

describe('an occurrence that is late', () => {
  it('is said up to five minutes later', async () => {
    const { id } = await aCommunity('twitch');
    const timer = await aTimer(id);
    const asked = new Channels();
    await cronAt(NOON + 5 * MINUTE, asked);
    expect(asked.said.map(({ dueAt }) => dueAt)).toEqual([NOON]);
    expect(await stateOf(timer)).toMatchObject({ next: NOON + 10 * MINUTE, round: 1 });
  });

  it('is skipped after that, and the beat goes on as if the bot had been there', async () => {
    const { id } = await aCommunity('twitch');
    const interval = await aTimer(id, { nextAt: NOON + 37 * SECOND });
    const cron = await aTimer(id, { schedule: { cron: '0 18 * * 5' }, nextAt: NOON - 19 * HOUR });
    const asked = new Channels();
    await cronAt(NOON + 5 * MINUTE + 38 * SECOND, asked);
    expect(asked.asked).toEqual([]);
    expect(await stateOf(interval)).toEqual({ next: NOON + 10 * MINUTE + 37 * SECOND, round: 0, leased: false });
    expect(await stateOf(cron)).toEqual({ next: NOON + 5 * HOUR, round: 0, leased: false });
  });

  it('is made up for once where several were missed, so that nobody is flooded', async () => {
    const { id } = await aCommunity('twitch');
    await aTimer(id, { schedule: { every: 1 } });
    const asked = new Channels();
    await cronAt(NOON + 4.5 * MINUTE, asked);
    expect(asked.said.map(({ dueAt }) => (dueAt - NOON) / MINUTE)).toEqual([0, 4, 5]);
  });
});
