import { channelKey } from '../core/ids.ts';
import { upstreamCaller } from '../platforms/call.ts';
import { createTwitchClient, twitchTraits } from '../platforms/twitch/client.ts';
import { requestAppToken } from '../platforms/twitch/oauth.ts';
import { loadToken, storeToken } from '../router/installations.ts';
import type { PlatformPort } from '../router/services.ts';
import { channelStub } from '../router/services.ts';
import type { TokenSource } from '../router/tokens.ts';
import { type Base, fetcher, keysOf } from './base.ts';

export function twitchPort(services: Base): PlatformPort {
  const { settings, db, tokens, clock, log } = services;
  const clientId = settings.TWITCH_CLIENT_ID as string;
  const clientSecret = settings.TWITCH_CLIENT_SECRET as string;
  const keys = keysOf(services);
  const source: TokenSource = {
    upstream: 'twitch:app',
    // An app token can always be asked for anew, so a database that is away does not silence the bot.
    load: () =>
      loadToken(db, keys, 'twitch', 'app').then(
        (stored) => stored?.access ?? null,
        () => null,
      ),
    refresh: async () => {
      const access = await requestAppToken(
        { authUrl: settings.TWITCH_AUTH_URL, clientId, clientSecret },
        fetcher,
        clock(),
      );
      await storeToken(db, keys, 'twitch', 'app', { access }).catch(() => log('warn', 'twitch.app-token-not-kept'));
      return access;
    },
  };
  const call = upstreamCaller({ get: (stale) => tokens.get(source, stale) }, fetcher);
  return {
    traits: twitchTraits,
    client: createTwitchClient({
      apiUrl: settings.TWITCH_API_URL,
      clientId,
      botUserId: settings.TWITCH_BOT_USER_ID as string,
      clock,
      call,
      echoed: (message, since) => channelStub(services, channelKey('twitch', message.channel)).echoed(message, since),
    }),
  };
}
