import { describeError } from '../core/errors.ts';
import type { ChannelKey } from '../core/ids.ts';
import { keyringOf } from '../core/sealed.ts';
import { markBroken } from '../router/broken-links.ts';
import type { Services } from '../router/services.ts';

/** What a platform's port is put together from. */
export type Base = Pick<Services, 'settings' | 'bindings' | 'db' | 'tokens' | 'clock' | 'log' | 'feed' | 'behind'>;

/** What a link is broken by when the platform renews its token no more. */
const REFUSED = 'token: the consent was taken back or has run out';

/** Notes that an account's token is dead for good; the caller has more to say than that it could not be noted. */
export const noteRefused = (base: Base, channel: ChannelKey): Promise<void> =>
  markBroken(base, channel, REFUSED).catch((error: unknown) =>
    base.log('warn', 'channel.broken-not-noted', { error: describeError(error) }),
  );

/** `fetch` must be called without a receiver on workerd. */
export const fetcher: typeof fetch = (input, init) => fetch(input, init);

export const keysOf = ({ settings }: Pick<Base, 'settings'>) =>
  keyringOf(settings.ENCRYPTION_KEY, settings.ENCRYPTION_KEY_PREVIOUS);
