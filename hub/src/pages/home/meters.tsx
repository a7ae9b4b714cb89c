import type { ReactNode } from 'react';
import { Sparkline } from '../../design/charts/sparkline.tsx';
import { Num } from '../../design/num.tsx';
import { durationText, localeOf } from '../../design/time.tsx';
import { home } from '../../words/home.ts';
import { kit } from '../../words/kit.ts';
import { useLanguage, useWords } from '../../words/use-words.ts';
import { commandsOfDay, perMinuteNow } from './numbers.ts';
import type { Overview } from './overview.ts';

/** The day in four numbers. */
export function Meters({ series, channels }: Pick<Overview, 'series' | 'channels'>) {
  const w = useWords(home);
  const k = useWords(kit);
  const locale = localeOf(useLanguage());
  const text = (value: number) => value.toLocaleString(locale, { maximumFractionDigits: 1 });
  const now = perMinuteNow(series.minutes);
  const commands = commandsOfDay(series.commands);
  const { p50Ms, p99Ms } = series.answers.day;
  const well = channels.filter(({ level }) => level === 'ok').length;
  return (
    <section aria-label={w.numbers}>
      <dl className="grid grid-cols-2 gap-3 lg:grid-cols-4">
        <Meter
          name={w.perMinute}
          value={now === null ? null : <Num value={now} />}
          nothing={w.notCounted}
          beside={
            series.minutes.perMinute.some((value) => value !== null) && (
              <Sparkline
                label={`${w.perMinute}, ${w.inTheHour}`}
                values={series.minutes.perMinute}
                className="hidden sm:block"
              />
            )
          }
        >
          {now === null ? w.countedFromNow : w.inTheMinute}
        </Meter>
        <Meter name={w.commands} value={<Num value={commands.all} />}>
          {commands.all === 0
            ? w.noCommands
            : w.outcomes(text(commands.answered), text(commands.refused), text(commands.failed))}
        </Meter>
        <Meter name={w.answerTime} value={p50Ms === null ? null : durationText(p50Ms, k)} nothing="–">
          {p50Ms === null ? w.noAnswers : p99Ms === null ? w.halfWithin : w.mostWithin(durationText(p99Ms, k))}
        </Meter>
        <Meter name={w.channelsWell} value={w.wellOf(well, channels.length)}>
          {w.areWell}
        </Meter>
      </dl>
    </section>
  );
}

/** A number that says how something stands. */
export function Meter({
  name,
  value,
  nothing,
  beside,
  children,
}: {
  readonly name: string;
  readonly value: ReactNode;
  readonly nothing?: string;
  readonly beside?: ReactNode;
  readonly children: ReactNode;
}) {
  return (
    <div className="min-w-0 rounded-lg border border-line bg-surface p-4">
      <dt className="text-ink-faint text-sm">{name}</dt>
      <dd className="mt-1">
        <span className="flex items-end justify-between gap-2">
          <span className="tabular truncate font-semibold text-2xl">
            {value ?? <span className="text-ink-faint text-lg">{nothing}</span>}
          </span>
          {beside}
        </span>
        <span className="mt-1 block text-ink-soft text-sm">{children}</span>
      </dd>
    </div>
  );
}
