import { sql } from 'drizzle-orm';
import { activityFlushes, commandUsage } from '../../db/schema/index.ts';
import type { UsageFlushes } from '../core/activity.ts';
import { backoffSeconds } from '../core/backoff.ts';
import { describeError } from '../core/errors.ts';
import type { Services } from './services.ts';

/** Adds what Channels counted, in one statement: a flush that comes again finds its number and adds nothing. */
export async function consumeActivity(services: Services, batch: MessageBatch<UsageFlushes>): Promise<void> {
  await Promise.all(
    batch.messages.map(async (message) => {
      try {
        await addUsage(services, message.body);
        message.ack();
      } catch (error) {
        services.log('error', 'activity.failed', { error: describeError(error), attempts: message.attempts });
        message.retry({ delaySeconds: backoffSeconds(message.attempts, services.random) });
      }
    }),
  );
}

async function addUsage({ db }: Services, { channel, community, flushes }: UsageFlushes): Promise<void> {
  const stretches = flushes.map(({ number, days }) => ({
    number,
    rows: Object.entries(days).flatMap(([day, counts]) =>
      Object.entries(counts).map(([command, uses]) => ({ day, command, uses })),
    ),
  }));
  await db.run('usage.add', (d) =>
    d.execute(sql`
      with stretch as (
        select number, rows from jsonb_to_recordset(${JSON.stringify(stretches)}::jsonb) as s (number bigint, rows jsonb)),
      flush as (
        insert into ${activityFlushes} (channel, number)
        -- A community that is gone has nothing to count.
        select ${channel}, number from stretch where exists (select from communities where id = ${community}::uuid)
        on conflict do nothing returning number)
      insert into ${commandUsage} (community_id, command, day, uses)
      select ${community}::uuid, r.command, r.day, sum(r.uses)
      from flush join stretch using (number),
        jsonb_to_recordset(stretch.rows) as r (command text, day date, uses integer)
      group by r.command, r.day
      on conflict (community_id, command, day) do update set uses = ${commandUsage}.uses + excluded.uses`),
  );
}
