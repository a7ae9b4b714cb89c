import type { Answer, Route, StandInRequest } from '../routes.ts';
import { type Authorized, asUser, helixError } from './auth.ts';
import type { TwitchUser } from './events.ts';
import { paged } from './pages.ts';
import type { Points } from './points.ts';
import type { Tokens } from './tokens.ts';

export interface TwitchChannel extends TwitchUser {
  botIsModerator?: boolean;
}

/** What a channel shows beside its name; a category is a game or "Just Chatting". */
export interface ChannelInfo {
  title: string;
  language: string;
  categoryId: string;
  categoryName: string;
  labels: string[];
  tags: string[];
}

const NEW_CHANNEL: ChannelInfo = { title: '', language: 'en', categoryId: '', categoryName: '', labels: [], tags: [] };
const MAX_ASKED = 100;
const LOGIN = /^[a-z0-9_]{1,25}$/;
const USER_ID = /^\d{1,20}$/;

/** Everybody the stand-in knows, their channels, and who moderates where. */
export class People {
  readonly bot: TwitchUser;
  readonly users = new Map<string, TwitchUser>();
  #channels = new Map<string, TwitchChannel>();
  #moderators = new Map<string, Set<string>>();
  #info = new Map<string, ChannelInfo>();

  constructor(bot: TwitchUser, channels: readonly TwitchChannel[]) {
    this.bot = bot;
    this.users.set(bot.id, bot);
    for (const channel of channels) {
      this.users.set(channel.id, channel);
      this.#channels.set(channel.id, { ...channel });
      if (channel.botIsModerator) this.moderator(channel.id, bot.id, true);
    }
  }

