import { lazy, Suspense } from 'react';
import { Skeleton } from '../skeleton.tsx';
import type { ChartProps } from './chart-frame.tsx';

const Lines = lazy(() => import('./line-chart.tsx'));
const Bars = lazy(() => import('./bar-chart.tsx'));

/** Stands where the chart will, as high as it: nothing jumps. */
const Waiting = ({ height = 200 }: Pick<ChartProps, 'height'>) => (
  <div className="grid items-center" style={{ height: height + 24 }}>
    <Skeleton lines={4} />
  </div>
);

/** Lines over time, fetched when the first one is shown. */
export const LineChart = (props: ChartProps) => (
  <Suspense fallback={<Waiting height={props.height} />}>
    <Lines {...props} />
  </Suspense>
);

/** Stacked bars over time, fetched when the first one is shown. */
export const BarChart = (props: ChartProps) => (
  <Suspense fallback={<Waiting height={props.height} />}>
    <Bars {...props} />
  </Suspense>
);
