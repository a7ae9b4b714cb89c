import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { openDatabase } from '../db/client.ts';
import { buildWorker } from '../scripts/local/build.ts';
import { startLocalWorker } from '../scripts/local/workerd.ts';
import { storeToken } from '../workers/router/installations.ts';
import type { Conditions } from './contest.ts';
import { type Cleanup, freshSecrets, startDatabase } from './setup.ts';
import { percentile } from './stats.ts';

const REMINDERS = 10_000;
const TEAMS = 500;
const ROOMS = 20;
const MINUTE = 60_000;
/** What is left to be said after the minute is over, ms. */
const DRAIN_WITHIN_MS = 90_000;
/** What one bot account may say on Twitch where it moderates (Helix: Send Chat Message), in 30 s. */
const TWITCH_IN_30_S = 100;

/** Slack, as far as the bot speaks to it: it takes every line and remembers when it came. */
async function startSlack(cleanup: Cleanup) {
  const heard = new Map<string, number[]>();
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => (body += chunk));
    request.on('end', () => {
      const text = /tea \d+/.exec(decodeURIComponent(body))?.[0] ?? '';
      heard.set(text, [...(heard.get(text) ?? []), Date.now()]);
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ ok: true, ts: `${Date.now() / 1000}`, channel: 'C1' }));
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  cleanup.add(() => server.close());
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, heard };
}

/** Workspaces that the bot is installed in, and what their people want to be reminded of in the minute from `from` on. */
async function fill(url: string, from: number): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(
      `insert into communities (id, slug, name) select gen_random_uuid(), 'team-' || n, 'Team' from generate_series(1, ${TEAMS}) n`,
    );
    await client.query(
      `insert into channels (id, community_id, platform, platform_id, login)
       select gen_random_uuid(), id, 'slack', 'T' || substr(slug, 6), slug from communities where slug like 'team-%'`,
    );
    await client.query(
      `insert into accounts (id, platform, platform_id, login, display_name)
       values (gen_random_uuid(), 'slack', 'UBENCH', 'pia', 'Pia')`,
    );
    await client.query(
      `insert into members (id, community_id, account_id)
       select gen_random_uuid(), c.id, a.id from communities c, accounts a where c.slug like 'team-%'`,
    );
    await client.query(
      `insert into reminders (id, community_id, number, member_id, text, target, zone, next_at)
       select gen_random_uuid(), m.community_id, i, m.id, 'tea ' || i,
         jsonb_build_object('channel', 'slack:T' || (1 + i % ${TEAMS}), 'room', 'C' || (i / ${TEAMS}) % ${ROOMS},
           'mentions', jsonb_build_object('account', 'UBENCH', 'displayName', 'Pia')),
         'UTC', to_timestamp(($1::float8 + i * ${MINUTE / REMINDERS}) / 1000)
       from generate_series(0, ${REMINDERS - 1}) i
       join communities c on c.slug = 'team-' || (1 + i % ${TEAMS}) join members m on m.community_id = c.id`,
      [from],
    );
  } finally {
    await client.end();
  }
}

/** 10,000 reminders that are due evenly over one minute: how late each is said, and that each is said once. */
export async function benchReminders(_: Conditions, cleanup: Cleanup): Promise<void> {
  const secrets = freshSecrets();
  const [bundle, database] = [await buildWorker(), await startDatabase(cleanup, secrets.ENCRYPTION_KEY, 1)];
  const slack = await startSlack(cleanup);
  const db = openDatabase(database.bridged, () => {}, Date.now);
  for (let team = 1; team <= TEAMS; team++)
    await storeToken(db, { current: secrets.ENCRYPTION_KEY }, 'slack', `T${team}`, {
      access: { token: `xoxb-${team}`, expiresAt: null },
    });
  const vars = {
    ...secrets,
    ENVIRONMENT: 'development',
    DATABASE_URL: database.bridged,
    SLACK_API_URL: slack.url,
    SLACK_AUTH_URL: slack.url,
  };
  const worker = await startLocalWorker({ bundle, vars, onLog: () => {} });
  cleanup.add(() => worker.stop());

  // The minute begins after the look that takes it ahead.
  const from = Math.ceil((Date.now() + 20_000) / MINUTE) * MINUTE + MINUTE;
  await fill(database.direct, from);
  for (let at = from - MINUTE; at <= from + MINUTE; at += MINUTE) {
    await sleep(Math.max(0, at - Date.now()));
    await worker.cron('* * * * *', new Date(at));
  }
  const until = from + MINUTE + DRAIN_WITHIN_MS;
  while (slack.heard.size < REMINDERS && Date.now() < until) await sleep(250);

  const lateness: number[] = [];
  let twice = 0;
  for (const [text, times] of slack.heard) {
    if (times.length > 1) twice++;
    lateness.push((times[0] as number) - (from + Number(text.slice(4)) * (MINUTE / REMINDERS)));
  }
  const sorted = lateness.toSorted((a, b) => a - b);
  const p = (share: number) => `${(percentile(sorted, share) / 1000).toFixed(2)} s`;
  console.log(`\n${REMINDERS} reminders due evenly over one minute, ${TEAMS} Slack workspaces x ${ROOMS} channels\n`);
  console.log(`  said ${slack.heard.size}, twice ${twice}, never ${REMINDERS - slack.heard.size}`);
  console.log(`  after they were due: p50 ${p(0.5)}, p99 ${p(0.99)}, at most ${p(1)} (wanted: p99 within 5 s)`);
  const onTwitch = ((REMINDERS / TWITCH_IN_30_S) * 30) / 60;
  console.log(
    `  one Twitch account may say ${TWITCH_IN_30_S} lines in 30 s: it would need ${onTwitch.toFixed(0)} minutes for them`,
  );
}
