import { useEffect, useState } from 'react';

/** How long typing has to rest, ms. */
const RESTS_MS = 300;

/** A value once it has rested for a moment. */
export function useSettled<Value>(value: Value): Value {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), RESTS_MS);
    return () => clearTimeout(timer);
  }, [value]);
  return settled;
}
