import { randomBytes, randomUUID } from 'node:crypto';
import * as z from 'zod';
import { type Answer, parseJson, type Route, type StandInRequest } from '../routes.ts';
import { asBroadcaster, asUser, helixError } from './auth.ts';
import type { Categories } from './categories.ts';
import type { People } from './people.ts';
import type { Points } from './points.ts';
import type { Streams } from './streams.ts';
import type { Tokens } from './tokens.ts';
import { Window } from './window.ts';

/** Times in milliseconds since the epoch. */
export interface TwitchClip {
  id: string;
  broadcasterId: string;
  creatorId: string;
  at: number;
}

export interface TwitchMarker {
  id: string;
  broadcasterId: string;
  description: string;
  positionSeconds: number;
}

export interface TwitchRaid {
  from: string;
  to: string;
  at: number;
  cancelled: boolean;
}

export interface StageRules {
  people: People;
  streams: Streams;
  categories: Categories;
  now(): number;
  /** Whether clips come about (`works`), never do (`fails`), or are switched off for the channel. */
  clipping(): 'works' | 'fails' | 'off';
  /** Whether past broadcasts are kept, which markers need. */
  keepsVideos(): boolean;
  /** A channel shows something else now. */
  changed(channelId: string): void;
}

const MAX_TITLE = 140;
const MAX_DESCRIPTION = 140;
/** A clip is there some seconds after it was asked for. */
const CLIP_TAKES_MS = 4_000;
/** Helix: Start a Raid. */
const COUNTDOWN_MS = 90_000;
const RAIDS = { limit: 10, windowMs: 600_000 };

const Info = z.object({
  title: z.string().optional(),
  game_id: z.string().optional(),
  broadcaster_language: z.string().optional(),
  tags: z.array(z.string()).optional(),
});
const Marker = z.object({ user_id: z.coerce.string().min(1), description: z.string().default('') });

/** What broadcasters change about their streams by Helix: title and category, clips, markers, raids. */
export class Stage {
  clips: TwitchClip[] = [];
  markers: TwitchMarker[] = [];
  raids: TwitchRaid[] = [];
  readonly #rules: StageRules;
  readonly #window: Window;

  constructor(rules: StageRules) {
    this.#rules = rules;
    this.#window = new Window(RAIDS.limit, RAIDS.windowMs, rules.now);
  }

  /** Forgets what was made, the limits with it; titles and categories stay. */
  reset(): void {
    this.clips = [];
    this.markers = [];
    this.raids = [];
    this.#window.reset();
  }

