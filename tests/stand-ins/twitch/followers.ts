import type { Answer, StandInRequest } from '../routes.ts';
import { type Authorized, type Caller, helixError } from './auth.ts';
import { paged } from './pages.ts';
import type { People } from './people.ts';

const SCOPE = 'moderator:read:followers';

/** Who follows whom, and since when, in milliseconds since the epoch. */
export class Followers {
  readonly #people: People;
  #since = new Map<string, Map<string, number>>();

  constructor(people: People) {
    this.#people = people;
  }

  add(channelId: string, userId: string, at: number): void {
    const followers = this.#since.get(channelId) ?? new Map<string, number>();
    this.#since.set(channelId, followers.set(userId, at));
  }

  /** `GET /helix/channels/followers?broadcaster_id=[&user_id=]`: their number for everybody, who they are for the channel's own. */
  find: Authorized = (request, caller) => {
    const broadcasterId = request.query.get('broadcaster_id');
    if (!broadcasterId) return helixError(400, 'Missing required parameter "broadcaster_id"');
    const followers = [...(this.#since.get(broadcasterId) ?? [])].sort(([, one], [, other]) => other - one);
    const refused = this.#refusal(caller, broadcasterId);
    // Without the right, a question about one person is refused, and one about all answered with their number alone.
    if (refused && request.query.has('user_id')) return refused;
    return listed(refused ? [] : followers.flatMap((follower) => this.#shown(follower)), followers.length, request);
  };

  #refusal(caller: Caller, broadcasterId: string): Answer | undefined {
    if (caller.is === 'app') return helixError(401, 'Missing User OAUTH Token');
    if (!caller.scopes.includes(SCOPE)) return helixError(401, `Missing scope: ${SCOPE}`);
    return this.#people.moderates(caller.userId, broadcasterId)
      ? undefined
      : helixError(401, 'The user in the access token must be the broadcaster or one of their moderators.');
  }

  #shown([userId, at]: [string, number]) {
    const user = this.#people.users.get(userId);
    if (!user) return [];
    const followed_at = `${new Date(at).toISOString().slice(0, 19)}Z`;
    return [{ user_id: userId, user_login: user.login, user_name: user.name ?? user.login, followed_at }];
  }
}

function listed(followers: readonly { user_id: string }[], total: number, { query }: StandInRequest): Answer {
  const userId = query.get('user_id');
  const page = paged(userId === null ? followers : followers.filter(({ user_id }) => user_id === userId), query);
  return 'json' in page && page.status === undefined ? { json: { total, ...(page.json as object) } } : page;
}
