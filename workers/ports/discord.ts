import { upstreamCaller } from '../platforms/call.ts';
import { createDiscordClient, type DiscordClient, discordTraits } from '../platforms/discord/client.ts';
import type { PlatformPort } from '../router/services.ts';
import { type Base, fetcher } from './base.ts';

/** A bot token has no refresh: refused, it is refused for good. */
const fixedToken = (token: string) => ({
  get: async (stale?: string): Promise<string> => {
    if (stale === token) throw new Error('the bot token was refused');
    return token;
  },
});

export function discordPort({ settings, clock }: Base): PlatformPort & { readonly client: DiscordClient } {
  const botToken = settings.DISCORD_BOT_TOKEN as string;
  const call = upstreamCaller(fixedToken(botToken), fetcher);
  const client = createDiscordClient({ apiUrl: settings.DISCORD_API_URL, botToken, call, fetch: fetcher, clock });
  return { traits: discordTraits, client };
}
