import { channelKey } from '../core/ids.ts';
import { upstreamCaller } from '../platforms/call.ts';
import { createSlackClient, isSlackUnauthorised, slackTraits } from '../platforms/slack/client.ts';
import { rotateToken } from '../platforms/slack/oauth.ts';
import { loadToken, storeToken } from '../router/installations.ts';
import type { PlatformPort } from '../router/services.ts';
import type { TokenSource } from '../router/tokens.ts';
import { noToken } from '../router/tokens.ts';
import { type Base, fetcher, keysOf, noteRefused } from './base.ts';

export function slackPort(services: Base): PlatformPort {
  const { settings, db, tokens, clock } = services;
  const keys = keysOf(services);
  const sourceOf = (team: string): TokenSource => ({
    upstream: `slack:${team}`,
    load: async () => {
      const stored = await loadToken(db, keys, 'slack', team);
      if (!stored) throw noToken(`Slack workspace ${team}`, 'Connect it with `npm run connect slack`.');
      return stored.access;
    },
    refresh: async () => {
      const stored = await loadToken(db, keys, 'slack', team);
      if (stored && !stored.refresh) await noteRefused(services, channelKey('slack', team));
      if (!stored?.refresh)
        throw noToken(
          `Slack workspace ${team}`,
          'Its token was refused; connect it again with `npm run connect slack`.',
        );
      const next = await rotateToken(
        {
          apiUrl: settings.SLACK_API_URL,
          clientId: settings.SLACK_CLIENT_ID as string,
          clientSecret: settings.SLACK_CLIENT_SECRET as string,
          refreshToken: stored.refresh,
        },
        fetcher,
        clock(),
      );
      await storeToken(db, keys, 'slack', team, next);
      return next.access;
    },
  });
  return {
    token: (team, stale) => tokens.get(sourceOf(team), stale),
    traits: slackTraits,
    client: createSlackClient({
      apiUrl: settings.SLACK_API_URL,
      fetch: fetcher,
      clock,
      callFor: (team) => {
        const source = sourceOf(team);
        return upstreamCaller({ get: (stale) => tokens.get(source, stale) }, fetcher, isSlackUnauthorised);
      },
    }),
  };
}
