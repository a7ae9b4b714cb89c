import { BaseSequencer, type TestSpecification } from 'vitest/node';

/**
 * Journeys that mostly wait: for queues that hand a message over again after seconds, for deadlines of their own. Two of them
 * leave both cores idle, so more of them run side by side. The longest come first.
 */
export const WAITING = [
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

const ORDER = [...WAITING, ...LONG];

/** One of each, over and over: those that wait and those that work. */
const inTurns = <Item>(lists: readonly (readonly Item[])[]): readonly Item[] =>
  Array.from({ length: Math.max(0, ...lists.map(({ length }) => length)) }, (_, turn) =>
    lists.flatMap((list) => list.slice(turn, turn + 1)),
  ).flat();

/** Vitest's own order, but the longest files of a project first: a fresh clone knows nothing of earlier runs. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification): number => {
      const at = ORDER.findIndex((file) => moduleId.endsWith(`/${file}`));
      return at < 0 ? ORDER.length : at;
    };
    const byProject = Map.groupBy(await super.sort(files), ({ project }) => project);
    const sorted = [...byProject].map(([{ name }, own]) => ({ name, own: own.toSorted((a, b) => rank(a) - rank(b)) }));
    const isMixed = ({ name }: { readonly name: string }) => name === 'hub' || name === 'journeys-waiting';
    return [
      ...sorted.filter((one) => !isMixed(one)).flatMap(({ own }) => own),
      ...inTurns(sorted.filter(isMixed).map(({ own }) => own)),
    ];
  }
}
