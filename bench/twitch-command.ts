import { setTimeout as sleep } from 'node:timers/promises';
import type { Bundle } from '../scripts/local/build.ts';
import { startLocalWorker } from '../scripts/local/workerd.ts';
import { startStandIns } from '../tests/stand-ins/run.ts';
import type { TwitchStandIn } from '../tests/stand-ins/twitch.ts';
import { standing } from './contest.ts';
import { cpuSeconds, withPids } from './cpu.ts';
import { Connection } from './http.ts';
import { type Job, type Load, targetOf } from './load.ts';
import { printStandings, printTable } from './report.ts';
import { makerOf, type Recipe } from './requests.ts';
import { BENCH, type Cleanup, freePort, type freshSecrets } from './setup.ts';
import { percentile } from './stats.ts';

const COMMANDS = 60;
/** Twitch lets a moderator say 100 lines in 30 s; the bot keeps to that, so the replies are measured below it. */
const PER_SECOND = 2.5;
const REPLY_WITHIN_MS = 15_000;
/** A room gets five replies in ten seconds; each of a burst's rooms gets exactly those. */
const REPLIES_OF_A_ROOM = 5;
const ROOMS_OF_A_BURST = 200;
const ROOMS_OF_REPLIES = 50;
const DRAIN_WITHIN_MS = 20_000;

/** Enough linked channels that no room's limit refuses a command of the bench. */
export const channelsFor = (rounds: number): number => ROOMS_OF_REPLIES + rounds * ROOMS_OF_A_BURST;

interface TwitchGiven {
  readonly bundle: Bundle;
  readonly secrets: ReturnType<typeof freshSecrets>;
  readonly databaseUrl: string;
  readonly load: Load;
  readonly bare: { readonly url: string; readonly pids: readonly number[] };
  readonly connections: number;
  readonly rounds: number;
}

const now = (): number => performance.timeOrigin + performance.now();

/** A Twitch command through the queue: how soon its webhook is answered, and how soon the reply is in chat. */
export async function benchTwitchCommand(given: TwitchGiven, cleanup: Cleanup): Promise<void> {
  const { bundle, secrets, rounds } = given;
  const port = await freePort();
  const channels = Array.from({ length: channelsFor(rounds) }, (_, i) => ({
    id: String(BENCH.firstChannel + i),
    login: `bench_${i}`,
    botIsModerator: true,
  }));
  const standIns = await startStandIns({
    publicUrl: `http://127.0.0.1:${port}`,
    twitch: {
      clientId: secrets.TWITCH_CLIENT_ID,
      clientSecret: secrets.TWITCH_CLIENT_SECRET,
      webhookSecret: secrets.TWITCH_WEBHOOK_SECRET,
      channels,
      now,
    },
  });
  cleanup.add(() => standIns.stop());
  // Only in development may Twitch be elsewhere; nothing but that check differs.
  const vars = { ...secrets, ...standIns.vars, ENVIRONMENT: 'development', DATABASE_URL: given.databaseUrl };
  let settled = 0;
  // One line for each answer that was said or put off until the send budget has room.
  const onLog = (line: string) => {
    if (line.includes('"command":"ping"')) settled++;
  };
  const worker = await withPids(() => startLocalWorker({ bundle, vars, port, onLog }));
  cleanup.add(() => worker.started.stop());
  const at = { url: worker.started.url, pids: worker.pids };

  await replies(recipeFor(secrets, 0, ROOMS_OF_REPLIES), at.url, standIns.twitch as TwitchStandIn);
  await bursts(given, at, () => settled);
}

const recipeFor = (secrets: TwitchGiven['secrets'], firstRoom: number, channels: number, text = '!ping'): Recipe => ({
  kind: 'twitch',
  path: '/webhooks/twitch',
  secret: secrets.TWITCH_WEBHOOK_SECRET,
  botUserId: BENCH.botUserId,
  text,
  firstChannel: BENCH.firstChannel + firstRoom,
  channels,
});