  routes(guard: Tokens['guard'], { charged }: Points): Route[] {
    const { categories } = this.#rules;
    const raids = '/helix/raids';
    return [
      { method: 'PATCH', path: '/helix/channels', op: 'channels.modify', handle: guard(charged(this.#modify)) },
      {
        method: 'GET',
        path: '/helix/search/categories',
        op: 'categories',
        handle: guard(charged(categories.search)),
      },
      { method: 'POST', path: '/helix/clips', op: 'clips.create', handle: guard(charged(this.#clip)) },
      {
        method: 'GET',
        path: '/helix/clips',
        op: 'clips',
        handle: guard(charged((request) => this.#findClips(request))),
      },
      { method: 'POST', path: '/helix/streams/markers', op: 'markers.create', handle: guard(charged(this.#mark)) },
      { method: 'POST', path: raids, op: 'raids.start', handle: guard(charged(this.#raid)) },
      { method: 'DELETE', path: raids, op: 'raids.cancel', handle: guard(charged(this.#cancel)) },
    ];
  }

  /** Modify Channel Information: an empty or zero `game_id` takes the category away. */
  #modify = asBroadcaster('channel:manage:broadcast', 'broadcaster_id', ({ body }, channelId) => {
    const { people, categories, changed } = this.#rules;
    const parsed = Info.safeParse(parseJson(body));
    if (!parsed.success || Object.keys(parsed.data).length === 0) {
      return helixError(400, 'The request must update at least one property.');
    }
    const { title, game_id, broadcaster_language, tags } = parsed.data;
    if (title === '') return helixError(400, 'The title field may not contain an empty string.');
    // Worded as in twitchdev/issues#711.
    if (title !== undefined && [...title].length > MAX_TITLE) return helixError(400, 'Title is too long.');
    const category = game_id === '' || game_id === '0' ? { id: '', name: '' } : categories.get(game_id ?? '');
    if (game_id !== undefined && !category) return helixError(400, 'The ID in game_id is not valid.');
    people.change(channelId, {
      ...(title === undefined ? {} : { title }),
      ...(game_id === undefined || !category ? {} : { categoryId: category.id, categoryName: category.name }),
      ...(broadcaster_language === undefined ? {} : { language: broadcaster_language }),
      ...(tags === undefined ? {} : { tags }),
    });
    changed(channelId);
    return { status: 204 };
  });

  /** Create Clip, of any stream; it is made after the answer. */
  #clip = asUser(['clips:edit'], ({ query }, creatorId) => {
    const { people, streams, now, clipping } = this.#rules;
    const broadcasterId = query.get('broadcaster_id');
    if (!broadcasterId) return helixError(400, 'Missing required parameter "broadcaster_id"');
    if (!people.users.has(broadcasterId)) return helixError(400, 'The ID in broadcaster_id was not found.');
    if (clipping() === 'off') return helixError(403, 'User does not have permissions to Clip on this channel.');
    if (!streams.of(broadcasterId)) return helixError(404, 'Clipping is not possible for an offline channel.');
    const id = `StandInClip-${randomBytes(12).toString('base64url')}`;
    this.clips.push({ id, broadcasterId, creatorId, at: now() });
    return { status: 202, json: { data: [{ id, edit_url: `https://clips.twitch.tv/${id}/edit` }] } };
  });

  /** Get Clips, by ids. */
  #findClips({ query }: StandInRequest): Answer {
    const { now, clipping } = this.#rules;
    const ids = query.getAll('id');
    if (ids.length === 0) return helixError(400, 'One of id, game_id and broadcaster_id is required.');
    const made = clipping() === 'fails' ? [] : this.clips.filter(({ at }) => now() - at >= CLIP_TAKES_MS);
    const data = made
      .filter(({ id }) => ids.includes(id))
      .map(({ id, broadcasterId, creatorId, at }) => ({
        id,
        url: `https://clips.twitch.tv/${id}`,
        broadcaster_id: broadcasterId,
        creator_id: creatorId,
        created_at: new Date(at).toISOString(),
      }));
    return { json: { data, pagination: {} } };
  }

  /** Create Stream Marker, in one's own stream. */
  #mark = asUser(['channel:manage:broadcast'], ({ body }, userId) => {
    const { people, streams, now, keepsVideos } = this.#rules;
    const parsed = Marker.safeParse(parseJson(body));
    if (!parsed.success) return helixError(400, 'The user_id field is required.');
    const { user_id: broadcasterId, description } = parsed.data;
    if ([...description].length > MAX_DESCRIPTION) return helixError(400, 'The description is too long.');
    if (!people.users.has(broadcasterId)) return helixError(404, 'The ID in user_id is not valid.');
    if (broadcasterId !== userId) return helixError(403, 'The user is not authorized to create markers here.');
    const stream = streams.of(broadcasterId);
    if (!stream) return helixError(404, 'The user is not streaming live.');
    if (!keepsVideos()) return helixError(404, 'The user has not enabled video on demand.');
    const id = randomUUID().replaceAll('-', '');
    const positionSeconds = Math.floor((now() - stream.startedAt) / 1_000);
    this.markers.push({ id, broadcasterId, description, positionSeconds });
    const created_at = new Date(now()).toISOString();
    return { json: { data: [{ id, created_at, description, position_seconds: positionSeconds }] } };
  });

  #raid = asBroadcaster('channel:manage:raids', 'from_broadcaster_id', ({ query }, from) => {
    const { people, now } = this.#rules;
    const to = query.get('to_broadcaster_id');
    if (!to) return helixError(400, 'Missing required parameter "to_broadcaster_id"');
    const limited = this.#window.take(from);
    if (limited) return limited;
    if (to === from) return helixError(400, 'The IDs in from_broadcaster_id and to_broadcaster_id cannot be the same.');
    if (!people.users.has(to)) return helixError(404, 'The targeted channel was not found.');
    if (this.#pending(from)) return helixError(409, 'The broadcaster is already raiding another channel.');
    this.raids.push({ from, to, at: now(), cancelled: false });
    return { json: { data: [{ created_at: new Date(now()).toISOString(), is_mature: false }] } };
  });

  #cancel = asBroadcaster('channel:manage:raids', 'broadcaster_id', (_, from) => {
    const limited = this.#window.take(from);
    if (limited) return limited;
    const raid = this.#pending(from);
    if (!raid) return helixError(404, "The broadcaster doesn't have a pending raid to cancel.");
    raid.cancelled = true;
    return { status: 204 };
  });

  #pending(channelId: string): TwitchRaid | undefined {
    const since = this.#rules.now() - COUNTDOWN_MS;
    return this.raids.find(({ from, at, cancelled }) => from === channelId && !cancelled && at > since);
  }
}
