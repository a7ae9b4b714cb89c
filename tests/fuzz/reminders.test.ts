import { sql } from 'drizzle-orm';
import { beforeAll, describe, expect, it } from 'vitest';
import type { CommunityId } from '../../workers/core/ids.ts';
import type { DueCtx } from '../../workers/core/modules.ts';
import { occurrences, type Recurrence } from '../../workers/core/time/recurrence.ts';
import { dueReminders } from '../../workers/modules/memories/firing.ts';
import { seeded } from '../cost/seeded.ts';
import { type OwnTables, ownTables } from '../support/own-tables.ts';
import { cases, seed } from './cases.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const START = Date.UTC(2026, 2, 28, 22, 0, 0);

let tables: OwnTables;
beforeAll(async () => {
  tables = await ownTables();
});

interface Set {
  readonly id: string;
  readonly firstAt: number;
  readonly recurrence: Recurrence | null;
}

/** A run of the minute's cron that may be killed at any point at which it waits. */
class Firing {
  readonly community = crypto.randomUUID() as CommunityId;
  readonly member = crypto.randomUUID();
  readonly reminders: Set[] = [];
  /** Deliveries that were put on the queue: what lies unclaimed is woken by others. */
  readonly woken = new Map<string, number>();
  readonly announced: number[] = [];
  readonly random: () => number;
  #numbers = 0;

  constructor(random: () => number) {
    this.random = random;
  }

  async open(): Promise<void> {
    const account = crypto.randomUUID();
    await tables.together([
      sql`insert into communities (id, slug, name) values (${this.community}::uuid, ${this.community}, 'Reminded')`,
      sql`insert into channels (id, community_id, platform, platform_id, login) values (gen_random_uuid(), ${this.community}::uuid, 'slack', ${this.community}, 'team')`,
      sql`insert into accounts (id, platform, platform_id, login, display_name) values (${account}::uuid, 'slack', ${account}, 'pia', 'Pia')`,
      sql`insert into members (id, community_id, account_id) values (${this.member}::uuid, ${this.community}::uuid, ${account}::uuid)`,
    ]);
  }

  async remind(firstAt: number, recurrence: Recurrence | null = null): Promise<void> {
    const id = crypto.randomUUID();
    this.reminders.push({ id, firstAt, recurrence });
    const target = { channel: `slack:${this.community}`, room: 'C1', mentions: { account: 'U1', displayName: 'Pia' } };
    await tables.together([
      sql`insert into reminders (id, community_id, number, member_id, text, target, recurrence, zone, next_at)
        values (${id}::uuid, ${this.community}::uuid, ${++this.#numbers}, ${this.member}::uuid, 'tea',
          ${JSON.stringify(target)}::jsonb, ${recurrence ? JSON.stringify(recurrence) : null}::jsonb, 'Europe/Berlin',
          ${new Date(firstAt).toISOString()}::timestamptz)`,
    ]);
  }

  /**
   * @param dies whether this run may be killed
   * @param meanwhile what happens when it has taken what is due
   */
  async run(now: number, dies: boolean, meanwhile?: () => Promise<void>): Promise<void> {
    let waits = meanwhile;
    const mayDie = () => {
      if (dies && this.random() < 0.2) throw new Error('killed');
    };
    const ctx = {
      now,
      log: () => undefined,
      read: async (name: string, query: never) => {
        mayDie();
        const done = await tables.run(name, query);
        mayDie();
        const wait = waits;
        waits = undefined;
        await wait?.();
        return done;
      },
      watched: async () => new Set(),
      agenda: async (_: string, at: number) => {
        mayDie();
        this.announced.push(at);
      },
      deliver: async (deliveries: readonly { readonly id: string; readonly at: number }[]) => {
        mayDie();
        for (const { id, at } of deliveries) this.woken.set(id, at);
        mayDie();
      },
    } as unknown as DueCtx;
    await dueReminders.run(ctx).catch((error: unknown) => {
      if (!(error instanceof Error) || error.message !== 'killed') throw error;
    });
  }

  firings() {
    return tables.rows<{ id: string; at: string; status: string; delivery: string | null }>(sql`
      select f.reminder_id as id, f.due_at::text as at, f.status, f.delivery_id as delivery
      from reminder_firings f join reminders r on r.id = f.reminder_id where r.community_id = ${this.community}::uuid`);
  }

  deliveries() {
    return tables.rows<{ id: string; invocation: { said: { text: string }; event: { at: number } } }>(sql`
      select d.id, i.invocation from deliveries d join invocations i on i.id = d.id where d.community_id = ${this.community}::uuid`);
  }
}

const daily: Recurrence = {
  wall: '2026-03-28T23:30:00',
  zone: 'Europe/Berlin',
  rule: 'FREQ=DAILY;COUNT=3',
  exdates: [],
};
const often: Recurrence = {
  wall: '2026-03-28T23:05:00',
  zone: 'Europe/Berlin',
  rule: 'FREQ=MINUTELY;INTERVAL=7',
  exdates: [],
};

