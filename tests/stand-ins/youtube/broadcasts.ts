import * as z from 'zod';
import { type Answer, parseJson, type StandInRequest } from '../routes.ts';
import { googleError, invalidParameter, list, missingParameter, partsOf, resource } from './api.ts';
import type { Caller, GoogleToken } from './tokens.ts';
import {
  authorizationRequired,
  type Catalogue,
  dateTime,
  incompatible,
  noFilter,
  thumbnails,
  type Video,
} from './videos.ts';

const LIFE_CYCLES = { none: 'complete', upcoming: 'ready', live: 'live' } as const;
const STATUSES: Record<string, readonly Video['live'][]> = {
  all: ['none', 'upcoming', 'live'],
  active: ['live'],
  completed: ['none'],
  upcoming: ['upcoming'],
};
const TYPES = ['all', 'event', 'persistent'];
const MAX_TITLE = 100;

const time = z
  .string()
  .transform((text) => Date.parse(text))
  .refine(Number.isFinite);
const Update = z.object({
  id: z.string().optional(),
  snippet: z
    .object({
      title: z.string(),
      description: z.string().default(''),
      scheduledStartTime: time.optional(),
      scheduledEndTime: time.optional(),
    })
    .partial({ title: true }),
});

const refused = (status: number, reason: string, message: string): Answer =>
  googleError(status, reason, message, { domain: 'youtube.liveBroadcast' });

/** The broadcasts of the caller's channel. */
export class Broadcasts {
  readonly #catalogue: Catalogue;
  readonly #now: () => number;

  constructor(catalogue: Catalogue, now: () => number) {
    this.#catalogue = catalogue;
    this.#now = now;
  }

  /** `GET /liveBroadcasts?part=` with `&mine=true`, `&broadcastStatus=` or `&id=`. */
  list({ query }: StandInRequest, caller: Caller): Answer {
    const parts = partsOf(query);
    if (!parts) return missingParameter('part');
    if (caller === 'key') return authorizationRequired();
    const status = query.get('broadcastStatus');
    const ids = query.get('id')?.split(',');
    const filters = [status !== null, ids !== undefined, query.has('mine')].filter(Boolean).length;
    if (filters === 0) return noFilter('broadcastStatus, id, mine');
    if (filters > 1) return incompatible('broadcastStatus, id, mine');
    const wanted = status === null ? STATUSES.all : STATUSES[status];
    if (!wanted) return invalidParameter('broadcastStatus');
    const type = query.get('broadcastType') ?? 'event';
    if (!TYPES.includes(type)) return invalidParameter('broadcastType');
    const isOfType = ({ persistent = false }: Video) => type === 'all' || persistent === (type === 'persistent');
    const found = this.#catalogue
      .of(caller.userId)
      .filter(isOfType)
      .filter(
        ({ id, live, liveChatId }) => liveChatId !== undefined && wanted.includes(live) && (ids?.includes(id) ?? true),
      );
    return list(
      'liveBroadcast',
      found.map((video) => broadcast(video, parts)),
    );
  }

  /** `PUT /liveBroadcasts?part=`: whatever of a part is left out is taken away. */
  update({ query, body }: StandInRequest, token: GoogleToken): Answer {
    const parts = partsOf(query);
    if (!parts) return missingParameter('part');
    const parsed = Update.safeParse(parseJson(body));
    if (!parsed.success) return googleError(400, 'invalidValue', z.prettifyError(parsed.error));
    const { id, snippet } = parsed.data;
    if (!id) return refused(400, 'idRequired', 'The id is required.');
    const video = this.#catalogue.get(id);
    if (video?.liveChatId === undefined || video.channel !== token.userId) {
      return refused(404, 'liveBroadcastNotFound', 'The broadcast cannot be found.');
    }
    if (!parts.includes('snippet')) return { json: broadcast(video, parts) };
    const { title, description, scheduledStartTime, scheduledEndTime } = snippet;
    if (!title) return refused(400, 'titleRequired', 'Title is required');
    if ([...title].length > MAX_TITLE || /[<>]/.test(title)) return refused(400, 'invalidTitle', 'Title is invalid');
    if (scheduledStartTime === undefined) {
      return refused(400, 'scheduledStartTimeRequired', 'Scheduled start time is required');
    }
    const isMoved = Math.floor((video.scheduledStart ?? 0) / 1_000) !== Math.floor(scheduledStartTime / 1_000);
    if (isMoved && scheduledStartTime < this.#now()) {
      return refused(400, 'invalidScheduledStartTime', 'Scheduled start time is in the past');
    }
    const changed = this.#catalogue.put({
      ...video,
      title,
      description,
      scheduledStart: isMoved ? scheduledStartTime : video.scheduledStart,
      scheduledEnd: scheduledEndTime,
      updated: this.#now(),
    });
    return { json: broadcast(changed, parts) };
  }
}

function broadcast(video: Video, parts: readonly string[]): Record<string, unknown> {
  return resource('liveBroadcast', video.id, parts, {
    snippet: {
      publishedAt: dateTime(video.published),
      channelId: video.channel,
      title: video.title,
      description: video.description,
      thumbnails: thumbnails(`https://i.ytimg.com/vi/${video.id}/default_live.jpg`),
      scheduledStartTime: dateTime(video.scheduledStart),
      scheduledEndTime: dateTime(video.scheduledEnd),
      actualStartTime: dateTime(video.actualStart),
      actualEndTime: dateTime(video.actualEnd),
      isDefaultBroadcast: false,
      liveChatId: video.liveChatId,
    },
    status: {
      lifeCycleStatus: LIFE_CYCLES[video.live],
      privacyStatus: 'public',
      recordingStatus: video.live === 'live' ? 'recording' : video.live === 'none' ? 'recorded' : 'notRecording',
      madeForKids: false,
      selfDeclaredMadeForKids: false,
    },
  });
}
