import type { Answer, Route } from '../routes.ts';
import { asBroadcaster, helixError } from './auth.ts';
import type { People } from './people.ts';
import type { Points } from './points.ts';
import type { Tokens } from './tokens.ts';
import { Window } from './window.ts';

export interface RoleRules {
  people: People;
  /** VIPs that a channel may have. */
  vipPlaces: number;
  now(): number;
  /** Somebody moderates no more, and what rested on it may end. */
  demoted(): void;
}

/** Helix: the broadcaster may add and remove ten of a kind within ten seconds each. */
const LIMIT = { count: 10, windowMs: 10_000 };

type Change = (channelId: string, userId: string) => Answer | undefined;

/** VIPs and moderators of the channels, as their broadcasters make and unmake them by Helix. */
export class Roles {
  readonly #rules: RoleRules;
  readonly #windows: Window[] = [];
  #vips = new Map<string, Set<string>>();

  constructor(rules: RoleRules) {
    this.#rules = rules;
  }

  /** Forgets the limits. */
  reset(): void {
    for (const window of this.#windows) window.reset();
  }

  vips(channelId: string): ReadonlySet<string> {
    return this.#vips.get(channelId) ?? new Set();
  }

  routes(guard: Tokens['guard'], { charged }: Points): Route[] {
    const vips = '/helix/channels/vips';
    const moderators = '/helix/moderation/moderators';
    const route = (method: Route['method'], path: string, op: string, scope: string, change: Change): Route => {
      const window = new Window(LIMIT.count, LIMIT.windowMs, this.#rules.now);
      this.#windows.push(window);
      const handle = asBroadcaster(scope, 'broadcaster_id', ({ query }, channelId) => {
        const userId = query.get('user_id');
        if (!userId) return helixError(400, 'Missing required parameter "user_id"');
        return window.take(channelId) ?? change(channelId, userId) ?? { status: 204 };
      });
      return { method, path, op, handle: guard(charged(handle)) };
    };
    return [
      route('POST', vips, 'vips.add', 'channel:manage:vips', this.#addVip),
      route('DELETE', vips, 'vips.remove', 'channel:manage:vips', this.#removeVip),
      route('POST', moderators, 'moderators.add', 'channel:manage:moderators', this.#addModerator),
      route('DELETE', moderators, 'moderators.remove', 'channel:manage:moderators', this.#removeModerator),
    ];
  }

  #addVip: Change = (channelId, userId) => {
    const { people, vipPlaces } = this.#rules;
    const vips = this.#vips.get(channelId) ?? new Set<string>();
    if (!people.users.has(userId)) return helixError(404, 'The ID in user_id was not found.');
    if (people.moderates(userId, channelId)) return helixError(422, 'The user is a moderator.');
    if (vips.has(userId)) return helixError(422, 'The user is already a VIP.');
    if (vips.size >= vipPlaces) return helixError(409, "The broadcaster doesn't have available VIP slots.");
    this.#vips.set(channelId, vips.add(userId));
    return undefined;
  };

  #removeVip: Change = (channelId, userId) => {
    if (!this.#rules.people.users.has(userId)) return helixError(404, 'The ID in user_id was not found.');
    const removed = this.#vips.get(channelId)?.delete(userId) ?? false;
    return removed ? undefined : helixError(422, 'The user is not a VIP.');
  };

  #addModerator: Change = (channelId, userId) => {
    const { people } = this.#rules;
    if (!people.users.has(userId)) return helixError(400, 'The ID in user_id was not found.');
    if (people.moderates(userId, channelId)) return helixError(400, 'user is already a mod');
    if (this.vips(channelId).has(userId)) return helixError(422, 'The user is a VIP.');
    people.moderator(channelId, userId, true);
    return undefined;
  };

  #removeModerator: Change = (channelId, userId) => {
    const { people, demoted } = this.#rules;
    if (!people.users.has(userId)) return helixError(400, 'The ID in user_id was not found.');
    if (userId === channelId || !people.moderates(userId, channelId)) return helixError(400, 'user is not a mod');
    people.moderator(channelId, userId, false);
    demoted();
    return undefined;
  };
}
