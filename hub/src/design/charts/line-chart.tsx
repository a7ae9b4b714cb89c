import { useRef } from 'react';
import { CartesianGrid, Line, LineChart as Lines, Tooltip, XAxis, YAxis } from 'recharts';
import { useWidth } from '../use-width.ts';
import { ChartFrame, type ChartProps, ChartTip, useChartWords } from './chart-frame.tsx';
import { apart, dataColour, roundTop, tickText, timeTicks } from './scale.ts';
import { useOneStop } from './use-one-stop.ts';

const AXIS = 28;
const TOP = 8;
const LABELS = 104;
const PER_TICK = 80;

/** Thin lines over time, each named at its end; where nothing was counted the line is interrupted. */
export default function LineChart(props: ChartProps) {
  const { label, times, series, height = 200 } = props;
  const words = useChartWords(props);
  const box = useRef<HTMLDivElement>(null);
  const width = useWidth(box);
  useOneStop(box);
  const [from = 0, to = 0] = [times[0], times.at(-1)];
  const top = roundTop(Math.max(0, ...series.flatMap((one) => one.values.map((value) => value ?? 0))));
  const plot = height - AXIS - TOP;
  const ends = series.map((one) => one.values.findLast((value) => value !== null) ?? 0);
  const heights = apart(
    ends.map((value) => TOP + plot * (1 - value / top)),
    16,
    TOP + plot,
  );
  const rows = times.map((at, row) => ({
    at,
    row,
    ...Object.fromEntries(series.map((one) => [one.id, one.values[row] ?? null])),
  }));
  const isNamed = series.length > 1;
  return (
    <ChartFrame {...props}>
      <div ref={box} className="relative min-w-0" style={{ height }}>
        {width > 0 && (
          <Lines
            width={width}
            height={height}
            data={rows}
            title={label}
            margin={{ top: TOP, right: isNamed ? LABELS : 8, bottom: 0, left: 0 }}
            className="rounded-sm"
          >
            <CartesianGrid vertical={false} stroke="var(--line)" />
            <XAxis
              dataKey="at"
              type="number"
              scale="time"
              domain={[from, to]}
              ticks={[
                ...timeTicks(
                  from,
                  to,
                  words.zone,
                  Math.max(3, Math.floor((width - (isNamed ? LABELS : 0)) / PER_TICK)),
                ),
              ]}
              tickFormatter={(at: number) => tickText(at, to - from, words.zone, words.language)}
              height={AXIS}
              interval={0}
              tick={TICK}
              tickLine={false}
              tickMargin={8}
              axisLine={{ stroke: 'var(--line)' }}
            />
            <YAxis
              domain={[0, top]}
              tickCount={3}
              ticks={[0, top / 2, top]}
              tickFormatter={words.number}
              width="auto"
              tick={TICK}
              tickLine={false}
              axisLine={false}
            />
            <Tooltip
              isAnimationActive={false}
              cursor={{ stroke: 'var(--edge)', strokeWidth: 1 }}
              content={({ active, payload }) => {
                const row = payload[0]?.payload as (typeof rows)[number] | undefined;
                return active && row ? <ChartTip at={row.at} row={row.row} series={series} words={words} /> : null;
              }}
            />
            {series.map((one, index) => (
              <Line
                key={one.id}
                dataKey={one.id}
                name={one.label}
                type="linear"
                stroke={dataColour(one.colour ?? index)}
                strokeWidth={1.5}
                // A value alone between gaps would not be seen as a line.
                dot={({ cx, cy, index: at, key }) =>
                  isAlone(one.values, at ?? 0) && cy != null ? (
                    <circle key={key} cx={cx} cy={cy} r={2} fill={dataColour(one.colour ?? index)} />
                  ) : (
                    <g key={key} />
                  )
                }
                activeDot={{ r: 3, strokeWidth: 0, fill: dataColour(one.colour ?? index) }}
                isAnimationActive={false}
              />
            ))}
          </Lines>
        )}
        {isNamed && (
          <div aria-hidden className="pointer-events-none absolute inset-y-0 right-0" style={{ width: LABELS - 8 }}>
            {series.map((one, index) => (
              <span
                key={one.id}
                className="absolute flex max-w-full -translate-y-1/2 items-center gap-1.5 text-ink-soft text-sm"
                style={{ top: heights[index] }}
              >
                <span
                  className="h-0.5 w-2 shrink-0 rounded-full"
                  style={{ background: dataColour(one.colour ?? index) }}
                />
                <span className="truncate">{one.label}</span>
              </span>
            ))}
          </div>
        )}
      </div>
    </ChartFrame>
  );
}

const TICK = { fill: 'var(--ink-faint)', fontSize: 12 } as const;

const isAlone = (values: readonly (number | null)[], at: number) =>
  (values[at] ?? null) !== null && (values[at - 1] ?? null) === null && (values[at + 1] ?? null) === null;
