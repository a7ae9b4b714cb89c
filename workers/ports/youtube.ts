import { channelKey } from '../core/ids.ts';
import type { UnitBudget } from '../core/platforms.ts';
import { upstreamCaller } from '../platforms/call.ts';
import { createYoutubeClient, type YoutubeClient, youtubeTraits } from '../platforms/youtube/client.ts';
import { isYoutubeUnauthorised } from '../platforms/youtube/errors.ts';
import { refreshToken } from '../platforms/youtube/oauth.ts';
import { youtubeStream } from '../platforms/youtube/stream-port.ts';
import { requestLease } from '../platforms/youtube/websub.ts';
import { BOT, loadToken, storeToken } from '../router/installations.ts';
import { Leases } from '../router/leases.ts';
import type { LeaseRenewal, PlatformPort } from '../router/services.ts';
import { channelStub } from '../router/services.ts';
import type { TokenSource } from '../router/tokens.ts';
import { noToken } from '../router/tokens.ts';
import { type Base, fetcher, keysOf, noteRefused } from './base.ts';
import { owners } from './owners.ts';

const NOT_CONNECTED = 'Connect it with `npm run connect youtube`.';

export function youtubePort(services: Base): PlatformPort & { readonly client: YoutubeClient } {
  const { settings, bindings, db, tokens, clock } = services;
  const keys = keysOf(services);
  const google = {
    tokenUrl: settings.GOOGLE_TOKEN_URL,
    authUrl: settings.GOOGLE_AUTH_URL,
    clientId: settings.GOOGLE_CLIENT_ID as string,
    clientSecret: settings.GOOGLE_CLIENT_SECRET as string,
  };
  const sourceOf = (subject: string): TokenSource => ({
    upstream: subject === BOT ? 'youtube:bot' : `youtube:token:${subject}`,
    load: async () => (await loadToken(db, keys, 'youtube', subject))?.access ?? null,
    refresh: async () => {
      const stored = await loadToken(db, keys, 'youtube', subject);
      const whose = subject === BOT ? 'The YouTube bot account' : `YouTube channel ${subject}`;
      if (!stored?.refresh) throw noToken(whose, NOT_CONNECTED);
      const grant = await refreshToken(google, stored.refresh, fetcher, clock());
      if (!grant.ok && grant.reason === 'invalid_grant') await noteRefused(services, channelKey('youtube', subject));
      if (!grant.ok) throw noToken(whose, `Google refused its token (${grant.reason}). ${NOT_CONNECTED}`);
      await storeToken(db, keys, 'youtube', subject, grant);
      return grant.access;
    },
  });
  const supplyOf = (subject: string) => {
    const source = sourceOf(subject);
    return { get: (stale?: string) => tokens.get(source, stale) };
  };
  const apiUrl = settings.YOUTUBE_API_URL;
  const unitsPerDay = settings.YOUTUBE_UNITS_PER_DAY;
  // The object that pays for messages and for what is read of live chats.
  const spend = async (units: UnitBudget) =>
    bindings.UPSTREAM.getByName(`youtube:${google.clientId}`).spend(units, clock());
  const call = upstreamCaller(supplyOf(BOT), fetcher);
  const client = createYoutubeClient({
    apiUrl,
    project: google.clientId,
    unitsPerDay,
    unitsPerMessage: settings.YOUTUBE_UNITS_PER_MESSAGE,
    spend,
    call,
    clock,
    echoed: (message, since) => channelStub(services, channelKey('youtube', message.channel)).echoed(message, since),
  });
  const asOwner = owners(services, 'youtube', (channel) =>
    upstreamCaller(supplyOf(channel), fetcher, isYoutubeUnauthorised),
  );
  const stream = youtubeStream({ apiUrl, unitsPerDay, spend, call, asOwner, clock });
  const token = (channel: string, stale?: string) => supplyOf(channel).get(stale);
  return { traits: youtubeTraits, client: { ...client, stream }, token };
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
