import { WaddleError } from '../core/errors.ts';
import { channelKey } from '../core/ids.ts';
import { upstreamCaller } from '../platforms/call.ts';
import { createTwitchClient, twitchTraits } from '../platforms/twitch/client.ts';
import { twitchDeletes } from '../platforms/twitch/deletes.ts';
import { renewUserToken, requestAppToken } from '../platforms/twitch/oauth.ts';
import { twitchStream } from '../platforms/twitch/stream-port.ts';
import { loadToken, storeToken } from '../router/installations.ts';
import type { PlatformPort } from '../router/services.ts';
import { channelStub } from '../router/services.ts';
import type { TokenSource } from '../router/tokens.ts';
import { noToken } from '../router/tokens.ts';
import { type Base, fetcher, keysOf, noteRefused } from './base.ts';
import { owners } from './owners.ts';

export function twitchPort(services: Base): PlatformPort {
  const { settings, db, tokens, clock, log } = services;
  const apiUrl = settings.TWITCH_API_URL;
  const clientId = settings.TWITCH_CLIENT_ID as string;
  const botUserId = settings.TWITCH_BOT_USER_ID as string;
  const clientSecret = settings.TWITCH_CLIENT_SECRET as string;
  const app = { authUrl: settings.TWITCH_AUTH_URL, clientId, clientSecret };
  const keys = keysOf(services);
  const ofApp: TokenSource = {
    upstream: 'twitch:app',
    // An app token can always be asked for anew, so a database that is away does not silence the bot.
    load: () =>
      loadToken(db, keys, 'twitch', 'app').then(
        (stored) => stored?.access ?? null,
        () => null,
      ),
    refresh: async () => {
      const access = await requestAppToken(app, fetcher, clock());
      await storeToken(db, keys, 'twitch', 'app', { access }).catch(() => log('warn', 'twitch.app-token-not-kept'));
      return access;
    },
  };
  const ofBroadcaster = (channel: string): TokenSource => ({
    upstream: `twitch:token:${channel}`,
    load: async () => (await loadToken(db, keys, 'twitch', channel))?.access ?? null,
    refresh: async () => {
      const stored = await loadToken(db, keys, 'twitch', channel);
      const whose = `Twitch channel ${channel}`;
      if (!stored?.refresh) throw noToken(whose, 'Connect it with `npm run connect twitch`.');
      const next = await renewUserToken(app, stored.refresh, fetcher, clock());
      // Only a dead token needs a new consent; Twitch may also just be away.
      if (!next.ok && next.reason !== 'grant') throw new WaddleError('UPSTREAM', 'Twitch gave no token');
      if (!next.ok) {
        await noteRefused(services, channelKey('twitch', channel));
        throw noToken(whose, 'Twitch refused its token; connect it again with `npm run connect twitch`.');
      }
      await storeToken(db, keys, 'twitch', channel, next);
      return next.access;
    },
  });
  const callBy = (source: TokenSource) => upstreamCaller({ get: (stale) => tokens.get(source, stale) }, fetcher);
  const call = callBy(ofApp);
  // A token without the scope is a 401 like one that has ended: what a new consent brought is looked for either way.
  const asOwner = owners(services, 'twitch', (channel) => callBy(ofBroadcaster(channel)));
  const client = createTwitchClient({
    apiUrl,
    clientId,
    botUserId,
    clock,
    call,
    echoed: (message, since) => channelStub(services, channelKey('twitch', message.channel)).echoed(message, since),
  });
  const { findAccount } = client;
  const stream = twitchStream({ apiUrl, clientId, call, asOwner, clock, findAccount });
  // The bot's account is kept by its user id, as broadcasters are.
  const deletes = twitchDeletes({ apiUrl, clientId, botUserId, asBot: () => asOwner(botUserId), clock });
  const token = (channel: string, stale?: string) => tokens.get(ofBroadcaster(channel), stale);
  return { traits: twitchTraits, client: { ...client, ...deletes, stream }, token };
}
