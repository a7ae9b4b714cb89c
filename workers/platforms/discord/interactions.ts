import * as z from 'zod';
import type { AnswerBy, ChatEvent, EventKind } from '../../core/events.ts';
import { stripInvisibleEnd } from '../../core/text.ts';
import { levelOfPermissions, permissionsOf, timeOfSnowflake } from './levels.ts';
import { authorOf, channelOf, type Delivery, id, member, user } from './shapes.ts';

/** Discord: Interaction Type. */
export const PING = 1;
const COMMAND = 2;
const COMPONENT = 3;
const AUTOCOMPLETE = 4;
const MODAL = 5;

/** The slash command that reaches any command by its name: communities' own ones are not registered with Discord. */
export const DO_COMMAND = 'do';

const interaction = z.object({
  id,
  application_id: id.optional(),
  type: z.number(),
  token: z.string().min(1).max(500),
  guild_id: id.nullish(),
  channel_id: id.nullish(),
  channel: z.looseObject({ id }).nullish(),
  member: member.extend({ user }).nullish(),
  user: user.nullish(),
  message: z.looseObject({ id }).nullish(),
  data: z.unknown(),
});
type Interaction = z.infer<typeof interaction>;

interface Option {
  readonly name: string;
  readonly type: number;
  readonly value?: unknown;
  readonly focused?: boolean | undefined;
  readonly options?: readonly Option[] | undefined;
}
const option: z.ZodType<Option> = z.lazy(() =>
  z.object({
    name: z.string().max(100),
    type: z.number(),
    value: z.union([z.string().max(6_000), z.number(), z.boolean()]).optional(),
    focused: z.boolean().optional(),
    options: z.array(option).max(25).optional(),
  }),
);
const commandData = z.object({
  name: z.string().min(1).max(100),
  type: z.number().default(1),
  options: z.array(option).max(25).optional(),
  target_id: id.optional(),
  resolved: z
    .object({ messages: z.record(z.string(), z.looseObject({ content: z.string().optional() })).optional() })
    .optional(),
});
const componentData = z.object({
  custom_id: z.string().max(100),
  values: z.array(z.string()).max(25).default([]),
});
const field = z.object({ custom_id: z.string().max(100), value: z.string().optional() });
/** Fields stand in rows, or (newer) each inside its label. */
const modalData = z.object({
  custom_id: z.string().max(100),
  components: z
    .array(z.looseObject({ components: z.array(field).max(5).optional(), component: field.optional() }))
    .max(10)
    .default([]),
});

/** Subcommands are options with a type of their own (1, and 2 for groups of them). */
function walk(
  name: string,
  options: readonly Option[] = [],
): { readonly path: string; readonly leaves: readonly Option[] } {
  const [first] = options;
  return first && (first.type === 1 || first.type === 2)
    ? walk(`${name} ${first.name}`, first.options)
    : { path: name, leaves: options };
}

const named = (leaves: readonly Option[]): Readonly<Record<string, string>> =>
  Object.fromEntries(
    leaves.flatMap(({ name, value }) => (value === undefined ? [] : [[name, stripInvisibleEnd(String(value))]])),
  );

type InteractionEvent = ChatEvent<'command'> | ChatEvent<'component'> | ChatEvent<'modal'> | ChatEvent<'autocomplete'>;

/** An interaction as an event; null for a shape that is none. A PING is not an event. */
export function parseInteraction(
  json: unknown,
  applicationId: string,
  delivery: Omit<Delivery, 'correlationId'>,
): InteractionEvent | null {
  const parsed = interaction.safeParse(json);
  if (!parsed.success) return null;
  const given = parsed.data;
  const who = given.member?.user ?? given.user;
  if (!who) return null;
  const common = commonOf(given, who, applicationId, delivery);
  switch (given.type) {
    case COMMAND:
      return commandEvent(given, common);
    case AUTOCOMPLETE:
      return autocompleteEvent(given, common);
    case COMPONENT: {
      const data = componentData.safeParse(given.data);
      if (!data.success) return null;
      const { custom_id: customId, values } = data.data;
      const messageId = given.message?.id;
      return eventOf('component', common, { customId, values, ...(messageId ? { messageId } : {}) });
    }
    case MODAL: {
      const data = modalData.safeParse(given.data);
      if (!data.success) return null;
      const fields = data.data.components
        .flatMap((row) => row.components ?? (row.component ? [row.component] : []))
        .map(({ custom_id, value = '' }) => [custom_id, value] as const);
      return eventOf('modal', common, { customId: data.data.custom_id, fields: Object.fromEntries(fields) });
    }
    default:
      return null;
  }
}

type Common = Omit<ChatEvent, 'kind' | 'data'>;

const eventOf = <K extends EventKind>(kind: K, common: Common, data: ChatEvent<K>['data'], text = ''): ChatEvent<K> =>
  ({ ...common, kind, data, text }) as ChatEvent<K>;

function commonOf(
  given: Interaction,
  who: z.infer<typeof user>,
  applicationId: string,
  delivery: Omit<Delivery, 'correlationId'>,
): Common {
  const channel = channelOf(given.guild_id ?? undefined, who.id);
  const answer: AnswerBy = {
    by: 'discord-interaction',
    applicationId: given.application_id ?? applicationId,
    id: given.id,
    token: given.token,
  };
  return {
    id: given.id,
    platform: 'discord',
    channel,
    room: given.channel_id ?? given.channel?.id ?? channel,
    author: authorOf(who, given.member, levelOfPermissions(permissionsOf(given.member?.permissions))),
    text: '',
    attachments: [],
    mentions: [],
    at: timeOfSnowflake(given.id) ?? delivery.receivedAt,
    ...delivery,
    correlationId: given.id,
    answer,
  };
}

function commandEvent(given: Interaction, common: Common): ChatEvent<'command'> | null {
  const data = commandData.safeParse(given.data);
  if (!data.success) return null;
  const { name, type, options, target_id: targetId, resolved } = data.data;
  const trigger = type === 1 ? `/${name}` : name;
  const { path, leaves } = walk(name, options);
  const values = named(leaves);
  if (type === 1 && name === DO_COMMAND) {
    const line = [values.name, values.args].filter(Boolean).join(' ');
    return eventOf('command', common, { trigger }, line);
  }
  if (targetId === undefined) return eventOf('command', common, { trigger, options: values }, path);
  const text = resolved?.messages?.[targetId]?.content;
  const target = { type: type === 2 ? 'user' : 'message', id: targetId, ...(text ? { text } : {}) } as const;
  return eventOf('command', common, { trigger, options: values, target }, path);
}

function autocompleteEvent(given: Interaction, common: Common): ChatEvent<'autocomplete'> | null {
  const data = commandData.safeParse(given.data);
  if (!data.success) return null;
  const { path, leaves } = walk(data.data.name, data.data.options);
  const typing = leaves.find(({ focused }) => focused);
  if (!typing) return null;
  return eventOf('autocomplete', common, {
    command: path,
    option: typing.name,
    typed: String(typing.value ?? ''),
  });
}
