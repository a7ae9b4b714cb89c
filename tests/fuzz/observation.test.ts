import { sql } from 'drizzle-orm';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { openDatabase } from '../../db/client.ts';
import { communities } from '../../db/schema/index.ts';
import type { Activity } from '../../workers/core/activity.ts';
import type { ChatEvent } from '../../workers/core/events.ts';
import { type CommunityId, channelKey } from '../../workers/core/ids.ts';
import { consumeActivity } from '../../workers/router/activity.ts';
import { Observer } from '../../workers/router/observe.ts';
import type { Services } from '../../workers/router/services.ts';
import { migrateForCost } from '../cost/database.ts';
import { seeded } from '../cost/seeded.ts';
import { A_COMMUNITY, aMessage } from '../support/channel.ts';
import { by, NOW, TestChannel } from '../support/test-channel.ts';
import { cases, seed } from './cases.ts';

const db = openDatabase(inject('databaseUrl'), () => {}, Date.now);
beforeAll(migrateForCost);

type Behind = { readonly dueAt: number; readonly work: () => Promise<void> };

/** Chat of one channel, as several isolates hear it, and what becomes of its counts. */
class Chat {
  readonly community = crypto.randomUUID() as CommunityId;
  readonly random: () => number;
  now = NOW;
  channel!: TestChannel;
  /** What was written, by account: what the counts have to come to. */
  readonly written = new Map<string, number>();
  /** Lines of isolates that died with them: they may be missing, and no others. */
  readonly mayBeLost = new Map<string, number>();
  #isolates: { observer: Observer; behind: Behind[]; carries: Map<string, string> }[] = [];
  deaths = 0;
  /** Whether the object is killed as soon as it has answered. */
  dies = false;
  #isOnDisk = true;

  constructor(caseSeed: number) {
    this.random = seeded(caseSeed);
  }

  async open(isolates: number): Promise<void> {
    await db.run('test', (d) =>
      d.insert(communities).values({ id: this.community, slug: `observed-${this.community}`, name: 'Observed' }),
    );
    this.channel = await TestChannel.with({
      community: { ...A_COMMUNITY, id: this.community },
      timers: 'counting',
      // Its alarm would go by the real clock.
      recentLines: false,
      channel: channelKey('twitch', this.community),
    });
    this.#isolates = Array.from({ length: isolates }, () => this.#newIsolate());
  }

  #newIsolate() {
    const behind: Behind[] = [];
    const carries = new Map<string, string>();
    const observe = async (lines: readonly { id: string; account: string }[], now: number) => {
      this.#isOnDisk = (await this.channel.stub.observe(lines as never, now)) as boolean;
      if (this.dies) await this.channel.die();
      this.dies = false;
      if (this.#isOnDisk) for (const { id } of lines) carries.delete(id);
      // The answer is lost on its way: the isolate cannot know that it was counted.
      if (this.random() < 0.05) throw new Error('the call was cut off');
      return this.#isOnDisk;
    };
    const services = {
      bindings: { CHANNEL: { getByName: () => ({ observe }) } },
      clock: () => this.now,
      log: () => {},
      behind: (afterMs: number, work: () => Promise<void>) => behind.push({ dueAt: this.now + afterMs, work }),
    } as unknown as Services;
    return { observer: new Observer(services), behind, carries };
  }

