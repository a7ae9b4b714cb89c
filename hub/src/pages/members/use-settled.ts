import { useEffect, useState } from 'react';

/** Who types is waited for, so that not every letter is asked for, ms. */
const SETTLES_MS = 200;

/** What was typed, once it stands still. */
export function useSettled(typed: string): string {
  const [settled, setSettled] = useState(typed);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(typed), SETTLES_MS);
    return () => clearTimeout(timer);
  }, [typed]);
  return settled;
}
