import { useMemo } from 'react';
import { useZone } from '../../design/clock.ts';
import { dateFormat, durationText, localeOf } from '../../design/time.tsx';
import { type FindingParts, findingNext, findingWhat } from '../../words/findings.ts';
import { kit } from '../../words/kit.ts';
import { useLanguage, useWords } from '../../words/use-words.ts';
import type { Attention, Finding } from './overview.ts';

/** Parts of findings that are moments, ms since epoch. */
const MOMENTS = ['at', 'since', 'until', 'resetAt'];
/** … and stretches of time, ms. */
const SPANS = ['medianMs'];

export interface FindingWords {
  readonly what: string;
  /** Why, as far as that is known, and what to do. */
  readonly next: string | null;
}

type Sentence = string | ((parts: FindingParts) => string) | undefined;

/** Says findings in the language of whoever looks; one that this page does not know, in the server's own words. */
export function useFindings() {
  const language = useLanguage();
  const zone = useZone();
  const w = useWords(kit);
  const what = useWords(findingWhat);
  const next = useWords(findingNext);
  return useMemo(() => {
    const moment = dateFormat(language, {
      day: 'numeric',
      month: 'short',
      hour: '2-digit',
      minute: '2-digit',
      timeZone: zone,
    });
    const told = ([name, value]: readonly [string, string | number]): readonly [string, string] => {
      if (typeof value === 'string') return [name, value];
      if (MOMENTS.includes(name)) return [name, moment.format(value)];
      if (SPANS.includes(name)) return [name, durationText(value, w)];
      return [name, value.toLocaleString(localeOf(language))];
    };
    const say = (sentence: Sentence, parts: FindingParts): string | null =>
      typeof sentence === 'function' ? sentence(parts) : (sentence ?? null);
    const known = (code: string, params: Finding['params']): FindingWords | null => {
      if (!Object.hasOwn(what, code)) return null;
      const parts = Object.fromEntries(Object.entries(params).map(told));
      const key = code as keyof typeof what;
      return { what: say(what[key], parts) ?? '', next: say(next[key], parts) };
    };
    return {
      ofFinding: ({ code, params, what, why, next }: Finding): FindingWords =>
        known(code, params) ?? { what, next: why === null ? next : `${why}. ${next}` },
      ofAttention: ({ code, params, message }: Attention): FindingWords =>
        known(code, params) ?? { what: message, next: null },
    };
  }, [language, zone, w, what, next]);
}
