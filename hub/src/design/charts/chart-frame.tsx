import { ChevronRight } from 'lucide-react';
import { type ReactNode, useState, useTransition } from 'react';
import { kit } from '../../words/kit.ts';
import { useLanguage, useWords } from '../../words/use-words.ts';
import { useZone } from '../clock.ts';
import { cn } from '../cn.ts';
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from '../table.tsx';
import { dateFormat, localeOf } from '../time.tsx';
import { dataColour, tickText } from './scale.ts';

/** One line, or one part of each bar. */
export interface Series {
  readonly id: string;
  readonly label: string;
  /** One for each time; null: not counted, which is not zero. */
  readonly values: readonly (number | null)[];
  /** Which of the eight colours (from 0), where that of its place would mislead: green for what failed. */
  readonly colour?: number;
}

export interface ChartProps {
  /** What is shown, read aloud: "Messages per minute". */
  label: string;
  /** Milliseconds, ascending. */
  times: readonly number[];
  series: readonly Series[];
  /** The zone the axis tells its times in; the surrounding one where none is given. */
  zone?: string;
  height?: number;
  /** What each bar is of, where the times are beginnings of it: then none is told by the hour. */
  each?: 'month' | 'day' | undefined;
  /** A value in words: "320 ms". Grouped numbers where it is left out. */
  format?: (value: number) => string;
  className?: string;
}

/** How a time is told, and how its tick. */
const SPANS = {
  month: { told: { month: 'long', year: 'numeric' }, tick: { month: 'short' } },
  day: { told: { weekday: 'short', day: 'numeric', month: 'short' }, tick: { day: 'numeric', month: 'short' } },
} as const satisfies Record<string, Record<'told' | 'tick', Intl.DateTimeFormatOptions>>;
const MOMENT = { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' } as const;

/** What a chart needs to speak: its zone, its language and its numbers. */
export function useChartWords({ zone, format, each }: Pick<ChartProps, 'zone' | 'format' | 'each'>) {
  const w = useWords(kit);
  const language = useLanguage();
  const around = useZone();
  const locale = localeOf(language);
  const told = zone ?? around;
  const number = format ?? ((value: number) => value.toLocaleString(locale, { maximumFractionDigits: 2 }));
  const full = dateFormat(language, { timeZone: told, ...(each ? SPANS[each].told : MOMENT) });
  const tick = (at: number, span: number): string =>
    each
      ? dateFormat(language, { timeZone: told, ...SPANS[each].tick }).format(at)
      : tickText(at, span, told, language);
  return { w, language, zone: told, number, tick, when: (at: number) => full.format(at) };
}

/** A chart with the zone of its times, and the table behind it. */
export function ChartFrame({
  label,
  times,
  series,
  zone,
  format,
  each,
  legend,
  className,
  children,
}: ChartProps & { legend?: boolean; children: ReactNode }) {
  const { w, number, when, zone: told } = useChartWords({ zone, format, each });
  const [isOpen, setOpen] = useState(false);
  const [, startTransition] = useTransition();
  return (
    <figure aria-label={label} className={cn('min-w-0', className)}>
      {legend && series.length > 1 && (
        <ul className="mb-2 flex flex-wrap gap-x-4 gap-y-1 text-ink-soft text-sm">
          {series.map((one, index) => (
            <li key={one.id} className="flex items-center gap-1.5">
              <span
                aria-hidden
                className="size-2 rounded-[2px]"
                style={{ background: dataColour(one.colour ?? index) }}
              />
              {one.label}
            </li>
          ))}
        </ul>
      )}
      {children}
      <details className="group mt-1" onToggle={({ currentTarget: { open } }) => startTransition(() => setOpen(open))}>
        <summary className="inline-flex list-none items-center gap-1 rounded-sm text-ink-faint text-sm hover:text-ink [&::-webkit-details-marker]:hidden">
          <ChevronRight aria-hidden className="size-3.5 transition-transform group-open:rotate-90" />
          {w.showTable}
        </summary>
        {/* Hundreds of rows: made once somebody looks, and while the page goes on. */}
        {isOpen && (
          <div className="mt-2 max-h-64 overflow-y-auto rounded-lg border border-line">
            <Table label={label}>
              <TableHead>
                <TableRow>
                  <TableHeader>{w.timesIn(told)}</TableHeader>
                  {series.map((one) => (
                    <TableHeader key={one.id} numeric>
                      {one.label}
                    </TableHeader>
                  ))}
                </TableRow>
              </TableHead>
              <TableBody>
                {times.map((at, row) => (
                  <TableRow key={at}>
                    <TableCell className="whitespace-nowrap">{when(at)}</TableCell>
                    {series.map((one) => {
                      const value = one.values[row] ?? null;
                      return (
                        <TableCell key={one.id} numeric className={value === null ? 'text-ink-faint' : undefined}>
                          {value === null ? w.notCounted : number(value)}
                        </TableCell>
                      );
                    })}
                  </TableRow>
                ))}
              </TableBody>
            </Table>
          </div>
        )}
      </details>
    </figure>
  );
}

/** What is told of the time that is pointed at. */
export function ChartTip({
  at,
  series,
  row,
  words,
  total,
}: {
  at: number;
  series: readonly Series[];
  row: number;
  words: ReturnType<typeof useChartWords>;
  total?: boolean;
}) {
  const { w, number, when } = words;
  const values = series.map((one) => one.values[row] ?? null);
  const counted = values.filter((value) => value !== null);
  return (
    <div className="min-w-36 rounded-lg border border-line bg-raised px-3 py-2 text-ink text-sm shadow-float">
      <div className="tabular text-ink-faint">{when(at)}</div>
      <dl className="mt-1 space-y-0.5">
        {series.map((one, index) => (
          <div key={one.id} className="flex items-center gap-1.5">
            <span
              aria-hidden
              className="size-2 rounded-[2px]"
              style={{ background: dataColour(one.colour ?? index) }}
            />
            <dt className="text-ink-soft">{one.label}</dt>
            <dd className="tabular ml-auto pl-4 font-medium">{told(values[index] ?? null, number, w.notCounted)}</dd>
          </div>
        ))}
        {total && counted.length > 1 && (
          <div className="flex gap-1.5 border-line border-t pt-1">
            <dt className="text-ink-soft">{w.total}</dt>
            <dd className="tabular ml-auto pl-4 font-medium">
              {number(counted.reduce((sum, value) => sum + value, 0))}
            </dd>
          </div>
        )}
      </dl>
    </div>
  );
}

const told = (value: number | null, number: (value: number) => string, nothing: string) =>
  value === null ? <span className="font-normal text-ink-faint">{nothing}</span> : number(value);
