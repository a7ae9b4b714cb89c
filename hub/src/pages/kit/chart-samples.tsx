import { Card } from '../../design/card.tsx';
import { BarChart, LineChart } from '../../design/charts/charts.tsx';
import { Sparkline } from '../../design/charts/sparkline.tsx';
import { Num } from '../../design/num.tsx';
import { Section } from '../../design/section.tsx';
import { kitPage } from '../../words/kit-page.ts';
import { useWords } from '../../words/use-words.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const START = Date.parse('2026-11-26T08:00:00Z');
const wave = (n: number, height: number, turn: number) =>
  Math.max(0, Math.round(height * (1.2 + Math.sin(n / turn) + 0.3 * Math.sin(n * 1.7))));

const minutes = Array.from({ length: 96 }, (_, n) => START + n * 5 * MINUTE);
const hours = Array.from({ length: 24 }, (_, n) => START + n * HOUR);
const members = [480, 481, 484, 484, 490, null, 497, 499, 499, 503, 506, 505, 509, 512];

export function ChartSamples() {
  const w = useWords(kitPage);
  const lines = [
    { id: 'twitch', label: 'Twitch', values: minutes.map((_, n) => (n > 40 && n < 52 ? null : wave(n, 40, 14))) },
    { id: 'discord', label: 'Discord', values: minutes.map((_, n) => wave(n, 22, 9)) },
    { id: 'kick', label: 'Kick', values: minutes.map((_, n) => (n < 30 ? null : wave(n, 16, 11))) },
  ];
  return (
    <Section title={w.charts}>
      <div className="grid gap-4 lg:grid-cols-2">
        <Card title={w.perMinute}>
          <LineChart label={w.perMinute} times={minutes} zone="Europe/Berlin" series={lines} />
        </Card>
        <Card title={w.perHour}>
          <BarChart
            label={w.perHour}
            times={hours}
            zone="Europe/Berlin"
            series={[
              { id: 'answered', label: w.answered, values: hours.map((_, n) => wave(n, 60, 4)) },
              { id: 'failed', label: w.failedCount, values: hours.map((_, n) => wave(n, 8, 3)) },
            ]}
          />
        </Card>
        <Card title={w.trend}>
          <div className="flex items-center gap-3">
            <Num value={512} className="font-semibold text-2xl" />
            <Sparkline label={w.trend} values={members} />
          </div>
        </Card>
      </div>
    </Section>
  );
}
