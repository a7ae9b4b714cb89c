import { type Commands, type DeclaredOption, OPTION } from './commands.ts';
import type { Guilds, Place } from './guilds.ts';
import type { InteractionOption, InteractionRequest, OptionValue } from './interactions.ts';
import { channelObject, partialMember, roleObjects, userObject } from './objects.ts';
import type { Snowflakes } from './snowflake.ts';

interface Known {
  guilds: Guilds;
  commands: Commands;
  ids: Snowflakes;
}

function inferredType(value: OptionValue): number {
  if (typeof value === 'boolean') return OPTION.BOOLEAN;
  if (typeof value === 'number') return Number.isInteger(value) ? OPTION.INTEGER : OPTION.NUMBER;
  return OPTION.STRING;
}

/** Ready options as they are; values by name with the declared types, inside their subcommand. */
function optionsOf(request: InteractionRequest, declared: readonly DeclaredOption[]): InteractionOption[] {
  const { options = {}, subcommand, focused } = request;
  if (Array.isArray(options)) return [...(options as readonly InteractionOption[])];
  const path = subcommand?.split(' ') ?? [];
  let at = declared;
  for (const name of path) at = at.find((option) => option.name === name)?.options ?? [];
  const leaves = Object.entries(options as Readonly<Record<string, OptionValue>>).map(([name, value]) => ({
    name,
    type: at.find((option) => option.name === name)?.type ?? inferredType(value),
    value,
    ...(focused === name ? { focused: true } : {}),
  }));
  return path.reduceRight<InteractionOption[]>((inner, name, depth) => {
    const isGroup = path.length === 2 && depth === 0;
    return [{ name, type: isGroup ? OPTION.SUB_COMMAND_GROUP : OPTION.SUB_COMMAND, options: inner }];
  }, leaves);
}

const leavesOf = (options: readonly InteractionOption[]): InteractionOption[] =>
  options.flatMap((option) => (option.options ? leavesOf(option.options) : [option]));

/** The people, roles, channels and messages that options or a target name, in full. */
function resolvedOf({ guilds }: Known, request: InteractionRequest, options: InteractionOption[], place: Place) {
  const resolved: Record<string, Record<string, unknown>> = {};
  const put = (kind: string, id: string, value: unknown) => {
    if (value) resolved[kind] = { ...resolved[kind], [id]: value };
  };
  const putUser = (id: string) => {
    const user = guilds.users.get(id);
    const member = place.guild && guilds.member(place.guild, id);
    put('users', id, user && userObject(user));
    put('members', id, member && partialMember(member));
  };
  const roles = place.guild ? roleObjects(place.guild) : [];
  for (const { type, value } of leavesOf(options)) {
    const id = String(value);
    const target = guilds.place(id);
    if (type === OPTION.USER || type === OPTION.MENTIONABLE) putUser(id);
    if (type === OPTION.ROLE || type === OPTION.MENTIONABLE)
      put(
        'roles',
        id,
        roles.find((role) => role.id === id),
      );
    if (type === OPTION.CHANNEL) put('channels', id, target && channelObject(target));
  }
  if (request.type === 2) putUser(request.targetId ?? '');
  if (request.type === 3)
    put('messages', request.targetId ?? '', guilds.message(place.channel.id, request.targetId ?? ''));
  return resolved;
}

/** Application command data (Discord: interaction data). */
export function commandData(known: Known, request: InteractionRequest, place: Place): Record<string, unknown> {
  const { name = '', type = 1, targetId } = request;
  const declared = known.commands.find(name, place.guild?.id, type);
  const options = optionsOf(request, declared?.options ?? []);
  const resolved = resolvedOf(known, request, options, place);
  return {
    id: declared?.id ?? known.ids.next(),
    name,
    type,
    ...(options.length > 0 ? { options } : {}),
    ...(Object.keys(resolved).length > 0 ? { resolved } : {}),
    ...(declared?.guild_id === undefined ? {} : { guild_id: declared.guild_id }),
    ...(targetId === undefined ? {} : { target_id: targetId }),
  };
}
