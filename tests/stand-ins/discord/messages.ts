import type { Issue } from './errors.ts';
import { type Form, record } from './errors.ts';
import type { ApiMessage, DiscordUser, Guilds, Place } from './guilds.ts';
import { isoTime, userObject } from './objects.ts';
import { snowflakeTime } from './snowflake.ts';
import type { Pings } from './types.ts';

/** Discord: message resource, message flags. */
export const FLAG = { CROSSPOSTED: 1, SUPPRESS_EMBEDS: 4, EPHEMERAL: 64, LOADING: 128, SUPPRESS_NOTIFICATIONS: 4096 };

const MAX_CONTENT = 2_000;
const MAX_NONCE = 25;
const MAX_EMBEDS = 10;
const MAX_EMBED_TOTAL = 6_000;
const EMBED_TEXTS = { title: 256, description: 4_096 } as const;

type Path = Issue['path'];

/** A message body that passed Discord's checks. */
export interface MessageBody {
  content: string;
  embeds: unknown[];
  components: unknown[];
  flags: number;
  allowedMentions?: Record<string, unknown>;
  nonce?: string;
  enforceNonce: boolean;
  reference?: { messageId: string; failIfNotExists: boolean };
}

const size = (value: unknown): number => (typeof value === 'string' ? [...value].length : 0);

function embedSize(given: unknown): number {
  const { title, description, footer, author, fields } = record(given);
  const pairs = (Array.isArray(fields) ? fields : []).map(record);
  const fieldSize = pairs.reduce((sum, { name, value }) => sum + size(name) + size(value), 0);
  return size(title) + size(description) + size(record(footer).text) + size(record(author).name) + fieldSize;
}

function checkEmbed(form: Form, path: Path, given: unknown): void {
  const embed = record(given);
  for (const [field, max] of Object.entries(EMBED_TEXTS)) form.text([...path, field], embed[field], 0, max);
  if (embed.footer !== undefined) form.text([...path, 'footer', 'text'], record(embed.footer).text, 1, 2_048);
  if (embed.author !== undefined) form.text([...path, 'author', 'name'], record(embed.author).name, 1, 256);
  for (const [index, field] of form.list([...path, 'fields'], embed.fields, 25).entries()) {
    form.text([...path, 'fields', index, 'name'], record(field).name, 1, 256);
    form.text([...path, 'fields', index, 'value'], record(field).value, 1, 1_024);
  }
}

/** Buttons and selects in action rows (Discord: component reference); other layouts are taken as they are. */
function checkComponents(form: Form, path: Path, given: unknown): unknown[] {
  const rows = form.list(path, given, 40);
  const ids: unknown[] = [];
  for (const [r, row] of rows.map(record).entries()) {
    if (row.type !== 1) continue;
    const at = [...path, r, 'components'];
    const parts = form.list(at, row.components, 5).map(record);
    if (parts.length === 0) form.bad(at, 1, 5);
    for (const [index, part] of parts.entries()) checkComponent(form, [...at, index], part, ids);
  }
  return rows;
}

function checkComponent(form: Form, at: Path, part: Record<string, unknown>, ids: unknown[]): void {
  const isLink = part.type === 2 && (part.style === 5 || part.style === 6);
  if (isLink) return;
  form.text([...at, 'custom_id'], part.custom_id, 1, 100);
  if (part.type === 2) form.text([...at, 'label'], part.label, part.emoji === undefined ? 1 : 0, 80);
  if (part.type === 3 && form.list([...at, 'options'], part.options, 25).length === 0)
    form.bad([...at, 'options'], 1, 25);
  if (ids.includes(part.custom_id))
    form.add([...at, 'custom_id'], 'COMPONENT_CUSTOM_ID_DUPLICATED', 'Component custom id cannot be duplicated');
  ids.push(part.custom_id);
}

function checkAllowedMentions(form: Form, path: Path, given: unknown): Record<string, unknown> | undefined {
  if (given === undefined || given === null) return undefined;
  const allowed = record(given);
  const parse = form.list([...path, 'parse'], allowed.parse, 3);
  for (const [index, kind] of parse.entries())
    form.oneOf([...path, 'parse', index], kind, ['users', 'roles', 'everyone']);
  for (const kind of ['users', 'roles']) {
    const ids = form.list([...path, kind], allowed[kind], 100);
    if (ids.length > 0 && parse.includes(kind)) {
      const message = `parse:["${kind}"] and ${kind}: [ids...] are mutually exclusive.`;
      form.add(path, 'MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE', message);
    }
  }
  return allowed;
}

