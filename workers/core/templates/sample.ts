import type { Author, Person } from '../events.ts';
import { counterOps } from './counters.ts';
import { DIALECTS, type Dialect } from './nodes.ts';
import { parse } from './parse.ts';
import { type Rendered, render } from './render.ts';
import type { Scope, Sources } from './scope.ts';
import { exampleOf } from './variables/examples.ts';
import { VARIABLES, variablesOf } from './variables/index.ts';
import type { Status, Variable } from './variables/variable.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** Who types what in lists of variables: somebody, in a channel that is live. */
const ROBIN: Author = { account: '4242', login: 'robin', displayName: 'Robin', level: 'subscriber', badges: [] };
const CHANNEL: Person = { account: '1000001', login: 'waddle_demo', displayName: 'Waddle_Demo' };
const MAX: Person = { account: '77', login: 'max', displayName: 'Max' };
const ARGS = '@Max three pebbles';
/** What every counter is at. */
const COUNTED = 7;

const sourcesAt = (now: number, isLive: boolean): Sources => ({
  person: async (name) => (name.toLowerCase() === MAX.login ? MAX : null),
  stream: async () => ({
    live: isLive,
    ...(isLive ? { startedAt: now - 2 * HOUR_MS - 15 * 60_000 } : { endedAt: now - 14 * HOUR_MS }),
    id: '123456789',
    title: 'Speedrunning all night!',
    game: 'Celeste',
    viewers: 36,
  }),
  profile: async () => ({ createdAt: now - 900 * DAY_MS, bio: 'Pixels and ponds.' }),
  followers: async () => 5_305,
  subscribers: async () => ({ count: 36, points: 46 }),
  follow: async () => ({ since: now - 200 * DAY_MS }),
  chatters: async () => [MAX, ROBIN],
  fetchText: async () => ({ is: 'answered', status: 200, text: 'Knock knock.' }),
  // All that is asked of it is the one example, and that no script has to run for a list.
  evaluate: async () => ({ is: 'printed', text: '42' }),
  commandText: async () => ({ text: 'Hello $(user)!', dialect: 'native' }),
  setGame: async (to) => ({ is: 'set', to }),
  setTitle: async (to) => ({ is: 'set', to }),
  quote: async () => '“Never trust a seagull.” (Robin)',
});

/** Where the examples are looked at. */
export interface SampleOf {
  readonly dialect: Dialect;
  readonly community: Scope['community'];
  readonly prefix: string;
  /** ms since epoch. */
  readonly now: number;
}

/** What a text prints when the sample person types it. */
export async function renderSample(text: string, { dialect, community, prefix, now }: SampleOf): Promise<Rendered> {
  const template = parse(text, dialect);
  const scope: Scope = {
    author: ROBIN,
    platform: 'twitch',
    channel: CHANNEL,
    room: CHANNEL.account,
    community,
    prefix,
    command: 'hug',
    args: ARGS,
    message: { id: 'sample', text: `${prefix}hug ${ARGS}` },
    bits: 100,
    now,
    random: () => 0.5,
  };
  // The channel is live, unless a text asks for how long it is not.
  const sources = sourcesAt(now, !text.includes('downtime'));
  const counted = (await counterOps(template, scope, sources)).map(({ change, positions }) => ({
    positions,
    value: change.is === 'set' ? change.to : COUNTED + (change.is === 'add' ? change.by : 0),
  }));
  return render(template, scope, sources, counted);
}

/** A variable as lists and pickers show it. */
export interface ListedVariable {
  /** The first is what it is called. */
  readonly names: readonly string[];
  /** What it is about: one of the titles of the list. */
  readonly about: string;
  readonly says: string;
  /** The dialects that know it. */
  readonly dialects: readonly Dialect[];
  readonly status: Status;
  /** How it is typed, to try it. */
  readonly example: string;
  /** What the example prints for the sample person; null where it prints nothing of its own yet. */
  readonly prints: string | null;
}

/** What each prints, by itself: a table says “the same” of what stands under another. */
function inFull(variables: readonly Variable[]): readonly { readonly variable: Variable; readonly says: string }[] {
  let above = '';
  return variables.map((variable) => {
    above = variable.says.replace(/^the same\b/, above);
    return { variable, says: above };
  });
}

/** The variables that a dialect knows, by what they are about, each tried out. */
export async function listVariables(of: SampleOf): Promise<readonly ListedVariable[]> {
  const known = new Set(variablesOf(of.dialect));
  const all = VARIABLES.flatMap(([about, variables]) =>
    inFull(variables).flatMap(({ variable, says }) => (known.has(variable) ? [{ about, variable, says }] : [])),
  );
  return Promise.all(
    all.map(async ({ about, variable, says }) => {
      const { names, status } = variable;
      const example = exampleOf(variable, of.dialect);
      const isThere = status.is === 'works' || status.is === 'needs a linked account';
      return {
        names,
        about,
        says,
        dialects: DIALECTS.filter((dialect) => variablesOf(dialect).includes(variable)),
        status,
        example,
        prints: isThere ? (await renderSample(example, of)).text : null,
      };
    }),
  );
}
