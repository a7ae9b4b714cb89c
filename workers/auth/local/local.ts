import type { Database } from '../../../db/client.ts';
import { type Keyring, keyringOf } from '../../core/sealed.ts';
import { countSecurity } from '../../router/security-counts.ts';
import type { Services } from '../../router/services.ts';
import { Hashing } from './hashing.ts';
import { Throttle, type ThrottleLimiter } from './throttle.ts';

/** What local accounts work with. */
export interface Local {
  readonly db: Database;
  readonly throttle: Throttle;
  /** The isolate's one. */
  readonly hashing: Hashing;
  readonly keys: Keyring;
  /** Keys the codes that are kept as HMACs. */
  readonly secret: string;
  readonly publicUrl: string;
  readonly isDevelopment: boolean;
  readonly now: () => number;
  /** Counts a sign-in that failed. */
  readonly failed: () => Promise<void>;
}

export function localOf(services: Services): Local {
  const { db, settings, bindings, clock, log } = services;
  return {
    db,
    throttle: new Throttle({
      limiter: (name) => bindings.RATE_LIMITER.getByName(name) as unknown as ThrottleLimiter,
      clock,
      log,
    }),
    hashing: new Hashing(clock),
    keys: keyringOf(settings.ENCRYPTION_KEY, settings.ENCRYPTION_KEY_PREVIOUS),
    secret: settings.SESSION_SECRET,
    publicUrl: settings.PUBLIC_URL,
    isDevelopment: settings.ENVIRONMENT === 'development',
    now: clock,
    failed: () => countSecurity(services, 'sign-in-failed'),
  };
}