  get channels(): TwitchChannel[] {
    return [...this.#channels.values()];
  }

  channel(id: string): TwitchChannel | undefined {
    return this.#channels.get(id);
  }

  /** A channel by id or login, the first one without. */
  channelOf(idOrLogin?: string): TwitchChannel {
    const found = this.channels.find(
      ({ id, login }) => idOrLogin === undefined || id === idOrLogin || login === idOrLogin,
    );
    if (!found) throw new Error(`No Twitch channel ${idOrLogin}`);
    return found;
  }

  person(idOrLogin: string): TwitchUser | undefined {
    return [...this.users.values()].find(({ id, login }) => id === idOrLogin || login === idOrLogin);
  }

  /** Adds a person or changes one; everybody on Twitch has a channel, which counts once they connect the app. */
  meet(user: TwitchUser): void {
    this.users.set(user.id, { ...this.users.get(user.id), ...user });
  }

  /** Opens the channel of somebody who is known. */
  open(userId: string): void {
    const user = this.users.get(userId);
    if (user && userId !== this.bot.id && !this.#channels.has(userId)) this.#channels.set(userId, { ...user });
  }

  moderators(channelId: string): ReadonlySet<string> {
    return this.#moderators.get(channelId) ?? new Set();
  }

  moderator(channelId: string, userId: string, is: boolean): void {
    const moderators = this.#moderators.get(channelId) ?? new Set();
    if (is) moderators.add(userId);
    else moderators.delete(userId);
    this.#moderators.set(channelId, moderators);
    const channel = this.#channels.get(channelId);
    if (channel && userId === this.bot.id) channel.botIsModerator = is;
  }

  /** Whether a user moderates a channel, which broadcasters do in their own. */
  moderates(userId: string, channelId: string): boolean {
    return userId === channelId || (this.#moderators.get(channelId)?.has(userId) ?? false);
  }

  info(channelId: string): ChannelInfo {
    return this.#info.get(channelId) ?? NEW_CHANNEL;
  }

  change(channelId: string, info: Partial<ChannelInfo>): ChannelInfo {
    const changed = { ...this.info(channelId), ...info };
    this.#info.set(channelId, changed);
    return changed;
  }

  routes(guard: Tokens['guard'], { charged }: Points): Route[] {
    const moderation = '/helix/moderation';
    return [
      { method: 'GET', path: '/helix/users', op: 'users', handle: guard(charged(this.#findUsers)) },
      { method: 'GET', path: '/helix/channels', op: 'channels', handle: guard(charged(this.#findChannels)) },
      { method: 'GET', path: `${moderation}/channels`, op: 'moderated', handle: guard(this.#moderatedChannels) },
      { method: 'GET', path: `${moderation}/moderators`, op: 'moderators', handle: guard(this.#findModerators) },
    ];
  }

  /** `GET /helix/users?id=&login=`: the bot, the broadcasters and everyone who has spoken; a user token's own user without. */
  #findUsers: Authorized = ({ query }, caller) => {
    const ids = query.getAll('id');
    const logins = query.getAll('login').map((login) => login.toLowerCase());
    const asked = ids.length + logins.length;
    if (asked === 0 && caller.is === 'user') ids.push(caller.userId);
    else if (asked === 0 || asked > MAX_ASKED) {
      return helixError(400, 'Between 1 and 100 ids and logins must be given');
    }
    // One of them that cannot be any spoils the whole question (Firebot#3265).
    if (!ids.every((id) => USER_ID.test(id)) || !logins.every((login) => LOGIN.test(login))) {
      return helixError(400, 'Invalid username(s), email(s), or ID(s). Bad Identifiers.');
    }
    const data = [...this.users.values()]
      .filter(({ id, login }) => ids.includes(id) || logins.includes(login))
      .map(({ id, login, name }) => ({
        id,
        login,
        display_name: name ?? login,
        type: '',
        broadcaster_type: '',
        description: '',
        profile_image_url: '',
        offline_image_url: '',
        created_at: '2020-01-01T00:00:00Z',
      }));
    return { json: { data } };
  };

  /** `GET /helix/channels?broadcaster_id=` */
  #findChannels = ({ query }: StandInRequest): Answer => {
    const ids = query.getAll('broadcaster_id');
    if (ids.length === 0) return helixError(400, 'Missing required parameter "broadcaster_id"');
    if (ids.length > MAX_ASKED) return helixError(400, 'Between 1 and 100 broadcaster_ids must be given');
    const data = [...this.users.values()]
      .filter(({ id }) => ids.includes(id))
      .map(({ id, login, name }) => {
        const { title, language, categoryId, categoryName, labels, tags } = this.info(id);
        return {
          broadcaster_id: id,
          broadcaster_login: login,
          broadcaster_name: name ?? login,
          broadcaster_language: language,
          game_id: categoryId,
          game_name: categoryName,
          title,
          delay: 0,
          tags,
          content_classification_labels: labels,
          is_branded_content: false,
        };
      });
    return { json: { data } };
  };

  /** `GET /helix/moderation/channels?user_id=`: where a user moderates, with the user's own token. */
  #moderatedChannels = asUser(['user:read:moderated_channels'], ({ query }, userId) => {
    if (!query.get('user_id')) return helixError(400, 'Missing required parameter "user_id"');
    if (query.get('user_id') !== userId) {
      return helixError(401, "The ID in user_id must match the user ID found in the request's OAuth token.");
    }
    const data = this.channels
      .filter(({ id }) => id !== userId && this.moderates(userId, id))
      .map(({ id, login, name }) => ({
        broadcaster_id: id,
        broadcaster_login: login,
        broadcaster_name: name ?? login,
      }));
    return paged(data, query);
  });

  /** `GET /helix/moderation/moderators?broadcaster_id=[&user_id=…]`, with the broadcaster's own token. */
  #findModerators = asUser(['moderation:read', 'channel:manage:moderators'], ({ query }, userId) => {
    const broadcasterId = query.get('broadcaster_id');
    if (!broadcasterId) return helixError(400, 'Missing required parameter "broadcaster_id"');
    if (broadcasterId !== userId) {
      return helixError(401, "The ID in broadcaster_id must match the user ID found in the request's OAuth token.");
    }
    const asked = query.getAll('user_id');
    const data = [...(this.#moderators.get(broadcasterId) ?? [])]
      .filter((id) => asked.length === 0 || asked.includes(id))
      .flatMap((id) => this.users.get(id) ?? [])
      .map(({ id, login, name }) => ({ user_id: id, user_login: login, user_name: name ?? login }));
    return paged(data, query);
  });
}
