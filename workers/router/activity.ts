import { type SQL, sql } from 'drizzle-orm';
import { activityFlushes, chatActivity, commandUsage } from '../../db/schema/index.ts';
import type { Activity, LineFlushes, UsageFlushes } from '../core/activity.ts';
import { backoffSeconds } from '../core/backoff.ts';
import { describeError } from '../core/errors.ts';
import type { Services } from './services.ts';

/** Adds what Channels counted, in one statement each: a flush that comes again finds its number and adds nothing. */
export async function consumeActivity(services: Services, batch: MessageBatch<Activity>): Promise<void> {
  await Promise.all(
    batch.messages.map(async (message) => {
      try {
        const { body } = message;
        if (body.kind === 'lines') await addLines(services, body);
        else await addUsage(services, body);
        message.ack();
      } catch (error) {
        services.log('error', 'activity.failed', { error: describeError(error), attempts: message.attempts });
        message.retry({ delaySeconds: backoffSeconds(message.attempts, services.random) });
      }
    }),
  );
}

/**
 * The counts of flushes that were not added before, as `counted (day, of, n)`. Whatever is written of them is written in order:
 * several flushes of one Channel may be added at once, and must not wait for each other in a circle.
 */
function newCounts({ channel, kind, community, flushes }: Activity): SQL {
  const stretches = flushes.map(({ number, days }) => ({
    number,
    rows: Object.entries(days).flatMap(([day, counts]) => Object.entries(counts).map(([of, n]) => ({ day, of, n }))),
  }));
  // A Channel numbers what it counts of each kind by itself.
  const counter = kind === 'usage' ? channel : `${channel} ${kind}`;
  return sql`
    stretch as (
      select number, rows from jsonb_to_recordset(${JSON.stringify(stretches)}::jsonb) as s (number bigint, rows jsonb)),
    flush as (
      insert into ${activityFlushes} (channel, number)
      -- A community that is gone has nothing to count.
      select ${counter}, number from stretch where exists (select from communities where id = ${community}::uuid)
      order by number
      on conflict do nothing returning number),
    counted as (
      select r.day, r.of, sum(r.n) as n
      from flush join stretch using (number), jsonb_to_recordset(stretch.rows) as r (day date, of text, n integer)
      group by r.day, r.of)`;
}

async function addUsage({ db }: Services, usage: UsageFlushes): Promise<void> {
  await db.run('usage.add', (d) =>
    d.execute(sql`
      with ${newCounts(usage)}
      insert into ${commandUsage} (community_id, command, day, uses)
      select ${usage.community}::uuid, of, day, n from counted order by of, day
      on conflict (community_id, command, day) do update set uses = ${commandUsage}.uses + excluded.uses`),
  );
}

async function addLines({ db }: Services, lines: LineFlushes): Promise<void> {
  await db.run('lines.add', (d) =>
    d.execute(sql`
      with ${newCounts(lines)}
      insert into ${chatActivity} (community_id, channel, account, day, lines)
      select ${lines.community}::uuid, ${lines.channel}, of, day, n from counted order by of, day
      on conflict (community_id, channel, account, day) do update set lines = ${chatActivity}.lines + excluded.lines`),
  );
}
