import type { Context } from 'hono';
import type { Services } from '../../router/services.ts';
import type { AuthEnv } from '../frame.ts';
import { consentUrl, newConsent } from './exchange.ts';
import { countStart } from './limits.ts';
import type { Provider } from './provider.ts';
import { keepState, type Purpose } from './states.ts';

/** Sends somebody to a platform's consent page, from which they come back to `comeBack`. @throws Limited */
export async function sendAway(
  services: Services,
  c: Context<AuthEnv>,
  provider: Provider,
  { purpose, returnTo }: { readonly purpose: Purpose; readonly returnTo: string },
): Promise<Response> {
  await countStart(services, c.get('network'));
  const consent = newConsent(provider);
  const person = purpose === 'sign-in' ? null : (c.get('signedIn')?.person ?? null);
  const away = { purpose, platform: provider.platform, browser: c.get('browser'), person, returnTo };
  await keepState(services, away, consent);
  return c.redirect(await consentUrl(provider, services.settings, consent, purpose !== 'sign-in'), 303);
}
