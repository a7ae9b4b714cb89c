import { runCron } from '../../workers/scheduler/index.ts';
import { Deployment } from './deployment.ts';
import type { Meter } from './meter.ts';
import { CPU_MS, dollarsOfMonth } from './prices.ts';
import { markdown } from './report.ts';
import { Tally } from './tally.ts';

const MINUTES = 30 * 24 * 60;
const MILLIONS = [1, 10, 100] as const;

/** What the minute's cron does in a month in which nothing is due: it asks objects whether something is. */
export async function cronOfMonth(meter: Meter): Promise<Tally> {
  const bot = new Deployment(meter, { isolates: 1, random: () => 0 });
  const { services } = bot.anyIsolate();
  const minute = new Tally().add('request cron').add('cpu cron', CPU_MS.command);
  // The first one looks for what is due, as one an hour does.
  await runCron(services, '* * * * *', Date.now());
  await meter.during(minute, () => runCron(services, '* * * * *', Date.now()));
  return new Tally().plus(minute, MINUTES);
}

/** The bill of a month, US dollars, by how many messages of the mix there were. */
export function monthTable(message: Tally, fixed: Tally): string {
  return markdown(
    ['messages a month', ...MILLIONS.map((millions) => `${millions} M`)],
    [
      [
        'Cloudflare',
        ...MILLIONS.map(
          (millions) => `$${dollarsOfMonth(new Tally().plus(message, millions * 1e6).plus(fixed)).toFixed(2)}`,
        ),
      ],
    ],
  );
}
