import { type SQL, sql } from 'drizzle-orm';
import { channels, communities, timers } from '../../../db/schema/index.ts';
import { describeError } from '../../core/errors.ts';
import type { ChannelKey } from '../../core/ids.ts';
import type { DueCtx, DueWork } from '../../core/modules.ts';
import { SIMULATED_ROOM } from '../../core/simulation.ts';
import { ONE_ROOM_PLATFORMS, onlyRoomOf, type TimerDue, type TimerVerdict } from '../../core/timers.ts';
import { within } from '../../core/within.ts';
import { AGENDA, LOOK_AHEAD_MS } from './effects.ts';
import { nextOf, speakAt, textAt } from './schedule.ts';
import type { Timer } from './state.ts';
import { snapshotOf } from './state.ts';

/** Timers claimed at one go, and how often one run claims; what is left is due again in the next minute. */
const BATCH = 100;
const MOST_BATCHES = 10;
/** A claim counts this long, ms: whoever dies with it has lost it then. */
const LEASE_MS = 2 * 60_000;
/** What is later than this, ms, is not said any more: whoever reads it would not know what it is about. */
const TOO_LATE_MS = 5 * 60_000;
/** Channels are asked so many at a time, and waited for so long each, ms. */
const AT_ONCE = 50;
const ANSWER_WITHIN_MS = 20_000;
/** A schedule that this build cannot read is looked at again after this, ms. */
const UNREADABLE_FOR_MS = 24 * 3600_000;

interface Claimed {
  readonly timer: Timer;
  /** How often it was due before. */
  readonly round: number;
  /** ms since epoch; null where it is still to be planned. */
  readonly dueAt: number | null;
  /** Of its community. */
  readonly zone: string;
  /** Those in which it speaks, as far as they are linked to its community. */
  readonly channels: readonly ChannelKey[];
}

interface Settled {
  readonly id: string;
  readonly due_at: string | null;
  readonly next_at: string;
  readonly rounds: number;
}

const iso = (at: number): string => new Date(at).toISOString();
const timestamp = (at: number): SQL => sql`${iso(at)}::timestamptz`;
const epoch = (column: SQL): SQL => sql`(extract(epoch from ${column}) * 1000)::float8`;

/**
 * Takes timers that are due before the next look, for this run alone: others skip them. A lease that is over is nobody's, and
 * the same occurrence is taken again.
 */
async function claim({ now, read }: DueCtx): Promise<readonly Claimed[]> {
  const speaksIn = sql`case when t.target is null
    then c.platform in (${sql.join(
      [...ONE_ROOM_PLATFORMS].map((platform) => sql`${platform}`),
      sql`, `,
    )})
    else c.platform || ':' || c.platform_id = t.target ->> 'channel' end`;
  const { rows } = await read('timers.claim', (db) =>
    db.execute<Claimed & Record<string, unknown>>(sql`
      with due as (
        select id from ${timers}
        where enabled and (next_at is null or next_at <= ${timestamp(now + LOOK_AHEAD_MS)})
          and (leased_until is null or leased_until <= ${timestamp(now)})
        order by next_at limit ${BATCH} for update skip locked),
      t as (
        update ${timers} set leased_until = ${timestamp(now + LEASE_MS)} from due
        where ${timers}.id = due.id returning ${timers}.*)
      select ${snapshotOf(sql`t`)} as timer, t.round, ${epoch(sql`t.next_at`)} as "dueAt", ${communities}.zone,
        coalesce((select jsonb_agg(c.platform || ':' || c.platform_id) from ${channels} c
          where c.community_id = t.community_id and ${speaksIn}), '[]'::jsonb) as channels
      from t join ${communities} on ${communities}.id = t.community_id`),
  );
  return rows;
}

/** A timer that a test community keeps of what was tried out speaks where that was. */
const roomIn = (target: Timer['target'], only: string | null): string =>
  target?.room === SIMULATED_ROOM ? target.room : (only ?? target?.room ?? '');

/** An occurrence as one channel is told of it. */
export function dueIn(
  { timer, round }: Pick<Claimed, 'timer' | 'round'>,
  dueAt: number,
  channel: ChannelKey,
): TimerDue {
  const { id, name, texts, order, jitter, minLines, live, target } = timer;
  const only = onlyRoomOf(channel);
  return {
    timerId: id,
    name,
    dueAt,
    speakAt: speakAt(id, dueAt, jitter),
    room: roomIn(target, only),
    text: textAt(texts, { timerId: id, order, round }),
    minLines,
    // Where there are no streams, being live means nothing.
    ...(live === null || only === null ? {} : { live }),
  };
}

const settledAs = ({ timer, dueAt }: Claimed, next: number | null, now: number, rounds: 0 | 1): Settled => ({
  id: timer.id,
  due_at: dueAt === null ? null : iso(dueAt),
  next_at: iso(next ?? now + UNREADABLE_FOR_MS),
  rounds,
});

