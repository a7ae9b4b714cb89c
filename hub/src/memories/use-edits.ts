import { useEffect, useRef, useState } from 'react';
import { type Collision, differences, isSame, keyOf, merge, type Place, withValueAt } from '../edit/merge.ts';

export interface Edits<Value> {
  readonly value: Value;
  readonly isDirty: boolean;
  /** What differs from what is kept, and nothing else. */
  readonly changed: Partial<Value>;
  /** Fields that somebody else changed while they were being changed here. */
  readonly collisions: readonly Collision[];
  set(change: Partial<Value>): void;
  discard(): void;
  /** What was sent is kept, in the form in which the server has it now; what was typed meanwhile stays. */
  accept(sent: Value, now: Value): void;
  take(place: Place): void;
  keep(place: Place): void;
}

interface Kept<Value> {
  readonly base: Value;
  readonly mine: Value;
  readonly collisions: readonly Collision[];
}

/** What was left unsaved, by what it is of: whoever comes back finds it, and nobody is asked on the way out. */
const left = new Map<string, Kept<unknown>>();

function heard<Value>(kept: Kept<Value>, theirs: Value): Kept<Value> {
  const { value, collisions } = merge(kept.base, kept.mine, theirs, null);
  const isOld = ({ place }: Collision) => !collisions.some((one) => keyOf(one.place) === keyOf(place));
  return { base: theirs, mine: value, collisions: [...kept.collisions.filter(isOld), ...collisions] };
}

/**
 * A form over something that others may change at the same time. What they change comes in where nothing was touched here; where
 * both changed the same field, both are shown and whoever looks decides.
 * @param of names the thing: what is left unsaved is found again under it
 * @param theirs what the server has, flat, as far as the page knows
 */
export function useEdits<Value extends Readonly<Record<string, unknown>>>(of: string, theirs: Value): Edits<Value> {
  const [kept, setKept] = useState<Kept<Value>>(
    () => (left.get(of) as Kept<Value> | undefined) ?? { base: theirs, mine: theirs, collisions: [] },
  );
  let current = kept;
  if (!isSame(kept.base, theirs)) {
    current = heard(kept, theirs);
    setKept(current);
  }
  const latest = useRef(current);
  latest.current = current;
  useEffect(
    () => () => {
      if (isSame(latest.current.base, latest.current.mine)) left.delete(of);
      else left.set(of, latest.current);
    },
    [of],
  );
  const { base, mine, collisions } = current;
  const places = differences(base, mine);
  const settled = (place: Place) => collisions.filter((one) => keyOf(one.place) !== keyOf(place));
  return {
    value: mine,
    isDirty: places.length > 0,
    changed: Object.fromEntries(places.map(([name = '']) => [name, mine[name]])) as Partial<Value>,
    collisions,
    set: (change) => setKept((before) => ({ ...before, mine: { ...before.mine, ...change } })),
    discard: () => setKept((before) => ({ ...before, mine: before.base, collisions: [] })),
    accept: (sent, now) => setKept((before) => heard({ ...before, base: sent }, now)),
    take: (place) =>
      setKept((before) => ({
        base: before.base,
        mine: withValueAt(before.mine, place, collisions.find((one) => keyOf(one.place) === keyOf(place))?.theirs),
        collisions: settled(place),
      })),
    keep: (place) => setKept((before) => ({ ...before, collisions: settled(place) })),
  };
}
