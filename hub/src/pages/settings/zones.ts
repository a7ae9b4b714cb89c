import { useEffect, useMemo, useState } from 'react';
import type { ComboboxOption } from '../../design/combobox.tsx';
import { localeOf } from '../../design/time.tsx';
import type { Language } from '../../words/words.ts';

/** What the bot speaks. */
const SPOKEN = ['en', 'de'] as const;

export function languagesFor(language: Language): readonly ComboboxOption[] {
  const names = new Intl.DisplayNames([localeOf(language)], { type: 'language' });
  return SPOKEN.map((code) => ({
    value: code,
    label: names.of(code) ?? code,
    hint: new Intl.DisplayNames([code], { type: 'language' }).of(code) ?? code,
  }));
}

/** "Central European Time", as the browser has it; nothing where it knows no such zone. */
export function nameOfZone(zone: string, language: Language): string {
  try {
    const format = new Intl.DateTimeFormat(localeOf(language), { timeZone: zone, timeZoneName: 'longGeneric' });
    return format.formatToParts().find(({ type }) => type === 'timeZoneName')?.value ?? '';
  } catch {
    return '';
  }
}

/** So many are named at a time, so that nothing that is pressed has to wait. */
const AT_ONCE = 10;

const named: Record<Language, Map<string, string>> = { en: new Map(), de: new Map() };

/**
 * Every zone of this browser, and the one that is set, to be found by its place and by its name. To name four hundred takes half
 * a second: it begins when somebody comes near, and goes on piece by piece.
 */
export function useZones(language: Language, current: string) {
  const [wanted, setWanted] = useState(false);
  const [count, setCount] = useState(0);
  const names = named[language];
  useEffect(() => {
    if (!wanted) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const all = Intl.supportedValuesOf('timeZone');
    const go = () => {
      const missing = all.filter((zone) => !names.has(zone));
      for (const zone of missing.slice(0, AT_ONCE)) names.set(zone, nameOfZone(zone, language));
      if (missing.length > AT_ONCE) timer = setTimeout(go, 0);
      else setCount(names.size);
    };
    go();
    return () => clearTimeout(timer);
  }, [wanted, names, language]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: how many have a name is what changes of the names.
  const options = useMemo(
    () =>
      [...new Set(['UTC', current, ...Intl.supportedValuesOf('timeZone')])].toSorted().map((zone): ComboboxOption => {
        const name = names.get(zone);
        return { value: zone, label: zone.replaceAll('_', ' '), ...(name ? { hint: name, keywords: [name] } : {}) };
      }),
    [current, names, count],
  );
  return { options, prepare: () => setWanted(true) } as const;
}
