import type { CacheStats } from './cache.ts';
import type { Person } from './events.ts';

/** What a channel shows; off the air, what it showed last. A text is empty where the platform says nothing. */
export interface StreamState {
  readonly live: boolean;
  /** ms since epoch; only while it is live. */
  readonly startedAt?: number;
  readonly title: string;
  /** A game, or what else is done: "Just Chatting". */
  readonly category: string;
  readonly categoryId?: string;
  /** Only while it is live. */
  readonly viewers?: number;
  /** As the platform writes it: `en`, `de-AT`, `other`. */
  readonly language?: string;
  readonly tags?: readonly string[];
}

/** Who somebody is; what a platform does not tell is absent. */
export interface Profile extends Person {
  /** When the account was made, ms since epoch. */
  readonly createdAt?: number;
  readonly description?: string;
  readonly followers?: number;
}

/** Somebody by the platform's user id, or by the name they log in with. */
export type Who = { readonly account: string } | { readonly login: string };

/** What a stream can be filed under. */
export interface Category {
  readonly id: string;
  readonly name: string;
}

/** A verb that came to nothing. Whatever is not `upstream` is certain: nothing was changed. */
export interface StreamRefusal {
  readonly ok: false;
  readonly reason: StreamRefusalReason;
  /** For people: what is wrong and what to do, such as which `npm run connect …` to run. */
  readonly message: string;
  /** When the same is worth another try, ms. */
  readonly retryAfterMs?: number;
}

export type StreamRefusalReason =
  /** The channel's owner has not allowed it, or has taken it back. */
  | 'scope'
  | 'not-live'
  /** The person, channel, category or raid that was named. */
  | 'not-found'
  /** The owner allows it, the platform does not. */
  | 'forbidden'
  | 'limited'
  /** What was given cannot be: a title that is too long, somebody who is a moderator already. */
  | 'refused'
  /** The platform has no such thing, or no way to it from outside. */
  | 'unsupported'
  /** The platform could not be asked, or did not answer; the message says which. */
  | 'upstream';

export type StreamAnswer<Told = unknown> = ({ readonly ok: true } & Told) | StreamRefusal;

/** What look-ups were answered from, by kind. */
export interface StreamStats {
  readonly streams: CacheStats;
  readonly profiles: CacheStats;
  readonly follows: CacheStats;
  readonly categories: CacheStats;
}

/**
 * What can be known of streams on a platform, and done to them. A channel goes by the platform's own id. Look-ups may be a
 * little old: streams half a minute, everything else ten; what a verb here has changed they tell at once. They throw
 * WaddleError `UPSTREAM` when the platform did not answer; verbs never throw.
 */
export interface StreamPort {
  /** Null where there is no such channel, or only its owner may ask and has not been connected. */
  streamOf(channel: string): Promise<StreamState | null>;
  profileOf(who: Who): Promise<Profile | null>;
  /** Since when somebody follows, ms since epoch; null: they do not. `unknown` where the platform does not tell. */
  followedAt(channel: string, account: string): Promise<number | null | 'unknown'>;
  /** At most ten, the best match first; none where the platform cannot be asked. */
  searchCategories(text: string): Promise<readonly Category[]>;
  /** Whether a clip has come about. One that is not there 15 s after it was asked for has failed. */
  hasClip(id: string): Promise<boolean>;

  setTitle(channel: string, title: string): Promise<StreamAnswer>;
  setCategory(channel: string, category: Category): Promise<StreamAnswer>;
  /** Answers at once, with where the clip will be; `hasClip` tells later whether it is. */
  createClip(channel: string): Promise<StreamAnswer<{ readonly id: string; readonly url: string }>>;
  createMarker(channel: string, description?: string): Promise<StreamAnswer<{ readonly positionSeconds: number }>>;
  /** Begins a countdown, at whose end the viewers go to the channel of whoever logs in by that name. */
  raid(channel: string, toLogin: string): Promise<StreamAnswer<{ readonly to: Person }>>;
  cancelRaid(channel: string): Promise<StreamAnswer>;
  addVip(channel: string, account: string): Promise<StreamAnswer>;
  removeVip(channel: string, account: string): Promise<StreamAnswer>;
  addModerator(channel: string, account: string): Promise<StreamAnswer>;
  removeModerator(channel: string, account: string): Promise<StreamAnswer>;

  stats(): StreamStats;
}
