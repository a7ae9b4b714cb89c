import { runInNewContext } from 'node:vm';
import type { Author, Person } from '../../../workers/core/events.ts';
import type { Counted } from '../../../workers/core/templates/counters.ts';
import { counterOps } from '../../../workers/core/templates/counters.ts';
import type { Dialect } from '../../../workers/core/templates/nodes.ts';
import { parse } from '../../../workers/core/templates/parse.ts';
import type { Rendered } from '../../../workers/core/templates/render.ts';
import { render } from '../../../workers/core/templates/render.ts';
import type { Evaluated, Scope, Sources, Stream } from '../../../workers/core/templates/scope.ts';

/** Tuesday, 14:34:56 in Berlin, 8:34:56 am in New York. */
export const NOW = Date.UTC(2026, 9, 20, 12, 34, 56);
const HOUR = 3_600_000;

export const PIA: Author = { account: '42', login: 'pia', displayName: 'Pia', level: 'vip', badges: [] };
const CHANNEL: Person = { account: '1000001', login: 'waddle_demo', displayName: 'Waddle_Demo' };
const AIDEN: Person = { account: '87763385', login: 'aiden', displayName: 'Aiden' };
const MO: Person = { account: '7', login: 'mo_plays', displayName: 'Mo' };

export const LIVE: Stream = {
  live: true,
  startedAt: NOW - 3 * HOUR - 25 * 60_000 - 8_000,
  id: '123456789',
  title: 'Speedrunning all night!',
  game: 'Celeste',
  viewers: 36,
};
const OFFLINE: Stream = { live: false, title: 'Welcome to my stream!', game: 'Just Chatting', endedAt: NOW - 2 * HOUR };

/** What a case changes of the world below. */
export interface Given extends Partial<Omit<Scope, 'args' | 'random'>> {
  readonly args?: string;
  /** What chance gives, over and over; a half where it is absent. */
  readonly random?: readonly number[];
  readonly sources?: Partial<Sources>;
  /** Counters as they are before. */
  readonly counters?: Readonly<Record<string, number>>;
  /** Answers of the web by address. */
  readonly web?: Readonly<Record<string, { readonly status: number; readonly text: string }>>;
}

const WEB = {
  'https://api.example.com/joke': { status: 200, text: 'Knock knock.' },
  'https://api.example.com/gone': { status: 404, text: 'no such page' },
  'https://api.example.com/long': { status: 200, text: 'x'.repeat(500) },
  'https://api.example.com/wiki?q=duck': { status: 200, text: '["duck",["Duck"],[""],["https://example.org/Duck"]]' },
} as const;

export function scopeOf({ args = '', random = [0.5], ...given }: Given = {}): Scope {
  const { sources, counters, web, ...changed } = given;
  let drawn = 0;
  return {
    author: PIA,
    platform: 'twitch',
    channel: CHANNEL,
    room: 'room-7',
    community: { id: 'c0ffee', slug: 'demo', zone: 'Europe/Berlin' },
    prefix: '!',
    command: 'hug',
    args,
    message: { id: 'msg-1', text: `!hug ${args}`.trimEnd() },
    now: NOW,
    random: () => random[drawn++ % random.length] as number,
    ...changed,
  };
}

/** Runs a script as the eval of the edge would, without its walls. */
async function evaluate({ code, values }: Parameters<Sources['evaluate']>[0]): Promise<Evaluated> {
  try {
    return { is: 'printed', text: String(runInNewContext(code, { ...values }, { timeout: 500 })) };
  } catch (error) {
    if ((error as { code?: string }).code === 'ERR_SCRIPT_EXECUTION_TIMEOUT') return { is: 'stopped' };
    return { is: 'threw', message: String(error) };
  }
}

export function sourcesOf({ sources, web = WEB }: Given = {}): Sources {
  const known = new Map(
    [AIDEN, MO].flatMap((person) => [person.login, person.displayName.toLowerCase()].map((name) => [name, person])),
  );
  const isAiden = (of: Person | null): boolean => of?.account === AIDEN.account;
  return {
    person: async (name) => known.get(name.toLowerCase()) ?? null,
    stream: async (of) => (of === null ? LIVE : isAiden(of) ? OFFLINE : null),
    profile: async (of) =>
      of === null
        ? { createdAt: Date.UTC(2023, 7, 19, 3, 4, 5), bio: 'Pixels and ponds.' }
        : isAiden(of)
          ? { createdAt: Date.UTC(2015, 3, 6, 23, 9, 3), bio: '' }
          : of.account === PIA.account
            ? { createdAt: Date.UTC(2026, 8, 11, 10), bio: 'Hi, I am Pia.' }
            : null,
    followers: async (of) => (of === null ? 5305 : isAiden(of) ? 10664 : null),
    subscribers: async () => ({ count: 36, points: 46 }),
    follow: async (who) => ({ since: who.account === PIA.account ? NOW - (9 * 24 + 2) * HOUR : null }),
    chatters: async () => [AIDEN, MO],
    fetchText: async (url) => {
      const answer = (web as Readonly<Record<string, { status: number; text: string }>>)[url];
      return answer ? { is: 'answered', ...answer } : { is: 'unreachable' };
    },
    evaluate,
    commandText: async (name) => (name === 'hello' ? { text: 'Hello $(user)!', dialect: 'fossabot' } : null),
    setGame: async (game) =>
      game === 'nope' ? { is: 'not-found' } : { is: 'set', to: game === 'gta' ? 'Grand Theft Auto V' : game },
    // The examples are of channels without quotes.
    quote: async () => null,
    setTitle: async (title) =>
      title === 'rude' ? { is: 'refused', reason: 'The title is refused.' } : { is: 'set', to: title },
    ...sources,
  };
}

/** Does a text's counter operations, in order, and tells what each came to. */
export async function count(
  text: string,
  dialect: Dialect,
  given: Given = {},
): Promise<{ counted: Counted[]; after: Map<string, number> }> {
  const after = new Map(Object.entries(given.counters ?? {}));
  const ops = await counterOps(parse(text, dialect), scopeOf(given), sourcesOf(given));
  const counted = ops.map(({ counter, change, positions }) => {
    const before = after.get(counter) ?? 0;
    const value = change.is === 'add' ? before + change.by : change.is === 'set' ? change.to : before;
    if (change.is !== 'read') after.set(counter, value);
    return { positions, value };
  });
  return { counted, after };
}

/** A command's text, rendered as the router does it: counters first, then the text. */
export async function rendered(text: string, dialect: Dialect, given: Given = {}): Promise<Rendered> {
  const { counted } = await count(text, dialect, given);
  return render(parse(text, dialect), scopeOf(given), sourcesOf(given), counted);
}

export const says = async (text: string, dialect: Dialect, given?: Given): Promise<string> =>
  (await rendered(text, dialect, given)).text;
