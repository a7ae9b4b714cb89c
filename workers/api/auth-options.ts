import { cookieIn } from '../auth/cookies.ts';
import { requireOwnPage } from '../auth/csrf.ts';
import { findSession } from '../auth/sessions.ts';
import { describeError } from '../core/errors.ts';
import { findKey, noteUse } from '../router/keys.ts';
import { countSecurity } from '../router/security-counts.ts';
import type { Services } from '../router/services.ts';
import type { AuthOptions } from './auth.ts';
import { ApiLimits } from './limits.ts';

/** How this deployment finds out who calls: the same for the admin API and the live feed. */
export function authOptions(services: Services): AuthOptions {
  const { bindings, settings, clock, log, db } = services;
  const { SERVICE_API_KEY: serviceKey, SESSION_SECRET: sessionSecret, PUBLIC_URL: publicUrl } = settings;
  return {
    serviceKey,
    limits: new ApiLimits({ limiter: (name) => bindings.RATE_LIMITER.getByName(name), clock, log }),
    clock,
    findKey: (key) => findKey(db, key),
    // A time that was not noted is no reason to refuse anybody.
    noteUse: (key) =>
      noteUse(db, key, clock()).catch((error: unknown) =>
        log('warn', 'api.use-not-noted', { error: describeError(error) }),
      ),
    sessionIn: (headers) => cookieIn(headers, 'session', publicUrl),
    findSession: (token) => findSession(db, token, clock()),
    requireOwnPage: (request, { sessionId: bound }) =>
      requireOwnPage(request, {
        sessionSecret,
        publicUrl,
        bound,
        onMismatch: () => countSecurity(services, 'csrf-mismatch'),
      }),
    onServiceKeyRefused: () => countSecurity(services, 'service-key-refused'),
  };
}
