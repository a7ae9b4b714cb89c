import { upstreamCaller } from '../platforms/call.ts';
import { createDiscordClient } from '../platforms/discord/client.ts';
import { slashCommands } from '../platforms/discord/commands.ts';
import {
  authorizeUrl,
  exchangeCode,
  leaveGuild,
  missingPermissions,
  overwriteCommands,
  PERMISSIONS,
  SCOPES,
} from '../platforms/discord/oauth.ts';
import { builtinEntries } from '../registered.ts';
import { type Flow, type Ground, mustBeExpected, type Named, type PlatformLinks, type Surroundings } from './flow.ts';
import { linkChannel, mustBeFree } from './link.ts';
import { type Door, NotConnected, sentence, type WhyNot } from './steps.ts';

const whyNot = ({ again }: Door) =>
  ({
    expired: `Discord says that this consent was used already or is too old. ${sentence(again)}.`,
    'bad-secret': 'Discord does not accept DISCORD_CLIENT_SECRET. Copy it again from OAuth2 in the Developer Portal.',
    'no-guild': `No server was chosen, so there is nothing to link. ${sentence(again)} and choose one in the list.`,
    unreachable: 'Discord did not answer. Try again in a minute.',
  }) as const;

const WHY = {
  expired: 'stale',
  'bad-secret': 'app',
  'no-guild': 'no-channel',
  unreachable: 'unreachable',
} as const satisfies Record<string, WhyNot>;

const PERMITTED = Object.fromEntries(Object.entries(PERMISSIONS).map(([name, { why }]) => [name, why]));

const accessOf = ({ settings }: Pick<Ground, 'settings'>) => ({
  apiUrl: settings.DISCORD_API_URL,
  applicationId: settings.DISCORD_APPLICATION_ID as string,
  botToken: settings.DISCORD_BOT_TOKEN as string,
});

/** Adds the bot to a server and links it; Discord asks for that only who may manage the server. */
function flow(around: Surroundings): Flow {
  const { settings, door } = around;
  const { apiUrl, applicationId } = accessOf(around);
  const clientSecret = settings.DISCORD_CLIENT_SECRET;
  if (!clientSecret)
    throw new NotConnected('DISCORD_CLIENT_SECRET is not set. It is under OAuth2 in the Developer Portal.', 'app');
  if (around.asBot) throw new NotConnected(`On Discord the bot is its own account. Next: ${door.channel('discord')}`);
  return {
    title: 'Discord',
    scopes: PERMITTED,
    start: async (redirectUri, state) => ({
      url: authorizeUrl({ authUrl: settings.DISCORD_AUTH_URL, applicationId, redirectUri, state }),
      verifier: null,
    }),
    async finish({ code, redirectUri }) {
      const consent = await exchangeCode({ apiUrl, applicationId, clientSecret, redirectUri, code }, around.fetch);
      if (!consent.ok)
        throw new NotConnected(`${whyNot(door)[consent.reason]} (${consent.detail})`, WHY[consent.reason]);
      const { guild } = consent;
      mustBeExpected(around, guild);
      const lacking = SCOPES.filter((scope) => !consent.scopes.includes(scope));
      if (lacking.length > 0)
        throw new NotConnected(
          `Discord granted no ${lacking.join(' and ')}. Nothing was stored. ${sentence(door.again)}.`,
          'scopes',
        );
      await mustBeFree(around, 'discord', guild);
      await listen(around, guild);
    },
  };
}

async function listen(ground: Ground, guild: Named): Promise<void> {
  await linkChannel(ground, { platform: 'discord', id: guild.id, name: guild.name });
  const commands = slashCommands(builtinEntries());
  const count = await overwriteCommands(accessOf(ground), commands, ground.fetch).catch((error: unknown) => {
    throw new NotConnected(error instanceof Error ? error.message : 'Discord took no commands');
  });
  ground.tell({ is: 'done', text: `${count} slash commands are registered.` });
  await tellRights(ground, guild);
}

const INTENTS = { MESSAGE_CONTENT: 1 << 15, GUILD_MEMBERS: 1 << 1 } as const;

async function tellRights(ground: Ground, guild: Named): Promise<void> {
  const { tell, settings, door } = ground;
  const access = accessOf(ground);
  const missing = await missingPermissions(access, guild.id, access.applicationId, ground.fetch);
  if (missing === null)
    tell({
      is: 'warning',
      text: `The bot is not in the server yet. Accept the invitation in the browser and ${door.again}.`,
    });
  else if (missing.length > 0)
    tell({
      is: 'warning',
      text: `In ${guild.name} the bot's role lacks ${missing.join(', ')}: switch that on under Server Settings → Roles.`,
    });
  else tell({ is: 'done', text: 'The bot has the permissions it needs.' });
  await tellIntents(ground);
  tell({
    is: 'next',
    text: 'Set the Interactions Endpoint URL in the Developer Portal (General Information), if it is not there yet:',
    copy: new URL('/webhooks/discord', settings.PUBLIC_URL).href,
  });
}

async function tellIntents(ground: Ground): Promise<void> {
  const { tell } = ground;
  const access = accessOf(ground);
  const call = upstreamCaller({ get: async () => access.botToken }, ground.fetch);
  const client = createDiscordClient({ ...access, call, fetch: ground.fetch, clock: ground.now });
  const { intents } = await client.gatewayStart().catch(() => ({ intents: 0 }));
  if ((intents & INTENTS.MESSAGE_CONTENT) === 0)
    tell({
      is: 'warning',
      text: 'Without the Message Content intent only slash commands work (`/do` reaches your own ones). Switch it on in the Developer Portal under Bot.',
    });
  if ((intents & INTENTS.GUILD_MEMBERS) === 0)
    tell({
      is: 'warning',
      text: 'Without the Server Members intent nobody is seen joining. Switch it on in the Developer Portal under Bot.',
    });
}

export const discordLinks: PlatformLinks = {
  flow,
  asks: { channel: {} },
  async mend(ground, channel) {
    const access = accessOf(ground);
    const missing = await missingPermissions(access, channel.id, access.applicationId, ground.fetch);
    if (missing === null)
      throw new NotConnected(
        `The bot is not in the server ${channel.name}. ${sentence(ground.door.channel('discord'))}.`,
      );
    await listen(ground, channel);
  },
  async leave(ground, { id }) {
    const left = await leaveGuild(accessOf(ground), id, ground.fetch);
    if (!left) throw new NotConnected('Discord did not let the bot leave the server.');
    ground.tell({ is: 'done', text: 'The bot has left the server.' });
  },
};
