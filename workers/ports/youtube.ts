import { channelKey } from '../core/ids.ts';
import { upstreamCaller } from '../platforms/call.ts';
import { createYoutubeClient, type YoutubeClient, youtubeTraits } from '../platforms/youtube/client.ts';
import { refreshToken } from '../platforms/youtube/oauth.ts';
import { requestLease } from '../platforms/youtube/websub.ts';
import { BOT, loadToken, storeToken } from '../router/installations.ts';
import { Leases } from '../router/leases.ts';
import type { LeaseRenewal, PlatformPort } from '../router/services.ts';
import { channelStub } from '../router/services.ts';
import type { TokenSource } from '../router/tokens.ts';
import { noToken } from '../router/tokens.ts';
import { type Base, fetcher, keysOf } from './base.ts';

const NOT_CONNECTED = 'Connect it with `npm run connect youtube`.';

export function youtubePort(services: Base): PlatformPort & { readonly client: YoutubeClient } {
  const { settings, db, tokens, clock } = services;
  const keys = keysOf(services);
  const google = {
    tokenUrl: settings.GOOGLE_TOKEN_URL,
    authUrl: settings.GOOGLE_AUTH_URL,
    clientId: settings.GOOGLE_CLIENT_ID as string,
    clientSecret: settings.GOOGLE_CLIENT_SECRET as string,
  };
  const source: TokenSource = {
    upstream: 'youtube:bot',
    load: async () => (await loadToken(db, keys, 'youtube', BOT))?.access ?? null,
    refresh: async () => {
      const stored = await loadToken(db, keys, 'youtube', BOT);
      if (!stored?.refresh) throw noToken('The YouTube bot account', NOT_CONNECTED);
      const grant = await refreshToken(google, stored.refresh, fetcher, clock());
      if (!grant.ok)
        throw noToken('The YouTube bot account', `Google refused its token (${grant.reason}). ${NOT_CONNECTED}`);
      await storeToken(db, keys, 'youtube', BOT, grant);
      return grant.access;
    },
  };
  const client = createYoutubeClient({
    apiUrl: settings.YOUTUBE_API_URL,
    project: google.clientId,
    unitsPerDay: settings.YOUTUBE_UNITS_PER_DAY,
    unitsPerMessage: settings.YOUTUBE_UNITS_PER_MESSAGE,
    call: upstreamCaller({ get: (stale) => tokens.get(source, stale) }, fetcher),
    clock,
    echoed: (message, since) => channelStub(services, channelKey('youtube', message.channel)).echoed(message, since),
  });
  return { traits: youtubeTraits, client };
}

/** Asks the hub for a lease under its own address, as often as it has to be asked. */
export function leaseRenewal({ settings, db }: Pick<Base, 'settings' | 'db'>): LeaseRenewal {
  return {
    leases: new Leases(db, settings.YOUTUBE_WEBHOOK_SECRET as string),
    request: ({ topic, token, secret }) => {
      const callback = new URL(`/webhooks/youtube/${token}`, settings.PUBLIC_URL).href;
      return requestLease({ hubUrl: settings.YOUTUBE_HUB_URL, callback, topic, secret }, fetcher);
    },
  };
}
