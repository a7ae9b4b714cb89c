import { asc, eq } from 'drizzle-orm';
import { httpModules } from '../../../db/schema/index.ts';
import type { BreakerStanding } from '../../../durable-objects/breaker.ts';
import type { CommunityId } from '../../core/ids.ts';
import { within } from '../../core/within.ts';
import type { Services } from '../../router/services.ts';

/** Modules that are read, and hosts that are asked: a call for each. */
const MOST_MODULES = 1_000;
const MOST_HOSTS = 100;
/** A host's object that takes longer is told as unknown, ms. */
const ASKED_WITHIN_MS = 2_000;

export interface Host {
  readonly host: string;
  /** The community's modules there, by name. */
  readonly modules: readonly string[];
  /** Null: its object did not answer in time. */
  readonly breaker: BreakerStanding | null;
}

/**
 * The hosts that HTTP modules are at, with the breaker that keeps callers from each while it fails: resting ones first.
 * @param community null: of all communities
 */
export async function hostsOfModules(services: Services, community: CommunityId | null): Promise<readonly Host[]> {
  const rows = await services.db.run('operations.modules', (d) =>
    d
      .select({ name: httpModules.name, url: httpModules.url })
      .from(httpModules)
      .where(community === null ? undefined : eq(httpModules.communityId, community))
      .orderBy(asc(httpModules.name))
      .limit(MOST_MODULES),
  );
  const now = services.clock();
  const byHost = Map.groupBy(
    rows.filter(({ url }) => URL.canParse(url)),
    ({ url }) => new URL(url).host,
  );
  const hosts = await Promise.all(
    [...byHost].slice(0, MOST_HOSTS).map(async ([host, modules]) => {
      const asked = services.bindings.UPSTREAM.getByName(`http:${host}`).breakerStanding(now);
      const breaker = await within(
        ASKED_WITHIN_MS,
        'a host’s breaker',
        asked as unknown as Promise<BreakerStanding>,
      ).catch(() => null);
      return { host, modules: modules.map(({ name }) => name), breaker };
    }),
  );
  return hosts.toSorted((one, other) => rank(one) - rank(other) || one.host.localeCompare(other.host));
}

const RANKS = { open: 0, 'half-open': 1, closed: 3 } as const;
const rank = ({ breaker }: Host): number => {
  if (breaker === null || (breaker.state === 'closed' && breaker.failures > 0)) return 2;
  return RANKS[breaker.state];
};
