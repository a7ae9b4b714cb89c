import type { Answer } from '../routes.ts';
import type { Commands } from './commands.ts';
import { Form, invalidForm, plainError, record, refuse } from './errors.ts';
import type { GuildEvents } from './guild-events.ts';
import { type DiscordGuild, type DiscordMember, type Guilds, may, type Permission } from './guilds.ts';
import type { Interactions } from './interaction-tokens.ts';
import { channelObject, guildObject, memberObject, roleObjects, userObject } from './objects.ts';
import type { Operation, RestCall } from './rest.ts';

export interface ApplicationRules {
  applicationId: string;
  flags: number;
  guilds: Guilds;
  commands: Commands;
  interactions: Interactions;
  gatewayUrl(): string;
  gatewayBot(): Answer;
}

const MAX_TIMEOUT_MS = 28 * 24 * 60 * 60_000;

/** The operations on the application, its commands and its interactions. */
export function applicationOperations(rules: ApplicationRules): Operation[] {
  const { applicationId, guilds, commands, interactions } = rules;
  const own =
    (handle: Operation['handle']): Operation['handle'] =>
    (call) =>
      call.params.app === applicationId ? handle(call) : refuse(10002);
  const inGuild = (handle: Operation['handle']): Operation['handle'] =>
    own((call) => (guilds.guild(call.params.guild) ? handle(call) : refuse(50001)));
  const bot = () => userObject(guilds.users.get(guilds.botId) ?? { id: guilds.botId, username: 'bot' });
  const webhook = { auth: 'none', bucket: 'webhooks', major: 'token' } as const;
  const messages = '/webhooks/:app/:token/messages/:message';
  return [
    {
      method: 'GET',
      path: '/gateway',
      op: 'gateway',
      auth: 'none',
      handle: () => ({ json: { url: rules.gatewayUrl() } }),
    },
    { method: 'GET', path: '/gateway/bot', op: 'gateway-bot', handle: () => rules.gatewayBot() },
    {
      method: 'GET',
      path: '/applications/@me',
      op: 'application',
      handle: () => ({ json: { id: applicationId, name: bot().username, flags: rules.flags, bot: bot() } }),
    },
    {
      method: 'PUT',
      path: '/applications/:app/commands',
      op: 'commands',
      handle: own(({ body }) => commands.overwrite(body)),
    },
    {
      method: 'GET',
      path: '/applications/:app/commands',
      op: 'list-commands',
      handle: own(() => ({ json: commands.list() })),
    },
    {
      method: 'PUT',
      path: '/applications/:app/guilds/:guild/commands',
      op: 'guild-commands',
      major: 'guild',
      handle: inGuild(({ body, params }) => commands.overwrite(body, params.guild)),
    },
    {
      method: 'GET',
      path: '/applications/:app/guilds/:guild/commands',
      op: 'list-guild-commands',
      major: 'guild',
      handle: inGuild(({ params }) => ({ json: commands.list(params.guild) })),
    },
    {
      method: 'POST',
      path: '/interactions/:id/:token/callback',
      op: 'callback',
      ...webhook,
      handle: ({ params: { id = '', token = '' }, query, body }) =>
        interactions.callback(id, token, body, query.get('with_response') === 'true'),
    },
    {
      method: 'POST',
      path: '/webhooks/:app/:token',
      op: 'follow-up',
      ...webhook,
      handle: ({ params: { app = '', token = '' }, body }) => interactions.followUp(app, token, body),
    },
    {
      method: 'GET',
      path: messages,
      op: 'get-answer',
      ...webhook,
      handle: ({ params: { app = '', token = '', message = '' } }) => interactions.get(app, token, message),
    },
    {
      method: 'PATCH',
      path: messages,
      op: 'edit-answer',
      ...webhook,
      handle: ({ params: { app = '', token = '', message = '' }, body }) =>
        interactions.patch(app, token, message, body),
    },
    {
      method: 'DELETE',
      path: messages,
      op: 'delete-answer',
      ...webhook,
      handle: ({ params: { app = '', token = '', message = '' } }) => interactions.delete(app, token, message),
    },
  ];
}

