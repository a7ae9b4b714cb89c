import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aPerson } from '../support/sign-in.ts';
import { quiet, startWorld, until, type World } from '../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world?.close());

const HOUR = 3_600_000;
const mia = { id: '7001', login: 'mia', role: 'moderator' as const };

/** The minute's cron as it would run an hour or more from now, when every agenda wants a look. */
const minuteIn = (hours: number) => world.worker.cron('* * * * *', new Date(Date.now() + hours * HOUR));

async function ask(text: string): Promise<string> {
  const { messageId } = await world.twitch.chat({ user: mia, text });
  const sent = await until(`an answer to ${text}`, () => world.twitch.sent.find((line) => line.replyTo === messageId));
  return sent.text;
}

describe('the cron of the minute', () => {
  it('wakes a delivery that nobody claimed', async () => {
    await ask('!command add woken x');
    const [row] = await until('the delivery', async () => {
      const rows = await world.rows<{ id: string }>(`select id from deliveries where status = 'sent'`);
      return rows.length > 0 && rows;
    });
    await world.rows(`update deliveries set status = 'pending', next_at = now() - interval '1 minute' where id = $1`, [
      row?.id,
    ]);
    await minuteIn(2);
    await until('it is settled again', async () => {
      const [again] = await world.rows<{ status: string; attempts: number }>(
        'select status, attempts from deliveries where id = $1',
        [row?.id],
      );
      return again?.status === 'sent' && again.attempts === 2;
    });
  });

  it('tells the Channels what the writer could not tell them', async () => {
    await ask('!ping');
    // A writer that died between its commit and its push leaves this behind.
    await world.rows(`
      with changed as (update communities set settings_version = settings_version + 1 where slug = 'demo' returning id, settings_version),
           added as (insert into commands (id, community_id, name, text) select gen_random_uuid(), id, 'fromoutbox', 'Told.' from changed)
      insert into outbox (community_id, version) select id, settings_version from changed`);
    await minuteIn(4);
    expect(await ask('!fromoutbox')).toBe('Told.');
    expect(await world.rows('select from outbox')).toHaveLength(0);
  });

  it('leaves the database asleep while nothing is due', async () => {
    await minuteIn(6);
    await quiet(world);
    const before = world.bridge.queries;
    await minuteIn(6.5);
    expect(world.bridge.queries).toBe(before);
  });
});

describe('the nightly cron', () => {
  it('forgets invocations that have expired, with their deliveries, and nothing else', async () => {
    await ask('!command add old x');
    await ask('!command add young x');
    await world.rows(
      `update invocations set expires_at = now() - interval '1 day' where invocation->>'args' = 'old x'`,
    );
    await world.worker.cron('0 3 * * *');
    const left = await world.rows<{ args: string }>(`select invocation->>'args' as args from invocations`);
    const args = left.map((row) => row.args);
    expect(args).toContain('young x');
    expect(args).not.toContain('old x');
    const orphans = await world.rows(
      'select from deliveries d where not exists (select from invocations i where i.id = d.id)',
    );
    expect(orphans).toHaveLength(0);
    expect(await world.rows(`select from commands where name = 'old'`)).toHaveLength(1);
  });

  it('forgets sessions that ended, and what was not used in time', async () => {
    const ann = await aPerson(world);
    const bob = await aPerson(world);
    await world.rows(`update sessions set last_seen_at = now() - interval '15 days' where person_id = $1`, [bob.id]);
    await world.rows(
      `insert into oauth_states (state_hash, purpose, platform, browser_hash, expires_at)
       values ('old', 'sign-in', 'twitch', 'x', now() - interval '1 minute'), ('new', 'sign-in', 'twitch', 'x', now() + interval '9 minutes')`,
    );
    await world.worker.cron('0 3 * * *');
    const left = await world.rows<{ id: string }>(
      `select person_id::text as id from sessions where person_id in ($1, $2) union all select state_hash from oauth_states`,
      [ann.id, bob.id],
    );
    expect(left.map(({ id }) => id).sort()).toEqual([ann.id, 'new'].sort());
  });
});
