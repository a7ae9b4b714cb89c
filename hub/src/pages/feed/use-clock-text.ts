import { useCallback } from 'react';
import { useZone } from '../../design/clock.ts';
import { dateFormat } from '../../design/time.tsx';
import { useLanguage } from '../../words/use-words.ts';

/** Writes a time of the day within a sentence: "14:02". */
export function useClockText(): (at: number) => string {
  const language = useLanguage();
  const zone = useZone();
  return useCallback(
    (at) => dateFormat(language, { hour: '2-digit', minute: '2-digit', timeZone: zone }).format(at),
    [language, zone],
  );
}
