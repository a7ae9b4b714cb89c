import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Journeys that mostly wait: for queues that hand a message over again after seconds, for deadlines of their own. The longest come first. */
const WAITING = [
  'tests/journeys/five-doors.test.ts',
  'tests/faults/road.test.ts',
  'tests/journeys/cooldowns.test.ts',
  'tests/journeys/once.test.ts',
  'tests/journeys/interactions.test.ts',
  'tests/journeys/gateway.test.ts',
  'tests/journeys/greetings.test.ts',
  'tests/journeys/listening.test.ts',
  'tests/journeys/stream.test.ts',
  'tests/journeys/reminders.test.ts',
];

/** Others that take longest: begun last, one of them would run on alone. */
const LONG = [
  'tests/journeys/api-matrix.test.ts',
  'tests/journeys/events.test.ts',
  'tests/journeys/role-matrix.test.ts',
  'tests/hub/screens.test.ts',
  'tests/hub/hostile.test.ts',
  'tests/hub/public-pages.test.ts',
  'tests/hub/settings.test.ts',
  'tests/hub/feed.test.ts',
  'tests/hub/commands.test.ts',
  'tests/hub/counters.test.ts',
  'tests/hub/keywords.test.ts',
];

/** One of each, over and over: those that wait and those that work. */
const inTurns = <Item>(lists: readonly (readonly Item[])[]): readonly Item[] =>
  Array.from({ length: Math.max(0, ...lists.map(({ length }) => length)) }, (_, turn) =>
    lists.flatMap((list) => list.slice(turn, turn + 1)),
  ).flat();

const FIRST = inTurns([WAITING, LONG]);
/** Longer than what is left. */
const LONGISH = ['tests/hub/', 'tests/journeys/', 'scripts/deploy'];

/** Vitest's own order, but the longest files first, and short ones to fill up with: a fresh clone knows nothing of earlier runs. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification): number => {
      const named = FIRST.findIndex((file) => moduleId.endsWith(`/${file}`));
      if (named >= 0) return named;
      const kind = LONGISH.findIndex((part) => moduleId.includes(`/${part}`));
      return FIRST.length + (kind < 0 ? LONGISH.length : kind);
    };
    const sorted = (await super.sort(files)).toSorted((a, b) => rank(a) - rank(b));
    // Files of one project in a row: only those can share a process.
    return [...Map.groupBy(sorted, ({ project }) => project).values()].flat();
  }
}
