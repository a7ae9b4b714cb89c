import { randomBytes, randomUUID } from 'node:crypto';

export const LEGACY_TOKEN = 'legacy-verification-token';

/** `prefix` and upper-case hex, as Slack's ids look. */
export function slackId(prefix: string): string {
  return prefix + randomBytes(5).toString('hex').toUpperCase();
}

const MENTION = /(<[@#][A-Z0-9]+(?:\|[^<>&]*)?>)/;

/** Escapes `& < >` as Slack does with what people type; `<@U…>` and `<#C…>` are mentions and stay. */
function escapeTyped(text: string): string {
  return text
    .split(MENTION)
    .map((part, index) =>
      index % 2 === 1 ? part : part.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;'),
    )
    .join('');
}

/** The rich text block that Slack adds to every message a person writes. */
function richText(text: string): unknown[] {
  const elements = text
    .split(MENTION)
    .filter((part) => part !== '')
    .map((part) => {
      const user = /^<@([A-Z0-9]+)/.exec(part)?.[1];
      return user ? { type: 'user', user_id: user } : { type: 'text', text: part };
    });
  return [
    { type: 'rich_text', block_id: randomUUID().slice(0, 5), elements: [{ type: 'rich_text_section', elements }] },
  ];
}

/** What opens a modal within three seconds. */
export const triggerId = (): string => `${slackId('')}.${slackId('')}`;

export interface Installation {
  teamId: string;
  appId: string;
  botUserId: string;
}

/** The outer event_callback around an event, with its own event_id (Slack: Events API). */
export function eventCallback(app: Installation, event: Record<string, unknown>, now: number): Record<string, unknown> {
  return {
    token: LEGACY_TOKEN,
    team_id: app.teamId,
    context_team_id: app.teamId,
    context_enterprise_id: null,
    api_app_id: app.appId,
    event,
    type: 'event_callback',
    event_id: slackId('Ev'),
    event_time: Math.floor(now / 1_000),
    authorizations: [
      {
        enterprise_id: null,
        team_id: app.teamId,
        user_id: app.botUserId,
        is_bot: true,
        is_enterprise_install: false,
      },
    ],
    is_ext_shared_channel: false,
    event_context: `4-${randomBytes(12).toString('base64url')}`,
  };
}

export interface SlackLine {
  channel: string;
  user: string;
  /** As typed; `<@U…>` is a mention, the rest is escaped. */
  text: string;
  threadTs?: string;
  subtype?: string;
  botId?: string;
}

/** The inner message event of a line said in a public channel. */
export function messageEvent(line: SlackLine, ts: string, team: string): Record<string, unknown> {
  const person = line.subtype === undefined && line.botId === undefined;
  return {
    type: 'message',
    ...(line.subtype === undefined ? {} : { subtype: line.subtype }),
    ...(line.botId === undefined ? {} : { bot_id: line.botId }),
    ...(line.subtype === 'bot_message' ? {} : { user: line.user }),
    ...(person ? { client_msg_id: randomUUID() } : {}),
    text: escapeTyped(line.text),
    team,
    blocks: richText(line.text),
    ...(line.threadTs === undefined ? {} : { thread_ts: line.threadTs }),
    ts,
    channel: line.channel,
    event_ts: ts,
    channel_type: 'channel',
  };
}

export interface SlashCommand {
  channel: { id: string; name: string };
  user: { id: string; name: string };
  command: string;
  text: string;
  responseUrl: string;
}

/** The form of a slash command (Slack: slash commands). */
export function slashFields(app: Installation, given: SlashCommand): Record<string, string> {
  return {
    token: LEGACY_TOKEN,
    team_id: app.teamId,
    team_domain: app.teamId.toLowerCase(),
    channel_id: given.channel.id,
    channel_name: given.channel.name,
    user_id: given.user.id,
    user_name: given.user.name,
    command: given.command,
    text: escapeTyped(given.text),
    api_app_id: app.appId,
    is_enterprise_install: 'false',
    response_url: given.responseUrl,
    trigger_id: triggerId(),
  };
}
