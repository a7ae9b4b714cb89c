import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DISCORD_ROOMS, startWorld, until, type World } from '../support/world.ts';

/** Hours pass as ten seconds: what the Gateway counts in time is told to stand-in and object in that measure. */
const SCALE = 360;
const scaled = (ms: number) => Math.max(1, Math.round(ms / SCALE));

let world: World;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'waddlebot-gateway-'));
  world = await startWorld({
    persistTo: folder,
    vars: { GATEWAY_SCALE: String(SCALE) },
    discord: {
      gateway: {
        // Quicker than it would be by the measure of everything else is more than a busy machine's timers can keep.
        heartbeatMs: 3_000,
        // A deploy takes seconds in truth; here it takes its seconds in a world that runs faster.
        sessionLifeMs: 30_000,
        identifyWindowMs: scaled(5_000),
        identifies: { total: 1_000, windowMs: scaled(24 * 3_600_000) },
      },
    },
  });
});
afterAll(async () => {
  await world?.close();
  await rm(folder, { recursive: true, force: true });
});

let said = 0;
const mine: string[] = [];

/** Somebody says `!ping` in the next room. */
async function ping(): Promise<void> {
  const n = said++;
  const room = DISCORD_ROOMS[n % DISCORD_ROOMS.length] as (typeof DISCORD_ROOMS)[number];
  const user = { id: String(2_100_000_000_000_000_000n + BigInt(n)), username: `viewer${n}` };
  const { messageId } = await world.discord.message({ channel: room.id, user, text: '!ping' });
  mine.push(messageId);
}

const repliesTo = (messageId: string) => world.discord.posted.filter((line) => line.replyTo === messageId).length;
const allAnswered = () => mine.every((messageId) => repliesTo(messageId) > 0);
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** What happens to a connection in the course of a day, three times an hour. */
const MISHAPS: readonly (readonly [name: string, happen: () => void])[] = [
  ['the line is cut', () => world.discord.gateway.dropAll()],
  ['the server closes with 4000', () => world.discord.gateway.dropAll(4_000)],
  ['the socket is open and dead', () => world.discord.gateway.zombie()],
  ['the server asks to reconnect', () => world.discord.gateway.reconnect()],
  ['a frame is cut in the middle', () => world.discord.gateway.closeAtByte(40)],
  ['a frame is garbage', () => world.discord.gateway.garbage('{"op":')],
  ['bytes that are no frame', () => world.discord.gateway.garbage(new Uint8Array([0x8f, 0xff, 0x00]), { raw: true })],
  ['the last dispatches come again', () => world.discord.gateway.repeat(5)],
  ['two dispatches change places', () => world.discord.gateway.reorder()],
  ['the session is invalid, and resumable', () => world.discord.gateway.invalidate(true)],
  ['the server wants a heartbeat now', () => world.discord.gateway.requestHeartbeat()],
  [
    'upgrades are refused for a while',
    () => {
      world.discord.gateway.refuseUpgrades(2);
      world.discord.gateway.dropAll();
    },
  ],
  ['the server restarts', () => world.discord.gateway.dropAll(1_001)],
];

async function connected(): Promise<void> {
  await world.discord.gateway.connected(30_000);
}

describe('six hours of the Gateway', () => {
  it('miss nothing and double nothing through drops, dead sockets, garbage, invalid sessions and hourly deploys', async () => {
    await world.worker.cron('* * * * *');
    await connected();
    // Left alone, one connection holds.
    await pause(12_000);
    expect(world.discord.gateway.stats.connections).toBe(1);
    let mishap = 0;
    for (let hour = 0; hour < 6; hour++) {
      for (let third = 0; third < 3; third++) {
        for (let i = 0; i < 6; i++) {
          await ping();
          await pause(150);
        }
        const [, happen] = MISHAPS[mishap++ % MISHAPS.length] as (typeof MISHAPS)[number];
        happen();
        // What is said while nobody hears it is kept by Discord for the session that comes back.
        for (let i = 0; i < 4; i++) {
          await ping();
          await pause(150);
        }
        await connected();
      }
      // The local queue is memory: a deploy here may lose what is in it, which on the edge it would not.
      await until('all answers before the deploy', allAnswered, 60_000);
      const deployed = world.deploy();
      await until('the old Worker is gone', () => world.discord.gateway.stats.open === 0);
      await ping();
      await ping();
      await deployed;
      await world.worker.cron('* * * * *');
      await connected();
    }
    // Twice the session is gone for good; only what is said when the new one stands can be heard.
    for (const go of [() => world.discord.gateway.invalidate(false), () => world.discord.gateway.dropAll(4_009)]) {
      await until('all answers before the session goes', allAnswered, 60_000);
      go();
      await pause(50);
      await connected();
      await ping();
    }
    await until('every answer', allAnswered, 60_000);
    await pause(1_500);
    const counts = mine.map(repliesTo);
    expect(counts.filter((count) => count !== 1)).toEqual([]);
    const { stats, violations } = world.discord.gateway;
    console.log(`${mine.length} messages, ${JSON.stringify(stats)}`);
    expect(violations).toEqual([]);
    expect(stats.identifies).toBeLessThanOrEqual(12);
    expect(stats.resumed).toBeGreaterThanOrEqual(12);
  }, 300_000);
});