  #pick<T>(of: readonly T[]): T {
    return of[Math.floor(this.random() * of.length)] as T;
  }

  /** Somebody writes; the platform tells one isolate, or several times, or several of them. */
  hear(line: ChatEvent, times: number): void {
    const { account } = line.author;
    this.written.set(account, (this.written.get(account) ?? 0) + 1);
    for (let i = 0; i < times; i++) {
      const isolate = this.#pick(this.#isolates);
      isolate.carries.set(line.id, account);
      isolate.observer.add(line, false);
    }
  }

  /** What is due happens, in any order. */
  async pass(ms: number): Promise<void> {
    this.now += ms;
    for (const { behind } of this.#isolates) {
      for (const due of behind.filter(({ dueAt }) => dueAt <= this.now)) {
        behind.splice(behind.indexOf(due), 1);
        await due.work();
      }
    }
  }

  /** An isolate dies with what it has not brought. */
  killIsolate(): void {
    this.deaths++;
    const i = Math.floor(this.random() * this.#isolates.length);
    const others = this.#isolates.filter((_, n) => n !== i);
    for (const [id, account] of this.#isolates[i]?.carries ?? [])
      if (!others.some(({ carries }) => carries.has(id)))
        this.mayBeLost.set(account, (this.mayBeLost.get(account) ?? 0) + 1);
    this.#isolates[i] = this.#newIsolate();
  }

  /** Everything that is still on its way arrives, and is told. */
  async settle(): Promise<void> {
    this.channel.beforeTelling = async () => undefined;
    for (const [i, isolate] of this.#isolates.entries()) {
      for (let n = 0; n < 60; n++) {
        this.hear(aMessage(`end-${i}-${n}`, 'bye', this.now, by(`closer-${i}`)), 0);
        isolate.observer.add(aMessage(`end-${i}-${n}`, 'bye', this.now, by(`closer-${i}`)), false);
        await this.pass(n === 50 ? 7 * 3600_000 : 11_000);
      }
    }
  }

  /** Hands what was told to Postgres, some of it more than once and out of order. */
  async consume(): Promise<void> {
    const told = this.channel.flushed.filter((flush): flush is Activity => flush.kind === 'lines');
    const often = [...told, ...told.filter(() => this.random() < 0.5)].toSorted(() => this.random() - 0.5);
    const messages = often.map((body, i) => ({
      id: String(i),
      body,
      attempts: 1,
      ack: () => undefined,
      retry: () => {
        throw new Error('not taken');
      },
    }));
    const services = { db, log: () => {}, random: Math.random } as unknown as Services;
    await consumeActivity(services, { queue: 'waddlebot-activity', messages } as unknown as MessageBatch<Activity>);
  }

  /** What is counted: what Postgres was told, and what is still to be told. */
  async counted(): Promise<Map<string, number>> {
    const { rows } = await db.run('test', (d) =>
      d.execute<{ account: string; lines: number }>(
        sql`select account, sum(lines)::int as lines from chat_activity where community_id = ${this.community}::uuid group by account`,
      ),
    );
    const counts = new Map(rows.map(({ account, lines }) => [account, lines]));
    for (const day of Object.values(await this.channel.stub.untoldLines()))
      for (const [account, lines] of Object.entries(day)) counts.set(account, (counts.get(account) ?? 0) + lines);
    return counts;
  }
}

describe('what people write', () => {
  it('is counted once, whatever is told twice, dies or is refused on its way', async () => {
    const chat = new Chat(seed);
    await chat.open(3);
    let tellings = 0;
    // Before the queue has it, after it has it, or refused by it: then the object dies, or goes on.
    chat.channel.beforeTelling = async () => {
      tellings++;
      chat.dies = tellings % 5 === 0 || tellings % 7 === 0;
      if (tellings % 3 === 0 || tellings % 7 === 0) throw new Error('the queue refuses');
    };
    const chatters = cases(100_000);
    for (let i = 0; i < chatters; i++) {
      const times = chat.random() < 0.2 ? 2 + Math.floor(chat.random() * 3) : 1;
      chat.hear(aMessage(`m${i}`, 'hello', chat.now, by(`p${i % Math.ceil(chatters * 0.7)}`)), times);
      if (chat.random() < 0.02) await chat.pass(Math.floor(chat.random() * 12_000));
      if (chat.random() < 0.002) await chat.channel.fallAsleep();
      if (chat.random() < 0.0005) chat.killIsolate();
    }
    await chat.settle();
    await chat.consume();
    const counted = await chat.counted();
    const wrong = [...chat.written].filter(([account, lines]) => {
      const found = counted.get(account) ?? 0;
      return found > lines || found < lines - (chat.mayBeLost.get(account) ?? 0);
    });
    expect(wrong).toEqual([]);
    expect([...counted.keys()].filter((account) => !chat.written.has(account))).toEqual([]);
    expect(tellings).toBeGreaterThan(5);
    const missing = [...chat.written].reduce((sum, [account, lines]) => sum + lines - (counted.get(account) ?? 0), 0);
    // What a batch holds, and what of the one before was not on disk.
    expect(missing).toBeLessThanOrEqual(chat.deaths * 200);
  });
});
