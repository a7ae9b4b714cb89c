import type { Series } from './overview.ts';

type Counts = readonly (number | null)[];

const sum = (values: Counts): number => values.reduce<number>((all, value) => all + (value ?? 0), 0);

/** When each bucket of a series begins, ms. */
export const timesOf = ({ startsAt, stepMs }: { readonly startsAt: number; readonly stepMs: number }, count: number) =>
  Array.from({ length: count }, (_, n) => startsAt + n * stepMs);

/** Refusals of each hour, whatever they were for; null where no channel was linked. */
export function refusedPerHour({ answered, refused }: Series['commands']): Counts {
  const reasons = Object.values(refused);
  return answered.map((known, hour) =>
    known === null ? null : reasons.reduce((all, counts) => all + (counts?.[hour] ?? 0), 0),
  );
}

/** What became of all commands of the day. */
export function commandsOfDay(commands: Series['commands']) {
  const [answered, refused, failed] = [sum(commands.answered), sum(refusedPerHour(commands)), sum(commands.failed)];
  return { answered, refused, failed, all: answered + refused + failed };
}

/** Lines in the last whole minute: the one that is going on is not full yet. Null: not counted. */
export const perMinuteNow = ({ perMinute }: Series['minutes']): number | null =>
  perMinute.at(-2) ?? perMinute.at(-1) ?? null;
