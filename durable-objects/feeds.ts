import { DurableObject } from 'cloudflare:workers';
import type { CommunityId } from '../workers/core/ids.ts';

/** How long a feed counts as open unless its Community says so again, ms. */
export const LEASE_MS = 150_000;
/** How long a feed is told on after the last who watched it has left, ms: who was cut off comes back within that. */
export const LINGERS_MS = 60_000;
/** What is stored is renewed when no more than this is left of it, ms: of renewals a minute apart, every second one. */
const STORED_AGAIN_MS = 75_000;

/** The last moment at which a feed is open, ms since epoch; after a loss of memory, what was stored counts. */
interface Lease {
  until: number;
  storedUntil: number;
}

/**
 * The one object, named `feeds`, that knows which communities' feeds are open, so that an isolate asks one object and not
 * one for each community. A Community that died with its sockets stops renewing, and its feed is off when its lease ends.
 */
export class Feeds extends DurableObject<object> {
  readonly #leases = new Map<CommunityId, Lease>();

  constructor(ctx: DurableObjectState, env: object) {
    super(ctx, env);
    ctx.storage.sql.exec(
      'CREATE TABLE IF NOT EXISTS feeds (community TEXT PRIMARY KEY, until INTEGER NOT NULL) WITHOUT ROWID',
    );
    for (const { community, until } of ctx.storage.sql.exec<{ community: string; until: number }>(
      'SELECT community, until FROM feeds',
    ))
      this.#leases.set(community as CommunityId, { until, storedUntil: until });
  }

  /** Somebody watches a community's feed; said again every minute while that is so. @param now ms since epoch */
  open(community: CommunityId, now: number): void {
    const held = this.#leases.get(community);
    const lease = { until: Math.max(held?.until ?? 0, now + LEASE_MS), storedUntil: held?.storedUntil ?? 0 };
    this.#leases.set(community, lease);
    if (lease.storedUntil - now < STORED_AGAIN_MS) this.#store(community, lease);
  }

  /** The last who watched has left: the feed is off in a minute. @param now ms since epoch */
  closed(community: CommunityId, now: number): void {
    const lease = this.#leases.get(community);
    // What was renewed after that was opened again: calls may overtake each other.
    if (!lease || now < lease.until - LEASE_MS || lease.until <= now + LINGERS_MS) return;
    lease.until = now + LINGERS_MS;
    this.#store(community, lease);
  }

  /** The communities whose feeds are open. @param now ms since epoch */
  current(now: number): readonly CommunityId[] {
    for (const [community, { until }] of this.#leases) {
      if (until >= now) continue;
      this.#leases.delete(community);
      this.ctx.storage.sql.exec('DELETE FROM feeds WHERE community = ?', community);
    }
    return [...this.#leases.keys()];
  }

  #store(community: CommunityId, lease: Lease): void {
    lease.storedUntil = lease.until;
    this.ctx.storage.sql.exec(
      'INSERT OR REPLACE INTO feeds (community, until) VALUES (?, ?)',
      community,
      lease.storedUntil,
    );
  }
}
