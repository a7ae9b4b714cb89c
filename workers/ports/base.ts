import { keyringOf } from '../core/sealed.ts';
import type { Services } from '../router/services.ts';

/** What a platform's port is put together from. */
export type Base = Pick<Services, 'settings' | 'bindings' | 'db' | 'tokens' | 'clock' | 'log'>;

/** `fetch` must be called without a receiver on workerd. */
export const fetcher: typeof fetch = (input, init) => fetch(input, init);

export const keysOf = ({ settings }: Pick<Base, 'settings'>) =>
  keyringOf(settings.ENCRYPTION_KEY, settings.ENCRYPTION_KEY_PREVIOUS);
