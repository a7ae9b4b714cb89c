import { vi } from 'vitest';
import { Deployment } from './deployment.ts';
import type { Meter } from './meter.ts';
import { type Class, EVENING } from './mix.ts';
import { seeded } from './seeded.ts';
import { type Operation, Tally } from './tally.ts';

/** How many commands lie between two flushes: 128, or as many as come in the week after which one is due. */
const COMMANDS = { busy: 128, quiet: 24 } as const satisfies Partial<Record<Class, number>>;

/** What is done for uses to be told, and for nothing else. */
const USAGE: readonly Operation[] = [
  'write usage',
  'queue activity',
  'busy activity',
  'request activity',
  'cpu activity',
  'trip database',
];

/**
 * What telling Postgres of uses costs, per command, in a channel of each class. Calm channels have 128 uses in 12 hours, and
 * so flush as busy ones do.
 * @param begin ms since epoch
 */
export async function usagePerCommand(meter: Meter, begin: number): Promise<Readonly<Record<Class, Tally>>> {
  const busy = await perCommand(meter, 'busy', begin);
  return { busy, calm: busy, quiet: await perCommand(meter, 'quiet', begin) };
}

/** Counted from the first flush to the second. */
async function perCommand(meter: Meter, of: keyof typeof COMMANDS, begin: number): Promise<Tally> {
  const bot = new Deployment(meter, { isolates: 1, random: seeded(1) });
  const channel = `usage-${of}`;
  await bot.link([['slack', channel]]);
  const everyMs = 60_000 / (EVENING.classes[of].messagesPerMinute * EVENING.commands * (1 - EVENING.refused));
  const tallies = [new Tally(), new Tally()] as const;
  for (let i = 0; i < 2 * COMMANDS[of]; i++) {
    vi.setSystemTime(begin + i * everyMs);
    await bot.slash({ channel, id: `${of}-${i}`, text: 'ping' }, tallies[i < COMMANDS[of] ? 0 : 1]);
  }
  const [, second] = tallies;
  if (second.of('write usage') !== 1) throw new Error(`${COMMANDS[of]} commands are not one flush in a ${of} channel`);
  return new Tally().plus(second.only(...USAGE), 1 / COMMANDS[of]);
}
