import { upstreamCaller } from '../../workers/platforms/call.ts';
import { createDiscordClient } from '../../workers/platforms/discord/client.ts';
import { slashCommands } from '../../workers/platforms/discord/commands.ts';
import {
  authorizeUrl,
  exchangeCode,
  missingPermissions,
  overwriteCommands,
  PERMISSIONS,
  SCOPES,
} from '../../workers/platforms/discord/oauth.ts';
import { builtinEntries } from '../../workers/registered.ts';
import { type Flow, linkChannel, mustBeExpected, NotConnected, type Surroundings } from './flow.ts';

const WHY = {
  expired: 'Discord says that this consent was used already or is too old. Run this again.',
  'bad-secret': 'Discord does not accept DISCORD_CLIENT_SECRET. Copy it again from OAuth2 in the Developer Portal.',
  'no-guild': 'No server was chosen, so there is nothing to link. Run this again and choose one in the list.',
  unreachable: 'Discord did not answer. Try again in a minute.',
} as const;

/** Adds the bot to a server and links it. */
export function discordFlow(around: Surroundings): Flow {
  const { settings } = around;
  const applicationId = settings.DISCORD_APPLICATION_ID as string;
  const clientSecret = settings.DISCORD_CLIENT_SECRET;
  const botToken = settings.DISCORD_BOT_TOKEN as string;
  const apiUrl = settings.DISCORD_API_URL;
  if (!clientSecret)
    throw new NotConnected('DISCORD_CLIENT_SECRET is not set. It is under OAuth2 in the Developer Portal.');
  if (around.asBot) throw new NotConnected('On Discord the bot is its own account: run npm run connect discord.');
  const scopes = Object.fromEntries(Object.entries(PERMISSIONS).map(([name, { why }]) => [name, why]));
  return {
    title: 'Discord',
    scopes,
    authorizeUrl: async (redirectUri, state) =>
      authorizeUrl({ authUrl: settings.DISCORD_AUTH_URL, applicationId, redirectUri, state }),
    async finish(code, redirectUri) {
      const consent = await exchangeCode({ apiUrl, applicationId, clientSecret, redirectUri, code }, around.fetch);
      if (!consent.ok) throw new NotConnected(`${WHY[consent.reason]} (${consent.detail})`);
      const { guild } = consent;
      mustBeExpected(around, guild);
      const lacking = SCOPES.filter((scope) => !consent.scopes.includes(scope));
      if (lacking.length > 0)
        throw new NotConnected(`Discord granted no ${lacking.join(' and ')}. Nothing was stored. Run this again.`);
      await linkChannel(around, { platform: 'discord', id: guild.id, name: guild.name });
      const commands = slashCommands(builtinEntries());
      const count = await overwriteCommands({ apiUrl, applicationId, botToken }, commands, around.fetch).catch(
        (error: unknown) => {
          throw new NotConnected(error instanceof Error ? error.message : 'Discord took no commands');
        },
      );
      around.say(`✓ ${count} slash commands are registered.`);
      await tellRights(around, { apiUrl, botToken }, guild, applicationId);
    },
  };
}

const INTENTS = { MESSAGE_CONTENT: 1 << 15, GUILD_MEMBERS: 1 << 1 } as const;

async function tellRights(
  around: Surroundings,
  access: { readonly apiUrl: string; readonly botToken: string },
  guild: { readonly id: string; readonly name: string },
  applicationId: string,
): Promise<void> {
  const { say, settings } = around;
  const missing = await missingPermissions(access, guild.id, applicationId, around.fetch);
  if (missing === null)
    say('! The bot is not in the server yet. Accept the invitation in the browser and run this again.');
  else if (missing.length > 0)
    say(`! In ${guild.name} the bot's role lacks ${missing.join(', ')}: switch that on under Server Settings → Roles.`);
  else say('✓ The bot has the permissions it needs.');
  const call = upstreamCaller({ get: async () => access.botToken }, around.fetch);
  const client = createDiscordClient({ ...access, call, fetch: around.fetch, clock: around.now });
  const { intents } = await client.gatewayStart().catch(() => ({ intents: 0 }));
  if ((intents & INTENTS.MESSAGE_CONTENT) === 0)
    say(
      '! Without the Message Content intent only slash commands work (`/do` reaches your own ones). Switch it on in the Developer Portal under Bot.',
    );
  if ((intents & INTENTS.GUILD_MEMBERS) === 0)
    say('! Without the Server Members intent nobody is seen joining. Switch it on in the Developer Portal under Bot.');
  say(
    `Set the Interactions Endpoint URL in the Developer Portal (General Information), if it is not there yet:\n    ${new URL('/webhooks/discord', settings.PUBLIC_URL).href}`,
  );
}