function nextAfter({ timer, dueAt, zone }: Claimed, after: number): number | null {
  try {
    return nextOf(timer.schedule, { after, beat: dueAt ?? after, zone });
  } catch {
    return null;
  }
}

type Ask = (channel: ChannelKey, due: TimerDue) => Promise<TimerVerdict>;

/** Fires one timer in all its channels, and plans its next occurrence; null where the same one is to be tried again. */
async function fire(claimed: Claimed, { now, log }: DueCtx, ask: Ask): Promise<Settled | null> {
  const { dueAt, timer } = claimed;
  if (dueAt === null || now - dueAt > TOO_LATE_MS) return settledAs(claimed, nextAfter(claimed, now), now, 0);
  const asked = await Promise.allSettled(
    claimed.channels.map((channel) => ask(channel, dueIn(claimed, dueAt, channel))),
  );
  const verdicts = asked.map((answer) => (answer.status === 'fulfilled' ? answer.value : 'failed'));
  log('debug', 'timer.fired', { timer: timer.id, dueAt, verdicts: verdicts.join(' ') });
  for (const answer of asked)
    if (answer.status === 'rejected')
      log('warn', 'timer.not-decided', { timer: timer.id, dueAt, error: describeError(answer.reason) });
  // The lease ends, and who has decided knows it for a duplicate then.
  if (verdicts.includes('failed')) return null;
  // Beats of the last minute are still in time; what else was missed since is not made up for.
  return settledAs(claimed, nextAfter(claimed, Math.max(dueAt, now - LOOK_AHEAD_MS)), now, 1);
}

/** Lets so many of them run at a time. */
function taking<Args extends unknown[], T>(most: number, work: (...args: Args) => Promise<T>) {
  const waiting: (() => void)[] = [];
  let running = 0;
  return async (...args: Args): Promise<T> => {
    if (running >= most) await new Promise<void>((resolve) => waiting.push(resolve));
    else running++;
    try {
      return await work(...args);
    } finally {
      const next = waiting.shift();
      if (next) next();
      else running--;
    }
  };
}

/** Plans what comes next, where the claim is still this run's and nobody has planned otherwise meanwhile. */
async function settle({ now, read }: DueCtx, settled: readonly Settled[]): Promise<void> {
  if (settled.length === 0) return;
  await read('timers.settle', (db) =>
    db.execute(sql`
      update ${timers} t set next_at = s.next_at, round = t.round + s.rounds, leased_until = null
      from jsonb_to_recordset(${JSON.stringify(settled)}::jsonb)
        as s (id uuid, due_at timestamptz, next_at timestamptz, rounds integer)
      where t.id = s.id and t.leased_until = ${timestamp(now + LEASE_MS)} and t.next_at is not distinct from s.due_at`),
  );
}

/** When there is something to claim next, ms since epoch. */
async function nextLook({ now, read }: DueCtx): Promise<number | null> {
  const early = sql`interval '${sql.raw(String(LOOK_AHEAD_MS / 1000))} seconds'`;
  const { rows } = await read('timers.next', (db) =>
    db.execute<{ next: number | null }>(sql`
      select ${epoch(sql`least(
        (select min(next_at) - ${early} from ${timers} where enabled and leased_until is null),
        (select ${timestamp(now)} from ${timers} where enabled and next_at is null and leased_until is null limit 1),
        (select min(leased_until) from ${timers}
          where enabled and (next_at is null or next_at <= ${timestamp(now + LOOK_AHEAD_MS)}) and leased_until is not null))`)} as next`),
  );
  return rows[0]?.next ?? null;
}

async function fireTimers(ctx: DueCtx): Promise<number | null> {
  const ask = taking(AT_ONCE, (channel: ChannelKey, due: TimerDue) =>
    within(ANSWER_WITHIN_MS, 'asking a channel about a timer', ctx.fire(channel, due)),
  );
  for (let batch = 0; batch < MOST_BATCHES; batch++) {
    const claimed = await claim(ctx);
    if (claimed.length === 0) break;
    const outcomes = await Promise.all(claimed.map((timer) => fire(timer, ctx, ask)));
    await settle(
      ctx,
      outcomes.filter((outcome) => outcome !== null),
    );
  }
  return nextLook(ctx);
}

/**
 * Fires the timers that are due before the next minute. An occurrence is named by its timer and its `dueAt`: whatever breaks
 * off between the claim and the plan for the next, it is fired again under the same name, and said once.
 */
export const dueTimers: DueWork = {
  name: AGENDA,
  run: fireTimers,
  waiting: (now) => sql`select from ${timers} where enabled and next_at <= ${timestamp(now)}`,
};