/** Open loop at a rate that Twitch's limits allow: each reply's whole way, from the webhook to the line in chat. */
async function replies(recipe: Recipe, url: string, twitch: TwitchStandIn): Promise<void> {
  const make = makerOf(recipe);
  const sentAt = new Map<string, number>();
  const answered: number[] = [];
  let refused = 0;
  const say = async (counted: boolean): Promise<void> => {
    const { id, bytes } = make();
    const connection = new Connection(targetOf(url));
    const started = now();
    const answer = await connection.send(bytes).catch(() => undefined);
    connection.close();
    if (!counted) return;
    if (answer?.status !== 204) refused++;
    answered.push(now() - started);
    sentAt.set(id, started);
  };
  // The first ones also pay for the token and for the Channels' settings.
  for (let i = 0; i < 3; i++) await say(false);
  await until(() => twitch.sent.length >= 3, REPLY_WITHIN_MS);
  const earlier = twitch.sent.length;
  const underWay: Promise<void>[] = [];
  for (let i = 0; i < COMMANDS; i++) {
    underWay.push(say(true));
    await sleep(1_000 / PER_SECOND);
  }
  await Promise.all(underWay);
  await until(() => twitch.sent.length - earlier >= COMMANDS, REPLY_WITHIN_MS);

  const whole = twitch.sent.flatMap((line) => {
    const started = line.replyTo === undefined ? undefined : sentAt.get(line.replyTo);
    return started === undefined ? [] : [line.at - started];
  });
  console.log(
    `\nTwitch command through the queue: ${COMMANDS} x !ping at ${PER_SECOND}/s over ${ROOMS_OF_REPLIES} channels\n` +
      '(Twitch lets the bot say 100 lines in 30 s, so this is no load but the time a person waits)\n',
  );
  const row = (name: string, times: number[]) => {
    const sorted = times.sort((a, b) => a - b);
    return [name, String(times.length), ...[0.5, 0.99, 1].map((share) => percentile(sorted, share).toFixed(1))];
  };
  printTable(
    ['', 'count', 'p50 ms', 'p99 ms', 'max ms'],
    [row('webhook answered', answered), row('reply in chat', whole)],
  );
  console.log(
    `  ${whole.length} of ${COMMANDS} replies arrived, webhooks not answered with 204: ${refused}` +
      (whole.length === COMMANDS && refused === 0 ? '' : ' (NOT AS EXPECTED)'),
  );
}

/**
 * Closed loop, as many commands as the rooms' limits admit: each becomes a queue message. Most replies then wait for
 * Twitch's send budget, which is how it would be; the Worker is stopped before they are due.
 */
async function bursts(
  given: TwitchGiven,
  worker: { readonly url: string; readonly pids: readonly number[] },
  settled: () => number,
): Promise<void> {
  const { load, bare, secrets, connections } = given;
  const commands = ROOMS_OF_A_BURST * REPLIES_OF_A_ROOM;
  const burst = async (to: typeof worker, recipe: Recipe, expect: Job['expect'], requests: number) => {
    const before = cpuSeconds(to.pids);
    const target = targetOf(to.url);
    const result = await load.run({ target, recipe, expect, connections, requests, seconds: 30, warmupSeconds: 0 });
    return { ...result, cpuMicros: ((cpuSeconds(to.pids) - before) / result.sentInAll) * 1e6 };
  };
  const taken = { status: 204, body: '' };
  const bareRounds = [];
  const ownRounds = [];
  const drained: number[] = [];
  let missing = 0;
  for (let round = 0; round < given.rounds; round++) {
    const firstRoom = ROOMS_OF_REPLIES + round * ROOMS_OF_A_BURST;
    const recipe = recipeFor(secrets, firstRoom, ROOMS_OF_A_BURST);
    // A plain line in every room first: the Channels get their settings, the isolate its snapshots.
    await burst(worker, recipeFor(secrets, firstRoom, ROOMS_OF_A_BURST, 'hello'), taken, ROOMS_OF_A_BURST);
    bareRounds.push(await burst(bare, recipe, { status: 200, body: 'ok' }, commands));
    const earlier = settled();
    ownRounds.push(await burst(worker, recipe, taken, commands));
    const ended = performance.now();
    await until(() => settled() - earlier >= commands, DRAIN_WITHIN_MS);
    drained.push((performance.now() - ended) / 1_000);
    missing += Math.max(0, commands - (settled() - earlier));
  }
  console.log(
    `\nTwitch command, webhooks alone: bursts of ${commands} x !ping, ${connections} connections, ` +
      `${REPLIES_OF_A_ROOM} to each of ${ROOMS_OF_A_BURST} channels; the queue's consumer shares the thread\n`,
  );
  printStandings([standing('bare Worker', bareRounds), standing('Twitch command', ownRounds)], 'bare Worker');
  console.log(
    `  the queue was done with a burst, or given up on, ${drained.map((seconds) => seconds.toFixed(1)).join(', ')} s after ` +
      `its end; commands that were neither said nor put off by then: ${missing} of ${given.rounds * commands}`,
  );
}

async function until(reached: () => boolean, withinMs: number): Promise<void> {
  for (const deadline = performance.now() + withinMs; !reached() && performance.now() < deadline; ) await sleep(20);
}
