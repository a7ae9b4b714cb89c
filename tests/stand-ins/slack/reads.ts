import type { Answer } from '../routes.ts';
import { flag, slackError, text } from './args.ts';
import { type SlackChannel, type StoredMessage, tsKey, type Workspace } from './workspace.ts';
import { rateLimited } from './writes.ts';

const MAX_LIMIT = 999;

/** Messages as the API shows them: metadata only to those who ask for it. */
const shown = (messages: readonly StoredMessage[], withMetadata: boolean): unknown[] =>
  messages.map(({ message, metadata }) => (withMetadata && metadata ? { ...message, metadata } : message));

/** The first `limit` (default 100) after the cursor, and the cursor of what is left. */
export function paged<Row>(rows: readonly Row[], args: Record<string, unknown>) {
  const limit = Number(args.limit ?? 100);
  if (!Number.isInteger(limit) || limit < 1 || limit > MAX_LIMIT) return slackError('invalid_limit');
  const cursor = text(args, 'cursor');
  const start = cursor ? Number(Buffer.from(cursor, 'base64').toString('utf8')) : 0;
  if (!Number.isInteger(start)) return slackError('invalid_cursor');
  const hasMore = rows.length > start + limit;
  const next = hasMore ? Buffer.from(String(start + limit)).toString('base64') : '';
  return { rows: rows.slice(start, start + limit), hasMore, next };
}

function page(messages: readonly StoredMessage[], args: Record<string, unknown>): Answer {
  const found = paged(messages, args);
  if (!('rows' in found)) return found;
  const { rows, hasMore: has_more, next: next_cursor } = found;
  return {
    json: {
      ok: true,
      messages: shown(rows, flag(args, 'include_all_metadata')),
      has_more,
      ...(has_more ? { response_metadata: { next_cursor } } : {}),
    },
  };
}

type ListedType = 'public_channel' | 'private_channel';
/** Slack: conversations.list, required scopes; direct messages are not stood in for. */
export const SCOPE_OF_TYPE = { public_channel: 'channels:read', private_channel: 'groups:read' } as const;
export const typesOf = (args: Record<string, unknown>): readonly ListedType[] =>
  (text(args, 'types') ?? 'public_channel').split(',').map((type) => type.trim() as ListedType);

/** Calls of a method of tier 2 in a minute (Slack: rate limits). */
const TIER_2 = 20;

/** A conversation object (Slack: conversation object); `is_member` is about the user of the token: the bot. */
const conversation = (channel: SlackChannel, teamId: string) => ({
  id: channel.id,
  name: channel.name,
  name_normalized: channel.name,
  is_channel: !channel.private,
  is_group: channel.private ?? false,
  is_im: false,
  is_mpim: false,
  is_private: channel.private ?? false,
  is_archived: channel.archived ?? false,
  is_general: false,
  is_read_only: channel.readOnly ?? false,
  is_shared: false,
  is_ext_shared: false,
  is_org_shared: false,
  is_member: channel.botIsMember ?? true,
  context_team_id: teamId,
  created: 1_577_836_800,
  topic: { value: '', creator: '', last_set: 0 },
  purpose: { value: '', creator: '', last_set: 0 },
});

/** A private channel is there for its members only. */
const isSeen = (channel: SlackChannel): boolean => !(channel.private && channel.botIsMember === false);

/** The reading methods of the Web API, by name. */
export function reads(
  workspace: Workspace,
  teamId: string,
  now: () => number,
): Record<string, (args: Record<string, unknown>) => Answer> {
  /** When conversations.list was called in the last minute. */
  let listed: number[] = [];
  return {
    'conversations.history'(args) {
      const channel = workspace.channels.get(text(args, 'channel') ?? '');
      if (!channel) return slackError('channel_not_found');
      if (channel.botIsMember === false) return slackError('not_in_channel');
      const oldest = tsKey(String(args.oldest ?? '0'));
      const latest = args.latest === undefined || args.latest === '' ? '~' : tsKey(String(args.latest));
      const inclusive = flag(args, 'inclusive');
      const within = workspace.history(channel.id).filter(({ message }) => {
        const ts = tsKey(message.ts);
        return inclusive ? ts >= oldest && ts <= latest : ts > oldest && ts < latest;
      });
      return page(within, args);
    },

    'conversations.replies'(args) {
      const channel = workspace.channels.get(text(args, 'channel') ?? '');
      if (!channel) return slackError('channel_not_found');
      const thread = workspace.thread(channel.id, text(args, 'ts') ?? '');
      return thread.length === 0 ? slackError('thread_not_found') : page(thread, args);
    },

    'conversations.info'(args) {
      const channel = workspace.channels.get(text(args, 'channel') ?? '');
      if (!channel || !isSeen(channel)) return slackError('channel_not_found');
      return { json: { ok: true, channel: conversation(channel, teamId) } };
    },

    'conversations.list'(args) {
      const at = now();
      listed = listed.filter((earlier) => earlier > at - 60_000);
      if (listed.length >= TIER_2) return rateLimited(Math.ceil(((listed[0] ?? at) + 60_000 - at) / 1_000));
      listed.push(at);
      const types = typesOf(args);
      if (types.some((type) => !Object.hasOwn(SCOPE_OF_TYPE, type))) return slackError('invalid_types');
      const found = paged(
        [...workspace.channels.values()].filter(
          (channel) =>
            isSeen(channel) &&
            types.includes(channel.private ? 'private_channel' : 'public_channel') &&
            !(channel.archived && flag(args, 'exclude_archived')),
        ),
        args,
      );
      if (!('rows' in found)) return found;
      const channels = found.rows.map((channel) => conversation(channel, teamId));
      return { json: { ok: true, channels, response_metadata: { next_cursor: found.next } } };
    },

    'users.info'(args) {
      const user = workspace.users.get(text(args, 'user') ?? '');
      if (!user) return slackError('user_not_found');
      const name = user.name ?? user.id.toLowerCase();
      return {
        json: {
          ok: true,
          user: {
            id: user.id,
            team_id: teamId,
            name,
            deleted: false,
            real_name: name,
            tz: 'Etc/UTC',
            tz_offset: 0,
            profile: { display_name: name, real_name: name },
            is_admin: user.isAdmin ?? user.isOwner ?? false,
            is_owner: user.isOwner ?? false,
            is_primary_owner: false,
            is_bot: user.isBot ?? false,
          },
        },
      };
    },
  };
}
