import { useRef } from 'react';
import { Bar, BarChart as Bars, CartesianGrid, Tooltip, XAxis, YAxis } from 'recharts';
import { useWidth } from '../use-width.ts';
import { ChartFrame, type ChartProps, ChartTip, useChartWords } from './chart-frame.tsx';
import { dataColour, roundTop } from './scale.ts';
import { useOneStop } from './use-one-stop.ts';

const AXIS = 28;
const PER_TICK = 72;
const TICK = { fill: 'var(--ink-faint)', fontSize: 12 } as const;

/** Counts per span of time, their parts upon each other. */
export default function BarChart(props: ChartProps) {
  const { label, times, series, height = 200 } = props;
  const words = useChartWords(props);
  const box = useRef<HTMLDivElement>(null);
  const width = useWidth(box);
  useOneStop(box);
  const [from = 0, to = 0] = [times[0], times.at(-1)];
  const rows = times.map((at, row) => ({
    at,
    row,
    ...Object.fromEntries(series.map((one) => [one.id, one.values[row] ?? null])),
  }));
  const top = roundTop(
    Math.max(0, ...times.map((_, row) => series.reduce((sum, one) => sum + (one.values[row] ?? 0), 0))),
  );
  const every = Math.max(1, Math.ceil(times.length / Math.max(2, Math.floor(width / PER_TICK))));
  return (
    <ChartFrame {...props} legend>
      <div ref={box} className="min-w-0" style={{ height }}>
        {width > 0 && (
          <Bars
            width={width}
            height={height}
            data={rows}
            title={label}
            margin={{ top: 8, right: 8, bottom: 0, left: 0 }}
            barCategoryGap="25%"
          >
            <CartesianGrid vertical={false} stroke="var(--line)" />
            <XAxis
              dataKey="at"
              interval={every - 1}
              tickFormatter={(at: number) => words.tick(at, to - from)}
              height={AXIS}
              tick={TICK}
              tickLine={false}
              tickMargin={8}
              axisLine={{ stroke: 'var(--line)' }}
            />
            <YAxis
              domain={[0, top]}
              // What is counted has no halves.
              ticks={top % 2 === 0 ? [0, top / 2, top] : [0, top]}
              tickFormatter={words.number}
              width="auto"
              tick={TICK}
              tickLine={false}
              axisLine={false}
            />
            <Tooltip
              isAnimationActive={false}
              cursor={{ fill: 'var(--hover)' }}
              content={({ active, payload }) => {
                const row = payload[0]?.payload as (typeof rows)[number] | undefined;
                return active && row ? (
                  <ChartTip at={row.at} row={row.row} series={series} words={words} total />
                ) : null;
              }}
            />
            {series.map((one, index) => (
              <Bar
                key={one.id}
                dataKey={one.id}
                name={one.label}
                stackId="all"
                fill={dataColour(one.colour ?? index)}
                maxBarSize={24}
                isAnimationActive={false}
              />
            ))}
          </Bars>
        )}
      </div>
    </ChartFrame>
  );
}
