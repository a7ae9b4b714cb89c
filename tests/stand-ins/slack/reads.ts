import type { Answer } from '../routes.ts';
import { flag, slackError, text } from './args.ts';
import { type StoredMessage, tsKey, type Workspace } from './workspace.ts';

const MAX_LIMIT = 999;

/** Messages as the API shows them: metadata only to those who ask for it. */
const shown = (messages: readonly StoredMessage[], withMetadata: boolean): unknown[] =>
  messages.map(({ message, metadata }) => (withMetadata && metadata ? { ...message, metadata } : message));

/** The first `limit` (default 100) after the cursor, and the cursor of what is left. */
function page(messages: readonly StoredMessage[], args: Record<string, unknown>): Answer {
  const limit = Number(args.limit ?? 100);
  if (!Number.isInteger(limit) || limit < 1 || limit > MAX_LIMIT) return slackError('invalid_limit');
  const cursor = text(args, 'cursor');
  const start = cursor ? Number(Buffer.from(cursor, 'base64').toString('utf8')) : 0;
  if (!Number.isInteger(start)) return slackError('invalid_cursor');
  const has_more = messages.length > start + limit;
  const next_cursor = has_more ? Buffer.from(String(start + limit)).toString('base64') : '';
  return {
    json: {
      ok: true,
      messages: shown(messages.slice(start, start + limit), flag(args, 'include_all_metadata')),
      has_more,
      ...(has_more ? { response_metadata: { next_cursor } } : {}),
    },
  };
}

/** The reading methods of the Web API, by name. */
export function reads(workspace: Workspace, teamId: string): Record<string, (args: Record<string, unknown>) => Answer> {
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
      if (!channel) return slackError('channel_not_found');
      return {
        json: {
          ok: true,
          channel: {
            id: channel.id,
            name: channel.name,
            name_normalized: channel.name,
            is_channel: true,
            is_group: false,
            is_im: false,
            is_mpim: false,
            is_private: false,
            is_archived: channel.archived ?? false,
            is_general: false,
            is_shared: false,
            is_ext_shared: false,
            is_org_shared: false,
            // About the user of the token: whether the bot is in the channel.
            is_member: channel.botIsMember ?? true,
            context_team_id: teamId,
            created: 1_577_836_800,
            topic: { value: '', creator: '', last_set: 0 },
            purpose: { value: '', creator: '', last_set: 0 },
          },
        },
      };
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
