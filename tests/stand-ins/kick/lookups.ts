import type { Answer } from '../routes.ts';
import { kickError, ok } from './api.ts';
import { type KickUser, kickTime, pictureOf, slugOf } from './events.ts';
import type { KickToken } from './tokens.ts';

/** What a channel shows while it is on air. */
export interface KickStream {
  title: string;
  /** Milliseconds since the epoch; undefined: off air. */
  startedAt?: number;
  category: { id: number; name: string; thumbnail: string };
  language: string;
  mature: boolean;
  tags?: readonly string[];
}

// How Kick writes the start of a stream that has not begun.
const NEVER = '0001-01-01T00:00:00Z';

const channelOf = (user: KickUser, stream: KickStream) => ({
  banner_picture: '',
  broadcaster_user_id: Number(user.id),
  category: stream.category,
  channel_description: '',
  slug: slugOf(user),
  stream: {
    custom_tags: stream.tags ?? [],
    is_live: stream.startedAt !== undefined,
    is_mature: stream.mature,
    key: '',
    language: stream.language,
    start_time: stream.startedAt === undefined ? NEVER : kickTime(stream.startedAt),
    thumbnail: '',
    url: '',
    viewer_count: 0,
  },
  stream_title: stream.title,
});

/** `GET /public/v1/users?id=`: the token's own user when no id is asked for. */
export function findUsers(users: ReadonlyMap<string, KickUser>, query: URLSearchParams, token: KickToken): Answer {
  const own = token.userId === undefined ? [] : [token.userId];
  const ids = query.has('id') ? query.getAll('id') : own;
  if (ids.length === 0 || !ids.every((id) => /^\d+$/.test(id))) return kickError(400);
  const found = ids.flatMap((id) => users.get(id) ?? []);
  return ok(
    found.map((user) => ({
      // Kick shows an email address to its owner only.
      email: user.id === token.userId ? `${user.login}@kick.example` : '',
      name: user.login,
      profile_picture: pictureOf(user),
      user_id: Number(user.id),
    })),
  );
}

const MAX_ASKED = 50;
const MAX_SLUG = 25;

/**
 * `GET /public/v1/channels?broadcaster_user_id=` or `?slug=` (up to 50 of one kind, slugs of up to 25 characters): the
 * token's own without either. Everybody has a channel, whether they stream or not.
 */
export function findChannels(
  users: ReadonlyMap<string, KickUser>,
  streamOf: (id: string) => KickStream,
  query: URLSearchParams,
  token: KickToken,
): Answer {
  const ids = query.getAll('broadcaster_user_id');
  const slugs = query.getAll('slug');
  const mixed = ids.length > 0 && slugs.length > 0;
  if (mixed || ids.length > MAX_ASKED || slugs.length > MAX_ASKED) return kickError(400);
  if (!ids.every((id) => /^\d+$/.test(id)) || slugs.some((slug) => slug.length > MAX_SLUG)) return kickError(400);
  if (ids.length + slugs.length === 0) {
    if (token.userId === undefined) return kickError(400, 'broadcaster_user_id is required for app tokens');
    ids.push(token.userId);
  }
  const found = [...users.values()].filter((user) => ids.includes(user.id) || slugs.includes(slugOf(user)));
  return ok(found.map((channel) => channelOf(channel, streamOf(channel.id))));
}
