import * as z from 'zod';
import { type Answer, parseJson, type StandInRequest } from '../routes.ts';
import { kickError, ok } from './api.ts';
import type { KickEvent } from './events.ts';
import type { KickStream } from './lookups.ts';
import type { KickToken } from './tokens.ts';

export interface KickCategory {
  id: number;
  name: string;
}

export const USUAL_CATEGORIES: readonly KickCategory[] = [
  { id: 15, name: 'Just Chatting' },
  { id: 28, name: 'Slots & Casino' },
  { id: 6, name: 'Minecraft' },
  { id: 8701, name: 'Minecraft Dungeons' },
  { id: 9, name: 'Grand Theft Auto V (GTA)' },
  { id: 2312, name: 'Software Development' },
];

export interface KickChannelRules {
  categories: readonly KickCategory[];
  now(): number;
  /** How long `GET /channels` goes on telling what was before a change by the API, in milliseconds (KickDevDocs#205). */
  lagMs(): number;
  /** A channel shows something else now. */
  changed(channelId: string, stream: KickStream): void;
}

const OFF_AIR: KickStream = {
  title: '',
  category: { id: 0, name: '', thumbnail: '' },
  language: 'en',
  mature: false,
};

const Change = z
  .object({
    stream_title: z.string().min(1),
    category_id: z.int().min(1),
    custom_tags: z.array(z.string()).max(10),
  })
  .partial();

/** What the channels show, on the air or off it. */
export class KickChannels {
  readonly #rules: KickChannelRules;
  #streams = new Map<string, KickStream>();
  #before = new Map<string, { stream: KickStream; until: number }>();

  constructor(rules: KickChannelRules) {
    this.#rules = rules;
  }

  /** What people on Kick see. */
  stream(channelId: string): KickStream {
    return this.#streams.get(channelId) ?? OFF_AIR;
  }

  /** What the API tells, which may be what people saw a moment ago. */
  told(channelId: string): KickStream {
    const before = this.#before.get(channelId);
    return before && before.until > this.#rules.now() ? before.stream : this.stream(channelId);
  }

  /** What an event changes. */
  note(event: KickEvent, channelId: string): void {
    const before = this.stream(channelId);
    if (event.type === 'livestream.status.updated') {
      const startedAt = event.isLive ? (event.startedAt ?? this.#rules.now()) : undefined;
      this.#streams.set(channelId, { ...before, title: event.title ?? before.title, startedAt });
    } else if (event.type === 'livestream.metadata.updated') {
      const { title, language = before.language, mature = before.mature, category } = event;
      const shown = category ? { thumbnail: '', ...category } : before.category;
      this.#streams.set(channelId, { ...before, title, language, mature, category: shown });
    }
  }

  /** `PATCH /public/v1/channels`: the token's own channel. It takes the mature flag off (KickDevDocs#369). */
  modify({ body }: StandInRequest, token: KickToken): Answer {
    const parsed = Change.safeParse(parseJson(body));
    if (!parsed.success || Object.keys(parsed.data).length === 0) return kickError(400);
    const { stream_title, category_id, custom_tags } = parsed.data;
    const category = this.#rules.categories.find(({ id }) => id === category_id);
    if (category_id !== undefined && !category) return kickError(400, 'category not found');
    const channelId = token.userId ?? '';
    const before = this.stream(channelId);
    const after: KickStream = {
      ...before,
      mature: false,
      ...(stream_title === undefined ? {} : { title: stream_title }),
      ...(category ? { category: { thumbnail: '', ...category } } : {}),
      ...(custom_tags ? { tags: custom_tags } : {}),
    };
    this.#before.set(channelId, { stream: before, until: this.#rules.now() + this.#rules.lagMs() });
    this.#streams.set(channelId, after);
    this.#rules.changed(channelId, after);
    return { status: 204 };
  }

  /** `GET /public/v2/categories?name=&limit=`: those with one of the names, which commas part, whatever their case. */
  byName({ query }: StandInRequest): Answer {
    const names = query.getAll('name').flatMap((value) => value.toLowerCase().split(','));
    const limit = Number(query.get('limit') ?? 25);
    if (!Number.isInteger(limit) || limit < 1 || limit > 1_000) return kickError(400);
    const found = this.#rules.categories.filter(({ name }) => names.length === 0 || names.includes(name.toLowerCase()));
    const data = found.slice(0, limit).map((category) => ({ ...category, thumbnail: '', tags: [] }));
    return { json: { data, message: 'OK', pagination: { next_cursor: '' } } };
  }

  /** `GET /public/v1/categories?q=`: those that have it in their names. Deprecated (Kick changelog). */
  search({ query }: StandInRequest): Answer {
    const wanted = query.get('q')?.trim().toLowerCase();
    if (!wanted) return kickError(400);
    const found = this.#rules.categories.filter(({ name }) => name.toLowerCase().includes(wanted));
    return ok(found.map((category) => ({ ...category, thumbnail: '' })));
  }
}