describe('reminders that are due', () => {
  it('are fired once for each time, whoever looks at once, dies, or was away', async () => {
    const firing = new Firing(seeded(seed));
    await firing.open();
    const { random } = firing;
    for (let i = 0; i < cases(300); i++) await firing.remind(START + Math.floor(random() * 3 * HOUR));
    for (const recurrence of [daily, often, { ...often, rule: 'FREQ=HOURLY;COUNT=4' }])
      await firing.remind(occurrences(recurrence, { fromMs: START, count: 1 })[0] as number, recurrence);
    const end = START + 6 * HOUR;
    for (let now = START; now <= end; now += MINUTE) {
      // Nobody is there for two hours.
      if (now > START + HOUR && now < START + 3 * HOUR) continue;
      await Promise.all(Array.from({ length: 1 + Math.floor(random() * 3) }, () => firing.run(now, true)));
    }
    // Leases of those who died are over.
    for (const after of [3, 6, 9]) await firing.run(end + after * MINUTE, false);
    const last = end + 9 * MINUTE;

    const rows = await firing.firings();
    const found = new Map<string, string[]>();
    for (const { id, at, status } of rows) found.set(`${id} ${at}`, [...(found.get(`${id} ${at}`) ?? []), status]);
    const expected = firing.reminders.flatMap(({ id, firstAt, recurrence }) => {
      const times = recurrence ? occurrences(recurrence, { fromMs: firstAt, count: 500 }) : [firstAt];
      return times.filter((at) => at <= last).map((at) => `${id} ${at}`);
    });
    const ahead = rows.filter(({ at }) => Number(at) > last).length;
    expect(expected.filter((key) => found.get(key)?.length !== 1)).toEqual([]);
    expect(found.size - ahead).toBe(expected.length);

    const said = await firing.deliveries();
    expect(new Set(said.map(({ id }) => id)).size).toBe(said.length);
    expect(said.map(({ id }) => id).toSorted()).toEqual(
      rows.flatMap(({ delivery }) => (delivery === null ? [] : [delivery])).toSorted(),
    );
    // What was not put on the queue is looked for when somebody was told it would be due.
    expect(said.length - firing.woken.size === 0 || firing.announced.length > 0).toBe(true);
    const late = said.filter(({ invocation }) => invocation.said.text.includes('(late by'));
    expect(late.length).toBeGreaterThan(0);
    expect(said.some(({ invocation }) => invocation.said.text === 'you wanted to be reminded: tea')).toBe(true);
  });

  it('are said late for a day, and then they are missed', async () => {
    const firing = new Firing(seeded(7));
    await firing.open();
    await firing.remind(START);
    await firing.remind(START + 2 * HOUR);
    await firing.run(START + 25 * HOUR, false);
    const statuses = (await firing.firings()).map(({ at, status }) => [Number(at) - START, status]);
    expect(statuses.toSorted()).toEqual([
      [0, 'missed'],
      [2 * HOUR, 'queued'],
    ]);
    const [said] = await firing.deliveries();
    expect(said?.invocation.said.text).toBe('you wanted to be reminded: tea (late by 23 h)');
    const open = await tables.rows<{ status: string }>(
      sql`select status from reminders where community_id = ${firing.community}::uuid order by number`,
    );
    expect(open.map(({ status }) => status)).toEqual(['missed', 'done']);
  });

  it('are fired by one of two who took them, the slower of which had lost its lease', async () => {
    const firing = new Firing(seeded(7));
    await firing.open();
    await firing.remind(occurrences(daily, { fromMs: START, count: 1 })[0] as number, daily);
    const now = START + 31 * MINUTE;
    // The slow one has taken it when the other one comes, three minutes later, and finds it again.
    await firing.run(now, false, () => firing.run(now + 3 * MINUTE, false));
    const [row] = await tables.rows<{ fired: number; at: string }>(
      sql`select fired, next_at::text as at from reminders where community_id = ${firing.community}::uuid`,
    );
    expect(row).toMatchObject({ fired: 1 });
    expect(await firing.firings()).toHaveLength(1);
    expect(firing.woken.size).toBe(1);
  });

  it('keep their wall time through summer time, and their count', async () => {
    const firing = new Firing(seeded(7));
    await firing.open();
    await firing.remind(occurrences(daily, { fromMs: START, count: 1 })[0] as number, daily);
    for (let now = START; now < START + 80 * HOUR; now += HOUR / 2) await firing.run(now, false);
    const times = (await firing.firings()).map(({ at }) => new Date(Number(at)).toISOString()).toSorted();
    // Clocks went forward in the night to March 29.
    expect(times).toEqual(['2026-03-28T22:30:00.000Z', '2026-03-29T21:30:00.000Z', '2026-03-30T21:30:00.000Z']);
  });
});