/** Reads and checks the fields of a message; `path` is where they sit in the body. */
export function readMessage(form: Form, given: unknown, path: Path = []): MessageBody {
  const body = record(given);
  const embeds = form.list([...path, 'embeds'], body.embeds, MAX_EMBEDS);
  for (const [index, embed] of embeds.entries()) checkEmbed(form, [...path, 'embeds', index], embed);
  if (embeds.reduce((sum: number, embed) => sum + embedSize(embed), 0) > MAX_EMBED_TOTAL)
    form.add([...path, 'embeds'], 'MAX_EMBED_SIZE_EXCEEDED', `Embed size exceeds maximum size of ${MAX_EMBED_TOTAL}`);
  const nonce = body.nonce === undefined || body.nonce === null ? undefined : String(body.nonce);
  if (size(nonce) > MAX_NONCE) form.tooLong([...path, 'nonce'], MAX_NONCE);
  const reference = record(body.message_reference);
  return {
    content: form.text([...path, 'content'], body.content, 0, MAX_CONTENT),
    embeds,
    components: checkComponents(form, [...path, 'components'], body.components),
    flags: Number(body.flags ?? 0),
    allowedMentions: checkAllowedMentions(form, [...path, 'allowed_mentions'], body.allowed_mentions),
    nonce,
    enforceNonce: body.enforce_nonce === true,
    reference:
      body.message_reference === undefined
        ? undefined
        : { messageId: String(reference.message_id), failIfNotExists: reference.fail_if_not_exists !== false },
  };
}

/** Discord strips the white space around a text: what is left may be nothing. */
export function isEmpty({ content, embeds, components }: MessageBody): boolean {
  return content.trim() === '' && embeds.length === 0 && components.length === 0;
}

/** What a text names, whether or not anybody is pinged. */
export function mentionsIn(text: string) {
  const ids = (pattern: RegExp) => [...new Set([...text.matchAll(pattern)].map(([, id]) => id as string))];
  return {
    users: ids(/<@!?(\d+)>/g),
    roles: ids(/<@&(\d+)>/g),
    everyone: /(^|\W)@(everyone|here)\b/.test(text),
  };
}

/**
 * Who a text of the bot pings (Discord: allowed mentions object). Without the object a message pings everything it
 * names; an interaction's message pings users only.
 */
export function pingsOf(body: MessageBody, kind: 'message' | 'interaction', repliedTo?: string): Pings {
  const named = mentionsIn(body.content);
  const defaults = kind === 'message' ? ['users', 'roles', 'everyone'] : ['users'];
  const allowed = body.allowedMentions;
  const parse = (allowed ? (allowed.parse ?? []) : defaults) as unknown[];
  const listed = (key: 'users' | 'roles') =>
    named[key].filter((id) => parse.includes(key) || ((allowed?.[key] ?? []) as unknown[]).includes(id));
  // Discord: `replied_user` is false unless given, once the object is there.
  const pingsReplied = allowed ? allowed.replied_user === true : true;
  return {
    everyone: named.everyone && parse.includes('everyone'),
    users: listed('users'),
    roles: listed('roles'),
    ...(repliedTo !== undefined && pingsReplied ? { repliedUser: repliedTo } : {}),
  };
}

export interface NewMessage {
  id: string;
  place: Place;
  author: DiscordUser;
  content: string;
  embeds?: readonly unknown[];
  components?: readonly unknown[];
  attachments?: readonly unknown[];
  /** User ids; those nobody knows are left out. */
  mentions: readonly string[];
  mentionRoles?: readonly string[];
  mentionEveryone?: boolean;
  flags?: number;
  type?: number;
  replyTo?: ApiMessage;
  more?: Partial<ApiMessage>;
}

/** A message object; the time is the id's. */
export function messageObject(guilds: Guilds, message: NewMessage): ApiMessage {
  const { id, place, author, replyTo } = message;
  const mentioned = message.mentions.flatMap((user) => guilds.users.get(user) ?? []);
  return {
    id,
    channel_id: place.channel.id,
    type: message.type ?? (replyTo ? 19 : 0),
    author: userObject(author),
    content: message.content,
    flags: message.flags ?? 0,
    timestamp: isoTime(snowflakeTime(id)),
    edited_timestamp: null,
    mentions: mentioned.map(userObject),
    mention_roles: [...(message.mentionRoles ?? [])],
    mention_everyone: message.mentionEveryone ?? false,
    attachments: [...(message.attachments ?? [])],
    embeds: [...(message.embeds ?? [])],
    components: [...(message.components ?? [])],
    pinned: false,
    tts: false,
    ...(replyTo ? { message_reference: referenceTo(replyTo, place), referenced_message: replyTo } : {}),
    ...message.more,
  };
}

const referenceTo = (message: ApiMessage, place: Place) => ({
  type: 0,
  message_id: message.id,
  channel_id: message.channel_id,
  ...(place.guild ? { guild_id: place.guild.id } : {}),
});
