import { and, eq, lte, or, sql } from 'drizzle-orm';
import { v7 as uuidv7 } from 'uuid';
import type { Database } from '../../db/client.ts';
import { websubLeases } from '../../db/schema/index.ts';
import { hmacSha256, toHex, utf8 } from '../core/bytes.ts';

/** What we asked YouTube's hub for. */
export interface StoredLease {
  readonly id: string;
  /** YouTube's channel id. */
  readonly channel: string;
  readonly topic: string;
  readonly state: 'pending' | 'active' | 'denied' | 'ended';
  /** The last part of the callback's address. */
  readonly token: string;
  /** Signs the notifications; hex, 64 bytes. */
  readonly secret: string;
  /** When the hub stops telling, ms since epoch; null before it has agreed. */
  readonly expiresAt: number | null;
}

/** Asked for again when a question to the hub was not answered by its challenge, ms. */
const ASK_AGAIN_AFTER_MS = 10 * 60_000;
const BATCH = 100;

const hashOf = async (token: string): Promise<string> => toHex(await crypto.subtle.digest('SHA-256', utf8(token)));

/**
 * Leases with YouTube's hub. Token and secret are worked out from the lease's id and our own secret: so the token can be
 * kept hashed and the lease still be renewed under the same address.
 */
export class Leases {
  readonly #db: Database;
  readonly #secret: string;

  constructor(db: Database, secret: string) {
    this.#db = db;
    this.#secret = secret;
  }

  async #of(row: typeof websubLeases.$inferSelect): Promise<StoredLease> {
    const [token, secret] = await Promise.all([
      hmacSha256(this.#secret, utf8(`youtube:token:${row.id}`)),
      hmacSha256(this.#secret, utf8(`youtube:secret:${row.id}`)),
    ]);
    const { id, channel, topic, state, expiresAt } = row;
    const until = expiresAt?.getTime() ?? null;
    return { id, channel, topic, state, token: toHex(token), secret: toHex(secret), expiresAt: until };
  }

  /** The lease of a channel: the one there is, or a new one to ask the hub for. */
  async open(channel: string, topic: string): Promise<StoredLease> {
    const id = uuidv7();
    const { token } = await this.#of({ id, channel, topic } as typeof websubLeases.$inferSelect);
    const tokenHash = await hashOf(token);
    const reopened = sql`case when ${websubLeases.state} = 'active' then 'active' else 'pending' end`;
    const rows = await this.#db.run('lease.open', (db) =>
      db
        .insert(websubLeases)
        .values({ id, channel, topic, tokenHash })
        .onConflictDoUpdate({ target: websubLeases.channel, set: { topic, state: reopened, updatedAt: sql`now()` } })
        .returning(),
    );
    return this.#of(rows[0] as typeof websubLeases.$inferSelect);
  }

  async find(token: string): Promise<StoredLease | null> {
    const tokenHash = await hashOf(token);
    const rows = await this.#db.run('lease.find', (db) =>
      db.select().from(websubLeases).where(eq(websubLeases.tokenHash, tokenHash)),
    );
    return rows[0] ? this.#of(rows[0]) : null;
  }

  /** The lease of a channel, in whatever state; null where there never was one. */
  async ofChannel(channel: string): Promise<StoredLease | null> {
    const rows = await this.#db.run('lease.of-channel', (db) =>
      db.select().from(websubLeases).where(eq(websubLeases.channel, channel)),
    );
    return rows[0] ? this.#of(rows[0]) : null;
  }

  async confirm(token: string, mode: 'subscribe' | 'unsubscribe', leaseSeconds: number, now: number): Promise<void> {
    const tokenHash = await hashOf(token);
    const isOn = mode === 'subscribe';
    await this.#db.run('lease.confirm', (db) =>
      db
        .update(websubLeases)
        .set({
          state: isOn ? 'active' : 'ended',
          reason: null,
          expiresAt: isOn ? new Date(now + leaseSeconds * 1000) : null,
          renewAt: isOn ? new Date(now + (leaseSeconds * 1000) / 2) : null,
          updatedAt: new Date(now),
        })
        .where(eq(websubLeases.tokenHash, tokenHash)),
    );
  }

  async deny(token: string, reason: string): Promise<void> {
    const tokenHash = await hashOf(token);
    await this.#db.run('lease.deny', (db) =>
      db
        .update(websubLeases)
        .set({ state: 'denied', reason: reason || 'denied by the hub', renewAt: null, updatedAt: sql`now()` })
        .where(eq(websubLeases.tokenHash, tokenHash)),
    );
  }

  /** Leases that are to be asked for again; until the hub answers, they are left alone for a while. */
  async takeDue(now: number): Promise<readonly StoredLease[]> {
    const due = await this.#db.run('leases.due', (db) =>
      db
        .update(websubLeases)
        .set({ renewAt: new Date(now + ASK_AGAIN_AFTER_MS) })
        .where(
          and(
            or(eq(websubLeases.state, 'pending'), eq(websubLeases.state, 'active')),
            lte(websubLeases.renewAt, new Date(now)),
          ),
        )
        .returning(),
    );
    return Promise.all(due.slice(0, BATCH).map((row) => this.#of(row)));
  }

  /** When the next lease is to be renewed, ms since epoch. */
  async nextDue(): Promise<number | null> {
    const rows = await this.#db.run('leases.next', (db) =>
      db
        .select({ next: sql<string | null>`min(${websubLeases.renewAt})` })
        .from(websubLeases)
        .where(or(eq(websubLeases.state, 'pending'), eq(websubLeases.state, 'active'))),
    );
    const next = rows[0]?.next;
    return next ? Date.parse(next) : null;
  }
}
