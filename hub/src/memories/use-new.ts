import { useEffect, useRef, useState } from 'react';
import { differences, fieldsAt, isSame } from '../edit/merge.ts';

interface Begun<Value> {
  readonly empty: Value;
  readonly value: Value;
}

/** What was left unsaved, by what it was to be: whoever comes back finds it, and nobody is asked on the way out. */
const left = new Map<string, unknown>();

/** What is filled in of something that is not there yet. @param of names the thing @param empty how it begins */
export function useNew<Value extends object>(of: string, empty: Value) {
  const [begun, setBegun] = useState(
    () => (left.get(of) as Begun<Value> | undefined) ?? ({ empty, value: empty } satisfies Begun<Value>),
  );
  const latest = useRef({ begun, isMade: false });
  latest.current.begun = begun;
  useEffect(
    () => () => {
      const { begun, isMade } = latest.current;
      if (isMade || isSame(begun.empty, begun.value)) left.delete(of);
      else left.set(of, begun);
    },
    [of],
  );
  const { value } = begun;
  return {
    value,
    /** What is filled in, and nothing else. */
    changed: fieldsAt(value, differences(begun.empty, value)),
    set: (change: Partial<Value>) => setBegun((before) => ({ ...before, value: { ...before.value, ...change } })),
    /** It is there now: the next one begins empty. */
    made: () => {
      latest.current.isMade = true;
    },
  };
}
