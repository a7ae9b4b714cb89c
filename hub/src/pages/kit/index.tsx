import { useState } from 'react';
import { ClockProvider, ZoneProvider } from '../../design/clock.ts';
import { cn } from '../../design/cn.ts';
import { PageHeader } from '../../design/page-header.tsx';
import { Select } from '../../design/select.tsx';
import { type Theme, ThemeScope } from '../../design/theme.tsx';
import { kitPage } from '../../words/kit-page.ts';
import { useWords } from '../../words/use-words.ts';
import { ActionSamples } from './action-samples.tsx';
import { ChartSamples } from './chart-samples.tsx';
import { ColourSamples } from './colour-samples.tsx';
import { DataSamples } from './data-samples.tsx';
import { FieldSamples } from './field-samples.tsx';
import { FormSamples } from './form-samples.tsx';
import { standingClock } from './standing.ts';
import { StateSamples } from './state-samples.tsx';

type Shown = Theme | 'both';

const THEMES = { dark: ['dark'], light: ['light'], both: ['dark', 'light'] } as const satisfies Record<
  Shown,
  readonly Theme[]
>;

const isShown = (theme: string | null): theme is Shown => theme !== null && Object.hasOwn(THEMES, theme);

/** Every part of the design system in all its states: in the page's theme, or in both side by side (`?theme=both`). */
export default function KitPage() {
  const w = useWords(kitPage);
  const [shown, setShown] = useState<Shown>(() => {
    const asked = new URLSearchParams(location.search).get('theme');
    if (isShown(asked)) return asked;
    return document.documentElement.dataset.theme === 'light' ? 'light' : 'dark';
  });
  return (
    <div className={shown === 'both' ? 'grid grid-cols-[repeat(2,minmax(24rem,1fr))] overflow-x-auto' : undefined}>
      {THEMES[shown].map((theme) => (
        <ThemeScope key={theme} theme={theme} className="min-h-dvh min-w-0">
          <ClockProvider value={standingClock}>
            <ZoneProvider value="Europe/Berlin">
              <div className={cn('space-y-10', shown === 'both' && 'px-4 py-6')}>
                <PageHeader
                  title={w.title}
                  description={w.purpose}
                  actions={
                    <Select
                      aria-label={w.theme}
                      value={shown}
                      onChange={setShown}
                      options={[
                        { value: 'both', label: w.both },
                        { value: 'dark', label: w.dark },
                        { value: 'light', label: w.light },
                      ]}
                      className="w-40"
                    />
                  }
                />
                <ColourSamples />
                <ActionSamples />
                <FieldSamples />
                <StateSamples />
                <DataSamples />
                <FormSamples />
                <ChartSamples />
              </div>
            </ZoneProvider>
          </ClockProvider>
        </ThemeScope>
      ))}
    </div>
  );
}
