import { controlChat, controlEmit } from './discord/control.ts';
import { plainError } from './discord/errors.ts';
import { limited } from './discord/limits.ts';
import { type DiscordPlatform, discordPlatform } from './discord/platform.ts';
import type { DiscordOptions, DiscordStandIn } from './discord/types.ts';
import type { Answer } from './routes.ts';
import { startServer } from './server.ts';

export type { DeclaredCommand } from './discord/commands.ts';
export type { GatewayControls, GatewayOptions, GatewayStats, Violation } from './discord/gateway-types.ts';
export type {
  ApiMessage,
  DiscordChannel,
  DiscordGuild,
  DiscordMember,
  DiscordRole,
  DiscordUser,
} from './discord/guilds.ts';
export { PERMISSIONS } from './discord/guilds.ts';
export type { InteractionOption, InteractionOutcome, InteractionRequest } from './discord/interactions.ts';
export type { ForcedLimit, LimitOptions } from './discord/limits.ts';
export type { Consent } from './discord/oauth.ts';
export { discordKeys, signDiscord } from './discord/sign.ts';
export { snowflakeTime } from './discord/snowflake.ts';
export type { DiscordLine, DiscordOptions, DiscordSaid, DiscordStandIn } from './discord/types.ts';
export type { WebhookEventDelivery } from './discord/webhook-events.ts';

/** The guild, room and application of the demo community. */
export const DISCORD_DEMO = {
  applicationId: '2000000000000000009',
  guild: { id: '2000000000000000001', name: 'Waddle Demo', ownerId: '2000000000000000003' },
  channel: { id: '2000000000000000002', name: 'general' },
} as const;

/** Starts a server that behaves as Discord's REST API, Gateway, interactions, webhook events and OAuth do to one application. */
export async function startDiscord(options: DiscordOptions): Promise<DiscordStandIn> {
  // The routes come from the platform, and the platform needs the server's address.
  let platform: DiscordPlatform | undefined;
  const running = (): DiscordPlatform => {
    if (!platform) throw new Error('the stand-in has not started');
    return platform;
  };
  await startServer({
    name: 'discord',
    port: options.port,
    now: options.now ?? Date.now,
    routes: (server) => {
      platform = discordPlatform(options, server);
      return platform.routes;
    },
    control: {
      chat: (body) => controlChat(running().standIn, body),
      emit: (body) => controlEmit(running().standIn, body),
      reset: () => running().standIn.reset(),
    },
    notFound: () => plainError(404, 'Not Found'),
    failure,
    upgrade: (incoming, socket, head) => running().gateway.upgrade(incoming, socket, head),
  });
  return running().standIn;
}

/** How a bare status is worded; from 502 on it is Cloudflare who speaks. */
function failure(status: number, retryAfter?: number): Answer {
  if (status === 429) return limited('user', (retryAfter ?? 1) * 1_000, {});
  if (status >= 502) return { status, headers: { 'content-type': 'text/html' }, text: `error code: ${status}` };
  return plainError(status, status === 500 ? 'Internal Server Error' : 'Error');
}
