import { and, eq } from 'drizzle-orm';
import { httpModules } from '../../db/schema/index.ts';
import { TtlCache } from '../core/cache.ts';
import { describeError } from '../core/errors.ts';
import type { CommunityId } from '../core/ids.ts';
import { keyringOf, seal, unseal } from '../core/sealed.ts';
import type { Services } from './services.ts';

/** How long an isolate goes by what it read of a module, ms, and of how many modules it knows. */
const ROWS_FOR_MS = 30_000;
const ROWS_KEPT = 1_000;

/** A module as it is called. */
export interface HttpModule {
  readonly id: string;
  readonly communityId: CommunityId;
  readonly name: string;
  readonly url: string;
  /** What signs both ways; null where no key of this deployment opens it any more. */
  readonly secret: string | null;
  readonly enabled: boolean;
  /** ms since epoch. */
  readonly updatedAt: number;
}

type Rows = TtlCache<string, HttpModule | null>;

/** What an isolate knows goes with its database: there is one of each. */
const known = new WeakMap<Services['db'], Rows>();

function rowsOf({ db, clock }: Pick<Services, 'db' | 'clock'>): Rows {
  let rows = known.get(db);
  if (!rows) {
    rows = new TtlCache({ ttlMs: ROWS_FOR_MS, maxEntries: ROWS_KEPT, clock });
    known.set(db, rows);
  }
  return rows;
}

/** A sealed secret opens only for the module it was made for. */
export const moduleSecretContext = (id: string): string => `module:${id}`;
const keysOf = ({ settings }: Pick<Services, 'settings'>) =>
  keyringOf(settings.ENCRYPTION_KEY, settings.ENCRYPTION_KEY_PREVIOUS);

export const sealModuleSecret = (services: Pick<Services, 'settings'>, id: string, secret: string): Promise<string> =>
  seal(keysOf(services), moduleSecretContext(id), secret);

/** A module's secret, or null where no key of this deployment opens it. */
export async function openModuleSecret(
  services: Pick<Services, 'settings' | 'log'>,
  id: string,
  sealed: string,
): Promise<string | null> {
  try {
    return await unseal(keysOf(services), moduleSecretContext(id), sealed);
  } catch (error) {
    services.log('error', 'module.secret-lost', { module: id, error: describeError(error) });
    return null;
  }
}

type Parts = Pick<Services, 'db' | 'clock' | 'settings' | 'log'>;

/** A community's module as it was at most 30 s ago; null where it has none of this id. */
export function moduleOf(services: Parts, communityId: CommunityId, id: string): Promise<HttpModule | null> {
  return rowsOf(services).get(`${communityId} ${id}`, () => loadModule(services, communityId, id));
}

async function loadModule(services: Parts, communityId: CommunityId, id: string): Promise<HttpModule | null> {
  const [row] = await services.db.run('module.load', (db) =>
    db
      .select()
      .from(httpModules)
      .where(and(eq(httpModules.communityId, communityId), eq(httpModules.id, id))),
  );
  if (!row) return null;
  const { name, url, enabled, sealedSecret, updatedAt } = row;
  const secret = await openModuleSecret(services, id, sealedSecret);
  return { id, communityId, name, url, secret, enabled, updatedAt: updatedAt.getTime() };
}

/** For whoever changed a community's modules: this isolate asks anew. */
export function forgetModules(services: Pick<Services, 'db' | 'clock'>, communityId: CommunityId): void {
  rowsOf(services).deleteWhere((key) => key.startsWith(`${communityId} `));
}
