import type { Answer } from '../routes.ts';
import { slackError, text } from './args.ts';
import type { MessageMetadata, SlackChannel, StoredMessage, Workspace } from './workspace.ts';

/** A message of the bot that someone can see; `user` is the only one who sees an ephemeral one. */
export interface PostedMessage {
  via: 'chat.postMessage' | 'chat.update' | 'chat.postEphemeral' | 'response' | 'response_url';
  channel: string;
  ts: string;
  text: string;
  ephemeral: boolean;
  user?: string;
  threadTs?: string;
  metadata?: MessageMetadata;
  blocks?: unknown;
  at: number;
}

export interface WriteRules {
  workspace: Workspace;
  team: string;
  bot: { userId: string; botId: string; appId: string };
  /** Messages per second and channel, and how many may come at once. */
  rate: { perSecond: number; burst: number };
  posted(message: PostedMessage, stored?: StoredMessage): void;
  now(): number;
}

const MAX_CHARACTERS = 40_000;

/** The `Retry-After` refusal; the one failure that is not HTTP 200. */
export function rateLimited(seconds: number): Answer {
  return { ...slackError('ratelimited'), status: 429, headers: { 'Retry-After': String(seconds) } };
}

function metadataOf(args: Record<string, unknown>): MessageMetadata | undefined | 'invalid' {
  if (args.metadata === undefined) return undefined;
  const given = args.metadata as Partial<MessageMetadata> | null;
  const valid = typeof given?.event_type === 'string' && typeof given.event_payload === 'object';
  return valid ? (given as MessageMetadata) : 'invalid';
}

/** The error about a message's content, if any. */
function contentError(args: Record<string, unknown>): string | undefined {
  const content = text(args, 'text');
  const blocks = Array.isArray(args.blocks) && args.blocks.length > 0;
  if (content === undefined && !blocks && !Array.isArray(args.attachments)) return 'no_text';
  return [...(content ?? '')].length > MAX_CHARACTERS ? 'msg_too_long' : undefined;
}

/** The writing methods of the Web API, and the bot's other ways to put a message into a channel. */
export class Writer {
  #buckets = new Map<string, { tokens: number; at: number }>();
  #rules: WriteRules;

  constructor(rules: WriteRules) {
    this.#rules = rules;
  }

  reset(): void {
    this.#buckets.clear();
  }

  postMessage(args: Record<string, unknown>): Answer {
    const channel = this.#channel(args);
    if (typeof channel === 'string') return slackError(channel);
    const wait = this.#limit(channel.id);
    if (wait > 0) return rateLimited(wait);
    const error = contentError(args);
    if (error) return slackError(error);
    const metadata = metadataOf(args);
    if (metadata === 'invalid') return slackError('invalid_metadata_format');
    const message = this.post(channel.id, 'chat.postMessage', args, metadata);
    return { json: { ok: true, channel: channel.id, ts: message.message.ts, message: shown(message) } };
  }

  update(args: Record<string, unknown>): Answer {
    const channel = this.#channel(args);
    if (typeof channel === 'string') return slackError(channel);
    const stored = this.#rules.workspace.find(channel.id, text(args, 'ts') ?? '');
    if (!stored) return slackError('message_not_found');
    if (stored.message.user !== this.#rules.bot.userId) return slackError('cant_update_message');
    const error = contentError(args);
    if (error) return slackError(error);
    const { ts } = stored.message;
    stored.message.text = text(args, 'text') ?? stored.message.text;
    stored.message.edited = { user: stored.message.user, ts: this.#rules.workspace.nextTs() };
    this.#rules.posted(this.#record('chat.update', channel.id, ts, args), undefined);
    return { json: { ok: true, channel: channel.id, ts, text: stored.message.text, message: shown(stored) } };
  }

  postEphemeral(args: Record<string, unknown>): Answer {
    const channel = this.#channel(args);
    if (typeof channel === 'string') return slackError(channel);
    const user = text(args, 'user');
    if (!user || !this.#rules.workspace.users.has(user)) return slackError('user_not_in_channel');
    const error = contentError(args);
    if (error) return slackError(error);
    return { json: { ok: true, message_ts: this.whisper(channel.id, user, 'chat.postEphemeral', args) } };
  }

  /** Puts a message of the bot into a channel, where history finds it. */
  post(
    channel: string,
    via: PostedMessage['via'],
    args: Record<string, unknown>,
    metadata?: MessageMetadata,
  ): StoredMessage {
    const { workspace, team, bot } = this.#rules;
    const ts = workspace.nextTs();
    const thread_ts = text(args, 'thread_ts');
    const stored: StoredMessage = {
      channel,
      metadata,
      message: {
        type: 'message',
        user: bot.userId,
        bot_id: bot.botId,
        app_id: bot.appId,
        text: text(args, 'text') ?? '',
        ts,
        team,
        ...(thread_ts === undefined ? {} : { thread_ts }),
        ...(args.blocks === undefined ? {} : { blocks: args.blocks }),
      },
    };
    workspace.add(stored);
    this.#rules.posted({ ...this.#record(via, channel, ts, args), metadata }, stored);
    return stored;
  }

  /** Shows a message to one person only, outside of history; gives its ts. */
  whisper(channel: string, user: string, via: PostedMessage['via'], args: Record<string, unknown>): string {
    const ts = this.#rules.workspace.nextTs();
    this.#rules.posted({ ...this.#record(via, channel, ts, args), ephemeral: true, user });
    return ts;
  }

  #record(via: PostedMessage['via'], channel: string, ts: string, args: Record<string, unknown>): PostedMessage {
    return {
      via,
      channel,
      ts,
      text: text(args, 'text') ?? '',
      ephemeral: false,
      threadTs: text(args, 'thread_ts'),
      blocks: args.blocks,
      at: this.#rules.now(),
    };
  }

  #channel(args: Record<string, unknown>): SlackChannel | string {
    const channel = this.#rules.workspace.channels.get(text(args, 'channel') ?? '');
    if (!channel) return 'channel_not_found';
    if (channel.archived) return 'is_archived';
    return channel.botIsMember === false ? 'not_in_channel' : channel;
  }

  /** Takes one token of the channel's bucket; whole seconds to wait when there is none (Slack: rate limits). */
  #limit(channel: string): number {
    const { perSecond, burst } = this.#rules.rate;
    const now = this.#rules.now();
    const bucket = this.#buckets.get(channel) ?? { tokens: burst, at: now };
    const tokens = Math.min(burst, bucket.tokens + ((now - bucket.at) / 1_000) * perSecond);
    this.#buckets.set(channel, { tokens: tokens >= 1 ? tokens - 1 : tokens, at: now });
    return tokens >= 1 ? 0 : Math.max(1, Math.ceil((1 - tokens) / perSecond));
  }
}

const shown = ({ message, metadata }: StoredMessage): unknown => (metadata ? { ...message, metadata } : message);
