import type { Author, Person } from '../events.ts';
import type { Platform } from '../ids.ts';
import type { Dialect } from './nodes.ts';
import type { Program } from './program.ts';

/** What a text is rendered for: all that is known without asking anybody. */
export interface Scope {
  /** Who typed the command; null for timers, which nobody typed. */
  readonly author: Author | null;
  /** Whether the author is on the community's list of regulars. */
  readonly isRegular?: boolean;
  readonly platform: Platform;
  readonly channel: Person;
  /** Where it was said: a text channel, a conversation, a thread. */
  readonly room: string;
  readonly community: { readonly id: string; readonly slug: string; readonly zone: string };
  /** What a command begins with here. */
  readonly prefix: string;
  /** The command's name as it is called here, without the prefix. */
  readonly command: string;
  /** All that was typed after the command. */
  readonly args: string;
  /** The whole message, and the platform's id of it. */
  readonly message: { readonly id: string; readonly text: string };
  /** Where a fetched program may post an answer that takes longer; absent where there is no such address. */
  readonly responseUrl?: string;
  /** Bits cheered with the message. */
  readonly bits?: number;
  /** ms since epoch. */
  readonly now: number;
  /** From 0 up to 1. */
  readonly random: () => number;
}

/** A broadcast, as far as the platform tells. */
export interface Stream {
  readonly live: boolean;
  /** ms since epoch. */
  readonly startedAt?: number;
  /** When the last one ended, ms since epoch. */
  readonly endedAt?: number;
  readonly id?: string;
  readonly title?: string;
  readonly game?: string;
  readonly viewers?: number;
}

export interface Profile {
  /** ms since epoch. */
  readonly createdAt?: number;
  readonly bio?: string;
}

export type Fetched =
  | { readonly is: 'answered'; readonly status: number; readonly text: string }
  | { readonly is: 'bad-url' }
  | { readonly is: 'unreachable' };

export type Evaluated =
  | { readonly is: 'printed'; readonly text: string }
  /** The script threw; `message` is its error's own: `ReferenceError: x is not defined`. */
  | { readonly is: 'threw'; readonly message: string }
  /** Out of time or memory. */
  | { readonly is: 'stopped' };

/** What a platform said to a new title or category. */
export type Changed =
  | { readonly is: 'set'; readonly to: string }
  | { readonly is: 'not-found' }
  | { readonly is: 'refused'; readonly reason: string };

/**
 * What has to be asked for. Every answer may be null: it cannot be told here, or nobody goes by that name. What throws
 * counts as null, with a warning. `of` is somebody else's channel, null this one.
 */
export interface Sources {
  /** Who goes by a name, without its @. Where a platform cannot be asked, the name itself is the honest answer. */
  person(name: string): Promise<Person | null>;
  stream(of: Person | null): Promise<Stream | null>;
  profile(of: Person | null): Promise<Profile | null>;
  followers(of: Person | null): Promise<number | null>;
  /** Needs the broadcaster's own account. */
  subscribers(): Promise<{ readonly count: number; readonly points: number } | null>;
  /** Since when somebody follows a channel, ms since epoch; `since` is null where they do not. */
  follow(who: Person, of: Person | null): Promise<{ readonly since: number | null } | null>;
  /** Who is in chat; needs the broadcaster's own account. */
  chatters(): Promise<readonly Person[] | null>;
  /** GET, with these headers and no others of people's making. */
  fetchText(url: string, headers: Readonly<Record<string, string>>): Promise<Fetched>;
  /** Runs a script that knows nothing but its `values`. */
  evaluate(program: Program): Promise<Evaluated | null>;
  /** The text of a custom command and the dialect it is in. */
  commandText(name: string): Promise<{ readonly text: string; readonly dialect: Dialect } | null>;
  /** Sets the category of the broadcast; the platform may find the nearest. A preview answers what would be set. */
  setGame(game: string): Promise<Changed | null>;
  setTitle(title: string): Promise<Changed | null>;
  /** A quote of the community by its number, or by chance. */
  quote(number: number | null): Promise<string | null>;
}

const nothing = async (): Promise<null> => null;

/** Where nobody can be asked: previews without a channel, tests. */
export const NO_SOURCES: Sources = {
  person: nothing,
  stream: nothing,
  profile: nothing,
  followers: nothing,
  subscribers: nothing,
  follow: nothing,
  chatters: nothing,
  fetchText: async () => ({ is: 'unreachable' }),
  evaluate: nothing,
  commandText: nothing,
  setGame: nothing,
  setTitle: nothing,
  quote: nothing,
};
