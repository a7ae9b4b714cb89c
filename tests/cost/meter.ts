import { runInDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { vi } from 'vitest';
import { BUSY_MS } from './prices.ts';
import { Tally } from './tally.ts';

/** An object hibernates after this, ms (Durable Objects: lifecycle); its memory is gone then. */
const ASLEEP_AFTER_MS = 10_000;
/** An operation of a queue is 64 KB of a message; what is larger is several. */
const BYTES_PER_OPERATION = 64_000;

/** ms since epoch. */
const FAR_AWAY = 4_000_000_000_000;

const TABLE = /\b(?:into|from|update|table if not exists|table|on)\s+(\w+)/i;

type Methods = Readonly<Record<string, (...args: readonly unknown[]) => unknown>>;

/**
 * Counts what real code does. Tests run in the isolate of the objects, so SQL is counted where every object's SQL goes
 * through: at the prototype of `SqlStorage`, by the row counts that workerd's own cursors give. What an alarm would do when
 * it fires is not seen, only that it was set.
 */
export class Meter {
  #into = new Tally();
  readonly #cursors: { readonly table: string; readonly cursor: SqlStorageCursor<Record<string, SqlStorageValue>> }[] =
    [];
  readonly #objects = new Map<string, { readonly object: object; readonly usedAt: number }>();

  /** Begins to count. Once per test file: storage and isolate are the file's own. */
  static async installed(): Promise<Meter> {
    const meter = new Meter();
    await runInDurableObject(env.AGENDA.getByName('meter'), (_, { storage }) => {
      meter.#watchSql(Object.getPrototypeOf(storage.sql));
      meter.#watch(Object.getPrototypeOf(storage.kv), { put: 'write kv', delete: 'write kv', get: 'read kv' });
      meter.#watch(Object.getPrototypeOf(storage), {
        put: 'write kv',
        delete: 'write kv',
        get: 'read kv',
        setAlarm: 'write alarm',
        deleteAlarm: 'write alarm',
      });
      keepAlarms(Object.getPrototypeOf(storage));
    });
    for (const level of ['debug', 'info', 'warn', 'error'] as const) {
      vi.spyOn(console, level).mockImplementation((line: string) => meter.#logged(level, line));
    }
    return meter;
  }

  /** Lines of `warn` and `error`: in these tests nothing goes wrong that was not meant to. */
  readonly complaints: string[] = [];

  count(operation: Parameters<Tally['add']>[0], amount = 1): void {
    this.#into.add(operation, amount);
  }

  /** Counts what `work` does into a tally. */
  async during<T>(tally: Tally, work: () => Promise<T>): Promise<T> {
    this.#harvest();
    const before = this.#into;
    this.#into = tally;
    try {
      return await work();
    } finally {
      this.#harvest();
      this.#into = before;
    }
  }

  /** The tally that is counted into now. */
  get tally(): Tally {
    return this.#into;
  }

  /**
   * A namespace whose calls are counted, and whose objects forget what they have in memory when the clock says that nobody
   * called for ten seconds. (They are made anew over their storage: evicting them closes their files, which takes twenty
   * times as long.)
   * @param elsewhere what answers, uncounted, instead of the object; null where the object itself does.
   */
  namespace<T extends Rpc.DurableObjectBranded>(
    ObjectClass: new (state: DurableObjectState, bindings: Cloudflare.Env) => T,
    namespace: DurableObjectNamespace<T>,
    elsewhere: (name: string) => object | null = () => null,
  ): DurableObjectNamespace<T> {
    const getByName = (name: string): unknown => {
      const other = elsewhere(name);
      if (other) return other;
      const call =
        (method: string) =>
        (...args: unknown[]): Promise<unknown> => {
          this.count(`call ${ObjectClass.name}.${method}`);
          this.count(`busy ${ObjectClass.name}.${method}`, BUSY_MS.call);
          const given = structuredClone(args);
          return runInDurableObject(namespace.getByName(name), async (_, state) => {
            const object = this.#awake(`${ObjectClass.name} ${name}`, () => new ObjectClass(state, env));
            return structuredClone(await (object as Methods)[method]?.(...given));
          });
        };
      // A promise would ask it for `then`.
      return new Proxy({}, { get: (_, method: string) => (method === 'then' ? undefined : call(method)) });
    };
    // Any other way to an object is not counted, so there is none.
    return { getByName } as unknown as DurableObjectNamespace<T>;
  }

  /** Counts a message of a queue; `from` an object that waits for its acceptance, or a Worker, which waits for nothing. */
  queued(queue: string, body: unknown, from: 'object' | 'worker'): void {
    const bytes = new TextEncoder().encode(JSON.stringify(body)).length;
    this.count(`queue ${queue}`, Math.ceil(bytes / BYTES_PER_OPERATION));
    if (from === 'object') this.count(`busy ${queue}`, BUSY_MS.queue);
  }

  /** The object as it is in memory, or a new one over its storage where it slept. */
  #awake(name: string, wake: () => object): object {
    const now = Date.now();
    const known = this.#objects.get(name);
    const object = known && now - known.usedAt <= ASLEEP_AFTER_MS ? known.object : wake();
    this.#objects.set(name, { object, usedAt: now });
    return object;
  }

  #watchSql(prototype: SqlStorage): void {
    const { exec } = prototype;
    const cursors = this.#cursors;
    prototype.exec = function counted(this: SqlStorage, query: string, ...bindings: unknown[]) {
      const cursor = exec.call(this, query, ...bindings);
      cursors.push({ table: TABLE.exec(query)?.[1] ?? 'unknown', cursor });
      return cursor;
    } as SqlStorage['exec'];
  }

  #watch<Method extends string>(
    prototype: Record<Method, unknown>,
    counts: Record<Method, 'write kv' | 'read kv' | 'write alarm'>,
  ): void {
    for (const [method, operation] of Object.entries(counts) as [Method, 'write kv'][]) {
      const real = prototype[method] as (...args: unknown[]) => unknown;
      const count = () => this.count(operation);
      Object.assign(prototype, {
        [method](this: unknown, ...args: unknown[]) {
          count();
          return real.apply(this, args);
        },
      });
    }
  }

  /** A cursor has counted all its rows only when it was read to its end. */
  #harvest(): void {
    for (const { table, cursor } of this.#cursors.splice(0)) {
      if (cursor.rowsWritten > 0) this.count(`write ${table}`, cursor.rowsWritten);
      if (cursor.rowsRead > 0) this.count(`read ${table}`, cursor.rowsRead);
    }
  }

  #logged(level: string, line: string): void {
    this.count('log line');
    if (level === 'warn' || level === 'error') this.complaints.push(line);
  }
}

/** Alarms are set and never go off: they would by the real clock, which is not the one that objects are told. */
function keepAlarms(prototype: DurableObjectStorage): void {
  const alarms = new WeakMap<object, number>();
  const { setAlarm } = prototype;
  Object.assign(prototype, {
    async setAlarm(this: DurableObjectStorage, at: number) {
      alarms.set(this, at);
      // Counted as it is, and far enough away.
      await setAlarm.call(this, FAR_AWAY);
    },
    async getAlarm(this: DurableObjectStorage) {
      return alarms.get(this) ?? null;
    },
  });
}
