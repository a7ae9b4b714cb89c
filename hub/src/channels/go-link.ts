import { post } from '../api/post.ts';
import type { PlatformName } from './queries.ts';

export interface Consent {
  readonly slug: string;
  readonly platform: PlatformName;
  /** The channel that is to be linked once more, by the platform's own id. */
  readonly expected?: string;
  readonly withStream?: boolean;
  /** The bot's own account instead of a channel. */
  readonly asBot?: boolean;
}

/** Leaves for the platform's page, where somebody agrees; they come back to `to`, which is told how it went. */
export function goLink({ slug, platform, expected, withStream, asBot }: Consent, to: string): void {
  post(`/auth/channels/${encodeURIComponent(slug)}/${platform}`, {
    to,
    ...(expected === undefined ? {} : { expected }),
    ...(withStream ? { withStream: 'yes' } : {}),
    ...(asBot ? { asBot: 'yes' } : {}),
  });
}
