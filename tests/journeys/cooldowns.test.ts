import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { registerCommands } from '../../scripts/discord-register.ts';
import { openDemoBroadcast } from '../../scripts/local/demo.ts';
import { Places, WITH_PLACES } from '../support/places.ts';
import { SharedTime } from '../support/time.ts';
import { startWorld, type World } from '../support/world.ts';
import type { Behaviour } from './cooldowns/behaviour.ts';
import { CHANNELS } from './cooldowns/channels.ts';
import { LASTING, ONE_COMMAND } from './cooldowns/lasting.ts';
import { LEVELS } from './cooldowns/levels.ts';
import { LIMITS } from './cooldowns/limits.ts';
import { HISTORY, NAMES } from './cooldowns/names.ts';
import { NO_WAIT } from './cooldowns/no-wait.ts';
import { REGISTRY } from './cooldowns/registry.ts';
import { EXEMPTIONS, WAITS } from './cooldowns/waits.ts';
import { WORDS } from './cooldowns/words.ts';

const TABLE: readonly Behaviour[] = [
  WAITS,
  EXEMPTIONS,
  NO_WAIT,
  WORDS,
  LASTING,
  ONE_COMMAND,
  LEVELS,
  REGISTRY,
  LIMITS,
  NAMES,
  HISTORY,
  CHANNELS,
].flat();

// Most of a journey's time is waiting for its own answers. Many more at once would use up Twitch's budget of 30 s.
vi.setConfig({ maxConcurrency: 16 });

let world: World;
let places: Places;
let persistTo: string;
beforeAll(async () => {
  persistTo = await mkdtemp(path.join(tmpdir(), 'cooldowns-'));
  world = await startWorld({ ...WITH_PLACES, persistTo });
  await registerCommands(world.vars);
  await world.worker.cron('* * * * *');
  await openDemoBroadcast(world.db, world.youtube, world.secrets.youtube, world.worker.url);
  await world.discord.gateway.connected(30_000);
  places = new Places(world, new SharedTime(world));
  await places.ready();
});
afterAll(async () => {
  await world?.close();
  await rm(persistTo, { recursive: true, force: true });
});

/** Where a line takes a second. Who speaks there goes together, so that the others need not wait for them. */
const isSlow = ({ on }: Behaviour): boolean => on.includes('youtube') || on.includes('kick');
const BESIDE = TABLE.filter(({ isAlone }) => !isAlone);

const titleOf = ({ number, sentence }: Pick<Behaviour, 'number' | 'sentence'>): string => `${number}. ${sentence}`;

describe('the journeys', () => {
  it('are the ones of the list, one by one', async () => {
    const list = await readFile(path.join(import.meta.dirname, 'cooldowns.md'), 'utf8');
    const listed = Array.from(list.matchAll(/^(\d+\. .+?) — .+$/gm), ([, title]) => title);
    expect(TABLE.map(titleOf)).toEqual(listed);
    expect(TABLE.map(({ number }) => number)).toEqual(TABLE.map((_, i) => i + 1));
  });
});

async function show({ journey }: Behaviour, platform: Behaviour['on'][number]): Promise<void> {
  try {
    const place = await places.open(platform);
    await journey(place);
    await place.settle();
  } catch (error) {
    if (error instanceof Error) error.message = `on ${platform}: ${error.message}`;
    throw error;
  }
}

describe.concurrent('journeys beside each other', () => {
  it.each(
    [...BESIDE.filter(isSlow), ...BESIDE.filter((one) => !isSlow(one))].map(
      (behaviour) => [titleOf(behaviour), behaviour] as const,
    ),
  )('%s', async (_, behaviour) => {
    await Promise.all(behaviour.on.map((platform) => places.time.run(() => show(behaviour, platform))));
  });
});

describe('journeys one at a time', () => {
  afterEach(() => world.disarm());

  it.each(TABLE.filter(({ isAlone }) => isAlone).map((behaviour) => [titleOf(behaviour), behaviour] as const))(
    '%s',
    async (_, behaviour) => {
      for (const platform of behaviour.on) await places.time.run(() => show(behaviour, platform));
    },
  );
});
