import type { Database } from '../../db/client.ts';
import { TtlCache } from '../core/cache.ts';
import type { Platform } from '../core/ids.ts';
import type { CallUpstream } from '../platforms/call.ts';
import type { CallAsOwner } from '../platforms/owner.ts';
import { hasToken } from '../router/installations.ts';

/** How long it counts that a channel is connected, ms. */
const KNOWN_FOR_MS = 60_000;
const CHANNELS_KEPT = 2_000;

/** Calls by the tokens that the owners of channels gave with their consent. */
export function owners(
  { db, clock }: { readonly db: Database; readonly clock: () => number },
  platform: Platform,
  callAs: (subject: string) => CallUpstream,
): CallAsOwner {
  const connected = new TtlCache<string, boolean>({ ttlMs: KNOWN_FOR_MS, maxEntries: CHANNELS_KEPT, clock });
  return async (channel) => {
    const is = await connected.get(channel, () => hasToken(db, platform, channel));
    // Whoever connects a channel because they were told to is not told so again.
    if (!is) connected.delete(channel);
    return is ? callAs(channel) : null;
  };
}
