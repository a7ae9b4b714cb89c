import { useQuery } from '@tanstack/react-query';
import { useCommunity } from '../../app/use-community.ts';
import { Card } from '../../design/card.tsx';
import { BarChart } from '../../design/charts/charts.tsx';
import { Num } from '../../design/num.tsx';
import { statistics } from '../../words/statistics.ts';
import { useWords } from '../../words/use-words.ts';
import { Meter } from '../home/meters.tsx';
import { Pair, Part, timesOf } from './part.tsx';
import { reminderCounts, reminderSeries } from './queries.ts';

/** Red among the eight. */
const MISSED = 5;

export function RemindersPart() {
  const w = useWords(statistics);
  const { slug } = useCommunity();
  const counts = useQuery(reminderCounts(slug));
  const series = useQuery(reminderSeries(slug));
  const { open = 0, done = 0, cancelled = 0, missed = 0 } = counts.data ?? {};
  const months = series.data?.months ?? [];
  const times = timesOf(months);
  return (
    <Part
      title={w.reminders}
      to="/c/$slug/memories/reminders"
      toWords={w.toReminders}
      queries={[counts, series]}
      isEmpty={counts.data !== undefined && open + done + cancelled + missed === 0}
      emptyTitle={w.noReminders}
      empty={w.noRemindersWhy}
    >
      {() =>
        counts.data &&
        series.data && (
          <>
            <dl className="grid gap-3 sm:grid-cols-3">
              <Meter name={w.open} value={<Num value={open} />}>
                {w.recurring(counts.data.recurring)}
              </Meter>
              <Meter name={w.firedEver} value={<Num value={counts.data.fired} />}>
                {w.ever}
              </Meter>
              <Meter name={w.missedEver} value={<Num value={missed} />}>
                {w.missedWhy}
              </Meter>
            </dl>
            <Pair>
              <Card title={w.madePerMonth}>
                <BarChart
                  label={w.madePerMonth}
                  each="month"
                  times={times}
                  series={[{ id: 'made', label: w.made, values: months.map(({ made }) => made) }]}
                />
              </Card>
              <Card title={w.duePerMonth}>
                <BarChart
                  label={w.duePerMonth}
                  each="month"
                  times={times}
                  series={[
                    { id: 'fired', label: w.fired, values: months.map(({ fired }) => fired), colour: 1 },
                    { id: 'missed', label: w.missed, values: months.map((month) => month.missed), colour: MISSED },
                  ]}
                />
              </Card>
            </Pair>
          </>
        )
      }
    </Part>
  );
}
