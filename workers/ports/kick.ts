import { WaddleError } from '../core/errors.ts';
import { channelKey } from '../core/ids.ts';
import { upstreamCaller } from '../platforms/call.ts';
import { createKickClient, type KickVoice, kickTraits } from '../platforms/kick/client.ts';
import { appToken, refreshToken } from '../platforms/kick/oauth.ts';
import { isKickUnauthorised, kickStream } from '../platforms/kick/stream-port.ts';
import { BOT, hasToken, loadToken, storeToken } from '../router/installations.ts';
import type { PlatformPort } from '../router/services.ts';
import { channelStub } from '../router/services.ts';
import type { TokenSource } from '../router/tokens.ts';
import { noToken } from '../router/tokens.ts';
import { type Base, fetcher, keysOf, noteRefused } from './base.ts';
import { owners } from './owners.ts';

/** How long it counts that a bot account is (or is not) connected, ms. */
const KNOWN_FOR_MS = 60_000;

export function kickPort(services: Base): PlatformPort {
  const { settings, db, tokens, clock, log } = services;
  const keys = keysOf(services);
  const app = {
    authUrl: settings.KICK_AUTH_URL,
    clientId: settings.KICK_CLIENT_ID as string,
    clientSecret: settings.KICK_CLIENT_SECRET as string,
  };
  const sourceOf = (subject: string): TokenSource => ({
    upstream: `kick:token:${subject}`,
    load: async () => (await loadToken(db, keys, 'kick', subject))?.access ?? null,
    refresh: async () => {
      const stored = await loadToken(db, keys, 'kick', subject);
      const whose = subject === BOT ? 'The Kick bot account' : `Kick channel ${subject}`;
      if (!stored?.refresh) throw noToken(whose, 'Connect it with `npm run connect kick`.');
      const next = await refreshToken(app, stored.refresh, fetcher, clock());
      // Only a spent token needs a new consent; Kick may also just be away.
      if (!next.ok && next.reason !== 'grant') throw new WaddleError('UPSTREAM', `Kick gave no token (${next.reason})`);
      if (!next.ok) {
        await noteRefused(services, channelKey('kick', subject));
        throw noToken(whose, 'Kick refused its token; connect it again with `npm run connect kick`.');
      }
      await storeToken(db, keys, 'kick', subject, next.value);
      return next.value.access;
    },
  });
  const callBy = (source: TokenSource, isUnauthorised?: (response: Response) => boolean) =>
    upstreamCaller({ get: (stale) => tokens.get(source, stale) }, fetcher, isUnauthorised);
  const callAs = (subject: string) => callBy(sourceOf(subject));
  const ofApp: TokenSource = {
    upstream: 'kick:app',
    // It has no refresh token and can always be asked for anew: a database that is away ends no look-up.
    load: () =>
      loadToken(db, keys, 'kick', 'app').then(
        (stored) => stored?.access ?? null,
        () => null,
      ),
    refresh: async () => {
      const asked = await appToken(app, fetcher, clock());
      if (!asked.ok) throw new WaddleError('UPSTREAM', `Kick gave no app token (${asked.reason})`);
      await storeToken(db, keys, 'kick', 'app', { access: asked.value }).catch(() =>
        log('warn', 'kick.app-token-not-kept'),
      );
      return asked.value;
    },
  };
  const asApp = callBy(ofApp);
  let botIsConnected = { it: false, until: 0 };
  const client = createKickClient({
    apiUrl: settings.KICK_API_URL,
    async voiceIn(channel): Promise<KickVoice> {
      if (botIsConnected.until <= clock())
        botIsConnected = { it: await hasToken(db, 'kick', BOT), until: clock() + KNOWN_FOR_MS };
      return botIsConnected.it ? { type: 'user', call: callAs(BOT) } : { type: 'bot', call: callAs(channel) };
    },
    asApp,
    clock,
    echoed: (message, since) => channelStub(services, channelKey('kick', message.channel)).echoed(message, since),
  });
  const stream = kickStream({
    apiUrl: settings.KICK_API_URL,
    asApp,
    asOwner: owners(services, 'kick', (channel) => callBy(sourceOf(channel), isKickUnauthorised)),
    clock,
    findAccount: client.findAccount,
  });
  const token = (channel: string, stale?: string) => tokens.get(sourceOf(channel), stale);
  return { traits: kickTraits, client: { ...client, stream }, token };
}
