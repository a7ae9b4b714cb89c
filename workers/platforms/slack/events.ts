import * as z from 'zod';
import type { Author, ChatEvent, Person } from '../../core/events.ts';
import { stripInvisibleEnd } from '../../core/text.ts';

export const id = z.string().min(1).max(100);
export const slackTs = z.string().regex(/^\d{1,12}\.\d{1,9}$/);

export const eventCallback = z.object({
  type: z.literal('event_callback'),
  team_id: id,
  event_id: id,
  /** Unix seconds. */
  event_time: z.number().min(0).max(1e12).optional().catch(undefined),
  authorizations: z.array(z.object({ user_id: z.string().nullish(), is_bot: z.boolean().optional() })).optional(),
  event: z.looseObject({ type: z.string() }),
});
export type EventCallback = z.infer<typeof eventCallback>;

/** The bot's own user in the workspace an event comes from, where Slack says it. */
export const botOf = (callback: EventCallback): string | undefined =>
  callback.authorizations?.find((authorization) => authorization.is_bot !== false)?.user_id ?? undefined;

/** Events name people by their id alone; `<@U…>` is how Slack shows a name. */
export const personOf = (user: string, login = ''): Person => ({
  account: user,
  login: login || user,
  displayName: `<@${user}>`,
});
/** Whether somebody owns or administers the workspace no event says: it is looked up where it matters. */
export const authorOf = (user: string, login = ''): Author => ({
  ...personOf(user, login),
  level: 'everyone',
  badges: [],
});

/** `1583636399.000700` in ms since epoch. */
export const timeOfTs = (ts: string): number => Number(ts) * 1000;

const message = z.object({
  type: z.enum(['message', 'app_mention']),
  subtype: z.string().optional(),
  user: id,
  text: z.string().default(''),
  ts: slackTs,
  thread_ts: slackTs.nullish(),
  channel: id,
  client_msg_id: z.string().max(99).optional(),
  bot_id: z.string().optional(),
  app_id: z.string().optional(),
  files: z.array(z.object({ id: z.string().optional() })).optional(),
});

/** Message subtypes that people write; all others are edits, joins and other furniture. */
const SPOKEN = new Set<string | undefined>([undefined, 'file_share', 'thread_broadcast', 'me_message']);

/** What Slack escapes when people type: & < >, links, channels. User mentions stay as typed `<@U…>`. */
export function unescapeSlack(text: string): string {
  return text
    .replace(/<(https?:[^|>]{1,3000})(?:\|[^>]{0,3000})?>/g, '$1')
    .replace(/<mailto:[^|>]{1,300}\|([^>]{0,300})>/g, '$1')
    .replace(/<#[A-Z0-9]{1,30}\|([^>]{0,100})>/g, '#$1')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&amp;/g, '&')
    .replace(/\u00A0/g, ' ');
}

/** `C1` or, inside a thread, `C1/1583636399.000700`. */
export const slackRoom = (channel: string, threadTs: string | null | undefined): string =>
  threadTs ? `${channel}/${threadTs}` : channel;

export function splitRoom(room: string): { readonly channel: string; readonly threadTs: string | undefined } {
  const [channel = room, threadTs] = room.split('/');
  return { channel, threadTs };
}

export interface Delivery {
  readonly receivedAt: number;
  readonly correlationId: string;
  readonly redelivered: boolean;
}

/** A spoken line as an event; null for the bot's own lines, other bots', edits and whatever else is no line. */
export function parseMessage(callback: EventCallback, delivery: Delivery): ChatEvent<'message'> | null {
  const parsed = message.safeParse(callback.event);
  if (!parsed.success) return null;
  const line = parsed.data;
  if (line.bot_id || line.app_id || !SPOKEN.has(line.subtype)) return null;
  const bot = botOf(callback);
  if (line.user === bot) return null;
  const mentions = Array.from(
    line.text.matchAll(/<@([A-Z0-9]{1,30})(?:\|[^>]{0,100})?>/g),
    (match) => match[1] as string,
  );
  // A mention is addressed to us by definition; in a plain message it has to be ours.
  const first = /^\s*<@([A-Z0-9]{1,30})(?:\|[^>]{0,100})?>\s*/.exec(line.text);
  const addressed = first !== null && (bot === undefined ? line.type === 'app_mention' : first[1] === bot);
  const text = stripInvisibleEnd(unescapeSlack(addressed ? line.text.slice(first[0].length) : line.text));
  return {
    // Slack sends one post as `message` and `app_mention`, and at times twice under other times: the client's own id
    // of it is the same in all of them. It is the client's word, so it only counts together with who wrote.
    id: line.client_msg_id ? `${line.user}:${line.client_msg_id}` : `${line.channel}:${line.ts}`,
    platform: 'slack',
    channel: callback.team_id,
    room: slackRoom(line.channel, line.thread_ts),
    kind: 'message',
    author: authorOf(line.user),
    text,
    attachments: (line.files ?? []).map((file) => file.id ?? 'file'),
    mentions,
    ...(line.thread_ts ? { replyTo: line.thread_ts } : {}),
    data: addressed ? { addressed } : {},
    at: timeOfTs(line.ts),
    ...delivery,
    answer: { by: 'api' },
  };
}

const slash = z.object({
  team_id: id,
  channel_id: id,
  user_id: id,
  user_name: z.string().default(''),
  command: z.string().startsWith('/').max(100),
  text: z.string().default(''),
  response_url: z.url(),
  trigger_id: z.string().min(1).max(200),
});

/** The app's own slash command: what follows it is the command. Any other slash command is one itself. */
const OWN_TRIGGERS = new Set(['/waddlebot', '/waddle']);

export function parseSlash(form: URLSearchParams, delivery: Delivery): ChatEvent<'command'> | null {
  const parsed = slash.safeParse(Object.fromEntries(form));
  if (!parsed.success) return null;
  const command = parsed.data;
  const text = stripInvisibleEnd(unescapeSlack(command.text)).trim();
  const line = OWN_TRIGGERS.has(command.command) ? text : `${command.command.slice(1)} ${text}`.trim();
  return {
    id: command.trigger_id,
    platform: 'slack',
    channel: command.team_id,
    room: command.channel_id,
    kind: 'command',
    author: authorOf(command.user_id, command.user_name),
    text: line,
    attachments: [],
    mentions: [],
    data: { trigger: command.command },
    at: delivery.receivedAt,
    ...delivery,
    answer: { by: 'slack-response-url', url: command.response_url },
  };
}