/** The operations on guilds and their members. */
export function guildOperations({ guilds, events }: { guilds: Guilds; events: GuildEvents }): Operation[] {
  const major = 'guild';
  const inGuild =
    (handle: (guild: DiscordGuild, call: RestCall) => Answer): Operation['handle'] =>
    (call) => {
      const guild = guilds.guild(call.params.guild);
      return guild ? handle(guild, call) : refuse(10004);
    };
  /** A member the bot may act on: the owner and administrators are above it. */
  const acting = (permission: Permission, handle: (guild: DiscordGuild, user: string, call: RestCall) => Answer) =>
    inGuild((guild, call) => {
      const bot = guilds.member(guild, guilds.botId);
      const target = guilds.member(guild, call.params.user ?? '');
      const above = target && (target.id === guild.ownerId || may(guild, target, 'ADMINISTRATOR'));
      if (!bot || !may(guild, bot, permission) || above) return refuse(50013);
      return handle(guild, call.params.user ?? '', call);
    });
  const member = '/guilds/:guild/members/:user';
  const ban = '/guilds/:guild/bans/:user';
  return [
    { method: 'GET', path: '/users/@me/guilds', op: 'my-guilds', handle: () => ({ json: guilds.joined.map(summary) }) },
    { method: 'GET', path: '/users/:user', op: 'user', handle: ({ params }) => user(guilds, params.user) },
    {
      method: 'GET',
      path: '/guilds/:guild',
      op: 'guild',
      major,
      handle: inGuild((guild) => ({ json: guildObject(guild) })),
    },
    {
      method: 'GET',
      path: '/guilds/:guild/roles',
      op: 'roles',
      major,
      handle: inGuild((guild) => ({ json: roleObjects(guild) })),
    },
    {
      // Discord: Get Guild Channels: all but threads, those as well that the bot may not see.
      method: 'GET',
      path: '/guilds/:guild/channels',
      op: 'guild-channels',
      major,
      handle: inGuild((guild) => ({ json: guild.channels.map((channel) => channelObject({ channel, guild })) })),
    },
    {
      method: 'GET',
      path: '/guilds/:guild/members/search',
      op: 'search-members',
      major,
      handle: inGuild((guild, { query }) => searchMembers(guilds, guild, query)),
    },
    {
      method: 'GET',
      path: member,
      op: 'member',
      major,
      handle: inGuild((guild, { params: { user: id = '' } }) => {
        const found = guilds.member(guild, id);
        return found ? { json: memberObject(found) } : refuse(guilds.users.has(id) ? 10007 : 10013);
      }),
    },
    {
      method: 'PATCH',
      path: member,
      op: 'edit-member',
      major,
      handle: acting('MODERATE_MEMBERS', (guild, id, { body }) => {
        const found = guilds.member(guild, id);
        return found ? timeout(events, guild, found, body) : refuse(10007);
      }),
    },
    {
      method: 'DELETE',
      path: member,
      op: 'kick',
      major,
      handle: acting('KICK_MEMBERS', (guild, id) => {
        if (!guilds.member(guild, id)) return refuse(10007);
        events.memberLeave(guild, id);
        return { status: 204 };
      }),
    },
    {
      method: 'PUT',
      path: ban,
      op: 'ban',
      major,
      handle: acting('BAN_MEMBERS', (guild, id) => {
        if (!guilds.users.has(id)) return refuse(10013);
        events.banAdd(guild, id);
        return { status: 204 };
      }),
    },
    {
      method: 'DELETE',
      path: ban,
      op: 'unban',
      major,
      handle: acting('BAN_MEMBERS', (guild, id) => {
        if (!guilds.bans.get(guild.id)?.has(id)) return refuse(10026);
        events.banRemove(guild, id);
        return { status: 204 };
      }),
    },
    {
      method: 'DELETE',
      path: '/users/@me/guilds/:guild',
      op: 'leave-guild',
      handle: inGuild((guild) => leave(events, guild)),
    },
  ];
}

const MAX_FOUND = 1_000;

/** `GET /guilds/{guild}/members/search?query=&limit=`: whose username or nickname starts with it (Discord: guild resource). */
function searchMembers(guilds: Guilds, guild: DiscordGuild, query: URLSearchParams): Answer {
  const form = new Form();
  const wanted = form.text(['query'], query.get('query'), 1, 100).toLowerCase();
  const limit = Number(query.get('limit') ?? 1);
  if (!Number.isInteger(limit)) form.add(['limit'], 'NUMBER_TYPE_COERCE', 'Value is not int.');
  else if (limit < 1) form.add(['limit'], 'NUMBER_TYPE_MIN', 'int value should be greater than or equal to 1.');
  else if (limit > MAX_FOUND)
    form.add(['limit'], 'NUMBER_TYPE_MAX', `int value should be less than or equal to ${MAX_FOUND}.`);
  if (form.issues.length > 0) return invalidForm(form.issues);
  const ids = [guilds.botId, ...(guild.members ?? []).map(({ id }) => id)];
  const members = ids.flatMap((id) => guilds.member(guild, id) ?? []);
  const found = members.filter(({ username, nick }) =>
    [username, nick].some((name) => name?.toLowerCase().startsWith(wanted)),
  );
  return { json: found.slice(0, limit).map(memberObject) };
}

const summary = ({ id, name }: DiscordGuild) => ({
  id,
  name,
  icon: null,
  owner: false,
  permissions: '0',
  features: [],
});

function leave(events: GuildEvents, guild: DiscordGuild): Answer {
  events.guildDelete(guild, false);
  return { status: 204 };
}

function user(guilds: Guilds, id = ''): Answer {
  const found = guilds.users.get(id === '@me' ? guilds.botId : id);
  return found ? { json: userObject(found) } : refuse(10013);
}

/** `communication_disabled_until`: at most 28 days ahead (Discord: modify guild member). */
function timeout(events: GuildEvents, guild: DiscordGuild, member: DiscordMember, body: unknown): Answer {
  const { communication_disabled_until: given } = record(body);
  if (given === undefined) return { json: memberObject(member) };
  const until = given === null ? null : Date.parse(String(given));
  if (Number.isNaN(until)) return plainError(400, 'Bad Request');
  if (until !== null && until - events.now() > MAX_TIMEOUT_MS) return plainError(400, 'Bad Request');
  return { json: memberObject(events.memberUpdate(guild, member, until)) };
}
